"""The database as its admin sees it."""

from goldlabel.store.tx import Tx


def version(tx: Tx) -> str:
    if tx.dialect == "sqlite":
        return f"SQLite {tx.value('SELECT sqlite_version()')}"
    return f"PostgreSQL {str(tx.value('SHOW server_version')).split()[0]}"


def size(tx: Tx) -> int:
    """Bytes, without what waits in a log beside it."""
    if tx.dialect == "sqlite":
        return int(tx.value("PRAGMA page_count")) * int(tx.value("PRAGMA page_size"))
    return int(tx.value("SELECT pg_database_size(current_database())"))


def counts(tx: Tx) -> dict[str, int]:
    """People, projects, and long work that waits, runs or failed in the last day."""
    people, projects = (int(tx.value(f"SELECT count(*) FROM {table}")) for table in ("person", "project"))
    items = tx.value("SELECT coalesce(sum(value), 0) FROM tally WHERE name = 'items'")
    states = dict(tx.all("SELECT state, count(*) FROM job WHERE state IN ('waiting', 'running') GROUP BY state"))
    failed = tx.value("SELECT count(*) FROM job WHERE state = 'failed' AND ended_at > @now - 86400000000")
    return {
        "people": people, "projects": projects, "items": int(items), "waiting": int(states.get("waiting", 0)),
        "running": int(states.get("running", 0)), "failed": int(failed),
    }  # fmt: skip
