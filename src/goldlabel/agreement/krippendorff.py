"""Krippendorff's α on arrays, with everything that resampling needs prepared once.

α = 1 − Do / De. Do is the mean difference δ² of answers to the same unit (each unit with m answers counts m times, its
ordered pairs by 1/(m − 1)), De the mean difference of any two answers in such units. Sources: Krippendorff, *Content
Analysis* (3rd ed. 2013), chapter 12; the formulas stand in `goldlabel.agreement.metric`.

Any number of workers, any answers missing. Not for: comparing data sets of different prevalence (see
docs/agreement.md), deciding whether labels are good (that is accuracy after consensus), answers without variation (α
is not defined)."""

from collections.abc import Callable
from typing import Any

import numpy as np

from goldlabel.agreement.alpha import SAMPLE
from goldlabel.agreement.bootstrap import Weighed, whole
from goldlabel.agreement.metric import Floats, Ints, difference, dot, expected
from goldlabel.agreement.units import Units, paired, units_of
from goldlabel.frames.answers import Coded

EXACT = 2000
"""Classes of the ratio metric up to which every pair of them is measured for each draw."""


class Krippendorff:
    """α of units under a named metric: nominal, ordinal, interval or ratio.

    O(answers) to make (ratio: O(pairs)); a value costs O(answers) for ordinal, else O(units + classes).
    """

    def __init__(self, units: Units, metric: str = "nominal") -> None:
        self.units, self.metric = units, metric
        self._within = None if metric == "ordinal" else self._apart(np.ones(len(units.classes)))
        self._ratio = None
        if metric == "ratio" and len(units.classes) <= EXACT:
            every = np.arange(len(units.classes))
            self._ratio = _table(units.values, every)

    def _apart(self, marginal: Floats) -> Floats:
        return self.units.apart(self.metric, marginal) * self.units.per_pair

    def parts(self, weighed: Weighed) -> tuple[float, float]:
        """Observed and expected disagreement; nan without answers."""
        marginal = weighed.marginal
        total = float(marginal.sum())
        if total < 2:
            return float("nan"), float("nan")
        within = self._apart(marginal) if self._within is None else self._within
        observed = dot(weighed.weight, within) / total
        if self._ratio is not None:
            return observed, float(marginal @ self._ratio @ marginal) / (total * (total - 1))
        return observed, expected(self.metric, self.units.values, marginal) / (total * (total - 1))

    def value(self, weighed: Weighed) -> float:
        return corrected(*self.parts(weighed))


class ByDistance:
    """α with any distance in place of δ² (Braylan, Alonso and Lease, WWW 2022): sets, trees, rankings, spans, boxes …

    Up to `SAMPLE` different answers are all compared; beyond, De is the mean over a sample of so many answers, drawn
    with the seed, and its error is part of the interval. O(pairs + sample²) calls of `distance`.
    """

    def __init__(self, units: Units, distance: Callable[[Any, Any], float], seed: int = 0) -> None:
        """`units.classes` are the values that `distance` compares."""
        self.units = units
        self.between = paired(lambda a, b: distance(units.classes[a], units.classes[b]) if a != b else 0.0)
        self._within = units.added(self.between) * units.per_pair
        pairable = np.flatnonzero((units.sizes > 1)[units.unit])
        self.sampled = len(np.unique(units.code[pairable])) > SAMPLE
        if self.sampled:
            pairable = np.sort(np.random.default_rng(seed).choice(pairable, SAMPLE, replace=False))
            self._unit, codes = units.unit[pairable], units.code[pairable]
        else:
            self._unit, codes = None, np.arange(len(units.classes))
        self.table = np.zeros((len(codes), len(codes)))
        used = np.isin(codes, units.code[pairable])
        for row, a in enumerate(codes.tolist()):
            after = np.flatnonzero(used[row + 1 :]) + row + 1 if used[row] else np.empty(0, np.int64)
            self.table[row, after] = self.between(np.full(len(after), a), codes[after])
        self.table += self.table.T

    def parts(self, weighed: Weighed) -> tuple[float, float]:
        """Observed and expected disagreement; nan without answers."""
        marginal = weighed.marginal
        total = float(marginal.sum())
        if total < 2:
            return float("nan"), float("nan")
        weight = marginal if self._unit is None else weighed.weight[self._unit]
        pairs = float(weight.sum()) ** 2 - float(weight.sum() if self._unit is None else weight @ weight)
        spread = float(weight @ self.table @ weight) / pairs if pairs > 0 else float("nan")
        return dot(weighed.weight, self._within) / total, spread

    def value(self, weighed: Weighed) -> float:
        return corrected(*self.parts(weighed))


def corrected(observed: float, by_chance: float) -> float:
    """1 − observed / expected; nan where nothing varies."""
    return 1 - observed / by_chance if by_chance > 0 and np.isfinite(observed) else float("nan")


def _table(values: Floats, codes: Ints) -> Floats:
    return difference("ratio", values, values, codes[:, None], codes)


def krippendorff(coded: Coded, metric: str = "nominal") -> float | None:
    """α of coded answers; ordinal, interval and ratio take the classes as numbers. None where it is not defined."""
    units = units_of(coded, numbers=metric != "nominal").patterns
    found = Krippendorff(units, metric).value(whole(units))
    return found if np.isfinite(found) else None
