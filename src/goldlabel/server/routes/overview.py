"""A project at a glance, its live stream, and what concerns the signed-in person."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse
from pydantic import Field

from goldlabel.server.access import Access, may
from goldlabel.server.live import Watcher, seen_of
from goldlabel.server.wire import Given, Ok, ProjectName
from goldlabel.server.wire_overview import BellOut, MyOverview, NotificationOut, OverviewOut
from goldlabel.store.tx import Tx
from goldlabel.work import notifications, overview

router = APIRouter(tags=["overview"])
PROJECT = "/api/projects/{project}"
STREAM_SECONDS = 900
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": "events named `change`"}
}


@router.get(f"{PROJECT}/overview")
async def get_overview(project: ProjectName, access: Annotated[Access, may("overview")]) -> OverviewOut:
    """What to do next, progress and forecast, who did what, agreement and how the labels are distributed."""
    found = await access.read_long(lambda tx: overview.overview(tx, access.project(tx)))
    if found["stale"]:
        access.context.measuring.soon(access.project_id)
    return OverviewOut.model_validate(found)


@router.get(f"{PROJECT}/overview/mine")
async def my_overview(project: ProjectName, access: Annotated[Access, may("project.read")]) -> MyOverview:
    """Your own part of it: what you did by the hour, your pace, what is left."""
    found = await access.read_long(lambda tx: overview.mine(tx, access.project(tx), access.labeler))
    return MyOverview.model_validate(found)


@router.get(f"{PROJECT}/events", response_class=StreamingResponse, responses=STREAM)
async def events(
    project: ProjectName,
    access: Annotated[Access, may("project.read")],
    since: Annotated[str, Query(max_length=1000)] = "",
    last_event_id: Annotated[str, Header(max_length=1000)] = "",
    seconds: Annotated[float, Query(ge=0, le=3600)] = STREAM_SECONDS,
) -> StreamingResponse:
    """Server-sent events: what changed, by topic, as far as you may know. `since` or Last-Event-ID: the id of the last
    event you had. Ends after `seconds`, at sign-out and when your role changes; come back then.
    """
    watcher = Watcher(
        access.person, access.role, access.session, access.who.token, seen_of(last_event_id or since)
    )  # fmt: skip
    lines = access.context.live.watch(access.project_id, watcher, seconds)
    return StreamingResponse(lines, media_type="text/event-stream", headers={"x-accel-buffering": "no"})


class ReadThem(Given):
    """`upto`: this one and all before it; `only`: just this one."""

    upto: int = Field(default=0, ge=0, le=2**53)
    only: int | None = Field(default=None, ge=1, le=2**53)


@router.get("/api/me/notifications")
async def list_notifications(
    access: Annotated[Access, may("me")],
    before: Annotated[int, Query(ge=1, le=2**53)] = 2**53,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> BellOut:
    """What concerns you, newest first, and how much of it is unread."""
    return await access.read(lambda tx: _bell(tx, access, before, limit))


def _bell(tx: Tx, access: Access, before: int, limit: int) -> BellOut:
    found = notifications.bell(tx, access.person, before, limit, access.who.bound)
    return BellOut(
        notifications=[
            NotificationOut(
                id=one.id, project=one.project, title=one.title, kind=one.kind, about=one.about,
                created_at=one.created_at, read_at=one.read_at,
            )
            for one in found.notifications
        ],
        unread=found.unread,
    )  # fmt: skip


@router.post("/api/me/notifications/read")
async def read_notifications(given: ReadThem, access: Annotated[Access, may("me.change")]) -> Ok:
    """Marks as read."""
    await access.write(lambda tx: notifications.mark_read(tx, access.person, given.upto, given.only))
    return Ok()
