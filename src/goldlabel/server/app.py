"""The application: every route, wrapped in the guard."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager

from fastapi import FastAPI

from goldlabel import __version__
from goldlabel.server.compress import Compress
from goldlabel.server.context import Context
from goldlabel.server.guard import Guard
from goldlabel.server.replies import add_error_handlers
from goldlabel.server.routes import all_routers
from goldlabel.server.upkeep import keep_counting, keep_up
from goldlabel.work.workspace import Workspace


def create_app(
    workspace: Workspace, *, hosts: Iterable[str] = (), wake_workers: Callable[[], None] | None = None
) -> FastAPI:
    """The ASGI application of a workspace. `hosts` are names that it answers to besides those in the settings;
    `wake_workers` is called when a job was queued.
    """
    context = Context.of(workspace)
    context.wake_workers = wake_workers or context.wake_workers

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        upkeep = [asyncio.create_task(keep_up(workspace)), asyncio.create_task(keep_counting(workspace))]
        yield
        for task in upkeep:
            task.cancel()
        context.close()

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
