"""Export: a job that streams records into a file of some format. What could not be carried is counted.

An interrupted export starts over (its half-written file is dropped); its items are those that were there
when it began.
"""

import shutil
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from goldlabel.core.kind import validated
from goldlabel.core.problem import Invalid, NotFound
from goldlabel.core.record import Record
from goldlabel.core.schema import Schema
from goldlabel.formats import by_name
from goldlabel.formats.base import WriteOptions
from goldlabel.jobs import Running
from goldlabel.store import items, jobs, projects
from goldlabel.store.jobs import JobRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import chosen as choice
from goldlabel.work import release, release_care
from goldlabel.work.projects import schema_of
from goldlabel.work.records import Selection, records, records_of
from goldlabel.work.workspace import Workspace

SELECTIONS = ("all", "labeled", "resolved")
REPORT_SECONDS = 0.5
"""How often a running export says how far it is, and looks whether somebody cancelled it."""
LOOK_EVERY = 100


def start(tx: Tx, project: ProjectRow, format: str, *, by: int | None = None, **settings: Any) -> int:
    """Queues an export; the job's id. Settings: `options` (see `formats.base.WriteOptions`), `select`
    (all, labeled, resolved), `release` (number; default: today's state), `chosen` (see `work.chosen`). Raises Invalid
    for wrong ones."""
    writer = by_name(format)
    if not writer.writes:
        raise Invalid(f"{format} can be read here, not written", where="format")
    if writer.missing:
        raise Invalid(f"{writer.title} needs a library: pip install {writer.missing}", where="format")
    if settings.get("release"):
        release_care.in_force(tx, project, int(settings["release"]))
    unknown = set(settings) - {"options", "select", "release", "chosen"}
    if unknown:
        raise Invalid("is no setting of an export", where=sorted(unknown)[0])
    validated(WriteOptions, settings.get("options"), "options")
    if settings.get("select", "all") not in SELECTIONS:
        raise Invalid(f"must be one of {', '.join(SELECTIONS)}", where="select")
    if settings.get("chosen") is not None:
        settings["chosen"] = choice.checked(tx, project, settings["chosen"])
    return jobs.insert(tx, project.id, "export", {"format": format, **settings}, by)


def run(job: Running) -> dict[str, Any]:
    """The job's handler. `job.resources` is the workspace."""
    workspace: Workspace = job.resources
    database = workspace.database
    project = database.read(lambda tx: projects.by_id(tx, job.row.project or 0))
    folder = folder_of(workspace, job.row)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    format = by_name(job.params["format"])
    job.done = 0
    schema, stream, job.total = _content(workspace, project, job.params)
    out = folder / f"{project.name}{format.endings[0] if format.endings else ''}"
    options = validated(WriteOptions, job.params.get("options"), "options")
    report = format.write(schema, _counted(job, stream), out, options)
    file = zipped(out) if out.is_dir() else out
    job.check()
    job.done = report.records
    return {
        "file": file.name, "bytes": file.stat().st_size, "records": report.records,
        "annotations": report.annotations, "losses": report.loss_list(),
    }  # fmt: skip


def _content(
    workspace: Workspace, project: ProjectRow, params: dict[str, Any]
) -> tuple[Schema, Iterator[Record], int | None]:
    database = workspace.database
    if params.get("release"):
        return release.content(workspace, project, int(params["release"]))
    schema = database.read(lambda tx: schema_of(tx, project))
    if params.get("chosen"):
        return schema, _chosen(workspace, project, schema, params["chosen"]), None
    selection = Selection(params.get("select", "all"), database.read(lambda tx: items.last_id(tx, project.id)))
    stream = (record for _, record in records(database, project, schema, workspace.blobs, selection=selection))
    return schema, stream, database.read(lambda tx: projects.counts(tx, project.id, "items")["items"])


def _chosen(workspace: Workspace, project: ProjectRow, schema: Schema, chosen: dict[str, Any]) -> Iterator[Record]:
    database = workspace.database

    def read(tx: Tx, ids: Sequence[int]) -> list[Record]:
        rows = items.by_ids(tx, ids)
        return records_of(tx, project.id, schema, [rows[id] for id in ids], workspace.blobs)

    for ids in choice.pages(database, project, chosen):
        yield from database.read(lambda tx, ids=ids: read(tx, ids))


def _counted(job: Running, stream: Iterator[Record]) -> Iterator[Record]:
    """Reports progress, and stops when somebody cancelled."""
    due = time.monotonic() + REPORT_SECONDS
    for number, record in enumerate(stream, 1):
        yield record
        if number % LOOK_EVERY == 0 and time.monotonic() >= due:
            job.commit(lambda _: None, done=number)
            due = time.monotonic() + REPORT_SECONDS


def folder_of(workspace: Workspace, job: JobRow) -> Path:
    """Where a job's file lies; made of its number alone."""
    return workspace.exports / str(job.id)


def file_of(workspace: Workspace, job: JobRow) -> Path:
    """The finished file. Raises NotFound while there is none."""
    name = (job.result or {}).get("file")
    if job.kind != "export" or job.state != "done" or not name:
        raise NotFound("this job has no file (yet)")
    path = folder_of(workspace, job) / Path(name).name
    if not path.is_file():
        raise NotFound("the file was removed; export again")
    return path


def zipped(folder: Path) -> Path:
    """The folder as a ZIP beside it; entries sorted, stored under the folder's name; the folder is removed."""
    target = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
    shutil.rmtree(folder)
    return target
