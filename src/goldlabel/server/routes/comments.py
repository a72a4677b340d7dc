"""Comments on items: to the lead, and the lead's answers."""

from typing import Annotated

from fastapi import APIRouter, Query

from goldlabel.core.problem import Invalid
from goldlabel.server.access import Access, may
from goldlabel.server.permissions import ADMIN, MANAGER, REVIEWER
from goldlabel.server.wire import Ok, ProjectName, RowId
from goldlabel.server.wire_comments import BeginIn, ReplyIn, ResolveIn, SeenIn, ThreadOut, ThreadPage, ThreadState
from goldlabel.store import comments as rows
from goldlabel.store import items
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import comments, mine, projects
from goldlabel.work.comments import Reader, Shown

router = APIRouter(tags=["comments"])
COMMENTS = "/api/projects/{project}/comments"
Talker = Annotated[Access, may("comments")]
LEADS = frozenset({ADMIN, MANAGER, REVIEWER})


def reader(access: Access) -> Reader:
    return Reader(access.person, access.labeler, access.role in LEADS)


def _out(tx: Tx, project: ProjectRow, who: Reader, shown: list[Shown]) -> list[ThreadOut]:
    schema = projects.schema_of(tx, project)
    known = items.by_ids(tx, list({one.thread.item for one in shown})) if shown else {}
    out: list[ThreadOut] = []
    for one in shown:
        data = known[one.thread.item].data
        words = comments.pinned_words(schema, data, one.thread.pin)
        out.append(ThreadOut.of(one, who.person, mine.title_of(data, schema), words))
    return out


@router.get(COMMENTS)
async def list_comments(
    project: ProjectName,
    access: Talker,
    item: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    state: ThreadState = "all",
    before: Annotated[int, Query(ge=1, le=2**53)] = 2**53,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ThreadPage:
    """Threads, newest first. Leads and reviewers get all; others their own and those addressed to them.

    `waiting`: those with something new for you.
    """
    who = reader(access)

    def read(tx: Tx) -> ThreadPage:
        row = access.project(tx)
        shown = comments.listed(tx, row, who, item=item, state=state, before=before, limit=limit)
        return ThreadPage(
            threads=_out(tx, row, who, shown),
            before=shown[-1].thread.id if len(shown) == limit else None,
            waiting=rows.waiting(tx, row.id, who.person),
            open=rows.open_count(tx, row.id) if who.leads else None,
        )

    return await access.read(read)


@router.post(COMMENTS)
async def begin_comment(project: ProjectName, given: BeginIn, access: Talker) -> ThreadOut:
    """A new thread on an item that you were asked about (leads: on any), maybe pinned to a region.

    Leads may address it `to` a person of the project, who then reads it too.
    """
    who = reader(access)
    number = str(given.item)
    if not (number.isdecimal() and 0 < int(number) <= 2**53):
        raise Invalid("is not the id of an item", where="item")

    def write(tx: Tx) -> ThreadOut:
        row = access.project(tx)
        id = comments.begin(tx, row, who, int(number), given.body, pin=given.region, to=given.to)
        return _out(tx, row, who, [comments.one(tx, row, who, id)])[0]

    return await access.write(write)


@router.post(f"{COMMENTS}/seen")
async def see_comments(project: ProjectName, given: SeenIn, access: Talker) -> Ok:
    """You have read these; they no longer count as waiting for you."""
    who = reader(access)
    await access.write(lambda tx: comments.seen(tx, access.project(tx), who, given.threads))
    return Ok()


@router.post(f"{COMMENTS}/{{thread}}/replies")
async def reply_comment(project: ProjectName, thread: RowId, given: ReplyIn, access: Talker) -> ThreadOut:
    """Says something in a thread of yours (leads: in any). Your answer to a resolved one opens it again."""
    who = reader(access)

    def write(tx: Tx) -> ThreadOut:
        row = access.project(tx)
        comments.reply(tx, row, who, thread, given.body)
        return _out(tx, row, who, [comments.one(tx, row, who, thread)])[0]

    return await access.write(write)


@router.post(f"{COMMENTS}/{{thread}}/resolve")
async def resolve_comment(project: ProjectName, thread: RowId, given: ResolveIn, access: Talker) -> ThreadOut:
    """Settled, or (`resolved: false`) open again."""
    who = reader(access)

    def write(tx: Tx) -> ThreadOut:
        row = access.project(tx)
        comments.resolve(tx, row, who, thread, resolved=given.resolved)
        return _out(tx, row, who, [comments.one(tx, row, who, thread)])[0]

    return await access.write(write)
