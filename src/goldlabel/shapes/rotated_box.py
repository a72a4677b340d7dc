"""A rectangle at any angle."""

import math
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from ..core.geometry import (
    Coordinate,
    Point,
    PolygonValue,
    Size,
    apart,
    bounding_box,
    convex_overlap,
    mix,
    ordered,
    outside,
)
from ..core.kind import Example, Extent, Shape, Surface, Target
from ..core.model import Model
from ..core.problem import Problem


class RotatedBoxConfig(Model):
    """Nothing to set."""


class RotatedBoxValue(Model):
    """Centre and size in pixels; `rotation` in degrees clockwise about the centre."""

    x: Coordinate
    y: Coordinate
    width: Size
    height: Size
    rotation: Annotated[float, Field(strict=True, ge=-360, le=360)]


class RotatedBox(Shape[RotatedBoxConfig, RotatedBoxValue]):
    """A rectangle at any angle. Distance: 1 − IoU. Its corners may leave the picture, its centre may not."""

    name, surface, Config, Value = "rotated_box", Surface.plane, RotatedBoxConfig, RotatedBoxValue

    def check(self, value: RotatedBoxValue, config: RotatedBoxConfig, target: Target) -> list[Problem]:
        out = [Problem(side, "must be above 0") for side in ("width", "height") if getattr(value, side) <= 0]
        if found := outside([(value.x, value.y)], target.extent.width, target.extent.height):
            out.append(Problem("", f"the centre {found}"))
        return out

    def distance(self, a: RotatedBoxValue, b: RotatedBoxValue, config: RotatedBoxConfig) -> float:
        if a == b:
            return 0.0
        a, b = ordered(a, b, lambda v: (v.x, v.y, v.width, v.height, v.rotation))
        overlap = convex_overlap(corners(a, a.x, a.y), corners(b, a.x, a.y))
        return apart(overlap, a.width * a.height, b.width * b.height)

    def clean(self, value: RotatedBoxValue, config: RotatedBoxConfig, target: Target) -> RotatedBoxValue:
        turned = value.rotation % 360.0
        return value.model_copy(update={"rotation": 0.0 if turned == 360.0 else turned})

    def between(self, a: RotatedBoxValue, b: RotatedBoxValue, t: float) -> RotatedBoxValue:
        turn = (b.rotation - a.rotation + 180) % 360 - 180
        return RotatedBoxValue(
            x=mix(a.x, b.x, t),
            y=mix(a.y, b.y, t),
            width=mix(a.width, b.width, t),
            height=mix(a.height, b.height, t),
            rotation=(a.rotation + turn * t) % 360 if t < 1 else b.rotation,
        )

    def lower(self, value: RotatedBoxValue) -> dict[str, BaseModel]:
        points = corners(value)
        box = bounding_box(points)
        out: dict[str, BaseModel] = {"polygon": PolygonValue(parts=(tuple(points),))}
        return out | {"box": box} if box else out

    def summary(self, value: RotatedBoxValue, config: RotatedBoxConfig) -> str:
        return f"{value.width:.0f} × {value.height:.0f} around {value.x:.0f}, {value.y:.0f}, {value.rotation:.0f}°"

    def examples(self) -> Sequence[Example[RotatedBoxConfig, RotatedBoxValue]]:
        make = RotatedBoxValue
        return [
            Example(
                RotatedBoxConfig(),
                valid=[
                    make(x=100, y=80, width=60, height=20, rotation=30),
                    make(x=100, y=80, width=60, height=20, rotation=0),
                    make(x=320.5, y=240, width=10, height=120, rotation=359.5),
                ],
                invalid=[
                    make(x=100, y=80, width=60, height=0, rotation=30),
                    make(x=700, y=80, width=60, height=20, rotation=0),
                ],
                target=Target(extent=Extent(width=640, height=480)),
            )
        ]


def corners(value: RotatedBoxValue, from_x: float = 0.0, from_y: float = 0.0) -> list[Point]:
    """The corners, clockwise from what was top left before turning; seen from an origin near by, more exact."""
    angle = math.radians(value.rotation)
    cos, sin = math.cos(angle), math.sin(angle)
    if value.rotation % 90 == 0:
        cos, sin = float(round(cos)), float(round(sin))
    half_w, half_h = value.width / 2, value.height / 2
    return [
        (value.x - from_x + dx * cos - dy * sin, value.y - from_y + dx * sin + dy * cos)
        for dx, dy in ((-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h))
    ]
