"""Brings a database to this program's version: one transaction per migration, a backup before the first.

A file that a newer goldlabel wrote is refused, untouched.
"""

from pathlib import Path

from goldlabel.core.problem import GoldlabelError
from goldlabel.store.database import Database
from goldlabel.store.migrations import all_migrations
from goldlabel.store.tx import Tx


def version(tx: Tx) -> int:
    """The version that the tables have; 0 for an empty database."""
    if tx.dialect == "sqlite":
        exists = tx.one("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'version'")
    else:
        exists = tx.one("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'version'")
    return int(tx.value("SELECT max(number) FROM version") or 0) if exists else 0


def migrate(database: Database) -> None:
    migrations = all_migrations()
    latest = migrations[-1][0]
    found = database.read(version)
    if found > latest:
        raise GoldlabelError(
            f"this workspace was written by a newer goldlabel (its tables have version {found}, this program knows "
            f"{latest}); upgrade goldlabel to open it"
        )
    if 0 < found < latest:
        _backup_first(database, found)
    for number, name, statements in migrations:
        if number > found:
            database.write(lambda tx, step=(number, name, statements): _apply(tx, *step))


def _apply(tx: Tx, number: int, name: str, statements: list[str]) -> None:
    if tx.dialect == "postgres":  # two programs starting at once: the second waits, then finds it done
        tx.run("SELECT pg_advisory_xact_lock(7460717)")
    if version(tx) >= number:
        return
    if number == 1:
        tx.run("CREATE TABLE version (number @int PRIMARY KEY, name @text NOT NULL, applied_at @int NOT NULL)")
    for statement in statements:
        tx.run(statement)
    tx.run("INSERT INTO version (number, name, applied_at) VALUES (:number, :name, @now)", number=number, name=name)


def _backup_first(database: Database, found: int) -> None:
    path = getattr(database, "path", None)
    if not isinstance(path, Path):
        return  # PostgreSQL: migrations are transactional, and the admin owns the backups
    target = path.parent / "backups" / f"before-upgrade-from-{found}.db"
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        database.backup(target)
