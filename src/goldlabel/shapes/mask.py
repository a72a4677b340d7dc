"""Any set of a picture's pixels."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, Field

from ..core.geometry import BoxValue, PolygonValue, apart, unanimous
from ..core.kind import Example, Extent, Shape, Surface, Target
from ..core.model import Model
from ..core.problem import Problem
from ..core.runs import LARGEST, extent, majority, mask_of, outlines, shared
from ..core.runs import Mask as Runs

Side = Annotated[int, Field(strict=True, gt=0, le=LARGEST)]


class MaskConfig(Model):
    """Nothing to set."""


class MaskValue(Model):
    """COCO's packed run lengths: `size`: height and width of the whole picture; `counts`: runs down its columns."""

    size: tuple[Side, Side]
    counts: Annotated[str, Field(max_length=1 << 24)]


class Mask(Shape[MaskConfig, MaskValue]):
    """Any set of a picture's pixels, in the picture's own size.

    Distance: 1 − IoU, counted; 1 for masks of different sizes. Combined: the pixels that more than half of the
    weight has. Lowers to the rings around its parts, which fill its holes, and to its box.
    """

    name, surface, Config, Value = "mask", Surface.plane, MaskConfig, MaskValue

    def check(self, value: MaskValue, config: MaskConfig, target: Target) -> list[Problem]:
        try:
            mask = _runs(value.size, value.counts)
        except ValueError as error:
            return [Problem("counts", str(error))]
        out: list[Problem] = []
        size = (target.extent.height, target.extent.width)
        if None not in size and value.size != size:
            out.append(Problem("size", f"is {list(value.size)}; the picture's height and width are {list(size)}"))
        if mask.area == 0:
            out.append(Problem("counts", "covers no pixel"))
        return out

    def distance(self, a: MaskValue, b: MaskValue, config: MaskConfig) -> float:
        if a == b:
            return 0.0
        try:
            one, other = _runs(a.size, a.counts), _runs(b.size, b.counts)
        except ValueError:
            return 1.0
        return apart(shared(one, other), one.area, other.area) if a.size == b.size else 1.0

    def clean(self, value: MaskValue, config: MaskConfig, target: Target) -> MaskValue:
        return MaskValue.model_validate(_runs(value.size, value.counts).rle())

    def combine(self, values: Sequence[MaskValue], weights: Sequence[float], config: MaskConfig) -> MaskValue:
        """The pixels that more than half of the weight has; the medoid where that is none of them."""
        if unanimous(values):
            return values[0]
        try:
            masks = [_runs(value.size, value.counts) for value in values]
        except ValueError:
            return super().combine(values, weights, config)
        if len({value.size for value in values}) > 1:
            return super().combine(values, weights, config)
        most = majority(masks, weights)
        return MaskValue.model_validate(most.rle()) if most.area else super().combine(values, weights, config)

    def lower(self, value: MaskValue) -> dict[str, BaseModel]:
        mask = _runs(value.size, value.counts)
        sides = extent(mask)
        if sides is None:
            return {}
        left, top, right, bottom = (float(side) for side in sides)
        parts = tuple(tuple(ring) for ring in outlines(mask))
        return {
            "polygon": PolygonValue(parts=parts),
            "box": BoxValue(x=left, y=top, width=right - left, height=bottom - top),
        }

    def summary(self, value: MaskValue, config: MaskConfig) -> str:
        height, width = value.size
        try:
            covered = _runs(value.size, value.counts).area
        except ValueError:
            return f"mask of {width} × {height}"
        return f"{covered} px, {covered / (width * height):.1%} of {width} × {height}"

    def examples(self) -> Sequence[Example[MaskConfig, MaskValue]]:
        def make(*runs: int) -> MaskValue:
            return MaskValue.model_validate(Runs(30, 40, (*runs, 1200 - sum(runs))).rle())

        return [
            Example(
                MaskConfig(),
                valid=[make(460, 9, 21, 9, 20, 11), make(462, 6, 24, 6, 24, 6, 24, 6), make(430, 4, 3, 4, 19, 4, 3, 4)],
                invalid=[
                    make(),
                    MaskValue(size=(30, 40), counts="~~~"),
                    MaskValue(size=(30, 40), counts="5"),
                    MaskValue(size=(40, 30), counts=make(10, 1190).counts),
                ],
                target=Target(extent=Extent(width=40, height=30)),
            )
        ]


@lru_cache(maxsize=32)
def _runs(size: tuple[int, int], counts: str) -> Runs:
    return mask_of({"size": list(size), "counts": counts})
