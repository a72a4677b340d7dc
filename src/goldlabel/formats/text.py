"""Plain text: a line is an item, or (in folders, or when asked) a file is."""

from collections.abc import Iterable, Iterator

from goldlabel.core.problem import GoldlabelError, Invalid, TooLarge
from goldlabel.core.record import Record, Reject
from goldlabel.core.schema import DataField, Schema
from goldlabel.formats.base import FileFormat, Got, ReadOptions
from goldlabel.formats.parts import limits, rows
from goldlabel.formats.parts.lines import TextLines, odd, utf8
from goldlabel.formats.parts.names import SchemaNames
from goldlabel.formats.parts.source import File, Source


class Text(FileFormat):
    name = "text"
    title = "Text"
    endings = (".txt", ".md")
    about = "Each line an item; each file an item when there are several or with the option `whole_files`."

    def sniff_file(self, file: File) -> float:
        head = file.head(4096)
        binary = not head.startswith((b"\xff\xfe", b"\xfe\xff")) and head.count(0) * 20 > len(head)
        return 0.4 if file.ending in self.endings and not binary else 0.0

    def schema(self, source: Source, options: ReadOptions | None = None) -> Schema | None:
        name = (options.field if options else None) or "text"
        return Schema(fields=(DataField(id="text", name=name, medium="text", source=name),))

    def read(self, source: Source, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        if len(self.pick(source)) > 1:
            options = options.model_copy(update={"whole_files": True})
        yield from super().read(source, schema, options)

    def read_file(self, file: File, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        key = field_source(schema, "text", options)
        yield from _whole(file, key, options) if options.whole_files else _lines(file, key, options)


def field_source(schema: Schema | None, medium: str, options: ReadOptions) -> str:
    """The key in the data that a format without columns fills: the field asked for, else the first of that
    medium.
    """
    if schema is None:
        return options.field or medium
    if options.field is not None:
        field = next((f for f in schema.fields if options.field in (f.name, f.id)), None)
        if field is None:
            raise Invalid(f'the schema has no field "{options.field}"', where="field")
        return field.source
    return SchemaNames(schema).source(medium) or schema.fields[0].source


HEADINGS = frozenset({
    "text", "texts", "sentence", "sentences", "comment", "comments", "message", "messages", "review", "reviews",
    "content", "title", "description", "question", "body", "document", "tweet", "post", "item", "items", "data",
})  # fmt: skip
_NAME, _LOOK, _HEAD = 30, 20, 64 << 10


def has_heading(source: Source, schema: Schema, options: ReadOptions) -> bool:
    """Whether the one file of the source is a column that was copied with its heading."""
    if source.single is None:
        return False
    try:
        with utf8(source.single, options.encoding) as stream:
            lines = stream.read(_HEAD).decode("utf-8", "replace").splitlines()
    except GoldlabelError:  # the reader says what is wrong
        return False
    names = [name for field in schema.fields for name in (field.name, field.source, field.id, field.label or "")]
    return names_column(lines, names)


def names_column(lines: list[str], fields: Iterable[str]) -> bool:
    """Whether the first line is the heading of a copied column: a field's name, a usual one, or one word above
    sentences."""
    first, *rest = [line.strip() for line in lines if line.strip()][:_LOOK] or [""]
    if not rest or not first or len(first) > _NAME:
        return False
    if first.casefold() in HEADINGS or first.casefold() in {name.casefold() for name in fields}:
        return True
    return first.replace("_", "").isalpha() and all(" " in line and len(line) > 2 * len(first) for line in rest)


def _lines(file: File, key: str, options: ReadOptions) -> Iterator[Got]:
    with utf8(file, options.encoding) as stream:
        lines = TextLines(stream, file.name)
        skip = options.heading
        for line in lines:
            for number, length in lines.too_long:
                yield Reject(f"{file.name} line {number}", f"has {limits.size(length)}; the limit is "
                             f"{limits.size(limits.MAX_VALUE)}")  # fmt: skip
            lines.too_long.clear()
            lines.pending.clear()
            text = line.removesuffix("\n").removesuffix("\r")
            where = f"{file.name} line {lines.number}"
            if not text.strip():
                continue
            if skip:
                skip = False
                continue
            if lines.suspect and (problem := odd(text)):
                yield rows.reject(where, problem, text)
            else:
                yield Record({key: text}, where=where)
        for number, length in lines.too_long:
            yield Reject(f"{file.name} line {number}", f"has {limits.size(length)}; the limit is "
                         f"{limits.size(limits.MAX_VALUE)}")  # fmt: skip


def _whole(file: File, key: str, options: ReadOptions) -> Iterator[Got]:
    """The file as one item, its path as the key. Line ends stay as they are."""
    try:
        with utf8(file, options.encoding) as stream:
            parts: list[bytes] = []
            while (chunk := stream.read(limits.BLOCK)) and len(parts) <= limits.MAX_VALUE // limits.BLOCK + 1:
                parts.append(chunk)
        content = b"".join(parts)
        if len(content) > limits.MAX_VALUE:
            raise TooLarge(f"is larger than {limits.size(limits.MAX_VALUE)}; split it")
    except (Invalid, TooLarge) as error:
        yield Reject(file.name, error.problems[0].message if isinstance(error, Invalid) else error.message)
        return
    text = content.decode("utf-8", "surrogateescape")
    if problem := odd(text):
        yield rows.reject(file.name, problem, text)
    elif text.strip():
        yield Record({key: text}, key=file.name[: limits.MAX_KEY], where=file.name)
    else:
        yield Reject(file.name, "is empty")
