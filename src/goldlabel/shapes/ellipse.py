"""An ellipse at any angle."""

import math
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, Field

from ..core.geometry import (
    BoxValue,
    Coordinate,
    Point,
    PolygonValue,
    Size,
    apart,
    area,
    convex_overlap,
    mix,
    ordered,
    outside,
)
from ..core.kind import Example, Extent, Shape, Surface, Target
from ..core.model import Model
from ..core.problem import Problem

CORNERS = 72
"""Of the ring that stands for an ellipse where areas are compared or a format knows no ellipses."""


class EllipseConfig(Model):
    """Nothing to set."""


class EllipseValue(Model):
    """Centre and half axes in pixels; `rotation` in degrees clockwise about the centre."""

    x: Coordinate
    y: Coordinate
    rx: Size
    ry: Size
    rotation: Annotated[float, Field(strict=True, ge=-360, le=360)] = 0.0


class Ellipse(Shape[EllipseConfig, EllipseValue]):
    """An ellipse at any angle.

    Distance: 1 − IoU of two rings of 72 corners on the outlines, which is the ellipses' own to within 0.003.
    Its outline may leave the picture, its centre may not.
    """

    name, surface, Config, Value = "ellipse", Surface.plane, EllipseConfig, EllipseValue

    def check(self, value: EllipseValue, config: EllipseConfig, target: Target) -> list[Problem]:
        out = [Problem(side, "must be above 0") for side in ("rx", "ry") if getattr(value, side) <= 0]
        if found := outside([(value.x, value.y)], target.extent.width, target.extent.height):
            out.append(Problem("", f"the centre {found}"))
        return out

    def distance(self, a: EllipseValue, b: EllipseValue, config: EllipseConfig) -> float:
        if a == b:
            return 0.0
        a, b = ordered(a, b, lambda v: (v.x, v.y, v.rx, v.ry, v.rotation))
        one, other = ring(a, a.x, a.y), ring(b, a.x, a.y)
        return apart(convex_overlap(one, other), abs(area(one)), abs(area(other)))

    def clean(self, value: EllipseValue, config: EllipseConfig, target: Target) -> EllipseValue:
        """The rotation in [0, 180): half a turn brings an ellipse onto itself."""
        turned = value.rotation % 180.0
        return value.model_copy(update={"rotation": 0.0 if turned == 180.0 else turned})

    def between(self, a: EllipseValue, b: EllipseValue, t: float) -> EllipseValue:
        turn = (b.rotation - a.rotation + 90) % 180 - 90
        return EllipseValue(
            x=mix(a.x, b.x, t),
            y=mix(a.y, b.y, t),
            rx=mix(a.rx, b.rx, t),
            ry=mix(a.ry, b.ry, t),
            rotation=(a.rotation + turn * t) % 180 if 0 < t < 1 else (a if t <= 0 else b).rotation,
        )

    def lower(self, value: EllipseValue) -> dict[str, BaseModel]:
        """The ring of 72 corners on the outline, and the box that touches it on four sides."""
        angle = math.radians(value.rotation)
        half_w = math.hypot(value.rx * math.cos(angle), value.ry * math.sin(angle))
        half_h = math.hypot(value.rx * math.sin(angle), value.ry * math.cos(angle))
        box = BoxValue(x=value.x - half_w, y=value.y - half_h, width=2 * half_w, height=2 * half_h)
        return {"polygon": PolygonValue(parts=(tuple(ring(value)),)), "box": box}

    def summary(self, value: EllipseValue, config: EllipseConfig) -> str:
        size = f"{2 * value.rx:.0f} × {2 * value.ry:.0f}"
        turned = f", {value.rotation:.0f}°" if value.rotation else ""
        return f"{size} around {value.x:.0f}, {value.y:.0f}{turned}"

    def examples(self) -> Sequence[Example[EllipseConfig, EllipseValue]]:
        make = EllipseValue
        return [
            Example(
                EllipseConfig(),
                valid=[
                    make(x=100, y=80, rx=60, ry=20, rotation=30),
                    make(x=100, y=80, rx=40, ry=40, rotation=0),
                    make(x=320.5, y=240, rx=30, ry=120, rotation=179.5),
                ],
                invalid=[
                    make(x=100, y=80, rx=60, ry=0, rotation=30),
                    make(x=700, y=80, rx=60, ry=20, rotation=0),
                ],
                target=Target(extent=Extent(width=640, height=480)),
            )
        ]


def ring(value: EllipseValue, from_x: float = 0.0, from_y: float = 0.0) -> list[Point]:
    """Corners on the outline, clockwise; seen from an origin near by, more exact."""
    angle = math.radians(value.rotation)
    cos, sin = math.cos(angle), math.sin(angle)
    out: list[Point] = []
    for number in range(CORNERS):
        turn = 2 * math.pi * number / CORNERS
        dx, dy = value.rx * math.cos(turn), value.ry * math.sin(turn)
        out.append((value.x - from_x + dx * cos - dy * sin, value.y - from_y + dx * sin + dy * cos))
    return out
