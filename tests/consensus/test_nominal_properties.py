"""What must hold for every table, whatever the names and the order of rows."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldlabel.consensus import aggregate
from goldlabel.consensus.nominal import METHODS
from tests.consensus.crowds import crowd

CELLS = st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 2))
TABLES = st.lists(CELLS, min_size=1, max_size=30, unique_by=lambda row: row[:2])
QUICK = [name for name in METHODS if name != "auto"]


def posterior(rows: list[tuple[int, int, int]], method: str, **names: Any) -> dict[int, dict[int, float]]:
    """Item → class → probability, under the names it came with."""
    rename = {part: names.get(part, lambda value: value) for part in ("item", "worker", "label")}
    table = {part: [rename[part](row[at]) for row in rows] for at, part in enumerate(("item", "worker", "label"))}
    found = aggregate(table, method=method)
    assert found.posterior is not None
    assert found.classes is not None
    at = {rename["item"](item): item for item in range(6)}
    classes = {rename["label"](label): label for label in range(3)}
    return {
        at[item]: {classes[one]: float(p) for one, p in zip(found.classes, row, strict=True)}
        for item, row in zip(found.items, found.posterior, strict=True)
    }


def same(one: dict[int, dict[int, float]], other: dict[int, dict[int, float]]) -> None:
    assert set(one) == set(other)
    for item, row in one.items():
        assert other[item] == pytest.approx(row, abs=1e-6)


@given(TABLES, st.sampled_from([*QUICK, "auto"]), st.permutations(range(6)), st.permutations(range(5)),
       st.permutations(range(3)), st.randoms(use_true_random=False))  # fmt: skip
@settings(max_examples=60)
def test_names_and_order_do_not_matter(
    rows: list[tuple[int, int, int]], method: str, items: list[int], workers: list[int], labels: list[int], rng: Any
) -> None:
    plain = posterior(rows, method)
    shuffled = rng.sample(rows, len(rows))
    same(plain, posterior(shuffled, method))
    same(plain, posterior(
        rows, method, item=lambda i: f"item {items[i]}", worker=lambda w: f"who {workers[w]}",
        label=lambda one: "zxy"[labels[one]],
    ))  # fmt: skip


@given(TABLES, st.sampled_from([*QUICK, "auto"]))
@settings(max_examples=60)
def test_probabilities_are_probabilities(rows: list[tuple[int, int, int]], method: str) -> None:
    table = {part: [row[at] for row in rows] for at, part in enumerate(("item", "worker", "label"))}
    found = aggregate(table, method=method)
    assert found.posterior is not None
    assert found.posterior.sum(1) == pytest.approx(np.ones(len(found)))
    assert (found.posterior >= 0).all()
    assert np.array(found["confidence"]) == pytest.approx(found.posterior.max(1), abs=1e-8)
    assert all(0 <= one.low <= one.skill <= one.high <= 1 for one in found.workers)
    again = aggregate(table, method=method)
    assert again.table() == found.table()
    assert (again.posterior == found.posterior).all()


@pytest.mark.parametrize("method", [name for name in METHODS if name not in ("dawid-skene", "majority")])
def test_who_is_right_is_found_out(method: str) -> None:
    """Beats majority on a crowd of unequal skills, and orders the workers by it."""
    table, truth = crowd(items=400, workers=12, per_item=5, classes=3, seed=3, low=0.35, high=0.98)
    found, plain = aggregate(table, method=method), aggregate(table, method="majority")
    right = np.array([truth[item] for item in found.items])
    assert np.mean(np.array(found.labels) == right) > np.mean(np.array(plain.labels) == right)
    answers = np.array(table["label"]) == np.array(truth)[np.array(table["item"])]
    who = np.array(table["worker"])
    actual = [answers[who == one.worker].mean() for one in found.workers]
    assert np.corrcoef(actual, [one.skill for one in found.workers])[0, 1] > 0.85


def test_a_model_that_collapses_is_refused() -> None:
    """Five of twelve workers say the same whatever they see: one coin falls for them, the mixture does not."""
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 500)
    worker = np.tile(np.arange(12), 500)
    item = np.repeat(np.arange(500), 12)
    label = np.where(rng.random(6000) < 0.75, truth[item], 1 - truth[item])
    label[worker >= 7] = np.where(rng.random(6000) < 0.97, 1, 0)[worker >= 7]
    table = {"item": item.tolist(), "worker": worker.tolist(), "label": label.tolist()}

    def accuracy(method: str) -> float:
        return float(np.mean(np.array(aggregate(table, method=method).labels) == truth))

    assert accuracy("one-coin") < 0.6
    assert accuracy("auto") > 0.85
    assert accuracy("auto") > accuracy("majority")


@pytest.mark.parametrize("share", [0.5, 0.6, 0.7])
@pytest.mark.parametrize("noise", [0.0, 0.03])
def test_most_workers_say_the_same_of_every_item(share: float, noise: float) -> None:
    """The clear majority is then that label; the mixture hears those whose answers differ from item to item."""
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 4, 500)
    item = np.repeat(np.arange(500), 5)
    worker = np.concatenate([rng.choice(40, 5, replace=False) for _ in range(500)])
    right = rng.random(2500) < 0.8
    label = np.where(right, truth[item], (truth[item] + rng.integers(1, 4, 2500)) % 4)
    label = np.where((worker < share * 40) & (rng.random(2500) >= noise), 0, label)
    table = {"item": item.tolist(), "worker": worker.tolist(), "label": label.tolist()}

    def accuracy(method: str) -> float:
        return float(np.mean(np.array(aggregate(table, method=method).labels) == truth))

    assert accuracy("auto") > accuracy("dawid-skene") - 0.12
    assert accuracy("auto") > accuracy("majority") + 0.2
