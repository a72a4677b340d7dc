"""Records from a YOLO data set. Its coordinates are shares of the picture's width and height, 0 to 1."""

import math
from collections.abc import Iterator
from itertools import islice
from typing import Any

from goldlabel.core.annotation import Answer, Body, Region
from goldlabel.core.geometry import Point
from goldlabel.core.problem import Invalid, TooLarge
from goldlabel.core.record import Loss, Record, Reject, Report
from goldlabel.core.schema import DataField, Question, RegionSet, Schema
from goldlabel.formats.base import Got, ReadOptions
from goldlabel.formats.parts import limits
from goldlabel.formats.parts.names import SchemaNames
from goldlabel.formats.parts.pictures import media_of, upright_size
from goldlabel.formats.parts.rows import imported
from goldlabel.formats.parts.shapes import fit, rings
from goldlabel.formats.parts.source import File
from goldlabel.formats.parts.yolo_files import Layout, lines_of

SHAPES = {"detect": ("box",), "segment": ("box", "polygon"), "obb": ("rotated_box",)}
_ROUNDING = 2e-6
"""Shares are written with six decimals; what they overshoot the edge by that is rounding."""
_LOOK = 500
"""Four-cornered outlines that are looked at to tell turned boxes from polygons."""


def task_of(found: Layout) -> str:
    """What the numbers of a line are: a box (4), a turned box (always 8, rectangles), a polygon."""
    if found.task is not None:
        return found.task
    counts: set[int] = set()
    fours: list[tuple[File, list[str]]] = []
    for picture, label in found.pairs:
        if label is None:
            continue
        for _, words in lines_of(label):
            count = len(words) - 1 - found.keypoints
            count -= count % 2 if count >= 5 else 0
            counts.add(count)
            if count == 8 and len(fours) < _LOOK:
                fours.append((picture, words[1:9]))
    if counts - {4} == {8} and fours and all(_is_rectangle(picture, numbers) for picture, numbers in fours):
        return "obb"
    return "segment" if counts - {4} else "detect"


def _is_rectangle(picture: File, words: list[str]) -> bool:
    size = upright_size(picture.open)
    if size is None:
        return False
    try:
        corners = _points(_numbers(words), size)
    except ValueError:
        return False
    return turned_box(corners, tolerance=max(1.0, 2e-5 * max(size))) is not None


def implied(found: Layout, task: str) -> Schema | None:
    """An image, objects and their class."""
    if not found.pairs:
        return None
    names = found.names or {number: str(number) for number in range(_highest(found) + 1)}
    field = DataField(id="image", name="image", medium="image", source="image")
    if not names:
        return Schema(fields=(field,))
    values: list[Any] = [
        {"id": str(number), "name": "".join(c if c >= " " else " " for c in name)[:100] or str(number)}
        for number, name in sorted(names.items())
    ]
    return Schema(
        fields=(field,),
        region_sets=(RegionSet(id="objects", name="objects", field="image", shapes=SHAPES[task]),),
        questions=(Question(id="class", name="class", kind="choice", about="objects", config={"values": values}),),
    )


def _highest(found: Layout) -> int:
    highest = -1
    for _, label in found.pairs:
        for _, words in lines_of(label) if label is not None else ():
            highest = max(highest, int(words[0]) if words[0].isdigit() and len(words[0]) < 6 else -1)
    return highest


