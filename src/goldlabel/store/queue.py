"""Who labels what next: never more than wanted, never one labeler twice, at a cost that does not grow.

A queue row's place is (band, seq). Rows are looked at band by band, high first, and in a band first come,
first served. What makes a row available again gives it a new seq at the end of the *returned* band of its
priority, just above the fresh one. So the number `looked.seq` per (labeler, band) never has to go back:
everything before it was taken by that labeler, or closed when passed and would have moved on reopening.

On PostgreSQL the row lock on `lane` makes seq order the order of visibility, and queue rows are always locked
before slot rows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from goldlabel.store import assigned, drafts, slots
from goldlabel.store.projects import RoundRow
from goldlabel.store.slots import Slot
from goldlabel.store.tx import Tx

PRIORITY_STEPS = 16
SWEEP = 50


def band_of(priority: float, *, returned: bool = False) -> int:
    """Priority 0 … 1 in 16 steps; odd bands hold what was handed back, looked at just before the fresh ones."""
    step = min(PRIORITY_STEPS - 1, max(0, int(priority * PRIORITY_STEPS)))
    return 2 * step + returned


def _next_seq(tx: Tx, round: int, band: int, count: int) -> int:
    last = tx.value(
        "INSERT INTO lane (round, band, seq) VALUES (:round, :band, :count) "
        "ON CONFLICT (round, band) DO UPDATE SET seq = lane.seq + :count RETURNING seq",
        round=round, band=band, count=count,
    )  # fmt: skip
    return int(last) - count + 1


def enqueue(tx: Tx, round: RoundRow, items: Sequence[tuple[int, float]], done: Mapping[int, int] | None = None) -> None:
    """Queue rows for (item, priority) pairs that are not yet in the round; higher priorities first.

    `done` says how many annotations an item brings along; at most the wanted number counts.
    """
    done = done or {}
    by_band: dict[int, list[tuple[int, float]]] = {}
    for item, priority in items:
        by_band.setdefault(band_of(priority), []).append((item, priority))
    for band, rows in sorted(by_band.items()):
        rows.sort(key=lambda row: -row[1])
        first = _next_seq(tx, round.id, band, len(rows))
        tx.insert(
            "queue",
            "item, round, project, wanted, open, done, state, priority, band, seq",
            [
                _new_row(round, item, priority, band, first + n, done.get(item, 0))
                for n, (item, priority) in enumerate(rows)
            ],
        )


def enqueue_new(tx: Tx, round: RoundRow, first: int, last: int, priority: float) -> None:
    """The same for the new items `first` … `last`, all of this project and priority, that bring nothing along."""
    band = band_of(priority)
    tx.run(
        "INSERT INTO queue (item, round, project, wanted, open, done, state, priority, band, seq) "
        "SELECT i.id, :round, i.project, :wanted, :wanted, 0, 'open', :priority, :band, :seq + i.id - :first "
        "FROM item i WHERE i.id BETWEEN :first AND :last",
        round=round.id, wanted=round.wanted, priority=priority, band=band, first=first, last=last,
        seq=_next_seq(tx, round.id, band, last - first + 1),
    )  # fmt: skip


def _new_row(round: RoundRow, item: int, priority: float, band: int, seq: int, brought: int) -> tuple[Any, ...]:
    done = min(brought, round.wanted)
    state = "done" if done == round.wanted else "open"
    return item, round.id, round.project, round.wanted, round.wanted - done, done, state, priority, band, seq


def _reopen(tx: Tx, item: int, round: int, by: int) -> None:
    """`by` more open slots, at the end of the returned band of the row's priority."""
    row = tx.one("SELECT priority, state FROM queue WHERE item = :item AND round = :round", item=item, round=round)
    if row is None or row[1] == "parked":
        return
    band = band_of(row[0], returned=True)
    seq = _next_seq(tx, round, band, 1)
    tx.run(
        "UPDATE queue SET open = open + :by, band = :band, seq = :seq WHERE item = :item AND round = :round",
        item=item, round=round, by=by, band=band, seq=seq,
    )  # fmt: skip


def sweep(tx: Tx, project: int) -> int:
    """Takes back up to 50 leases that ran out; how many."""
    rows = tx.all(
        "SELECT id, item, round FROM slot WHERE project = :project AND state = 'leased' AND deadline < @now "
        "ORDER BY deadline LIMIT :limit",
        project=project, limit=SWEEP,
    )  # fmt: skip
    taken = 0
    for id, item, round in sorted(rows, key=lambda row: (row[1], row[2])):
        lock_row(tx, item, round)
        taken += _free(tx, id, item, round, "state = 'leased' AND deadline < @now", "expired")
    return taken


