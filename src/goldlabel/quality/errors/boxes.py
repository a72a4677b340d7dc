"""Boxes in pictures: wrong class, badly drawn, and missed, beside the boxes that a model predicts.

After Tkachenko, Thyagarajan and Mueller, "ObjectLab: automated diagnosis of mislabeled images in object detection data"
(2023), with IoU alone as likeness and the predicted confidence as weight in place of its fixed thresholds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.agreement.match import assign
from goldlabel.core.problem import Invalid
from goldlabel.frames.column import matched, text_of
from goldlabel.frames.regions import FORMS, Region
from goldlabel.frames.scale import scale
from goldlabel.frames.table import table_of
from goldlabel.frames.wide import numbers, read_labels
from goldlabel.quality.errors.scores import Floats

KINDS = ("swapped", "badly located", "missed")
NEAR = 0.25
"""From this IoU on, a prediction of the same class is of the same thing."""
DOUBT = 0.5
"""Doubts are listed below this score: the evidence against is stronger than the evidence for."""


@dataclass(frozen=True, slots=True)
class BoxError:
    """One doubt. `place` and `suggested_place` are [x, y, width, height]; `label` and `place` are None for a missed
    box. `score` 0 … 1: how well the given state fits, low is doubtful."""

    item: Any
    kind: str
    place: list[float] | None
    label: str | None
    suggested: str
    suggested_place: list[float]
    score: float


@dataclass(frozen=True, slots=True)
class BoxErrors:
    """Doubts worst first; `item_score`: the worst score of anything in the item, 1 where nothing is doubted."""

    errors: list[BoxError]
    item_score: dict[Any, float]

    def table(self) -> dict[str, list[Any]]:
        return {name: [getattr(one, name) for one in self.errors] for name in BoxError.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class _Predicted:
    regions: list[Region]
    confidence: Floats


def find_box_errors(
    given: Any, predicted: Any, *, item: str = "item", label: str = "label", below: float = DOUBT
) -> BoxErrors:
    """Doubtful boxes, worst first.

    `given`: item, label with labels such as `[[x, y, width, height, "car"]]`. `predicted`: one row per predicted box:
    item, x, y, width, height, label, confidence, of a detector that was not trained on these labels. With IoU u and
    confidence c of a prediction,
    - *swapped*: score 1 − u · c · (1 − s) for the best prediction of another class on a given box, s the best u · c of
      its own class there;
    - *badly located*: score 1 − c · (1 − u) / 0.5 (at least 0) for the prediction of the same class that is matched to
      the box (largest total IoU, at least 0.25);
    - *missed*: score 1 − c · (1 − v) for a prediction that no box is matched to, v its largest IoU with any given box.

    `below`: which doubts are listed. Raises Invalid for labels and numbers that are none. O(boxes² per item) for IoU,
    O(boxes³) for matching. A detector that misses a class cannot find what is missed of it; a box that no prediction
    touches is not doubted.
    """
    labels = read_labels(given, item=item, label=label)
    boxes = {name: _parsed(raw, name, labels.name) for name, raw in zip(labels.items, labels.labels, strict=True)}
    found = _predictions(predicted, item, label, list(boxes))
    errors: list[BoxError] = []
    item_score: dict[Any, float] = {}
    for name, regions in boxes.items():
        own = _doubts(name, regions, found.get(name, _Predicted([], np.zeros(0))))
        item_score[name] = min((one.score for one in own), default=1.0)
        errors += [one for one in own if one.score < below]
    errors.sort(key=lambda one: (one.score, text_of(one.item), KINDS.index(one.kind), one.suggested_place))
    return BoxErrors(errors, item_score)


def _parsed(raw: Any, item: Any, where: str) -> tuple[Region, ...]:
    try:
        return scale("boxes").parse(raw)
    except ValueError as error:
        raise Invalid(f"the label of item {text_of(item)}: {error}", where=where) from None


def _predictions(table: Any, item: str, label: str, items: Sequence[Any]) -> Mapping[Any, _Predicted]:
    source = table_of(table)
    sides = [numbers(source, name) for name in ("x", "y", "width", "height")]
    confidence = numbers(source, "confidence", low=0.0, high=1.0)
    names, kinds = source.column(item).list(), source.column(label).list()
    place = matched(names, items)
    if (place < 0).any():
        row = int(np.argmax(place < 0))
        raise Invalid(f"item {text_of(names[row])} has no given labels ([] if it is empty)", where=source.place(row))
    rows: dict[Any, list[int]] = {}
    for row, at in enumerate(place.tolist()):
        rows.setdefault(items[at], []).append(row)
    out: dict[Any, _Predicted] = {}
    for name, own in rows.items():
        regions: list[Region] = []
        for row in own:
            try:
                regions += FORMS["boxes"].parse([[*(float(side[row]) for side in sides), text_of(kinds[row])]])
            except ValueError as error:
                raise Invalid(str(error), where=source.place(row)) from None
        out[name] = _Predicted(regions, confidence[own])
    return out


def _doubts(item: Any, given: Sequence[Region], predicted: _Predicted) -> list[BoxError]:
    apart, entries = FORMS["boxes"].apart, FORMS["boxes"].entries
    shape = len(given), len(predicted.regions)
    u = np.array([[1 - apart(a.place, b.place) for b in predicted.regions] for a in given]).reshape(shape)
    same = np.array([[a.label == b.label for b in predicted.regions] for a in given], bool).reshape(shape)
    weight = u * predicted.confidence
    out: list[BoxError] = []
    for at, region in enumerate(given):
        other = np.where(same[at], 0.0, weight[at])
        if other.max(initial=0.0) > 0:
            rival = int(other.argmax())
            score = 1 - float(other[rival]) * (1 - float(np.where(same[at], weight[at], 0.0).max(initial=0.0)))
            own = entries(region.place)
            out.append(BoxError(item, "swapped", own, region.label, predicted.regions[rival].label, own, score))
    likeness = np.where(same, u, 0.0)
    matches = [(a, b) for a, b in assign(likeness.tolist()) if likeness[a, b] >= NEAR]
    for a, b in matches:
        score = max(0.0, 1 - float(predicted.confidence[b]) * (1 - float(u[a, b])) / 0.5)
        found = predicted.regions[b]
        ends = entries(given[a].place), given[a].label, found.label, entries(found.place)
        out.append(BoxError(item, "badly located", *ends, score))
    for b in sorted(set(range(shape[1])) - {b for _, b in matches}):
        score = 1 - float(predicted.confidence[b]) * (1 - float(u[:, b].max(initial=0.0)))
        found = predicted.regions[b]
        out.append(BoxError(item, "missed", None, None, found.label, entries(found.place), score))
    return out
