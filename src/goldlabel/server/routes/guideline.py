"""The guideline: its versions, its pictures, and who has acknowledged which."""

import asyncio
import re
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from goldlabel.core.problem import Invalid, NotFound
from goldlabel.server.access import Access, may
from goldlabel.server.permissions import ADMIN, MANAGER
from goldlabel.server.wire import Given, Ok, Out, ProjectName
from goldlabel.store import audit, guidelines
from goldlabel.store.guidelines import GuidelineRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import guideline as verbs
from goldlabel.work import media

router = APIRouter(tags=["guideline"])
GUIDELINE = "/api/projects/{project}/guideline"
Reader = Annotated[Access, may("project.read")]
Writer = Annotated[Access, may("project.change")]
Number = Annotated[int, Path(ge=1, le=2**31)]
BYTES: dict[str, Any] = {
    "requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ChangeGuideline(Given):
    """`base`: the version that the change was made from; if it is not the newest any more, the answer is a 409."""

    guideline: str = Field(max_length=200_000)
    base: int | None = Field(default=None, ge=1, le=2**31)


class Version(Given):
    version: int = Field(ge=1, le=2**31)


class VersionOut(Out):
    """`asked_at`: when everybody was asked to acknowledge it. `size` in characters."""

    version: int
    by: str | None
    created_at: int
    asked_at: int | None
    size: int


class GuidelineOut(VersionOut):
    """The newest one, or the one asked for. `asked`: the newest that everybody is to acknowledge; `acknowledged`: the
    newest that you have.
    """

    guideline: str
    asked: int | None
    acknowledged: int | None


class ReaderOut(Out):
    person: int
    name: str
    role: str
    version: int | None
    at: int | None


class PictureOut(Out):
    """`reference` goes into the text: `![what it shows](media:…)`."""

    reference: str


def describe(row: GuidelineRow) -> VersionOut:
    return VersionOut(
        version=row.version, by=row.by, created_at=row.created_at, asked_at=row.asked_at, size=row.size
    )  # fmt: skip


def _whole(tx: Tx, access: Access, project: ProjectRow, number: int | None = None) -> GuidelineOut:
    row, text = guidelines.version(tx, project.id, number or project.guideline_version)
    return GuidelineOut(
        **describe(row).model_dump(), guideline=text, asked=guidelines.asked(tx, project.id),
        acknowledged=guidelines.acknowledged(tx, project.id, access.person),
    )  # fmt: skip


@router.get(GUIDELINE)
async def get_guideline(project: ProjectName, access: Reader) -> GuidelineOut:
    """The newest version."""
    return await access.read(lambda tx: _whole(tx, access, access.project(tx)))


@router.put(GUIDELINE)
async def change_guideline(project: ProjectName, given: ChangeGuideline, access: Writer) -> GuidelineOut:
    """A new version of the guideline, if it differs."""

    def change(tx: Tx) -> GuidelineOut:
        row = verbs.change(tx, access.project(tx), given.guideline, base=given.base, by=access.person)
        version = row.guideline_version
        audit.record(tx, "guideline.change", actor=access.person, project=row.id, target=row.name, version=version)
        return _whole(tx, access, row)

    return await access.write(change)


@router.get(f"{GUIDELINE}/versions")
async def list_versions(
    project: ProjectName,
    access: Reader,
    before: Annotated[int, Query(ge=1, le=2**53)] = 2**53,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[VersionOut]:
    """Newest first; `before` is the last one of the page before."""
    found = await access.read(lambda tx: guidelines.versions(tx, access.project_id, before, limit))
    return [describe(row) for row in found]


@router.get(f"{GUIDELINE}/versions/{{number}}")
async def get_version(project: ProjectName, number: Number, access: Reader) -> GuidelineOut:
    """An older version."""
    return await access.read(lambda tx: _whole(tx, access, access.project(tx), number))


@router.post(f"{GUIDELINE}/ask")
async def ask_to_acknowledge(project: ProjectName, given: Version, access: Writer) -> GuidelineOut:
    """Asks everybody to say that they have read a version."""

    def ask(tx: Tx) -> GuidelineOut:
        row = access.project(tx)
        if verbs.ask(tx, row, given.version, access.person):
            audit.record(
                tx, "guideline.ask", actor=access.person, project=row.id, target=row.name, version=given.version
            )  # fmt: skip
        return _whole(tx, access, row)

    return await access.write(ask)


@router.post(f"{GUIDELINE}/acknowledge")
async def acknowledge(
    project: ProjectName, given: Version, access: Annotated[Access, may("guideline.acknowledge")]
) -> Ok:  # fmt: skip
    """Says that you have read a version."""
    await access.write(lambda tx: verbs.acknowledge(tx, access.project(tx), access.person, given.version))
    return Ok()


@router.get(f"{GUIDELINE}/readers")
async def list_readers(project: ProjectName, access: Annotated[Access, may("members")]) -> list[ReaderOut]:
    """Every member with the newest version that they have acknowledged."""
    found = await access.read(lambda tx: guidelines.readers(tx, access.project_id))
    return [ReaderOut(person=r.person, name=r.name, role=r.role, version=r.version, at=r.at) for r in found]


@router.post(f"{GUIDELINE}/pictures", status_code=201, openapi_extra=BYTES)
async def add_picture(
    project: ProjectName, request: Request, access: Writer, name: Annotated[str, Query(max_length=200)] = "picture"
) -> PictureOut:  # fmt: skip
    """Stores a picture (the body) for the guideline."""
    content = await request.body()
    if not content:
        raise Invalid("the body holds no picture")
    row = await asyncio.to_thread(
        media.keep, access.context.workspace, access.project_id, content, name, medium="image"
    )  # fmt: skip
    return PictureOut(reference=verbs.MEDIA + row.hash)


@router.get(f"{GUIDELINE}/pictures/{{sha256}}", response_class=RedirectResponse, status_code=307)
async def get_picture(project: ProjectName, sha256: str, access: Reader) -> Response:
    """Leads to a picture of the guideline."""
    if not _SHA256.fullmatch(sha256):
        raise NotFound("no such picture in the guideline")
    context = access.context

    def find(tx: Tx) -> str:
        row = access.project(tx)
        verbs.picture(tx, row, sha256, any=access.role in (ADMIN, MANAGER))
        hours = context.workspace.settings.server.media_hours
        return media.media_url(context.media_key, row.name, sha256, tx.now(), hours)

    # Shorter than the address that it leads to is good for.
    return RedirectResponse(await access.read(find), 307, {"cache-control": "private, max-age=3600"})
