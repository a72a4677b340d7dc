"""Who is in a project and how they stand there: role, pause, caps, what they did and when."""

from dataclasses import dataclass

from goldlabel.store.tx import Tx

ASSIGNED_MOST = 10_000
"""Items kept for somebody are counted so far."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`answers`: first annotations; `last_at`: the newest change to one; `assigned`: items kept for them."""

    person: int
    name: str
    email: str
    role: str
    labeler: int
    disabled: bool
    created_at: int
    paused: bool
    per_day: int | None
    in_all: int | None
    answers: int
    last_at: int | None
    at_work: bool
    assigned: int


_STANDING = """
    SELECT p.id, p.name, p.email, m.role, p.labeler, p.disabled_at, m.created_at, m.paused_at, m.per_day, m.in_all,
        (SELECT coalesce(sum(t.value), 0) FROM tally t WHERE t.project = m.project AND t.name = 'mine:' || p.labeler),
        (SELECT a.updated_at FROM annotation a WHERE a.labeler = p.labeler AND a.project = m.project
            ORDER BY a.id DESC LIMIT 1),
        EXISTS (SELECT 1 FROM slot s WHERE s.project = m.project AND s.state = 'leased' AND s.deadline > @now
            AND s.labeler = p.labeler),
        (SELECT count(*) FROM (SELECT 1 FROM slot s WHERE s.labeler = p.labeler AND s.round = :round
            AND s.state = 'assigned' LIMIT :most) AS kept)
    FROM member m JOIN person p ON p.id = m.person WHERE m.project = :project
"""


def standing(tx: Tx, project: int, round: int) -> list[Standing]:
    """All members by name; `round` is the project's label round. A few index seeks per member."""
    rows = tx.all(f"{_STANDING} ORDER BY p.name, p.id", project=project, round=round, most=ASSIGNED_MOST)
    return [
        Standing(
            *row[:5], disabled=row[5] is not None, created_at=row[6], paused=row[7] is not None, per_day=row[8],
            in_all=row[9], answers=int(row[10]), last_at=row[11], at_work=bool(row[12]), assigned=row[13],
        )
        for row in rows
    ]  # fmt: skip


def pause(tx: Tx, project: int, person: int, paused: bool) -> bool:
    """Whether there is such a member."""
    return tx.run(
        "UPDATE member SET paused_at = CASE WHEN :paused = 1 THEN coalesce(paused_at, @now) END "
        "WHERE project = :project AND person = :person",
        project=project, person=person, paused=int(paused),
    ) > 0  # fmt: skip


def set_caps(tx: Tx, project: int, person: int, per_day: int | None, in_all: int | None) -> bool:
    return tx.run(
        "UPDATE member SET per_day = :per_day, in_all = :in_all WHERE project = :project AND person = :person",
        project=project, person=person, per_day=per_day, in_all=in_all,
    ) > 0  # fmt: skip


def one(tx: Tx, project: int, person: int) -> tuple[str, bool, int | None, int | None] | None:
    """(role, paused, per_day, in_all) of a member."""
    row = tx.one(
        "SELECT role, paused_at, per_day, in_all FROM member WHERE project = :project AND person = :person @lock",
        project=project,
        person=person,
    )
    return (row[0], row[1] is not None, row[2], row[3]) if row else None


def answered_lately(tx: Tx, project: int, labeler: int, most: int) -> int:
    """First annotations of the last 24 hours, counted up to `most`."""
    return int(tx.value(
        "SELECT count(*) FROM (SELECT created_at FROM annotation WHERE labeler = :labeler AND project = :project "
        "ORDER BY id DESC LIMIT :most) AS newest WHERE newest.created_at > @now - 86400000000",
        labeler=labeler, project=project, most=most,
    ))  # fmt: skip


def capped(tx: Tx, project: int, labeler: int) -> bool:
    """Whether this labeler has had as much as a cap allows."""
    row = tx.one(
        "SELECT m.per_day, m.in_all FROM labeler b JOIN member m ON m.person = b.person AND m.project = :project "
        "WHERE b.id = :labeler",
        project=project,
        labeler=labeler,
    )
    return row is not None and allowed(tx, project, labeler, row[0], row[1], 1) == 0


def allowed(tx: Tx, project: int, labeler: int, per_day: int | None, in_all: int | None, count: int) -> int:
    """How many of `count` further tasks the caps leave to this labeler, beside what is held now."""
    if per_day is None and in_all is None:
        return count
    held = int(tx.value(
        "SELECT count(*) FROM slot WHERE project = :project AND state = 'leased' AND labeler = :labeler",
        project=project, labeler=labeler,
    ))  # fmt: skip
    if per_day is not None:
        count = min(count, per_day - held - answered_lately(tx, project, labeler, per_day))
    if in_all is not None:
        done = tx.value(
            "SELECT coalesce(sum(value), 0) FROM tally WHERE project = :project AND name = :name",
            project=project, name=f"mine:{labeler}",
        )  # fmt: skip
        count = min(count, in_all - held - int(done))
    return max(0, count)
