"""The overview's slow numbers, measured in the background: one project at a time, in a thread that leaves most of the
processor to those who label, and never more than a small share of the time."""

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor

from goldlabel.core.problem import NotFound
from goldlabel.store import projects
from goldlabel.store.database import Database
from goldlabel.work import measure

log = logging.getLogger("goldlabel.server")
AT_LEAST_SECONDS = 5.0
"""Between two measurements of a project."""
TIMES_ITS_COST = 20
MOST_REST = 0.1


class Measuring:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._under_way: set[int] = set()
        self._last: dict[int, tuple[float, float]] = {}
        """By project: when it ended, and the seconds it took."""
        self._thread: ThreadPoolExecutor | None = None
        self._closed = False

    def soon(self, project: int) -> None:
        """Has the project measured as soon as its turn has come; asking again meanwhile changes nothing."""
        if project in self._under_way or self._closed:
            return
        self._under_way.add(project)
        ended, took = self._last.get(project, (-1e9, 0.0))
        wait = ended + max(AT_LEAST_SECONDS, TIMES_ITS_COST * took) - time.monotonic()
        loop = asyncio.get_running_loop()
        loop.call_later(max(0.0, wait), self._begin, project)

    def _begin(self, project: int) -> None:
        if self._closed:
            return
        self._thread = self._thread or ThreadPoolExecutor(1, "goldlabel-measure")
        self._thread.submit(self._measure, project)

    def _measure(self, project: int) -> None:
        began = time.monotonic()
        try:
            row = self._database.read(lambda tx: projects.by_id(tx, project))
            measure.measure(self._database, row, self._rest)
        except (Closed, NotFound):
            pass
        except Exception:
            log.exception("measuring project %s failed", project)
        ended = time.monotonic()
        self._last[project] = (ended, ended - began)
        self._under_way.discard(project)

    def _rest(self, took: float) -> None:
        if self._closed:
            raise Closed
        time.sleep(min(MOST_REST, 2 * took))

    def close(self) -> None:
        self._closed = True
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)


class Closed(Exception):
    """The server ends; what was not measured is next time."""
