"""From many answers to one: resolve, adjudicate ties, agreement."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from goldlabel.core.model import Json as JsonValue
from goldlabel.server.access import Access, may
from goldlabel.server.replies import Json
from goldlabel.server.routes.items import files_of
from goldlabel.server.routes.jobs import JobOut, describe
from goldlabel.server.wire import Given, Out, ProjectName, RowId
from goldlabel.server.wire_label import MediaOut
from goldlabel.store import audit
from goldlabel.store import jobs as job_rows
from goldlabel.store.jobs import JobRow
from goldlabel.store.tx import Tx
from goldlabel.work import adjudicate, agreement, resolve, review
from goldlabel.work.adjudicate import Case

router = APIRouter(tags=["resolve"])
PROJECT = "/api/projects/{project}"
Judge = Annotated[Access, may("adjudicate")]


class CaseOut(Out):
    """An item to decide, with all that was said about it side by side."""

    item: str
    key: str
    revision: int
    data: dict[str, Any]
    media: dict[str, MediaOut]
    resolution: dict[str, Any] | None
    evidence: dict[str, Any] | None
    ties: list[dict[str, Any]]
    annotations: list[dict[str, Any]]


class CasePage(Out):
    cases: list[CaseOut]
    after: int | None


class Decide(Given):
    """`seen` is the id of the resolution that you looked at, `saw` the annotations with their revisions; `based_on` an
    annotation that you started from; `note` the reason."""

    body: dict[str, JsonValue]
    note: str = Field(default="", max_length=4000)
    seen: int | None = Field(default=None, ge=1, le=2**53)
    saw: list[tuple[int, int]] | None = Field(default=None, max_length=1000)
    based_on: int | None = Field(default=None, ge=1, le=2**53)
    seconds: float | None = Field(default=None, ge=0, le=1e7)


class Decided(Out):
    annotation: str
    resolution: int


@router.post(f"{PROJECT}/resolve", status_code=202)
async def start_resolve(project: ProjectName, access: Annotated[Access, may("resolve")]) -> JobOut:
    """Starts resolving: the counted answers of complete items become their labels, ties wait for a person."""

    def start(tx: Tx) -> JobRow:
        id = resolve.start(tx, access.project(tx), by=access.person)
        audit.record(tx, "resolve.start", actor=access.person, project=access.project_id, target=str(id))
        return job_rows.by_id(tx, id)

    return describe(await access.queue(start))


@router.get(f"{PROJECT}/adjudication", response_model=CasePage)
async def list_cases(
    project: ProjectName,
    access: Judge,
    after: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Response:
    """Items whose labelers tie, by id."""

    def page(tx: Tx) -> dict[str, Any]:
        cases = adjudicate.ties(tx, access.project(tx), after, limit)
        last = cases[-1].item.id if len(cases) == limit else None
        return {"cases": [case_of(access, tx, case) for case in cases], "after": last}

    return Json(await access.read_long(page))


@router.get(f"{PROJECT}/adjudication/{{item}}", response_model=CaseOut)
async def get_case(project: ProjectName, item: RowId, access: Judge) -> Response:
    """One item, tied or not."""
    return Json(await access.read_long(lambda tx: case_of(access, tx, adjudicate.case(tx, access.project(tx), item))))


def case_of(access: Access, tx: Tx, case: Case) -> dict[str, Any]:
    """A case for the wire."""
    out = adjudicate.describe(case)
    out["item"] = str(out["item"])
    for annotation in out["annotations"]:
        annotation["annotation"] = str(annotation["annotation"])
    return {**out, "media": files_of(access.context, tx, access.project(tx), case.item.data)}


@router.post(f"{PROJECT}/adjudication/{{item}}")
async def decide(project: ProjectName, item: RowId, given: Decide, access: Judge) -> Decided:
    """Makes `body` the item's label; the labelers' own annotations stay as they are."""

    def store(tx: Tx) -> Decided:
        done = review.decide(
            tx, access.project(tx), access.labeler, item, given.body, based_on=given.based_on, seen=given.seen,
            saw=given.saw, seconds=given.seconds, note=given.note,
        )  # fmt: skip
        audit.record(tx, "adjudicate", actor=access.person, project=access.project_id, target=str(item))
        return Decided(annotation=str(done.annotation), resolution=done.resolution)

    return await access.write(store)


@router.get(f"{PROJECT}/agreement")
async def get_agreement(
    project: ProjectName,
    access: Annotated[Access, may("agreement")],
    limit: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> dict[str, Any]:
    """Agreement by question and region set; with `limit`, over so many of the newest items with two answers."""
    if limit is not None:
        return await access.read_long(lambda tx: agreement.report(tx, access.project(tx), limit=limit))
    row = await access.read(access.project)
    return await asyncio.to_thread(agreement.measure, access.context.workspace.database, row)
