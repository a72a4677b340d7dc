"""The exact rule for 0–1 loss: how many sampled errors may stay inside what the model's labels are accepted for.

Of n items, K are drawn without replacement and answered by the expert; all items stand in an order, least
trustworthy last. Let m = floor(eps · n) errors be allowed and r = m + 1. With

    g = the largest count such that P(Hypergeometric(n, r + g marked, K draws) <= g) <= alpha,

take items away from the end, the expert answering each, until at most g of the errors that were drawn are left.
The rest, the *region*, keeps the model's labels where nothing was drawn. Then the chance that more than m errors
remain in the whole list is at most alpha.

Proof. Remaining errors are undrawn ones in the region. Let the process stop with x <= g drawn errors inside. More
than m undrawn ones mean that the region holds at least r + x errors. If it stopped because a drawn error left
(x = g), then among the r + g errors that leave last at most g were drawn; each set of r + g errors that is fixed by
the order has that chance, which is <= alpha by the choice of g. If it never started (x < g, nothing left), the whole
list has r + j errors with j < g, of which at most j were drawn: a chance that is smaller still, because one more
marked item adds at most one to the drawn.

**The order may be revised on the way.** Which errors were drawn is exchangeable: given how many drawn errors the
region still holds, every set of that many of its errors is equally likely to be the drawn one. So an item may be
chosen by whatever was seen *outside* the region (labels answered there, a model trained on them) and by the number
of drawn errors left inside, and the errors that leave last are drawn with the same law as under a fixed order.
Nothing else that was drawn inside the region may be looked at. (The argument is that of AdaPT, Lei and Fithian, JRSS-B
2018, for p-values; the rule with a fixed order is research/quality_science.md §2.3.)

When not to use it: losses that are not 0 or 1 (see `bounded`), samples that were not drawn uniformly.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldlabel.learning.certify.tails import fewest_draws, hypergeometric_cdf

Floats = NDArray[np.float64]
STEP = 1.08
"""Counts of tolerated errors that are tried grow by this factor beyond the first dozen."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Draw `draws` of `population` items; accept when at most `tolerated` drawn errors are left inside. `chance` is
    the largest chance of a false certificate. `expected`: labels it expects to save, by the predicted errors."""

    population: int
    allowed: int
    draws: int
    tolerated: int
    chance: float
    expected: float = 0.0


def allowed_errors(items: int, target: float) -> int:
    """floor(target · items), where rounding of the product does not count: .07 · 100 allows 7."""
    return int(np.floor(items * target + 1e-9))


def chance(population: int, allowed: int, draws: int, tolerated: int) -> float:
    """The largest chance of a false certificate: P(at most `tolerated` of the allowed + 1 + tolerated are drawn)."""
    marked = allowed + 1 + tolerated
    return hypergeometric_cdf(tolerated, population, marked, draws) if marked <= population else 0.0


def tolerated(population: int, allowed: int, draws: int, alpha: float) -> int | None:
    """The rule's g; None where even 0 is too many: nothing can be accepted. O(log draws) tails."""
    if chance(population, allowed, draws, 0) > alpha:
        return None
    low, high = 0, draws
    while low < high:
        middle = (low + high + 1) // 2
        if chance(population, allowed, draws, middle) <= alpha:
            low = middle
        else:
            high = middle - 1
    return low


def plan_with(population: int, allowed: int, draws: int, alpha: float) -> Plan | None:
    """The plan for a given number of draws; None where it can accept nothing."""
    count = tolerated(population, allowed, draws, alpha)
    return None if count is None else Plan(population, allowed, draws, count, chance(population, allowed, draws, count))


def best_plan(predicted: Floats, allowed: int, alpha: float, seen: float = math.inf) -> Plan | None:
    """The plan that leaves most labels to the model on average, if errors fall as predicted; None where none is worth
    it.

    `predicted`: chance of an error of each item, most trustworthy first. `seen`: how many errors that was learned from;
    so much their level is in doubt (see `doubts`). Wrong predictions cost labels, never validity. For each g only the
    fewest draws that allow it are looked at: any more would be for nothing. With them the region ends at the item where
    errors · draws / population reaches g + 1.
    """
    population = len(predicted)
    if allowed >= population:
        return Plan(population, allowed, 0, 0, 0.0, float(population))
    running = np.cumsum(predicted)
    levels = doubts(seen)
    best: Plan | None = None
    worse = 0
    for count in _counts():
        draws = fewest_draws(population, allowed + 1 + count, count, alpha)
        if draws is None or draws >= population:
            break
        share = draws / population
        saved = float(np.searchsorted(running, (count + 1) / (share * levels)).mean()) * (1 - share)
        if best is None or saved > best.expected:
            best, worse = Plan(population, allowed, draws, count, chance(population, allowed, draws, count), saved), 0
        else:
            worse += 1
        if worse > 12 and saved < 0.8 * best.expected:
            break
    return best if best is not None and best.expected >= 1 else None


def doubts(seen: float) -> Floats:
    """Five equally likely factors of a level that rests on so many errors: quantiles of Gamma(s) / s, s = seen + 1.

    By the cube root of E. Wilson and M. Hilferty (1931).
    """
    if math.isinf(seen):
        return np.ones(1)
    shape = seen + 1.0
    middle = 1 - 1 / (9 * shape)
    return np.maximum(middle + np.array([-1.2816, -0.5244, 0.0, 0.5244, 1.2816]) / (3 * np.sqrt(shape)), 0.05) ** 3


def _counts() -> Iterator[int]:
    count = 0
    while True:
        yield count
        count = max(count + 1, int(count * STEP))
