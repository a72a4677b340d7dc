"""Own annotations: look back, and open one again to change it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from goldlabel.server.access import Access, may
from goldlabel.server.replies import Json
from goldlabel.server.tasks import render
from goldlabel.server.wire import Out, ProjectName, RowId
from goldlabel.server.wire_label import TaskOut
from goldlabel.store import annotations
from goldlabel.store.tx import Tx
from goldlabel.work import label

router = APIRouter(tags=["label"])
MINE = "/api/projects/{project}/mine"
Labeler = Annotated[Access, may("label")]


class MineOut(Out):
    annotation: str
    item: str
    revision: int
    schema_version: int
    seconds: float | None
    created_at: int
    updated_at: int


class MinePage(Out):
    annotations: list[MineOut]
    before: str | None


@router.get(MINE)
async def list_mine(
    project: ProjectName,
    access: Labeler,
    before: Annotated[int, Query(ge=1, le=2**53)] = 2**53,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> MinePage:
    """Your own annotations, newest first; `before` is what the page before gave."""
    rows = await access.read(lambda tx: annotations.mine(tx, access.project_id, access.labeler, before, limit))
    shown = [
        MineOut(
            annotation=str(row.id), item=str(row.item), revision=row.revision, schema_version=row.schema_version,
            seconds=row.seconds, created_at=row.created_at, updated_at=row.updated_at,
        )
        for row in rows
    ]  # fmt: skip
    return MinePage(annotations=shown, before=str(rows[-1].id) if len(rows) == limit else None)


@router.post(f"{MINE}/{{annotation}}/open", response_model=TaskOut)
async def open_mine(project: ProjectName, annotation: RowId, access: Labeler) -> Response:
    """One of your annotations as a task again: its `draft` is what you said, `revision` the base for a submit."""

    def again(tx: Tx) -> dict[str, Any]:
        row = access.project(tx)
        return render(access.context, tx, row, [label.reopen(tx, row, access.labeler, annotation)])[0]

    return Json(await access.write(again))
