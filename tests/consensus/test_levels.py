"""Numbers, ordered levels, sets and trees."""

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from crowdkit.aggregation import DawidSkene
from scipy import stats

from goldlabel.consensus import aggregate
from goldlabel.consensus.scales import METHODS
from goldlabel.consensus.skills import beta_interval
from goldlabel.core.problem import Invalid


def numbers(seed: int = 0, items: int = 200, bias: float = 0.0) -> tuple[dict[str, list[Any]], np.ndarray]:
    """Five workers with error 1, 1, 1, 1 and 20; the first one off by `bias`."""
    g = np.random.default_rng(seed)
    true = g.normal(50, 10, items)
    spread = np.array([1, 1, 1, 1, 20.0])
    said = true[:, None] + g.normal(0, 1, (items, 5)) * spread
    said[:, 0] += bias
    table = {"item": np.repeat(np.arange(items), 5), "worker": np.tile(np.arange(5), items), "label": said.ravel()}
    return {name: list(column.tolist()) for name, column in table.items()}, true


def test_mean_median_and_trimmed_mean() -> None:
    table, _ = numbers()
    said = np.array(table["label"]).reshape(-1, 5)
    assert aggregate(table, "numeric")["label"] == pytest.approx(said.mean(1))
    assert aggregate(table, "numeric", "median")["label"] == pytest.approx(np.median(said, 1))
    assert aggregate(table, "numeric", "trimmed")["label"] == pytest.approx(stats.trim_mean(said, 0.2, axis=1))


def test_weighing_finds_the_noisy_and_the_biased() -> None:
    table, true = numbers(1, bias=8.0)

    def error(method: str) -> float:
        found = np.array(aggregate(table, "numeric", method)["label"])
        return float(np.std(found - true))

    assert error("weighted") < 0.75 < error("median") + 0.3
    assert error("weighted") < error("variance") < error("mean")
    skill = aggregate(table, "numeric", "weighted").workers
    assert all(one.low > skill[4].high for one in skill[:4])


def test_the_interval_holds_the_truth() -> None:
    """Mean of five equal workers: 95 % of the intervals do, within 3 standard errors."""
    g = np.random.default_rng(2)
    true = g.normal(0, 5, 400)
    said = true[:, None] + g.normal(0, 2, (400, 5))
    rows = [{"item": at, "worker": w, "label": float(said[at, w])} for at in range(400) for w in range(5)]
    found = aggregate(rows, "numeric")
    assert found.evidence is not None
    inside = [shown["low"] <= one <= shown["high"] for shown, one in zip(found.evidence, true, strict=True)]
    assert np.mean(inside) > 0.95 - 3 * np.sqrt(0.95 * 0.05 / 400)
    assert np.mean(found.confidence) == pytest.approx(25 / (25 + 4 / 5), abs=0.02)


@pytest.mark.parametrize("method", METHODS["numeric"])
def test_huge_numbers_stay_finite(method: str) -> None:
    rows = {"item": [1, 1, 1, 2], "worker": list("abca"), "label": [1e300, 1e300, 1.5e308, -1e308]}
    found = aggregate(rows, "numeric", method)
    assert np.isfinite(found.labels).all()
    assert np.isfinite(found.confidence).all()
    assert aggregate(rows, "numeric", "median").labels == [1e300, -1e308]


def test_not_a_number() -> None:
    for wrong in ("nan", "inf", "12 kg"):
        with pytest.raises(Invalid, match="number"):
            aggregate({"item": [1], "worker": ["a"], "label": [wrong]}, "numeric")


def test_intervals_are_those_of_the_beta_distribution() -> None:
    a = np.array([0.5, 1.0, 3.5, 40.0, 900.0, 5000.0])
    b = np.array([0.5, 2.0, 90.5, 1.0, 900.0, 100.0])
    low, high = beta_interval(a, b)
    assert low == pytest.approx(stats.beta.ppf(0.025, a, b), rel=2e-3, abs=1e-9)
    assert high == pytest.approx(stats.beta.ppf(0.975, a, b), rel=2e-3, abs=1e-9)
    assert low[:5] == pytest.approx(stats.beta.ppf(0.025, a, b)[:5], rel=1e-6)


def levels(seed: int) -> tuple[dict[str, list[Any]], np.ndarray]:
    """30 workers with a leniency and a noise of their own on five levels, 5 per item."""
    g = np.random.default_rng(seed)
    true = g.integers(0, 5, 400)
    bias, noise = g.normal(0, 0.5, 30), g.gamma(3, 0.3, 30)
    table: dict[str, list[Any]] = {"item": [], "worker": [], "label": []}
    for item, level in enumerate(true):
        for worker in g.choice(30, 5, replace=False):
            said = np.clip(round(level + bias[worker] + g.normal(0, noise[worker])), 0, 4)
            for name, value in zip(table, (item, int(worker), int(said)), strict=True):
                table[name].append(value)
    return table, true


