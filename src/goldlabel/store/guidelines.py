"""Versions of a project's guideline, which of them everybody is asked to acknowledge, and who has."""

from dataclasses import dataclass
from typing import Any

from goldlabel.core.problem import NotFound
from goldlabel.store.tx import Tx


@dataclass(frozen=True, slots=True)
class GuidelineRow:
    version: int
    by: str | None
    created_at: int
    asked_at: int | None
    """When everybody was asked to acknowledge it."""
    size: int


@dataclass(frozen=True, slots=True)
class Reader:
    person: int
    name: str
    role: str
    version: int | None
    """The newest version that they have acknowledged."""
    at: int | None


_SELECT = (
    "SELECT g.version, p.name, g.created_at, a.asked_at, length(g.body) FROM guideline_version g "
    "LEFT JOIN person p ON p.id = g.created_by "
    "LEFT JOIN guideline_ask a ON a.project = g.project AND a.version = g.version WHERE g.project = :project "
)


def versions(tx: Tx, project: int, before: int, limit: int) -> list[GuidelineRow]:
    """Newest first."""
    rows = tx.all(
        f"{_SELECT} AND g.version < :before ORDER BY g.version DESC LIMIT :limit",
        project=project, before=before, limit=limit,
    )  # fmt: skip
    return [GuidelineRow(*row) for row in rows]


def version(tx: Tx, project: int, number: int) -> tuple[GuidelineRow, str]:
    """A version and its text. Raises NotFound."""
    row = tx.one(f"{_SELECT} AND g.version = :number", project=project, number=number)
    if row is None:
        raise NotFound(f"the guideline has no version {number}")
    body = tx.value(
        "SELECT body FROM guideline_version WHERE project = :project AND version = :number",
        project=project, number=number,
    )  # fmt: skip
    return GuidelineRow(*row), body


def ask(tx: Tx, project: int, number: int, by: int | None) -> bool:
    """Asks everybody to acknowledge a version; False when they are asked already."""
    return tx.run(
        "INSERT INTO guideline_ask (project, version, asked_by, asked_at) VALUES (:project, :number, :by, @now) "
        "ON CONFLICT (project, version) DO NOTHING",
        project=project, number=number, by=by,
    ) > 0  # fmt: skip


def asked(tx: Tx, project: int) -> int | None:
    """The newest version that everybody is to acknowledge."""
    return tx.value("SELECT max(version) FROM guideline_ask WHERE project = :project", project=project)


def acknowledge(tx: Tx, project: int, person: int, number: int) -> None:
    tx.run(
        "INSERT INTO guideline_read (project, person, version, at) VALUES (:project, :person, :number, @now) "
        "ON CONFLICT (project, person, version) DO NOTHING",
        project=project, person=person, number=number,
    )  # fmt: skip


def acknowledged(tx: Tx, project: int, person: int) -> int | None:
    """The newest version that this person has acknowledged."""
    return tx.value(
        "SELECT max(version) FROM guideline_read WHERE project = :project AND person = :person",
        project=project, person=person,
    )  # fmt: skip


def readers(tx: Tx, project: int) -> list[Reader]:
    """The members who may sign in, by name, with what they have acknowledged."""
    rows = tx.all(
        "SELECT p.id, p.name, m.role, r.version, r.at FROM member m JOIN person p ON p.id = m.person "
        "LEFT JOIN guideline_read r ON r.project = m.project AND r.person = m.person AND r.version = ("
        "SELECT max(version) FROM guideline_read n WHERE n.project = m.project AND n.person = m.person) "
        "WHERE m.project = :project AND m.role <> 'service' AND p.disabled_at IS NULL ORDER BY p.name, p.id",
        project=project,
    )
    return [Reader(*row) for row in rows]


def names_picture(tx: Tx, project: int, reference: str) -> bool:
    """Whether some version shows this picture."""
    row: Any = tx.one(
        "SELECT 1 FROM guideline_version WHERE project = :project AND body LIKE :pattern LIMIT 1",
        project=project, pattern=f"%{reference}%",
    )  # fmt: skip
    return row is not None