def _free(tx: Tx, id: int, item: int, round: int, still: str, state: str, reason: str | None = None) -> int:
    """Moves a leased slot row that is `still` so out of the count and reopens its place; 1 if it was.

    What was kept for its labeler stays so, unless they skip it.
    """
    keeps = "assigned_at IS NOT NULL AND :state = 'expired'"
    row = tx.one(
        f"UPDATE slot SET state = CASE WHEN {keeps} THEN 'assigned' ELSE :state END, reason = :reason, "
        f"slot = CASE WHEN {keeps} THEN slot END, assigned_at = CASE WHEN {keeps} THEN assigned_at END "
        f"WHERE id = :id AND {still} RETURNING state, labeler",
        id=id, state=state, reason=reason,
    )  # fmt: skip
    if row is None:
        return 0
    if row[0] == "assigned":
        assigned.ring(tx, round, row[1])
    else:
        _reopen(tx, item, round, 1)
    return 1


def lock_row(tx: Tx, item: int, round: int) -> tuple[int, int, int, str] | None:
    """(wanted, open, done, state) of a queue row, locked until the transaction ends."""
    row = tx.one(
        "SELECT wanted, open, done, state FROM queue WHERE item = :item AND round = :round @lock",
        item=item, round=round,
    )  # fmt: skip
    return (row[0], row[1], row[2], row[3]) if row else None


def give_back(tx: Tx, ids: Sequence[int], labeler: int) -> int:
    """Frees leases that their labeler does not need; they may come back to the same labeler."""
    freed = 0
    for slot in sorted(slots.held(tx, ids, labeler), key=lambda slot: (slot.item, slot.round)):
        lock_row(tx, slot.item, slot.round)
        freed += _free(tx, slot.id, slot.item, slot.round, "state = 'leased'", "expired")
    return freed


def skip(tx: Tx, slot: Slot, reason: str, park_after: int) -> bool:
    """The labeler will not see this item again in this round; after `park_after` skips the item waits for the lead.

    True when this skip parked it.
    """
    lock_row(tx, slot.item, slot.round)
    if not _free(tx, slot.id, slot.item, slot.round, "state IN ('leased', 'assigned')", "skipped", reason):
        tx.run("UPDATE slot SET state = 'skipped', reason = :reason WHERE id = :id", id=slot.id, reason=reason)
    skips = tx.value(
        "UPDATE queue SET skips = skips + 1 WHERE item = :item AND round = :round RETURNING skips",
        item=slot.item, round=slot.round,
    )  # fmt: skip
    if skips < park_after:
        return False
    return bool(tx.run(
        "UPDATE queue SET state = 'parked', open = 0 WHERE item = :item AND round = :round AND state = 'open'",
        item=slot.item, round=slot.round,
    ))  # fmt: skip


def unpark(tx: Tx, item: int, round: int) -> bool:
    """Back into the queue with as many open places as are still wanted; its skips start over."""
    row = lock_row(tx, item, round)
    if row is None or row[3] != "parked":
        return False
    leased = tx.value(
        "SELECT count(*) FROM slot WHERE item = :item AND round = :round AND state IN ('leased', 'assigned')",
        item=item, round=round,
    )  # fmt: skip
    tx.run("UPDATE queue SET state = 'open', skips = 0 WHERE item = :item AND round = :round", item=item, round=round)
    _reopen(tx, item, round, max(0, row[0] - row[2] - leased))
    return True


def finish(tx: Tx, slot: Slot) -> tuple[bool, bool]:
    """A first annotation came in for this slot: (counted, the item's round is now complete).

    A late one takes an open place if there is one; else it is surplus. The caller has locked the queue row.
    """
    counted = slot.state in ("leased", "assigned")
    number = slot.slot
    if not counted:
        counted = bool(tx.run(
            "UPDATE queue SET open = open - 1 WHERE item = :item AND round = :round AND open > 0",
            item=slot.item, round=slot.round,
        ))  # fmt: skip
        number = slots.free_number(tx, slot.item, slot.round) if counted else None
    tx.run(
        "UPDATE slot SET state = :state, slot = :number WHERE id = :id",
        id=slot.id, state="done" if counted else "surplus", number=number,
    )  # fmt: skip
    return counted, counted and _count_done(tx, slot.item, slot.round)