def test_leniency_and_noise_are_taken_off() -> None:
    table, true = levels(1)

    def error(method: str) -> float:
        found = aggregate(table, "ordinal", method)
        return float(np.abs(np.array(found.labels) - true[found.items]).mean())

    assert error("auto") < 0.6 * error("median")
    assert error("latent-normal") < 0.6 * error("median")


def test_levels_by_name_stand_in_the_given_order() -> None:
    rows = {"item": [1, 1, 1, 2], "worker": list("abca"), "label": ["low", "high", "high", "mid"]}
    found = aggregate(rows, "ordinal", "median", classes=["low", "mid", "high"])
    assert found.labels == ["high", "mid"]
    split = {"item": [1, 1], "worker": ["a", "b"], "label": ["low", "high"]}
    assert aggregate(split, "ordinal", "median", classes=["low", "mid", "high"]).labels == ["low"]
    with pytest.raises(Invalid, match="is no number"):
        aggregate(split, "ordinal")


def test_the_label_is_a_number_as_it_was_written() -> None:
    rows = {"item": [1, 1, 1], "worker": list("abc"), "label": ["3", "3", "10"]}
    assert aggregate(rows, "ordinal").labels == ["3"]


def sets(seed: int) -> tuple[dict[str, list[Any]], list[set[str]]]:
    g = np.random.default_rng(seed)
    share, finds, invents = g.uniform(0.2, 0.5, 6), g.uniform(0.6, 0.95, 12), g.uniform(0.02, 0.3, 12)
    table: dict[str, list[Any]] = {"item": [], "worker": [], "label": []}
    truth: list[set[str]] = []
    for item in range(300):
        true = g.random(6) < share
        truth.append({f"l{at}" for at in range(6) if true[at]})
        for worker in g.choice(12, 5, replace=False):
            said = g.random(6) < np.where(true, finds[worker], invents[worker])
            for name, value in zip(table, (item, int(worker), [f"l{at}" for at in range(6) if said[at]]), strict=True):
                table[name].append(value)
    return table, truth


def wrong(labels: list[Any], truth: list[set[str]]) -> int:
    return sum(len(set(label) ^ true) for label, true in zip(labels, truth, strict=True))


def test_labels_of_a_set_are_decided_by_skill() -> None:
    """Fewer mistakes than by majority, and no more than crowd-kit's Dawid–Skene on each label alone."""
    table, truth = sets(0)
    ours = wrong(aggregate(table, "set").labels, truth)
    assert ours < wrong(aggregate(table, "set", "majority").labels, truth)
    theirs = 0
    for at in range(6):
        said = [int(f"l{at}" in label) for label in table["label"]]
        frame = pd.DataFrame({"task": table["item"], "worker": table["worker"], "label": said})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found: dict[Any, Any] = DawidSkene(n_iter=100).fit_predict(frame).to_dict()
        theirs += sum(found[item] != (f"l{at}" in true) for item, true in enumerate(truth))
    assert ours <= theirs


def test_what_a_label_is_worth_depends_on_the_label() -> None:
    """`other` is ticked at random by everybody, `x` only where it is: one tick each."""
    g = np.random.default_rng(4)
    table: dict[str, list[Any]] = {"item": [], "worker": [], "label": []}
    for item in range(200):
        for worker in range(4):
            label = ["other"] if g.random() < 0.3 else []
            label += ["x"] if item % 4 == 0 and g.random() < 0.5 else []
            for name, value in zip(table, (item, worker, label), strict=True):
                table[name].append(value)
    found = aggregate(table, "set")
    assert found.evidence is not None
    chance = {
        label: [dict(one["labels"])[label] for one in found.evidence if label in dict(one["labels"])]
        for label in ("x", "other")
    }
    assert np.mean(chance["x"]) > np.mean(chance["other"])


def test_a_tree_holds_where_most_agree() -> None:
    rows = {"item": [1] * 3, "worker": list("abc"), "label": ["animal/dog", "animal/cat", "animal"]}
    assert aggregate(rows, "tree", "deepest").labels == ["animal"]
    assert aggregate(rows, "tree").labels[0].startswith("animal")
    clear = {"item": [1] * 3, "worker": list("abc"), "label": ["animal/dog", "animal/dog", "plant/oak"]}
    found = aggregate(clear, "tree")
    assert found.labels == ["animal/dog"]
    assert found.evidence is not None
    assert sum(p for _, p in found.evidence[0]["paths"]) == pytest.approx(1, abs=1e-5)


def test_an_unsure_leaf_gives_way_to_its_branch() -> None:
    """Four children with a quarter each: the parent is nearer to all of them than any one."""
    rows = {"item": [1] * 4, "worker": list("abcd"), "label": [f"a/b/c/{leaf}" for leaf in "wxyz"]}
    found = aggregate(rows, "tree")
    assert found.labels == ["a/b/c"]
    assert found.confidence[0] == pytest.approx(1)
