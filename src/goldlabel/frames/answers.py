"""Answers of many workers to many items, as columns of numbers that the algorithms work on.

One row is one answer: who (worker) said what (label) about which item. `read_answers` makes them from any table and is
the one place where missing cells and double answers are dealt with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.problem import Invalid, Problem
from goldlabel.frames.column import Codes, Column, matched, text_of
from goldlabel.frames.scale import LabelScale
from goldlabel.frames.table import Table, table_of

Duplicates = Literal["error", "last", "first", "all"]
DUPLICATES: tuple[Duplicates, ...] = ("error", "last", "first", "all")
PAIR = ("left", "right")
"""Columns of pairwise answers: what was compared."""
SHOWN = 5
"""Examples that a message names."""
LISTED = 20
"""Labels that a message names when they have not the form of their scale."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One worker's different answers to one item, with the rows they stand in."""

    item: Any
    worker: Any
    rows: list[int]
    labels: list[Any]


@dataclass(frozen=True, slots=True)
class Repeats:
    """Rows by the same worker about the same item. `conflicts`: how many (item, worker) have different labels."""

    identical: int = 0
    """Rows that only repeated an earlier one, dropped (kept with `all`)."""
    conflicts: int = 0
    dropped: int = 0
    """Rows that differ from the one that counts, dropped."""
    examples: list[Conflict] = field(default_factory=list[Conflict])


@dataclass(frozen=True)
class Coded:
    """Answers on a closed list of classes: `label` is a place in `classes`.

    `classes` stands in canonical order (numbers by size, then texts), whatever order the rows have.
    """

    items: list[Any]
    workers: list[Any]
    classes: list[Any]
    item: Codes
    worker: Codes
    label: Codes

    def __len__(self) -> int:
        return len(self.item)


@dataclass(frozen=True)
class Answers:
    """Answers in rows. Names stand in order of first appearance, each at least once in the rows."""

    items: list[Any]
    workers: list[Any]
    item: Codes
    """Per answer: its place in `items`."""
    worker: Codes
    labels: list[Any]
    """The distinct raw labels, in order of first appearance."""
    label: Codes
    """Per answer: its place in `labels`."""
    rows: Codes
    """Per answer: the number of its row in the table, as `Table.place` names it."""
    extra: Mapping[str, Column] = field(default_factory=dict[str, Column])
    """Further columns by name (`left` and `right` of pairwise answers, slices), one cell per answer."""
    repeats: Repeats = Repeats()
    unlabeled: int = 0
    """Rows without a label, left out."""
    source: str = ""
    """The file, for messages."""

    def __len__(self) -> int:
        return len(self.item)

    @cached_property
    def values(self) -> list[Any]:
        """The raw label of each answer."""
        labels = self.labels
        return [labels[code] for code in self.label.tolist()]

    def parsed(self, scale: LabelScale) -> list[Any]:
        """Each of `labels` as a value of the scale; the value of an answer is `parsed[label[answer]]`.

        Raises Invalid with every label that has not the scale's form and the first row it stands in.
        """
        values: list[Any] = []
        wrong: dict[int, str] = {}
        for at, label in enumerate(self.labels):
            try:
                values.append(scale.parse(label))
            except ValueError as error:
                wrong[at] = str(error)
        if wrong:
            raise Invalid(self._problems(scale, wrong))
        return values

    def _problems(self, scale: LabelScale, wrong: Mapping[int, str]) -> list[Problem]:
        bad = np.isin(self.label, list(wrong))
        codes, first = np.unique(self.label[bad], return_index=True)
        rows = self.rows[bad][first]
        out = [
            Problem(self.place(int(row)), f"label {text_of(self.labels[code])[:60]!r} {wrong[code]}")
            for row, code in sorted(zip(rows.tolist(), codes.tolist(), strict=True))[:LISTED]
        ]
        hint = f"a label of scale {scale.name} looks like {scale.form}"
        left = f"{int(bad.sum()):,} of {len(self):,} labels have not the scale's form; {hint}"
        return [*out, Problem(self.source, left)]

    def coded(self, classes: Sequence[Any] | None = None) -> Coded:
        """Labels as places in `classes`, by default the labels that occur.

        Raises Invalid for a label that the given classes lack.
        """
        if classes is None:
            order = sorted(range(len(self.labels)), key=lambda at: canonical_order(self.labels[at]))
            place = np.empty(len(order), np.int64)
            place[order] = np.arange(len(order))
            return self._on([self.labels[at] for at in order], place)
        place = matched(self.labels, classes)
        if (place < 0).any():
            missing = int(np.flatnonzero(place < 0)[0])
            row = int(self.rows[np.flatnonzero(self.label == missing)[0]])
            raise Invalid(
                f"label {self.labels[missing]!r} is none of the classes {', '.join(map(text_of, classes))}",
                where=self.place(row),
            )
        return self._on(list(classes), place)

    def _on(self, classes: list[Any], place: Codes) -> Coded:
        return Coded(self.items, self.workers, classes, self.item, self.worker, place[self.label])

    def place(self, row: int) -> str:
        """`answers.csv row 7`."""
        return f"{self.source} row {row}".strip()

    def keep(self, mask: NDArray[np.bool_]) -> "Answers":
        """The answers where `mask` holds; names that no answer is left of fall away."""
        item, worker, label = (
            Column(names, codes).rows(mask)
            for names, codes in ((self.items, self.item), (self.workers, self.worker), (self.labels, self.label))
        )
        extra = {name: column.rows(mask) for name, column in self.extra.items()}
        return Answers(
            item.values, worker.values, item.codes, worker.codes, label.values, label.codes,
            self.rows[mask], extra, self.repeats, self.unlabeled, self.source,
        )  # fmt: skip


