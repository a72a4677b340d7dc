"""Given labels in the order in which they should be looked at again."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.problem import Invalid
from goldlabel.frames.column import text_of
from goldlabel.quality.errors.confident import FILTERS, estimated_errors
from goldlabel.quality.errors.reading import Given, read_given
from goldlabel.quality.errors.scores import SCORES, Floats, Ints, self_confidence

TIE = 12
"""Digits in which scores must differ to be told apart."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Items worst first. `score` 0 … 1: how well the label fits, low is doubtful; it orders, it is no probability.

    `suggested`: the class that the model finds most probable. `flagged` bool[items]: what confident learning takes
    for wrong. `estimated`: how many labels it expects to be wrong, in all.
    """

    items: list[Any]
    labels: list[Any]
    suggested: list[Any]
    score: Floats
    flagged: NDArray[np.bool_]
    estimated: float
    classes: list[Any]
    method: str
    filter: str

    def table(self, flagged: bool = False) -> dict[str, list[Any]]:
        """Columns item, label, suggested, score; `flagged`: only these. `pandas.DataFrame(errors.table())`."""
        keep = np.flatnonzero(self.flagged).tolist() if flagged else range(len(self.items))
        return {
            "item": [self.items[at] for at in keep],
            "label": [self.labels[at] for at in keep],
            "suggested": [self.suggested[at] for at in keep],
            "score": [float(self.score[at]) for at in keep],
        }

    def __len__(self) -> int:
        return len(self.items)


def find_errors(
    given: Any,
    probs: Any = None,
    method: str = "normalized_margin",
    *,
    filter: str = "prune_by_noise_rate",
    text: str | None = None,
    features: Any = None,
    item: str = "item",
    label: str = "label",
    ignore: Collection[str] = (),
    seed: int = 0,
) -> Errors:
    """Which of the `given` labels (columns item, label) look wrong, worst first.

        find_errors("labels.csv", "probs.csv").table(flagged=True)

    `probs`: columns item and one per class, foreseen by a model that had not seen the item's own label (out-of-fold
    predictions; those of a model that was trained on these labels hide their errors). Without `probs`, they are made
    here (`out_of_fold`) from the column `text` of the given table, or from `features` float[rows, …] in its order.

    `method`, the score: `normalized_margin` (default: 82 of 82 known errors of 20news in its top 100, where
    self-confidence has 41), `self_confidence`, `confidence_weighted_entropy`. `filter`, what is flagged:
    `prune_by_noise_rate`, `prune_by_class`, `both`, `confident_learning`, `predicted_neq_given`. Ties stand in the
    order of the item's own probability and then its name, so that the order of rows does not matter.

    Raises Invalid for an unknown method or filter and for tables that do not fit (see `read_given`). O(items · (classes
    + log items)). Not for labels that only differ where the model is blind: it finds what a model can doubt.
    """
    for name, known, what in ((method, SCORES, "method"), (filter, FILTERS, "filter")):
        if name not in known:
            raise Invalid(f"there is no {what} {name!r}; there are {', '.join(known)}", where=what)
    if probs is not None:
        read = read_given(given, probs, item=item, label=label, ignore=ignore)
    else:
        read = _foreseen(given, text, features, item, label, seed)
    return rank(read, method, filter)


def rank(read: Given, method: str, filter: str) -> Errors:
    """`find_errors` on what has been read."""
    if not read.items:
        return Errors([], [], [], np.zeros(0), np.zeros(0, bool), 0.0, read.classes, method, filter)
    score = SCORES[method](read.label, read.p)
    order = _worst_first(read.items, score, self_confidence(read.label, read.p))
    best = read.p.argmax(axis=1)
    return Errors(
        items=[read.items[at] for at in order.tolist()],
        labels=[read.classes[at] for at in read.label[order].tolist()],
        suggested=[read.classes[at] for at in best[order].tolist()],
        score=score[order], flagged=FILTERS[filter](read.label, read.p)[order],
        estimated=estimated_errors(read.label, read.p), classes=read.classes, method=method, filter=filter,
    )  # fmt: skip


def _worst_first(items: list[Any], score: Floats, then: Floats) -> Ints:
    names = np.empty(len(items), np.int64)
    names[sorted(range(len(items)), key=lambda at: text_of(items[at]))] = np.arange(len(items))
    return np.lexsort((names, np.round(then, TIE), np.round(score, TIE)))


def _foreseen(given: Any, text: str | None, features: Any, item: str, label: str, seed: int) -> Given:
    from goldlabel.frames.column import matched
    from goldlabel.frames.table import table_of
    from goldlabel.frames.wide import one_each, read_labels
    from goldlabel.quality.errors.foresee import out_of_fold

    if (text is None) == (features is None):
        raise Invalid("give probs, or else either text (a column of the given table) or features", where="probs")
    source = table_of(given)
    every = one_each(source, item)
    labels = read_labels(source, item=item, label=label)
    rows = matched(labels.items, every)
    if text is not None:
        cells = source.column(text).list()
        data: Any = [text_of(cells[row]) for row in rows.tolist()]
    else:
        data = np.asarray(features, np.float64)
        if len(data) != len(every):
            raise Invalid(f"has {len(data):,} rows for {len(every):,} given labels", where="features")
        data = data[rows]
    found = out_of_fold(data, labels.labels, seed=seed, names=labels.items)
    return Given(labels.items, found.classes, found.label, found.p)
