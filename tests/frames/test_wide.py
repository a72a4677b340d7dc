"""Tables with one row per item: labels and class probabilities."""

from typing import Any

import numpy as np
import pytest

from goldlabel.core.problem import Invalid
from goldlabel.frames import table_of
from goldlabel.frames.wide import numbers, one_each, read_labels, read_probabilities


def test_labels_by_item() -> None:
    gold = read_labels({"item": [1, 2, 2, 3], "label": ["a", "b", "b", None]})
    assert (gold.items, gold.labels) == ([1, 2], ["a", "b"])
    assert gold.on(["2", 5, 1], ["b", "a"]).tolist() == [0, -1, 1]
    with pytest.raises(Invalid, match="label 'b' is none of the classes a, c"):
        gold.on([1, 2], ["a", "c"])
    assert gold.on([1], ["a", "c"]).tolist() == [0]  # what is not asked may have any label
    with pytest.raises(Invalid, match="row 1: item 1 has two labels, a and b"):
        read_labels({"item": [1, 1], "label": ["a", "b"]})


def test_probabilities_by_class() -> None:
    table = {"item": [1, 2], "given": ["x", "y"], "p0": [0.25, 1], "p1": ["0.75", "0"]}
    found = read_probabilities(table, prefix="p")
    assert found.classes == ["0", "1"]
    assert found.values.tolist() == [[0.25, 0.75], [1, 0]]
    assert found.on([2, 1], [1, 0]).tolist() == [[0, 1], [0.75, 0.25]]
    with pytest.raises(Invalid, match="no probabilities of item 9"):
        found.on([9], [0])
    assert read_probabilities({"item": [1], "a": [0.502], "b": [0.502]}).values.tolist() == [[0.5, 0.5]]


WRONG: list[tuple[dict[str, list[Any]], str]] = [
    ({"item": [1, 2], "a": [0.5, 0.9], "b": [0.5, 0.9]}, "row 1: the probabilities of 2 classes add up to 1.8"),
    (
        {"item": [1, 2], "a": [0.5, 1.5], "b": [0.5, -0.5]},
        "row 1: column \"a\" holds '1.5', which is no number from 0 to 1",
    ),
    ({"item": [1], "a": [float("nan")], "b": [1]}, 'row 0: column "a" holds nothing'),
    ({"item": [1], "a": [0.5]}, "at least two"),
    ({"item": [1, 1], "a": [0, 0], "b": [1, 1]}, r"item 1 stands twice (rows 0 and 1)"),
    ({"item": [1, None], "a": [0, 0], "b": [1, 1]}, 'row 1: column "item" is empty'),
]


@pytest.mark.parametrize(("table", "said"), WRONG)
def test_probabilities_that_are_none(table: dict[str, list[Any]], said: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_probabilities(table)
    assert said in str(caught.value)


def test_infinite_confidence_is_named_with_its_row() -> None:
    table = table_of({"item": [1, 2, 3], "confidence": ["0.5", "inf", "nan"]})
    with pytest.raises(
        Invalid, match=r"row 1: column \"confidence\" holds 'inf', which is no finite number; 2 of 3 rows"
    ):
        numbers(table, "confidence")
    assert np.isfinite(numbers(table_of({"c": [1, -2.5]}), "c")).all()
    assert one_each(table, "item") == [1, 2, 3]
