"""Fleiss' κ: agreement of many workers, corrected by the chance that two random answers are equal.

κ = (P − Pe) / (1 − Pe). P is the mean over units of the share of equal pairs, Pe = Σ_c p_c² with p_c the mean over
units of the share of class c. Source: Fleiss, "Measuring nominal scale agreement among many raters" (1971), for the
same number of answers in every unit; units of different sizes as in Gwet, *Handbook of Inter-Rater Reliability* (4th
ed. 2014), chapter 2: P over units with two answers or more, p_c over all units. O(answers). Nominal classes.

Not for imbalanced classes (the prevalence paradox: κ falls though nearly all pairs agree; see `gwet`), nor where who
answered what differs on purpose: it takes all workers as one.
"""

import numpy as np

from goldlabel.agreement.bootstrap import Weighed, whole
from goldlabel.agreement.metric import dot
from goldlabel.agreement.units import Units, units_of
from goldlabel.frames.answers import Coded


class Fleiss:
    def __init__(self, units: Units) -> None:
        self.units = units
        self._paired = (units.sizes > 1).astype(np.float64)
        self._equal = units.equal / np.maximum(units.sizes * (units.sizes - 1.0), 1)

    def value(self, weighed: Weighed) -> float:
        units, paired = self.units, dot(weighed.weight, self._paired)
        if not paired:
            return float("nan")
        chance = float(weighed.shares @ weighed.shares)
        agreed = dot(weighed.weight, self._equal) / paired
        return (agreed - chance) / (1 - chance) if chance < 1 - 1e-15 and len(units.classes) > 1 else float("nan")


def fleiss(coded: Coded) -> float | None:
    """Fleiss' κ of coded answers; None where no unit has two answers, or all answers are the same."""
    units = units_of(coded).patterns
    found = Fleiss(units).value(whole(units))
    return found if np.isfinite(found) else None
