"""The kinds of long work there are, and running them here."""

import threading
from typing import Any

from goldlabel import jobs as runner
from goldlabel.jobs.runner import Handler
from goldlabel.store.jobs import JobRow
from goldlabel.work import bulk, exports, fields, imports, notifications, release, resolve, search, undo
from goldlabel.work.workspace import Workspace

HANDLERS: dict[str, Handler] = {
    "import": imports.run,
    "export": exports.run,
    "resolve": resolve.run,
    "release": release.run,
    "index": search.run,
    "bulk": bulk.run,
    fields.KIND: fields.run,
    undo.KIND: undo.run,
}


def work(workspace: Workspace, stop: threading.Event, wake: threading.Event | None = None) -> None:
    """Runs jobs until `stop` is set: `goldlabel worker`. `wake` has it look for one at once."""
    runner.work(workspace.database, HANDLERS, stop, workspace, wake, notifications.job_ended)


def run_now(workspace: Workspace, id: int) -> JobRow:
    """Runs a job in this process, unless another one does already; its final row."""
    return runner.run_job(workspace.database, id, HANDLERS, workspace, notifications.job_ended)


def describe(row: JobRow) -> dict[str, Any]:
    """A job for API and screens."""
    return {
        "id": row.id, "kind": row.kind, "state": row.state, "done": row.done, "total": row.total,
        "result": row.result, "error": row.error, "attempt": row.attempt, "created_at": row.created_at,
        "started_at": row.started_at, "ended_at": row.ended_at,
        "params": {key: value for key, value in row.params.items() if key != "source"},
    }  # fmt: skip
