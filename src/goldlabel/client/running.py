"""Long work on a server: its progress told, Ctrl-C cancelling it there."""

import time
from typing import Any

from goldlabel.client.http import Http
from goldlabel.workspace.parts import Interrupted, Job, JobFailed, Progress

ENDED = ("done", "failed", "cancelled")


def job_of(project: str, raw: dict[str, Any]) -> Job:
    return Job(
        raw["id"], raw["kind"], raw["state"], raw["done"], raw["total"], raw["result"] or {}, raw["error"], project
    )  # fmt: skip


def finish(http: Http, project: str, id: int, progress: Progress | None = None) -> Job:
    """Waits for the end of a job. Raises JobFailed, Interrupted."""
    place, pause = f"/api/projects/{project}/jobs/{id}", 0.02
    try:
        while True:
            job = job_of(project, http.get(place))
            if progress is not None:
                progress(job)
            if job.state in ENDED:
                break
            time.sleep(pause)
            pause = min(1.0, pause * 1.2)
    except KeyboardInterrupt:
        job = job_of(project, http.post(f"{place}/cancel", again=True))
        while job.state not in ENDED:
            time.sleep(0.2)
            job = job_of(project, http.get(place))
        if job.state == "done":
            return job
        raise Interrupted(job) from None
    if job.state != "done":
        raise JobFailed(job)
    return job
