"""Tables in memory: named columns of one length, from files and data frames of any kind, and back to files.

CSV, TSV, JSONL (`.jsonl`, `.ndjson`) or Parquet, each gzipped or not, by the file's ending. Rows are counted as a
spreadsheet shows them: the header of a CSV file is row 1. In JSONL and Parquet the first is row 1, in memory row 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

import numpy as np

from goldlabel.core.problem import Invalid
from goldlabel.frames.column import Codes, Column, coded

ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".pq")


@dataclass(frozen=True)
class Table:
    """Columns by name. `name`: the file's, for messages."""

    columns: Mapping[str, Column]
    name: str = ""
    first: int = 0
    """The number of the first row."""
    counted: Codes | None = None
    """The number of each row, where they do not simply go up by one (blank lines)."""
    names: tuple[str, ...] = ()
    """All columns of the file, also those that were not read."""

    def __post_init__(self) -> None:
        lengths = {name: len(column) for name, column in self.columns.items()}
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{name} {length:,}" for name, length in lengths.items())
            raise Invalid(f"the columns have different lengths: {told}", where=self.name)

    def __len__(self) -> int:
        return next((len(column) for column in self.columns.values()), 0)

    def numbers(self, rows: Codes) -> Codes:
        """The number that each row has for people."""
        return rows + self.first if self.counted is None else self.counted[rows]

    def place(self, row: int) -> str:
        """`answers.csv row 7`, of the row at a position."""
        return f"{self.name} row {int(self.numbers(np.array([row]))[0])}".strip()

    def column(self, name: str) -> Column:
        """Raises Invalid with the columns there are."""
        if name in self.columns:
            return self.columns[name]
        raise Invalid(missing(name, self.names or list(self.columns)), where=self.name)


def missing(name: str, there: Sequence[str]) -> str:
    """Sentence for a column that is not there."""
    meant = get_close_matches(name.lower(), [one.lower() for one in there], 1)
    hint = next((f'; did you mean "{one}"?' for one in there if meant and one.lower() == meant[0]), "")
    return f'has no column "{name}"; its columns are {", ".join(there) or "none"}{hint}'


def read_table(path: str | Path, columns: Iterable[str] | None = None) -> Table:
    """The table of a file; only the named columns where some are named (one that is missing: see `Table.column`).

    Raises Invalid for a file that is missing, empty, not what its ending says, not UTF-8, or ragged, with its row.
    """
    from goldlabel.frames import reading

    return reading.read(Path(path), None if columns is None else set(columns))


def write_table(path: str | Path, columns: Mapping[str, Sequence[Any]]) -> None:
    """Writes a table by the path's ending, whole or not at all. Lists and objects stand in CSV and Parquet as JSON."""
    from goldlabel.frames import writing

    writing.write(Path(path), columns)


def table_of(table: Any, columns: Iterable[str] | None = None) -> Table:
    """A table from a path, dict of columns, data frame (pandas, polars, Arrow, DuckDB) or list of dicts."""
    if isinstance(table, Table):
        return table
    if isinstance(table, (str, Path)):
        return read_table(table, columns)
    names, cells = _columns(table)
    wanted = names if columns is None else [name for name in dict.fromkeys(columns) if name in names]
    return Table({name: coded(cells[name]) for name in wanted}, names=tuple(names))


def _columns(table: Any) -> tuple[list[str], Any]:
    """Names, and what gives a column by its name."""
    if isinstance(table, Mapping):
        mapping = cast(Mapping[Any, Any], table)
        return list(mapping), mapping
    if isinstance(table, (list, tuple)):
        rows = cast(Sequence[Any], table)
        if not all(isinstance(row, Mapping) for row in rows):
            raise Invalid("a list of rows must hold one dict per row")
        names = list(dict.fromkeys(name for row in rows for name in row))
        return names, {name: [row.get(name) for row in rows] for name in names}
    if hasattr(table, "fetchnumpy"):  # a relation of DuckDB
        return list(table.columns), table.fetchnumpy()
    names = getattr(table, "column_names", None) or getattr(table, "columns", None)
    if names is None or not hasattr(table, "__getitem__"):
        raise Invalid(
            f"{type(table).__name__} is no table: give a path, a dict of columns, a data frame or a list of dicts"
        )
    return list(names), table
