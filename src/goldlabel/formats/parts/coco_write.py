"""A COCO data set from records: `annotations/{instances,labels,captions}_<split>.json`, pictures if wanted.

Images and annotations are two lists of one document, so each goes to a temporary file of its own first.
"""

import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from goldlabel.core.annotation import Region
from goldlabel.core.record import Labeled, Record, Report
from goldlabel.core.runs import extent, mask_of
from goldlabel.core.schema import Schema, values_of
from goldlabel.formats.base import WriteOptions
from goldlabel.formats.parts import sink
from goldlabel.formats.parts.choose import chosen, one_name
from goldlabel.formats.parts.coco_files import scratch_file
from goldlabel.formats.parts.coco_schema import SUPER
from goldlabel.formats.parts.names import Names, SchemaNames
from goldlabel.formats.parts.plain import is_list, is_object
from goldlabel.formats.parts.shapes import box_of, covered, lowered, size_of

_WANTED = {"box": ("box",), "mask": ("mask",)}
"""Shapes that are not written as polygons where they can be."""
_encode = msgspec.json.Encoder().encode
_ITEM_LOSS = "COCO has no place for it; write JSON Lines as well"


class Categories:
    """Numbers of categories: those of the values' ids where they are numbers (they came from COCO), else 1, 2, …"""

    def __init__(self, asked: list[Names]) -> None:
        values = [(value, names) for names in asked for value in values_of(names.question.config)]
        ids = [value.id for value, _ in values]
        keep = bool(ids) and all(id.isascii() and id.isdigit() and len(id) < 10 for id in ids)
        self.known: dict[str, dict[str, Any]] = {}
        for number, (value, _) in enumerate(values, 1):
            parent = value.description.removeprefix(SUPER) if value.description.startswith(SUPER) else ""
            id = int(value.id) if keep and len(set(ids)) == len(ids) else number
            self.known.setdefault(value.name, {"id": id, "name": value.name, "supercategory": parent})

    def number(self, name: str) -> int:
        """The number of a category; a new one for a name that the schema does not list (values from the data)."""
        if name not in self.known:
            free = max((part["id"] for part in self.known.values()), default=0) + 1
            self.known[name] = {"id": free, "name": name, "supercategory": ""}
        return self.known[name]["id"]


