"""Runs jobs: claim, work in chunks, end. A killed runner's job goes on elsewhere from its last chunk."""

import os
import socket
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from goldlabel.core.problem import GoldlabelError
from goldlabel.store import jobs
from goldlabel.store.database import Database
from goldlabel.store.jobs import JobRow
from goldlabel.store.tx import Tx

T = TypeVar("T")
ATTEMPTS = 3
RENEW_SECONDS = 5
IDLE_SECONDS = 0.05


class Cancelled(Exception):
    """Somebody asked the job to stop; raised between chunks."""


class Lost(Exception):
    """Another runner has the job; nothing that this one does counts any more."""


class Running:
    """A job that this process runs, as its handler sees it."""

    def __init__(self, database: Database, row: JobRow, resources: Any = None) -> None:
        self.database = database
        self.row = row
        self.resources = resources
        """Whatever the handlers of this program need besides the database: its workspace."""
        self.cursor: dict[str, Any] = dict(row.cursor)
        self.done, self.total = row.done, row.total
        """How far the work got: written with the next chunk, or with the end."""

    @property
    def params(self) -> dict[str, Any]:
        return self.row.params

    def commit(
        self, fn: Callable[[Tx], T], *, cursor: Callable[[T], Mapping[str, Any]] | None = None,
        done: int | None = None, total: int | None = None, before_disk: Callable[[], None] | None = None,
    ) -> T:  # fmt: skip
        """One chunk: what `fn` writes, the cursor (made from its result) and the lease in one fenced transaction.

        `before_disk` is called when all is said to the database and only its commit is left.
        Raises Lost or Cancelled; then nothing of the chunk is kept.
        """
        next_done, next_total = self.done if done is None else done, self.total if total is None else total

        def chunk(tx: Tx) -> tuple[T, dict[str, Any]]:
            result = fn(tx)
            next_cursor = dict(cursor(result)) if cursor else self.cursor
            cancel = jobs.advance(tx, self.row, next_cursor, next_done, next_total)
            if cancel is None:
                raise Lost
            if cancel:
                raise Cancelled
            if before_disk:
                before_disk()
            return result, next_cursor

        result, self.cursor = self.database.bulk(chunk)
        self.done, self.total = next_done, next_total
        return result

    def check(self) -> None:
        """Raises Lost or Cancelled as `commit` does, at the price of a look: nothing is written."""
        cancel = self.database.read(lambda tx: jobs.asked_to_cancel(tx, self.row))
        if cancel is None:
            raise Lost
        if cancel:
            raise Cancelled

    def log(self, message: str, level: str = "info") -> None:
        self.database.write(lambda tx: jobs.log(tx, self.row.id, level, message))


Handler = Callable[[Running], dict[str, Any]]
Ended = Callable[[Tx, JobRow], None]
"""Hears of a job's end, in the transaction that ends it."""


def _nobody(tx: Tx, row: JobRow) -> None:
    """Nobody wants to know."""


def work(
    database: Database, handlers: Mapping[str, Handler], stop: threading.Event, resources: Any = None,
    wake: threading.Event | None = None, ended: Ended = _nobody,
) -> None:  # fmt: skip
    """Runs jobs until `stop` is set: the loop of `goldlabel worker`. Set `wake` to have it look for one at once."""
    wake = wake or threading.Event()
    owner = f"{socket.gethostname()}:{os.getpid()}"
    while not stop.is_set():
        row = database.write(lambda tx: jobs.claim(tx, owner)) if database.read(jobs.ready) else None
        if row is None:
            wake.wait(IDLE_SECONDS)
            wake.clear()  # before the next look, which then sees what was queued
        else:
            _run(database, row, handlers, resources, ended)


def run_job(
    database: Database, id: int, handlers: Mapping[str, Handler], resources: Any = None, ended: Ended = _nobody
) -> JobRow:
    """Runs one job here and now, or waits while another process does; its final row."""
    owner = f"{socket.gethostname()}:{os.getpid()}"
    while True:
        row = database.write(lambda tx: jobs.claim(tx, owner, only=id))
        if row is not None:
            _run(database, row, handlers, resources, ended)
        final = database.read(lambda tx: jobs.by_id(tx, id))
        if final.state not in ("waiting", "running"):
            return final
        time.sleep(IDLE_SECONDS)


def _run(database: Database, row: JobRow, handlers: Mapping[str, Handler], resources: Any, ended: Ended) -> None:
    running = Running(database, row, resources)
    over = threading.Event()
    keeper = threading.Thread(target=_keep_lease, args=(database, row, over), daemon=True)
    keeper.start()
    try:
        handler = handlers.get(row.kind)
        if handler is None:
            raise GoldlabelError(f"this program knows no job of the kind {row.kind!r}")
        result = handler(running)
        database.write(lambda tx: _succeed(tx, running, result, ended))
    except Lost:
        pass
    except Cancelled:
        database.write(lambda tx: jobs.end(tx, row, "cancelled", error="cancelled; it can be resumed"))
    except GoldlabelError as error:
        _fail(database, row, error.message, ended, again=False)
    except Exception as error:
        database.write(lambda tx: jobs.log(tx, row.id, "error", traceback.format_exc()))
        _fail(database, row, f"{type(error).__name__}: {error}", ended, again=row.attempt < ATTEMPTS)
    finally:
        over.set()
        keeper.join()


def _succeed(tx: Tx, running: Running, result: dict[str, Any], ended: Ended) -> None:
    if jobs.end(tx, running.row, "done", result, done=running.done, total=running.total):
        ended(tx, jobs.by_id(tx, running.row.id))


def _fail(database: Database, row: JobRow, message: str, ended: Ended, *, again: bool) -> None:
    def end(tx: Tx) -> None:
        jobs.log(tx, row.id, "error", message)
        if jobs.end(tx, row, "waiting" if again else "failed", error=message) and not again:
            ended(tx, jobs.by_id(tx, row.id))

    database.write(end)


def _keep_lease(database: Database, row: JobRow, ended: threading.Event) -> None:
    """Renews the lease while a chunk takes long (a large file is read, an address is fetched)."""
    while not ended.wait(RENEW_SECONDS):
        database.bulk(lambda tx: jobs.renew(tx, row))
