"""Bets: fair to the truth at every moment, monotone, and narrow enough to be of use."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from goldlabel import Invalid
from goldlabel.learning.certify import Watch
from goldlabel.learning.certify.betting import Floats, log_wealth, stakes
from goldlabel.learning.certify.bounded import Bet, best_bet, certified, wealth
from tests.learning.worlds import most

LEVEL = np.log(20)


def test_wealth_is_the_product_written_out() -> None:
    losses, total, population, stake = np.array([0.2, 0.0, 0.7]), 30.0, 100, np.array([0.5, 0.25])
    right = []
    for share in stake:
        money, before = 1.0, 0.0
        for drawn, loss in enumerate(losses):
            mean = (total - before) / (population - drawn)
            money *= 1 + share / (1 - mean) * (mean - loss)
            before += loss
        right.append(money)
    assert np.exp(log_wealth(losses, total, population, stake)[-1]) == pytest.approx(np.mean(right))


def test_wealth_falls_with_every_loss_and_grows_with_the_hypothesis() -> None:
    random = np.random.default_rng(0)
    for _ in range(200):
        losses = random.random(20) * random.integers(0, 2, 20)
        more = np.minimum(losses + random.random(20) * random.integers(0, 2, 20), 1)
        total = 10 + 20 * random.random()
        assert log_wealth(more, total, 60, stakes())[-1] <= log_wealth(losses, total, 60, stakes())[-1] + 1e-12
        assert log_wealth(losses, total + 1, 60, stakes())[-1] >= log_wealth(losses, total, 60, stakes())[-1] - 1e-12


@pytest.mark.parametrize("population", ["rare", "half", "small"])
def test_wealth_against_the_truth_ever_reaches_twenty_in_one_of_twenty_at_most(population: str) -> None:
    """2,000 runs, looked at after every draw."""
    random = np.random.default_rng(5)
    populations: dict[str, Floats] = {
        "rare": np.array([1.0] * 12 + [0.0] * 388),
        "half": random.random(400),
        "small": np.where(np.arange(400) < 8, 1.0, 0.01),
    }
    losses = populations[population]
    false = 0
    for _ in range(2_000):
        drawn = random.permutation(losses)[:200]
        false += log_wealth(drawn, losses.sum(), 400, stakes(6)).max() >= LEVEL
    assert false <= most(2_000)


def test_with_replacement_too() -> None:
    random = np.random.default_rng(6)
    false = 0
    for _ in range(2_000):
        losses = np.zeros(150)
        losses[random.random(150) < 0.1] = 1.0
        false += log_wealth(losses, 0.1, None, stakes(6)).max() >= LEVEL
    assert false <= most(2_000)


def test_what_cannot_be_is_refuted_at_once() -> None:
    assert log_wealth(np.zeros(10), 95.0, 100, stakes())[-1] == np.inf
    assert log_wealth(np.zeros(0), 95.0, 100, stakes()).shape == (0,)


@pytest.mark.parametrize("population", [None, 1_000])
def test_a_watched_interval_covers_at_all_times(population: int | None) -> None:
    random = np.random.default_rng(8)
    missed = 0
    for _ in range(100):
        everything = (random.permutation(1_000) < 100).astype(float)
        drawn = everything if population else random.choice(everything, 400)
        watch = Watch(0.9, population)
        seen = [watch.add(drawn[at : at + 80]) for at in range(0, 400, 80)]
        missed += any(not one.low - 1e-9 <= 0.1 <= one.high + 1e-9 for one in seen)
        assert all(a.low <= b.low and a.high >= b.high for a, b in pairwise(seen))
    assert missed <= most(100, 0.1)


def test_a_watched_interval_is_no_wider_than_twice_the_fixed_one() -> None:
    drawn = np.zeros(500)
    drawn[::10] = 1
    found = Watch(0.95).add(drawn)
    low, high = stats.beta.ppf([0.025, 0.975], [50, 51], [451, 450])
    assert found.low < low < high < found.high
    assert found.high - found.low < 2 * (high - low)


def test_watching_to_the_end_knows_the_mean() -> None:
    found = Watch(0.95, population=60).add((np.arange(60) % 3 == 0).astype(float))
    assert found.low == pytest.approx(1 / 3, abs=0.02)
    assert found.high == pytest.approx(1 / 3, abs=0.02)


def test_what_cannot_be_watched_is_refused() -> None:
    with pytest.raises(Invalid, match="0 … 1"):
        Watch().add(1.5)
    with pytest.raises(Invalid, match="0 … 1"):
        Watch().add(float("nan"))
    with pytest.raises(Invalid, match="more draws"):
        Watch(population=2).add([0, 0, 0])
    with pytest.raises(Invalid, match="confidence"):
        Watch(confidence=1.0)


def test_the_longest_certified_prefix_is_found_by_bisection() -> None:
    random = np.random.default_rng(9)
    bet = Bet(300, 150, 12.0, 1.0, (0.2, 0.5), 0.0)
    losses = np.sort(random.random(300)) ** 6
    place = random.permutation(300)[:150]
    found = certified(bet, place, losses[place], 0.05)
    worth = [wealth(bet, place, losses[place], length) >= LEVEL for length in range(301)]
    assert worth == sorted(worth, reverse=True)
    assert found == sum(worth) - 1
    assert 0 < found < 300


def test_a_false_prefix_is_certified_in_one_of_twenty_at_most() -> None:
    """The shortest prefix that loses the cap is where the risk is: 2,000 draws."""
    random = np.random.default_rng(11)
    losses = np.where(random.random(300) < 0.08, 0.5, 0.02)
    bet = Bet(300, 150, 8.0, 1.0, (0.3, 0.6, 0.9), 0.0)
    running = np.cumsum(losses)
    false = 0
    for _ in range(2_000):
        place = random.permutation(300)[:150]
        length = certified(bet, place, losses[place], 0.05)
        false += length > 0 and running[length - 1] > 8.0
    assert false <= most(2_000)


def test_the_best_bet_expects_more_from_a_gentler_list() -> None:
    easy = best_bet(np.full(2_000, 0.005), 20.0, 0.05, 0.1, 1.0)
    hard = best_bet(np.linspace(0, 0.1, 2_000), 20.0, 0.05, 0.1, 1.0)
    assert easy is not None
    assert hard is not None
    assert easy.expected > hard.expected > 100
    assert best_bet(np.full(30, 0.5), 0.0, 0.05, 0.5, 1.0) is None
