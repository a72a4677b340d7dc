"""Labels of one scale as classes to compare: parsed, equal ones merged, in an order that no row's place changes."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from goldlabel.agreement.metric import Ints
from goldlabel.core.model import canonical
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Answers, Coded
from goldlabel.frames.column import matched, text_of
from goldlabel.frames.mask_sizes import one_size
from goldlabel.frames.scale import LabelScale

SIDES = {"left": "first", "right": "second", "tie": "tie"}
SHOWN = 80


def coded_values(answers: Answers, kind: LabelScale, classes: Sequence[Any] | None = None) -> Coded:
    """The answers with what their labels mean as classes: numbers ascending, else in canonical order.

    `classes`: all that there could be; the order of an ordinal scale, low to high. Pairwise answers are turned so that
    all workers compare the same two in the same order. Raises Invalid, with the row, for a label without the form.
    """
    if kind.name == "pairwise":
        return _turned(answers, kind)
    if classes is not None or kind.name == "nominal":
        return answers.coded(classes)
    parsed = [_parse(answers, kind, at) for at in range(len(answers.labels))]
    if kind.name == "masks":
        one_size(answers, parsed)
    if kind.name in ("numeric", "ordinal"):
        parsed = [float(value) for value in parsed]
    place, order = _merged(parsed if kind.name in ("numeric", "ordinal") else [_key(kind, one) for one in parsed])
    return Coded(
        answers.items, answers.workers, [parsed[at] for at in order], answers.item, answers.worker, place[answers.label]
    )


def _key(kind: LabelScale, value: Any) -> Hashable:
    return value if isinstance(value, str) else canonical(kind.write(value)).decode()


def _merged(keys: list[Any]) -> tuple[Ints, list[int]]:
    """For each label the place of its class, and for each class one label that has it."""
    first: dict[Any, int] = {}
    for at, key in enumerate(keys):
        first.setdefault(key, at)
    rank = {key: place for place, key in enumerate(sorted(first))}
    return np.array([rank[key] for key in keys], np.int64), [first[key] for key in sorted(first)]


def _parse(answers: Answers, kind: LabelScale, at: int) -> Any:
    try:
        return kind.parse(answers.labels[at])
    except ValueError as error:
        shown = text_of(answers.labels[at])
        shown = shown[:SHOWN] + "…" * (len(shown) > SHOWN)
        row = int(answers.rows[np.flatnonzero(answers.label == at)[0]])
        raise Invalid(
            f"label {shown!r} {error}; a label on the scale {kind.name} looks like {kind.form}",
            where=answers.place(row),
        ) from None


def _turned(answers: Answers, kind: LabelScale) -> Coded:
    """`first`, `second` or `tie` of the two names in canonical order; each pair of an item is a unit of its own."""
    left, right = answers.extra["left"], answers.extra["right"]
    names = list(dict.fromkeys([*map(text_of, left.values), *map(text_of, right.values)]))
    rank = np.argsort(np.array(sorted(range(len(names)), key=names.__getitem__), np.int64))
    one, other = (rank[matched(list(map(text_of, side.values)), names)][side.codes] for side in (left, right))
    said = np.array(
        [("left", "right", "tie").index(_parse(answers, kind, at)) for at in range(len(answers.labels))], np.int64
    )
    said = said[answers.label]
    swapped = (one > other) & (said < 2)
    pair = np.minimum(one, other) * len(names) + np.maximum(one, other)
    width = int(pair.max(initial=0)) + 1
    units, item = np.unique(answers.item * width + pair, return_inverse=True)
    ordered = sorted(names)
    labels: list[Any] = [
        [text_of(answers.items[unit // width]), *(ordered[at] for at in divmod(unit % width, len(names)))]
        for unit in units.tolist()
    ]
    return Coded(
        labels, answers.workers, list(SIDES.values()), item.reshape(-1), answers.worker,
        np.where(swapped, 1 - said, said).astype(np.int64),
    )  # fmt: skip
