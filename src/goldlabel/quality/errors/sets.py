"""Items with several labels at once: which labels are there in error, and which are missing."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.problem import Invalid
from goldlabel.frames.column import text_of
from goldlabel.frames.scale import scale
from goldlabel.frames.table import table_of
from goldlabel.frames.wide import numbers, one_each, read_labels
from goldlabel.quality.errors.confident import FILTERS
from goldlabel.quality.errors.reading import class_columns, prefix_of, same_items
from goldlabel.quality.errors.scores import Floats

SMOOTHING = 0.8


@dataclass(frozen=True, slots=True)
class SetErrors:
    """Items worst first. `by_label` float[items, classes]: how well each label's presence or absence fits (1 fits);
    `flagged` bool[items, classes]: what confident learning takes for wrong, label by label. `suggested`: the given set
    with the flagged labels turned round. `score`: see `find_set_errors`."""

    items: list[Any]
    labels: list[list[str]]
    suggested: list[list[str]]
    score: Floats
    by_label: Floats
    flagged: NDArray[np.bool_]
    classes: list[str]

    def table(self) -> dict[str, list[Any]]:
        """Columns item, label, suggested, score."""
        return {"item": self.items, "label": self.labels, "suggested": self.suggested, "score": self.score.tolist()}

    def label_table(self) -> dict[str, list[Any]]:
        """A row per flagged label: item, class, given (whether it is there), score; worst first."""
        rows, columns = np.nonzero(self.flagged)
        order = np.argsort(self.by_label[rows, columns], kind="stable")
        rows, columns = rows[order], columns[order]
        return {
            "item": [self.items[row] for row in rows.tolist()],
            "class": [self.classes[column] for column in columns.tolist()],
            "given": [self.classes[b] in self.labels[a] for a, b in zip(rows.tolist(), columns.tolist(), strict=True)],
            "score": self.by_label[rows, columns].tolist(),
        }


def find_set_errors(
    given: Any,
    probs: Any,
    *,
    filter: str = "prune_by_noise_rate",
    item: str = "item",
    label: str = "label",
    ignore: Collection[str] = (),
) -> SetErrors:
    """As `find_errors`, for labels that are sets (`["x", "y"]`).

    `probs`: item and one column per class with the probability that the label applies; rows need not add up to 1.
    Each class is a yes-or-no question with score p where the label is given, 1 − p where not; an item's score is the
    exponential moving average of these from best to worst, which the worst rule: s = 0.8 · next worse + 0.2 · s
    (Thyagarajan, Snorrason, Northcutt and Mueller, "Identifying incorrect annotations in multi-label classification
    data", 2022). O(items · classes · log classes). A class that nearly always goes with another can hide its errors.
    """
    if filter not in FILTERS:
        raise Invalid(f"there is no filter {filter!r}; there are {', '.join(FILTERS)}", where="filter")
    labels = read_labels(given, item=item, label=label)
    sets = [_parsed(one, name, labels.name) for one, name in zip(labels.labels, labels.items, strict=True)]
    source = table_of(probs)
    used = sorted({name for one in sets for name in one})
    columns = class_columns(source, used, item, ignore)
    prefix = prefix_of(columns, set(used))
    classes = [name.removeprefix(prefix) for name in columns]
    p = np.stack([numbers(source, name, low=0.0, high=1.0) for name in columns], axis=1)
    p = p[same_items(labels.items, one_each(source, item), labels.name or "given", source.name or "probs")]
    there = np.array([[name in one for name in classes] for one in sets], bool).reshape(p.shape)
    by_label = np.where(there, p, 1 - p)
    flagged = np.empty_like(there)
    for at in range(len(classes)):
        flagged[:, at] = _flagged(there[:, at], p[:, at], filter)
    score = smoothed_worst(by_label)
    order = sorted(range(len(sets)), key=lambda at: (score[at], text_of(labels.items[at])))
    turned: NDArray[np.bool_] = there ^ flagged
    return SetErrors(
        items=[labels.items[at] for at in order],
        labels=[list(sets[at]) for at in order],
        suggested=[[name for name, on in zip(classes, row, strict=True) if on] for row in turned[order].tolist()],
        score=score[order], by_label=by_label[order], flagged=flagged[order], classes=classes,
    )  # fmt: skip


def _parsed(raw: Any, item: Any, where: str) -> tuple[str, ...]:
    try:
        return scale("set").parse(raw)
    except ValueError as error:
        raise Invalid(f'the label of item {text_of(item)} {error}; the form is ["x", "y"]', where=where) from None


def _flagged(there: NDArray[np.bool_], p: Floats, filter: str) -> NDArray[np.bool_]:
    """Confident learning on one class as two: absent, present."""
    return FILTERS[filter](there.astype(np.int64), np.stack([1 - p, p], axis=1))


def smoothed_worst(by_label: Floats) -> Floats:
    """float[items]: the moving average over each row's scores from the best to the worst."""
    ordered = -np.sort(-by_label, axis=1)
    out = ordered[:, 0].copy() if ordered.shape[1] else np.ones(len(ordered))
    for at in range(1, ordered.shape[1]):
        out = SMOOTHING * ordered[:, at] + (1 - SMOOTHING) * out
    return out
