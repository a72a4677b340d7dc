"""A stretch of text."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from ..core.geometry import apart, unanimous
from ..core.kind import Example, Extent, Shape, Surface, Target
from ..core.model import Model
from ..core.problem import Problem

Offset = Annotated[int, Field(strict=True, ge=0, le=2**31)]


class SpanConfig(Model):
    """Nothing to set."""


class SpanValue(Model):
    """Unicode code points of the stored text, from `start` up to but without `end`."""

    start: Offset
    end: Offset


class Span(Shape[SpanConfig, SpanValue]):
    """A stretch of text. Distance: 1 − IoU of the code points."""

    name, surface, Config, Value = "span", Surface.text, SpanConfig, SpanValue

    def check(self, value: SpanValue, config: SpanConfig, target: Target) -> list[Problem]:
        if value.end <= value.start:
            return [Problem("end", f"must come after start ({value.start})")]
        if target.extent.length is not None and value.end > target.extent.length:
            return [Problem("end", f"lies behind the text, which has {target.extent.length} characters")]
        return []

    def distance(self, a: SpanValue, b: SpanValue, config: SpanConfig) -> float:
        if a == b:
            return 0.0
        overlap = max(0, min(a.end, b.end) - max(a.start, b.start))
        return apart(overlap, a.end - a.start, b.end - b.start)

    def combine(self, values: Sequence[SpanValue], weights: Sequence[float], config: SpanConfig) -> SpanValue:
        """The start and the end that most weight agrees on; the medoid where one of them has no single winner."""
        start = _winner([value.start for value in values], weights)
        end = _winner([value.end for value in values], weights)
        if start is None or end is None or end <= start or unanimous(values):
            return super().combine(values, weights, config)
        return SpanValue(start=start, end=end)

    def summary(self, value: SpanValue, config: SpanConfig) -> str:
        return f"{value.start}–{value.end}"

    def examples(self) -> Sequence[Example[SpanConfig, SpanValue]]:
        return [
            Example(
                SpanConfig(),
                valid=[SpanValue(start=0, end=5), SpanValue(start=4, end=5), SpanValue(start=0, end=11)],
                invalid=[SpanValue(start=5, end=5), SpanValue(start=7, end=3), SpanValue(start=3, end=12)],
                target=Target(extent=Extent(length=11)),
            )
        ]


def _winner(places: Sequence[int], weights: Sequence[float]) -> int | None:
    votes: dict[int, float] = {}
    for place, weight in zip(places, weights, strict=True):
        votes[place] = votes.get(place, 0.0) + weight
    top = max(votes.values())
    best = [place for place, vote in votes.items() if vote == top]
    return best[0] if len(best) == 1 else None
