"""JSON: an array of objects, read one by one; also objects one after the other."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from goldlabel.core.record import Loss, Record
from goldlabel.core.schema import Schema
from goldlabel.formats.base import FileFormat, Got, ReadOptions
from goldlabel.formats.parts import own, rows
from goldlabel.formats.parts.bare import bare_rows
from goldlabel.formats.parts.jsonstream import JsonStream
from goldlabel.formats.parts.lines import utf8
from goldlabel.formats.parts.plain import is_object
from goldlabel.formats.parts.source import File, Source


class Json(FileFormat):
    name = "json"
    title = "JSON"
    endings = (".json",)
    about = "An array of objects, each the data of an item (or a record as in JSON Lines)."

    def sniff_file(self, file: File) -> float:
        start = file.head(4096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if start not in (b"[", b"{") and file.head(2) not in (b"\xff\xfe", b"\xfe\xff"):
            return 0.0
        return 0.5 if file.ending in self.endings else 0.2 if start == b"[" else 0.0

    def schema(self, source: Source, options: ReadOptions | None = None) -> Schema | None:
        options = options or ReadOptions()
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
            found = [value for _, value, _ in islice(values(JsonStream(stream, file.name)), count)]
        return bare_rows(found) or None

    def read_file(self, file: File, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        reader, make = own.Reader(schema, options), rows.Rows(schema, options, None, file.name)
        with utf8(file, options.encoding) as stream:
            for where, value, flaw in values(JsonStream(stream, file.name)):
                if not is_object(value):
                    yield rows.reject(where, "is not an object", value)
                elif problem := flaw or rows.names_problem(value):
                    yield rows.reject(where, problem, value)
                elif own.is_record(value):
                    yield reader.record(value, where)
                else:
                    yield make.record(value, where)
        for (what, why), count in reader.report.losses.items():
            yield Loss(what, count, why, file.name)


def values(stream: JsonStream) -> Iterator[tuple[str, Any, str | None]]:
    """The elements of the array (or the values one after the other): place, value, flaw."""
    if stream.peek() == "[":
        for number in stream.elements():
            line = stream.line
            yield f"{stream.where} item {number} (line {line})", stream.value(), stream.flaw
        return
    number = 0
    while stream.peek():
        number += 1
        line = stream.line
        yield f"{stream.where} item {number} (line {line})", stream.value(), stream.flaw
