"""Answers on any scale as every algorithm beyond nominal reads them, and what such an algorithm hands back.

Rows stand by item, worker and label, all in canonical order: no sum depends on the order of the table's rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

import msgspec
import numpy as np

from goldlabel.consensus.result import Consensus, Floats, Ints, Skill
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Answers, canonical_order
from goldlabel.frames.column import Column, text_of
from goldlabel.frames.mask_sizes import one_size
from goldlabel.frames.scale import LabelScale, is_regions, scale

LISTS = ("set", "ranking")
"""Scales besides those of regions whose labels are lists, which stand as JSON text in files."""


@dataclass(frozen=True)
class Parsed:
    """`value[r]` is what `worker[r]` said about `item[r]`, parsed; rows are sorted. `gold[i]`: the known truth of an
    item, parsed, or None."""

    items: list[Any]
    workers: list[Any]
    item: Ints
    worker: Ints
    value: list[Any]
    scale: LabelScale
    gold: list[Any]
    as_json: bool = False
    order: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Places of the items in order of first appearance."""
    extra: Mapping[str, list[Any]] = field(default_factory=dict[str, list[Any]])
    """Further columns, per row."""
    classes: list[Any] | None = None
    """The order of an ordinal scale, where it was given."""

    def __len__(self) -> int:
        return len(self.item)

    @cached_property
    def starts(self) -> Ints:
        """Rows of item i: starts[i] … starts[i + 1]."""
        return np.searchsorted(self.item, np.arange(len(self.items) + 1))

    @cached_property
    def numbers(self) -> Floats:
        """The values of a scale of numbers."""
        return np.array(self.value, np.float64)

    def rows_of(self, item: int) -> range:
        return range(int(self.starts[item]), int(self.starts[item + 1]))

    def count_by_worker(self) -> Ints:
        return np.bincount(self.worker, minlength=len(self.workers))


@dataclass(frozen=True)
class Merged:
    """Per item in the order of `Parsed.items`: the value, how sure it is (0 … 1), and what it rests on."""

    values: list[Any]
    confidence: Floats
    skills: list[Skill]
    evidence: list[Any] | None = None


def parse(
    answers: Answers,
    scale_name: str,
    *,
    classes: Sequence[Any] | None = None,
    gold: Mapping[Any, Any] | None = None,
) -> Parsed:
    """Raises Invalid for a label without the scale's form, with its row, and for gold of an unknown form."""
    kind = scale(scale_name, classes)
    values = [_parsed(kind, label, lambda at=at: _row_of(answers, at)) for at, label in enumerate(answers.labels)]
    if scale_name == "masks":
        one_size(answers, values)
    ranks = [_canonical(names) for names in (answers.items, answers.workers)]
    label_rank = _canonical([text_of(label) for label in answers.labels])[1]
    item, worker = ranks[0][1][answers.item], ranks[1][1][answers.worker]
    rows = np.lexsort((label_rank[answers.label], worker, item))
    truth = {text_of(one): label for one, label in (gold or {}).items()}
    items = [answers.items[at] for at in ranks[0][0]]
    return Parsed(
        items=items,
        workers=[answers.workers[at] for at in ranks[1][0]],
        item=item[rows],
        worker=worker[rows],
        value=[values[code] for code in answers.label[rows].tolist()],
        scale=kind,
        gold=[
            _parsed(kind, truth[text_of(one)], lambda one=one: f"gold of item {one}") if text_of(one) in truth else None
            for one in items
        ],
        as_json=(scale_name in LISTS or is_regions(scale_name))
        and any(isinstance(label, (str, bytes)) for label in answers.labels),
        order=ranks[0][1],
        extra={name: _cells(column, rows) for name, column in answers.extra.items()},
        classes=None if classes is None else list(classes),
    )


def _cells(column: Column, rows: Ints) -> list[Any]:
    return [column.values[code] for code in column.codes[rows].tolist()]


def _canonical(names: Sequence[Any]) -> tuple[list[int], Ints]:
    """The names' places in canonical order, and every name's rank."""
    order = sorted(range(len(names)), key=lambda at: canonical_order(names[at]))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return order, rank


def _parsed(kind: LabelScale, label: Any, where: Any) -> Any:
    try:
        return kind.parse(label)
    except ValueError as error:
        shown = text_of(label)
        raise Invalid(
            f"label {shown[:80] + ('…' if len(shown) > 80 else '')!r} {error}; a label on the scale {kind.name} looks "
            f"like {kind.form}",
            where=where(),
        ) from None


def _row_of(answers: Answers, label: int) -> str:
    return answers.place(int(answers.rows[np.flatnonzero(answers.label == label)[0]]))


def consensus(parsed: Parsed, merged: Merged, method: str, why: str) -> Consensus:
    """With names, in order of first appearance, labels in the form they came in; what is known is the label."""
    pairs = zip(parsed.gold, merged.values, strict=True)
    labels = [written(parsed, value if known is None else known) for known, value in pairs]
    confidence = np.where([known is not None for known in parsed.gold], 1.0, merged.confidence)
    order = parsed.order.tolist()
    return Consensus(
        items=[parsed.items[at] for at in order],
        labels=[labels[at] for at in order],
        confidence=confidence[parsed.order],
        workers=merged.skills,
        method=method,
        why=why,
        evidence=None if merged.evidence is None else [merged.evidence[at] for at in order],
    )


def written(parsed: Parsed, value: Any) -> Any:
    label = parsed.scale.write(value)
    return cast(Any, msgspec.json.encode(label).decode()) if parsed.as_json else label
