"""The audit log: who did what to what, when. Rows are added in the transaction of the deed and never changed."""

import json
from dataclasses import dataclass, replace
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
    item: str | None = None
    """The key of the item that it was done to, as long as that is there."""


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
    action: str | None = None, since: int | None = None, until: int | None = None,
) -> list[AuditRow]:  # fmt: skip
    """Newest first; `before` is the last id of the page before; `project`, `actor`, `action` (`member` means
    `member.set` too) and times (microseconds, `until` exclusive) narrow it."""
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
    if since is not None:
        where.append("a.at >= :since")
        given["since"] = since
    if until is not None:
        where.append("a.at < :until")
        given["until"] = until
    rows = tx.all(
        "SELECT a.id, a.at, a.actor, p.name, a.project, a.action, a.target, a.detail, j.name FROM audit_log a "
        "LEFT JOIN person p ON p.id = a.actor LEFT JOIN project j ON j.id = a.project "
        f"WHERE {' AND '.join(where)} ORDER BY a.id DESC LIMIT :limit",
        **given,
    )
    found = [AuditRow(*row[:7], detail=json.loads(row[7]), project_name=row[8]) for row in rows]
    keys = _keys(tx, found)
    return [replace(row, item=keys.get((row.project, row.target))) if _of_item(row) else row for row in found]


def _of_item(row: AuditRow) -> bool:
    return row.action.split(".")[0] in ("adjudicate", "review") and row.target.isdigit()


def _keys(tx: Tx, rows: list[AuditRow]) -> dict[tuple[int | None, str], str]:
    """Of the items that rows are about, by project and what the log calls them."""
    ids = sorted({int(row.target) for row in rows if _of_item(row)})
    if not ids:
        return {}
    found = tx.all("SELECT project, id, key FROM item WHERE id IN @ids(ids)", ids=json.dumps(ids))
    return {(project, str(id)): key for project, id, key in found}
