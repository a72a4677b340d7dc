"""Text search over a project's items: the index is made when somebody first searches, and follows from then on.

A few new or changed items are taken in at once, more of them by a job, in short chunks beside the labelers.
"""

from dataclasses import dataclass
from typing import Any

from goldlabel.jobs import Running
from goldlabel.store import jobs, projects, search
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx

AT_ONCE = 200
CHUNK = 200
KIND = "index"


@dataclass(frozen=True, slots=True)
class Status:
    """How much of a project is searched: `indexed` of `items`; `behind`: more are being taken in."""

    indexed: int
    items: int
    behind: bool


def status(tx: Tx, project: ProjectRow) -> Status:
    found = search.state(tx, project.id)
    return Status(found.done, projects.counts(tx, project.id, "items")["items"], found.behind)


def needs_work(tx: Tx, project: ProjectRow) -> bool:
    """A look without a write: whether `catch_up` has something to do."""
    return search.state(tx, project.id).behind and jobs.active(tx, project.id, KIND) is None


def catch_up(tx: Tx, project: ProjectRow, by: int | None = None) -> int | None:
    """Takes in what little is missing, or queues a job for more: then the job's id."""
    if jobs.active(tx, project.id, KIND) is not None:
        return None
    if search.waiting(tx, project.id, AT_ONCE + 1) <= AT_ONCE:
        search.fold(tx, project.id, AT_ONCE)
        search.fold(tx, project.id, AT_ONCE)  # changed ones first, then new ones
        return None
    return jobs.insert(tx, project.id, KIND, {}, by)


def run(job: Running) -> dict[str, Any]:
    """The job's handler: chunk by chunk until all is in, what came meanwhile included."""
    project = job.row.project or 0
    total = job.database.read(lambda tx: projects.counts(tx, project, "items")["items"])
    job.done = job.database.read(lambda tx: search.state(tx, project).done)
    while True:
        taken = job.commit(lambda tx: search.fold(tx, project, CHUNK), total=max(total, job.done))
        if taken == 0:
            return {"items": job.done}
        job.done = job.database.read(lambda tx: search.state(tx, project).done)
