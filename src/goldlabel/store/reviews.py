"""Review: which items wait for a reviewer, who has one open, what was decided, what its author is asked again."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from goldlabel.store.tx import Tx

CLAIM_MICROSECONDS = 2 * 60 * 1_000_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that waits for a reviewer; `support` is 1 where there is nothing to measure it by."""

    item: int
    resolution: int
    support: float


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """What a reviewer did. `act`: accept, decide or send_back."""

    id: int
    project: int
    item: int
    labeler: int
    act: str
    note: str
    resolution: int | None
    annotation: int | None
    created_at: int
    undone_at: int | None


@dataclass(frozen=True, slots=True)
class SentBack:
    """An annotation that its author is asked to look at again."""

    review: int
    item: int
    labeler: int
    slot: int
    annotation: int
    note: str
    created_at: int


_QUEUES = {
    "ties": "r.state = 'tie'",
    "doubts": "r.state = 'resolved' AND coalesce(r.confidence, 1) < 1",
    "unreviewed": "r.state = 'resolved'",
}
"""Served in order by the index `resolution_review`: the least agreed first, then by item."""
_OPEN = (
    "s.ended_at IS NULL AND EXISTS (SELECT 1 FROM annotation a WHERE a.id = s.annotation AND a.revision = s.revision)"
)
_NOT_SENT_BACK = f"NOT EXISTS (SELECT 1 FROM sent_back s WHERE s.item = r.item AND {_OPEN})"
_WAITS = (
    "FROM resolution r JOIN item i ON i.id = r.item AND i.revision = r.item_revision "
    f"WHERE r.project = :project AND r.current = 1 AND r.source = 'consensus' AND {_NOT_SENT_BACK} "
)


def waiting(
    tx: Tx, project: int, queue: str, after: tuple[float, int] = (0.0, 0), limit: int = 50, *,
    free_for: int | None = None, without: Iterable[int] = (),
) -> list[Waiting]:  # fmt: skip
    """Items of a queue behind `after` (support, item); `free_for`: only those that no other reviewer has open."""
    free = (
        "AND NOT EXISTS (SELECT 1 FROM review_claim c WHERE c.item = r.item AND c.until > @now AND c.labeler <> :me) "
        if free_for is not None
        else ""
    )
    rows = tx.all(
        f"SELECT r.item, r.id, coalesce(r.confidence, 1) {_WAITS} AND {_QUEUES[queue]} "
        "AND coalesce(r.confidence, 1) >= :support AND (coalesce(r.confidence, 1), r.item) > (:support, :item) "
        f"{free}AND r.item NOT IN @ids(without) "
        "ORDER BY coalesce(r.confidence, 1), r.item LIMIT :limit",
        project=project, support=after[0], item=after[1], limit=limit, without=json.dumps(sorted(without)),
        **({"me": free_for} if free_for is not None else {}),
    )  # fmt: skip
    return [Waiting(*row) for row in rows]


def count(tx: Tx, project: int, queue: str, most: int) -> int:
    """How many wait, counted up to `most`."""
    return int(tx.value(
        f"SELECT count(*) FROM (SELECT 1 {_WAITS} AND {_QUEUES[queue]} LIMIT :most) AS found",
        project=project, most=most,
    ))  # fmt: skip


# -- claims: who has which item open


def claim(tx: Tx, project: int, item: int, labeler: int) -> bool:
    """Takes or renews; False when another reviewer has it."""
    return tx.one(
        "INSERT INTO review_claim (item, project, labeler, until) VALUES (:item, :project, :labeler, @now + :lease) "
        "ON CONFLICT (item) DO UPDATE SET labeler = excluded.labeler, until = excluded.until "
        "WHERE review_claim.labeler = excluded.labeler OR review_claim.until <= @now RETURNING item",
        item=item, project=project, labeler=labeler, lease=CLAIM_MICROSECONDS,
    ) is not None  # fmt: skip


def renew(tx: Tx, project: int, items: Sequence[int], labeler: int) -> None:
    tx.run(
        "UPDATE review_claim SET until = @now + :lease WHERE project = :project AND item IN @ids(items) "
        "AND labeler = :labeler",
        project=project, items=json.dumps(list(items)), labeler=labeler, lease=CLAIM_MICROSECONDS,
    )  # fmt: skip


def let_go(tx: Tx, project: int, items: Sequence[int], labeler: int) -> None:
    tx.run(
        "DELETE FROM review_claim WHERE project = :project AND item IN @ids(items) AND labeler = :labeler",
        project=project, items=json.dumps(list(items)), labeler=labeler,
    )  # fmt: skip


def held_by(tx: Tx, items: Sequence[int]) -> dict[int, tuple[int, str]]:
    """(labeler, name) of who has the items open now, by item."""
    rows = tx.all(
        "SELECT c.item, c.labeler, l.name FROM review_claim c JOIN labeler l ON l.id = c.labeler "
        "WHERE c.item IN @ids(items) AND c.until > @now",
        items=json.dumps(list(items)),
    )  # fmt: skip
    return {item: (labeler, name) for item, labeler, name in rows}


# -- what was decided

_COLUMNS = "v.id, v.project, v.item, v.labeler, v.act, v.note, v.resolution, v.annotation, v.created_at, v.undone_at"


