"""The audit log: of the instance for admins, of a project for its managers."""

from typing import Annotated

from fastapi import APIRouter, Query

from goldlabel.server.access import Access, may
from goldlabel.server.wire import AuditOut, AuditPage, ProjectName
from goldlabel.store import audit, projects
from goldlabel.store.audit import AuditRow
from goldlabel.store.tx import Tx

router = APIRouter(tags=["audit"])
Before = Annotated[int | None, Query(ge=1, le=2**53)]
Limit = Annotated[int, Query(ge=1, le=500)]
Actor = Annotated[int | None, Query(ge=1, le=2**53)]
Time = Annotated[int | None, Query(ge=0, le=2**53, description="Microseconds, UTC.")]
Action = Annotated[str | None, Query(pattern=r"^[a-z_]+(\.[a-z_]+)*$", max_length=60)]


def _page(rows: list[AuditRow], limit: int) -> AuditPage:
    entries = [
        AuditOut(
            id=r.id, at=r.at, actor=r.actor_name, actor_id=r.actor, project=r.project_name, action=r.action,
            target=r.target, item=r.item, detail=r.detail,
        )
        for r in rows
    ]  # fmt: skip
    return AuditPage(entries=entries, before=rows[-1].id if len(rows) == limit else None)


@router.get("/api/audit-log")
async def instance_log(
    access: Annotated[Access, may("audit")], before: Before = None, limit: Limit = 100, actor: Actor = None,
    action: Action = None, project: Annotated[str | None, Query(max_length=100)] = None, since: Time = None,
    until: Time = None,
) -> AuditPage:  # fmt: skip
    """Newest first; of one person (`actor`), of one kind (`action`: `member` means `member.set` too), of one
    project, of a time (`since`, and before `until`)."""

    def read(tx: Tx) -> list[AuditRow]:
        within = None if project is None else projects.by_name(tx, project).id
        return audit.page(
            tx, project=within, before=before, limit=limit, actor=actor, action=action, since=since, until=until
        )

    return _page(await access.read_long(read), limit)


@router.get("/api/projects/{project}/audit-log")
async def project_log(
    project: ProjectName, access: Annotated[Access, may("project.audit")], before: Before = None, limit: Limit = 100,
    actor: Actor = None, action: Action = None, since: Time = None, until: Time = None,
) -> AuditPage:  # fmt: skip
    """Newest first; of one person (`actor`), of one kind (`action`: `member` means `member.set` too), of a time
    (`since`, and before `until`)."""
    rows = await access.read_long(
        lambda tx: audit.page(
            tx, project=access.project_id, before=before, limit=limit, actor=actor, action=action,
            since=since, until=until,
        )
    )  # fmt: skip
    return _page(rows, limit)
