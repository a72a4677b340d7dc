"""The data table and the item page: saved views, changes to many items, an item's history."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from goldlabel.core.model import Json as JsonValue
from goldlabel.core.problem import Forbidden, Invalid
from goldlabel.server.access import Access, may
from goldlabel.server.permissions import ADMIN, LEADS
from goldlabel.server.routes.jobs import JobOut, describe
from goldlabel.server.wire import Given, Ok, Out, ProjectName, RowId
from goldlabel.store import audit, histories, listed, views
from goldlabel.store import items as item_rows
from goldlabel.store import jobs as job_rows
from goldlabel.store.jobs import JobRow
from goldlabel.store.tx import Tx
from goldlabel.store.views import ViewRow
from goldlabel.work import bulk, exports

router = APIRouter(tags=["items"])
PROJECT = "/api/projects/{project}"
VIEWS = f"{PROJECT}/views"
Viewer = Annotated[Access, may("views")]
MOST_VIEWS = 200
Ids = Annotated[list[str | int], Field(min_length=1, max_length=10_000)]


class Chosen(Given):
    """Items: `ids`, or all that meet `where` (a list of `[what, how, value]`) and `search`."""

    ids: Ids | None = None
    where: list[list[JsonValue]] | None = Field(default=None, max_length=12)
    search: str | None = Field(default=None, max_length=500)


class Change(Given):
    """`value`: for `priority`, from 0 (last) to 1 (first)."""

    action: Literal["priority", "unpark", "more"]
    value: float | None = Field(default=None, ge=0, le=1)
    chosen: Chosen


class ExportChosen(Given):
    format: str = Field(max_length=50)
    options: dict[str, JsonValue] = Field(default_factory=dict)
    chosen: Chosen


class SaveView(Given):
    """`body` is what the table needs to show it again; only the web app reads it."""

    name: str = Field(min_length=1, max_length=100)
    body: dict[str, JsonValue] = Field(max_length=50)
    shared: bool = False


class ViewOut(Out):
    id: int
    name: str
    body: dict[str, Any]
    shared: bool
    mine: bool
    owner: str


class LabelerOut(Out):
    labeler: str
    name: str
    kind: str


class HistoryOut(Out):
    """Newest first. `before` and `after`: the neighbours of the item by key."""

    before: str | None
    after: str | None
    revisions: list[dict[str, Any]]
    annotations: list[dict[str, Any]]
    resolutions: list[dict[str, Any]]
    reviews: list[dict[str, Any]]
    skips: list[dict[str, Any]]


def _ids(chosen: Chosen) -> dict[str, Any]:
    raw = chosen.model_dump(exclude_none=True)
    if chosen.ids is not None:
        try:
            raw["ids"] = [int(id) for id in chosen.ids]
        except ValueError:
            raise Invalid("must be ids of items", where="chosen.ids") from None
    return raw


@router.post(f"{PROJECT}/items/change", status_code=202)
async def change_items(
    project: ProjectName, given: Change, access: Annotated[Access, may("items.change")]
) -> JobOut:  # fmt: skip
    """Starts a change to many items: another priority, back into the queue, one more opinion."""

    def start(tx: Tx) -> JobRow:
        row = access.project(tx)
        id = bulk.start(tx, row, given.action, _ids(given.chosen), value=given.value, by=access.person)
        audit.record(
            tx, "items.change", actor=access.person, project=row.id, target=str(id), change=given.action,
            value=given.value,
        )  # fmt: skip
        return job_rows.by_id(tx, id)

    return describe(await access.queue(start))


@router.post(f"{PROJECT}/items/export", status_code=202)
async def export_items(
    project: ProjectName, given: ExportChosen, access: Annotated[Access, may("exports")]
) -> JobOut:  # fmt: skip
    """Starts an export of chosen items only; its file is at `jobs/{job}/file` when done."""

    def start(tx: Tx) -> JobRow:
        row = access.project(tx)
        id = exports.start(
            tx, row, given.format, by=access.person, options=given.options, chosen=_ids(given.chosen)
        )  # fmt: skip
        audit.record(tx, "export.start", actor=access.person, project=row.id, target=str(id), format=given.format)
        return job_rows.by_id(tx, id)

    return describe(await access.queue(start))


@router.get(f"{PROJECT}/labelers")
async def list_labelers(
    project: ProjectName, access: Annotated[Access, may("items.read")]
) -> list[LabelerOut]:  # fmt: skip
    """Everybody who answered something in the project, by name."""
    rows = await access.read_long(lambda tx: listed.labelers_of(tx, access.project_id))
    return [LabelerOut(labeler=str(id), name=name, kind=kind) for id, name, kind in rows]


@router.get(f"{PROJECT}/items/{{item}}/history")
async def item_history(
    project: ProjectName, item: RowId, access: Annotated[Access, may("items.read")]
) -> HistoryOut:  # fmt: skip
    """What happened to an item: revisions of its data and of what was said about it, labels, reviews, skips."""

    def look(tx: Tx) -> HistoryOut:
        row = item_rows.by_id(tx, access.project_id, item)
        before, after = histories.neighbours(tx, access.project_id, row.key)
        return HistoryOut(
            before=None if before is None else str(before), after=None if after is None else str(after),
            revisions=histories.item_revisions(tx, item), annotations=histories.annotation_revisions(tx, item),
            resolutions=histories.resolutions(tx, item), reviews=histories.reviews(tx, item),
            skips=histories.skips(tx, item),
        )  # fmt: skip

    return await access.read_long(look)


@router.get(VIEWS)
async def list_views(project: ProjectName, access: Viewer) -> list[ViewOut]:
    """Your own views and the shared ones."""
    rows = await access.read(lambda tx: views.seen_by(tx, access.project_id, access.person))
    return [_view(access, row) for row in rows]


@router.post(VIEWS, status_code=201)
async def save_view(project: ProjectName, given: SaveView, access: Viewer) -> ViewOut:
    """Keeps a view; managers may share it with all who see the table."""

    def save(tx: Tx) -> ViewOut:
        _may_share(access, given.shared)
        if views.count_of(tx, access.project_id, access.person) >= MOST_VIEWS:
            raise Invalid(f"you have {MOST_VIEWS} views here; delete one first", where="name")
        id = views.insert(tx, access.project_id, access.person, given.name, dict(given.body), given.shared)
        return _view(access, views.by_id(tx, access.project_id, id))

    return await access.write(save)


@router.put(f"{VIEWS}/{{view}}")
async def change_view(project: ProjectName, view: RowId, given: SaveView, access: Viewer) -> ViewOut:
    """Your own view, or as a manager a shared one."""

    def change(tx: Tx) -> ViewOut:
        row = _own(tx, access, view)
        _may_share(access, given.shared and not row.shared)
        views.update(tx, row.id, given.name, dict(given.body), given.shared)
        return _view(access, views.by_id(tx, access.project_id, view))

    return await access.write(change)


@router.delete(f"{VIEWS}/{{view}}")
async def delete_view(project: ProjectName, view: RowId, access: Viewer) -> Ok:
    """Your own view, or as a manager a shared one."""

    def delete(tx: Tx) -> Ok:
        views.delete(tx, _own(tx, access, view).id)
        return Ok()

    return await access.write(delete)


def _leads(access: Access) -> bool:
    return access.role == ADMIN or access.role in LEADS


def _may_share(access: Access, sharing: bool) -> None:
    if sharing and not _leads(access):
        raise Invalid("only managers share views", where="shared")


def _own(tx: Tx, access: Access, id: int) -> ViewRow:
    """Raises NotFound for somebody else's private view: for others it does not exist."""
    row = views.by_id(tx, access.project_id, id)
    if row.person != access.person:
        if not row.shared:
            return views.by_id(tx, access.project_id, 0)
        if not _leads(access):
            raise Forbidden("this view is somebody else's; save it as one of your own")
    return row


def _view(access: Access, row: ViewRow) -> ViewOut:
    return ViewOut(
        id=row.id, name=row.name, body=row.body, shared=row.shared, mine=row.person == access.person, owner=row.owner
    )
