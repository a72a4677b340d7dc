"""The application: every route, wrapped in the guard."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager

from fastapi import FastAPI

from goldlabel import __version__
from goldlabel.work.workspace import Workspace
from .compress import Compress
from .context import Context
from .guard import Guard
from .replies import add_error_handlers
from .routes import all_routers


def create_app(workspace: Workspace, *, hosts: Iterable[str] = ()) -> FastAPI:
    """The ASGI application of a workspace. `hosts` are names that it answers to besides those in the settings."""
    context = Context.of(workspace)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        yield
        context.hashing.shutdown(wait=False, cancel_futures=True)

    app = FastAPI(
        title="goldlabel",
        version=__version__,
        description="Raw data in, gold labels out, with proof. Errors are `{error: {message, problems?}}`.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.context = context
    add_error_handlers(app)
    for router in all_routers():
        app.router.routes.extend(router.routes)
    app.add_middleware(Compress)
    app.add_middleware(Guard, settings=workspace.settings.server, hosts=tuple(hosts))
    return app
