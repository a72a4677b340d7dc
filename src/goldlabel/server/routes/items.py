"""Items: browse, look at one with its answers, add a few, take a given one."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from goldlabel.core.model import Json as JsonValue
from goldlabel.server.access import Access, may
from goldlabel.server.context import Context
from goldlabel.server.permissions import SEES_ANSWERS
from goldlabel.server.replies import Json
from goldlabel.server.tasks import media_of, render
from goldlabel.server.wire import Given, Ok, Out, ProjectName, RowId
from goldlabel.server.wire_label import MediaOut, TaskOut
from goldlabel.store import annotations, audit, browse, resolutions
from goldlabel.store import items as rows
from goldlabel.store.items import ItemRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import chosen, items, label, media, projects
from goldlabel.work import search as text_search

router = APIRouter(tags=["items"])
ITEMS = "/api/projects/{project}/items"
Short = Annotated[str | None, Query(max_length=500)]


class SaidOut(Out):
    """How many labelers gave this answer about the item; `key` is a value's id, or a short form of a longer one."""

    question: str
    key: str
    count: int


class ItemBrief(Out):
    """`state` is that of the label round; `resolution` is `resolved`, `tie` or null, `label` its body (null when
    large); `agreement` the share of pairs of labelers who said the same about the item, or, where only regions are
    asked for, the share behind the least agreed one."""

    item: str
    key: str
    revision: int
    data: dict[str, Any]
    meta: dict[str, Any]
    media: dict[str, MediaOut]
    state: str
    done: int
    wanted: int
    priority: float
    working: int
    resolution: str | None
    source: str | None
    label: dict[str, Any] | None
    said: list[SaidOut]
    agreement: float | None
    labelers: list[str]
    comments: int
    created_at: int
    changed_at: int


class SearchOut(Out):
    """How much is searched: `indexed` of `items`; `behind`: more are being taken in."""

    indexed: int
    items: int
    behind: bool


class ItemPage(Out):
    """`partial`: the page ran out of time and may be short, even empty; `after` goes on with the search."""

    items: list[ItemBrief]
    after: str | None
    partial: bool
    search: SearchOut | None


class AnnotationOut(Out):
    annotation: str
    labeler: str
    labeler_kind: str
    purpose: str
    revision: int
    counted: bool
    item_revision: int
    schema_version: int
    guideline_version: int
    seconds: float | None
    created_at: int
    updated_at: int
    body: dict[str, Any]


class ItemOut(Out):
    item: str
    key: str
    revision: int
    data: dict[str, Any]
    meta: dict[str, Any]
    created_at: int
    media: dict[str, MediaOut]
    annotations: list[AnnotationOut]
    resolution: dict[str, Any] | None


class ItemCount(Out):
    """`count` of those on the list, null when unknown; `items` in the project."""

    count: int | None
    items: int


class NewItem(Given):
    data: dict[str, JsonValue]
    key: str | None = Field(default=None, min_length=1, max_length=500)
    meta: dict[str, JsonValue] = Field(default_factory=dict)


class AddItems(Given):
    items: list[NewItem] = Field(min_length=1, max_length=1000)


class Added(Out):
    """`ids` by key of every item of the batch that was new or changed."""

    added: int
    changed: int
    unchanged: int
    duplicates: int
    ids: dict[str, str]


Where = Annotated[str | None, Query(max_length=8000)]


@router.get(ITEMS, response_model=ItemPage)
async def list_items(
    project: ProjectName,
    access: Annotated[Access, may("items.read")],
    state: Annotated[str | None, Query(max_length=20)] = None,
    sort: Annotated[str, Query(max_length=200)] = "id",
    descending: bool = False,
    key: Short = None,
    field: Short = None,
    value: Short = None,
    where: Where = None,
    search: Short = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    after: Annotated[str | None, Query(max_length=2000)] = None,
    offset: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    brief: bool = False,
) -> Response:
    """A page of items. `where` is JSON, a list of `[what, how, value]`; `search` finds items with all its words. `key`
    is the beginning of a key; `field` and `sort` take fields that the project indexes. `offset` counts from the
    start, where a list's items are counted. `brief` cuts long texts."""
    query = browse.Query(
        state, sort, descending, key, field, value, limit, after, chosen.parsed(where), search, offset
    )  # fmt: skip
    if search:
        await _catch_up(access)
    return Json(await access.read_long(lambda tx: _page(access, tx, query, brief=brief)))


async def _catch_up(access: Access) -> None:
    """The text index is made when somebody first searches, and follows when somebody does again."""
    if not await access.read(lambda tx: text_search.needs_work(tx, access.project(tx))):
        return
    if await access.write(lambda tx: text_search.catch_up(tx, access.project(tx), access.person)):
        access.context.wake_workers()


@router.get(f"{ITEMS}/count")
async def count_items(
    project: ProjectName,
    access: Annotated[Access, may("items.read")],
    where: Where = None,
    search: Short = None,
) -> ItemCount:
    """How many items such a list has; null when only walking all of them would tell."""
    query = browse.Query(where=chosen.parsed(where), search=search)

    def look(tx: Tx) -> ItemCount:
        row = access.project(tx)
        items_there = label.progress(tx, row)["items"]
        return ItemCount(count=items.count(tx, row, query), items=items_there)

    return await access.read_long(look)


