"""Excel workbooks (.xlsx), read row by row with openpyxl; the first row is the header."""

import datetime
import zipfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

from goldlabel.core.problem import Invalid
from goldlabel.core.record import Loss, Reject
from goldlabel.core.schema import Schema
from goldlabel.formats.base import Got, ReadOptions
from goldlabel.formats.csv import header
from goldlabel.formats.parts import archive, limits, rows
from goldlabel.formats.parts.source import File
from goldlabel.formats.parts.table import Row, TableFormat


class Excel(TableFormat):
    name = "excel"
    title = "Excel"
    endings = (".xlsx", ".xlsm")
    needs = "openpyxl"
    about = "One sheet of a workbook, the first or the one named by the option `sheet`. Values, not formulas."

    def sniff_file(self, file: File) -> float:
        return 1.0 if file.ending in self.endings and file.head(2) == b"PK" else 0.0

    def columns(self, file: File, options: ReadOptions) -> list[str]:
        with _sheet(file, options.sheet) as (sheet, _):
            return _header(sheet, file.name)[1]

    def rows(self, file: File, options: ReadOptions) -> Iterator[Row | Reject]:
        with _sheet(file, options.sheet) as (sheet, _):
            feed, columns = _header(sheet, file.name)
            for number, values in enumerate(feed, 2):
                cells = [_json(value) for value in values]
                if all(cell is None for cell in cells):
                    continue
                where = f"{file.name} row {number}"
                if any(cell is not None for cell in cells[len(columns) :]):
                    yield rows.reject(where, f"has cells beyond the {len(columns)} columns of the header", cells)
                    continue
                cells += [None] * (len(columns) - len(cells))
                data = {name: cell for name, cell in zip(columns, cells, strict=False) if cell is not None}
                problem = rows.check(data)
                yield rows.reject(where, problem, data) if problem else (where, data)

    def read_file(self, file: File, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        yield from super().read_file(file, schema, options)
        with _sheet(file, options.sheet) as (_, others):
            if others and options.sheet is None:
                yield Loss(
                    "sheet", len(others), f"only the first was read; others: {', '.join(others)[:200]}", file.name
                )


def _header(sheet: Any, where: str) -> tuple[Iterator[tuple[Any, ...]], list[str]]:
    feed: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    names = list(next(feed, ()))
    while names and names[-1] is None:
        names.pop()
    if not names:
        raise Invalid("has an empty first row; it must hold the names of the columns", where=where)
    if len(names) > limits.MAX_COLUMNS:
        raise Invalid(f"has {len(names):,} columns; the limit is {limits.MAX_COLUMNS:,}", where=where)
    return feed, header(names, where)


@contextmanager
def _sheet(file: File, name: str | None) -> Generator[tuple[Any, list[str]]]:
    """The sheet, and the names of the others. A workbook is a ZIP archive and checked as one first."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with file.local() as path:
        archive.open_archive(path, file.name)[0].close()
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
            raise Invalid(f"is not a readable Excel workbook: {error}", where=file.name) from None
        try:
            names = list(book.sheetnames)
            if not names:
                raise Invalid("has no sheets", where=file.name)
            if name is not None and name not in names:
                raise Invalid(f'has no sheet "{name}"; it has {", ".join(names)}', where=file.name)
            wanted = name or names[0]
            yield book[wanted], [other for other in names if other != wanted]
        finally:
            book.close()


def _json(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return value or None
    dated = isinstance(value, (datetime.datetime, datetime.date, datetime.time))
    return value.isoformat() if dated else str(value)
