"""Answers one by one, and whether to ask for more."""

import numpy as np
import pytest

from goldlabel.consensus import aggregate
from goldlabel.consensus.diagonal import Diagonal
from goldlabel.consensus.redundancy import Redundancy
from goldlabel.consensus.streaming import Stream
from goldlabel.consensus.votes import votes
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import read_answers
from tests.consensus.crowds import crowd


def test_after_settling_the_stream_is_a_fit_from_scratch() -> None:
    table, _ = crowd(items=120, workers=12, per_item=5, classes=3, seed=1)
    stream = Stream([0, 1, 2])
    for row in zip(table["item"], table["worker"], table["label"], strict=True):
        stream.add(*row)
    before = stream.result()
    fitted = aggregate(table, method="diagonal")
    assert np.mean([a == b for a, b in zip(before.labels, fitted.labels, strict=True)]) >= 0.96
    stream.settle()
    found = stream.result()
    assert found.items == fitted.items
    assert found.labels == fitted.labels
    assert found.posterior == pytest.approx(fitted.posterior, abs=1e-9)
    assert found.worker_table()["skill"] == pytest.approx(fitted.worker_table()["skill"], abs=1e-9)


def test_one_more_answer_moves_its_item_alone() -> None:
    table, _ = crowd(items=60, workers=8, per_item=4, classes=2, seed=2)
    stream = Stream([0, 1], refit=10.0)
    for row in zip(table["item"], table["worker"], table["label"], strict=True):
        stream.add(*row)
    stream.settle()
    before = stream.result()
    label = before.labels[0]
    belief = stream.add(before.items[0], "newcomer", label)
    after = stream.result()
    assert belief.confidence > before.confidence[0]
    assert belief.answers == 5
    assert after.posterior is not None
    assert before.posterior is not None
    assert (after.posterior[1:] == before.posterior[1:]).all()


def test_a_second_answer_replaces_the_first() -> None:
    stream = Stream(["x", "y"])
    stream.add(1, "a", "x")
    stream.add(1, "b", "y")
    stream.add(1, "b", "x")
    assert len(stream) == 2
    assert stream.belief(1).label == "x"
    other = Stream(["x", "y"])
    for who in "ab":
        other.add(1, who, "x")
    stream.settle()
    other.settle()
    assert stream.result().posterior == pytest.approx(other.result().posterior)


def test_a_stream_knows_its_classes() -> None:
    with pytest.raises(Invalid, match="classes"):
        Stream([])
    with pytest.raises(Invalid, match="none of the classes"):
        Stream(["x", "y"]).add(1, "a", "z")
    with pytest.raises(Invalid, match="nobody"):
        Stream(["x", "y"]).belief(1)


def test_doubtful_items_are_asked_first_and_settled_ones_never() -> None:
    table, _ = crowd(items=200, workers=10, per_item=4, classes=2, seed=3)
    for name, cell in zip(table, (999, 0, 1), strict=True):
        table[name].append(cell)
    found = aggregate(table, method="diagonal")
    doubtful = {item for item, sure in zip(found.items, found.confidence, strict=True) if sure < 0.998}
    wanted = Redundancy().wanted(table)
    assert set(wanted.item) == doubtful | {999}
    assert 0 < wanted.open < wanted.items == 201
    assert wanted.gain == sorted(wanted.gain, reverse=True)
    assert wanted.answers[wanted.item.index(999)] == 1
    assert max(wanted.confidence) < 0.998
    assert Redundancy(most=4).wanted(table).item == [999]
    assert Redundancy(target=0.6, least=1).wanted(table).open < wanted.open
    assert Redundancy().wanted({"item": [], "worker": [], "label": []}).open == 0


def test_replay_buys_what_it_needs() -> None:
    table, truth = crowd(items=200, workers=10, per_item=9, classes=2, seed=4, low=0.8)
    every = votes(read_answers(table).coded())
    rank = np.tile(np.arange(9), 200)
    bought = Redundancy().replay(every, rank)
    assert 3 * 200 <= len(bought) < 0.7 * len(every)
    right = np.array(truth)
    whole, part = (Diagonal().posterior(one).q.argmax(1) for one in (every, bought))
    assert np.mean(part == right) > np.mean(whole == right) - 0.01
