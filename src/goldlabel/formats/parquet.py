"""Apache Parquet, read and written by DuckDB in memory, a few thousand rows at a time."""

import base64
import datetime
import decimal
import uuid
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from goldlabel.core.problem import Invalid
from goldlabel.core.record import MediaFile, Record, Reject, Report
from goldlabel.core.schema import Schema
from goldlabel.formats.base import Got, ReadOptions, WriteOptions
from goldlabel.formats.parts import flat, limits, rows, sink
from goldlabel.formats.parts.plain import is_list, is_object
from goldlabel.formats.parts.source import File
from goldlabel.formats.parts.table import Row, TableFormat

BATCH = 1_000
GROUP = 12_288
"""Rows of a row group: what a reader (and this writer) holds at once."""
GROUP_BYTES = 32 * limits.MB


class Parquet(TableFormat):
    name = "parquet"
    title = "Parquet"
    endings = (".parquet", ".pq")
    writes = True
    carries = frozenset({"*"})
    typed = True
    needs = "duckdb"
    about = "Typed columns, one per question, regions as JSON. Pictures in columns of Hugging Face datasets are read."

    def sniff_file(self, file: File) -> float:
        return 1.0 if file.head(4) == b"PAR1" else 0.0

    def columns(self, file: File, options: ReadOptions) -> list[str]:
        with _opened(file) as (_, names):
            return names

    def rows(self, file: File, options: ReadOptions) -> Iterator[Row | Reject]:
        with _opened(file) as (cursor, names):
            number = 0
            while batch := cursor.fetchmany(BATCH):
                for values in batch:
                    number += 1
                    where = f"{file.name} row {number}"
                    data = {
                        name: value if type(value) is str else _json(value)
                        for name, value in zip(names, values, strict=True)
                    }
                    problem = rows.check(_without_bytes(data))
                    yield rows.reject(where, problem, _without_bytes(data)) if problem else (where, data)

    def read_file(self, file: File, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        for got in super().read_file(file, schema, options):
            if isinstance(got, Record):
                _pictures(got)
            yield got

    def write(self, schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
        with flat.spooled(schema, records, out, options, typed=True) as spool, sink.whole_file(out) as temporary:
            columns = spool.columns()
            types = {column.id: column.sql for column in columns}
            select = ", ".join(f"{_quoted(column.id)} AS {_quoted(column.name)}" for column in columns)
            with database(f"{200 + 12 * spool.longest // limits.MB}MB", writing=True) as connection:
                connection.execute(
                    f"COPY (SELECT {select} FROM read_json(?, format='newline_delimited', columns=?, "
                    f"maximum_object_size={max(1 << 20, spool.longest + 16)})) TO '{_path(temporary)}' "
                    f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {GROUP}, ROW_GROUP_SIZE_BYTES {GROUP_BYTES})",
                    [str(spool.path), types],
                )
        spool.report.files = [out.name]
        return spool.report


@contextmanager
def database(memory: str = "1GB", *, writing: bool = False) -> Generator[Any]:
    """An empty DuckDB in memory that loads nothing from elsewhere, with one thread and a bound on its
    memory.
    """
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "memory_limit": memory,
        "autoinstall_known_extensions": False,
        # One thread keeps the order all the same; without this promise row groups may be cut by size.
        "preserve_insertion_order": not writing,
    }
    connection = duckdb.connect(":memory:", config=settings)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _opened(file: File) -> Generator[tuple[Any, list[str]]]:
    """A cursor over the file's rows, and the names of its columns."""
    import duckdb

    with file.local() as path, database() as connection:
        try:
            cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        except duckdb.Error as error:
            raise Invalid(f"is not a readable Parquet file: {str(error)[:200]}", where=file.name) from None
        yield cursor, [part[0] for part in cursor.description]


def _json(value: Any) -> Any:
    """A value of DuckDB as JSON; bytes stay, for `_pictures`."""
    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        return value
    if isinstance(value, (list, tuple)):
        return [_json(part) for part in cast(Sequence[Any], value)]
    if is_object(value):
        return {str(key): _json(part) for key, part in value.items()}
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value) if isinstance(value, (uuid.UUID, datetime.timedelta)) else f"{value}"


def _without_bytes(value: Any) -> Any:
    """A copy in which bytes are base64 text."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if is_object(value):
        return {key: _without_bytes(part) for key, part in value.items()}
    return [_without_bytes(part) for part in value] if is_list(value) else value


def _pictures(record: Record) -> None:
    """Columns `{bytes, path}` (the Image feature of Hugging Face `datasets`) become files; other bytes
    base64.
    """
    for name, value in record.data.items():
        raw: Any = value
        if is_object(raw) and raw.keys() == {"bytes", "path"} and isinstance(raw["bytes"], bytes):
            called = str(raw["path"] or f"{name}.bin")
            record.data[name] = called
            record.media[name] = MediaFile(called.replace("\\", "/").rsplit("/", 1)[-1], _giver(raw["bytes"]))
        else:
            record.data[name] = _without_bytes(raw)


def _giver(content: bytes) -> Any:
    return lambda: content


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _path(path: Path) -> str:
    return str(path).replace("'", "''")
