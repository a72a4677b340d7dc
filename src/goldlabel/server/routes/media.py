"""The one gateway for files that items show: signed addresses, correct ranges, nothing that can run."""

import re
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.exceptions import HTTPException

from goldlabel.core.problem import Forbidden, NotFound
from goldlabel.server.access import Access, may
from goldlabel.server.wire import ProjectName
from goldlabel.store import projects
from goldlabel.store.media import MediaRow
from goldlabel.store.tx import Tx
from goldlabel.work import media

router = APIRouter(tags=["media"])
SHA256 = re.compile(r"[0-9a-f]{64}")
SAFE = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cache-control": "private, max-age=31536000, immutable",
    "accept-ranges": "bytes",
    "cross-origin-resource-policy": "same-origin",
}
_RANGE = re.compile(r"\s*(\d*)\s*-\s*(\d*)\s*")


Gateway = Annotated[Access, may("media")]
Until = Annotated[str, Query(max_length=20)]
Signature = Annotated[str, Query(max_length=64)]


@router.get("/media/{project}/{sha256}", response_class=StreamingResponse)
async def get_media(
    request: Request,
    project: ProjectName,
    sha256: str,
    access: Gateway,
    e: Until = "",
    s: Signature = "",
) -> Response:
    """A file, whole or in part. `e` and `s` are the end and the signature that came with the address."""
    return await _answer(request, access, project, sha256, e, s)


@router.head("/media/{project}/{sha256}")
async def head_media(
    request: Request,
    project: ProjectName,
    sha256: str,
    access: Gateway,
    e: Until = "",
    s: Signature = "",
) -> Response:
    """What `get_media` would say about the file."""
    return await _answer(request, access, project, sha256, e, s)


async def _answer(request: Request, access: Access, project: str, sha256: str, e: str, s: str) -> Response:
    row = await access.read(lambda tx: _find(access, tx, project, sha256, e, s))
    etag = f'"{row.hash}"'
    headers = {**SAFE, "etag": etag, "content-disposition": disposition(row.name)}
    if matches(request.headers.get("if-none-match"), etag):
        return Response(status_code=304, headers=headers)
    span = None
    if (asked := request.headers.get("range")) and request.method == "GET":
        condition = request.headers.get("if-range")
        if condition is None or condition.strip() == etag:
            span = parse_range(asked, row.size)
    if span and span[0] == span[1]:
        raise HTTPException(416, "the range lies outside of the file", {"content-range": f"bytes */{row.size}"})
    start, end = span or (0, row.size)
    headers["content-length"] = str(end - start)
    if span:
        headers["content-range"] = f"bytes {start}-{end - 1}/{row.size}"
    status = 206 if span else 200
    if request.method == "HEAD":
        return Response(status_code=status, headers=headers, media_type=row.mime)
    body = access.context.workspace.blobs.stream(row.hash, start, end)
    return StreamingResponse(body, status, headers, media_type=row.mime)


def _find(access: Access, tx: Tx, project: str, hash: str, until: str, signature: str) -> MediaRow:
    """The row, once the signature holds: a stranger cannot find out what there is."""
    if not SHA256.fullmatch(hash) or not media.check_url(
        access.context.media_key, project, hash, until, signature, tx.now()
    ):
        raise Forbidden("this address is not good any more; reload the page to get a new one")
    try:
        return media.find(tx, projects.by_name(tx, project).id, hash)
    except NotFound:
        raise NotFound("no such file in this project") from None


def matches(header: str | None, etag: str) -> bool:
    """If-None-Match: any of a list, weak or strong, or `*`."""
    if header is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return "*" in tags or etag in tags


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """[start, end) of one range (empty when it lies outside); None where the header is to be ignored (RFC 9110, 14.2).

    Several ranges at once are answered with the whole file, which the RFC allows.
    """
    unit, _, spec = header.partition("=")
    if unit.strip().lower() != "bytes" or "," in spec:
        return None
    found = _RANGE.fullmatch(spec)
    if found is None or len(spec) > 50:
        return None
    first, last = found.groups()
    if not first:
        if not last:
            return None
        count = min(int(last), size)
        return size - count, size
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        return size, size
    return start, min(int(last) + 1 if last else size, size)


def disposition(name: str) -> str:
    """`inline`, with the file's name for those who save it, safe in a header whatever it is."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)[:100]
    return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name[:200], safe='')}"
