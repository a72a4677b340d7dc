"""The audit log: who did what to what, when. Rows are added in the transaction of the deed and never changed."""

import json
from dataclasses import dataclass
from typing import Any

from goldlabel.store.tx import Tx


@dataclass(frozen=True, slots=True)
class AuditRow:
    id: int
    at: int
    actor: int | None
    actor_name: str | None
    project: int | None
    action: str
    target: str
    detail: dict[str, Any]
    project_name: str | None = None


def record(
    tx: Tx, action: str, *, actor: int | None = None, project: int | None = None, target: str = "", **detail: Any
) -> None:
    """One line: `actor` (a person's id) did `action` (`sign_in.failed`, `member.set`, …) to `target`."""
    tx.run(
        "INSERT INTO audit_log (at, actor, project, action, target, detail) "
        "VALUES (@now, :actor, :project, :action, :target, :detail)",
        actor=actor, project=project, action=action, target=target[:300], detail=json.dumps(detail),
    )  # fmt: skip


def page(
    tx: Tx, *, project: int | None = None, before: int | None = None, limit: int = 100, actor: int | None = None,
    action: str | None = None,
) -> list[AuditRow]:  # fmt: skip
    """Newest first; `before` is the last id of the page before; `project`, `actor` and `action` (`member` means
    `member.set` too) narrow it."""
    where = ["a.id < :before"]
    given: dict[str, Any] = {"before": 2**62 if before is None else before, "limit": limit}
    if project is not None:
        where.append("a.project = :project")
        given["project"] = project
    if actor is not None:
        where.append("a.actor = :actor")
        given["actor"] = actor
    if action is not None:
        where.append("(a.action = :action OR (a.action >= :first AND a.action < :last))")
        given |= {"action": action, "first": f"{action}.", "last": f"{action}/"}
    rows = tx.all(
        "SELECT a.id, a.at, a.actor, p.name, a.project, a.action, a.target, a.detail, j.name FROM audit_log a "
        "LEFT JOIN person p ON p.id = a.actor LEFT JOIN project j ON j.id = a.project "
        f"WHERE {' AND '.join(where)} ORDER BY a.id DESC LIMIT :limit",
        **given,
    )
    return [AuditRow(*row[:7], detail=json.loads(row[7]), project_name=row[8]) for row in rows]