def canonical_order(label: Any) -> tuple[Any, ...]:
    """Sorts labels so that nothing depends on the order of rows: numbers by size (also written as text), then texts."""
    text = text_of(label)
    try:
        number = float(text)
    except ValueError:
        return 1, 0.0, text, type(label).__name__
    return (0, number, text, type(label).__name__) if number == number else (1, 0.0, text, type(label).__name__)


def read_answers(
    table: Any,
    *,
    item: str = "item",
    worker: str = "worker",
    label: str = "label",
    scale: str = "nominal",
    duplicates: Duplicates = "last",
    extra: Sequence[str] = (),
) -> Answers:
    """Answers from a file's path, dict of columns, data frame (pandas, polars, Arrow, DuckDB) or list of dicts.

    A worker's rows about one item: identical ones count once; of different ones the `last` or `first` counts, or `all`
    rows do, or they are an `error`. `repeats` of the result says what was found. Rows without a label are left out and
    counted; on the scale `text` an empty text is a label. On the scale `pairwise` the columns `left` and `right` stand
    in `extra`, and where there is no item column the pair is the item. Labels are not parsed here.

    Raises Invalid for a missing column, an item or worker without a name, and another `duplicates`. O(rows · log rows)
    time, about 40 bytes a row.
    """
    if duplicates not in DUPLICATES:
        raise Invalid(f"duplicates is one of {', '.join(DUPLICATES)}, not {duplicates!r}", where="duplicates")
    extra = tuple(dict.fromkeys([*(PAIR if scale == "pairwise" else ()), *extra]))
    source = table_of(table, [item, worker, label, *extra])
    if scale == "pairwise" and item not in source.columns:
        source = _with_pairs(source, item)
    columns = {name: source.column(name) for name in dict.fromkeys((item, worker, label, *extra))}
    for name in (item, worker, *(PAIR if scale == "pairwise" else ())):
        _all_named(source, name, columns[name])
    labeled = [value is not None and (value != "" or scale == "text") for value in columns[label].values]
    kept = np.arange(len(source))
    if not all(labeled):
        kept = np.flatnonzero(np.array(labeled, bool)[columns[label].codes])
        columns = {name: column.rows(kept) for name, column in columns.items()}
    numbers = source.numbers(kept)
    units = [columns[name] for name in (item, *(PAIR if scale == "pairwise" else ()), worker)]
    keep, repeats = _once(units, columns[label], numbers, duplicates, source)
    if keep is not None:
        columns = {name: column.rows(keep) for name, column in columns.items()}
        numbers = numbers[keep]
    own = columns[item], columns[worker], columns[label]
    return Answers(
        items=own[0].values, workers=own[1].values, item=own[0].codes, worker=own[1].codes, labels=own[2].values,
        label=own[2].codes, rows=numbers, extra={name: columns[name] for name in extra}, repeats=repeats,
        unlabeled=len(source) - len(kept), source=source.name,
    )  # fmt: skip


