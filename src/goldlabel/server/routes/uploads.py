"""Resumable uploads: create, send bytes from an offset, ask for the offset after a break."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from pydantic import Field

from goldlabel.core.problem import Invalid
from goldlabel.server.access import Access, may
from goldlabel.server.wire import Given, Ok, Out, ProjectName
from goldlabel.work import uploads
from goldlabel.work.uploads import Appender, Upload

router = APIRouter(tags=["uploads"])
UPLOADS = "/api/projects/{project}/uploads"
Sender = Annotated[Access, may("uploads")]
BATCH = 1 << 20
BYTES: dict[str, Any] = {
    "requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
}


class MakeUpload(Given):
    """`name` is for people and to tell the format; it never becomes a path."""

    name: str = Field(min_length=1, max_length=500)
    size: int = Field(ge=0, le=2**50)


class UploadOut(Out):
    upload: str
    name: str
    size: int
    offset: int
    complete: bool


def describe(upload: Upload) -> UploadOut:
    return UploadOut(
        upload=upload.id, name=upload.name, size=upload.size, offset=upload.offset, complete=upload.complete
    )  # fmt: skip


@router.post(UPLOADS, status_code=201)
async def create_upload(project: ProjectName, given: MakeUpload, access: Sender) -> UploadOut:
    """A place for a file of `size` bytes. Then PATCH the bytes to it."""
    made = await asyncio.to_thread(
        uploads.create, access.context.workspace, access.project_id, given.name, given.size, access.person
    )
    return describe(made)


@router.get(f"{UPLOADS}/{{upload}}")
async def get_upload(project: ProjectName, upload: str, access: Sender) -> UploadOut:
    """How far it is."""
    return describe(await asyncio.to_thread(uploads.find, access.context.workspace, upload, access.project_id))


@router.head(f"{UPLOADS}/{{upload}}")
async def head_upload(project: ProjectName, upload: str, access: Sender) -> Response:
    """How far it is, in `Upload-Offset` and `Upload-Length`."""
    found = await asyncio.to_thread(uploads.find, access.context.workspace, upload, access.project_id)
    return Response(headers=_headers(found))


@router.patch(f"{UPLOADS}/{{upload}}", openapi_extra=BYTES)
async def append(
    request: Request,
    response: Response,
    project: ProjectName,
    upload: str,
    access: Sender,
    upload_offset: Annotated[int | None, Header(ge=0, le=2**53)] = None,
) -> UploadOut:
    """Appends the body from `Upload-Offset` on. What is acknowledged is on disk; after a break, ask for the offset."""
    if upload_offset is None:
        raise Invalid("say from which byte on you send", where="Upload-Offset")
    workspace = access.context.workspace
    taking = uploads.appending(workspace, upload, access.project_id, upload_offset)
    appender = await asyncio.to_thread(taking.__enter__)
    try:
        await _receive(request, appender)
    finally:
        await asyncio.shield(asyncio.to_thread(taking.__exit__, None, None, None))
    found = await asyncio.to_thread(uploads.find, workspace, upload, access.project_id)
    response.headers.update(_headers(found))
    return describe(found)


async def _receive(request: Request, appender: Appender) -> None:
    """Writes in pieces of about 1 MB, off the event loop; a broken connection leaves all that came."""
    parts: list[bytes] = []
    waiting = 0
    try:
        async for chunk in request.stream():
            parts.append(chunk)
            waiting += len(chunk)
            if waiting >= BATCH:
                batch, parts, waiting = b"".join(parts), [], 0
                await asyncio.to_thread(appender.write, batch)
    finally:
        if waiting:
            await asyncio.shield(asyncio.to_thread(appender.write, b"".join(parts)))


@router.delete(f"{UPLOADS}/{{upload}}")
async def remove_upload(project: ProjectName, upload: str, access: Sender) -> Ok:
    """Removes an upload, whole or not."""
    found = await asyncio.to_thread(uploads.find, access.context.workspace, upload, access.project_id)
    await asyncio.to_thread(uploads.remove, access.context.workspace, found.id)
    return Ok()


def _headers(upload: Upload) -> dict[str, str]:
    return {"upload-offset": str(upload.offset), "upload-length": str(upload.size)}
