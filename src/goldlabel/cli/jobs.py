"""`goldlabel jobs`: long work."""

from typing import TYPE_CHECKING

from goldlabel.cli.common import Reporting, Usage, opened, print_json, progress, say, table
from goldlabel.core.problem import NotFound

if TYPE_CHECKING:
    from goldlabel.workspace.face import Project, Workspace
    from goldlabel.workspace.parts import Job


def jobs(
    project: str | None = None,
    /,
    *,
    cancel: int | None = None,
    resume: int | None = None,
    rejects: int | None = None,
    undo: int | None = None,
    limit: int = 20,
    at: Reporting = Reporting(),
) -> int:
    """Long work (imports, exports, releases), newest first; cancel, resume or undo one, list its refused rows.

    Example: goldlabel jobs --rejects 12 --json > rejects.json

    Parameters
    ----------
    project
        Only this project's.
    cancel
        Number of a job that is to stop after its current step; what is done stays.
    resume
        Number of a cancelled or failed job that is to go on.
    rejects
        Number of an import whose refused rows to list, each with its place and reason.
    undo
        Number of an import to take back: the items it added go, except those that somebody worked on.
    limit
        How many jobs to list of each project.
    """
    if sum(number is not None for number in (cancel, resume, rejects, undo)) > 1:
        raise Usage("do one of --cancel, --resume, --undo and --rejects at a time")
    with opened(at) as workspace:
        if cancel is not None:
            job = _project(workspace, project, cancel).cancel(cancel)
            _show(at, job, f"job {cancel} is {job.state}" if job.state != "running" else f"job {cancel} will stop")
            return 0
        if resume is not None:
            with progress(at, f"job {resume}") as tell:
                job = _project(workspace, project, resume).resume(resume, progress=tell)
            _show(at, job, f"job {resume} is {job.state}")
            return 0
        if undo is not None:
            with progress(at, f"import {undo}") as tell:
                job = _project(workspace, project, undo).undo_import(undo, progress=tell)
            found = job.result or {}
            _show(at, job, f"{found.get('removed', 0)} items removed, {found.get('kept', 0)} stay (worked on)")
            return 0
        if rejects is not None:
            return _rejects(at, _project(workspace, project, rejects), rejects)
        chosen = [workspace.project(project)] if project else workspace.projects
        _list(at, sorted((job for each in chosen for job in each.jobs(limit)), key=lambda job: -job.id))
    return 0


def _project(workspace: "Workspace", name: str | None, job: int) -> "Project":
    """The project that the job belongs to."""
    for project in [workspace.project(name)] if name else workspace.projects:
        try:
            project.job(job)
        except NotFound:
            continue
        return project
    raise NotFound(f"there is no job {job}; `goldlabel jobs` lists them")


def _show(at: Reporting, job: "Job", line: str) -> None:
    print_json(_plain(job)) if at.json else say(line)


def _plain(job: "Job") -> dict[str, object]:
    from dataclasses import asdict

    return asdict(job)


def _rejects(at: Reporting, project: "Project", job: int) -> int:
    found = list(project.rejects(job)) if at.json else project.rejects(job)
    if at.json:
        print_json(found)
        return int(bool(found))
    refused = False
    for reject in found:
        say(f"{reject['where']}: {reject['message']}")
        refused = True
    if not refused:
        say(f"job {job} refused no row")
    return int(refused)


def _list(at: Reporting, found: "list[Job]") -> None:
    if at.json:
        print_json([_plain(job) for job in found])
        return
    if not found:
        say("no jobs yet")
        return
    rows = [
        (job.id, job.project, job.kind, job.state, job.done, "" if job.total is None else job.total, job.error or "")
        for job in found
    ]
    table(("job", "project", "kind", "state", "done", "of", "error"), rows)
