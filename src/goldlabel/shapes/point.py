"""One place."""

import math
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from ..core.geometry import Coordinate, median, mix, outside, unanimous
from ..core.kind import Example, Extent, Shape, Surface, Target
from ..core.model import Model
from ..core.problem import Problem


class PointConfig(Model):
    """`sigma`: how many pixels two careful people are usually apart; set it to the size of what is pointed at."""

    sigma: Annotated[float, Field(gt=0, le=1e6)] = 20.0


class PointValue(Model):
    x: Coordinate
    y: Coordinate


class Point(Shape[PointConfig, PointValue]):
    """One place in pixels.

    Distance: 1 − exp(−d² / 2σ²) with d in pixels, as in COCO's object keypoint similarity: 0.39 at one σ,
    0.99 at three.
    """

    name, surface, Config, Value = "point", Surface.plane, PointConfig, PointValue

    def check(self, value: PointValue, config: PointConfig, target: Target) -> list[Problem]:
        found = outside([(value.x, value.y)], target.extent.width, target.extent.height)
        return [Problem("", found)] if found else []

    def distance(self, a: PointValue, b: PointValue, config: PointConfig) -> float:
        gap = math.hypot(a.x - b.x, a.y - b.y) / config.sigma
        return -math.expm1(-gap * gap / 2)

    def combine(self, values: Sequence[PointValue], weights: Sequence[float], config: PointConfig) -> PointValue:
        """The weighted median of each coordinate."""
        if unanimous(values):
            return values[0]
        return PointValue(x=median([v.x for v in values], weights), y=median([v.y for v in values], weights))

    def between(self, a: PointValue, b: PointValue, t: float) -> PointValue:
        return PointValue(x=mix(a.x, b.x, t), y=mix(a.y, b.y, t))

    def summary(self, value: PointValue, config: PointConfig) -> str:
        return f"{value.x:.0f}, {value.y:.0f}"

    def examples(self) -> Sequence[Example[PointConfig, PointValue]]:
        return [
            Example(
                PointConfig(sigma=5),
                valid=[PointValue(x=0, y=0), PointValue(x=12.5, y=7), PointValue(x=640, y=480)],
                invalid=[PointValue(x=-1, y=0), PointValue(x=641, y=3)],
                target=Target(extent=Extent(width=640, height=480)),
            )
        ]
