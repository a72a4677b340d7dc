"""Taking an import back: a job that removes the items it added, as long as nobody worked on them.

What somebody answered, has open, talks about or has resolved stays and is counted. Items that the import only changed
keep their new data: what they were stands in their history.
"""

from dataclasses import dataclass
from typing import Any

from goldlabel.core.problem import Conflict
from goldlabel.jobs import Running
from goldlabel.store import jobs, projects, removal
from goldlabel.store.jobs import JobRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.removal import Range
from goldlabel.store.tx import Tx

KIND = "undo"
CHUNK = 100
MADE = "made"
"""In the cursor of an import: the ids of the items that it added, as ranges."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking it back would do: items that go, and items that somebody worked on."""

    removes: int
    keeps: int


def noted(made: list[list[int]], new: set[int]) -> list[list[int]]:
    """The ranges with those of a chunk, whose ids follow each other."""
    if not new:
        return made
    first, last = min(new), max(new)
    if made and made[-1][1] + 1 == first:
        return [*made[:-1], [made[-1][0], last]]
    return [*made, [first, last]]


def plan(tx: Tx, project: ProjectRow, id: int) -> Plan:
    """Raises NotFound, Conflict for what is no import or still runs."""
    there, kept = removal.counts(tx, project.id, _ranges(tx, project, id))
    return Plan(there - kept, kept)


def start(tx: Tx, project: ProjectRow, id: int, *, by: int | None = None) -> int:
    """Queues it; the job's id. Raises as `plan` does."""
    _ranges(tx, project, id)
    if (running := jobs.active(tx, project.id, KIND)) is not None:
        raise Conflict(f"job {running} takes an import back already; wait until it is done")
    return jobs.insert(tx, project.id, KIND, {"import": id}, by)


def _ranges(tx: Tx, project: ProjectRow, id: int) -> list[Range]:
    row = jobs.by_id(tx, id, project.id)
    if row.kind != "import":
        raise Conflict(f"job {id} is no import: only imports can be taken back")
    if row.state in ("waiting", "running"):
        raise Conflict(f"import {id} is still running; stop it first")
    return _made(row)


def _made(row: JobRow) -> list[Range]:
    if row.cursor.get("added") and MADE not in row.cursor:
        raise Conflict("this import did not note which items it added: it was made by an older version")
    return [(first, last) for first, last in row.cursor.get(MADE, [])]


def run(job: Running) -> dict[str, Any]:
    """The job's handler."""
    database = job.database
    project = database.read(lambda tx: projects.by_id(tx, job.row.project or 0))
    ranges = database.read(lambda tx: _ranges(tx, project, int(job.params["import"])))
    removed, kept = int(job.cursor.get("removed", 0)), int(job.cursor.get("kept", 0))
    job.total = database.read(lambda tx: removal.counts(tx, project.id, ranges)[0]) + removed
    after = int(job.cursor.get("after", 0))
    for first, last in ranges:
        while ids := database.read(
            lambda tx, a=max(first, after + 1), b=last: removal.page(tx, project.id, (a, b), CHUNK)
        ):
            after = ids[-1]
            removed += job.commit(
                lambda tx, ids=ids: removal.remove(tx, project.id, ids),
                cursor=lambda now, at=after, r=removed, k=kept, n=len(ids): {
                    "after": at, "removed": r + now, "kept": k + n - now,
                },
                done=job.done + len(ids),
            )  # fmt: skip
            kept = int(job.cursor["kept"])
    return {"removed": removed, "kept": kept}
