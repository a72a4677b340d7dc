"""Votes of labeling functions as one array: items down, functions across, -1 where a function abstains."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import canonical_order
from goldlabel.frames.column import Column, matched, text_of
from goldlabel.frames.table import Table, table_of
from goldlabel.frames.wide import Labels, one_each, read_labels

Ints = NDArray[np.int64]

ABSTAINS = -1
NEVER_FUNCTIONS = ("split", "fold", "text")
"""Names that data sets of votes give to columns that are no functions; `columns` can still ask for them."""
FEW = 20
"""Below so many votes nothing is concluded from how varied they are."""


@dataclass(frozen=True, slots=True)
class Votes:
    """`vote` int[items, functions]: a place in `classes`, or -1. `gold` int[items]: a place in `classes`, or -1.

    `left_out`: columns that were taken for no functions, each with the reason.
    """

    items: list[Any]
    functions: list[str]
    classes: list[Any]
    vote: Ints
    gold: Ints
    left_out: dict[str, str] = field(default_factory=dict[str, str])
    unknown_gold: int = 0
    """Gold items that have no row of votes."""

    @property
    def fired(self) -> NDArray[np.bool_]:
        """bool[items, functions]."""
        return self.vote >= 0

    @property
    def covered(self) -> NDArray[np.bool_]:
        """bool[items]: at least one function votes."""
        return np.any(self.vote >= 0, axis=1)

    def take(self, rows: Ints) -> "Votes":
        """The votes on some of the items."""
        return replace(
            self, items=[self.items[row] for row in rows.tolist()], vote=self.vote[rows], gold=self.gold[rows]
        )


def read_votes(
    table: Any,
    gold: Any = None,
    *,
    abstain: Any = -1,
    item: str = "item",
    columns: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    gold_label: str = "label",
) -> Votes:
    """Votes from a table with a column `item` and a column per function; `gold` is a table of `item` and `label`.

    An empty cell abstains, as does one that reads like `abstain`. Labels are told apart by their text, so that 1 in
    one file is "1" in another. `columns` names the functions; without it every column is one but `item`, those in
    `ignore`, and those that cannot be functions (see `_no_functions`). Raises Invalid for a column that is missing,
    an item that is missing or stands twice, gold that contradicts itself, and gold of none of the items.
    """
    source = table_of(table)
    names = _names(source, item, columns, ignore)
    items = one_each(source, item)
    right = Labels([], []) if gold is None else read_labels(gold, item=item, label=gold_label)
    cells = {name: _labels(source.column(name), abstain) for name in names}
    left_out = {} if columns is not None else _no_functions(cells, set(map(text_of, right.labels)))
    functions = [name for name in names if name not in left_out]
    written: dict[str, Any] = {}
    for label in [*right.labels, *(label for name in functions for label in cells[name].values)]:
        if label is not None:
            written.setdefault(text_of(label), label)
    classes = sorted(written.values(), key=canonical_order)
    place = {text_of(label): at for at, label in enumerate(classes)}
    vote = np.full((len(items), len(functions)), ABSTAINS, np.int64)
    for at, name in enumerate(functions):
        codes = [ABSTAINS if label is None else place[text_of(label)] for label in cells[name].values]
        vote[:, at] = np.array(codes, np.int64)[cells[name].codes]
    known = right.on(items, classes)
    missing = int((matched(right.items, items) < 0).sum())
    if len(right) and missing == len(right):
        raise Invalid("gold has none of the items that have votes; compare the two item columns", where=right.name)
    return Votes(items, functions, classes, vote, known, left_out, missing)


def _names(source: Table, item: str, columns: Sequence[str] | None, ignore: Sequence[str]) -> list[str]:
    for name in (*(columns or ()), *ignore):
        source.column(name)
    wanted = source.columns if columns is None else dict.fromkeys(columns)
    return [name for name in wanted if name != item and name not in ignore]


def _labels(column: Column, abstain: Any) -> Column:
    """The column with None wherever it abstains."""
    silent = text_of(abstain)
    return Column([None if text_of(value) in ("", silent) else value for value in column.values], column.codes)


def _no_functions(cells: dict[str, Column], gold: set[str]) -> dict[str, str]:
    """Columns that cannot be functions, each with the reason.

    A name that never is one (`split`); labels as varied as the rows (a number or a text of the item); or a cell in
    every row, in a table where others abstain or gold is given, with labels that neither gold nor they know.
    """
    used = {name: {text_of(value) for value in column.values if value is not None} for name, column in cells.items()}
    count = {name: _voted(column) for name, column in cells.items()}
    abstains = any(count[name] < len(column) for name, column in cells.items())
    out: dict[str, str] = {}
    for name, column in cells.items():
        others = gold.union(*(labels for other, labels in used.items() if other not in (name, *NEVER_FUNCTIONS)))
        full = FEW <= count[name] == len(column) and (abstains or gold)
        if name.lower() in NEVER_FUNCTIONS:
            out[name] = "a column of this name holds no votes"
        elif count[name] >= FEW and len(used[name]) > count[name] / 2:
            out[name] = f"{len(used[name]):,} different values in {count[name]:,} rows are no labels"
        elif full and others and not used[name] & others:
            example = min(used[name])
            out[name] = f"never abstains, and neither gold nor another column knows a label such as {example!r}"
    return out


def _voted(column: Column) -> int:
    silent = [code for code, value in enumerate(column.values) if value is None]
    return int((~np.isin(column.codes, silent)).sum())
