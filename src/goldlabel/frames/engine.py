"""Large CSV files and all Parquet files through DuckDB, straight into dictionary form."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from goldlabel.frames.column import Column, coded

FEW = 50_000
"""Distinct texts up to which DuckDB codes a column itself; beyond, a dict in Python is quicker."""

NEVER = "\x01\x02\x01"
"""What no cell reads like: an empty cell of a CSV file is an empty text, not a missing one."""


@contextmanager
def database() -> Generator[Any]:
    """An empty one in memory that loads nothing from elsewhere."""
    import duckdb

    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": False})
    try:
        yield connection
    finally:
        connection.close()


def read_parquet(file: Path, wanted: Sequence[str] | None) -> tuple[dict[str, Column], list[str]]:
    """The columns wanted (None: all), and the names of all. Raises duckdb.Error for a file that is no Parquet."""
    with database() as connection:
        names: list[str] = list(connection.read_parquet([str(file)]).columns)
        used = [name for name in names if wanted is None or name in wanted]
        if used:
            picked = ", ".join(map(_quoted, used))
            connection.execute(f"CREATE TABLE read AS SELECT {picked} FROM read_parquet(?)", [str(file)])
        return {name: _column(connection, name) for name in used}, names


def read_csv(file: Path, names: Sequence[str], wanted: Sequence[str], delimiter: str) -> dict[str, Column]:
    """Of a file without quotes. Raises duckdb.Error for one that is ragged or not UTF-8."""
    with database() as connection:
        connection.execute(
            f"CREATE TABLE read AS SELECT {', '.join(map(_quoted, wanted))} FROM read_csv(?, auto_detect=false, "
            "header=true, delim=?, quote='', escape='', nullstr=?, columns=?, strict_mode=true)",
            [str(file), delimiter, NEVER, dict.fromkeys(names, "VARCHAR")],
        )
        return {name: _column(connection, name) for name in wanted}


def _column(connection: Any, name: str) -> Column:
    column = _quoted(name)
    kind = str(connection.table("read").project(column).types[0])
    if kind == "VARCHAR":
        names = _only(connection.execute(f"SELECT {column} FROM read GROUP BY 1 ORDER BY min(rowid)")).tolist()
        if len(names) <= FEW and None not in names:
            return _by_engine(connection, column, names)
    return coded(_only(connection.execute(f"SELECT {column} FROM read")))


def _by_engine(connection: Any, column: str, names: list[str]) -> Column:
    connection.execute(f"CREATE OR REPLACE TYPE one AS ENUM (SELECT {column} FROM read GROUP BY 1 ORDER BY min(rowid))")
    codes = _only(connection.execute(f"SELECT enum_code({column}::one) FROM read"))
    return Column(names, codes.astype(np.int64))


def _only(cursor: Any) -> Any:
    return next(iter(cursor.fetchnumpy().values()))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
