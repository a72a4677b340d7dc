"""The rule for bounded losses (squared or absolute differences): bets against a prefix that loses too much.

Items stand in an order that is frozen before the draw. Fix a cap c. For a prefix R let wealth(R) be that of
`betting.log_wealth` against "the losses in R sum to c or more", on draws from the whole list, losses outside R
counted as 0. Stakes are fixed, so wealth falls as R grows. Let R* be the longest prefix with wealth >= 1/alpha.
Then P(loss(R*) > c) <= alpha: if R* loses more than c, it contains the shortest prefix that does, and that one's wealth
reached 1/alpha too, which has a chance of at most alpha (also when one looked after every draw).

What is found inside R* is corrected, hence credited: with c above the allowed sum m = eps · n, the expert goes on from
the end of R* until the corrected losses reach c − m. What remains is then at most m, whatever the order.

When not to use it: 0–1 loss (`exact` is sharper). Sources: Waudby-Smith and Ramdas 2024; threshold search as in
Candès, Ilyas and Zrnic, "Probably approximately correct labels" (arXiv 2506.10908); the credit is our own.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldlabel.learning.certify.betting import SAFE, log_wealth

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
SHARES = 40
LATTICE = 400
MARGIN = 0.3
"""What a mixture of three stakes costs against the best one, in log wealth, roughly."""


@dataclass(frozen=True, slots=True)
class Bet:
    """Draw `draws` of `population` items; refute losses of `cap` or more with `stakes` (shares of ruin). A loss is at
    most `bound`."""

    population: int
    draws: int
    cap: float
    bound: float
    stakes: tuple[float, ...]
    expected: float


def best_bet(predicted: Floats, allowed: float, alpha: float, spread: float, bound: float) -> Bet | None:
    """The bet that leaves most labels to the model, if losses fall as predicted; None where none is worth it.

    `predicted`: expected loss of each item, most trustworthy first. `spread`: E[loss²] / E[loss]. Wrong guesses cost
    labels, never validity.
    """
    population = len(predicted)
    running = np.cumsum(predicted)
    lengths = np.unique(np.linspace(1, population, LATTICE).astype(np.int64)) if population else np.empty(0, np.int64)
    mean = running[lengths - 1] / population
    best: Bet | None = None
    for share in np.geomspace(2 / max(population, 2), 0.9, SHARES):
        draws = int(np.ceil(share * population))
        cap = allowed / (1 - 0.9 * share)
        gap = np.maximum(cap / population - mean, 0.0)
        second = spread * mean + gap**2
        stake = np.minimum(gap / np.maximum(second, 1e-300), SAFE / max(bound - cap / population, 1e-9))
        growth = draws * (stake * gap - stake**2 * second / 2) / (1 - share / 2)
        enough = np.flatnonzero(growth >= math.log(1 / alpha) + MARGIN)
        if not len(enough):
            continue
        last = enough[-1]
        saved = float(lengths[last] * (1 - share))
        if best is None or saved > best.expected:
            ruin = stake[last] * (bound - cap / population)
            mixed = tuple(float(min(SAFE, ruin * factor)) for factor in (0.6, 1.0, 1.6))
            best = Bet(population, draws, float(cap), bound, mixed, saved)
    return best if best is not None and best.expected >= 1 else None


def certified(bet: Bet, place: Indices, losses: Floats, alpha: float) -> int:
    """The length of the longest prefix that is certified to lose at most `bet.cap`.

    `place` int[draws]: where in the order each drawn item stands; `losses` float[draws], in the order of drawing. Any
    number of draws may have been made. O(draws · stakes · log population): wealth is monotone, hence bisection.
    """
    low, high = 0, bet.population
    while low < high:
        middle = (low + high + 1) // 2
        if wealth(bet, place, losses, middle) >= math.log(1 / alpha):
            low = middle
        else:
            high = middle - 1
    return low


def wealth(bet: Bet, place: Indices, losses: Floats, length: int) -> float:
    """Log wealth against "the first `length` items lose `cap` or more" after all draws so far."""
    if length * bet.bound < bet.cap:
        return math.inf
    inside = np.where(place < length, losses, 0.0)
    if not len(inside):
        return 0.0
    return float(log_wealth(inside, bet.cap, bet.population, np.array(bet.stakes), bet.bound)[-1])
