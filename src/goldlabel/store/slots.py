"""Slots: a labeler's part in an item's round, made at the first claim and kept for good."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldlabel.store.tx import Tx

LEASE_MICROSECONDS = 5 * 60 * 1_000_000


@dataclass(frozen=True, slots=True)
class Slot:
    """A labeler's part in an item's round. `slot` is its number among the wanted ones, None when outside the count."""

    id: int
    item: int
    round: int
    project: int
    labeler: int
    slot: int | None
    state: str
    deadline: int
    annotation: int | None


COLUMNS = "id, item, round, project, labeler, slot, state, deadline, annotation"


def by_id(tx: Tx, id: int) -> Slot | None:
    row = tx.one(f"SELECT {COLUMNS} FROM slot WHERE id = :id", id=id)
    return Slot(*row) if row else None


def of_labeler(tx: Tx, item: int, round: int, labeler: int) -> Slot | None:
    row = tx.one(
        f"SELECT {COLUMNS} FROM slot WHERE item = :item AND round = :round AND labeler = :labeler",
        item=item, round=round, labeler=labeler,
    )  # fmt: skip
    return Slot(*row) if row else None


def held(tx: Tx, ids: Iterable[int], labeler: int) -> list[Slot]:
    """Those of the slots that this labeler still holds, in the order of `ids`."""
    wanted = list(ids)
    rows = tx.all(
        f"SELECT {COLUMNS} FROM slot WHERE id IN @ids(ids) AND labeler = :labeler AND state = 'leased'",
        ids=json.dumps(wanted), labeler=labeler,
    )  # fmt: skip
    found = {row[0]: Slot(*row) for row in rows}
    return [found[id] for id in wanted if id in found]


def leased_by(tx: Tx, project: int, labeler: int) -> list[Slot]:
    rows = tx.all(
        f"SELECT {COLUMNS} FROM slot WHERE project = :project AND state = 'leased' AND labeler = :labeler ORDER BY id",
        project=project, labeler=labeler,
    )  # fmt: skip
    return [Slot(*row) for row in rows]


def free_number(tx: Tx, item: int, round: int) -> int:
    """The smallest slot number of (item, round) that nobody holds."""
    held = {
        row[0]
        for row in tx.all(
            "SELECT slot FROM slot WHERE item = :item AND round = :round AND slot IS NOT NULL", item=item, round=round
        )
    }
    return next(number for number in range(1, len(held) + 2) if number not in held)


def extend(tx: Tx, ids: Sequence[int], labeler: int, lease: int = LEASE_MICROSECONDS) -> list[int]:
    """Renews leases that are still held; the ids renewed."""
    rows = tx.all(
        "UPDATE slot SET deadline = @now + :lease WHERE id IN @ids(ids) AND labeler = :labeler AND state = 'leased' "
        "RETURNING id",
        ids=json.dumps(list(ids)), labeler=labeler, lease=lease,
    )  # fmt: skip
    return [row[0] for row in rows]


def attach(tx: Tx, slot: int, annotation: int) -> None:
    tx.run("UPDATE slot SET annotation = :annotation WHERE id = :slot", slot=slot, annotation=annotation)
    tx.run("DELETE FROM draft WHERE slot = :slot", slot=slot)
