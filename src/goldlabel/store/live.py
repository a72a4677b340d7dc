"""What a server looks at once a second for everybody who watches: a few rows by index, however large the project."""

import json
from collections.abc import Sequence
from typing import Any

from goldlabel.store import overview, projects
from goldlabel.store.tx import Tx

COUNTS = ("items", "done", "resolved", "annotations", "surplus", "parked")
JOBS = 8


def mark(tx: Tx) -> int | str:
    """Differs from the last time, on the same connection, when anything was committed since."""
    if tx.dialect == "sqlite":
        return int(tx.value("PRAGMA data_version"))
    return str(tx.value("SELECT pg_current_wal_insert_lsn()"))


def state(tx: Tx, project: int) -> dict[str, Any]:
    """By topic, what is told about it: equal as long as nothing changed."""
    row = projects.by_id(tx, project)
    return {
        "progress": projects.counts(tx, project, *COUNTS),
        "project": {
            "title": row.title, "schema_version": row.schema_version, "guideline_version": row.guideline_version,
            "settings": row.settings, "archived": row.archived_at is not None,
        },
        "jobs": _jobs(tx, project),
        "releases": list(tx.one(
            "SELECT coalesce(max(id), 0), count(withdrawn_at) FROM release WHERE project = :project", project=project
        ) or ()),
        "presence": [name for _, name in overview.at_work(tx, project)],
        "people": _newest(tx, "audit_log", project),
        "review": _newest(tx, "review", project),
        "comments": list(tx.one(
            "SELECT count(*), coalesce(max(last_at), 0) FROM comment_thread WHERE project = :project "
            "AND resolved_at IS NULL", project=project
        ) or ()),
        "measured": tx.value("SELECT max(at) FROM measure WHERE project = :project", project=project),
    }  # fmt: skip


def _jobs(tx: Tx, project: int) -> list[dict[str, Any]]:
    rows = tx.all(
        "SELECT id, kind, state, done, total FROM job WHERE project = :project ORDER BY id DESC LIMIT :most",
        project=project, most=JOBS,
    )  # fmt: skip
    return [dict(zip(("id", "kind", "state", "done", "total"), row, strict=True)) for row in rows]


def _newest(tx: Tx, table: str, project: int) -> int:
    """The newest row of a table (ours, never data) that has an index on (project, id)."""
    row = tx.one(f"SELECT id FROM {table} WHERE project = :project ORDER BY id DESC LIMIT 1", project=project)
    return int(row[0]) if row else 0


def bells(tx: Tx, persons: Sequence[int]) -> dict[int, tuple[int, int]]:
    """(unread, the newest of them) by person, where there are any."""
    rows = tx.all(
        "SELECT person, count(*), max(id) FROM notification WHERE person IN @ids(persons) AND read_at IS NULL "
        "GROUP BY person",
        persons=json.dumps(list(persons)),
    )
    return {int(row[0]): (int(row[1]), int(row[2])) for row in rows}


def still_signed_in(tx: Tx, sessions: Sequence[str], tokens: Sequence[int]) -> tuple[set[str], set[int]]:
    """Those of the sessions (fingerprints) and tokens (ids) that hold."""
    live = tx.all(
        "SELECT s.hash FROM session s JOIN person p ON p.id = s.person WHERE s.hash IN @in(sessions) "
        "AND s.expires_at > @now AND p.disabled_at IS NULL",
        sessions=json.dumps(list(sessions)),
    )
    kept = tx.all(
        "SELECT t.id FROM token t JOIN person p ON p.id = t.person WHERE t.id IN @ids(tokens) "
        "AND (t.expires_at IS NULL OR t.expires_at > @now) AND p.disabled_at IS NULL",
        tokens=json.dumps(list(tokens)),
    )
    return {row[0] for row in live}, {int(row[0]) for row in kept}


def roles(tx: Tx, project: int, persons: Sequence[int]) -> dict[int, str]:
    """Today's roles in the project, `admin` for those of the instance."""
    rows = tx.all(
        "SELECT p.id, CASE WHEN p.admin = 1 THEN 'admin' ELSE m.role END FROM person p "
        "LEFT JOIN member m ON m.person = p.id AND m.project = :project WHERE p.id IN @ids(persons)",
        project=project, persons=json.dumps(list(persons)),
    )  # fmt: skip
    return {int(row[0]): row[1] or "" for row in rows}
