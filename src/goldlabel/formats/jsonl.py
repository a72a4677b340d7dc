"""JSON Lines: goldlabel's own form, which loses nothing, and plain objects as rows.

A line whose object has `data` (an object) and no keys but those of a record is a record; any other object is
the
data of an item. Line ends inside strings are escaped, so a line is a record (jsonlines.org).
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import msgspec

from goldlabel.core.record import Loss, Record, Reject, Report
from goldlabel.core.schema import Schema
from goldlabel.formats.base import FileFormat, Got, ReadOptions, WriteOptions
from goldlabel.formats.parts import limits, own, rows
from goldlabel.formats.parts.bare import bare_rows
from goldlabel.formats.parts.lines import Readable, blocks, utf8
from goldlabel.formats.parts.plain import is_list, is_object
from goldlabel.formats.parts.source import File, Source

_decode = msgspec.json.Decoder().decode


class Jsonl(FileFormat):
    name = "jsonl"
    title = "JSON Lines"
    endings = (".jsonl", ".ndjson")
    writes = True
    carries = frozenset({"*"})
    takes = ("which", "media")
    about = "One JSON object per line. Written in goldlabel's own form, with every annotation; nothing is lost."

    def sniff_file(self, file: File) -> float:
        if file.ending in self.endings:
            return 0.95
        if file.ending not in (".json", ".txt", ""):
            return 0.0
        lines = file.head(64 * 1024).removeprefix(b"\xef\xbb\xbf").split(b"\n")
        whole = [line for line in lines[:-1] if line.strip()][:5]
        return 0.6 if len(whole) > 1 and all(is_object(_try(line)) for line in whole) else 0.0

    def schema(self, source: Source, options: ReadOptions | None = None) -> Schema | None:
        options = options or ReadOptions()
        kept = own.schema_beside(source)
        if kept is not None:
            return kept
        file = next(iter(self.pick(source)), None)
        first = next(self._data(file, options), None) if file is not None else None
        if file is None or first is None:
            return None
        return rows.implied(first, options, self._data(file, options), file.name)

    def _data(self, file: File, options: ReadOptions) -> Iterator[dict[str, Any]]:
        bare = ReadOptions(encoding=options.encoding, key=options.key)
        return (got.data for got in self.read_file(file, None, bare) if isinstance(got, Record))

    def first_rows(self, source: Source, options: ReadOptions, count: int) -> list[dict[str, Any]] | None:
        file = next(iter(self.pick(source)), None)
        if file is None:
            return None
        with utf8(file, options.encoding) as stream:
            lines = stream.read(limits.BLOCK).split(b"\n")[: 2 * count]
        return bare_rows(_try(line) for line in lines if line.strip())[:count] or None

    def pick(self, source: Source) -> list[File]:
        if source.single is not None:
            return [source.single]
        return [file for file in super().pick(source) if not file.name.endswith(own.SCHEMA)]

    def read_file(self, file: File, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        reader = own.Reader(schema, options, self._media(file))
        with utf8(file, options.encoding) as stream:
            yield from _read(stream, file, reader, rows.Rows(schema, options, None, file.name))
        for (what, why_lost), count in reader.report.losses.items():
            yield Loss(what, count, why_lost, file.name)

    def _media(self, file: File) -> dict[str, File]:
        """Files that `write` with `media: copy` put into the folder beside."""
        if file.path is None:
            return {}
        folder = file.path.with_name(own.stem(file.path.name) + ".media")
        with Source(folder) if folder.is_dir() else nullcontext() as source:
            return {f"{folder.name}/{part.name}": part for part in source.files} if source else {}

    def write(self, schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
        return own.write(schema, records, out, options)


def _read(stream: Readable, file: File, reader: own.Reader, make: rows.Rows) -> Iterator[Got]:
    place, number = f"{file.name} line ", 0
    known: set[tuple[str, ...]] = set()
    for block in blocks(stream):
        if isinstance(block, int):
            number += 1
            yield Reject(
                f"{place}{number}",
                f"is {limits.size(block)} long; the limit is {limits.size(limits.MAX_VALUE)}",
            )
            continue
        odd = b"\\u0000" in block or b" :" in block or b"\t:" in block or b"\r:" in block
        for line in block.split(b"\n") if not block.endswith(b"\n") else block[:-1].split(b"\n"):
            number += 1
            try:
                data = _decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                if line.strip():
                    yield rows.reject(f"{place}{number}", why(line, error), line.decode("utf-8", "replace"))
                continue
            if not is_object(data):
                yield rows.reject(f"{place}{number}", f"is {_called(data)}, not an object", line.decode())
                continue
            columns = tuple(data)
            if (odd or line.count(b'":') != len(columns)) and (problem := _deep(line, data)):
                yield rows.reject(f"{place}{number}", problem, line.decode())
                continue
            if columns not in known:
                if problem := rows.names_problem(data):
                    yield rows.reject(f"{place}{number}", problem, line.decode())
                    continue
                if len(known) < 1_000:
                    known.add(columns)
            if "data" in data and own.is_record(data):
                yield reader.record(data, f"{place}{number}")
            elif make.as_it_stands and (make.key is None or "key" not in data):
                yield Record(data, where=f"{place}{number}")
            else:
                got = make.record(data, f"{place}{number}")
                yield rows.reject(got.where, got.message, line.decode()) if isinstance(got, Reject) else got


def _deep(line: bytes, data: dict[str, Any]) -> str | None:
    """The slow look at a line that may hold a NUL character or a key twice."""
    if b"\\u0000" in line and (problem := rows.check(data)):
        return problem
    if line.count(b'":') == _keys(data) and not any(mark in line for mark in (b" :", b"\t:", b"\r:")):
        return None
    twice: list[str] = []

    def pairs(found: list[tuple[str, Any]]) -> None:
        names = [name for name, _ in found]
        twice.extend(name for name in names if names.count(name) > 1 and name not in twice)

    json.loads(line, object_pairs_hook=pairs)
    return f"has the key {twice[0][:80]!r} twice in one object; keep one" if twice else None


def _keys(value: Any) -> int:
    if is_object(value):
        return len(value) + sum(_keys(part) for part in value.values() if is_object(part) or is_list(part))
    return sum(_keys(part) for part in value if is_object(part) or is_list(part))


def why(line: bytes, error: Exception) -> str:
    """The complaint of msgspec as ours."""
    if isinstance(error, UnicodeDecodeError):
        byte = error.object[error.start]
        return (
            f"holds byte {byte:#04x}, which is not UTF-8; for a file in another encoding pass it, e.g. "
            "--option encoding=cp1252"
        )
    if b"\x00" in line:
        return f"holds a NUL byte (byte {line.index(0) + 1} of the line); remove it"
    text = str(error)
    for word in (b"NaN", b"Infinity"):
        if word in line and "invalid character" in text:
            return (
                f"holds {word.decode()}, which JSON does not have; use null (byte {line.index(word) + 1} of the line)"
            )
    if b"\\ud" in line.lower() and ("truncated" in text or "surrogate" in text):
        return "holds half of a surrogate pair (\\ud…); the text was cut"
    if "out of range" in text:
        return "holds a number too large for JSON readers (over 1.8e308)"
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    return f"is not JSON: {text.removeprefix('JSON is malformed: ')}"


def _called(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "null" if value is None else "true or false"
    return "a list" if is_list(value) else "text" if isinstance(value, str) else "a number"


def _try(line: bytes) -> Any:
    try:
        return _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
