"""A line of points."""

import itertools
from collections.abc import Sequence

from pydantic import BaseModel

from ..core.geometry import Pair, along, bounding_box, length, mix_points, ordered, outside, to_segments
from ..core.kind import Example, Extent, Shape, Surface, Target
from ..core.model import Model
from ..core.problem import Problem

SAMPLES = 64


class PolylineConfig(Model):
    """Nothing to set."""


class PolylineValue(Model):
    points: tuple[Pair, ...]


class Polyline(Shape[PolylineConfig, PolylineValue]):
    """An open line, its direction without meaning.

    Distance: the mean gap between the lines (64 points spread evenly over each, to the nearest place on the
    other; both directions averaged) in units of half their mean length, at most 1: lines that lie on average
    half a line apart have nothing in common. A mean rather than the Hausdorff maximum (Dubuisson and Jain,
    1994, "A modified Hausdorff distance"): one stray point must not decide.
    """

    name, surface, Config, Value = "polyline", Surface.plane, PolylineConfig, PolylineValue

    def check(self, value: PolylineValue, config: PolylineConfig, target: Target) -> list[Problem]:
        points = value.points
        if len(points) < 2:
            return [Problem("points", f"has {len(points)} points; a line needs at least 2")]
        out: list[Problem] = []
        if any(a == b for a, b in itertools.pairwise(points)):
            out.append(Problem("points", "has the same point twice in a row"))
        if found := outside(points, target.extent.width, target.extent.height):
            out.append(Problem("points", found))
        return out

    def distance(self, a: PolylineValue, b: PolylineValue, config: PolylineConfig) -> float:
        if a == b:
            return 0.0
        a, b = ordered(a, b, lambda value: tuple(number for point in value.points for number in point))
        if len(a.points) < 2 or len(b.points) < 2:
            return 1.0
        there = sum(to_segments(point, b.points) for point in along(a.points, SAMPLES)) / SAMPLES
        back = sum(to_segments(point, a.points) for point in along(b.points, SAMPLES)) / SAMPLES
        scale = (length(a.points) + length(b.points)) / 4
        return 1.0 if scale <= 0 else min(1.0, (there + back) / 2 / scale)

    def between(self, a: PolylineValue, b: PolylineValue, t: float) -> PolylineValue:
        points = mix_points(a.points, b.points, t)
        return a if points is None else PolylineValue(points=points)

    def lower(self, value: PolylineValue) -> dict[str, BaseModel]:
        box = bounding_box(value.points) if value.points else None
        return {"box": box} if box else {}

    def summary(self, value: PolylineValue, config: PolylineConfig) -> str:
        return f"{len(value.points)} points, {length(value.points):.0f} px"

    def examples(self) -> Sequence[Example[PolylineConfig, PolylineValue]]:
        return [
            Example(
                PolylineConfig(),
                valid=[
                    PolylineValue(points=((0.0, 0.0), (100.0, 0.0), (150.5, 80.0))),
                    PolylineValue(points=((10.0, 10.0), (300.0, 200.0))),
                    PolylineValue(points=((10.0, 10.0), (90.0, 10.0))),
                ],
                invalid=[
                    PolylineValue(points=()),
                    PolylineValue(points=((1.0, 1.0),)),
                    PolylineValue(points=((1.0, 1.0), (1.0, 1.0))),
                    PolylineValue(points=((1.0, 1.0), (1.0, 481.0))),
                ],
                target=Target(extent=Extent(width=640, height=480)),
            )
        ]
