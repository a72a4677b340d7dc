"""Betting against a mean: bounds for bounded losses that hold for any sample size, also while it grows.

A gambler who doubts that the mean is as high as m stakes a share lambda of the wealth on each drawn loss z:
wealth · (1 + lambda · (m_t − z)), where m_t is the mean of what is left if the mean of all were m. If it is m or more,
wealth is a nonnegative supermartingale: it ever reaches 1/alpha with a chance of at most alpha (Ville 1939). So a mean
for which it did is refuted, whenever one looks. I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random
variables by betting", JRSS-B 2024 (with and without replacement).

The stakes are a mixture that is set before drawing: so wealth grows with m and shrinks with every loss, which makes
the refuted means an interval and lets regions that contain one another be tested together.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from goldlabel.core.problem import Invalid

Floats = NDArray[np.float64]
STAKES = 12
SAFE = 0.95
"""Stakes stay below this share of ruin."""


def stakes(count: int = STAKES) -> Floats:
    """A geometric grid of shares of ruin: some stake is within a factor of 2 of the best one, whatever that is."""
    return SAFE * np.exp2(-np.arange(count, dtype=np.float64))


def log_wealth(losses: Floats, total: float, population: int | None, stake: Floats, bound: float = 1.0) -> Floats:
    """Log of the mixture's wealth after each loss, against "the losses of the population sum to `total` or more".

    `losses` float[draws] in 0 … bound, in the order of drawing without replacement; `population` None: drawn with
    replacement, and `total` is the mean. `stake`: shares s of ruin; lambda_t = s / (bound − m_t), so that the largest
    loss leaves 1 − s of the wealth. Each factor grows with m_t and falls with z, hence wealth grows with `total` and
    falls with every loss. inf once the hypothesis is impossible: the items left are too few. O(draws · stakes).
    """
    if not len(losses):
        return np.zeros(0)
    if population is None:
        mean = np.full(len(losses), float(total))
    else:
        before = np.concatenate([[0.0], np.cumsum(losses)[:-1]])
        mean = (total - before) / (population - np.arange(len(losses)))
    impossible = np.maximum.accumulate(mean > bound * (1 + 1e-12))
    mean = np.clip(mean, 0.0, bound * (1 - 1e-9))
    gain = (mean - losses) / (bound - mean)
    each = np.cumsum(np.log1p(stake[:, None] * gain[None, :]), axis=1)
    top = each.max(axis=0)
    return np.where(impossible, np.inf, top + np.log(np.exp(each - top).mean(axis=0)))


@dataclass(frozen=True, slots=True)
class Interval:
    """Of a mean; holds at all times at once."""

    low: float
    high: float


class Watch:
    """A confidence sequence for the mean of losses in 0 … bound: look after every draw, stop whenever you like.

        watch = Watch(confidence=0.95, population=2_299)
        for loss in drawn:
            interval = watch.add(loss)

    `population`: how many items the draws are taken from without replacement; None: independent draws. The chance that
    the true mean is ever outside is at most 1 − confidence (half of it on each side). O(draws) per look.
    When not to use it: a sample whose size was fixed beforehand; exact bounds are narrower there.
    """

    def __init__(self, confidence: float = 0.95, population: int | None = None, bound: float = 1.0) -> None:
        if not 0 < confidence < 1:
            raise Invalid(f"must lie between 0 and 1, not {confidence}", where="confidence")
        if not (math.isfinite(bound) and bound > 0):
            raise Invalid(f"must be a positive number, not {bound}", where="bound")
        self._level = math.log(2 / (1 - confidence))
        self._population, self._bound = population, bound
        self._losses: list[float] = []
        self._now = Interval(0.0, bound)

    def add(self, losses: ArrayLike) -> Interval:
        """One more loss, or several in the order of drawing; the interval after the last of them."""
        new = np.atleast_1d(np.asarray(losses, np.float64)).ravel()
        if not (np.isfinite(new).all() and (new >= 0).all() and (new <= self._bound).all()):
            raise Invalid(f"must lie in 0 … {self._bound:g}", where="loss")
        if self._population is not None and len(self._losses) + len(new) > self._population:
            raise Invalid(f"more draws than the {self._population:,} items there are", where="population")
        if len(new):
            self._losses += new.tolist()
            self._look()
        return self._now

    @property
    def interval(self) -> Interval:
        return self._now

    def _look(self) -> None:
        seen = np.array(self._losses)
        high = self._refuted_above(seen, self._now.high)
        low = self._bound - self._refuted_above(self._bound - seen, self._bound - self._now.low)
        self._now = Interval(max(self._now.low, min(low, high)), min(self._now.high, max(low, high)))

    def _refuted_above(self, seen: Floats, high: float) -> float:
        """The smallest mean that is refuted now, by bisection (wealth grows with the mean)."""
        scale = self._population or 1
        stake = stakes()
        low = 0.0
        for _ in range(30):
            middle = (low + high) / 2
            if log_wealth(seen, middle * scale, self._population, stake, self._bound)[-1] >= self._level:
                high = middle
            else:
                low = middle
        return high
