"""A YOLO data set from records: `data.yaml`, `labels/<split>/<name>.txt`, pictures if wanted (Ultralytics' layout)."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

import yaml

from goldlabel.core.annotation import Region
from goldlabel.core.geometry import Point, area
from goldlabel.core.record import Labeled, Record, Report
from goldlabel.core.schema import Schema, values_of
from goldlabel.formats.base import WriteOptions
from goldlabel.formats.parts import sink
from goldlabel.formats.parts.choose import chosen, one_name
from goldlabel.formats.parts.names import SchemaNames
from goldlabel.formats.parts.shapes import lowered, size_of

_WANTED = {"detect": ("box",), "segment": ("polygon",), "obb": ("rotated_box",)}


def task_for(schema: Schema, names: SchemaNames) -> str:
    """By the shapes that the schema allows on images: turned boxes, else polygons, else boxes."""
    shapes = {shape for group in names.sets("image") for shape in group.shapes}
    return "obb" if "rotated_box" in shapes else "segment" if "polygon" in shapes else "detect"


class Writer:
    def __init__(self, schema: Schema, options: WriteOptions, folder: Path) -> None:
        self.options, self.folder = options, folder
        self.names = SchemaNames(schema)
        self.source = self.names.source("image") or schema.fields[0].source
        self.task = options.task or task_for(schema, self.names)
        self.sets = {group.id: group for group in self.names.sets("image")}
        self.category = {id: self.names.category(id) for id in self.sets}
        self.classes: dict[str, int] = {}
        for asked in self.category.values():
            for value in values_of(asked.question.config) if asked is not None else ():
                self.classes.setdefault(value.name, len(self.classes))
        self.report = Report()
        self.splits: dict[str, sink.FlatNames] = {}

    def record(self, record: Record) -> None:
        self.report.records += 1
        split = sink.safe_name(record.split or "train")
        names = self.splits.setdefault(split, sink.FlatNames())
        # Label files pair with pictures by the name without ending, so that part must differ.
        given = names.give(sink.safe_name(sink.called(record, self.source, self.report.records)).rsplit(".", 1)[0])
        original = sink.safe_name(sink.called(record, self.source, self.report.records), "image.jpg")
        ending = original.rsplit(".", 1)[1] if "." in original else "jpg"
        if self.options.media == "copy":
            media = record.media.get(self.source)
            if media is None or not sink.copy_media(media, self.folder / "images" / split / f"{given}.{ending}"):
                self.report.lose("image file", "its bytes could not be read")
        labels = chosen(record, self.options.which, self.report)
        if not labels:
            return
        size = size_of(record, self.source)
        if size is None and any(labeled.body.regions for labeled in labels):
            self.report.lose("labels of an image", "YOLO needs the size of the picture, which is not at hand")
            return
        path = self.folder / "labels" / split / f"{given}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="ascii", newline="\n") as out:
            for labeled in labels:
                self.report.annotations += 1
                self._labeled(labeled, size or (1, 1), out)

    def _labeled(self, labeled: Labeled, size: tuple[int, int], out: TextIO) -> None:
        asked = {id: names.question.id if names is not None else None for id, names in self.category.items()}
        category: dict[str, Any] = {}
        for answer in labeled.body.answers:
            if answer.question in asked.values() and answer.region is not None:
                category[answer.region] = answer.value
            else:
                known = self.names.questions.get(answer.question)
                self.report.lose(
                    f"answers to {known.question.name if known else answer.question}", "YOLO has classes only"
                )
        for region in labeled.body.regions:
            if region.set not in self.sets:
                self.report.lose(f"{region.shape} region", "is not on an image")
                continue
            line = self._line(region, category.get(region.id), size)
            if line is not None:
                out.write(line)

    def _line(self, region: Region, value: Any, size: tuple[int, int]) -> str | None:
        asked = self.category[region.set]
        name = self.sets[region.set].name
        if asked is not None:
            if value is None:
                self.report.lose("region without class", f'"{asked.question.name}" was not answered; not written')
                return None
            found = one_name(asked, value, "YOLO", self.report)
            if found is None:
                return None
            name = found
        numbers = self._numbers(region, size)
        if numbers is None:
            return None
        number = self.classes.setdefault(name, len(self.classes))
        return f"{number} {' '.join(_share(part) for part in numbers)}\n"

    def _numbers(self, region: Region, size: tuple[int, int]) -> list[float] | None:
        width, height = size
        if self.task == "detect":
            found = lowered(region, ("box",), "YOLO (detect)", self.report)
            if found is None:
                return None
            box = found[1]
            return [
                (box.x + box.width / 2) / width,
                (box.y + box.height / 2) / height,
                box.width / width,
                box.height / height,
            ]
        if self.task == "obb":
            points = self._corners(region)
        else:
            found = lowered(region, ("polygon",), "YOLO (segment)", self.report)
            points = self._ring([list(ring) for ring in found[1].parts]) if found is not None else None
        return None if points is None else [number for x, y in points for number in (x / width, y / height)]

    def _corners(self, region: Region) -> list[Point] | None:
        """Four corners: a rotated box's or an upright one's; other shapes are not boxes."""
        if region.shape not in ("box", "rotated_box"):
            self.report.lose(f"{region.shape} region", "YOLO (OBB) has turned boxes only; not written")
            return None
        found = lowered(region, ("polygon",), "", Report())
        return list(found[1].parts[0]) if found is not None else None

    def _ring(self, parts: list[list[Point]]) -> list[Point]:
        """One ring of several: each joined to the largest at the nearest corners, there and back (as Ultralytics
        does).
        """
        if len(parts) == 1:
            return parts[0]
        self.report.lose("polygon of several parts", "YOLO has one ring; parts were joined by a line without width")
        first, *rest = sorted(parts, key=lambda ring: -abs(area(ring)))
        out = list(first)
        for ring in rest:
            at, to = min(
                ((i, j) for i in range(len(out)) for j in range(len(ring))),
                key=lambda pair: (out[pair[0]][0] - ring[pair[1]][0]) ** 2 + (out[pair[0]][1] - ring[pair[1]][1]) ** 2,
            )
            out = [*out[: at + 1], *ring[to:], *ring[: to + 1], *out[at:]]
        return out

    def finish(self) -> None:
        """`data.yaml`, whose paths are relative to its own folder."""
        names = {number: name for name, number in self.classes.items()}
        content: dict[str, Any] = {
            "train": "images/train",
            "val": "images/val" if "val" in self.splits else "images/train",
        }
        content |= {split: f"images/{split}" for split in self.splits}
        if "val" not in self.splits:
            self.report.lose(
                "split val", "no item is in it; data.yaml names the training pictures, which is no fair test"
            )
        content |= {"names": names, "task": self.task}
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
        (self.folder / "data.yaml").write_text(f"# Written by goldlabel\n{text}", encoding="utf-8")


def _share(value: float) -> str:
    """Eight decimals at most: finer than a hundredth of a pixel in any picture."""
    return f"{value:.8f}".rstrip("0").rstrip(".") or "0"


def write(schema: Schema, records: Iterable[Record], out: Path, options: WriteOptions) -> Report:
    with sink.whole_folder(out) as folder:
        writer = Writer(schema, options, folder)
        for record in records:
            writer.record(record)
        writer.finish()
        sink.listed(folder, writer.report)
    return writer.report
