"""Copies that are labeled differently: at most one of the labels is right, or the question has no single answer."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import canonical_order
from goldlabel.frames.column import text_of
from goldlabel.frames.table import table_of
from goldlabel.frames.wide import one_each
from goldlabel.quality.errors.copies import exact_copies, image_copies, text_copies, vector_copies


@dataclass(frozen=True, slots=True)
class Copies:
    """Items that are copies of each other, with their labels. `majority`: the label of most, None on a tie."""

    items: list[Any]
    labels: list[Any]
    majority: Any

    @property
    def conflict(self) -> bool:
        return len({text_of(label) for label in self.labels}) > 1


@dataclass(frozen=True, slots=True)
class Conflicts:
    """`groups`: every group of copies; `conflicting`: those with different labels, largest first."""

    groups: list[Copies]

    @property
    def conflicting(self) -> list[Copies]:
        return sorted((one for one in self.groups if one.conflict), key=lambda one: (-len(one.items), str(one.items)))

    def table(self) -> dict[str, list[Any]]:
        """Columns group, item, label, suggested (the majority's label): a row per item of a conflicting group."""
        out: dict[str, list[Any]] = {"group": [], "item": [], "label": [], "suggested": []}
        for number, one in enumerate(self.conflicting, 1):
            for item, label in zip(one.items, one.labels, strict=True):
                for name, value in zip(out, (number, item, label, one.majority), strict=True):
                    out[name].append(value)
        return out


def find_conflicts(
    given: Any,
    *,
    text: str | None = None,
    image: str | None = None,
    value: str | None = None,
    vectors: Any = None,
    threshold: float | None = None,
    item: str = "item",
    label: str = "label",
) -> Conflicts:
    """Near-copies among the items of a table (columns item, label), and their labels.

        find_conflicts(table, text="review").table()

    One of: `text` (a column; `text_copies`), `image` (a column of paths; `image_copies`), `value` (a column; copies are
    equal), `vectors` (float[items, features]; `vector_copies`). `threshold`: the likeness from which texts (Jaccard,
    0.8) or vectors (cosine, 0.98) are copies. Groups come from pairs, so that a chain of small changes is one group.
    """
    if sum(one is not None for one in (text, image, value, vectors)) != 1:
        raise Invalid("give one of text, image, value, vectors: what copies are seen by")
    if threshold is not None and (image is not None or value is not None or not 0 < threshold <= 1):
        raise Invalid("is a likeness above 0, at most 1, of texts or vectors", where="threshold")
    table = table_of(given)
    items, labels = one_each(table, item), table.column(label).list()
    if vectors is not None:
        if len(np.asarray(vectors)) != len(items):
            raise Invalid(f"has {len(np.asarray(vectors)):,} rows for {len(items):,} items", where="vectors")
        groups = vector_copies(vectors, threshold or 0.98)
    else:
        cells = table.column(text or image or value or "").list()
        if text is not None:
            groups = text_copies([text_of(cell) for cell in cells], threshold or 0.8)
        else:
            groups = image_copies(cells) if image is not None else exact_copies(cells)
    return Conflicts([_copies([items[at] for at in own], [labels[at] for at in own]) for own in groups])


def _copies(items: list[Any], labels: Sequence[Any]) -> Copies:
    written = {text_of(label): label for label in sorted(labels, key=canonical_order)}
    common = Counter(text_of(label) for label in labels).most_common(2)
    tie = len(common) > 1 and common[0][1] == common[1][1]
    return Copies(items, list(labels), None if tie else written[common[0][0]])
