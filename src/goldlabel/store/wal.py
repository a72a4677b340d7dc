"""Brings SQLite's write-ahead log into the database file beside the writers, not inside their commits.

SQLite itself would do it in every commit that finds 1,000 pages in the log: with an import, every second one.
Here a thread copies every second what was written, while writers go on. Only what came in meanwhile is copied
with writers held off, and only once the log is long: after that the next writer starts it anew.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

EVERY_SECONDS = 1.0
LONG_PAGES = 8_000
"""From this length on (32 MB) the log is started anew."""
LONGEST_BYTES = 160 << 20
"""A writer of many rows waits while the log is longer."""


class Checkpoints:
    def __init__(
        self, database: Path, connect: Callable[[], sqlite3.Connection], exclusive: Callable[[Callable[[], None]], None]
    ) -> None:
        self._database, self._connect, self._exclusive = database, connect, exclusive
        self._log = database.with_name(f"{database.name}-wal")
        self._written, self._stop = threading.Event(), threading.Event()
        self._running = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._thread = threading.Thread(target=self._loop, name="goldlabel-checkpoints", daemon=True)
        self._thread.start()

    def written(self) -> None:
        """Something was committed."""
        self._written.set()

    def keep_up(self) -> None:
        """Waits until the log is short enough for many more rows; the caller holds no lock."""
        if self._length() > LONGEST_BYTES:
            self._run()

    def _length(self) -> int:
        try:
            return self._log.stat().st_size
        except FileNotFoundError:
            return 0

    def _loop(self) -> None:
        pause = EVERY_SECONDS
        while True:
            self._written.wait()
            if self._stop.wait(pause):
                return
            self._written.clear()
            start = time.monotonic()
            self._run()
            pause = max(EVERY_SECONDS, 3 * (time.monotonic() - start))  # a slow disk is left alone for longer

    def _run(self) -> None:
        with self._running:
            if self._connection is None:
                self._connection = self._connect()
            try:
                if self._copy() >= LONG_PAGES:
                    self._sync()
                    self._copy()
                    self._exclusive(self._restart)
            except sqlite3.OperationalError:
                pass  # the disk is full or busy: the log keeps everything, the next round tries again

    def _copy(self) -> int:
        """Copies what the log holds; its length in pages."""
        assert self._connection is not None
        return int(self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1])

    def _sync(self) -> None:
        """Brings to disk what was copied, so that `_restart` has little left to wait for.

        By the descriptor that SQLite itself holds: to open and close the file once more would end SQLite's locks
        on it in this process. Without /proc this is left to `_restart`.
        """
        path = os.path.realpath(self._database)
        try:
            for name in os.listdir("/proc/self/fd"):
                if os.path.realpath(f"/proc/self/fd/{name}") == path:
                    os.fsync(int(name))
                    return
        except OSError:
            return

    def _restart(self) -> None:
        assert self._connection is not None
        self._connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()

    def close(self) -> None:
        self._stop.set()
        self._written.set()
        self._thread.join()
        if self._connection is not None:
            self._connection.close()
