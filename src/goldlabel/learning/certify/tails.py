"""Exact tails of the hypergeometric, binomial and beta distributions, in log space.

Probabilities by C. Loader's saddle-point form ("Fast and accurate computation of binomial probabilities", 2000), which
takes no differences of large log-factorials; tails are sums of ratios of neighbours, from the largest term on. Relative
errors stay near 1e-13 for populations of millions. `scipy.stats` is the oracle of the tests.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def hypergeometric_cdf(count: int, population: int, marked: int, draws: int) -> float:
    """P(X <= count), X = the marked ones among `draws` items drawn without replacement from `population`, `marked` of
    which are marked.

    P(X = k) = C(marked, k) · C(population − marked, draws − k) / C(population, draws). O(min(marked, draws)) time.
    Raises ValueError for counts outside 0 … population.
    """
    if not (0 <= marked <= population and 0 <= draws <= population):
        raise ValueError(f"marked {marked} and draws {draws} must lie in 0 … population {population}")
    lowest, highest = max(0, marked + draws - population), min(marked, draws)
    if count < lowest:
        return 0.0
    if count >= highest:
        return 1.0
    share = draws / population
    others = population - marked

    def log_mass(k: int) -> float:
        parts = _log_binomial(k, marked, share) + _log_binomial(draws - k, others, share)
        return parts - _log_binomial(draws, population, share)

    if count > share * marked:  # the upper tail is the smaller one
        k = np.arange(count + 1, highest, dtype=np.float64)
        ratio = (marked - k) * (draws - k) / ((k + 1.0) * (others - draws + k + 1.0))
        return 1.0 - math.exp(log_mass(count + 1)) * _sum_of_products(ratio)
    k = np.arange(count, lowest, -1, dtype=np.float64)
    ratio = k * (others - draws + k) / ((marked - k + 1.0) * (draws - k + 1.0))
    return math.exp(log_mass(count)) * _sum_of_products(ratio)


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
    odds = probability / (1.0 - probability)
    if count > probability * draws:
        k = np.arange(count + 1, draws, dtype=np.float64)
        ratio = odds * (draws - k) / (k + 1.0)
        return 1.0 - math.exp(_log_binomial(count + 1, draws, probability)) * _sum_of_products(ratio)
    k = np.arange(count, 0, -1, dtype=np.float64)
    return math.exp(_log_binomial(count, draws, probability)) * _sum_of_products(k / (odds * (draws - k + 1.0)))


def _sum_of_products(ratio: Floats) -> float:
    """1 + r1 + r1·r2 + …, all ratios at most about 1."""
    return 1.0 + math.fsum(np.cumprod(ratio).tolist())


def _log_binomial(k: int, draws: int, probability: float) -> float:
    """The logarithm of the probability of k, for 0 < probability < 1 or where the answer is certain."""
    if k == 0:
        return draws * math.log1p(-probability) if probability < 1.0 else (0.0 if draws == 0 else -math.inf)
    if k == draws:
        return draws * math.log(probability) if probability > 0.0 else -math.inf
    if probability in (0.0, 1.0):
        return -math.inf
    apart = _deviance(k, draws * probability) + _deviance(draws - k, draws * (1.0 - probability))
    stirling = _stirling_error(draws) - _stirling_error(k) - _stirling_error(draws - k)
    return stirling - apart + 0.5 * math.log(draws / (2.0 * math.pi * k * (draws - k)))


def _stirling_error(n: int) -> float:
    """The logarithm of n! minus Stirling's approximation."""
    if n < 16:
        return math.lgamma(n + 1.0) - (n + 0.5) * math.log(n) + n - 0.5 * math.log(2.0 * math.pi)
    square = float(n) * n
    return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n


def _deviance(x: float, mean: float) -> float:
    """Of Loader: x log(x / mean) + mean − x, without cancellation where x is near the mean."""
    if abs(x - mean) >= 0.1 * (x + mean):
        return x * math.log(x / mean) + mean - x
    v = (x - mean) / (x + mean)
    total, term = (x - mean) * v, 2.0 * x * v
    for odd in range(3, 1000, 2):
        term *= v * v
        if total + term / odd == total:
            break
        total += term / odd
    return total


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
