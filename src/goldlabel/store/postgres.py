"""PostgreSQL through psycopg 3 (extra `postgres`): a pool of connections, `synchronous_commit = on`."""

import subprocess
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from goldlabel.core.problem import GoldlabelError
from goldlabel.store.database import Database
from goldlabel.store.tx import PostgresTx, Tx

T = TypeVar("T")
CONNECTIONS = 16
RETRIES = 8
SETTINGS = "-c synchronous_commit=on -c timezone=UTC -c lock_timeout=30s"


class Postgres(Database):
    dialect = "postgres"
    inline_reads = False

    def __init__(self, url: str) -> None:
        try:
            import psycopg
            from psycopg.conninfo import conninfo_to_dict
            from psycopg_pool import ConnectionPool
        except ImportError as error:
            raise GoldlabelError("PostgreSQL needs an extra: pip install 'goldlabel[postgres]'") from error
        self.url = url
        self._retry = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)
        self._pool = ConnectionPool(
            url,
            min_size=1,
            max_size=CONNECTIONS,
            kwargs={"options": f"{conninfo_to_dict(url).get('options') or ''} {SETTINGS}"},
            open=True,
        )
        self._threads = ThreadPoolExecutor(CONNECTIONS, thread_name_prefix="goldlabel-pg")

    def write(self, fn: Callable[[Tx], T]) -> T:
        for attempt in range(RETRIES):
            try:
                with self._pool.connection() as connection, connection.transaction():
                    return fn(PostgresTx(connection))
            except self._retry:
                if attempt == RETRIES - 1:
                    raise
        raise AssertionError("unreachable")

    bulk = write

    def submit(self, fn: Callable[[Tx], T]) -> "Future[T]":
        return self._threads.submit(self.write, fn)

    def others_wrote(self) -> float:
        return 0.0  # rows are locked, not the database

    def read(self, fn: Callable[[Tx], T]) -> T:
        with self._pool.connection() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            return fn(PostgresTx(connection))

    def durability(self) -> dict[str, Any]:
        names = ("synchronous_commit", "fsync", "full_page_writes")
        return self.read(lambda tx: {name: tx.value(f"SHOW {name}") for name in names})

    def check(self) -> list[str]:
        return []

    def backup(self, target: Path) -> None:
        """A custom-format dump by `pg_dump`, which must be on the PATH."""
        try:
            subprocess.run(["pg_dump", "--format=custom", f"--file={target}", self.url], check=True)
        except FileNotFoundError as error:
            raise GoldlabelError("pg_dump is not on the PATH; install PostgreSQL's client programs") from error

    def close(self) -> None:
        self._threads.shutdown()
        self._pool.close()
