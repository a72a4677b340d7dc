"""The index of a project's fields, brought up to date for the items that are there: a job, beside the labelers.

New and changed items are indexed as they come in; when the list of fields changes, the others are gone through here.
"""

from typing import Any

from goldlabel.jobs import Running
from goldlabel.store import items, jobs, projects
from goldlabel.store.tx import Tx

KIND = "fields"
CHUNK = 200


def start(tx: Tx, project: int, by: int | None = None) -> int | None:
    """Queues the job; None when there are no items."""
    until = items.last_id(tx, project)
    return jobs.insert(tx, project, KIND, {"until": until}, by) if until else None


def run(job: Running) -> dict[str, Any]:
    """The job's handler. Each chunk takes the settings as they are then, so that the last change wins."""
    project = job.row.project or 0
    job.total = job.database.read(lambda tx: projects.counts(tx, project, "items")["items"])
    after = int(job.cursor.get("after", 0))

    def chunk(tx: Tx) -> tuple[int, int]:
        fields = tuple(projects.by_id(tx, project).settings.get("indexed") or ())
        rows = items.page(tx, project, after, CHUNK)
        items.reindex(tx, project, fields, [(row.id, row.data) for row in rows])
        return (rows[-1].id, len(rows)) if rows else (after, 0)

    while after < job.params["until"]:
        # How many a chunk holds is known before it commits only from the page itself.
        size = len(job.database.read(lambda tx, start=after: items.page(tx, project, start, CHUNK)))
        after, taken = job.commit(
            chunk, cursor=lambda result: {"after": result[0]}, done=min(job.done + size, job.total or 0)
        )
        if taken == 0:
            break
    return {"items": job.done}
