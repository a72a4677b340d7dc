"""Unfinished work, one row per slot, with the versions it was made under."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldlabel.store.tx import Tx


@dataclass(frozen=True, slots=True)
class DraftRow:
    """`version` changes with every save. `before` is what there was on an earlier revision of the item: a draft again.

    The versions are None for drafts that are older than these columns.
    """

    body: dict[str, Any]
    version: int
    schema_version: int | None
    item_revision: int | None
    before: dict[str, Any] | None


def of(tx: Tx, slots: Sequence[int]) -> dict[int, DraftRow]:
    rows = tx.all(
        "SELECT slot, body, updated_at, schema_version, item_revision, before FROM draft WHERE slot IN @ids(slots)",
        slots=json.dumps(list(slots)),
    )
    return {
        slot: DraftRow(json.loads(body), at, schema, item, None if before is None else json.loads(before))
        for slot, body, at, schema, item, before in rows
    }


def put(tx: Tx, slot: int, row: DraftRow) -> int:
    """Writes the draft over an earlier one; its new version."""
    return int(tx.value(
        "INSERT INTO draft (slot, body, updated_at, schema_version, item_revision, before) "
        "VALUES (:slot, :body, @now, :schema_version, :item_revision, :before) ON CONFLICT (slot) DO UPDATE SET "
        "body = excluded.body, schema_version = excluded.schema_version, item_revision = excluded.item_revision, "
        "before = excluded.before, updated_at = CASE WHEN excluded.updated_at > draft.updated_at "
        "THEN excluded.updated_at ELSE draft.updated_at + 1 END RETURNING updated_at",
        slot=slot, body=json.dumps(row.body), schema_version=row.schema_version, item_revision=row.item_revision,
        before=None if row.before is None else json.dumps(row.before),
    ))  # fmt: skip


def item_changed(tx: Tx, item: int) -> None:
    """Drafts that say no item revision were made on the one before."""
    tx.run(
        "UPDATE draft SET item_revision = 0 WHERE item_revision IS NULL "
        "AND slot IN (SELECT id FROM slot WHERE item = :item)",
        item=item,
    )  # fmt: skip


def drop(tx: Tx, slot: int) -> None:
    tx.run("DELETE FROM draft WHERE slot = :slot", slot=slot)