def set_aside(tx: Tx, slot: Slot) -> None:
    """An annotation of an item revision that is gone: outside the count; the item is asked anew, of its author too."""
    if slot.state != "assigned" and not _free(tx, slot.id, slot.item, slot.round, "state = 'leased'", "expired"):
        tx.run("UPDATE slot SET state = 'expired', slot = NULL WHERE id = :id", id=slot.id)
        _reopen(tx, slot.item, slot.round, 0)


def _count_done(tx: Tx, item: int, round: int) -> bool:
    wanted, done = tx.all(
        "UPDATE queue SET done = done + 1, state = CASE WHEN done + 1 >= wanted THEN 'done' ELSE state END "
        "WHERE item = :item AND round = :round RETURNING wanted, done",
        item=item, round=round,
    )[0]  # fmt: skip
    return done == wanted


def restart(tx: Tx, items: Sequence[int]) -> int:
    """The items' data changed: all their rounds ask anew, of anybody. How many items had been complete in a round."""
    complete = 0
    for item in sorted(items):
        rows = tx.all("SELECT round, wanted, state FROM queue WHERE item = :item ORDER BY round", item=item)
        drafts.item_changed(tx, item)
        for round, wanted, state in rows:
            lock_row(tx, item, round)
            complete += state == "done"
            tx.run(
                "UPDATE queue SET done = 0, open = 0, skips = 0, state = 'open' WHERE item = :item AND round = :round",
                item=item, round=round,
            )  # fmt: skip
            freed = tx.all(
                "UPDATE slot SET state = 'expired', slot = NULL, annotation = NULL "
                "WHERE item = :item AND round = :round RETURNING project, labeler, assigned_at",
                item=item, round=round,
            )  # fmt: skip
            _reopen(tx, item, round, wanted)
            for project, labeler in ((row[0], row[1]) for row in freed if row[2] is not None):
                assign(tx, round, project, labeler, [item])
    return complete


def assign(tx: Tx, round: int, project: int, labeler: int, items: Sequence[int]) -> list[int]:
    """Keeps an open place of each item for this labeler; those where one was open and they had no part yet."""
    kept: list[int] = []
    for item in sorted(items):
        row = lock_row(tx, item, round)
        held = slots.of_labeler(tx, item, round, labeler)
        if row is None or (held and held.state != "expired"):
            continue
        if assigned.keep(tx, item, round, project, labeler):
            kept.append(item)
    if kept:
        assigned.ring(tx, round, labeler)
    return kept


def unassign(tx: Tx, round: RoundRow, labeler: int, limit: int) -> int:
    """Gives up to `limit` items that were kept for this labeler and are not begun to everybody."""
    rows = assigned.kept_for(tx, round.id, labeler, limit)
    freed = 0
    for id, item in rows:
        lock_row(tx, item, round.id)
        if assigned.let_go(tx, id):
            freed += 1
            _reopen(tx, item, round.id, 1)
    return freed


def set_priority(tx: Tx, round: int, priorities: Sequence[tuple[int, float]]) -> None:
    """Gives items new priorities; those written together are handed out in exactly their order."""
    by_band: dict[int, list[tuple[int, float]]] = {}
    for item, priority in priorities:
        by_band.setdefault(band_of(priority), []).append((item, priority))
    for band, rows in sorted(by_band.items()):
        rows.sort(key=lambda row: -row[1])
        first = _next_seq(tx, round, band, len(rows))
        tx.run_many(
            "UPDATE queue SET priority = :priority, band = :band, seq = :seq WHERE item = :item AND round = :round",
            [
                {"item": item, "round": round, "priority": priority, "band": band, "seq": first + n}
                for n, (item, priority) in enumerate(rows)
            ],
        )


def want_more(tx: Tx, item: int, round: int, by: int = 1) -> bool | None:
    """`by` more annotations are wanted of this item; True when it had been complete. None: it is not in the round."""
    row = lock_row(tx, item, round)
    if row is None:
        return None
    tx.run(
        "UPDATE queue SET wanted = wanted + :by, state = CASE WHEN state = 'done' THEN 'open' ELSE state END "
        "WHERE item = :item AND round = :round",
        item=item, round=round, by=by,
    )  # fmt: skip
    _reopen(tx, item, round, by)
    return row[3] == "done"
