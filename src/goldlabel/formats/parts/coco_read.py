"""Records from a COCO data set."""

import math
import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from goldlabel.catalog import catalog
from goldlabel.core.annotation import Answer, Body, Region
from goldlabel.core.geometry import bounds
from goldlabel.core.problem import NotFound
from goldlabel.core.record import Loss, MediaFile, Record, Reject, Report
from goldlabel.core.runs import Mask, mask_of
from goldlabel.core.schema import Schema
from goldlabel.formats.base import Got, ReadOptions
from goldlabel.formats.parts import limits
from goldlabel.formats.parts.coco_files import Group, Index, attributes_of, index_of, scratch_file
from goldlabel.formats.parts.coco_schema import kind_of
from goldlabel.formats.parts.names import Names, SchemaNames
from goldlabel.formats.parts.pictures import Pictures, media_of
from goldlabel.formats.parts.plain import is_list, is_number, is_object
from goldlabel.formats.parts.rows import imported
from goldlabel.formats.parts.shapes import box_of, rings
from goldlabel.formats.parts.source import File

NO_SKELETON = "goldlabel has no skeletons yet"
NO_CROWD = "goldlabel has no crowd regions yet"
NO_MASK = "goldlabel reads no panoptic pictures yet"


class Reader:
    def __init__(self, schema: Schema, options: ReadOptions) -> None:
        self.options, self.names = options, SchemaNames(schema)
        self.source = self.names.source("image") or schema.fields[0].source
        sets = self.names.sets("image", frozenset({"box", "polygon", "mask"}))
        self.set = sets[0] if sets else None
        self.category = self.names.category(self.set.id) if self.set is not None else None
        asked = self.names.about()
        self.labels = next(
            (n for kind in ("choices", "choice", "tree") for n in asked if n.question.kind == kind), None
        )
        self.caption = next((n for n in asked if n.question.kind == "text"), None)
        self.report = Report()

    def group(self, group: Group, pictures: Pictures, prefix: str) -> Iterator[Got]:
        with scratch_file() as spool:
            index = index_of(group, spool)
            yield from index.rejects
            for image, annotations in index.items():
                yield from self._record(group, index, image, annotations, pictures, prefix)

    def _record(
        self,
        group: Group,
        index: Index,
        image: dict[str, Any],
        annotations: list[tuple[int, dict[str, Any]]],
        pictures: Pictures,
        prefix: str,
    ) -> Iterator[Got]:
        name = image["file_name"]
        record = Record({self.source: name}, f"{prefix}{name}"[: limits.MAX_KEY], split=group.split)
        record.where = f"{group.files[0].name} image {image['id']}"
        rest = {k: v for k, v in image.items() if k not in ("file_name", "width", "height") and v not in ("", None, [])}
        record.meta["coco"] = rest
        record.media[self.source] = _media(pictures.find(name, group.split), image)
        body = _Body(self, group, index.categories)
        for number, annotation in annotations:
            where = f"{group.files[number].name} annotation {annotation.get('id', '?')}"
            try:
                body.take(number, annotation)
            except (ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
                why = "; ".join(e["msg"] for e in error.errors()) if isinstance(error, ValidationError) else str(error)
                yield Reject(where, f"cannot be read: {why}"[:500], str(annotation)[: limits.CUT])
        record.annotations = body.labeled()
        yield record


def _media(file: File | None, image: dict[str, Any]) -> MediaFile:
    """The picture's file; its size is the one COCO states, which must be that of the EXIF-upright picture."""
    sizes = [image.get(side) for side in ("width", "height")]
    width, height = (int(size) if is_number(size) and size > 0 else None for size in sizes)
    if file is not None:
        media = media_of(file)
        media.width, media.height = width, height
        return media
    name = str(image["file_name"])

    def absent() -> bytes:
        raise NotFound(f"the picture {name[:200]!r} is not in the source")

    return MediaFile(name.replace("\\", "/").rsplit("/", 1)[-1], absent, None, None, width, height)


class _Body:
    """Gathers one image's annotations."""

    def __init__(self, reader: Reader, group: Group, categories: list[dict[Any, str]]) -> None:
        self.reader, self.group, self.categories = reader, group, categories
        self.regions: dict[str, Region] = {}
        self.answers: list[Answer] = []
        self.labels: list[str] = []
        self.captions: list[str] = []

    def take(self, number: int, annotation: dict[str, Any]) -> None:
        kind, report = kind_of(annotation), self.reader.report
        if kind == "panoptic":
            report.lose("panoptic segment", NO_MASK, len(annotation["segments_info"]))
        elif kind == "caption":
            self.captions.append(str(annotation["caption"]))
        elif kind == "crowd":
            report.lose("crowd mask (RLE)", NO_CROWD)
        elif kind == "keypoints":
            report.lose("keypoints", NO_SKELETON)
            if not (self.group.has_instances and self.group.files[number].base.lower().startswith("person_keypoints")):
                self.take(number, {key: value for key, value in annotation.items() if key != "keypoints"})
        elif kind == "label":
            self.labels.append(self._category(number, annotation))
        elif kind in ("region", "mask"):
            self._region(number, annotation)
        else:
            report.lose("annotation", "has neither box, polygon, category nor caption")

    def _category(self, number: int, annotation: dict[str, Any]) -> str:
        id = annotation.get("category_id")
        if id not in self.categories[number]:
            raise ValueError(f"category_id {id!r} is not among the categories")
        return self.categories[number][id]

    def _region(self, number: int, annotation: dict[str, Any]) -> None:
        reader, report = self.reader, self.reader.report
        if reader.set is None:
            report.lose("region", "the schema has no region set for boxes, polygons or masks on an image")
            return
        name = self._category(number, annotation)
        category = None
        if reader.category is not None:
            try:
                category = _pick(reader.category, name)
            except ValueError as error:
                report.lose(f"region of category {name}", str(error))
                return
        shape, value = self._shape(annotation, reader.set.shapes)
        if annotation.get("iscrowd"):
            report.lose("iscrowd flag", NO_CROWD)
        score = annotation.get("score")
        id = self._id(annotation.get("id"))
        self.regions[id] = Region(
            id=id, set=reader.set.id, shape=shape, value=value, confidence=float(score) if is_number(score) else None
        )
        if category is not None and reader.category is not None:
            asked = reader.category.question
            self.answers.append(Answer(question=asked.id, kind=asked.kind, value=category, region=id))
        self._attributes(annotation, reader.set.id, id)

    def _shape(self, annotation: dict[str, Any], allowed: tuple[str, ...]) -> tuple[str, Any]:
        report = self.reader.report
        if is_object(annotation.get("segmentation")):
            return self._mask(mask_of(annotation["segmentation"]), allowed)
        parts = rings(annotation["segmentation"]) if annotation.get("segmentation") else []
        if parts and "polygon" in allowed:
            around = box_of([point for ring in parts for point in ring])
            given = annotation.get("bbox")
            if is_list(given) and any(abs(a - b) > 1 for a, b in zip(around, given, strict=True)):
                report.lose("bbox", "differs by more than a pixel from the bounds of its polygon, which is kept")
            return "polygon", {"parts": [[list(point) for point in ring] for ring in parts]}
        if parts:
            report.lose("polygon", "the schema allows boxes only; its bounds are kept")
        x, y, width, height = _box(annotation, parts)
        if "box" in allowed:
            return "box", {"x": x, "y": y, "width": width, "height": height}
        corners = [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
        if "polygon" in allowed:
            report.lose("box", "the schema allows polygons only; its outline is kept")
            return "polygon", {"parts": [corners]}
        raise ValueError("is no mask; the schema allows nothing else")

    def _mask(self, mask: Mask, allowed: tuple[str, ...]) -> tuple[str, Any]:
        if "mask" in allowed:
            return "mask", mask.rle()
        kind = catalog().shapes["mask"]
        simpler = kind.lower(kind.Value.model_validate(mask.rle()))
        found = next((shape for shape in ("polygon", "box") if shape in allowed and shape in simpler), None)
        if found is None:
            raise ValueError("has a mask that covers nothing")
        self.reader.report.lose("mask (RLE)", f"the schema allows no masks; kept as {found}")
        return found, simpler[found].model_dump(mode="json")

    def _attributes(self, annotation: dict[str, Any], target: str, region: str) -> None:
        for name, value in attributes_of(annotation).items():
            asked = self.reader.names.find(name, target)
            if asked is None:
                self.reader.report.lose(f"attribute {name}", "the schema has no question of that name about the region")
                continue
            try:
                stored = asked.value(value)
            except ValueError as error:
                self.reader.report.lose(f"attribute {name}", str(error))
                continue
            self.answers.append(
                Answer(question=asked.question.id, kind=asked.question.kind, value=stored, region=region)
            )

    def _id(self, raw: Any) -> str:
        id = re.sub(r"[^A-Za-z0-9_-]", "_", str(raw))[:50] if raw is not None else ""
        base, number = id or "r", 2
        while not id or id in self.regions:
            id, number = f"{base}-{number}", number + 1
        return id

    def labeled(self) -> list[Any]:
        """The annotation, and one more for each further caption: COCO's captions are from different people."""
        answers = list(self.answers)
        report, reader = self.reader.report, self.reader
        if self.labels:
            answers += self._labels()
        captions = self.captions
        if captions and reader.caption is None:
            report.lose("caption", "the schema has no text question about the item", len(captions))
            captions = []
        told = [_caption(reader.caption, text) for text in captions] if reader.caption is not None else []
        first = Body(answers=tuple(answers + told[:1]), regions=tuple(self.regions.values()))
        out = [imported(first, reader.options)] if first.answers or first.regions else []
        for number, answer in enumerate(told[1:], 2):
            out.append(imported(Body(answers=(answer,)), reader.options, f"{reader.options.labeler} {number}"))
        return out

    def _labels(self) -> list[Answer]:
        asked, report = self.reader.labels, self.reader.report
        if asked is None:
            report.lose("image label", "the schema has no choice about the item", len(self.labels))
            return []
        known: list[str] = []
        for name in self.labels:
            try:
                known.append(asked.id_of(name))
            except ValueError as error:
                report.lose(f"image label {name}", str(error))
        if asked.question.kind == "choice" and len(known) > 1:
            report.lose("image label", "the schema takes one label per image; the first is kept", len(known) - 1)
        if asked.question.kind == "tree" and known:
            paths: Any = [path for id in known for path in _pick(asked, asked.name_of(id))]
            return [Answer(question=asked.question.id, kind="tree", value=paths)]
        value: Any = asked.value(known[:1] if asked.question.kind == "choice" else known) if known else None
        return [Answer(question=asked.question.id, kind=asked.question.kind, value=value)] if known else []


def _caption(asked: Names, text: str) -> Answer:
    return Answer(question=asked.question.id, kind=asked.question.kind, value=text)


def _pick(asked: Names, name: str) -> Any:
    """A category in the form of the question's kind."""
    id = asked.id_of(name)
    if asked.question.kind == "tree":
        path = next((list(path) for path in asked.paths.values() if path[-1] == id), [id])
        return [path]
    return [id] if asked.question.kind == "choices" else id


def _box(annotation: dict[str, Any], parts: list[list[tuple[float, float]]]) -> tuple[float, float, float, float]:
    if parts:
        left, top, right, bottom = bounds([point for ring in parts for point in ring])
        return left, top, right - left, bottom - top
    given = annotation.get("bbox")
    if not is_list(given) or len(given) != 4 or not all(is_number(n) and math.isfinite(n) for n in given):
        raise ValueError("its bbox is not four numbers [x, y, width, height], and its polygon has no area")
    x, y, width, height = (float(n) for n in given)
    if width <= 0 or height <= 0:
        raise ValueError(f"its bbox is {width:g} × {height:g} pixels; both must be above 0")
    return x, y, width, height


def losses(report: Report, where: str) -> Iterator[Loss]:
    for (what, why), count in report.losses.items():
        yield Loss(what, count, why, where)
