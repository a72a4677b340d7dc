"""AUROC: how often a score ranks a positive above a negative, with an interval.

A = P(score of a positive > score of a negative) + ½ P(they are equal), the Mann-Whitney statistic. Interval: DeLong,
DeLong and Clarke-Pearson (1988) by mid-ranks (Sun and Xu 2014), on the logit scale so that it stays within 0 … 1.
With fewer than `FEW` of either class, or no variance at all (A = 0 or 1), an interval that is guaranteed for every
distribution takes its place: all A' with m · KL(A, A') <= log(2 / α), m the smaller class (Hoeffding 1963 for
two-sample averages); it is wider. O(n log n).

An AUROC says nothing about calibration (see `calibration`), nor about the top of a ranking when positives are rare.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt
from statistics import NormalDist
from typing import Any

import numpy as np

from goldlabel.agreement.metric import Floats
from goldlabel.core.problem import Invalid

FEW = 20


@dataclass(frozen=True, slots=True)
class Auroc:
    """`value` with its interval; None without both classes. `method`: delong or guaranteed; `note`: what to mind."""

    value: float | None
    low: float | None
    high: float | None
    positives: int
    negatives: int
    method: str
    note: str = ""


def auroc(scores: Sequence[float] | Any, positive: Sequence[bool] | Any, level: float = 0.95) -> Auroc:
    """AUROC of finite scores float[n]; `positive` bool[n]: which should rank high (is right, is an error …).

    Raises Invalid for different lengths and scores that are no finite numbers.
    """
    given, yes = np.asarray(scores, np.float64), np.asarray(positive, bool)
    if given.shape != yes.shape or given.ndim != 1:
        raise Invalid(f"{len(given)} scores but {len(yes)} answers whether positive")
    if not np.isfinite(given).all():
        raise Invalid(f"score {int(np.flatnonzero(~np.isfinite(given))[0])} is not finite", where="scores")
    up, down = given[yes], given[~yes]
    if not len(up) or not len(down):
        return Auroc(None, None, None, len(up), len(down), "none", "needs positives and negatives")
    above, below = placements(up, down)
    value, least = float(above.mean()), min(len(up), len(down))
    error = _error(above) + _error(below) if least > 1 else inf
    if least < FEW or error == 0 or value in (0.0, 1.0):
        low, high = _guaranteed(value, least, 1 - level)
        method = "guaranteed"
    else:
        low, high = _on_logits(value, sqrt(error), level)
        method = "delong"
    note = "the score ranks no better than chance, as far as this sample shows" if low <= 0.5 <= high else ""
    return Auroc(value, low, high, len(up), len(down), method, note)


def placements(up: Floats, down: Floats) -> tuple[Floats, Floats]:
    """For each positive the share of negatives below it, for each negative that of positives above; equals by half."""
    return _share_below(up, down), 1 - _share_below(down, up)


def _share_below(these: Floats, those: Floats) -> Floats:
    ordered = np.sort(those)
    return (np.searchsorted(ordered, these, "left") + np.searchsorted(ordered, these, "right")) / (2 * len(those))


def _error(shares: Floats) -> float:
    return float(shares.var(ddof=1)) / len(shares)


def _on_logits(value: float, error: float, level: float) -> tuple[float, float]:
    middle, wide = log(value / (1 - value)), NormalDist().inv_cdf((1 + level) / 2) * error / (value * (1 - value))
    return 1 / (1 + exp(min(700.0, wide - middle))), 1 / (1 + exp(max(-700.0, -wide - middle)))


def _guaranteed(value: float, count: int, alpha: float) -> tuple[float, float]:
    room = log(2 / alpha) / count
    return _end(value, 0.0, room), _end(value, 1.0, room)


def _end(value: float, far: float, room: float) -> float:
    """The point between `value` and `far` at which KL(value, point) reaches `room`."""
    near, end = value, far
    for _ in range(200):
        middle = (near + end) / 2
        if _divergence(value, middle) <= room:
            near = middle
        else:
            end = middle
    return end


def _divergence(p: float, q: float) -> float:
    """KL of two coins."""
    if p == q:
        return 0.0
    if q <= 0 or q >= 1:
        return inf
    return (p * log(p / q) if p else 0.0) + ((1 - p) * log((1 - p) / (1 - q)) if p < 1 else 0.0)
