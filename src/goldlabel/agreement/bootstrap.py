"""Bootstrap intervals by resampling items.

Items are what was drawn from a larger whole, so a draw takes as many items with replacement, each with all its answers
(Efron and Tibshirani 1993; for α Krippendorff's own bootstrap resamples pairs and ignores that answers to one item hang
together). The interval lies between quantiles of the draws (percentile method). Not for fewer than some 20 items: the
quantiles are then too near. Workers are taken as given: the interval is about other items, not about other workers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from goldlabel.agreement.metric import Floats, add_up
from goldlabel.agreement.units import Units

DRAWS = 1000


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


class Coefficient(Protocol):
    """Made for some units; `value` is nan where it is not defined."""

    def value(self, weighed: Weighed) -> float: ...


def draw(coefficients: Sequence[Coefficient], units: Units, draws: int = DRAWS, seed: int = 0) -> Floats:
    """float64[draws, coefficients]: the coefficients of resampled items. Deterministic for a seed.

    O(draws · answers), or O(draws · patterns) for units that are patterns.
    """
    rng = np.random.default_rng(seed)
    count = int(units.times.sum())
    out = np.full((draws, len(coefficients)), np.nan)
    if not count:
        return out
    single = len(units) == count
    for row in out:
        if single:
            weight = np.bincount(rng.integers(0, count, count), minlength=count).astype(np.float64)
        else:
            weight = rng.multinomial(count, units.times / count).astype(np.float64)
        weighed = Weighed(units, weight)
        row[:] = [one.value(weighed) for one in coefficients]
    return out


def interval(drawn: Floats, level: float = 0.95) -> tuple[float, float] | None:
    """Between the quantiles of the draws that have a value; None with fewer than half of them."""
    defined = drawn[np.isfinite(drawn)]
    if not len(defined) or len(defined) < len(drawn) / 2:
        return None
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
