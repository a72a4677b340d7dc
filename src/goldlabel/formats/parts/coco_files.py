"""COCO's JSON files, indexed on disk: which images there are, and which annotations belong to each.

Annotations are in any order and files of hundreds of megabytes are common, so they are copied element by element
into a temporary file, with 16 bytes in memory for each, and some hundred bytes for each image.
"""

import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import msgspec

from goldlabel.core.record import Reject
from goldlabel.formats.parts.jsonstream import JsonStream
from goldlabel.formats.parts.lines import utf8
from goldlabel.formats.parts.pictures import SPLITS
from goldlabel.formats.parts.plain import is_list, is_object
from goldlabel.formats.parts.rows import reject
from goldlabel.formats.parts.source import File, Source

_encode = msgspec.json.Encoder().encode


def coco_files(source: Source) -> list[File]:
    """JSON files of the source that look like COCO's: an object with `images` and `annotations`."""
    return [file for file in source.files if file.ending == ".json" and looks_like_coco(file)]


def looks_like_coco(file: File) -> bool:
    head = file.head(4096)
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return False
    keys = (b'"images"', b'"annotations"', b'"categories"', b'"licenses"', b'"info"')
    if not any(key in head for key in keys):
        return False
    with utf8(file, None) as stream:
        seen: set[str] = set()
        document = JsonStream(stream, file.name)
        try:
            for key in document.members():
                seen.add(key)
                if {"images", "annotations"} <= seen or (seen & {"images", "annotations"} and len(seen) > 1):
                    return True
                if key in ("images", "annotations") and document.peek() == "[":
                    return _first_is_coco(document)
                document.skip()
        except ValueError:
            return False
    return False


def _first_is_coco(document: JsonStream) -> bool:
    for _ in document.elements():
        first = document.value()
        return is_object(first) and ("file_name" in first or "image_id" in first)
    return True


def split_in(name: str) -> str | None:
    """The split that a file's name or folder speaks of: `instances_val2017.json`, `train/_annotations.coco.json`."""
    *folders, base = name.lower().split("/")
    for part in [*reversed(base.removesuffix(".json").split("_")), *reversed(folders)]:
        word = part.rstrip("0123456789")
        if word in SPLITS:
            return SPLITS[word]
    return None


@dataclass
class Group:
    """The files of one split."""

    split: str | None
    files: list[File]

    @property
    def has_instances(self) -> bool:
        return any(file.base.lower().startswith("instances") for file in self.files)


def groups(source: Source) -> list[Group]:
    """By split, in the order of the file names."""
    out: dict[str | None, Group] = {}
    for file in coco_files(source):
        split = split_in(file.name)
        out.setdefault(split, Group(split, [])).files.append(file)
    return list(out.values())


@dataclass
class Index:
    """A group's images in the order they were found, each with its annotations."""

    spool: BinaryIO
    categories: list[dict[Any, str]] = field(default_factory=list[dict[Any, str]])
    """Per file: names of categories by their ids."""
    rejects: list[Reject] = field(default_factory=list[Reject])
    _images: "array[int]" = field(default_factory=lambda: array("q"))
    _by_name: dict[str, int] = field(default_factory=dict[str, int])
    _owner: "array[int]" = field(default_factory=lambda: array("q"))
    _place: "array[int]" = field(default_factory=lambda: array("q"))

    def __len__(self) -> int:
        return len(self._images)

    def add(self, file: File, number: int) -> None:
        """Reads a file of the group."""
        ids: dict[Any, int] = {}
        waiting: list[tuple[Any, int]] = []
        self.categories.append({})
        with utf8(file, None) as stream:
            document = JsonStream(stream, file.name)
            for key in document.members():
                if key not in ("images", "annotations", "categories") or document.peek() != "[":
                    document.skip()
                    continue
                for _ in document.elements():
                    value = document.value()
                    if key == "images":
                        self._image(value, file, ids)
                    elif key == "categories":
                        if is_object(value):
                            self.categories[-1][value.get("id")] = str(value.get("name", value.get("id")))
                    else:
                        self._annotation(value, file, number, ids, waiting)
        for image_id, place in waiting:
            if image_id in ids:
                self._owner.append(ids[image_id])
                self._place.append(place)
            else:
                self.rejects.append(self._stray(file, image_id, self._read(place)[1]))

    def _image(self, value: Any, file: File, ids: dict[Any, int]) -> None:
        if not is_object(value) or not isinstance(value.get("file_name"), str) or "id" not in value:
            self.rejects.append(reject(f"{file.name} images", "an image has no id or file_name", value))
            return
        name = value["file_name"]
        index = self._by_name.get(name)
        if index is None:
            index = self._by_name[name] = len(self._images)
            self._images.append(self._put(0, value))
        ids[value["id"]] = index

    def _annotation(
        self, value: Any, file: File, number: int, ids: dict[Any, int], waiting: list[tuple[Any, int]]
    ) -> None:
        if not is_object(value) or isinstance(value.get("image_id"), (dict, list)):
            self.rejects.append(reject(f"{file.name} annotations", "an annotation is no object with image_id", value))
            return
        image_id = value.get("image_id")
        place = self._put(number, value)
        if image_id in ids:
            self._owner.append(ids[image_id])
            self._place.append(place)
        elif ids:
            self.rejects.append(self._stray(file, image_id, value))
        else:
            waiting.append((image_id, place))

    def _stray(self, file: File, image_id: Any, value: Any) -> Reject:
        where = f"{file.name} annotation {value.get('id', '?')}"
        return reject(where, f"its image_id {image_id!r} is not among the images", value)

    def _put(self, number: int, value: Any) -> int:
        place = self.spool.tell()
        self.spool.write(_encode([number, value]))
        self.spool.write(b"\n")
        return place

    def _read(self, place: int) -> tuple[int, dict[str, Any]]:
        end = self.spool.tell()
        self.spool.seek(place)
        number, value = msgspec.json.decode(self.spool.readline())
        self.spool.seek(end)
        return number, value

    def items(self) -> Iterator[tuple[dict[str, Any], list[tuple[int, dict[str, Any]]]]]:
        """Each image with its annotations (number of their file, annotation) in the order of the files."""
        import numpy

        owners = numpy.frombuffer(self._owner, dtype=numpy.int64) if self._owner else numpy.zeros(0, numpy.int64)
        order = numpy.argsort(owners, kind="stable")
        bounds = numpy.searchsorted(owners[order], numpy.arange(len(self._images) + 1))
        for index, place in enumerate(self._images):
            mine = order[bounds[index] : bounds[index + 1]]
            yield self._read(place)[1], [self._read(self._place[int(at)]) for at in mine]


def index_of(group: Group, spool: BinaryIO) -> Index:
    index = Index(spool)
    for number, file in enumerate(group.files):
        index.add(file, number)
    return index


def scratch_file() -> BinaryIO:
    return tempfile.TemporaryFile(prefix="goldlabel-coco-")


def attributes_of(annotation: dict[str, Any]) -> dict[str, Any]:
    """The plain values under `attributes` (datumaro's and CVAT's extension of COCO)."""
    found = annotation.get("attributes")
    return {str(k): v for k, v in found.items() if not is_list(v) and not is_object(v)} if is_object(found) else {}
