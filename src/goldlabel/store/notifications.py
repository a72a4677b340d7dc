"""What concerns a person: one row each, read or not."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldlabel.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Notification:
    """`project` is its name; `about` has what the sentence and the link need."""

    id: int
    project: str | None
    title: str | None
    kind: str
    about: dict[str, Any]
    created_at: int
    read_at: int | None


def add(tx: Tx, persons: Sequence[int], kind: str, *, project: int | None = None, about: dict[str, Any]) -> None:
    if persons:
        tx.run_many(
            "INSERT INTO notification (person, project, kind, about, created_at) "
            "VALUES (:person, :project, :kind, :about, @now)",
            [
                {"person": person, "project": project, "kind": kind, "about": json.dumps(about)}
                for person in dict.fromkeys(persons)
            ],
        )


_VISIBLE = (
    "FROM notification n LEFT JOIN project j ON j.id = n.project "
    "LEFT JOIN member m ON m.project = n.project AND m.person = n.person JOIN person p ON p.id = n.person "
    "WHERE n.person = :person AND (n.project IS NULL OR m.role IS NOT NULL OR p.admin = 1) "
    "AND (:bound = 0 OR n.project = :bound)"
)
"""Who has left a project hears no more of it; a token of one project, nothing of others."""


def page(tx: Tx, person: int, before: int, limit: int, bound: int | None = None) -> list[Notification]:
    """Newest first, with id < `before`."""
    rows = tx.all(
        f"SELECT n.id, j.name, j.title, n.kind, n.about, n.created_at, n.read_at {_VISIBLE} AND n.id < :before "
        "ORDER BY n.id DESC LIMIT :limit",
        person=person, before=before, limit=limit, bound=bound or 0,
    )  # fmt: skip
    return [
        Notification(id, name, title, kind, json.loads(about), created_at, read_at)
        for id, name, title, kind, about, created_at, read_at in rows
    ]


def unread(tx: Tx, person: int, bound: int | None = None) -> int:
    return int(tx.value(f"SELECT count(*) {_VISIBLE} AND n.read_at IS NULL", person=person, bound=bound or 0))


def mark_read(tx: Tx, person: int, upto: int, only: int | None = None) -> int:
    """Those with id <= `upto`, or `only` one; how many were unread."""
    return tx.run(
        "UPDATE notification SET read_at = @now WHERE person = :person AND read_at IS NULL "
        + ("AND id <= :id" if only is None else "AND id = :id"),
        person=person, id=upto if only is None else only,
    )  # fmt: skip


def forget_old(tx: Tx, days: int = 90, limit: int = 1000) -> int:
    """Deletes up to `limit` that are older than `days`."""
    return tx.run(
        "DELETE FROM notification WHERE id IN (SELECT id FROM notification WHERE created_at < @now - :age "
        "ORDER BY id LIMIT :limit)",
        age=days * 86_400_000_000, limit=limit,
    )  # fmt: skip


def persons_of(tx: Tx, labelers: Sequence[int]) -> list[int]:
    """The people among the labelers."""
    rows = tx.all(
        "SELECT person FROM labeler WHERE id IN @ids(labelers) AND person IS NOT NULL",
        labelers=json.dumps(list(labelers)),
    )
    return [int(row[0]) for row in rows]


def who_labels(tx: Tx, project: int) -> list[int]:
    """Members who may label: they are told of a new guideline."""
    rows = tx.all(
        "SELECT m.person FROM member m JOIN person p ON p.id = m.person WHERE m.project = :project "
        "AND m.role IN ('annotator', 'reviewer', 'manager') AND p.disabled_at IS NULL",
        project=project,
    )
    return [int(row[0]) for row in rows]