def _page(access: Access, tx: Tx, query: browse.Query, *, brief: bool) -> dict[str, Any]:
    project = access.project(tx)
    found = items.page(tx, project, query)
    data = [row.item.data for row in found.items]
    schema = projects.schema_of(tx, project)
    sources = media.file_sources(schema, access.context.workspace.catalog)
    files = media.used_by(tx, project.id, schema, access.context.workspace.catalog, data)
    now = tx.now()
    status = text_search.status(tx, project) if query.search else None
    return {
        "items": [
            {
                "item": str(row.item.id), "key": row.item.key, "revision": row.item.revision,
                "data": clipped(row.item.data) if brief else row.item.data,
                "meta": clipped(row.item.meta) if brief else row.item.meta,
                "media": media_of(access.context, project, row.item.data, sources, files, now),
                "state": row.state, "done": row.done, "wanted": row.wanted, "priority": row.priority,
                "working": row.working, "resolution": row.resolution, "source": row.source, "label": row.label,
                "said": [{"question": question, "key": key, "count": count} for question, key, count in row.said],
                "agreement": row.agreement, "labelers": row.labelers, "comments": row.comments,
                "created_at": row.item.created_at, "changed_at": row.changed_at,
            }
            for row in found.items
        ],
        "after": found.after,
        "partial": found.partial,
        "search": None if status is None else {
            "indexed": status.indexed, "items": status.items, "behind": status.behind,
        },
    }  # fmt: skip


CLIP = 300


def clipped(values: dict[str, Any]) -> dict[str, Any]:
    """Values as a table shows them: long texts and lists are cut."""
    return {name: _clip(value) for name, value in values.items()}


def _clip(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= CLIP else value[: CLIP - 1] + "…"
    text = json.dumps(value, ensure_ascii=False)
    return text[: CLIP - 1] + "…" if len(text) > CLIP else value


@router.get(f"{ITEMS}/{{item}}", response_model=ItemOut)
async def get_item(project: ProjectName, item: RowId, access: Annotated[Access, may("items.read")]) -> Response:
    """An item with all its annotations, its current resolution and its files."""
    return Json(await access.read_long(lambda tx: _whole(access, tx, rows.by_id(tx, access.project_id, item))))


def _whole(access: Access, tx: Tx, item: ItemRow) -> dict[str, Any]:
    assert access.role == "admin" or access.role in SEES_ANSWERS
    project = access.project(tx)
    resolution = resolutions.current_of(tx, [item.id]).get(item.id)
    return {
        "item": str(item.id), "key": item.key, "revision": item.revision, "data": item.data, "meta": item.meta,
        "created_at": item.created_at,
        "media": files_of(access.context, tx, project, item.data),
        "annotations": [_annotation(*entry) for entry in annotations.of_items(tx, [item.id])],
        "resolution": None if resolution is None else {
            "state": resolution.state, "source": resolution.source, "body": resolution.body,
            "evidence": resolution.evidence, "confidence": resolution.confidence, "revision": resolution.revision,
            "created_at": resolution.created_at,
        },
    }  # fmt: skip


def files_of(context: Context, tx: Tx, project: ProjectRow, data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    schema = projects.schema_of(tx, project)
    sources = media.file_sources(schema, context.workspace.catalog)
    files = media.used_by(tx, project.id, schema, context.workspace.catalog, [data])
    return media_of(context, project, data, sources, files, tx.now())


def _annotation(row: annotations.AnnotationRow, body: dict[str, Any], name: str, kind: str) -> dict[str, Any]:
    return {
        "annotation": str(row.id), "labeler": name, "labeler_kind": kind, "purpose": row.purpose,
        "revision": row.revision, "counted": row.counted, "item_revision": row.item_revision,
        "schema_version": row.schema_version, "guideline_version": row.guideline_version, "seconds": row.seconds,
        "created_at": row.created_at, "updated_at": row.updated_at, "body": body,
    }  # fmt: skip


@router.post(ITEMS, status_code=201)
async def add_items(project: ProjectName, given: AddItems, access: Annotated[Access, may("items.add")]) -> Added:
    """Adds up to 1,000 items at once, all or none; a known `key` revises its item. More: an import."""
    batch = [{"data": row.data, "key": row.key, "meta": row.meta} for row in given.items]

    def add(tx: Tx) -> Added:
        done = items.add_rows(tx, access.project(tx), batch)
        audit.record(tx, "items.add", actor=access.person, project=access.project_id, added=done.added)
        return Added(
            added=done.added, changed=done.changed, unchanged=done.unchanged, duplicates=done.duplicates,
            ids={key: str(id) for key, id in done.ids.items()},
        )  # fmt: skip

    return await access.write(add)


@router.post(f"{ITEMS}/{{item}}/claim", response_model=TaskOut)
async def claim_item(
    request: Request, project: ProjectName, item: RowId, access: Annotated[Access, may("items.claim")]
) -> Response:  # fmt: skip
    """Takes this very item to answer it, if it has an open place."""

    def claim(tx: Tx) -> dict[str, Any]:
        row = access.project(tx)
        return render(access.context, tx, row, [label.claim_item(tx, row, access.labeler, item)])[0]

    return Json(await access.write(claim))


@router.post(f"{ITEMS}/{{item}}/unpark")
async def unpark(project: ProjectName, item: RowId, access: Annotated[Access, may("items.change")]) -> Ok:
    """Puts an item that was skipped too often back into the queue; `ok` is false when it was not parked."""
    return Ok(ok=await access.write(lambda tx: label.unpark(tx, access.project(tx), item)))
