"""Label Studio's JSON tasks with annotations and predictions, for text and images (labelstud.io, "Label Studio
JSON").
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from goldlabel.core.problem import Invalid
from goldlabel.core.record import Record, Report
from goldlabel.core.schema import Schema
from goldlabel.formats.base import FileFormat, Got, ReadOptions, WriteOptions
from goldlabel.formats.json import values
from goldlabel.formats.parts import ls_config, ls_read, ls_schema, ls_write, rows
from goldlabel.formats.parts.jsonstream import JsonStream
from goldlabel.formats.parts.lines import utf8
from goldlabel.formats.parts.pictures import Pictures
from goldlabel.formats.parts.plain import is_list, is_object
from goldlabel.formats.parts.source import File, Source


class LabelStudio(FileFormat):
    name = "label_studio"
    title = "Label Studio JSON"
    endings = (".json",)
    writes = True
    carries = frozenset(
        {
            "span",
            "box",
            "rotated_box",
            "polygon",
            "point",
            "choice",
            "choices",
            "tree",
            "number",
            "rating",
            "text",
            "yes_no",
        }
    )
    about = "Tasks with annotations and predictions, and a labeling config beside them. Other result types are counted."

    def sniff_file(self, file: File) -> float:
        if file.ending != ".json" or file.head(4096).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"[", b"{"):
            return 0.0
        try:
            with utf8(file, None) as stream:
                _, first, _ = next(values(JsonStream(stream, file.name)), ("", None, None))
        except Invalid:
            return 0.0
        return 0.95 if is_object(first) and _is_task(first) else 0.0

    def pick(self, source: Source) -> list[File]:
        return (
            [file for file in super().pick(source) if self.sniff_file(file)]
            if source.single is None
            else [source.files[0]]
        )

    def sniff(self, source: Source) -> float:
        if source.single is not None:
            return self.sniff_file(source.single)
        return 0.9 if self.pick(source) else 0.0

    def schema(self, source: Source, options: ReadOptions | None = None) -> Schema | None:
        found = ls_schema.Found(ls_config.find_config(source))
        for file in self.pick(source):
            with utf8(file, None) as stream:
                for _, task, _ in values(JsonStream(stream, file.name)):
                    if is_object(task):
                        found.task(task)
        return found.schema()

    def read(self, source: Source, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        schema = schema or self.schema(source, options)
        files = self.pick(source)
        if not files or schema is None:
            raise Invalid("holds no Label Studio tasks", where=source.name)
        yield from source.rejects
        reader = ls_read.Reader(schema, options, Pictures(source))
        for file in files:
            yield from self._file(file, reader)
        yield from reader.losses(source.name)

    def read_file(self, file: File, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        raise NotImplementedError("tasks are read with all files of their source")

    def _file(self, file: File, reader: ls_read.Reader) -> Iterator[Got]:
        with utf8(file, reader.options.encoding) as stream:
            for where, task, flaw in values(JsonStream(stream, file.name)):
                problem = flaw if is_object(task) else "is not an object"
                if problem:
                    yield rows.reject(where, problem, task)
                    continue
                try:
                    yield reader.record(task, where)
                except (ValueError, TypeError, Invalid) as error:
                    yield rows.reject(where, f"is no task of Label Studio: {error}", task)

    def write(self, schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
        return ls_write.write(schema, records, out, options)


def _is_task(value: dict[str, object]) -> bool:
    lists = [value.get(key) for key in ("annotations", "predictions", "completions")]
    has = any(is_list(part) for part in lists)
    results = [given for part in lists if is_list(part) for given in part]
    return is_object(value.get("data")) and has and all(is_object(given) and "result" in given for given in results)
