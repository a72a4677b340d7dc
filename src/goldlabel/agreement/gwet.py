"""Gwet's AC1, and AC2 with weights: agreement that does not fall when one class is nearly all.

AC = (pa − pe) / (1 − pe). pa is the mean over units (two answers or more) of the weighted share of pairs that agree;
pe = T / (q (q − 1)) · Σ_c π_c (1 − π_c), with q classes, π_c the mean over all units of the share of class c, and T
the sum of all q² weights. AC1 has weight 1 for equal classes and 0 for others (T = q); AC2 has partial weights 1 − |a
− b| / range (`linear`) or 1 − (a − b)² / range² (`quadratic`), for places 0 … q − 1 of ordered classes. Sources:
Gwet, "Computing inter-rater reliability and its variance in the presence of high agreement" (2008); *Handbook of
Inter-Rater Reliability* (4th ed. 2014), chapters 4 and 5, also for missing answers. O(answers).

Chance means something else here than in κ and α (workers guess on hard units only), so values are no substitute for
theirs and are higher under imbalance. q counts the classes there are: one never used belongs in `classes`. Not for
numbers or free text."""

from functools import partial

import numpy as np

from goldlabel.agreement.bootstrap import Weighed, whole
from goldlabel.agreement.metric import Floats, Ints, dot
from goldlabel.agreement.units import Units, units_of
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Coded

WEIGHTS = ("identity", "linear", "quadratic")


class Gwet:
    def __init__(self, units: Units, weights: str = "identity") -> None:
        if weights not in WEIGHTS:
            raise Invalid(f"weights are {', '.join(WEIGHTS)}, not {weights!r}", where="weights")
        count = len(units.classes)
        place, span = np.arange(count), max(count - 1, 1)
        self._paired = (units.sizes > 1).astype(np.float64)
        pairs = np.maximum(units.sizes * (units.sizes - 1.0), 1)
        if weights == "identity":
            apart, total = units.apart("nominal", np.ones(count)), float(count)
        else:
            power = 1 if weights == "linear" else 2
            apart = units.added(partial(_apart, span, power))
            total = float((1 - (np.abs(place[:, None] - place) / span) ** power).sum())
        self._agreed = self._paired - apart / pairs
        self._scale = total / max(count * (count - 1), 1)
        self._count = count

    def value(self, weighed: Weighed) -> float:
        paired = dot(weighed.weight, self._paired)
        if not paired or self._count < 2:
            return float("nan")
        given = weighed.shares
        chance = self._scale * float(given @ (1 - given))
        return (dot(weighed.weight, self._agreed) / paired - chance) / (1 - chance)


def _apart(span: int, power: int, a: Ints, b: Ints) -> Floats:
    return (np.abs(a - b) / span) ** power


def gwet(coded: Coded, weights: str = "identity") -> float | None:
    """AC1 (`identity`) or AC2 (`linear`, `quadratic`) of coded answers; None with one class, or no unit with two
    answers.

    Classes are in the order of `coded.classes`. Raises Invalid for other weights.
    """
    units = units_of(coded).patterns
    found = Gwet(units, weights).value(whole(units))
    return found if np.isfinite(found) else None
