"""One or several outlined areas."""

from collections.abc import Sequence

from pydantic import BaseModel

from ..core.geometry import (
    Pair,
    Point,
    PolygonValue,
    apart,
    area,
    bounding_box,
    bounds,
    mix_points,
    ordered,
    outside,
    polygon_areas,
    ring_problem,
)
from ..core.kind import Example, Extent, Shape, Surface, Target
from ..core.model import Model
from ..core.problem import Problem


class PolygonConfig(Model):
    """Nothing to set."""


class Polygon(Shape[PolygonConfig, PolygonValue]):
    """The union of outlined areas, concave ones included. Distance: 1 − IoU, exact (see `core/geometry.py`)."""

    name, surface, Config, Value = "polygon", Surface.plane, PolygonConfig, PolygonValue

    def check(self, value: PolygonValue, config: PolygonConfig, target: Target) -> list[Problem]:
        if not value.parts:
            return [Problem("parts", "needs at least one ring")]
        out: list[Problem] = []
        for index, ring in enumerate(value.parts):
            found = ring_problem(ring) or outside(ring, target.extent.width, target.extent.height)
            if found is None and ring in value.parts[:index]:
                found = "is the same ring as an earlier one"
            if found:
                out.append(Problem(f"parts[{index}]", found))
        return out

    def distance(self, a: PolygonValue, b: PolygonValue, config: PolygonConfig) -> float:
        if a == b:
            return 0.0
        a, b = ordered(a, b, _flat)
        points_a, points_b = _points(a), _points(b)
        if not points_a or not points_b:
            return 1.0
        left, top, right, bottom = bounds(points_a)
        other = bounds(points_b)
        if other[0] >= right or other[2] <= left or other[1] >= bottom or other[3] <= top:
            return 1.0
        return apart(*polygon_areas(_shifted(a, left, top), _shifted(b, left, top)))

    def between(self, a: PolygonValue, b: PolygonValue, t: float) -> PolygonValue:
        if len(a.parts) != len(b.parts):
            return a
        parts: list[tuple[Pair, ...]] = []
        for one, other in zip(a.parts, b.parts, strict=True):
            mixed = mix_points(one, other, t)
            if mixed is None:
                return a
            parts.append(mixed)
        return PolygonValue(parts=tuple(parts))

    def lower(self, value: PolygonValue) -> dict[str, BaseModel]:
        points = _points(value)
        box = bounding_box(points) if points else None
        return {"box": box} if box else {}

    def summary(self, value: PolygonValue, config: PolygonConfig) -> str:
        count = len(_points(value))
        parts = f", {len(value.parts)} parts" if len(value.parts) > 1 else ""
        return f"{count} points{parts}, {sum(abs(area(ring)) for ring in value.parts):.0f} px²"

    def examples(self) -> Sequence[Example[PolygonConfig, PolygonValue]]:
        square = ((10.0, 10.0), (50.0, 10.0), (50.0, 50.0), (10.0, 50.0))
        arrow = ((20.0, 20.0), (60.5, 40.0), (20.0, 60.0), (30.0, 40.0))
        return [
            Example(
                PolygonConfig(),
                valid=[
                    PolygonValue(parts=(square,)),
                    PolygonValue(parts=(arrow,)),
                    PolygonValue(parts=(arrow, ((100.0, 100.0), (110.0, 100.0), (105.0, 120.0)))),
                ],
                invalid=[
                    PolygonValue(parts=()),
                    PolygonValue(parts=(square[:2],)),
                    PolygonValue(parts=((*square, square[0]),)),
                    PolygonValue(parts=(((0.0, 0.0), (5.0, 5.0), (9.0, 9.0)),)),
                    PolygonValue(parts=(square, square)),
                    PolygonValue(parts=((*square[:3], (700.0, 50.0)),)),
                ],
                target=Target(extent=Extent(width=640, height=480)),
            )
        ]


def _points(value: PolygonValue) -> list[Point]:
    return [point for ring in value.parts for point in ring]


def _flat(value: PolygonValue) -> tuple[float, ...]:
    return tuple(number for point in _points(value) for number in point)


def _shifted(value: PolygonValue, left: float, top: float) -> list[list[Point]]:
    """Seen from a corner of its own: small numbers round less."""
    return [[(x - left, y - top) for x, y in ring] for ring in value.parts]