class Reader:
    def __init__(self, schema: Schema, options: ReadOptions, found: Layout, task: str) -> None:
        self.options, self.found, self.task = options, found, task
        self.names = SchemaNames(schema)
        self.source = self.names.source("image") or schema.fields[0].source
        wanted = SHAPES[task]
        sets = self.names.sets("image", frozenset(wanted)) or self.names.sets("image")
        self.set = sets[0] if sets else None
        self.category = self.names.category(self.set.id) if self.set is not None else None
        self.report = Report()

    def read(self) -> Iterator[Got]:
        for picture, label in self.found.pairs:
            yield from self._picture(picture, label)
        for name in islice(self.found.stray, 100):
            yield Reject(name, "there is no picture of that name; labels need its size")
        for (what, why), count in self.report.losses.items():
            yield Loss(what, count, why)

    def _picture(self, picture: File, label: File | None) -> Iterator[Got]:
        size = upright_size(picture.open)
        media = media_of(picture, size)
        record = Record({self.source: picture.name}, picture.name[: limits.MAX_KEY], where=picture.name)
        record.split, record.media[self.source] = self.found.split(picture), media
        if label is not None and size is None:
            yield Reject(picture.name, "is not a readable picture, so its labels have no size")
            return
        if label is not None and size is not None:
            regions: list[Region] = []
            answers: list[Answer] = []
            try:
                for where, words in lines_of(label):
                    try:
                        self._line(words, size, regions, answers)
                    except ValueError as error:
                        yield Reject(where, str(error), " ".join(words)[: limits.CUT])
            except (Invalid, TooLarge) as error:
                yield Reject(label.name, str(error))
            body = Body(answers=tuple(answers), regions=tuple(regions))
            record.annotations.append(imported(body, self.options))
        yield record

    def _line(self, words: list[str], size: tuple[int, int], regions: list[Region], answers: list[Answer]) -> None:
        if not words[0].isdigit() or len(words[0]) > 6:
            raise ValueError(f'"{words[0][:40]}" is not the number of a class')
        number = int(words[0])
        if self.found.names and number not in self.found.names:
            raise ValueError(f"class {number} has no name; there are {len(self.found.names)}, from 0")
        numbers = _numbers(words[1:])
        if self.found.keypoints and len(numbers) == 4 + self.found.keypoints:
            self.report.lose("keypoints", "goldlabel has no skeletons yet")
            numbers = numbers[:4]
        confidence = numbers.pop() if len(numbers) >= 5 and len(numbers) % 2 else None
        shape, value = self._shape(numbers, size)
        if self.set is None:
            self.report.lose("region", "the schema has no region set on an image")
            return
        name = self.found.names.get(number, str(number))
        chosen: Any = None
        if self.category is not None:
            try:
                id = self.category.id_of(name)
            except ValueError as error:
                self.report.lose(f"region of class {name}", str(error))
                return
            chosen = [[id]] if self.category.question.kind == "tree" else id
            chosen = [id] if self.category.question.kind == "choices" else chosen
        fitted = fit(self.set, shape, value, self.report)
        if fitted is None:
            return
        id = f"r{len(regions) + 1}"
        sure = confidence if confidence is not None and 0 <= confidence <= 1 else None
        regions.append(Region(id=id, set=self.set.id, shape=fitted[0], value=fitted[1], confidence=sure))
        if self.category is not None:
            asked = self.category.question
            answers.append(Answer(question=asked.id, kind=asked.kind, value=chosen, region=id))

    def _shape(self, numbers: list[float], size: tuple[int, int]) -> tuple[str, Any]:
        if len(numbers) == 4:
            return "box", _box(numbers, size)
        if len(numbers) < 6 or len(numbers) % 2:
            raise ValueError(
                f"has {len(numbers)} numbers after the class; a box has 4, a turned box 8, a polygon 6 or more"
            )
        points = _points(numbers, size)
        if self.task == "obb" and len(points) == 4:
            box = turned_box(points, tolerance=math.inf)
            if box is not None:
                return "rotated_box", box
        flat = rings([[number for point in points for number in point]])
        if not flat:
            raise ValueError("is a polygon without area")
        return "polygon", {"parts": [[list(point) for point in flat[0]]]}


def _numbers(words: list[str]) -> list[float]:
    try:
        numbers = [float(word) for word in words]
    except ValueError as error:
        raise ValueError(f"holds something that is not a number: {str(error)[-40:]}") from None
    if not all(math.isfinite(number) for number in numbers):
        raise ValueError("holds NaN or infinity")
    return numbers


def _points(numbers: list[float], size: tuple[int, int]) -> list[Point]:
    """Pixels from shares, inside the picture where they only overshoot by rounding."""
    width, height = size
    out: list[Point] = []
    for x, y in zip(numbers[::2], numbers[1::2], strict=True):
        if not (-0.01 <= x <= 1.01 and -0.01 <= y <= 1.01):
            raise ValueError(f"has the point {x:g}, {y:g} outside the picture; numbers must be shares from 0 to 1")
        out.append((_inside(x, width), _inside(y, height)))
    return out


def _inside(share: float, length: int) -> float:
    if -_ROUNDING <= share < 0:
        share = 0.0
    elif 1 < share <= 1 + _ROUNDING:
        share = 1.0
    return share * length


def _box(numbers: list[float], size: tuple[int, int]) -> dict[str, float]:
    x, y, w, h = numbers
    if w <= 0 or h <= 0:
        raise ValueError(f"has a box of {w:g} × {h:g}; both must be above 0")
    left, right = _inside(x - w / 2, size[0]), _inside(x + w / 2, size[0])
    top, bottom = _inside(y - h / 2, size[1]), _inside(y + h / 2, size[1])
    if not (0 <= x <= 1 and 0 <= y <= 1 and w <= 1.01 and h <= 1.01):
        raise ValueError("has a box outside the picture; numbers must be shares from 0 to 1")
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def turned_box(corners: list[Point], tolerance: float) -> dict[str, float] | None:
    """The rotated box of four corners; None when they are further than `tolerance` pixels from being a rectangle."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    x, y = (ax + bx + cx + dx) / 4, (ay + by + cy + dy) / 4
    ux, uy = (bx - ax + cx - dx) / 2, (by - ay + cy - dy) / 2
    vx, vy = (dx - ax + cx - bx) / 2, (dy - ay + cy - by) / 2
    width, height = math.hypot(ux, uy), math.hypot(vx, vy)
    if width == 0 or height == 0:
        return None
    skew = abs(ux * vx + uy * vy) / max(width, height)
    apart = math.hypot(ax + cx - bx - dx, ay + cy - by - dy) / 2
    if skew > tolerance or apart > tolerance:
        return None
    if ux * vy - uy * vx < 0:
        return turned_box([corners[0], corners[3], corners[2], corners[1]], tolerance)
    return {"x": x, "y": y, "width": width, "height": height, "rotation": math.degrees(math.atan2(uy, ux)) % 360.0}
