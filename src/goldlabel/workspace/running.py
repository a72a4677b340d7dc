"""Long work that this process does itself, with its progress told and Ctrl-C cancelling it between two chunks."""

import threading

from goldlabel.store import jobs, projects
from goldlabel.store.jobs import JobRow
from goldlabel.store.tx import Tx
from goldlabel.work import jobs as work
from goldlabel.work.workspace import Workspace
from goldlabel.workspace.parts import Abandoned, Interrupted, Job, JobFailed, Progress

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
    """Runs a job to its end, or waits while another process does. Raises JobFailed, Interrupted, Abandoned."""
    began, ended = threading.Event(), threading.Event()  # not Thread.join: Ctrl-C in it takes the thread for ended
    failed: list[BaseException] = []

    def run() -> None:
        began.set()
        try:
            work.run_now(workspace, id)
        except BaseException as error:
            failed.append(error)
        finally:
            ended.set()

    try:
        threading.Thread(target=run, name=f"goldlabel-job-{id}", daemon=True).start()
        while not ended.wait(TELL_SECONDS):
            if progress is not None:
                progress(find(workspace, id))
    except KeyboardInterrupt:
        job = _stopped(workspace, id, began, ended)
        if job.state == "done":
            return job
        raise Interrupted(job) from None
    if failed:
        raise failed[0]
    job = find(workspace, id)
    if progress is not None:
        progress(job)
    if job.state != "done":
        raise JobFailed(job)
    return job


def _stopped(workspace: Workspace, id: int, began: threading.Event, ended: threading.Event) -> Job:
    """Cancels the job and waits until it has let go of the database. A second Ctrl-C raises Abandoned."""
    try:
        cancel(workspace, id)
        if began.wait(1):
            ended.wait()
        return find(workspace, id)
    except KeyboardInterrupt:
        raise Abandoned(id) from None
