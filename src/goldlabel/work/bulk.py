"""Changes to many items at once: a job that goes through what was chosen, chunk by chunk, with progress.

`priority` gives them another one, `unpark` puts parked ones back into the queue, `more` asks for one more opinion.
"""

from collections.abc import Mapping
from typing import Any

from goldlabel.core.problem import Invalid
from goldlabel.jobs import Running
from goldlabel.store import browse, jobs, projects, queue
from goldlabel.store.browse import Query
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import chosen as choice
from goldlabel.work import label
from goldlabel.work.items import kinds_of, label_round

ACTIONS = ("priority", "unpark", "more")
CHUNK = 50


def start(
    tx: Tx, project: ProjectRow, action: str, chosen: Mapping[str, Any], *, value: float | None = None,
    by: int | None = None,
) -> int:  # fmt: skip
    """Queues the change; the job's id. `value`: the new priority, 0 to 1. Raises Invalid."""
    if action not in ACTIONS:
        raise Invalid(f"must be one of {', '.join(ACTIONS)}", where="action")
    if action == "priority" and (value is None or not 0 <= value <= 1):
        raise Invalid("must be a number from 0 to 1", where="value")
    params = {"action": action, "value": value, "chosen": choice.checked(tx, project, chosen)}
    return jobs.insert(tx, project.id, "bulk", params, by)


def run(job: Running) -> dict[str, Any]:
    """The job's handler."""
    database = job.database
    project = database.read(lambda tx: projects.by_id(tx, job.row.project or 0))
    chosen = job.params["chosen"]
    job.total = database.read(lambda tx: _count(tx, project, chosen))
    after: int | None = job.cursor.get("after", 0)
    changed = int(job.cursor.get("changed", 0))
    while after is not None:
        ids, after = database.read(lambda tx, start=after: choice.page(tx, project, chosen, start))
        for start_at in range(0, len(ids), CHUNK):
            some = ids[start_at : start_at + CHUNK]
            changed += job.commit(
                lambda tx, some=some: _apply(tx, project, job.params, some),
                cursor=lambda now, before=changed, last=some[-1]: {"after": last, "changed": before + now},
                done=job.done + len(some),
            )
        if after is not None and not ids:
            job.check()
    return {"items": job.done, "changed": changed}


def _count(tx: Tx, project: ProjectRow, chosen: Mapping[str, Any]) -> int | None:
    if "ids" in chosen:
        return len(chosen["ids"])
    query = Query(where=choice.conditions(chosen["where"]), search=chosen["search"])
    indexed = tuple(project.settings.get("indexed") or ())
    return browse.count(tx, project.id, label_round(tx, project).id, query, indexed, kinds_of(tx, project))


def _apply(tx: Tx, project: ProjectRow, params: Mapping[str, Any], ids: list[int]) -> int:
    """How many of the items it changed."""
    if params["action"] == "unpark":
        return sum(label.unpark(tx, project, id) for id in ids)
    round = label_round(tx, project)
    if params["action"] == "priority":
        queue.set_priority(tx, round.id, [(id, float(params["value"])) for id in ids])
        return len(ids)
    reopened = [found for id in ids if (found := queue.want_more(tx, id, round.id)) is not None]
    projects.count(tx, project.id, "done", -sum(reopened))
    return len(reopened)