class _Document:
    """One JSON file in the making."""

    def __init__(self, stack: ExitStack) -> None:
        self.images: BinaryIO = stack.enter_context(scratch_file())
        self.annotations: BinaryIO = stack.enter_context(scratch_file())
        self.count = 0

    def image(self, value: dict[str, Any]) -> None:
        self._put(self.images, value)

    def annotation(self, value: dict[str, Any]) -> None:
        self.count += 1
        self._put(self.annotations, {"id": self.count, **value})

    def _put(self, stream: BinaryIO, value: dict[str, Any]) -> None:
        stream.write(b",\n" if stream.tell() else b"\n")
        stream.write(_encode(value))

    def save(self, path: Path, categories: list[dict[str, Any]]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.write(b'{"info":{"description":"Written by goldlabel"},"licenses":[],"images":[')
            for stream, following in ((self.images, b'\n],"annotations":['), (self.annotations, b'\n],"categories":')):
                stream.seek(0)
                shutil.copyfileobj(stream, out, 1 << 20)
                out.write(following)
            out.write(_encode(categories))
            out.write(b"}\n")


class _Ids:
    """Image numbers: COCO's own where the item came with one that is still free, else the next free one."""

    def __init__(self) -> None:
        self._used: set[int] = set()
        self._next = 1

    def give(self, record: Record) -> int:
        meta = record.meta.get("coco")
        wanted = meta.get("id") if is_object(meta) else None
        if isinstance(wanted, int) and not isinstance(wanted, bool) and wanted not in self._used:
            self._used.add(wanted)
            return wanted
        while self._next in self._used:
            self._next += 1
        self._used.add(self._next)
        return self._next


class Writer:
    def __init__(self, schema: Schema, options: WriteOptions, folder: Path, stack: ExitStack, *, flat: bool) -> None:
        self.options, self.folder, self.stack, self.flat = options, folder, stack, flat
        self.names = SchemaNames(schema)
        self.report = Report()
        self.source = self.names.source("image") or schema.fields[0].source
        self.sets = {group.id: group for group in self.names.sets("image")}
        self.category = {id: self.names.category(id) for id in self.sets}
        self.categories = Categories([asked for asked in self.category.values() if asked is not None])
        asked = self.names.about()
        self.labels = next(
            (n for kind in ("choices", "choice", "tree") for n in asked if n.question.kind == kind), None
        )
        self.caption = next((n for n in asked if n.question.kind == "text"), None)
        self.label_categories = Categories([self.labels] if self.labels is not None else [])
        self.documents: dict[tuple[str, str], _Document] = {}
        self.ids: dict[str, _Ids] = {}
        self.files = sink.FlatNames()

    def document(self, kind: str, split: str) -> _Document:
        if (kind, split) not in self.documents:
            self.documents[kind, split] = _Document(self.stack)
        return self.documents[kind, split]

    def kinds(self) -> list[str]:
        """Which files the schema calls for."""
        out = ["instances"] if self.sets or (self.labels is None and self.caption is None) else []
        if not self.flat:
            out += ["labels"] if self.labels is not None else []
            out += ["captions"] if self.caption is not None else []
        return out or ["instances"]

    def record(self, record: Record) -> None:
        self.report.records += 1
        split = "default" if self.flat else sink.safe_name(record.split or "default")
        name = sink.pointed(record, self.source, self.report.records)
        media = record.media.get(self.source)
        if self.options.media == "copy":
            name = self.files.give(sink.called(record, self.source, self.report.records), "image.jpg")
            if media is None or not sink.copy_media(media, self.folder / "images" / split / name):
                self.report.lose("image file", "its bytes could not be read")
        image: dict[str, Any] = {"id": self.ids.setdefault(split, _Ids()).give(record), "file_name": name}
        size = size_of(record, self.source)
        if size is None:
            self.report.lose("image size", "unknown: the picture is not at hand")
        image["width"], image["height"] = size or (0, 0)
        meta = record.meta.get("coco")
        image |= {key: value for key, value in meta.items() if key not in image} if is_object(meta) else {}
        for kind in self.kinds():
            self.document(kind, split).image(image)
        given = chosen(record, self.options.which, self.report)
        for labeled in given:
            self.report.annotations += 1
            self._labeled(labeled, image["id"], split, labeled.labeler if len(given) > 1 else None)

    def _labeled(self, labeled: Labeled, image: int, split: str, labeler: str | None) -> None:
        answers: dict[str | None, list[Any]] = {}
        for answer in labeled.body.answers:
            answers.setdefault(answer.region, []).append(answer)
        for region in labeled.body.regions:
            if region.set not in self.sets:
                self.report.lose(f"{region.shape} region", "is not on an image")
                continue
            value = self._region(region, answers.get(region.id, []), labeler)
            if value is not None:
                self.document("instances", split).annotation({"image_id": image, **value})
        for answer in answers.get(None, []):
            self._item(answer, image, split)

    def _item(self, answer: Any, image: int, split: str) -> None:
        if self.labels is not None and answer.question == self.labels.question.id and not self.flat:
            self._image_labels(self.labels, answer.value, image, split)
        elif self.caption is not None and answer.question == self.caption.question.id and not self.flat:
            self.document("captions", split).annotation({"image_id": image, "caption": answer.value})
        else:
            known = self.names.questions.get(answer.question)
            self.report.lose(f"answers to {known.question.name if known else answer.question}", _ITEM_LOSS)

    def _image_labels(self, asked: Names, value: Any, image: int, split: str) -> None:
        """One annotation for each value; of a path in a tree its last step."""
        parts: list[Any] = value if is_list(value) and value else [value]
        for part in parts:
            whole = [part] if is_list(value) and value else part
            name = one_name(asked, whole, "COCO", self.report)
            if name is not None:
                number = self.label_categories.number(name)
                self.document("labels", split).annotation({"image_id": image, "category_id": number})

    def _region(self, region: Region, answers: list[Any], labeler: str | None) -> dict[str, Any] | None:
        found = lowered(region, _WANTED.get(region.shape, ("polygon", "box")), "COCO", self.report)
        if found is None:
            return None
        shape, value = found
        asked = self.category[region.set]
        category, attributes = self.sets[region.set].name, dict[str, Any]()
        for answer in answers:
            known = self.names.questions.get(answer.question)
            named = known.named(answer.value) if known is not None else answer.value
            if known is not None and known is asked:
                category = one_name(known, answer.value, "COCO", self.report) or category
            else:
                attributes[known.question.name if known is not None else answer.question] = named
        if asked is not None and not any(answer.question == asked.question.id for answer in answers):
            self.report.lose(
                "region without category", f'"{asked.question.name}" was not answered; written as "{category}"'
            )
        if labeler is not None:
            attributes["labeler"] = labeler
        out: dict[str, Any] = {"category_id": self.categories.number(category), **geometry(shape, value), "iscrowd": 0}
        if region.confidence is not None:
            out["score"] = region.confidence
        return out | ({"attributes": attributes} if attributes else {})


def geometry(shape: str, value: Any) -> dict[str, Any]:
    """`segmentation` (parts as flat lists, masks packed), `bbox` [x, y, width, height] and `area` in pixels."""
    if shape == "box":
        return {
            "segmentation": [],
            "area": value.width * value.height,
            "bbox": [value.x, value.y, value.width, value.height],
        }
    if shape == "mask":
        mask = mask_of(value.model_dump(mode="json"))
        left, top, right, bottom = extent(mask) or (0, 0, 0, 0)
        return {
            "segmentation": mask.rle(),
            "area": mask.area,
            "bbox": [left, top, right - left, bottom - top],
        }
    parts = [list(ring) for ring in value.parts]
    return {
        "segmentation": [[number for point in ring for number in point] for ring in parts],
        "area": covered(parts),
        "bbox": list(box_of([point for ring in parts for point in ring])),
    }


def write(schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
    """To a folder; or, if `out` ends in .json, the instances alone to that file."""
    flat = out.suffix.lower() == ".json"
    with ExitStack() as stack:
        folder = stack.enter_context(sink.whole_file(out) if flat else sink.whole_folder(out))
        writer = Writer(
            schema, options.model_copy(update={"media": "none"}) if flat else options, folder, stack, flat=flat
        )
        for record in records:
            writer.record(record)
        if not writer.documents:
            writer.document("instances", "default")
        if flat:
            writer.documents["instances", "default"].save(folder, list(writer.categories.known.values()))
            writer.report.files = [out.name]
        else:
            for (kind, split), document in writer.documents.items():
                known = writer.label_categories if kind == "labels" else writer.categories
                categories = [] if kind == "captions" else list(known.known.values())
                document.save(folder / "annotations" / f"{kind}_{split}.json", categories)
            sink.listed(folder, writer.report)
    return writer.report
