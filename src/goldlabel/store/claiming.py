"""Claiming: the next slots for a labeler, a slot of one item, a place taken again.

How far a labeler has looked is one number per band (`store/queue.py` says why it never has to go back), so a claim
is one index seek per band, whatever the size of the project and whatever that labeler has done.
"""

import json

from goldlabel.store import assigned, members, queue, slots
from goldlabel.store.projects import RoundRow
from goldlabel.store.slots import LEASE_MICROSECONDS, Slot
from goldlabel.store.tx import Tx

_LANES = """
    (SELECT round, band, seq FROM lane WHERE round = :round AND band < :first_own
    UNION ALL SELECT round, band, seq FROM lane WHERE round = :round AND band = :own)
"""
"""Everybody's and one's own, each a seek: the own ones of others cost nothing, however many there are."""


def claim(tx: Tx, round: RoundRow, labeler: int, count: int, lease: int = LEASE_MICROSECONDS) -> list[Slot]:
    """Up to `count` slots of the round for this labeler, best first; none for who is paused, no more than a cap."""
    out: list[Slot] = []
    own = assigned.own_band(labeler)
    lanes = tx.all(
        f"SELECT l.band, l.seq, coalesce(k.seq, 0), m.paused_at, m.per_day, m.in_all FROM {_LANES} l "
        "LEFT JOIN looked k ON k.round = l.round AND k.band = l.band AND k.labeler = :labeler "
        "LEFT JOIN labeler b ON b.id = :labeler LEFT JOIN member m ON m.person = b.person AND m.project = :project "
        "WHERE l.seq > coalesce(k.seq, 0) ORDER BY l.band DESC",
        round=round.id, labeler=labeler, project=round.project, first_own=assigned.FIRST_OWN, own=own,
    )  # fmt: skip
    if lanes:
        paused, per_day, in_all = lanes[0][3:]
        count = 0 if paused is not None else members.allowed(tx, round.project, labeler, per_day, in_all, count)
    for band, last, looked, *_ in lanes:
        if len(out) == count:
            break
        wanted = count - len(out)
        if band == own:
            out.extend(assigned.take(tx, round.id, labeler, wanted, lease))
            if len(out) < count:
                _look_on(tx, round, labeler, band, last)
            continue
        rows = _candidates(tx, round, labeler, band, looked, wanted)
        out.extend(_take(tx, item, round.id, round.project, labeler, lease) for item, _ in rows)
        reached = rows[-1][1] if len(rows) == wanted else last
        _remember(tx, round, labeler, band, looked, reached)
    return out


UNTRIED = """
    NOT EXISTS (SELECT 1 FROM slot s WHERE s.item = q.item AND s.round = q.round AND s.labeler = :labeler
                AND s.state <> 'expired')
    AND NOT EXISTS (SELECT 1 FROM slot s WHERE s.item = q.item AND s.labeler = :labeler
                    AND s.round IN @ids(excludes) AND s.state IN ('done', 'surplus'))
"""


def _candidates(tx: Tx, round: RoundRow, labeler: int, band: int, looked: int, limit: int) -> list[tuple[int, int]]:
    return [
        (item, seq)
        for item, seq in tx.all(
            "SELECT q.item, q.seq FROM queue q WHERE q.round = :round AND q.band = :band AND q.open > 0 "
            f"AND q.seq > :looked AND {UNTRIED} ORDER BY q.seq LIMIT :limit @skip_locked",
            round=round.id, band=band, looked=looked, labeler=labeler, limit=limit,
            excludes=json.dumps(round.excludes),
        )
    ]  # fmt: skip


def _take(tx: Tx, item: int, round: int, project: int, labeler: int, lease: int) -> Slot:
    """The slot row for a queue row that has an open place (checked and locked by the caller)."""
    tx.run(
        "UPDATE queue SET open = open - 1 WHERE item = :item AND round = :round AND open > 0", item=item, round=round
    )
    row = tx.one(
        "INSERT INTO slot (item, round, project, labeler, slot, state, deadline, claimed_at) "
        "VALUES (:item, :round, :project, :labeler, :slot, 'leased', @now + :lease, @now) "
        "ON CONFLICT (item, round, labeler) DO UPDATE SET slot = excluded.slot, state = 'leased', "
        "deadline = excluded.deadline, claimed_at = excluded.claimed_at, reason = NULL "
        f"RETURNING {slots.COLUMNS}",
        item=item, round=round, project=project, labeler=labeler, lease=lease, slot=slots.free_number(tx, item, round),
    )  # fmt: skip
    assert row is not None
    return Slot(*row)


def _remember(tx: Tx, round: RoundRow, labeler: int, band: int, looked: int, reached: int) -> None:
    """Moves this labeler's mark in a band on to `reached`, but not past a row that another claim had locked."""
    if tx.dialect == "postgres":
        passed = tx.value(
            "SELECT min(q.seq) FROM queue q WHERE q.round = :round AND q.band = :band AND q.open > 0 "
            f"AND q.seq > :looked AND q.seq <= :reached AND {UNTRIED}",
            round=round.id, band=band, looked=looked, reached=reached, labeler=labeler,
            excludes=json.dumps(round.excludes),
        )  # fmt: skip
        reached = reached if passed is None else passed - 1
    if reached > looked:
        _look_on(tx, round, labeler, band, reached)


def _look_on(tx: Tx, round: RoundRow, labeler: int, band: int, reached: int) -> None:
    tx.run(
        "INSERT INTO looked (round, labeler, band, seq) VALUES (:round, :labeler, :band, :seq) "
        "ON CONFLICT (round, labeler, band) DO UPDATE SET seq = excluded.seq WHERE looked.seq < excluded.seq",
        round=round.id, labeler=labeler, band=band, seq=reached,
    )  # fmt: skip


def claim_item(tx: Tx, round: RoundRow, labeler: int, item: int, lease: int = LEASE_MICROSECONDS) -> Slot | None:
    """A slot of this very item, the one already held included; None when none is free for this labeler."""
    row = queue.lock_row(tx, item, round.id)
    held = slots.of_labeler(tx, item, round.id, labeler)
    if held and held.state == "assigned":
        return assigned.lease_one(tx, held.id, lease)
    if held and held.state != "expired":
        return held if held.state == "leased" else None
    return _take(tx, item, round.id, round.project, labeler, lease) if row and row[1] > 0 else None


def claim_surplus(tx: Tx, round: RoundRow, labeler: int, item: int) -> Slot | None:
    """A slot row outside the count, for an annotation that is there already; None when this labeler has one."""
    row = tx.one(
        "INSERT INTO slot (item, round, project, labeler, slot, state, deadline, claimed_at) "
        "VALUES (:item, :round, :project, :labeler, NULL, 'expired', @now, @now) "
        f"ON CONFLICT (item, round, labeler) DO NOTHING RETURNING {slots.COLUMNS}",
        item=item, round=round.id, project=round.project, labeler=labeler,
    )  # fmt: skip
    return Slot(*row) if row else None


def retake(tx: Tx, slot: Slot, lease: int) -> Slot | None:
    """The labeler's own place again, if one is open; the caller has locked the row."""
    row = queue.lock_row(tx, slot.item, slot.round)
    return _take(tx, slot.item, slot.round, slot.project, slot.labeler, lease) if row and row[1] > 0 else None
