"""An upright rectangle."""

from collections.abc import Sequence

from pydantic import BaseModel

from ..core.geometry import (
    BoxValue,
    PolygonValue,
    apart,
    box_overlap,
    median,
    mix,
    outside,
    rectangle,
    unanimous,
)
from ..core.kind import Example, Extent, Shape, Surface, Target
from ..core.model import Model
from ..core.problem import Problem


class BoxConfig(Model):
    """Nothing to set."""


class Box(Shape[BoxConfig, BoxValue]):
    """An upright rectangle in pixels. Distance: 1 − IoU."""

    name, surface, Config, Value = "box", Surface.plane, BoxConfig, BoxValue

    def check(self, value: BoxValue, config: BoxConfig, target: Target) -> list[Problem]:
        out = [Problem(side, "must be above 0") for side in ("width", "height") if getattr(value, side) <= 0]
        if found := outside(rectangle(value), target.extent.width, target.extent.height):
            out.append(Problem("", found))
        return out

    def distance(self, a: BoxValue, b: BoxValue, config: BoxConfig) -> float:
        return 0.0 if a == b else apart(box_overlap(a, b), a.width * a.height, b.width * b.height)

    def combine(self, values: Sequence[BoxValue], weights: Sequence[float], config: BoxConfig) -> BoxValue:
        """The weighted median of each of the four edges."""
        if unanimous(values):
            return values[0]
        left, top = median([v.x for v in values], weights), median([v.y for v in values], weights)
        right = median([v.x + v.width for v in values], weights)
        bottom = median([v.y + v.height for v in values], weights)
        if right <= left or bottom <= top:
            return super().combine(values, weights, config)
        return BoxValue(x=left, y=top, width=right - left, height=bottom - top)

    def between(self, a: BoxValue, b: BoxValue, t: float) -> BoxValue:
        return BoxValue(
            x=mix(a.x, b.x, t),
            y=mix(a.y, b.y, t),
            width=mix(a.width, b.width, t),
            height=mix(a.height, b.height, t),
        )

    def lower(self, value: BoxValue) -> dict[str, BaseModel]:
        return {"polygon": PolygonValue(parts=(tuple(rectangle(value)),))}

    def summary(self, value: BoxValue, config: BoxConfig) -> str:
        return f"{value.width:.0f} × {value.height:.0f} at {value.x:.0f}, {value.y:.0f}"

    def examples(self) -> Sequence[Example[BoxConfig, BoxValue]]:
        return [
            Example(
                BoxConfig(),
                valid=[
                    BoxValue(x=10, y=20, width=100, height=50),
                    BoxValue(x=0, y=0, width=640, height=480),
                    BoxValue(x=30.5, y=25.25, width=80.125, height=60),
                ],
                invalid=[
                    BoxValue(x=10, y=20, width=0, height=50),
                    BoxValue(x=600, y=20, width=100, height=50),
                    BoxValue(x=-5, y=20, width=10, height=50),
                ],
                target=Target(extent=Extent(width=640, height=480)),
            )
        ]
