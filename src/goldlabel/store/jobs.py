"""Rows of long work. Whoever runs a job holds a lease and a fence; a newer fence shuts an old runner out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldlabel.core.problem import NotFound
from goldlabel.store.tx import Tx

LEASE_MICROSECONDS = 15_000_000
WEEK = 7 * 86_400_000_000


@dataclass(frozen=True, slots=True)
class JobRow:
    id: int
    project: int | None
    kind: str
    params: dict[str, Any]
    state: str
    """`waiting`, `running`, `done`, `failed`, `cancelled`."""
    cursor: dict[str, Any]
    done: int
    total: int | None
    attempt: int
    fence: int
    cancel: bool
    result: dict[str, Any] | None
    error: str | None
    created_by: int | None
    created_at: int
    started_at: int | None
    ended_at: int | None


_COLUMNS = (
    "id, project, kind, params, state, cursor, done, total, attempt, fence, cancel, result, error, created_by, "
    "created_at, started_at, ended_at"
)


def _job(row: tuple[Any, ...]) -> JobRow:
    values: list[Any] = list(row)
    values[3], values[5], values[10] = json.loads(row[3]), json.loads(row[5]), bool(row[10])
    values[11] = json.loads(row[11]) if row[11] else None
    return JobRow(*values)


def insert(tx: Tx, project: int | None, kind: str, params: dict[str, Any], by: int | None) -> int:
    return int(tx.value(
        "INSERT INTO job (project, kind, params, state, created_by, created_at) "
        "VALUES (:project, :kind, :params, 'waiting', :by, @now) RETURNING id",
        project=project, kind=kind, params=json.dumps(params), by=by,
    ))  # fmt: skip


def by_id(tx: Tx, id: int, project: int | None = None) -> JobRow:
    """The job; with `project`, only if it belongs there."""
    row = tx.one(f"SELECT {_COLUMNS} FROM job WHERE id = :id", id=id)
    if row is None or (project is not None and row[1] != project):
        raise NotFound(f"no job {id} in this project")
    return _job(row)


def of_project(tx: Tx, project: int, before: int, limit: int) -> list[JobRow]:
    """Newest first, with id < `before`."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM job WHERE project = :project AND id < :before ORDER BY id DESC LIMIT :limit",
        project=project, before=before, limit=limit,
    )  # fmt: skip
    return [_job(row) for row in rows]


def ready(tx: Tx) -> bool:
    """Whether there is a job to claim; a cheap look before the write."""
    return bool(tx.one(
        "SELECT 1 FROM job WHERE state IN ('waiting', 'running') AND lease_until < @now LIMIT 1"
    ))  # fmt: skip


def claim(tx: Tx, owner: str, only: int | None = None) -> JobRow | None:
    """The oldest job that nobody runs, or whose runner's lease ran out."""
    row = tx.one(
        "UPDATE job SET state = 'running', owner = :owner, lease_until = @now + :lease, fence = fence + 1, "
        "attempt = attempt + 1, started_at = coalesce(started_at, @now), error = NULL WHERE id = ("
        "SELECT q.id FROM job q WHERE q.state IN ('waiting', 'running') AND q.lease_until < @now "
        f"{'AND q.id = :only ' if only is not None else ''}ORDER BY q.id LIMIT 1 @skip_locked) RETURNING {_COLUMNS}",
        owner=owner, lease=LEASE_MICROSECONDS, **({"only": only} if only is not None else {}),
    )  # fmt: skip
    return _job(row) if row else None


def advance(tx: Tx, job: JobRow, cursor: dict[str, Any], done: int, total: int | None) -> bool | None:
    """Records how far the work got and renews the lease, in the same transaction as the work.

    None when another runner has taken over; else whether somebody asked to cancel.
    """
    row = tx.one(
        "UPDATE job SET cursor = :cursor, done = :done, total = coalesce(:total, total), "
        "lease_until = @now + :lease WHERE id = :id AND fence = :fence AND state = 'running' RETURNING cancel",
        id=job.id, fence=job.fence, cursor=json.dumps(cursor), done=done, total=total, lease=LEASE_MICROSECONDS,
    )  # fmt: skip
    return None if row is None else bool(row[0])


def asked_to_cancel(tx: Tx, job: JobRow) -> bool | None:
    """Whether somebody asked to cancel; None when another runner has taken over."""
    row = tx.one("SELECT cancel FROM job WHERE id = :id AND fence = :fence AND state = 'running'",
                 id=job.id, fence=job.fence)  # fmt: skip
    return None if row is None else bool(row[0])


