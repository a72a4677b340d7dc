"""What a running server does now and then: old idempotency keys and notifications go, uploads and
releases that nobody finished too; new answers are added to the hours that the overview shows."""

import asyncio
import logging

from goldlabel.store import activity, annotations, notifications, reviews
from goldlabel.work import overview, release_care, uploads
from goldlabel.work.workspace import Workspace

log = logging.getLogger("goldlabel.server")
EVERY_SECONDS = 3600
COUNT_SECONDS = 20


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
    while workspace.database.write(notifications.forget_old):
        pass
    while workspace.database.write(reviews.end_answered):
        pass
    uploads.remove_old(workspace)
    release_care.sweep(workspace)


async def keep_counting(workspace: Workspace) -> None:
    while True:
        await asyncio.sleep(COUNT_SECONDS)
        try:
            await asyncio.to_thread(count, workspace)
        except Exception:
            log.exception("counting answers by the hour failed; it is tried again")


def count(workspace: Workspace) -> None:
    if workspace.database.read(activity.behind) > 0:
        overview.catch_up(workspace.database)
