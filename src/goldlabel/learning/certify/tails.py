"""Exact tails of the hypergeometric, binomial and beta distributions, in log space.

Everything is built from ratios of neighbouring terms, never from differences of large log-factorials: relative
errors stay near 1e-12 for populations of millions. `scipy.stats` is the oracle of the tests.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def hypergeometric_cdf(count: int, population: int, marked: int, draws: int) -> float:
    """P(X <= count), X = the marked ones among `draws` items drawn without replacement from `population`, `marked` of
    which are marked.

    P(X = k) = C(marked, k) · C(population − marked, draws − k) / C(population, draws). O(min(marked, draws, their
    complements)) time. Raises ValueError for counts outside 0 … population.
    """
    if not (0 <= marked <= population and 0 <= draws <= population):
        raise ValueError(f"marked {marked} and draws {draws} must lie in 0 … population {population}")
    lowest, highest = max(0, marked + draws - population), min(marked, draws)
    if count < lowest:
        return 0.0
    if count >= highest:
        return 1.0
    first = _log_lowest(population, marked, draws)
    k = np.arange(lowest, count, dtype=np.float64)
    ratio = (marked - k) * (draws - k) / ((k + 1.0) * (population - marked - draws + k + 1.0))
    terms = first + np.concatenate([[0.0], np.cumsum(np.log(ratio))])
    return min(1.0, math.exp(log_sum(terms)))


def _log_lowest(population: int, marked: int, draws: int) -> float:
    """Log P(X = its smallest possible value): a product of min(...) plain ratios."""
    if (
        marked + draws <= population
    ):  # X = 0: Π over the fewer of the two of (population − other − i) / (population − i)
        few, many = sorted((marked, draws))
        i = np.arange(few, dtype=np.float64)
        return math.fsum(np.log1p(-many / (population - i)).tolist())
    few, many = sorted((population - marked, population - draws))  # all that is not drawn is marked, and the reverse
    i = np.arange(few, dtype=np.float64)
    return math.fsum(np.log((population - many - i) / (population - i)).tolist())


def binomial_cdf(count: int, draws: int, probability: float) -> float:
    """P(X <= count) for X ~ Binomial(draws, probability): the limit of a large population, or independent draws."""
    if not (draws >= 0 and 0.0 <= probability <= 1.0):
        raise ValueError(f"draws {draws} must be >= 0 and probability {probability} in 0 … 1")
    if count < 0:
        return 0.0
    if count >= draws or probability == 0.0:
        return 1.0
    if probability == 1.0:
        return 0.0
    k = np.arange(count, dtype=np.float64)
    steps = np.log((draws - k) / (k + 1.0)) + math.log(probability) - math.log1p(-probability)
    terms = draws * math.log1p(-probability) + np.concatenate([[0.0], np.cumsum(steps)])
    return min(1.0, math.exp(log_sum(terms)))


def beta_upper(count: int, draws: int, alpha: float) -> float:
    """Clopper–Pearson: the largest share p with P(Binomial(draws, p) <= count) >= alpha; the 1 − alpha quantile of
    Beta(count + 1, draws − count). 1 where nothing was drawn.

    C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits", Biometrika 26 (1934).
    """
    if count >= draws:
        return 1.0
    low, high = count / draws, 1.0
    for _ in range(100):
        middle = (low + high) / 2
        if binomial_cdf(count, draws, middle) > alpha:
            low = middle
        else:
            high = middle
    return high


def beta_lower(count: int, draws: int, alpha: float) -> float:
    """The smallest share p with P(Binomial(draws, p) >= count) >= alpha. 0 where nothing was drawn."""
    return 1.0 - beta_upper(draws - count, draws, alpha) if draws else 0.0


def hypergeometric_upper(count: int, population: int, draws: int, alpha: float) -> int:
    """The most marked items in the population that a draw with `count` of them does not refute at level `alpha`:
    the largest M with P(X <= count | M) > alpha. O(log population) tails."""
    low, high = count, population - (draws - count)
    while low < high:
        middle = (low + high + 1) // 2
        if hypergeometric_cdf(count, population, middle, draws) > alpha:
            low = middle
        else:
            high = middle - 1
    return low


@lru_cache(maxsize=4096)
def fewest_draws(population: int, marked: int, count: int, alpha: float) -> int | None:
    """The fewest draws after which `count` or fewer of `marked` items being drawn has a chance of at most `alpha`;
    None where even drawing everything leaves more (count >= marked)."""
    if marked > population or count >= marked:
        return None
    low, high = 0, population
    while low < high:
        middle = (low + high) // 2
        if hypergeometric_cdf(count, population, marked, middle) <= alpha:
            high = middle
        else:
            low = middle + 1
    return low


def log_sum(terms: Floats) -> float:
    """Log Σ exp(terms)."""
    top = float(terms.max())
    return top + math.log(math.fsum(np.exp(terms - top).tolist()))