def _all_named(table: Table, name: str, column: Column) -> None:
    nameless = [code for code, value in enumerate(column.values) if value is None or value == ""]
    if nameless:
        row = int(np.flatnonzero(np.isin(column.codes, nameless))[0])
        raise Invalid(f'column "{name}" is empty; every answer needs one', where=table.place(row))


def _with_pairs(table: Table, item: str) -> Table:
    """With the pair `left | right` as item."""
    left, right = (table.column(name) for name in PAIR)
    pairs, codes = np.unique(_together([left, right]), return_inverse=True)
    width = len(right.values)
    names = [f"{text_of(left.values[p // width])} | {text_of(right.values[p % width])}" for p in pairs.tolist()]
    return replace(table, columns={**table.columns, item: Column(names, codes.reshape(-1).astype(np.int64))})


def _together(columns: Sequence[Column]) -> Codes:
    """One number per combination of cells."""
    out = columns[0].codes
    for at, column in enumerate(columns[1:], 1):
        out = out * len(column.values) + column.codes
        if at < len(columns) - 1:
            out = np.unique(out, return_inverse=True)[1].reshape(-1).astype(np.int64)  # stays small
    return out


def _once(
    units: Sequence[Column], label: Column, numbers: Codes, duplicates: Duplicates, table: Table
) -> tuple[Codes | None, Repeats]:
    """Which rows count (None: all), and what was found; a unit is the item (with its pair) and the worker."""
    pair = _together(units)
    ordered = np.sort(pair)
    if not len(pair) or not (ordered[1:] == ordered[:-1]).any():
        return None, Repeats()
    order = np.argsort(pair, kind="stable")
    sorted_pair, sorted_label = pair[order], label.codes[order]
    starts = np.flatnonzero(np.r_[True, sorted_pair[1:] != sorted_pair[:-1]])
    ends = np.r_[starts[1:], len(order)]
    low, high = np.minimum.reduceat(sorted_label, starts), np.maximum.reduceat(sorted_label, starts)
    at_odds = np.flatnonzero(low != high)
    at_odds = at_odds[np.argsort(order[starts[at_odds]])]
    examples = [
        _conflict(units[0], units[-1], label, numbers, order[starts[group] : ends[group]])
        for group in at_odds[:SHOWN].tolist()
    ]
    counts = starts if duplicates == "first" else ends - 1
    same = int((sorted_label == np.repeat(sorted_label[counts], ends - starts)).sum()) - len(starts)
    found = Repeats(same, len(at_odds), len(pair) - len(starts) - same, examples)
    if len(at_odds) and duplicates == "error":
        raise Invalid("; ".join(conflict_lines(found)), where=table.name)
    if duplicates == "all":
        return None, Repeats(same, len(at_odds), 0, examples)
    return np.sort(order[counts]), found


def _conflict(item: Column, worker: Column, label: Column, numbers: Codes, at: Codes) -> Conflict:
    names = item.values[int(item.codes[at[0]])], worker.values[int(worker.codes[at[0]])]
    return Conflict(*names, numbers[at].tolist(), [label.values[code] for code in label.codes[at].tolist()])


def conflict_lines(found: Repeats) -> list[str]:
    """For people: how many conflicts there are, then the first few with their rows."""
    times = "answer" if found.conflicts == 1 else "answers"
    out = [f"{found.conflicts:,} conflicting duplicate {times} (same item and worker, another label)"]
    for one in found.examples:
        said = ", ".join(f"{text_of(label)[:40]} (row {row})" for row, label in zip(one.rows, one.labels, strict=True))
        out.append(f"worker {text_of(one.worker)} on item {text_of(one.item)} said {said}")
    if found.conflicts > len(found.examples):
        out.append(f"and {found.conflicts - len(found.examples):,} more")
    return out
