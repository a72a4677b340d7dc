"""Telling people what concerns them: a comment to them or an answer to theirs, items kept for them, a job that ended,
a new guideline, an item sent back. Written in the transaction of the deed; shown by the bell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from goldlabel.store import notifications as rows
from goldlabel.store.jobs import JobRow
from goldlabel.store.notifications import Notification
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx

Kind = Literal["comment", "written", "assigned", "sent_back", "job_done", "job_failed", "guideline"]
LONG_JOB: Final = 10_000_000
"""A job that ends sooner than this (µs) was waited for: no need to tell."""
MOST = 100


@dataclass(frozen=True, slots=True)
class Bell:
    notifications: list[Notification]
    unread: int


def tell(
    tx: Tx, persons: Iterable[int], kind: Kind, *, project: int | None = None, by: int | None = None, **about: Any
) -> None:
    """Tells each of `persons` but the one who did it (`by`). `about` is small and holds nobody's answers."""
    rows.add(tx, [person for person in persons if person != by], kind, project=project, about=about)


def tell_labelers(
    tx: Tx, labelers: Sequence[int], kind: Kind, *, project: int | None = None, by: int | None = None, **about: Any
) -> None:
    """The same by labeler, as far as they are people."""
    tell(tx, rows.persons_of(tx, labelers), kind, project=project, by=by, **about)


def guideline_changed(tx: Tx, project: ProjectRow, by: int | None) -> None:
    tell(tx, rows.who_labels(tx, project.id), "guideline", project=project.id, by=by,
         version=project.guideline_version)  # fmt: skip


def job_ended(tx: Tx, row: JobRow) -> None:
    """Who started it hears of it, if it failed or took long enough that they may have left."""
    if row.created_by is None or row.project is None or row.ended_at is None:
        return
    if row.state == "failed":
        tell(tx, [row.created_by], "job_failed", project=row.project, job=row.id, what=row.kind)
    elif row.state == "done" and row.ended_at - row.created_at >= LONG_JOB:
        tell(tx, [row.created_by], "job_done", project=row.project, job=row.id, what=row.kind)


def bell(tx: Tx, person: int, before: int = 2**53, limit: int = 30, bound: int | None = None) -> Bell:
    """The newest, and how many are unread."""
    limit = max(1, min(limit, MOST))
    return Bell(rows.page(tx, person, before, limit, bound), rows.unread(tx, person, bound))


def mark_read(tx: Tx, person: int, upto: int, only: int | None = None) -> int:
    return rows.mark_read(tx, person, upto, only)
