"""Long work: imports, exports, and how jobs stand."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import Field

from goldlabel.core.model import Json as JsonValue
from goldlabel.core.problem import Conflict
from goldlabel.server.access import Access, may
from goldlabel.server.origin import FromWhere
from goldlabel.server.wire import Given, Ok, Out, ProjectName, RowId
from goldlabel.store import audit
from goldlabel.store import jobs as rows
from goldlabel.store.jobs import JobRow
from goldlabel.store.tx import Tx
from goldlabel.work import exports, imports, mend, undo, uploads

router = APIRouter(tags=["jobs"])
PROJECT = "/api/projects/{project}"
JOB = f"{PROJECT}/jobs/{{job}}"
Reader = Annotated[Access, may("jobs.read")]
Changer = Annotated[Access, may("jobs.change")]


class JobOut(Out):
    """`state`: waiting, running, done, failed, cancelled. `by`: who started it.
    `counts`: what it did so far (of an import: added …)."""

    id: int
    kind: str
    state: str
    done: int
    total: int | None
    attempt: int
    by: str | None
    params: dict[str, Any]
    counts: dict[str, int]
    result: dict[str, Any] | None
    error: str | None
    created_at: int
    started_at: int | None
    ended_at: int | None


Name = Annotated[str, Field(max_length=1000)]


class StartImport(FromWhere):
    """From an upload, an address or a storage (see `FromWhere`). `options` depend on the format."""

    format: str | None = Field(default=None, max_length=50)
    options: dict[str, JsonValue] = Field(default_factory=dict)
    purpose: str = Field(default="label", max_length=20)
    priority: float = Field(default=0.5, ge=0, le=1)
    columns: list[Name] | None = Field(default=None, max_length=1000)
    """Those of the preview: the next file with the same ones is offered these options."""


class StartExport(Given):
    """`select`: all, labeled or resolved items; `release`: its number, default today's state."""

    format: str = Field(max_length=50)
    release: int | None = Field(default=None, ge=1, le=2**31)
    select: str = Field(default="all", max_length=20)
    options: dict[str, JsonValue] = Field(default_factory=dict)


def describe(row: JobRow, names: Mapping[int, str] | None = None) -> JobOut:
    """`names`: people by id, where who started it is to be said."""
    params = {key: value for key, value in row.params.items() if key != "source"}
    return JobOut(
        id=row.id, kind=row.kind, state=row.state, done=row.done, total=row.total, attempt=row.attempt, params=params,
        counts={name: value for name, value in row.cursor.items() if name in imports.COUNTS and isinstance(value, int)},
        result=row.result, error=row.error, created_at=row.created_at, started_at=row.started_at, ended_at=row.ended_at,
        by=(names or {}).get(row.created_by or 0),
    )  # fmt: skip


@router.post(f"{PROJECT}/imports", status_code=202)
async def start_import(
    project: ProjectName, given: StartImport, access: Annotated[Access, may("imports")]
) -> JobOut:  # fmt: skip
    """Starts a durable import of an upload, of what a web address holds, or from a storage that the admin named."""
    source = await asyncio.to_thread(given.origin, access, project)
    if given.upload is not None:
        uploads.file_of(access.context.workspace, given.upload)
    settings: dict[str, Any] = {"options": given.options, "purpose": given.purpose, "priority": given.priority}
    if given.format:
        settings["format"] = given.format
    if given.columns:
        settings["columns"] = given.columns

    def start(tx: Tx) -> JobRow:
        id = imports.start(tx, access.project(tx), source, by=access.person, **settings)
        audit.record(tx, "import.start", actor=access.person, project=access.project_id, target=str(id), source=source)
        return rows.by_id(tx, id)

    return describe(await access.queue(start))


@router.post(f"{PROJECT}/exports", status_code=202)
async def start_export(
    project: ProjectName, given: StartExport, access: Annotated[Access, may("exports")]
) -> JobOut:  # fmt: skip
    """Starts a durable export; its file is at `jobs/{job}/file` when done."""
    settings: dict[str, Any] = {"options": given.options, "select": given.select}
    if given.release is not None:
        settings["release"] = given.release

    def start(tx: Tx) -> JobRow:
        id = exports.start(tx, access.project(tx), given.format, by=access.person, **settings)
        audit.record(
            tx, "export.start", actor=access.person, project=access.project_id, target=str(id), format=given.format,
            release=given.release,
        )  # fmt: skip
        return rows.by_id(tx, id)

    return describe(await access.queue(start))


