"""Items kept for somebody: a slot in the state `assigned` holds one of the wanted places for its labeler.

Each labeler that has some has a band of their own above all others (`own_band`): its number in `lane` moves on when
something is kept or comes back, so that a labeler with nothing kept pays nothing for it, and one with a million kept
pays one index seek. Nobody else is offered the place; a lease that runs out leaves it kept.
"""

from collections.abc import Sequence

from goldlabel.store import slots
from goldlabel.store.slots import Slot
from goldlabel.store.tx import Tx

FIRST_OWN = 1000
"""Bands below are everybody's."""


def own_band(labeler: int) -> int:
    return FIRST_OWN + labeler


def ring(tx: Tx, round: int, labeler: int) -> None:
    """Something is kept for this labeler: the next claim looks at their band."""
    tx.run(
        "INSERT INTO lane (round, band, seq) VALUES (:round, :band, 1) "
        "ON CONFLICT (round, band) DO UPDATE SET seq = lane.seq + 1",
        round=round, band=own_band(labeler),
    )  # fmt: skip


def keep(tx: Tx, item: int, round: int, project: int, labeler: int) -> bool:
    """Takes an open place of a queue row, which the caller has locked, for this labeler."""
    taken = tx.run(
        "UPDATE queue SET open = open - 1 WHERE item = :item AND round = :round AND open > 0", item=item, round=round
    )
    if not taken:
        return False
    tx.run(
        "INSERT INTO slot (item, round, project, labeler, slot, state, deadline, claimed_at, assigned_at) "
        "VALUES (:item, :round, :project, :labeler, :slot, 'assigned', 0, @now, @now) "
        "ON CONFLICT (item, round, labeler) DO UPDATE SET slot = excluded.slot, state = 'assigned', deadline = 0, "
        "assigned_at = excluded.assigned_at, reason = NULL",
        item=item, round=round, project=project, labeler=labeler, slot=slots.free_number(tx, item, round),
    )  # fmt: skip
    return True


def take(tx: Tx, round: int, labeler: int, limit: int, lease: int) -> list[Slot]:
    """Leases of what is kept for this labeler, the longest kept first."""
    rows = tx.all(
        "SELECT id FROM slot WHERE labeler = :labeler AND round = :round AND state = 'assigned' ORDER BY id "
        "LIMIT :limit",
        labeler=labeler, round=round, limit=limit,
    )  # fmt: skip
    taken = (lease_one(tx, row[0], lease) for row in rows)
    return [slot for slot in taken if slot]


def lease_one(tx: Tx, id: int, lease: int) -> Slot | None:
    row = tx.one(
        "UPDATE slot SET state = 'leased', deadline = @now + :lease, claimed_at = @now "
        f"WHERE id = :id AND state = 'assigned' RETURNING {slots.COLUMNS}",
        id=id, lease=lease,
    )  # fmt: skip
    return Slot(*row) if row else None


def open_items(tx: Tx, round: int, labeler: int, after: tuple[int, int], limit: int) -> list[tuple[int, int, int]]:
    """(item, band, seq) of items with an open place that this labeler has no part in, in the order of the queue."""
    rows = tx.all(
        "SELECT q.item, q.band, q.seq FROM queue q WHERE q.round = :round AND q.open > 0 "
        "AND (q.band < :band OR (q.band = :band AND q.seq > :seq)) "
        "AND NOT EXISTS (SELECT 1 FROM slot s WHERE s.item = q.item AND s.round = q.round AND s.labeler = :labeler "
        "AND s.state <> 'expired') ORDER BY q.band DESC, q.seq LIMIT :limit",
        round=round, labeler=labeler, band=after[0], seq=after[1], limit=limit,
    )  # fmt: skip
    return [(row[0], row[1], row[2]) for row in rows]


def kept_for(tx: Tx, round: int, labeler: int, limit: int) -> list[tuple[int, int]]:
    """(slot, item) of what is kept for this labeler and not begun, by item."""
    rows: Sequence[tuple[int, int]] = tx.all(
        "SELECT id, item FROM slot WHERE labeler = :labeler AND round = :round AND state = 'assigned' ORDER BY id "
        "LIMIT :limit",
        labeler=labeler, round=round, limit=limit,
    )  # fmt: skip
    return sorted(rows, key=lambda row: row[1])


def let_go(tx: Tx, id: int) -> int:
    """1 if it was kept and now is for everybody; the caller opens the place."""
    return tx.run(
        "UPDATE slot SET state = 'expired', slot = NULL, assigned_at = NULL WHERE id = :id AND state = 'assigned'",
        id=id,
    )
