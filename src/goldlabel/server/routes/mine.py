"""One's own annotations and skips: listed, searched, opened to be changed."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from goldlabel.server.access import Access, may
from goldlabel.server.replies import Json
from goldlabel.server.tasks import render
from goldlabel.server.wire import ProjectName, RowId
from goldlabel.server.wire_comments import MineOut, MinePage, SkippedOut, SkippedPage
from goldlabel.server.wire_label import TaskOut
from goldlabel.store.tx import Tx
from goldlabel.work import label, mine

router = APIRouter(tags=["label"])
MINE = "/api/projects/{project}/mine"
Labeler = Annotated[Access, may("label")]
Before = Annotated[int, Query(ge=1, le=2**53)]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get(MINE)
async def list_mine(
    project: ProjectName, access: Labeler, before: Before = 2**53, limit: Limit = 50,
    search: Annotated[str, Query(max_length=200)] = "",
) -> MinePage:  # fmt: skip
    """Your own annotations, newest first; `before` is what the page before gave.

    `search` keeps those whose shown data hold all its words; it looks through a bounded part and `before` goes on.
    """
    page = await access.read(
        lambda tx: mine.done(
            tx, access.project(tx), access.labeler, access.person, before=before, limit=limit, search=search
        )
    )
    shown = [
        MineOut(
            annotation=str(one.row.id), item=str(one.row.item), revision=one.row.revision,
            schema_version=one.row.schema_version, seconds=one.row.seconds, created_at=one.row.created_at,
            updated_at=one.row.updated_at, title=one.title, state=one.state, note=one.note, comments=one.talk,
        )
        for one in page.done
    ]  # fmt: skip
    return MinePage(annotations=shown, before=None if page.before is None else str(page.before))


@router.get(f"{MINE}/skipped")
async def list_skipped(
    project: ProjectName, access: Labeler, before: Before = 2**53, limit: Limit = 50
) -> SkippedPage:  # fmt: skip
    """What you skipped, newest first, and whether you may still take it back."""
    found = await access.read(lambda tx: mine.skipped(tx, access.project(tx), access.labeler, before, limit))
    shown = [
        SkippedOut(
            task=str(one.slot.id), item=str(one.slot.item), title=one.title, reason=one.reason, open=one.open
        )
        for one in found
    ]  # fmt: skip
    return SkippedPage(skipped=shown, before=shown[-1].task if len(shown) == limit else None)


@router.post(f"{MINE}/skipped/{{task}}/take-back", response_model=TaskOut)
async def take_back(project: ProjectName, task: RowId, access: Labeler) -> Response:
    """A skipped item again, if a place is open (or it is parked): yours to answer after all."""

    def again(tx: Tx) -> dict[str, Any]:
        row = access.project(tx)
        return render(access.context, tx, row, [mine.take_back(tx, row, access.labeler, task)])[0]

    return Json(await access.write(again))


@router.post(f"{MINE}/{{annotation}}/open", response_model=TaskOut)
async def open_mine(project: ProjectName, annotation: RowId, access: Labeler) -> Response:
    """One of your annotations as a task again: its `draft` is what you said, `revision` the base for a submit."""

    def again(tx: Tx) -> dict[str, Any]:
        row = access.project(tx)
        return render(access.context, tx, row, [label.reopen(tx, row, access.labeler, annotation)])[0]

    return Json(await access.write(again))
