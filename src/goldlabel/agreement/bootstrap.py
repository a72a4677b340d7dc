"""Bootstrap intervals by resampling items.

Items are what was drawn from a larger whole, so a draw takes as many items with replacement, each with all its answers
(Efron and Tibshirani 1993; for α Krippendorff's own bootstrap resamples pairs and ignores that answers to one item hang
together). The interval lies between quantiles of the draws (percentile method). Not for fewer than some 20 items: the
quantiles are then too near. Workers are taken as given: the interval is about other items, not about other workers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from goldlabel.agreement.metric import Floats, Ints, add_up, dot
from goldlabel.agreement.units import Units

DRAWS = 1000
TOGETHER = 16
"""So many draws are counted at once, by one product of matrices."""


@dataclass
class Weighed:
    """Units, each counted `weight` times; the sums that several coefficients need are made once."""

    units: Units
    weight: Floats

    @cached_property
    def marginal(self) -> Floats:
        """Answers per class, in units with two answers or more."""
        weight = self.weight * (self.units.sizes > 1)
        return add_up(self.units.code, np.repeat(weight, self.units.sizes), len(self.units.classes))

    @cached_property
    def shares(self) -> Floats:
        """Mean over units of the share of each class within the unit."""
        units = self.units
        if units.even:
            sums = self.marginal
        else:
            each = self.weight / np.maximum(units.sizes, 1)
            sums = add_up(units.code, np.repeat(each, units.sizes), len(units.classes))
        return sums / max(float(sums.sum()), 1e-300)


class Coefficient(Protocol):
    """Made for some units; `value` is nan where it is not defined."""

    def value(self, weighed: Weighed) -> float: ...


class Ratio:
    """One sum over units by another: pairs that agree by pairs, edits by words."""

    def __init__(self, above: Floats, below: Floats) -> None:
        self.above, self.below = above, below

    def value(self, weighed: Weighed) -> float:
        below = dot(weighed.weight, self.below)
        return dot(weighed.weight, self.above) / below if below else float("nan")


class OnParts:
    """A coefficient of units that lie within items (regions): drawn with their item."""

    def __init__(self, inner: Coefficient, parts: Units, home: Ints) -> None:
        """`home` int64[parts]: the item of each part."""
        self.inner, self.parts, self.home = inner, parts, home

    def value(self, weighed: Weighed) -> float:
        return self.inner.value(Weighed(self.parts, weighed.weight[self.home]))


def whole(units: Units) -> Weighed:
    """Every unit as often as it is there."""
    return Weighed(units, units.times)


def resampled(units: Units, draws: int = DRAWS, seed: int = 0) -> Iterator[Weighed]:
    """As many items, drawn with replacement, `draws` times. O(items) each, O(patterns) for units that are patterns."""
    rng = np.random.default_rng(seed)
    count = int(units.times.sum())
    if not count:
        return
    if len(units) < count:
        for _ in range(draws):
            yield Weighed(units, rng.multinomial(count, units.times / count).astype(np.float64))
        return
    for first in range(0, draws, TOGETHER):
        rows = [
            np.bincount(rng.integers(0, count, count), minlength=count) for _ in range(min(TOGETHER, draws - first))
        ]
        weights = np.array(rows, np.float32)
        marginals = units.marginals(weights)
        for at, weight in enumerate(weights):
            weighed = Weighed(units, weight.astype(np.float64))
            if marginals is not None:
                weighed.marginal = marginals[at]
            yield weighed


def draw(coefficients: Sequence[Coefficient], units: Units, draws: int = DRAWS, seed: int = 0) -> Floats:
    """Float64[draws, coefficients]: the coefficients of resampled items, nan where undefined. Deterministic."""
    rows = [[one.value(weighed) for one in coefficients] for weighed in resampled(units, draws, seed)]
    return np.array(rows, np.float64).reshape(len(rows), len(coefficients))


def interval(drawn: Floats, level: float = 0.95) -> tuple[float, float] | None:
    """Between the quantiles of the draws that have a value; None with fewer than half of them."""
    defined = drawn[np.isfinite(drawn)]
    if not len(defined) or len(defined) < len(drawn) / 2:
        return None
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
