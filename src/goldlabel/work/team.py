"""A project's team: how everybody stands, pausing, caps, items kept for somebody.

A pause and a removal give back what somebody holds; what is on their screen may still be sent, as always.
"""

from collections.abc import Sequence

from goldlabel.core.problem import Invalid, NotFound
from goldlabel.store import assigned, audit, members, people, queue, slots
from goldlabel.store.members import Standing
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import notifications
from goldlabel.work.label import label_round
from goldlabel.work.people import person

CHUNK = 200
MOST_ASSIGNED = 5000
MOST_CAP = 1_000_000
MOST_PER_DAY = 10_000


def standing(tx: Tx, project: ProjectRow) -> list[Standing]:
    return members.standing(tx, project.id, label_round(tx, project).id)


def member_labeler(tx: Tx, project: ProjectRow, id: int) -> int:
    """The labeler of a member. Raises NotFound for who is none."""
    if members.one(tx, project.id, id) is None:
        raise NotFound("no such member of this project")
    return person(tx, id).labeler


def pause(tx: Tx, project: ProjectRow, id: int, paused: bool, by: int | None) -> int:
    """No more tasks for this member until they are resumed; how many were given back."""
    labeler = member_labeler(tx, project, id)
    members.pause(tx, project.id, id, paused)
    freed = give_back_all(tx, project, labeler) if paused else 0
    audit.record(
        tx, "member.pause" if paused else "member.resume", actor=by, project=project.id, target=person(tx, id).email
    )
    return freed


def give_back_all(tx: Tx, project: ProjectRow, labeler: int) -> int:
    held = slots.leased_by(tx, project.id, labeler)
    return queue.give_back(tx, [slot.id for slot in held], labeler)


def set_caps(
    tx: Tx, project: ProjectRow, id: int, *, per_day: int | None, in_all: int | None, by: int | None
) -> None:  # fmt: skip
    """At most so many tasks in 24 hours and in all; None: no cap. Holds from the next task on."""
    for name, value, most in (("per_day", per_day, MOST_PER_DAY), ("in_all", in_all, MOST_CAP)):
        if value is not None and not 1 <= value <= most:
            raise Invalid(f"must be a whole number from 1 to {most:,}", where=name)
    if not members.set_caps(tx, project.id, id, per_day, in_all):
        raise NotFound("no such member of this project")
    audit.record(
        tx, "member.caps", actor=by, project=project.id, target=person(tx, id).email, per_day=per_day, in_all=in_all
    )


def remove(tx: Tx, project: ProjectRow, id: int, by: int | None) -> None:
    """Takes somebody out of the project. What they did stays; what they held, and up to 5,000 items kept for them,
    are everybody's again."""
    labeler = member_labeler(tx, project, id)
    give_back_all(tx, project, labeler)
    queue.unassign(tx, label_round(tx, project), labeler, MOST_ASSIGNED)
    people.end_member(tx, project.id, id)
    audit.record(tx, "member.end", actor=by, project=project.id, target=person(tx, id).email)


# -- items kept for somebody


def assign(tx: Tx, project: ProjectRow, id: int, items: Sequence[int]) -> list[int]:
    """Keeps an open place of these items of the project for a member; those where there was one."""
    return queue.assign(tx, label_round(tx, project).id, project.id, member_labeler(tx, project, id), items)


def assign_next(
    tx: Tx, project: ProjectRow, id: int, count: int, after: tuple[int, int] | None = None
) -> tuple[int, tuple[int, int] | None]:
    """The same for up to `count` items from the front of the queue, in one step of up to 200.

    Gives how many, and where to go on (None: no more open items).
    """
    round, labeler = label_round(tx, project), member_labeler(tx, project, id)
    rows = assigned.open_items(tx, round.id, labeler, after or (assigned.FIRST_OWN, 0), min(count, CHUNK))
    kept = queue.assign(tx, round.id, project.id, labeler, [row[0] for row in rows])
    return len(kept), (rows[-1][1], rows[-1][2]) if rows else None


def unassign(tx: Tx, project: ProjectRow, id: int) -> int:
    """Gives up to 200 items kept for a member to everybody; call again while it returns some."""
    return queue.unassign(tx, label_round(tx, project), member_labeler(tx, project, id), CHUNK)


def record_assigned(tx: Tx, project: ProjectRow, id: int, by: int | None, count: int) -> None:
    """One line in the log for all steps; who they are kept for hears of it."""
    if count > 0:
        notifications.tell(tx, [id], "assigned", project=project.id, by=by, count=count)
    if count:
        audit.record(tx, "member.assign" if count > 0 else "member.unassign", actor=by, project=project.id,
                     target=person(tx, id).email, items=abs(count))  # fmt: skip