def record(
    tx: Tx, project: int, item: int, labeler: int, act: str, note: str, *, resolution: int | None = None,
    annotation: int | None = None,
) -> int:  # fmt: skip
    return int(tx.value(
        "INSERT INTO review (project, item, labeler, act, note, resolution, annotation, created_at) "
        "VALUES (:project, :item, :labeler, :act, :note, :resolution, :annotation, @now) RETURNING id",
        project=project, item=item, labeler=labeler, act=act, note=note, resolution=resolution, annotation=annotation,
    ))  # fmt: skip


def by_id(tx: Tx, project: int, id: int) -> ReviewRow | None:
    row = tx.one(f"SELECT {_COLUMNS} FROM review v WHERE v.id = :id AND v.project = :project", id=id, project=project)
    return ReviewRow(*row) if row else None


def done(tx: Tx, project: int, before: int, limit: int) -> list[tuple[ReviewRow, str, str]]:
    """(row, item's key, reviewer's name), newest first, with id < `before`; what was undone is left out."""
    rows = tx.all(
        f"SELECT {_COLUMNS}, i.key, l.name FROM review v JOIN item i ON i.id = v.item "
        "JOIN labeler l ON l.id = v.labeler "
        "WHERE v.project = :project AND v.id < :before AND v.undone_at IS NULL ORDER BY v.id DESC LIMIT :limit",
        project=project, before=before, limit=limit,
    )  # fmt: skip
    return [(ReviewRow(*row[:10]), row[10], row[11]) for row in rows]


def of_items(tx: Tx, items: Sequence[int]) -> list[tuple[ReviewRow, str]]:
    """(row, reviewer's name) of everything that was done about the items, oldest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS}, l.name FROM review v JOIN labeler l ON l.id = v.labeler "
        "WHERE v.item IN @ids(items) ORDER BY v.id",
        items=json.dumps(list(items)),
    )  # fmt: skip
    return [(ReviewRow(*row[:10]), row[10]) for row in rows]


def undo(tx: Tx, id: int) -> bool:
    return bool(tx.run("UPDATE review SET undone_at = @now WHERE id = :id AND undone_at IS NULL", id=id))


# -- what went back to its author


def send_back(tx: Tx, review: int, project: int, item: int, labeler: int, slot: int, annotation: int,
              revision: int, note: str) -> None:  # fmt: skip
    tx.run(
        "INSERT INTO sent_back (review, project, item, labeler, slot, annotation, revision, note, created_at) "
        "VALUES (:review, :project, :item, :labeler, :slot, :annotation, :revision, :note, @now)",
        review=review, project=project, item=item, labeler=labeler, slot=slot, annotation=annotation,
        revision=revision, note=note,
    )  # fmt: skip


_BACK = "s.review, s.item, s.labeler, s.slot, s.annotation, s.note, s.created_at"


def sent_back_to(tx: Tx, project: int, labeler: int) -> list[SentBack]:
    """What a labeler is asked again: not answered since. Costs one seek where there is none."""
    rows = tx.all(
        f"SELECT {_BACK} FROM sent_back s WHERE s.project = :project AND s.labeler = :labeler AND {_OPEN} "
        "ORDER BY s.review LIMIT 20",
        project=project, labeler=labeler,
    )  # fmt: skip
    return [SentBack(*row) for row in rows]


def sent_back_of(tx: Tx, items: Sequence[int]) -> list[SentBack]:
    """The same by item."""
    rows = tx.all(
        f"SELECT {_BACK} FROM sent_back s WHERE s.item IN @ids(items) AND {_OPEN} ORDER BY s.review",
        items=json.dumps(list(items)),
    )
    return [SentBack(*row) for row in rows]


def sent_back(tx: Tx, project: int, limit: int) -> list[tuple[SentBack, str, str]]:
    """(row, item's key, author's name) of a project, oldest first."""
    rows = tx.all(
        f"SELECT {_BACK}, i.key, l.name FROM sent_back s JOIN item i ON i.id = s.item "
        f"JOIN labeler l ON l.id = s.labeler WHERE s.project = :project AND {_OPEN} ORDER BY s.review LIMIT :limit",
        project=project, limit=limit,
    )  # fmt: skip
    return [(SentBack(*row[:7]), row[7], row[8]) for row in rows]


def end_sent_back(tx: Tx, review: int) -> None:
    tx.run("UPDATE sent_back SET ended_at = @now WHERE review = :review AND ended_at IS NULL", review=review)


def end_answered(tx: Tx, limit: int = 1000) -> int:
    """Closes what was answered since, so that the open ones stay few; how many."""
    return tx.run(
        "UPDATE sent_back SET ended_at = @now WHERE review IN (SELECT s.review FROM sent_back s "
        "JOIN annotation a ON a.id = s.annotation WHERE s.ended_at IS NULL AND a.revision <> s.revision LIMIT :limit)",
        limit=limit,
    )  # fmt: skip


def restored(tx: Tx, resolution: int) -> tuple[Any, ...] | None:
    """The parts of a stored resolution, as `NewResolution` takes them."""
    return tx.one(
        "SELECT item, state, source, body, evidence, confidence, basis, item_revision, schema_version, "
        "guideline_version, by_labeler FROM resolution WHERE id = :id",
        id=resolution,
    )  # fmt: skip


def retire(tx: Tx, item: int) -> None:
    """The item has no label in force any more."""
    tx.run("UPDATE resolution SET current = 0 WHERE item = :item AND current = 1", item=item)
