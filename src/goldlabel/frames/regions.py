"""Labels that are lists of places, each with a label of its own: spans, segments, boxes, polygons, points, masks.

Two lists are 1 − 2 · Σ IoU / (|a| + |b|) apart, summed over the best assignment of places that carry the same label
(the F1 score with each match weighed by its overlap); two empty lists are the same.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from goldlabel.core.geometry import (
    LIMIT,
    BoxValue,
    PolygonValue,
    apart,
    bounds,
    box_overlap,
    polygon_areas,
    ring_problem,
)
from goldlabel.frames.column import text_of
from goldlabel.frames.masks import Mask, mask_of, overlap
from goldlabel.shapes.point import Point, PointConfig, PointValue

Stretch = tuple[float, float]
"""Start and end of a span or segment."""


@dataclass(frozen=True, slots=True)
class Region:
    place: Any
    """`Stretch`, `BoxValue`, `PolygonValue`, `PointValue` or `Mask`."""
    label: str


Regions = tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """How the labels of one region scale are read, compared and written."""

    example: str
    place: Callable[[Sequence[Any]], tuple[Any, int]]
    """The place in the first entries of one region, and how many these are."""
    apart: Callable[[Any, Any], float]
    """1 − IoU of two places; of points 1 − their nearness."""
    entries: Callable[[Any], list[Any]]
    """The place as it stands at the start of a region's list."""

    def parse(self, raw: Any) -> Regions:
        """Raises ValueError with the number of the region (from 1) that is wrong."""
        out: list[Region] = []
        for number, one in enumerate(_list(raw), 1):
            try:
                out.append(self._region(one))
            except (ValueError, TypeError) as error:
                raise ValueError(f"region {number} {error}; the form is {self.example}") from None
        return tuple(out)

    def _region(self, one: Any) -> Region:
        if isinstance(one, dict):
            one = [one]
        if not isinstance(one, (list, tuple)):
            raise ValueError("is no list")
        parts = cast(Sequence[Any], one)
        place, used = self.place(parts)
        rest = parts[used:]
        if len(rest) > 1 or (rest and not isinstance(rest[0], (str, int, float, type(None)))):
            raise ValueError("has more than a place and one label")
        return Region(place, text_of(rest[0]) if rest else "")

    def distance(self, a: Regions, b: Regions) -> float:
        from goldlabel.agreement.match import assign

        if not a or not b:
            return float(bool(a) != bool(b))
        likeness = 0.0
        for label in {one.label for one in a} & {one.label for one in b}:
            first = [one.place for one in a if one.label == label]
            second = [one.place for one in b if one.label == label]
            gains = [[1 - self.apart(one, other) for other in second] for one in first]
            likeness += sum(gains[i][j] for i, j in assign(gains))
        return 1 - 2 * likeness / (len(a) + len(b))

    def write(self, value: Regions) -> list[Any]:
        return [[*self.entries(one.place), *([one.label] if one.label else [])] for one in value]


def _list(raw: Any) -> Sequence[Any]:
    if isinstance(raw, (str, bytes)):
        try:
            raw = msgspec.json.decode(raw)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise ValueError(f"is no JSON ({error})") from None
    if isinstance(raw, dict) and "counts" in raw:
        return [raw]
    if not isinstance(raw, (list, tuple)):
        raise ValueError("is no list of regions")
    return cast(Sequence[Any], raw)


def _finite(parts: Sequence[Any], count: int) -> list[float]:
    if len(parts) < count:
        raise ValueError(f"has {len(parts)} entries; a place has {count}")
    for part in parts[:count]:
        if isinstance(part, bool) or not isinstance(part, (int, float)) or not math.isfinite(part):
            raise ValueError(f"holds {part!r} where a number belongs")
    return list(parts[:count])


def _span(parts: Sequence[Any]) -> tuple[Stretch, int]:
    start, end = _finite(parts, 2)
    if start < 0 or start != int(start) or end != int(end):
        raise ValueError(f"goes from {start:g} to {end:g}; offsets are whole numbers from 0")
    if end <= start:
        raise ValueError(f"ends at {end:g}, which is not after its start {start:g}")
    return (int(start), int(end)), 2


