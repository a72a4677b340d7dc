"""Tails against fractions and scipy."""

import math
import random
from fractions import Fraction

import pytest
from scipy import stats

from goldlabel.learning.certify.tails import (
    beta_lower,
    beta_upper,
    binomial_cdf,
    fewest_draws,
    hypergeometric_cdf,
    hypergeometric_upper,
)


def exactly(count: int, population: int, marked: int, draws: int) -> Fraction:
    ways = sum(math.comb(marked, k) * math.comb(population - marked, draws - k) for k in range(count + 1) if k <= draws)
    return Fraction(ways, math.comb(population, draws))


@pytest.mark.parametrize("population", [1, 2, 3, 7])
def test_hypergeometric_is_exact_on_every_small_case(population: int) -> None:
    for marked in range(population + 1):
        for draws in range(population + 1):
            for count in range(-1, population + 1):
                right = float(exactly(count, population, marked, draws)) if count >= 0 else 0.0
                assert hypergeometric_cdf(count, population, marked, draws) == pytest.approx(right, rel=1e-12)


def test_hypergeometric_is_exact_in_the_thousands() -> None:
    for count, population, marked, draws in [(20, 2299, 140, 500), (0, 10_000, 501, 59), (90, 3_000, 2_950, 100)]:
        right = float(exactly(count, population, marked, draws))
        assert hypergeometric_cdf(count, population, marked, draws) == pytest.approx(right, rel=1e-11)


def test_tails_agree_with_scipy() -> None:
    chance = random.Random(1)
    for _ in range(100):
        population = chance.choice([50, 5_000, 1_000_000])
        marked, draws = chance.randint(0, population), chance.randint(0, population // chance.choice([1, 100]))
        middle = draws * marked / population
        count = int(middle + 3 * chance.gauss(0, 1) * math.sqrt(middle + 1))
        right = stats.hypergeom.cdf(count, population, marked, draws)
        if right > 1e-200:
            assert hypergeometric_cdf(count, population, marked, draws) == pytest.approx(right, rel=1e-6)
        share = marked / population
        right = stats.binom.cdf(count, draws, share)
        if right > 1e-200:
            assert binomial_cdf(count, draws, share) == pytest.approx(right, rel=1e-8)


def test_clopper_pearson() -> None:
    assert beta_upper(0, 59, 0.05) == pytest.approx(1 - 0.05 ** (1 / 59))
    for wrong, draws in [(0, 1), (3, 50), (50, 50), (17, 400)]:
        upper = stats.beta.ppf(0.95, wrong + 1, draws - wrong) if wrong < draws else 1.0
        lower = stats.beta.ppf(0.05, wrong, draws - wrong + 1) if wrong else 0.0
        assert beta_upper(wrong, draws, 0.05) == pytest.approx(upper)
        assert beta_lower(wrong, draws, 0.05) == pytest.approx(lower)
    assert (beta_upper(0, 0, 0.05), beta_lower(0, 0, 0.05)) == (1.0, 0.0)


def test_hypergeometric_upper_is_the_last_count_that_is_not_refuted() -> None:
    for count, population, draws in [(0, 100, 20), (3, 100, 20), (20, 100, 20), (5, 5_000, 300)]:
        most = hypergeometric_upper(count, population, draws, 0.05)
        assert hypergeometric_cdf(count, population, most, draws) > 0.05
        if most < population - (draws - count):
            assert hypergeometric_cdf(count, population, most + 1, draws) <= 0.05


def test_fewest_draws() -> None:
    for population, marked, count in [(300, 16, 0), (300, 25, 9), (1_000, 60, 3)]:
        draws = fewest_draws(population, marked, count, 0.05)
        assert draws is not None
        assert hypergeometric_cdf(count, population, marked, draws) <= 0.05
        assert hypergeometric_cdf(count, population, marked, draws - 1) > 0.05
    assert fewest_draws(10, 3, 3, 0.05) is None


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="population"):
        hypergeometric_cdf(0, 10, 11, 1)
    with pytest.raises(ValueError, match="probability"):
        binomial_cdf(0, 10, 1.5)
