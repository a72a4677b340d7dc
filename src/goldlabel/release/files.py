"""The files of a release and the hash that names its content.

    items.jsonl      one record per line, in goldlabel's own JSON Lines form (`formats.parts.own`)
    schema.json      what was asked         guideline.md    how it was to be answered
    guideline/…      the pictures that it shows, each by its own SHA-256
    datasheet.json   the numbers            datasheet.md    the same for people
    manifest.json    {"format", "files": {name: {"sha256", "size"}}, "hash"}

`hash` is the SHA-256 of the canonical JSON (keys sorted, no spaces, UTF-8) of the manifest without `hash`. Nothing in
the files depends on when or where they were written: the same content has the same hash.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec

from goldlabel.core.model import content_hash
from goldlabel.core.problem import Invalid, NotFound
from goldlabel.core.record import Record, Reject
from goldlabel.core.schema import Schema
from goldlabel.formats.base import ReadOptions
from goldlabel.formats.parts import own
from goldlabel.formats.parts.names import SchemaNames
from goldlabel.formats.parts.plain import is_object

FORMAT = "goldlabel release 1"
ITEMS, SCHEMA, GUIDELINE = "items.jsonl", "schema.json", "guideline.md"
SHEET, SHEET_TEXT, MANIFEST = "datasheet.json", "datasheet.md", "manifest.json"
CONTENT = (ITEMS, SCHEMA, GUIDELINE, SHEET, SHEET_TEXT)
"""What the manifest lists, besides the guideline's pictures."""
PICTURE = re.compile(r"guideline/([0-9a-f]{64})\.(?:png|jpg|gif|webp|bmp|tif|avif|bin)")
"""The name of one."""
BLOCK = 1 << 20
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder().decode


class Damaged(Invalid):
    """A member of the ZIP cannot be unpacked."""


class Files:
    """A release as it lies on disk: a folder, or a ZIP of one. Only names that a release has are ever opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip: zipfile.ZipFile | None = None
        self._prefix = ""
        if path.is_dir():
            return
        if not path.is_file():
            raise NotFound(f"there is no release at {path}")
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError):
            raise Invalid("is neither the folder nor the ZIP of a release, or damaged", where=str(path)) from None
        found = [name for name in self._zip.namelist() if name.rsplit("/", 1)[-1] == MANIFEST]
        self._prefix = min(found, key=len).removesuffix(MANIFEST) if found else ""

    def __enter__(self) -> "Files":
        return self

    def __exit__(self, *_: object) -> None:
        if self._zip is not None:
            self._zip.close()

    def names(self) -> list[str]:
        """Everything in it, relative to the manifest."""
        if self._zip is None:
            return sorted(p.relative_to(self.path).as_posix() for p in self.path.rglob("*") if p.is_file())
        names = [name for name in self._zip.namelist() if not name.endswith("/")]
        return sorted(name.removeprefix(self._prefix) for name in names)

    def pictures(self) -> list[str]:
        """Those of the guideline."""
        return [name for name in self.names() if PICTURE.fullmatch(name)]

    @contextmanager
    def open(self, name: str) -> Generator[IO[bytes]]:
        """Raises NotFound when it is missing; it and the block raise Invalid where the ZIP is damaged."""
        assert name in (*CONTENT, MANIFEST) or PICTURE.fullmatch(name)
        try:
            stream = (self.path / name).open("rb") if self._zip is None else self._zip.open(self._prefix + name)
        except (FileNotFoundError, KeyError):
            raise NotFound(f"{name} is missing in {self.path.name}") from None
        except (zipfile.BadZipFile, RuntimeError) as error:
            raise Damaged(f"is damaged: {error}", where=name) from None
        try:
            with stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Damaged(f"is damaged: {error or 'it ends too early'}", where=name) from None

    def read(self, name: str) -> bytes:
        with self.open(name) as stream:
            return stream.read()

    def json(self, name: str) -> Any:
        try:
            return _decode(self.read(name))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Invalid(f"is no JSON: {error}", where=name) from None

    def schema(self) -> Schema:
        return Schema.model_validate(self.json(SCHEMA))

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """(number from 1, line without its end) of the items."""
        with self.open(ITEMS) as stream:
            for number, line in enumerate(stream, 1):
                yield number, line.rstrip(b"\n")

    def records(self, schema: Schema | None = None) -> Iterator[Record]:
        """The items, one at a time. Raises Invalid naming the first line that is no record."""
        reader = own.Reader(schema or self.schema(), ReadOptions())
        for number, line in self.lines():
            try:
                raw = _decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise Invalid(f"is no JSON: {error}", where=f"{ITEMS} line {number}") from None
            record = reader.record(raw, f"{ITEMS} line {number}") if is_object(raw) else None
            if record is None or isinstance(record, Reject):
                message = "is no record" if record is None else record.message
                raise Invalid(message, where=f"{ITEMS} line {number}")
            yield record


class Writer:
    """Makes lines of `items.jsonl`."""

    def __init__(self, schema: Schema) -> None:
        self._names = SchemaNames(schema)

    def line(self, record: Record) -> bytes:
        return _encode(own.dump(record, self._names)) + b"\n"


def digest(stream: IO[bytes]) -> tuple[str, int]:
    """SHA-256 (hex) and size of a stream."""
    found, size = hashlib.sha256(), 0
    while block := stream.read(BLOCK):
        found.update(block)
        size += len(block)
    return found.hexdigest(), size


def manifest(files: Files) -> dict[str, Any]:
    """The manifest of the content as it lies there, its hash included."""
    listed: dict[str, Any] = {}
    for name in (*CONTENT, *files.pictures()):
        with files.open(name) as stream:
            sha256, size = digest(stream)
        listed[name] = {"sha256": sha256, "size": size}
    return sealed({"format": FORMAT, "files": listed})


def sealed(content: dict[str, Any]) -> dict[str, Any]:
    """A manifest with the hash of all the rest of it."""
    bare = {key: part for key, part in content.items() if key != "hash"}
    return {**bare, "hash": content_hash(bare)}


def pretty(value: Any) -> bytes:
    """JSON for files that people open."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def pack(folder: Path, out: Path, root: str = "release") -> None:
    """The release's folder as a ZIP, in a folder `root`; its bytes depend on both alone."""
    with Files(folder) as files, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for name in (MANIFEST, *CONTENT, *files.pictures()):
            info = zipfile.ZipInfo(f"{root}/{name}", _EARLIEST)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with files.open(name) as stream, archive.open(info, "w", force_zip64=True) as target:
                while block := stream.read(BLOCK):
                    target.write(block)