def _segment(parts: Sequence[Any]) -> tuple[Stretch, int]:
    start, end = _finite(parts, 2)
    if end <= start:
        raise ValueError(f"ends at {end:g}, which is not after its start {start:g}")
    return (start, end), 2


def _box(parts: Sequence[Any]) -> tuple[BoxValue, int]:
    x, y, width, height = _finite(parts, 4)
    if width <= 0 or height <= 0:
        raise ValueError(f"is {width:g} × {height:g}; both must be above 0")
    if max(abs(x), abs(y), width, height) > LIMIT:
        raise ValueError(f"lies beyond {LIMIT:g}")
    return BoxValue(x=x, y=y, width=width, height=height), 4


def _polygon(parts: Sequence[Any]) -> tuple[PolygonValue, int]:
    if not parts or not isinstance(parts[0], (list, tuple)):
        raise ValueError("begins with no list of points")
    points = [_finite(point, 2) for point in cast(Sequence[Any], parts[0])]
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    ring = [(point[0], point[1]) for point in points]
    if any(max(abs(x), abs(y)) > LIMIT for x, y in ring):
        raise ValueError(f"lies beyond {LIMIT:g}")
    if problem := ring_problem(ring):
        raise ValueError(problem)
    return PolygonValue(parts=(tuple(ring),)), 1


def _point(parts: Sequence[Any]) -> tuple[PointValue, int]:
    x, y = _finite(parts, 2)
    if max(abs(x), abs(y)) > LIMIT:
        raise ValueError(f"lies beyond {LIMIT:g}")
    return PointValue(x=x, y=y), 2


def _mask(parts: Sequence[Any]) -> tuple[Mask, int]:
    if not parts:
        raise ValueError("is empty")
    return mask_of(parts[0]), 1


def _stretches(a: Stretch, b: Stretch) -> float:
    return apart(max(0.0, min(a[1], b[1]) - max(a[0], b[0])), a[1] - a[0], b[1] - b[0])


def _boxes(a: BoxValue, b: BoxValue) -> float:
    return 0.0 if a == b else apart(box_overlap(a, b), a.width * a.height, b.width * b.height)


def _polygons(a: PolygonValue, b: PolygonValue) -> float:
    if a == b:
        return 0.0
    first, second = bounds(a.parts[0]), bounds(b.parts[0])
    if first[0] >= second[2] or second[0] >= first[2] or first[1] >= second[3] or second[1] >= first[3]:
        return 1.0
    return apart(*polygon_areas(a.parts, b.parts))


def _points(a: PointValue, b: PointValue) -> float:
    """As the product's points with its default size: 1/2 at 24 pixels."""
    return Point().distance(a, b, PointConfig())


def _masks(a: Mask, b: Mask) -> float:
    return 0.0 if a == b else apart(overlap(a, b), a.area, b.area)


def _sides(box: BoxValue) -> list[Any]:
    return [box.x, box.y, box.width, box.height]


def _ring(polygon: PolygonValue) -> list[Any]:
    return [[list(point) for point in polygon.parts[0]]]


def _spot(point: PointValue) -> list[Any]:
    return [point.x, point.y]


def _rle(mask: Mask) -> list[Any]:
    return [mask.rle()]


FORMS: dict[str, Form] = {
    "spans": Form('[[0, 5, "PER"], …]', _span, _stretches, list),
    "segments": Form('[[0.5, 2.25, "speech"], …]', _segment, _stretches, list),
    "boxes": Form('[[x, y, width, height, "car"], …]', _box, _boxes, _sides),
    "polygons": Form('[[[[x, y], …], "roof"], …]', _polygon, _polygons, _ring),
    "points": Form('[[x, y, "nose"], …]', _point, _points, _spot),
    "masks": Form('{"size": [height, width], "counts": …} or [[{…}, "roof"], …]', _mask, _masks, _rle),
}
