"""Health, and the web app with its addresses."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from goldlabel import __version__
from goldlabel.core.problem import NotFound
from goldlabel.server.access import Access, may
from goldlabel.server.static import NOT_BUILT, Files
from goldlabel.server.wire import Out

router = APIRouter(tags=["system"])
Anyone = Annotated[Access, may("public")]
FILES = Files()


class Health(Out):
    ok: bool
    version: str


@router.get("/health")
async def health(access: Anyone) -> Health:
    """Answers when the server and its database do."""
    await access.read(lambda tx: tx.now())
    return Health(ok=True, version=__version__)


@router.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def web_app(request: Request, path: str, access: Anyone) -> Response:
    """A file of the web app, or its page for every address that is one of its screens."""
    if path.startswith(("api/", "media/")) or path == "api":
        raise NotFound("there is nothing at this address")
    if (file := FILES.get(path)) is not None:
        return file.response(request.headers.get("accept-encoding", ""))
    if path.startswith("assets/") or "." in path.rsplit("/", 1)[-1]:
        raise NotFound("there is nothing at this address")
    page = FILES.get("index.html")
    if page is None:
        return HTMLResponse(NOT_BUILT, 503)
    return page.response(request.headers.get("accept-encoding", ""))
