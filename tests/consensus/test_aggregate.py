"""Offline consensus on categories, as anybody calls it."""

from typing import Any

import numpy as np
import pytest

from goldlabel.consensus import aggregate
from goldlabel.consensus.nominal import METHODS
from goldlabel.core.problem import Invalid

TABLE: dict[str, list[Any]] = {"item": [1, 1, 1, 2, 2], "worker": list("abcab"), "label": ["x", "x", "y", "x", "y"]}


def test_majority_and_its_ties() -> None:
    found = aggregate(TABLE, method="majority")
    assert found["item"] == [1, 2]
    assert found["label"][0] == "x"
    assert found["label"][1] in ("x", "y")
    assert found["confidence"] == pytest.approx([2 / 3, 1 / 2])
    assert dict(found) == found.table()


def test_ties_fall_either_way_and_stay_where_they_fell() -> None:
    items = [item for item in range(400) for _ in range(2)]
    table = {"item": items, "worker": ["a", "b"] * 400, "label": ["x", "y"] * 400}
    found = aggregate(table, method="majority")
    assert 140 < found["label"].count("x") < 260
    assert set(found["confidence"]) == {0.5}
    assert aggregate(table, method="majority")["label"] == found["label"]
    assert aggregate(table, method="majority", seed=1)["label"] != found["label"]
    backwards = {name: column[::-1] for name, column in table.items()}
    assert aggregate(backwards, method="majority")["label"][::-1] == found["label"]


@pytest.mark.parametrize("method", METHODS)
def test_small_and_odd_tables(method: str) -> None:
    """Empty, one class, one worker, one answer per item."""
    empty = aggregate({"item": [], "worker": [], "label": []}, method=method)
    assert empty.table() == {"item": [], "label": [], "confidence": []}
    one_class = aggregate({"item": [1, 1, 2], "worker": list("aba"), "label": ["x"] * 3}, method=method)
    assert one_class.labels == ["x", "x"]
    assert one_class["confidence"] == pytest.approx([1, 1])
    one_worker = aggregate({"item": [1, 2, 3], "worker": list("aaa"), "label": ["x", "y", "x"]}, method=method)
    assert one_worker.labels == ["x", "y", "x"]
    one_each = aggregate({"item": [1, 2, 3], "worker": list("abc"), "label": ["x", "y", "x"]}, method=method)
    assert one_each.labels == ["x", "y", "x"]


@pytest.mark.parametrize("method", METHODS)
def test_unanimous_answers_stand(method: str) -> None:
    table = {"item": [i for i in range(30) for _ in "abcd"], "worker": list("abcd") * 30}
    table["label"] = ["xyz"[item % 3] for item in table["item"]]
    found = aggregate(table, method=method)
    assert found.labels == ["xyz"[item % 3] for item in found.items]
    assert min(found["confidence"]) > 0.6
    assert all(one.low < one.skill < one.high for one in found.workers)


def test_says_what_is_wrong() -> None:
    with pytest.raises(Invalid, match="worker"):
        aggregate({"item": [1], "label": ["x"]})
    with pytest.raises(Invalid, match="dawid-skene"):
        aggregate(TABLE, method="davidskene")
    with pytest.raises(Invalid, match="scale"):
        aggregate(TABLE, scale="nominol")
    with pytest.raises(Invalid, match="probabilities"):
        aggregate(TABLE, scale="text", probabilities={"item": [1, 2], "x": [1, 0], "y": [0, 1]})


def test_gold_is_held_fixed_and_shows_who_is_right() -> None:
    """A is alone with the truth against two: gold on half of the items turns the others too."""
    items = [item for item in range(40) for _ in range(3)]
    labels = [label for item in range(40) for label in ("xy"[item % 2], "yx"[item % 2], "yx"[item % 2])]
    table = {"item": items, "worker": ["a", "b", "c"] * 40, "label": labels}
    truth = {item: "xy"[item % 2] for item in range(40)}
    gold = {item: truth[item] for item in range(20)}
    for method in METHODS:
        found = aggregate(table, method=method, gold=gold)
        assert found.labels[:20] == [truth[item] for item in range(20)], method
        assert all(one == 1.0 for one in found["confidence"][:20]), method
    found = aggregate(table, method="dawid-skene", gold=gold)
    assert found.labels == list(truth.values())
    assert found.workers[0].skill > 0.9 > 0.1 > found.workers[1].skill
    with_new_class = aggregate(TABLE, gold={1: "z"})
    assert with_new_class.labels[0] == "z"
    assert with_new_class.classes == ["x", "y", "z"]
    assert aggregate(TABLE, gold={"item": ["1"], "label": ["y"]}).labels[0] == "y"


def test_a_machine_is_heard_as_far_as_it_is_right() -> None:
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 3, 600)
    item = np.repeat(np.arange(600), 2)
    right = rng.random(1200) < 0.75
    label = np.where(right, truth[item], (truth[item] + rng.integers(1, 3, 1200)) % 3)
    table = {"item": item.tolist(), "worker": rng.integers(0, 15, 1200).tolist(), "label": label.tolist()}
    logits = rng.normal(0, 1, (600, 3)) + 3 * np.eye(3)[truth]
    good = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    noise = rng.dirichlet(np.ones(3), 600)

    def accuracy(probabilities: Any) -> float:
        if probabilities is not None:
            probabilities = {"item": list(range(600)), **{str(t): probabilities[:, t].tolist() for t in range(3)}}
        found = aggregate(table, probabilities=probabilities)
        named = dict(zip(found.items, found.labels, strict=True))
        return float(np.mean([named[one] == truth[one] for one in named]))

    alone = accuracy(None)
    machine = float((good.argmax(1) == truth).mean())
    assert accuracy(good) > max(alone, machine)
    assert accuracy(noise) > alone - 0.01


def test_a_family_has_one_vote() -> None:
    """Three copies of one machine against two people who are right."""
    items = [item for item in range(30) for _ in range(5)]
    labels = [label for item in range(30) for label in ("xy"[item % 2],) * 2 + ("yx"[item % 2],) * 3]
    table = {"item": items, "worker": ["p", "q", "m1", "m2", "m3"] * 30, "label": labels}
    assert aggregate(table, method="majority").labels[0] == "y"
    found = aggregate(table, method="majority", families={"m1": "m", "m2": "m", "m3": "m"})
    assert found.labels == ["xy"[item % 2] for item in range(30)]
    assert found["confidence"] == pytest.approx([2 / 3] * 30)
