"""The frozen list: items with the model's label and confidence, in the order of their names."""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.model import canonical
from goldlabel.core.problem import Invalid
from goldlabel.frames.column import text_of
from goldlabel.frames.table import Table, table_of
from goldlabel.learning.certify.losses import Loss

Floats = NDArray[np.float64]
NEEDED = ("item", "label", "confidence")


@dataclass(frozen=True)
class Frozen:
    """Sorted by the items' names as text, so that nothing depends on the order of rows; `rows`: where each stood."""

    items: list[Any]
    given: list[Any]
    """The model's labels as they came."""
    labels: list[Any]
    """The same in the form that the loss compares."""
    confidence: Floats
    texts: list[str] | None
    slices: list[str] | None
    rows: NDArray[np.int64]
    hash: str

    def __len__(self) -> int:
        return len(self.items)

    def only(self, keep: NDArray[np.int64]) -> "Frozen":
        """Some of the items (sorted indices), frozen anew."""
        at: list[int] = keep.tolist()
        texts = None if self.texts is None else [self.texts[i] for i in at]
        items, labels = [self.items[i] for i in at], [self.labels[i] for i in at]
        frozen = _hash(items, labels, self.confidence[keep], texts)
        return Frozen(
            items, [self.given[i] for i in at], labels, self.confidence[keep], texts, None, self.rows[keep], frozen
        )


def read_predictions(predictions: Any, loss: Loss, slices: str | None = None) -> Frozen:
    """From a path or any table with `item, label, confidence`; `text` is used where it is there.

    Raises Invalid, with the row, for a missing column, an item that stands twice or has no name, a label that is
    missing or not one for this loss, a confidence that is no finite number; and for a table without rows.
    """
    wanted = [*NEEDED, "text", *([slices] if slices else [])]
    table = table_of(predictions, wanted)
    columns = {name: table.column(name).list() for name in NEEDED}
    if not len(table):
        raise Invalid("has no rows; there is nothing to certify", where=table.name or "predictions")
    names = _names(columns["item"], table)
    order = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
    labels = [loss.read(label, table.place(row)) for row, label in enumerate(columns["label"])]
    confidence = np.array([_finite(cell, table, row) for row, cell in enumerate(columns["confidence"])])
    texts = [text_of(cell) for cell in table.column("text").list()] if "text" in table.columns else None
    groups = [text_of(cell) for cell in table.column(slices).list()] if slices else None
    whole = Frozen(columns["item"], columns["label"], labels, confidence, texts, groups, np.arange(len(names)), "")
    return _sorted(whole, order)


def _sorted(whole: Frozen, order: NDArray[np.int64]) -> Frozen:
    out = whole.only(order)
    rows: list[int] = order.tolist()
    groups = None if whole.slices is None else [whole.slices[row] for row in rows]
    return Frozen(out.items, out.given, out.labels, out.confidence, out.texts, groups, out.rows, out.hash)


def _names(items: list[Any], table: Table) -> list[str]:
    first: dict[str, int] = {}
    for row, item in enumerate(items):
        if item is None or item == "":
            raise Invalid("the item has no name", where=table.place(row))
        name = text_of(item)
        if name in first:
            raise Invalid(
                f"item {name!r} stands here and in {table.place(first[name])}; keep one prediction per item",
                where=table.place(row),
            )
        first[name] = row
    return list(first)


def _finite(cell: Any, table: Table, row: int) -> float:
    try:
        value = float(cell)
    except (TypeError, ValueError):
        value = float("nan")
    if not np.isfinite(value):
        shown = "missing or NaN" if cell is None or cell == "" else f"{cell!r}"
        where = f"{table.place(row)} column confidence"
        raise Invalid(f"is {shown}; a confidence is a finite number, higher for surer labels", where=where)
    return value


def _hash(items: list[Any], labels: list[Any], confidence: Floats, texts: list[str] | None) -> str:
    digest = hashlib.sha256()
    shown = texts if texts is not None else [None] * len(items)
    for item, label, number, text in zip(items, labels, confidence.tolist(), shown, strict=True):
        digest.update(canonical([text_of(item), text_of(label), number, text]) + b"\n")
    return digest.hexdigest()
