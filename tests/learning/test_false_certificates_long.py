"""2,000 seeds each: no more than 131 false certificates at alpha = .05, whatever the scores, the size and the rule."""

from typing import Any

import pytest

from goldlabel.learning.certify import certify, route
from tests.learning.worlds import false_ones, most, numbers, world

RUNS = 2_000

pytestmark = pytest.mark.long


@pytest.mark.parametrize("scores", ["good", "ties", "coarse", "backwards", "noise"])
@pytest.mark.parametrize(("items", "error", "target"), [(12, 0.4, 0.2), (60, 0.3, 0.1), (400, 0.15, 0.05)])
def test_exact_rule(scores: str, items: int, error: float, target: float) -> None:
    assert false_ones(world(items, error, scores), target, RUNS) <= most(RUNS)


def test_exact_rule_on_a_large_list() -> None:
    """Fewer seeds: 20,000 items each."""
    assert false_ones(world(20_000, 0.1, "good"), 0.05, 200, order="confidence") <= most(200)


@pytest.mark.parametrize("rule", ["betting", "sequential"])
@pytest.mark.parametrize("scores", ["good", "ties", "backwards"])
def test_bets_on_errors(rule: str, scores: str) -> None:
    assert false_ones(world(150, 0.2, scores), 0.1, RUNS, rule=rule) <= most(RUNS)


@pytest.mark.parametrize("rule", ["betting", "sequential"])
def test_bets_on_squared_losses(rule: str) -> None:
    assert false_ones(numbers(300), 0.01, RUNS, rule=rule) <= most(RUNS)


def test_slices_are_all_true_at_once() -> None:
    made = world(240, 0.2, "good")
    predictions: dict[str, list[Any]] = {**made.predictions, "part": [str(at % 3) for at in range(240)]}
    false = 0
    for seed in range(RUNS):
        result = certify(predictions, made.truth, 0.1, seed=seed, slices="part")
        wrong = [label != made.truth[item] for item, label in zip(result.items, result.labels, strict=True)]
        false += any(sum(wrong[part::3]) > 8 for part in range(3))
    assert false <= most(RUNS)


def test_routing_is_true_whatever_the_router_does() -> None:
    made = [world(240, error, "noise", 7) for error in (0.3, 0.2)]
    sources = {"cheap": made[0].predictions, "dear": made[1].predictions}
    false = 0
    for seed in range(RUNS):
        result = route(sources, made[1].truth, 0.1, prices={"cheap": 0.01, "dear": 0.1}, seed=seed)
        false += made[1].error(result.items, result.labels) > 0.1 + 1e-12
    assert false <= most(RUNS)
