"""Given labels and class probabilities, brought onto the same items and classes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import canonical_order
from goldlabel.frames.column import coded, matched, text_of
from goldlabel.frames.table import Table, table_of
from goldlabel.frames.wide import read_labels, read_probabilities
from goldlabel.quality.errors.scores import Floats, Ints

SHOWN = 3
NO_CLASSES = ("given", "label", "predicted", "suggested", "split", "text")
"""Columns that tables of probabilities often carry; they are no classes unless an item is labeled so."""


@dataclass(frozen=True, slots=True)
class Given:
    """`label` int[items]: a place in `classes`; `p` float[items, classes]."""

    items: list[Any]
    classes: list[Any]
    label: Ints
    p: Floats


def read_given(
    given: Any, probs: Any, *, item: str = "item", label: str = "label", ignore: Collection[str] = ()
) -> Given:
    """Labels and the probabilities of the same items, in the order of the labels.

    Probabilities have a column per class, named as the labels are, or with one prefix before all of them (`p_cat`).
    Raises Invalid for an item that only one table has, a label without its column, and what `read_probabilities`
    refuses (numbers that are none, rows that do not add up to 1).
    """
    labels = read_labels(given, item=item, label=label)
    source = table_of(probs)
    given_label = coded(labels.labels)
    used = given_label.values
    columns = class_columns(source, used, item, ignore)
    read = read_probabilities(source, item=item, ignore=set(source.columns) - set(columns) - {item})
    rows = same_items(labels.items, read.items, labels.name or "given", source.name or "probs")
    names = _named(columns, used)
    order = sorted(range(len(names)), key=lambda at: canonical_order(names[at]))
    classes = [names[at] for at in order]
    return Given(labels.items, classes, matched(used, classes)[given_label.codes], read.values[rows][:, order])


def class_columns(source: Table, labels: Sequence[Any], item: str, ignore: Collection[str]) -> list[str]:
    """The columns that stand for classes; each label has one."""
    said = {text_of(label) for label in labels}
    columns = [
        name for name in source.columns
        if name != item and name not in ignore and (name in said or name not in NO_CLASSES)
    ]  # fmt: skip
    prefix = prefix_of(columns, said)
    if missing := sorted(said - {name.removeprefix(prefix) for name in columns}):
        there = ", ".join(columns) or "none"
        raise Invalid(
            f"has no column for the class {', '.join(map(repr, missing[:SHOWN]))}; its class columns are {there}",
            where=source.name or "probs",
        )
    return columns


def prefix_of(columns: Sequence[str], labels: Collection[str]) -> str:
    """What stands before the class in every column's name: of all beginnings that the columns share, the shortest
    without which most labels have their column."""
    first, last = min(columns, default=""), max(columns, default="")
    shared = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    beginnings = [first[:size] for size in range(shared + 1)] if len(columns) > 1 else [""]
    return max(beginnings, key=lambda one: len({name.removeprefix(one) for name in columns} & set(labels)))


def _named(columns: Sequence[str], labels: Sequence[Any]) -> list[Any]:
    """The classes as the labels write them, else as the columns do."""
    prefix = prefix_of(columns, {text_of(label) for label in labels})
    written = {text_of(label): label for label in labels}
    return [written.get(name, name) for name in (column.removeprefix(prefix) for column in columns)]


def same_items(items: Sequence[Any], others: Sequence[Any], here: str, there: str) -> Ints:
    """For each item its place among the others. Raises Invalid when one of the two lacks an item of the other."""
    if items == others:
        return np.arange(len(items))
    place = matched(items, others)
    _none_lost(items, place, here, there)
    if len(others) > len(items):
        _none_lost(others, matched(others, items), there, here)
    return place


def _none_lost(names: Sequence[Any], place: Ints, here: str, there: str) -> None:
    lost = np.flatnonzero(place < 0)
    if len(lost):
        shown = ", ".join(text_of(names[at]) for at in lost[:SHOWN].tolist()) + (" …" if len(lost) > SHOWN else "")
        raise Invalid(f"{len(lost):,} items of {here} are missing: {shown}", where=there)
