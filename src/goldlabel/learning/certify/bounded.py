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
CREDITS = (0.0, 0.35, 0.7)
DOUBT = 0.7
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
    if not population:
        return None
    running = np.cumsum(predicted)
    lengths = np.unique(np.linspace(1, population, LATTICE).astype(np.int64))
    list_ = _List(population, lengths, running[lengths - 1], spread, bound)
    best: Bet | None = None
    for share in np.geomspace(2 / max(population, 2), 0.9, SHARES).tolist():
        for credit in CREDITS:
            bet = list_.bet(share, credit, allowed, alpha)
            if bet is not None and (best is None or bet.expected > best.expected):
                best = bet
    return best if best is not None and best.expected >= 1 else None


@dataclass(frozen=True)
class _List:
    """A list as it is foreseen: `sums` of losses of its first `lengths` items."""

    population: int
    lengths: Indices
    sums: Floats
    spread: float
    bound: float

    def bet(self, share: float, credit: float, allowed: float, alpha: float) -> Bet | None:
        """The bet on a draw of a `share`, its cap raised by so much of the losses that the draw should find."""
        draws = int(np.ceil(share * self.population))
        cap, at, ruin = allowed, None, 0.0
        for _ in range(3):
            at, ruin = self._longest(draws, share, cap, alpha)
            if at is None:
                return None
            cap = allowed + credit * share * float(self.sums[at])
        assert at is not None
        found = share * float(self.sums[at])
        lacking = max(cap - allowed - found, 0.0) + 0.4 * math.sqrt(self.spread * found) * (credit > 0)
        before = max(at - 20, 0)
        density = float(self.sums[at] - self.sums[before]) / max(int(self.lengths[at] - self.lengths[before]), 1)
        further = min(lacking / max(density, 1e-12), float(self.lengths[at]))
        saved = (float(self.lengths[at]) - further) * (1 - share)
        stakes = tuple(min(SAFE, ruin * factor) for factor in (0.4, 0.8, 1.3))
        return Bet(self.population, draws, cap, self.bound, stakes, saved)

    def _longest(self, draws: int, share: float, cap: float, alpha: float) -> tuple[int | None, float]:
        """Where in `lengths` the longest prefix stands that should be certified, and the best stake against it.

        The wealth of a stake s grows by s · gap − s² · E[loss²] / 2 a draw; the gap widens as losses are drawn out.
        """
        mean = self.sums / self.population
        gap = np.maximum(cap / self.population - mean, 0.0)
        second = self.spread * mean + gap**2
        reach = max(self.bound - cap / self.population, 1e-9)
        stake = np.minimum(gap / np.maximum(second, 1e-300), SAFE / reach)
        growth = draws * (stake * gap - stake**2 * second / 2) / (1 - share / 2)
        chance = DOUBT * stake * np.sqrt(draws * self.spread * mean)
        enough = np.flatnonzero(growth - chance >= math.log(1 / alpha) + MARGIN)
        return (int(enough[-1]), float(stake[enough[-1]] * reach)) if len(enough) else (None, 0.0)


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