@router.get(f"{PROJECT}/jobs")
async def list_jobs(
    project: ProjectName,
    access: Reader,
    before: Annotated[int, Query(ge=1, le=2**53)] = 2**53,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[JobOut]:
    """Newest first; `before` is the last id of the page before."""

    def page(tx: Tx) -> list[JobOut]:
        found = rows.of_project(tx, access.project_id, before, limit)
        names = rows.names(tx, [row.created_by for row in found if row.created_by])
        return [describe(row, names) for row in found]

    return await access.read(page)


@router.get(JOB)
async def get_job(project: ProjectName, job: RowId, access: Reader) -> JobOut:
    """How a job stands."""

    def read(tx: Tx) -> JobOut:
        row = rows.by_id(tx, job, access.project_id)
        return describe(row, rows.names(tx, [row.created_by] if row.created_by else []))

    return await access.read(read)


@router.post(f"{JOB}/cancel")
async def cancel_job(project: ProjectName, job: RowId, access: Changer) -> JobOut:
    """A waiting job ends at once, a running one after its chunk; what is done stays."""

    def cancel(tx: Tx) -> JobRow:
        rows.cancel(tx, rows.by_id(tx, job, access.project_id).id)
        audit.record(tx, "job.cancel", actor=access.person, project=access.project_id, target=str(job))
        return rows.by_id(tx, job)

    return describe(await access.write(cancel))


@router.post(f"{JOB}/resume")
async def resume_job(project: ProjectName, job: RowId, access: Changer) -> JobOut:
    """A failed or cancelled job goes on where it stopped."""

    def resume(tx: Tx) -> JobRow:
        if not rows.resume(tx, rows.by_id(tx, job, access.project_id).id):
            raise Conflict("only failed and cancelled jobs can be resumed")
        return rows.by_id(tx, job)

    return describe(await access.queue(resume))


class UndoPlanned(Out):
    """Items that would go, and those that somebody worked on: they stay."""

    removes: int
    keeps: int


@router.get(f"{JOB}/undo")
async def plan_undo(project: ProjectName, job: RowId, access: Annotated[Access, may("imports")]) -> UndoPlanned:
    """What taking an import back would do; nothing is written."""
    found = await access.read_long(lambda tx: undo.plan(tx, access.project(tx), job))
    return UndoPlanned(removes=found.removes, keeps=found.keeps)


@router.post(f"{JOB}/undo", status_code=202)
async def undo_import(project: ProjectName, job: RowId, access: Annotated[Access, may("imports")]) -> JobOut:
    """Takes an import back: a job that removes the items it added that nobody worked on."""

    def start(tx: Tx) -> JobRow:
        id = undo.start(tx, access.project(tx), job, by=access.person)
        audit.record(tx, "import.undo", actor=access.person, project=access.project_id, target=str(job))
        return rows.by_id(tx, id)

    return describe(await access.queue(start))


class LogLine(Out):
    id: int
    at: int
    level: str
    message: str


@router.get(f"{JOB}/log")
async def job_log(
    project: ProjectName, job: RowId, access: Reader, after: Annotated[int, Query(ge=0, le=2**53)] = 0
) -> list[LogLine]:  # fmt: skip
    """Oldest first, up to 200 lines after line `after`."""

    def lines(tx: Tx) -> list[tuple[int, int, str, str]]:
        return rows.logs(tx, rows.by_id(tx, job, access.project_id).id, after)

    return [LogLine(id=id, at=at, level=level, message=text) for id, at, level, text in await access.read(lines)]


class RejectOut(Out):
    id: int
    place: str
    message: str
    row: str


@router.get(f"{JOB}/rejected")
async def rejected(
    project: ProjectName, job: RowId, access: Reader, after: Annotated[int, Query(ge=0, le=2**53)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[RejectOut]:  # fmt: skip
    """A page of the rows that could not be taken; `after` is the last id of the page before."""

    def page(tx: Tx) -> list[tuple[int, str, str, str]]:
        return rows.rejects(tx, rows.by_id(tx, job, access.project_id).id, after, limit)

    return [RejectOut(id=id, place=place, message=why, row=raw) for id, place, why, raw in await access.read(page)]


@router.get(f"{JOB}/rejects", response_class=StreamingResponse)
async def rejects(
    project: ProjectName, job: RowId, access: Reader, format: Annotated[str, Query(pattern="^(csv|jsonl)$")] = "csv"
) -> Response:  # fmt: skip
    """Rows that could not be taken, to be mended and imported again: a table of the source's own columns, then
    `problem` and `place`; or (`jsonl`) each with `place`, `message` and the `row` as it was."""
    row = await access.read(lambda tx: rows.by_id(tx, job, access.project_id))
    mime = "text/csv" if format == "csv" else "application/x-ndjson"
    headers = {"content-disposition": f'attachment; filename="rejects-{job}.{format}"'}
    lines = _reject_table(access, row) if format == "csv" else _reject_lines(access, job)
    return StreamingResponse(lines, media_type=mime, headers=headers)


async def _reject_pages(access: Access, job: int) -> AsyncIterator[list[mend.Reject]]:
    after = 0
    while found := await access.read_long(lambda tx, start=after: rows.rejects(tx, job, start, 1000)):
        after = found[-1][0]
        yield found


async def _reject_table(access: Access, job: JobRow) -> AsyncIterator[str]:
    table = mend.Mend(job.params)
    async for page in _reject_pages(access, job.id):
        table.see(page)
    yield _csv([table.header()])
    async for page in _reject_pages(access, job.id):
        yield _csv(table.lines(page))


def _csv(lines: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([mend.cell(text) for text in line] for line in lines)
    return out.getvalue()


async def _reject_lines(access: Access, job: int) -> AsyncIterator[str]:
    async for page in _reject_pages(access, job):
        yield "".join(json.dumps({"place": at, "message": why, "row": raw}) + "\n" for _, at, why, raw in page)


class _Download(FileResponse):
    chunk_size = 1 << 20
    """Each chunk is a trip to a thread: with the 64 KB of Starlette most of the time goes there."""


@router.get(f"{JOB}/file", response_class=FileResponse)
async def job_file(project: ProjectName, job: RowId, access: Annotated[Access, may("jobs.file")]) -> Response:
    """The file that an export made."""

    def download(tx: Tx) -> JobRow:
        row = rows.by_id(tx, job, access.project_id)
        audit.record(tx, "export.download", actor=access.person, project=access.project_id, target=str(job))
        return row

    path = exports.file_of(access.context.workspace, await access.write(download))
    return _Download(path, media_type="application/octet-stream", filename=path.name)


@router.delete(f"{JOB}/file")
async def remove_file(project: ProjectName, job: RowId, access: Changer) -> Ok:
    """Removes the file of an export; the job stays listed."""
    row = await access.read(lambda tx: rows.by_id(tx, job, access.project_id))
    exports.file_of(access.context.workspace, row).unlink(missing_ok=True)
    return Ok()
