"""What `auto` says of itself is what it did."""

import numpy as np
import pytest

from goldlabel.consensus import aggregate, large, mixture


def crowd(items: int, per_item: int) -> dict[str, list[str]]:
    rng = np.random.default_rng(0)
    said = rng.random((items, per_item)) < 0.8
    pairs = [(i, w) for i in range(items) for w in range(per_item)]
    return {
        "item": [f"i{i}" for i, _ in pairs],
        "worker": [f"w{w}" for _, w in pairs],
        "label": [("x", "y")[int(said[i, w] ^ (i % 2 == 0))] for i, w in pairs],
    }


def test_models_that_nobody_judged_count_alike_and_it_is_said() -> None:
    few = aggregate(crowd(10, 3)).why
    assert "models that count alike" in few
    assert "diagonal 29%" in few
    assert "by how well held-out answers are foretold" in aggregate(crowd(200, 5)).why


def test_answers_per_item_are_those_of_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (large, mixture):
        monkeypatch.setattr(module, "LARGE", 300)
    why = aggregate(crowd(200, 5)).why
    assert "learned from" in why
    assert "answers per item are few" not in why
    monkeypatch.undo()
    assert "3.0 answers per item are few" in aggregate(crowd(200, 3)).why
