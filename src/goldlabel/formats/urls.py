"""A list of addresses, one per line. The address goes into the data; fetching is the import's business."""

from collections.abc import Iterator

from goldlabel.core.record import Record
from goldlabel.core.schema import DataField, Schema
from goldlabel.formats.base import FileFormat, Got, ReadOptions
from goldlabel.formats.parts import limits, rows
from goldlabel.formats.parts.source import File, Source
from goldlabel.formats.text import Text, field_source


class Urls(FileFormat):
    name = "urls"
    title = "List of addresses"
    endings = (".txt", ".urls")
    about = "One http(s) address per line, for pictures elsewhere; each is the item's key."

    def sniff_file(self, file: File) -> float:
        if file.ending not in (*self.endings, ""):
            return 0.0
        lines = [line for line in file.head(64 * 1024).decode("utf-8", "replace").split("\n")[:20] if line.strip()]
        return 0.8 if lines and all(_address(line.strip()) for line in lines[:-1] or lines) else 0.0

    def schema(self, source: Source, options: ReadOptions | None = None) -> Schema | None:
        name = (options.field if options else None) or "image"
        return Schema(fields=(DataField(id="image", name=name, medium="image", source=name),))

    def read_file(self, file: File, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        key = field_source(schema, "image", options)
        for got in Text().read_file(file, None, options.model_copy(update={"field": "url", "whole_files": False})):
            if isinstance(got, Record):
                url = str(got.data["url"]).strip()
                if not _address(url):
                    yield rows.reject(got.where, "is not an http(s) address", url)
                elif len(url) > limits.MAX_KEY:
                    yield Record({key: url}, where=got.where)
                else:
                    yield Record({key: url}, key=url, where=got.where)
            else:
                yield got


def _address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and not any(char.isspace() for char in text)