def renew(tx: Tx, job: JobRow) -> None:
    tx.run(
        "UPDATE job SET lease_until = @now + :lease WHERE id = :id AND fence = :fence AND state = 'running'",
        id=job.id, fence=job.fence, lease=LEASE_MICROSECONDS,
    )  # fmt: skip


def end(
    tx: Tx, job: JobRow, state: str, result: dict[str, Any] | None = None, error: str | None = None, *,
    done: int | None = None, total: int | None = None,
) -> bool:  # fmt: skip
    """Ends a job that is still ours; `waiting` gives it back for another try."""
    return bool(tx.run(
        "UPDATE job SET state = :state, result = coalesce(:result, result), error = :error, lease_until = 0, "
        "done = coalesce(:done, done), total = coalesce(:total, total), "
        "ended_at = CASE WHEN :state = 'waiting' THEN NULL ELSE @now END "
        "WHERE id = :id AND fence = :fence AND state = 'running'",
        id=job.id, fence=job.fence, state=state, error=error, result=json.dumps(result) if result else None,
        done=done, total=total,
    ))  # fmt: skip


def cancel(tx: Tx, id: int) -> None:
    """A waiting job ends at once; a running one at its next chunk."""
    tx.run("UPDATE job SET state = 'cancelled', ended_at = @now WHERE id = :id AND state = 'waiting'", id=id)
    tx.run("UPDATE job SET cancel = 1 WHERE id = :id AND state = 'running'", id=id)


def resume(tx: Tx, id: int) -> bool:
    """A failed or cancelled job goes on where it stopped; False when it is neither."""
    return bool(tx.run(
        "UPDATE job SET state = 'waiting', cancel = 0, attempt = 0, error = NULL, ended_at = NULL, lease_until = 0 "
        "WHERE id = :id AND state IN ('failed', 'cancelled')",
        id=id,
    ))  # fmt: skip


def log(tx: Tx, job: int, level: str, message: str) -> None:
    tx.run(
        "INSERT INTO job_log (job, at, level, message) VALUES (:job, @now, :level, :message)",
        job=job, level=level, message=message[:4000],
    )  # fmt: skip


def logs(tx: Tx, job: int, after: int = 0, limit: int = 200) -> list[tuple[int, int, str, str]]:
    """(id, at, level, message), oldest first."""
    return [
        (row[0], row[1], row[2], row[3])
        for row in tx.all(
            "SELECT id, at, level, message FROM job_log WHERE job = :job AND id > :after ORDER BY id LIMIT :limit",
            job=job, after=after, limit=limit,
        )
    ]  # fmt: skip


def reject(tx: Tx, job: int, rows: Sequence[tuple[str, str, str]]) -> None:
    """Keeps rows that could not be taken: (place, why, the row)."""
    if rows:
        tx.insert("job_reject", "job, place, message, raw", [(job, *row) for row in rows])


def rejects(tx: Tx, job: int, after: int = 0, limit: int = 1000) -> list[tuple[int, str, str, str]]:
    """(id, place, why, the row), in order."""
    return [
        (row[0], row[1], row[2], row[3])
        for row in tx.all(
            "SELECT id, place, message, raw FROM job_reject WHERE job = :job AND id > :after ORDER BY id LIMIT :limit",
            job=job, after=after, limit=limit,
        )
    ]  # fmt: skip


def active(tx: Tx, project: int, kind: str) -> int | None:
    """A job of this kind that waits or runs, if there is one."""
    return tx.value(
        "SELECT id FROM job WHERE project = :project AND kind = :kind AND state IN ('waiting', 'running') LIMIT 1",
        project=project, kind=kind,
    )  # fmt: skip


def may_go_on(tx: Tx, id: int) -> bool:
    """Whether the job runs, waits, or was stopped within a week and may be resumed."""
    row = tx.one("SELECT state, coalesce(ended_at, 0), @now FROM job WHERE id = :id", id=id)
    if row is None or row[0] == "done":
        return False
    return row[0] in ("waiting", "running") or row[2] - row[1] < WEEK


def names(tx: Tx, people: Sequence[int]) -> dict[int, str]:
    """Who started jobs, by person."""
    return dict(tx.all("SELECT id, name FROM person WHERE id IN @ids(ids)", ids=json.dumps(sorted(set(people)))))
