"""The chance of a false certificate: in closed form, over every possible draw, and by simulation at the border."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from goldlabel.learning.certify.exact import allowed_errors, best_plan, chance, plan_with, tolerated
from tests.learning.worlds import most


def accepted(wrong: np.ndarray, drawn: np.ndarray, count: int) -> np.ndarray:
    """The rule with a fixed order: the prefix before the (count + 1)-th drawn error, without what was drawn."""
    return (np.cumsum(wrong & drawn) <= count) & ~drawn


def mask(where: tuple[int, ...], items: int) -> np.ndarray:
    out = np.zeros(items, bool)
    out[list(where)] = True
    return out


def left(wrong: np.ndarray, drawn: tuple[int, ...], count: int) -> int:
    return int(wrong[accepted(wrong, mask(drawn, len(wrong)), count)].sum())


@given(some.lists(some.booleans(), min_size=1, max_size=9), some.integers(0, 4), some.integers(1, 9))
def test_no_arrangement_of_errors_beats_the_stated_chance(listed: list[bool], allowed: int, draws: int) -> None:
    """Every one of the equally likely draws is tried."""
    wrong = np.array(listed)
    draws = min(draws, len(wrong))
    for count in range(draws + 1):
        stated = chance(len(wrong), allowed, draws, count)
        every = list(combinations(range(len(wrong)), draws))
        false = sum(left(wrong, drawn, count) > allowed for drawn in every)
        assert false / len(every) <= stated + 1e-12


def test_the_stated_chance_is_reached() -> None:
    """R + g errors at the front: the bound is no guess on the safe side."""
    allowed, draws, count = 2, 4, 1
    wrong = np.array([True] * (allowed + 1 + count) + [False] * 6)
    every = list(combinations(range(len(wrong)), draws))
    false = sum(left(wrong, drawn, count) > allowed for drawn in every)
    assert false / len(every) == pytest.approx(chance(len(wrong), allowed, draws, count))


@pytest.mark.parametrize(("population", "draws"), [(2_299, 500), (10_000, 1_000), (60, 30), (1_000_000, 2_000)])
@pytest.mark.parametrize("target", [0.0, 0.02, 0.05, 0.1, 0.5])
def test_the_rule_uses_alpha_up_and_never_more(population: int, draws: int, target: float) -> None:
    allowed = allowed_errors(population, target)
    count = tolerated(population, allowed, draws, 0.05)
    if count is None:
        assert chance(population, allowed, draws, 0) > 0.05
        return
    assert chance(population, allowed, draws, count) <= 0.05
    assert count == draws or chance(population, allowed, draws, count + 1) > 0.05


def test_figures_of_the_textbook() -> None:
    """59 draws without an error show 95 % at 95 % for a large population; fewer suffice for a small one."""
    assert tolerated(10**7, 5 * 10**5, 58, 0.05) is None
    assert tolerated(10**7, 5 * 10**5, 59, 0.05) == 0
    assert tolerated(200, 10, 51, 0.05) == 0


@pytest.mark.parametrize("shape", ["front", "back", "spread"])
def test_two_thousand_draws_at_the_border(shape: str) -> None:
    """N = 500 with just one error too many to be left: as often false as stated, wherever the errors stand."""
    random = np.random.default_rng(3)
    plan = plan_with(500, 25, 150, 0.05)
    assert plan is not None
    errors = plan.allowed + 1 + plan.tolerated
    wrong = np.zeros(500, bool)
    where = {"front": np.arange(errors), "back": np.arange(500 - errors, 500), "spread": np.arange(errors) * 10}[shape]
    wrong[where] = True
    false = 0
    for _ in range(2_000):
        drawn = np.zeros(500, bool)
        drawn[random.permutation(500)[: plan.draws]] = True
        false += wrong[accepted(wrong, drawn, plan.tolerated)].sum() > plan.allowed
    assert false <= most(2_000)
    assert false >= 2_000 * plan.chance - 3.2 * np.sqrt(2_000 * plan.chance)


def test_the_best_plan_is_on_the_frontier_and_beats_its_neighbours() -> None:
    predicted = np.linspace(0.01, 0.4, 3_000)
    plan = best_plan(predicted, 150, 0.05)
    assert plan is not None
    assert plan.chance <= 0.05 < chance(3_000, 150, plan.draws - 1, plan.tolerated)
    running = np.cumsum(predicted)
    for draws in (plan.draws // 2, plan.draws * 2):
        other = plan_with(3_000, 150, draws, 0.05)
        assert other is not None
        region = np.searchsorted(running, (other.tolerated + 1) * 3_000 / draws)
        assert region * (1 - draws / 3_000) < plan.expected


def test_no_plan_where_nothing_can_be_won() -> None:
    assert best_plan(np.full(20, 0.5), 0, 0.05) is None
    assert best_plan(np.zeros(0), 0, 0.05) is None or best_plan(np.zeros(0), 0, 0.05).draws == 0  # type: ignore[union-attr]


def test_everything_may_be_accepted_when_all_could_be_wrong() -> None:
    plan = best_plan(np.full(10, 0.9), 10, 0.05)
    assert plan is not None
    assert (plan.draws, plan.expected) == (0, 10)


def test_rounding_does_not_forbid_an_error() -> None:
    assert allowed_errors(100, 0.07) == 7
    assert allowed_errors(100, 0.29) == 29
    assert allowed_errors(19, 0.05) == 0
