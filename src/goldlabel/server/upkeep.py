"""What a running server tidies now and then: old idempotency keys, uploads that nobody finished."""

import asyncio
import logging

from goldlabel.store import annotations
from goldlabel.work import uploads
from goldlabel.work.workspace import Workspace

log = logging.getLogger("goldlabel.server")
EVERY_SECONDS = 3600


async def keep_up(workspace: Workspace) -> None:
    while True:
        try:
            await asyncio.to_thread(tidy, workspace)
        except Exception:
            log.exception("upkeep failed; it is tried again in an hour")
        await asyncio.sleep(EVERY_SECONDS)


def tidy(workspace: Workspace) -> None:
    while workspace.database.write(annotations.forget_old_keys):
        pass
    uploads.remove_old(workspace)
