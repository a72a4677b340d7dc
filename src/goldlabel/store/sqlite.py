"""SQLite in WAL mode. All writers of this process share one thread, whose commits many writes share.

Between processes a file lock queues the writers (SQLite's own busy handler polls, and starves whoever has
waited longest). Floor: SQLite 3.40.
"""

import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from goldlabel.core.problem import GoldlabelError
from goldlabel.store.database import Database
from goldlabel.store.tx import SQLiteTx, Tx
from goldlabel.store.wal import Checkpoints

try:
    import fcntl
except ImportError:  # Windows: SQLite's busy handler alone
    fcntl = None  # type: ignore[assignment]

T = TypeVar("T")
SHARED_COMMIT_SECONDS = 0.008
"""How long one commit may go on taking further writes before it is synced."""
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 30000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_size_limit = 134217728",
    "PRAGMA wal_autocheckpoint = 48000",  # the last resort; see store.wal
)

_Op = tuple[Callable[[Tx], Any], "Future[Any]"]
_Outcome = tuple["Future[Any]", Any, BaseException | None]


def _deliver(future: "Future[Any]", result: Any, failure: BaseException | None) -> None:
    if future.cancelled():
        return
    if failure is None:
        future.set_result(result)
    else:
        future.set_exception(failure)


class SQLite(Database):
    dialect = "sqlite"
    inline_reads = True

    def __init__(self, path: Path) -> None:
        if sqlite3.sqlite_version_info < (3, 40):
            raise GoldlabelError(f"SQLite {sqlite3.sqlite_version} is too old; goldlabel needs 3.40 or newer")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._ops: queue.SimpleQueue[_Op | None] = queue.SimpleQueue()
        self._lock_file = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self._turn = threading.Lock()
        self._closed = False
        self._writer = self._connect()
        self._seen_version, self._others_wrote = self._data_version(), 0.0
        self._checkpoints = Checkpoints(path, self._connect, self._held)
        self._thread = threading.Thread(target=self._write_loop, name="goldlabel-writer", daemon=True)
        self._thread.start()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=30, isolation_level=None, check_same_thread=False, cached_statements=500
        )
        for pragma in PRAGMAS:
            connection.execute(pragma)
        return connection

    # -- writing

    def submit(self, fn: Callable[[Tx], T]) -> "Future[T]":
        future: Future[T] = Future()
        if self._closed:
            future.set_exception(GoldlabelError("the workspace is closed"))
        else:
            self._others_wrote = time.monotonic()
            self._ops.put((fn, future))
        return future

    def write(self, fn: Callable[[Tx], T]) -> T:
        return self.submit(fn).result()

    def bulk(self, fn: Callable[[Tx], T]) -> T:
        self._checkpoints.keep_up()
        with self._turn:
            result = self._exclusive(lambda: self._alone(fn))
        self._checkpoints.written()
        time.sleep(0.001)  # the lock passes to whoever waits; without a pause this process would take it again
        return result

    def _alone(self, fn: Callable[[Tx], T]) -> T:
        self._writer.execute("BEGIN IMMEDIATE")
        try:
            self._look_for_others()
            result = fn(SQLiteTx(self._writer))
        except BaseException:
            self._writer.execute("ROLLBACK")
            raise
        self._writer.execute("COMMIT")
        return result

    def _data_version(self) -> int:
        """Changes when another connection has written."""
        return int(self._writer.execute("PRAGMA data_version").fetchone()[0])

    def _look_for_others(self) -> None:
        if (version := self._data_version()) != self._seen_version:
            self._seen_version, self._others_wrote = version, time.monotonic()

    def others_wrote(self) -> float:
        with self._turn:
            self._look_for_others()
        return self._others_wrote

    def _held(self, fn: Callable[[], None]) -> None:
        with self._turn:
            self._exclusive(fn)

    def _exclusive(self, fn: Callable[[], T]) -> T:
        if fcntl is None:
            return fn()
        fcntl.flock(self._lock_file, fcntl.LOCK_EX)
        try:
            return fn()
        finally:
            fcntl.flock(self._lock_file, fcntl.LOCK_UN)

    def _write_loop(self) -> None:
        while (op := self._ops.get()) is not None:
            taken: list[_Op] = []
            outcomes: list[_Outcome] = []
            try:
                with self._turn:
                    self._exclusive(lambda first=op, ops=taken, out=outcomes: self._shared_commit(first, ops, out))
            except BaseException as error:  # the commit failed: nobody's write stands
                outcomes = [(future, None, error) for _, future in taken or [op]]
            else:
                self._checkpoints.written()
            for outcome in outcomes:
                _deliver(*outcome)

    def _shared_commit(self, first: _Op, taken: list[_Op], outcomes: list[_Outcome]) -> None:
        """One transaction for every write that is waiting; each in a savepoint of its own."""
        connection = self._writer
        connection.execute("BEGIN IMMEDIATE")
        try:
            until = time.monotonic() + SHARED_COMMIT_SECONDS
            op: _Op | None = first
            while op is not None:
                taken.append(op)
                if op[1].set_running_or_notify_cancel():  # from here on it cannot be cancelled any more
                    outcomes.append(self._savepoint(connection, op))
                op = self._waiting() if time.monotonic() < until else None
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _savepoint(self, connection: sqlite3.Connection, op: _Op) -> _Outcome:
        fn, future = op
        connection.execute("SAVEPOINT one")
        try:
            result = fn(SQLiteTx(connection))
        except Exception as error:
            connection.execute("ROLLBACK TO one")
            connection.execute("RELEASE one")
            return future, None, error
        connection.execute("RELEASE one")
        return future, result, None

    def _waiting(self) -> _Op | None:
        try:
            op = self._ops.get_nowait()
        except queue.Empty:
            return None
        if op is None:
            self._ops.put(None)  # the end: leave it for the loop
        return op

    # -- reading

    def read(self, fn: Callable[[Tx], T]) -> T:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
            connection.execute("PRAGMA query_only = ON")
            self._readers.append(connection)
        if connection.in_transaction:  # a read inside a read sees the same snapshot
            return fn(SQLiteTx(connection))
        connection.execute("BEGIN")
        try:
            return fn(SQLiteTx(connection))
        finally:
            connection.execute("COMMIT")

    # -- care

    def durability(self) -> dict[str, Any]:
        def settings() -> dict[str, Any]:
            return {
                name: self._writer.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
            }

        with self._turn:
            return settings()

    def check(self) -> list[str]:
        def problems(tx: Tx) -> list[str]:
            found = [str(row[0]) for row in tx.all("PRAGMA integrity_check") if row[0] != "ok"]
            return found + [f"dangling reference: {row}" for row in tx.all("PRAGMA foreign_key_check")]

        return self.read(problems)

    def backup(self, target: Path) -> None:
        source = self._connect()
        copy = sqlite3.connect(target)
        try:
            source.backup(copy, pages=2000, sleep=0.005)
        finally:
            copy.close()
            source.close()

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._ops.put(None)
        self._thread.join()
        self._checkpoints.close()
        self._writer.close()
        for connection in self._readers:
            connection.close()
        os.close(self._lock_file)
