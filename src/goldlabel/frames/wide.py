"""Tables with one row per item: labels (gold, given, an oracle's), class probabilities."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.naming import counted
from goldlabel.core.problem import Invalid
from goldlabel.frames.column import Codes, Column, matched, text_of
from goldlabel.frames.table import Table, table_of

TOLERANCE = 0.01
"""How far a row of probabilities may add up to something else than 1 before it is refused: rounding in files."""


@dataclass(frozen=True)
class Labels:
    """One label per item, in the order of the table."""

    items: list[Any]
    labels: list[Any]
    name: str = ""

    def __len__(self) -> int:
        return len(self.items)

    def on(self, items: Sequence[Any], classes: Sequence[Any]) -> Codes:
        """For each item the place of its label in `classes`, -1 where the table has none.

        Raises Invalid for a label that the classes lack.
        """
        own = matched(self.labels, classes)
        place = matched(items, self.items)
        if (own[place[place >= 0]] < 0).any():
            label = next(self.labels[at] for at in place.tolist() if at >= 0 and own[at] < 0)
            known = ", ".join(map(text_of, classes))
            raise Invalid(f"label {text_of(label)!r} is none of the classes {known}", where=self.name)
        return np.where(place >= 0, own[place], -1) if len(own) else np.full(len(items), -1, np.int64)


def read_labels(table: Any, *, item: str = "item", label: str = "label", kept: Collection[str] = ()) -> Labels:
    """One label per item. Raises Invalid for an item that stands twice with different labels; rows without a label are
    left out."""
    source = table_of(table, [item, label, *kept])
    items, labels = source.column(item), source.column(label)
    seen: dict[int, int] = {}
    for row, (one, what) in enumerate(zip(items.codes.tolist(), labels.codes.tolist(), strict=True)):
        if labels.values[what] is None or labels.values[what] == "":
            continue
        if seen.setdefault(one, what) != what:
            said = f"{text_of(labels.values[seen[one]])} and {text_of(labels.values[what])}"
            raise Invalid(f"item {text_of(items.values[one])} has two labels, {said}", where=source.place(row))
    return Labels([items.values[one] for one in seen], [labels.values[what] for what in seen.values()], source.name)


@dataclass(frozen=True)
class Probabilities:
    """float[items, classes]; rows add up to 1."""

    items: list[Any]
    classes: list[Any]
    values: NDArray[np.float64]

    def on(self, items: Sequence[Any], classes: Sequence[Any], name: str = "") -> NDArray[np.float64]:
        """In the order of the items and classes given. Raises Invalid for an item or class that is missing."""
        row, column = matched(items, self.items), matched(classes, self.classes)
        for what, names, place in (("item", items, row), ("class", classes, column)):
            if (place < 0).any():
                raise Invalid(f"has no probabilities of {what} {text_of(names[int(np.argmax(place < 0))])}", where=name)
        return self.values[row][:, column]


def read_probabilities(
    table: Any,
    *,
    item: str = "item",
    classes: Sequence[Any] | None = None,
    prefix: str = "",
    ignore: Collection[str] = (),
) -> Probabilities:
    """`item` and one column per class, named `prefix` and the class.

    With `classes`, the columns of these; else all but `ignore`. Raises Invalid, with row and column, for what is no
    finite number from 0 to 1, and for rows that do not add up to 1 (within 0.01; smaller gaps are scaled away).
    """
    source = table_of(table)
    items = one_each(source, item)
    if classes is None:
        names = [name for name in source.columns if name != item and name not in ignore and name.startswith(prefix)]
        classes = [name.removeprefix(prefix) for name in names]
    else:
        names = [f"{prefix}{text_of(one)}" for one in classes]
    if len(names) < 2:
        raise Invalid(f'needs "{item}" and one column per class, at least two', where=source.name)
    values = np.stack([numbers(source, name, low=0.0, high=1.0) for name in names], axis=1)
    total = values.sum(axis=1)
    if (wrong := np.abs(total - 1) > TOLERANCE).any():
        row = int(np.argmax(wrong))
        raise Invalid(
            f"the probabilities of {len(names)} classes add up to {total[row]:g}, not to 1", where=source.place(row)
        )
    return Probabilities(items, list(classes), values / total[:, None])


def one_each(source: Table, item: str) -> list[Any]:
    """The items of a table that has one row for each. Raises Invalid with the rows of one that stands twice."""
    column = source.column(item)
    for code, value in enumerate(column.values):
        if value is None or value == "":
            row = int(np.argmax(column.codes == code))
            raise Invalid(f'column "{item}" is empty; every row needs one', where=source.place(row))
    if len(column.values) < len(column):
        counts = np.bincount(column.codes)
        code = int(np.argmax(counts > 1))
        rows = source.numbers(np.flatnonzero(column.codes == code)[:2]).tolist()
        twice = int((counts > 1).sum())
        raise Invalid(
            f"item {text_of(column.values[code])} stands twice (rows {rows[0]} and {rows[1]}); "
            f"{counted(twice, 'item does', 'items do')}. One row per item is needed",
            where=source.name,
        )
    return column.list()


def numbers(source: Table, name: str, low: float = -np.inf, high: float = np.inf) -> NDArray[np.float64]:
    """A column of finite numbers from `low` to `high`. Raises Invalid with the first row of one that is not."""
    column = source.column(name)
    values = np.array([_number(value) for value in column.values] or [0.0])
    wrong = ~np.isfinite(values) | (values < low) | (values > high)
    if len(column) and wrong.any():
        bad = wrong[column.codes]
        row = int(np.argmax(bad))
        raise Invalid(
            f'column "{name}" holds {_shown(column, row)}, which is no {_wanted(low, high)}; '
            f"{int(bad.sum()):,} of {counted(len(column), 'row')} {'does' if bad.sum() == 1 else 'do'}",
            where=source.place(row),
        )
    return values[column.codes]


def _number(value: Any) -> float:
    try:
        return float("nan") if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return float("nan")


def _wanted(low: float, high: float) -> str:
    return "finite number" if low == -np.inf else f"number from {low:g} to {high:g}"


def _shown(column: Column, row: int) -> str:
    value = column.values[int(column.codes[row])]
    return "nothing" if value is None or value == "" else repr(text_of(value))
