"""A database that keeps what it acknowledged: SQLite in one file, or PostgreSQL.

    database = connect("goldlabel-data/goldlabel.db")      # or postgresql://…
    database.write(lambda tx: …)      returns once it is synced to disk
    database.read(lambda tx: …)       a consistent snapshot

A function given to `write` may run again (a deadlock) or share its commit with others (its own savepoint
takes back what it did when it raises), so its only side effects are in the database.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from goldlabel.store.tx import Tx

T = TypeVar("T")


class Database(ABC):
    dialect: ClassVar[str]
    inline_reads: ClassVar[bool]
    """Point reads take microseconds and never wait, so an event loop may do them in place."""

    @abstractmethod
    def write(self, fn: Callable[[Tx], T]) -> T:
        """Runs `fn` in a write transaction and returns its result after the commit is on disk."""

    @abstractmethod
    def submit(self, fn: Callable[[Tx], T]) -> "Future[T]":
        """The same without waiting; concurrent ones may share a commit."""

    @abstractmethod
    def bulk(self, fn: Callable[[Tx], T]) -> T:
        """A write of many rows: alone in its transaction, and others get their turn right after it."""

    @abstractmethod
    def others_wrote(self) -> float:
        """When (`time.monotonic`) something else than `bulk` here last wrote, as far as a `bulk` holds it up."""

    @abstractmethod
    def read(self, fn: Callable[[Tx], T]) -> T: ...

    @abstractmethod
    def durability(self) -> dict[str, Any]:
        """The settings that make a commit durable, read back from the database."""

    @abstractmethod
    def check(self) -> list[str]:
        """Integrity problems; empty when sound."""

    @abstractmethod
    def backup(self, target: Path) -> None:
        """A consistent copy while others write."""

    @abstractmethod
    def close(self) -> None: ...


def connect(url: str | Path, *, migrate: bool = True) -> Database:
    """Opens a database by file path or `postgresql://` URL and brings its tables up to date."""
    from goldlabel.store.migrate import migrate as bring_up_to_date

    if str(url).startswith(("postgresql://", "postgres://")):
        from goldlabel.store.postgres import Postgres

        database: Database = Postgres(str(url))
    else:
        from goldlabel.store.sqlite import SQLite

        database = SQLite(Path(url))
    try:
        if migrate:
            bring_up_to_date(database)
    except BaseException:
        database.close()
        raise
    return database
