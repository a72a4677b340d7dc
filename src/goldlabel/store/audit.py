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


def record(
    tx: Tx, action: str, *, actor: int | None = None, project: int | None = None, target: str = "", **detail: Any
) -> None:
    """One line: `actor` (a person's id) did `action` (`sign_in.failed`, `member.set`, …) to `target`."""
    tx.run(
        "INSERT INTO audit_log (at, actor, project, action, target, detail) "
        "VALUES (@now, :actor, :project, :action, :target, :detail)",
        actor=actor, project=project, action=action, target=target[:300], detail=json.dumps(detail),
    )  # fmt: skip


def page(tx: Tx, *, project: int | None = None, before: int | None = None, limit: int = 100) -> list[AuditRow]:
    """Newest first; `before` is the last id of the page before; `project` narrows to one project."""
    rows = tx.all(
        "SELECT a.id, a.at, a.actor, p.name, a.project, a.action, a.target, a.detail FROM audit_log a "
        "LEFT JOIN person p ON p.id = a.actor WHERE a.id < :before AND (:every = 1 OR a.project = :project) "
        "ORDER BY a.id DESC LIMIT :limit",
        before=2**62 if before is None else before, every=int(project is None), project=project or 0, limit=limit,
    )  # fmt: skip
    return [AuditRow(*row[:7], detail=json.loads(row[7])) for row in rows]
