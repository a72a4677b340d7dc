"""Files as tables: read in pieces into dictionary form, so that memory is bounded by what differs."""

import codecs
import csv
import gc
import io
import shutil
import tempfile
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any

import msgspec
import numpy as np

from goldlabel.core.problem import Invalid
from goldlabel.frames import engine
from goldlabel.frames.column import Coder, Codes, Column
from goldlabel.frames.files import ending, opened, zipped
from goldlabel.frames.table import Table

PIECE = 50_000
"""Rows at a time."""
LARGE = 1 << 20
"""Bytes from which a CSV file is worth the engine's start."""
MAX_CELL = 1 << 28


def read(path: Path, wanted: Collection[str] | None) -> Table:
    kind = ending(path)
    if kind in (".parquet", ".pq"):
        return _parquet(path, wanted)
    try:
        with opened(path) as stream, _uncollected():
            if kind in (".jsonl", ".ndjson"):
                return _jsonl(path, stream, wanted)
            return _csv(path, stream, "\t" if kind == ".tsv" else ",", wanted)
    except UnicodeDecodeError:
        raise _not_utf8(path) from None


@contextmanager
def _uncollected() -> Generator[None]:
    """Rows make millions of small containers, none of them in a cycle: looking for cycles would double the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _csv(path: Path, stream: IO[bytes], delimiter: str, wanted: Collection[str] | None) -> Table:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL))
    with io.TextIOWrapper(stream, encoding="utf-8-sig", errors="strict", newline="") as text:
        first = text.readline()
        if not first.strip():
            raise Invalid("is empty; a table needs a header in its first row", where=str(path))
        delimiter = _delimiter(first, delimiter)
        reader = csv.reader(_again(first, text), delimiter=delimiter, strict=True)
        try:
            return _csv_rows(path, reader, delimiter, wanted)
        except csv.Error as error:
            raise Invalid(f"cannot be read near line {reader.line_num}: {error}", where=str(path)) from None


def _csv_rows(path: Path, reader: Iterator[list[str]], delimiter: str, wanted: Collection[str] | None) -> Table:
    names = _header(next(reader), path)
    used = [name for name in names if wanted is None or name in wanted]
    if used and (columns := _quickly(path, names, used, delimiter)):
        return Table(columns, str(path), 2, None, tuple(names))
    rows = _Rows(path, reader)
    columns = _slowly(rows, names, used)
    return Table(columns, str(path), 2, rows.counted(), tuple(names))


def _delimiter(header: str, usual: str) -> str:
    """Semicolons of European spreadsheets, and tabs, where the header has none of the usual ones."""
    return next((sign for sign in (usual, ";", "\t", ",") if sign in header), usual)


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _quickly(path: Path, names: list[str], used: list[str], delimiter: str) -> dict[str, Column] | None:
    """By the engine, if the file is large and plain; else, and if it is wrong anywhere, None: csv says where."""
    import duckdb

    if path.stat().st_size < LARGE or not _plain(path):
        return None
    try:
        return engine.read_csv(path, names, used, delimiter)
    except duckdb.Error:
        return None


def _plain(path: Path) -> bool:
    """Neither quotes nor blank lines, over which readers differ."""
    before = b"\n"
    with opened(path) as stream:
        while block := stream.read(1 << 20):
            block = before + block
            if b'"' in block or b"\r" in block or b"\0" in block or b"\n\n" in block:
                return False
            before = block[-1:]
    return True


def _slowly(rows: "_Rows", names: list[str], used: list[str]) -> dict[str, Column]:
    coders = {name: Coder() for name in used}
    places = [(names.index(name), coder) for name, coder in coders.items()]
    for piece in rows.pieces(len(names)):
        cells = list(zip(*piece, strict=True))
        for at, coder in places:
            coder.texts(cells[at])
    return {name: coder.column() for name, coder in coders.items()}


def _header(names: Sequence[str], path: Path) -> list[str]:
    out = [name.strip() for name in names]
    twice = next((name for name in out if out.count(name) > 1), None)
    if twice is not None:
        raise Invalid(f'column "{twice}" stands twice in the header; rename one', where=str(path))
    return out


class _Rows:
    """Rows of a CSV file in pieces; blank lines are left out, rows of another width refused."""

    def __init__(self, path: Path, reader: Iterator[list[str]]) -> None:
        self._path, self._reader = path, reader
        self._blank: list[int] = []
        self._read = 0

    def pieces(self, width: int) -> Iterator[list[list[str]]]:
        while piece := list(islice(self._reader, PIECE)):
            if set(map(len, piece)) != {width}:
                piece = self._checked(piece, width)
                if not piece:
                    continue
            else:
                self._read += len(piece)
            yield piece

    def _checked(self, piece: list[list[str]], width: int) -> list[list[str]]:
        kept: list[list[str]] = []
        for row in piece:
            self._read += 1
            if not row:
                self._blank.append(self._read - 1)
            elif len(row) != width:
                more = "add the missing ones" if len(row) < width else "quote cells that hold the delimiter"
                where = f"{self._path} row {self._read + 1}"
                raise Invalid(f"has {len(row)} cells, the header has {width} columns; {more}", where=where)
            else:
                kept.append(row)
        return kept

    def counted(self) -> Codes | None:
        if not self._blank:
            return None
        full = np.ones(self._read, bool)
        full[self._blank] = False
        return np.flatnonzero(full) + 2


def _jsonl(path: Path, stream: IO[bytes], wanted: Collection[str] | None) -> Table:
    coders: dict[str, Coder] = {}
    counted: list[int] = []
    number = 0
    while lines := list(islice(stream, PIECE)):
        if not number:
            lines[0] = lines[0].removeprefix(codecs.BOM_UTF8)
        rows: list[dict[str, Any]] = []
        for line in lines:
            number += 1
            if line.strip():
                rows.append(_object(line, path, number))
                counted.append(number)
        for name in dict.fromkeys(name for row in rows for name in row if name not in coders):
            coders[name] = Coder()
            coders[name].cells([None] * (len(counted) - len(rows)))
        for name, coder in coders.items():
            if wanted is None or name in wanted:
                coder.cells([row.get(name) for row in rows])
    if not counted:
        raise Invalid("is empty", where=str(path))
    columns = {name: coder.column() for name, coder in coders.items() if wanted is None or name in wanted}
    numbers = np.array(counted, np.int64) if len(counted) != number else None
    return Table(columns, str(path), 1, numbers, tuple(coders))


_decode = msgspec.json.Decoder(dict[str, Any]).decode


def _object(line: bytes, path: Path, number: int) -> dict[str, Any]:
    try:
        return _decode(line)
    except UnicodeDecodeError:
        raise
    except msgspec.DecodeError as error:
        line.decode()  # if that is what is wrong, it says so
        raise Invalid(f"is no JSON object: {error}", where=f"{path} row {number}") from None


def _parquet(path: Path, wanted: Collection[str] | None) -> Table:
    with opened(path) as stream:
        if not zipped(path):
            return _parquet_columns(path, path, wanted)
        with tempfile.NamedTemporaryFile(suffix=".parquet") as unpacked:
            shutil.copyfileobj(stream, unpacked)
            unpacked.flush()
            return _parquet_columns(Path(unpacked.name), path, wanted)


def _parquet_columns(file: Path, path: Path, wanted: Collection[str] | None) -> Table:
    import duckdb

    try:
        columns, names = engine.read_parquet(file, None if wanted is None else list(wanted))
    except duckdb.Error as error:
        raise Invalid(f"is not a readable Parquet file: {str(error).splitlines()[0][:200]}", where=str(path)) from None
    return Table(columns, str(path), 1, None, tuple(names))


def _not_utf8(path: Path) -> Invalid:
    """Names the first byte that is no UTF-8, with its row, by reading the file once more."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset, line = 0, 1
    with opened(path) as stream:
        while block := stream.read(1 << 20):
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                at = error.start
                byte = error.object[at]
                line += error.object.count(b"\n", 0, at)
                place = offset - held + at
                hint = "; it looks like UTF-16" if byte in (0xFF, 0xFE) and place == 0 else ""
                return Invalid(
                    f"is not UTF-8: byte {byte:#04x} at offset {place:,} (line {line:,}){hint}. Save it as UTF-8",
                    where=str(path),
                )
            line += block.count(b"\n")
            offset += len(block)
    return Invalid("is not UTF-8: its end is cut. Save it as UTF-8", where=str(path))
