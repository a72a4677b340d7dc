"""Long work that this process does itself, with its progress told and Ctrl-C cancelling it between two chunks."""

import threading

from goldlabel.store import jobs, projects
from goldlabel.store.jobs import JobRow
from goldlabel.store.tx import Tx
from goldlabel.work import jobs as work
from goldlabel.work.workspace import Workspace
from goldlabel.workspace.parts import Interrupted, Job, JobFailed, Progress

TELL_SECONDS = 0.15


def job_of(tx: Tx, row: JobRow) -> Job:
    project = projects.by_id(tx, row.project).name if row.project is not None else ""
    return Job(row.id, row.kind, row.state, row.done, row.total, row.result or {}, row.error, project)


def find(workspace: Workspace, id: int) -> Job:
    """Raises NotFound."""
    return workspace.database.read(lambda tx: job_of(tx, jobs.by_id(tx, id)))


def cancel(workspace: Workspace, id: int) -> Job:
    workspace.database.write(lambda tx: jobs.cancel(tx, id))
    return find(workspace, id)


def finish(workspace: Workspace, id: int, progress: Progress | None = None) -> Job:
    """Runs a job to its end, or waits while another process does. Raises JobFailed, Interrupted."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work.run_now(workspace, id)
        except BaseException as error:
            failed.append(error)

    runner = threading.Thread(target=run, name=f"goldlabel-job-{id}", daemon=True)
    runner.start()
    try:
        while runner.is_alive():
            runner.join(TELL_SECONDS)
            if progress is not None:
                progress(find(workspace, id))
    except KeyboardInterrupt:
        cancel(workspace, id)
        runner.join()
        found = find(workspace, id)
        if found.state == "done":
            return found
        raise Interrupted(found) from None
    if failed:
        raise failed[0]
    job = find(workspace, id)
    if progress is not None:
        progress(job)
    if job.state != "done":
        raise JobFailed(job)
    return job
