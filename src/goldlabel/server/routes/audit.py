"""The audit log: of the instance for admins, of a project for its managers."""

from typing import Annotated

from fastapi import APIRouter, Query

from goldlabel.server.access import Access, may
from goldlabel.server.wire import AuditOut, AuditPage, ProjectName
from goldlabel.store import audit
from goldlabel.store.audit import AuditRow

router = APIRouter(tags=["audit"])
Before = Annotated[int | None, Query(ge=1, le=2**53)]
Limit = Annotated[int, Query(ge=1, le=500)]


def _page(rows: list[AuditRow], limit: int) -> AuditPage:
    entries = [
        AuditOut(id=r.id, at=r.at, actor=r.actor_name, action=r.action, target=r.target, detail=r.detail) for r in rows
    ]
    return AuditPage(entries=entries, before=rows[-1].id if len(rows) == limit else None)


@router.get("/api/audit-log")
async def instance_log(
    access: Annotated[Access, may("audit")], before: Before = None, limit: Limit = 100
) -> AuditPage:  # fmt: skip
    """Newest first."""
    return _page(await access.read(lambda tx: audit.page(tx, before=before, limit=limit)), limit)


@router.get("/api/projects/{project}/audit-log")
async def project_log(
    project: ProjectName, access: Annotated[Access, may("project.audit")], before: Before = None, limit: Limit = 100
) -> AuditPage:  # fmt: skip
    """Newest first."""
    return _page(
        await access.read(lambda tx: audit.page(tx, project=access.project_id, before=before, limit=limit)), limit
    )
