"""What one labeler did: skips that may be taken back, suggestions that were shown."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldlabel.store import claiming, queue, slots
from goldlabel.store.slots import Slot
from goldlabel.store.tx import Tx


def touched(tx: Tx, project: int, item: int, labeler: int) -> bool:
    """Whether the labeler was ever asked about the item."""
    return bool(tx.one(
        "SELECT 1 FROM slot WHERE item = :item AND labeler = :labeler AND project = :project",
        item=item, labeler=labeler, project=project,
    ))  # fmt: skip


def skipped(tx: Tx, project: int, labeler: int, before: int, limit: int) -> list[tuple[Slot, str, bool]]:
    """(slot, reason, whether there is a place to take it back to), latest claimed first."""
    columns = ", ".join(f"s.{name}" for name in slots.COLUMNS.split(", "))
    rows = tx.all(
        f"SELECT {columns}, s.reason, q.open, q.state, q.wanted, q.done FROM slot s "
        "JOIN queue q ON q.item = s.item AND q.round = s.round "
        "WHERE s.labeler = :labeler AND s.project = :project AND s.state = 'skipped' AND s.id < :before "
        "ORDER BY s.id DESC LIMIT :limit",
        labeler=labeler, project=project, before=before, limit=limit,
    )  # fmt: skip
    return [(Slot(*row[:9]), row[9] or "", row[10] > 0 or row[11] == "parked") for row in rows]


def unskip(tx: Tx, slot: Slot, lease: int) -> tuple[Slot | None, bool]:
    """The skipped place again if there is one (a parked item comes back for it), and whether that unparked it.

    The caller has locked the queue row.
    """
    row = queue.lock_row(tx, slot.item, slot.round)
    if row is None:
        return None, False
    parked = row[3] == "parked" and queue.unpark(tx, slot.item, slot.round)
    if not parked:
        tx.run(
            "UPDATE queue SET skips = skips - 1 WHERE item = :item AND round = :round AND skips > 0",
            item=slot.item, round=slot.round,
        )  # fmt: skip
    return claiming.retake(tx, slot, lease), parked


@dataclass(frozen=True, slots=True)
class Suggestion:
    id: int
    item: int
    item_revision: int
    schema_version: int
    confidence: float | None
    source: str
    kind: str
    body: Any


def suggestions(tx: Tx, items: Sequence[int]) -> list[Suggestion]:
    """What machines suggest for the items, newest revisions, oldest first."""
    rows = tx.all(
        "SELECT a.id, a.item, a.item_revision, a.schema_version, a.confidence, l.name, l.kind, r.body "
        "FROM annotation a "
        "JOIN annotation_revision r ON r.annotation = a.id AND r.revision = a.revision "
        "JOIN labeler l ON l.id = a.labeler "
        "WHERE a.item IN @ids(items) AND a.purpose = 'suggestion' ORDER BY a.id",
        items=json.dumps(list(items)),
    )  # fmt: skip
    return [
        Suggestion(id, item, revision, schema, confidence, name, kind, json.loads(body))
        for id, item, revision, schema, confidence, name, kind, body in rows
    ]


def suggested(tx: Tx, item: int, ids: Sequence[int]) -> list[int]:
    """Those of the ids that are suggestions for this item."""
    rows = tx.all(
        "SELECT id FROM annotation WHERE id IN @ids(ids) AND item = :item AND purpose = 'suggestion' ORDER BY id",
        ids=json.dumps(list(ids)), item=item,
    )  # fmt: skip
    return [row[0] for row in rows]
