"""Comma-separated values (RFC 4180), read leniently in delimiter and encoding, strictly in quoting.

Rows are counted as a spreadsheet shows them: the header is row 1.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from goldlabel.core.problem import Invalid
from goldlabel.core.record import Record, Reject, Report
from goldlabel.core.schema import Schema
from goldlabel.formats.base import ReadOptions, WriteOptions
from goldlabel.formats.parts import limits
from goldlabel.formats.parts.flat import write_csv
from goldlabel.formats.parts.lines import TextLines, odd, utf8
from goldlabel.formats.parts.rows import reject
from goldlabel.formats.parts.source import File
from goldlabel.formats.parts.table import Row, TableFormat

csv.field_size_limit(max(csv.field_size_limit(), limits.MAX_VALUE))
_CANDIDATES = (",", "\t", ";", "|")


class Csv(TableFormat):
    name = "csv"
    title = "CSV"
    endings = (".csv",)
    writes = True
    carries = frozenset({"*"})
    about = "A table with a header; delimiter and encoding are found out. Written flat, one column per question."
    delimiter: ClassVar[str] = ","

    def sniff_file(self, file: File) -> float:
        return 0.9 if file.ending in self.endings else 0.0

    def columns(self, file: File, options: ReadOptions) -> list[str]:
        with utf8(file, options.encoding) as stream:
            return _header(TextLines(stream, file.name), self._delimiter(file, options))[1]

    def rows(self, file: File, options: ReadOptions) -> Iterator[Row | Reject]:
        with utf8(file, options.encoding) as stream:
            lines = TextLines(stream, file.name)
            delimiter = self._delimiter(file, options)
            feed, columns = _header(lines, delimiter)
            yield from _rows(lines, feed, delimiter, columns)

    def _delimiter(self, file: File, options: ReadOptions) -> str:
        return options.delimiter or find_delimiter(file, options.encoding, self.delimiter)

    def write(self, schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
        return write_csv(schema, records, out, options, self.delimiter)


def find_delimiter(file: File, encoding: str | None, default: str) -> str:
    """The candidate that cuts the first rows into the same number (more than one) of columns; at a tie the
    most.
    """
    with utf8(file, encoding) as stream:
        sample = stream.read(64 * 1024).decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    best, score = default, (0.0, 0)
    for candidate in _CANDIDATES:
        widths: list[int] = []
        try:
            for row in csv.reader(io.StringIO(sample, newline="\n"), delimiter=candidate):
                widths.append(len(row))
                if len(widths) == 20:
                    break
        except csv.Error:
            continue
        if len(widths) > 2 and len(sample) > 60_000:
            widths.pop()
        if not widths or widths[0] < 2:
            continue
        same = sum(width == widths[0] for width in widths) / len(widths)
        if (same, widths[0]) > score and same > 0.5:
            best, score = candidate, (same, widths[0])
    return best


def _header(lines: TextLines, delimiter: str) -> tuple[Iterator[str], list[str]]:
    """The rest of the lines and the names of the columns."""
    feed = iter(lines)
    try:
        names = next(csv.reader(feed, delimiter=delimiter, strict=True), None)
    except csv.Error as error:
        raise Invalid(f"the header (row 1) cannot be read: {error}", where=lines.where) from None
    if lines.too_long or (names and any(len(name) > limits.MAX_NAME for name in names)):
        raise Invalid(
            f"the header (row 1) has a name of more than {limits.MAX_NAME:,} characters; is this a table?",
            where=lines.where,
        )
    if not names:
        raise Invalid("is empty; a table needs a header in its first row", where=lines.where)
    if len(names) > limits.MAX_COLUMNS:
        raise Invalid(f"has {len(names):,} columns; the limit is {limits.MAX_COLUMNS:,}", where=lines.where)
    lines.pending.clear()
    return feed, header(names, lines.where, lines.suspect)


def header(names: list[Any], where: str, suspect: bool = True) -> list[str]:
    """Names of columns, checked; an empty one becomes `column_3`."""
    columns: list[str] = []
    for number, raw in enumerate(names, 1):
        name = str(raw).strip() if raw is not None else ""
        name = name or f"column_{number}"
        if name in columns:
            raise Invalid(
                f'column "{name}" stands twice in the header (columns {columns.index(name) + 1} and '
                f"{number}); "
                "rename one",
                where=where,
            )
        if suspect and (problem := odd(name)):
            raise Invalid(f"column {number} of the header (row 1) {problem}", where=where)
        columns.append(name)
    return columns


def _rows(lines: TextLines, feed: Iterator[str], delimiter: str, columns: list[str]) -> Iterator[Row | Reject]:
    width, number = len(columns), 1
    place = f"{lines.where} row "
    pending, too_long = lines.pending, lines.too_long
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        try:
            for row in reader:
                number += 1
                if too_long:
                    yield from _too_long(lines)
                if len(row) != width:
                    if row:
                        yield reject(f"{place}{number}", _ragged(row, columns, lines), "".join(pending))
                    pending.clear()
                    continue
                if lines.suspect and (problem := _odd_cell(row, columns)):
                    yield reject(f"{place}{number}", problem, "".join(pending))
                    pending.clear()
                    continue
                pending.clear()
                yield f"{place}{number}", dict(zip(columns, row, strict=True))
            break
        except csv.Error as error:
            number += 1
            yield from _too_long(lines)
            swallowed = pending[1:]
            yield reject(f"{place}{number}", _broken(str(error), lines, len(pending)), "".join(pending)[: limits.CUT])
            pending.clear()
            # An open quote has taken in all that follows: only its first line is lost.
            feed = _again(swallowed, pending, feed)
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
    yield from _too_long(lines)


def _again(swallowed: list[str], pending: list[str], feed: Iterator[str]) -> Iterator[str]:
    for line in swallowed:
        pending.append(line)
        yield line
    yield from feed


def _too_long(lines: TextLines) -> Iterator[Reject]:
    for number, length in lines.too_long:
        yield Reject(
            f"{lines.where} line {number}",
            f"has {limits.size(length)}; the limit is {limits.size(limits.MAX_VALUE)}. Put large contents into files",
        )
    lines.too_long.clear()


def _ragged(row: list[str], columns: list[str], lines: TextLines) -> str:
    if len(row) < len(columns):
        return f"has {len(row)} of {len(columns)} cells (line {lines.number}); add the missing ones, empty ones too"
    return (
        f"has {len(row)} cells, the header has {len(columns)} columns (line {lines.number}); "
        "quote cells that hold the delimiter"
    )


def _odd_cell(row: list[str], columns: list[str]) -> str | None:
    for column, cell in zip(columns, row, strict=True):
        if problem := odd(cell):
            return f'column "{column}" {problem}'
    return None


def _broken(error: str, lines: TextLines, count: int) -> str:
    if "unexpected end" in error or "field limit" in error:
        return f'a quote (") is opened and never closed (line {lines.number - count + 1}); double quotes inside a cell'
    if "expected after" in error:
        return f"text follows a closing quote (line {lines.number}); double quotes inside a cell"
    return f"cannot be read: {error} (line {lines.number})"
