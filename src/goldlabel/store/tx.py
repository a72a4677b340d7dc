"""One transaction: the only thing that SQL is said to. Rows come back as plain tuples."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from goldlabel.store import sql as words

Row = tuple[Any, ...]


class Tx(ABC):
    """A read or write transaction on one connection. Statements: see `store.sql`."""

    dialect: ClassVar[str]

    @abstractmethod
    def all(self, sql: str, **params: Any) -> list[Row]: ...

    @abstractmethod
    def run(self, sql: str, **params: Any) -> int:
        """Executes; how many rows it touched."""

    @abstractmethod
    def run_many(self, sql: str, rows: Sequence[dict[str, Any]]) -> None: ...

    @abstractmethod
    def insert(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """Bulk insert by the fastest way there is. Table and column names are ours, never data."""

    @abstractmethod
    def stream(self, sql: str, size: int = 1000, **params: Any) -> Iterator[list[Row]]: ...

    def one(self, sql: str, **params: Any) -> Row | None:
        rows = self.all(sql, **params)
        return rows[0] if rows else None

    def value(self, sql: str, **params: Any) -> Any:
        row = self.one(sql, **params)
        return row[0] if row else None

    def now(self) -> int:
        """The database's clock, UTC microseconds."""
        return int(self.value("SELECT @now"))


class SQLiteTx(Tx):
    dialect = "sqlite"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def all(self, sql: str, **params: Any) -> list[Row]:
        return self.connection.execute(words.for_sqlite(sql), params).fetchall()

    def run(self, sql: str, **params: Any) -> int:
        return self.connection.execute(words.for_sqlite(sql), params).rowcount

    def run_many(self, sql: str, rows: Sequence[dict[str, Any]]) -> None:
        self.connection.executemany(words.for_sqlite(sql), rows)

    def insert(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        marks = ", ".join("?" * (columns.count(",") + 1))
        self.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    def stream(self, sql: str, size: int = 1000, **params: Any) -> Iterator[list[Row]]:
        cursor = self.connection.execute(words.for_sqlite(sql), params)
        while rows := cursor.fetchmany(size):
            yield rows


class PostgresTx(Tx):
    dialect = "postgres"

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def all(self, sql: str, **params: Any) -> list[Row]:
        cursor = self.connection.execute(words.for_postgres(sql), params)
        return cursor.fetchall() if cursor.description else []

    def run(self, sql: str, **params: Any) -> int:
        return self.connection.execute(words.for_postgres(sql), params).rowcount

    def run_many(self, sql: str, rows: Sequence[dict[str, Any]]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany(words.for_postgres(sql), rows)

    def insert(self, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        with (
            self.connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def stream(self, sql: str, size: int = 1000, **params: Any) -> Iterator[list[Row]]:
        with self.connection.cursor(name="goldlabel_stream") as cursor:
            cursor.execute(words.for_postgres(sql), params)
            while rows := cursor.fetchmany(size):
                yield rows
