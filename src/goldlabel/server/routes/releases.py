"""Releases: immutable snapshots of the resolved labels, with their datasheets."""

import asyncio
import os
import secrets
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import FileResponse
from pydantic import Field

from goldlabel.core.problem import Problem
from goldlabel.server.access import Access, may
from goldlabel.server.replies import Json
from goldlabel.server.routes.jobs import JobOut, describe
from goldlabel.server.wire import Given, Out, Problems, ProjectName, RowId
from goldlabel.store import audit, releases
from goldlabel.store import jobs as job_rows
from goldlabel.store.jobs import JobRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import release, release_care
from goldlabel.work.workspace import Workspace

router = APIRouter(tags=["releases"])
RELEASES = "/api/projects/{project}/releases"
ONE = f"{RELEASES}/{{number}}"
Reader = Annotated[Access, may("releases.read")]


class MakeRelease(Given):
    """`names`: people stand in it under their names; by default as numbers."""

    title: str = Field(default="", max_length=200)
    names: bool = False


class ReleaseBrief(Out):
    """`files` by name, with size and hash; `hash` is that of the whole."""

    number: int
    title: str
    hash: str
    items: int
    annotations: int
    left_out: int
    schema_version: int
    guideline_version: int
    agreement: Any
    files: Any
    created_at: int
    withdrawn_at: int | None


class ReleaseOut(ReleaseBrief):
    datasheet: dict[str, Any]


class Verified(Out):
    """`ok` when every file is as it was released; else what is not."""

    ok: bool
    problems: list[Problems]


@router.get(RELEASES, response_model=list[ReleaseBrief])
async def list_releases(project: ProjectName, access: Reader) -> Response:
    """Newest first."""
    return Json(await access.read_long(lambda tx: release.listed(tx, access.project(tx))))


@router.post(RELEASES, status_code=202)
async def make_release(
    project: ProjectName, given: MakeRelease, access: Annotated[Access, may("releases.make")]
) -> JobOut:  # fmt: skip
    """Starts making a release of what is resolved; the job's result is the release."""

    def start(tx: Tx) -> JobRow:
        id = release.start(tx, access.project(tx), title=given.title, names=given.names, by=access.person)
        audit.record(tx, "release.start", actor=access.person, project=access.project_id, target=str(id))
        return job_rows.by_id(tx, id)

    return describe(await access.queue(start))


class ReleasePlan(Out):
    """What a release made now would hold (`resolved`), and what it would leave out."""

    items: int
    done: int
    resolved: int
    annotations: int
    ties: int
    unresolved: int
    incomplete: int
    wanted: int


@router.get("/api/projects/{project}/release-plan")
async def plan_release(project: ProjectName, access: Annotated[Access, may("releases.make")]) -> ReleasePlan:
    """What to think of before making a release."""
    return ReleasePlan(**await access.read_long(lambda tx: release_care.plan(tx, access.project(tx))))


@router.post(f"{ONE}/withdraw")
async def withdraw_release(
    project: ProjectName, number: RowId, access: Annotated[Access, may("releases.make")]
) -> ReleaseBrief:  # fmt: skip
    """Marks a release as not to be used: it stays listed with its datasheet, its file is not handed out any more."""

    def mark(tx: Tx) -> dict[str, Any]:
        row = release_care.withdraw(tx, access.project(tx), number)
        audit.record(tx, "release.withdraw", actor=access.person, project=access.project_id, target=str(number))
        return release.describe(row)

    return ReleaseBrief(**await access.write(mark))


@router.get(f"{ONE}/diff")
async def diff_releases(
    project: ProjectName, number: RowId, access: Reader, to: Annotated[int, Query(ge=1, le=2**31)]
) -> Response:  # fmt: skip
    """What changed from this release to another one: items, labels, and how the answers are distributed."""
    row, _ = await access.read(lambda tx: _find(tx, access, number))
    await access.read(lambda tx: _find(tx, access, to))
    return Json(await asyncio.to_thread(release_care.compared, access.context.workspace, row, number, to))


@router.get(ONE, response_model=ReleaseOut)
async def get_release(project: ProjectName, number: RowId, access: Reader) -> Response:
    """A release with its datasheet's numbers."""
    row, found = await access.read(lambda tx: _find(tx, access, number))
    sheet = await asyncio.to_thread(release.sheet_of, access.context.workspace, row, number)
    return Json({**found, "datasheet": sheet})


@router.get(f"{ONE}/verify")
async def verify_release(project: ProjectName, number: RowId, access: Reader) -> Verified:
    """Reads every file again and compares it with the hashes that stand in the manifest and the database."""
    row, _ = await access.read(lambda tx: _find(tx, access, number))
    problems: list[Problem] = await asyncio.to_thread(release.check, access.context.workspace, row, number)
    return Verified(ok=not problems, problems=[Problems(where=p.where, message=p.message) for p in problems])


@router.get(f"{ONE}/file", response_class=FileResponse)
async def release_file(project: ProjectName, number: RowId, access: Reader) -> Response:
    """The release as one ZIP, the same bytes each time."""

    def download(tx: Tx) -> ProjectRow:
        row = access.project(tx)
        release_care.in_force(tx, row, number)
        audit.record(tx, "release.download", actor=access.person, project=row.id, target=str(number))
        return row

    row = await access.write(download)
    path = await asyncio.to_thread(_packed, access.context.workspace, row, number)
    return FileResponse(path, media_type="application/zip", filename=f"{row.name}-release-{number}.zip")


def _find(tx: Tx, access: Access, number: int) -> tuple[ProjectRow, dict[str, Any]]:
    row = access.project(tx)
    return row, release.describe(releases.by_number(tx, row.id, number))


def _packed(workspace: Workspace, project: ProjectRow, number: int) -> Path:
    """Packed once, since a release never changes; made beside and renamed, so that nobody gets half of one."""
    path = workspace.exports / f"release-{project.id}-{number}.zip"
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        try:
            release.pack(workspace, project, number, draft)
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    return path
