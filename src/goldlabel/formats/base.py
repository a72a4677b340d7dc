"""What every format is: a name, what it reads and writes, and which kinds survive it.

A format is a stateless object in a module of its own and in the ordered list of `goldlabel.formats`.
Reading and writing stream: neither holds more than a few records, unless its `about` says so.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from goldlabel.core.model import Model
from goldlabel.core.problem import Invalid
from goldlabel.core.record import Loss, Record, Reject, Report
from goldlabel.core.schema import Schema
from goldlabel.formats.parts.source import File, Source

Got = Record | Reject | Loss
"""What reading gives, in the order of the source. Losses are added up and come after the records they are
about.
"""

__all__ = ["FileFormat", "Format", "Got", "ReadOptions", "WriteOptions"]


class ReadOptions(Model):
    """How to read. Each format uses the ones that mean something to it."""

    encoding: Annotated[str, Field(max_length=40)] | None = None
    """Of text files, as Python names it (`cp1252`, `utf-16-le`, `shift_jis`). Default: UTF-8, UTF-16 by its
    mark.
    """
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    """Between columns; default: found out."""
    key: str | None = None
    """The column that names an item; it is taken out of the data. Default: a column named `key`, if there is
    one.
    """
    labels: dict[str, str] = Field(default_factory=dict)
    """Columns that hold labels, and the question that each one answers (name or id)."""
    fields: dict[str, str] = Field(default_factory=dict)
    """Columns, and the field of the schema that each one fills (name or id), where they are called otherwise."""
    meta: tuple[str, ...] = ()
    """Columns that go into the item's metadata."""
    leave_out: tuple[str, ...] = ()
    """Columns that are not taken in. All others stay in the item's data under their names."""
    labeler: str = Field(default="import", min_length=1, max_length=200)
    """Who the labels in the file are from, where the file does not say."""
    field: str | None = None
    """Name of the data field for formats without columns (text, images, addresses). Default: the schema's
    first fit.
    """
    whole_files: bool = False
    """Text: a file is one item, not each of its lines."""
    heading: bool = False
    """Text: the first line names the column and is no item."""
    folders: str | None = None
    """Images: the question that the folder of an image answers."""
    sheet: str | None = None
    """Excel: name of the sheet; default: the first."""
    task: Literal["detect", "segment", "obb", "classify"] | None = None
    """YOLO: what the numbers mean, where the files leave it open."""
    column: int | None = None
    """CoNLL: which column holds the tags, from 0; default: the last."""
    documents: bool = False
    """CoNLL: an item is a document (between -DOCSTART- lines), not a sentence."""


class WriteOptions(Model):
    """How to write. Each format uses the ones that mean something to it."""

    which: Literal["auto", "resolution", "annotations"] = "auto"
    """`resolution`: the resolved label alone; `annotations`: everyone's; `auto`: the resolution, else the
    only one.
    """
    media: Literal["none", "copy"] = "none"
    """Whether image files are written too."""
    task: Literal["detect", "segment", "obb"] | None = None
    """YOLO: default by the shapes of the schema."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] = "xx"
    """spaCy: language of the blank pipeline that splits words."""


class Format(ABC):
    name: ClassVar[str]
    """In commands, addresses and documents; never changes."""
    title: ClassVar[str]
    endings: ClassVar[tuple[str, ...]] = ()
    """Of its files, lower case with dot; `.gz` after any of them is understood."""
    reads: ClassVar[bool] = True
    writes: ClassVar[bool] = False
    carries: ClassVar[frozenset[str]] = frozenset()
    """Names of the kinds (shapes and answers) that a file written here still holds as they were; `*`: all there are."""
    takes: ClassVar[tuple[str, ...]] = ("which",)
    """The `WriteOptions` that mean something to it."""
    needs: ClassVar[str] = ""
    """The optional library it cannot do without, as Python imports it."""
    about: ClassVar[str]
    """One line: what it is, and what to know."""

    @property
    def missing(self) -> str:
        """The library that would have to be installed first; empty when it can be used."""
        return self.needs if self.needs and find_spec(self.needs) is None else ""

    @abstractmethod
    def sniff(self, source: Source) -> float:
        """How likely the source is of this format, 0 to 1, from its names and first bytes."""

    def schema(self, source: Source, options: ReadOptions | None = None) -> Schema | None:
        """What the source's own labels imply was asked; None when it holds nothing to tell from."""
        return None

    def first_rows(self, source: Source, options: ReadOptions, count: int) -> list[dict[str, Any]] | None:
        """The first rows as they stand, of a format whose columns can be mapped; None where nothing can."""
        return None

    @abstractmethod
    def read(self, source: Source, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        """Items with their labels, which go to the questions and sets of `schema` by name.

        Without a schema they go to those of `self.schema`. What cannot be taken comes as `Reject` with its
        place; only what makes the rest unreadable raises `Invalid`.
        """

    def write(self, schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
        """Writes to a temporary place, then renames: `out` is whole or absent."""
        raise Invalid(f"{self.title} can be read here, not written")


class FileFormat(Format):
    """A format of single files; a folder or archive of them is read one after the other."""

    @abstractmethod
    def sniff_file(self, file: File) -> float: ...

    @abstractmethod
    def read_file(self, file: File, schema: Schema | None, options: ReadOptions) -> Iterator[Got]: ...

    def pick(self, source: Source) -> list[File]:
        """The files of the source that are of this format; the only one there is, whatever it is called."""
        return [source.single] if source.single is not None else source.ending_in(self.endings)

    def sniff(self, source: Source) -> float:
        if source.single is not None:
            return self.sniff_file(source.single)
        files = self.pick(source)
        if not files:
            return 0.0
        most = len(files) * 2 > len(source.files)
        return min(self.sniff_file(file) for file in files[:3]) * (0.9 if most else 0.3)

    def read(self, source: Source, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        files = self.pick(source)
        if not files:
            raise Invalid(f"holds no {self.title} file ({', '.join(self.endings)})", where=source.name)
        if schema is None:
            schema = self.schema(source, options)
        yield from source.rejects
        for file in files:
            yield from self.read_file(file, schema, options)
