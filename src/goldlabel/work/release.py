"""Releases: an immutable snapshot of the resolved labels, made by a job, kept under the workspace.

    releases/<project id>/<number>/     see `release.files`; no part of a path comes from data
    releases/<project id>/.job-<id>/    one in the making; where it stopped stands in the job's cursor

What is newer than the high-water marks of the start stays out. A job that was killed truncates its file to what the
cursor knows and goes on from there.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from goldlabel.catalog import catalog
from goldlabel.core.model import unstorable
from goldlabel.core.problem import GoldlabelError, Invalid, NotFound, Problem
from goldlabel.core.record import MediaFile, Record
from goldlabel.core.schema import Schema
from goldlabel.jobs import Running
from goldlabel.media.image import ENDINGS as IMAGE_ENDINGS
from goldlabel.release import datasheet, files, verify
from goldlabel.release.facts import facts
from goldlabel.release.files import Files
from goldlabel.store import jobs, projects, releases, resolutions
from goldlabel.store.blobs import sync_folder
from goldlabel.store.projects import ProjectRow
from goldlabel.store.releases import Marks, ReleaseRow
from goldlabel.store.tx import Tx
from goldlabel.work.guideline import MEDIA as REFERENCE
from goldlabel.work.guideline import pictures
from goldlabel.work.projects import schema_of
from goldlabel.work.release_rows import Page, Pages
from goldlabel.work.workspace import Workspace

REPORT_EVERY = 2000
ENDINGS = {mime: ending for ending, mime in reversed(IMAGE_ENDINGS.items())}
NOTHING = (
    "nothing is resolved yet, so there is nothing to release: label some items as often as the project wants, "
    "then resolve it (and decide its ties)"
)


def start(tx: Tx, project: ProjectRow, *, title: str = "", names: bool = False, by: int | None = None) -> int:
    """Queues a release; the job's id. People stand in it as numbers, or under their `names`.

    Raises Invalid when nothing is resolved, or for a title over 200 characters.
    """
    if len(title) > 200 or unstorable(title):
        raise Invalid("use at most 200 plain characters", where="title")
    if not releases.resolved_once(tx, project.id):
        raise Invalid(NOTHING)
    return jobs.insert(tx, project.id, "release", {"title": title, "names": names}, by)


def run(job: Running) -> dict[str, Any]:
    """The job's handler. `job.resources` is the workspace. Cursor: `marks` and versions, then `after`, `offset` and
    what was left out so far; `number` once it has its place."""
    workspace: Workspace = job.resources
    project = job.database.read(lambda tx: projects.by_id(tx, job.row.project or 0))
    folder = _home(workspace, project.id) / f".job-{job.row.id}"
    if "number" not in job.cursor:
        folder.mkdir(parents=True, exist_ok=True)
        _write_rows(job, project, folder)
        sheet = _write_rest(job, _as_of(project, job.cursor), folder)
        job.commit(lambda tx: _enter(tx, job, project, folder, sheet), cursor=lambda row: {"number": row.number})
    number = int(job.cursor["number"])
    _put(folder, folder_of(workspace, project, number))
    return job.database.read(lambda tx: describe(releases.by_number(tx, project.id, number)))


# -- the rows


def _write_rows(job: Running, project: ProjectRow, folder: Path) -> None:
    path = folder / files.ITEMS
    if not job.cursor or not path.exists() or path.stat().st_size < job.cursor["offset"]:
        path.write_bytes(b"")
        job.commit(lambda tx: _begin(tx, project), cursor=lambda first: first, done=0)
    cursor = job.cursor
    project = _as_of(project, cursor)
    pages = Pages(project, Marks(**cursor["marks"]), names=bool(job.params.get("names")))
    with path.open("r+b") as out:
        out.truncate(cursor["offset"])
        out.seek(cursor["offset"])
        writer = files.Writer(job.database.read(lambda tx: schema_of(tx, project)))
        while not cursor["complete"]:
            page = job.database.read(lambda tx, after=cursor["after"]: pages.read(tx, after))
            for record in page.records:
                out.write(writer.line(record))
            out.flush()
            os.fsync(out.fileno())
            cursor = _advanced(cursor, page, out.tell())
            seen = cursor["items"] + sum(cursor["left_out"].values())
            job.commit(lambda _: None, cursor=lambda _, now=cursor: now, done=seen)
    if not cursor["items"]:
        raise Invalid(NOTHING)


def _begin(tx: Tx, project: ProjectRow) -> dict[str, Any]:
    """The cursor of a fresh start. The lock waits for resolutions that are being written."""
    resolutions.lock(tx, project.id)
    now = projects.by_id(tx, project.id)
    return {
        "marks": asdict(releases.marks(tx, project.id)), "schema_version": now.schema_version,
        "guideline_version": now.guideline_version, "after": 0, "offset": 0, "complete": False, "items": 0,
        "left_out": dict.fromkeys(datasheet.LEFT_OUT, 0), "losses": [],
    }  # fmt: skip


def _as_of(project: ProjectRow, cursor: dict[str, Any]) -> ProjectRow:
    """The project under the versions that it had when the release began."""
    versions = {name: cursor[name] for name in ("schema_version", "guideline_version")}
    return replace(project, **versions)


def _advanced(cursor: dict[str, Any], page: Page, offset: int) -> dict[str, Any]:
    lost = {(what, why): count for what, why, count in cursor["losses"]}
    for place, count in page.losses.items():
        lost[place] = lost.get(place, 0) + count
    return {
        **cursor, "after": page.after, "offset": offset, "complete": page.last,
        "items": cursor["items"] + len(page.records),
        "left_out": {why: count + page.left_out.get(why, 0) for why, count in cursor["left_out"].items()},
        "losses": [[what, why, count] for (what, why), count in sorted(lost.items())],
    }  # fmt: skip


# -- what the rows add up to


def _write_rest(job: Running, project: ProjectRow, folder: Path) -> dict[str, Any]:
    """Schema, guideline, datasheet, manifest; the datasheet."""
    cursor, database = job.cursor, job.database
    schema = database.read(lambda tx: schema_of(tx, project))
    guideline = database.read(lambda tx: projects.guideline(tx, project.id, project.guideline_version))
    with Files(folder) as content:
        rows = facts(schema, catalog(), _watched(job, content.records(schema)))
    marks = Marks(**cursor["marks"])
    about = {
        "name": project.name, "title": project.title, "schema_version": project.schema_version,
        "guideline_version": project.guideline_version,
        "items": cursor["items"] + sum(cursor["left_out"].values()), "left_out": cursor["left_out"],
        "not_counted": database.read(lambda tx: releases.not_counted(tx, project.id, marks.annotation)),
        "high_water": {"item": marks.item, "resolution": marks.resolution},
    }  # fmt: skip
    losses = [{"what": what, "why": why, "count": count} for what, why, count in cursor["losses"]]
    sheet = datasheet.build(rows, about, losses)
    _write(folder / files.SCHEMA, files.pretty(schema.model_dump(mode="json", exclude_defaults=True)))
    _write(folder / files.GUIDELINE, _with_pictures(job, project, guideline, folder).encode())
    _write(folder / files.SHEET, files.pretty(sheet))
    _write(folder / files.SHEET_TEXT, datasheet.text(sheet, schema).encode())
    with Files(folder) as content:
        _write(folder / files.MANIFEST, files.pretty(files.manifest(content)))
    return sheet


def _with_pictures(job: Running, project: ProjectRow, guideline: str, folder: Path) -> str:
    """The text, its pictures beside it under their hashes; what was erased stays a reference."""
    blobs, rows = job.resources.blobs, job.database.read(lambda tx: pictures(tx, project, guideline))
    for hash, row in sorted(rows.items()):
        name = f"guideline/{hash}{ENDINGS.get(row.mime, '.bin')}"
        (folder / name).parent.mkdir(exist_ok=True)
        _write(folder / name, blobs.get(hash))
        guideline = guideline.replace(f"{REFERENCE}{hash}", name)
    return guideline


def _watched(job: Running, records: Iterator[Record]) -> Iterator[Record]:
    """Stops when somebody cancelled."""
    for number, record in enumerate(records, 1):
        yield record
        if number % REPORT_EVERY == 0:
            job.commit(lambda _: None)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


# -- its place


def _enter(tx: Tx, job: Running, project: ProjectRow, folder: Path, sheet: dict[str, Any]) -> ReleaseRow:
    """The release's row; its folder follows, from here on whatever happens."""
    resolutions.lock(tx, project.id)
    with Files(folder) as content:
        manifest = content.json(files.MANIFEST)
    summary = {
        "items": sheet["rows"]["items"], "annotations": sheet["rows"]["annotations"],
        "left_out": sum(sheet["project"]["left_out"].values()),
        "schema_version": sheet["project"]["schema_version"],
        "guideline_version": sheet["project"]["guideline_version"],
        "agreement": sheet["rows"]["agreement"]["overall"],
    }  # fmt: skip
    content_of = {"manifest": manifest, "summary": summary}
    title = str(job.params.get("title") or "")
    return releases.insert(tx, project.id, title, manifest["hash"], content_of, job.row.created_by)


def _put(folder: Path, target: Path) -> None:
    """Moves a finished release to its place, read-only; does nothing when it is there."""
    if folder.exists() and not target.exists():
        for path in folder.rglob("*"):
            if path.is_file():
                path.chmod(0o444)
        sync_folder(folder)
        folder.replace(target)
        sync_folder(target.parent)
    with suppress(OSError):
        shutil.rmtree(folder)


def _home(workspace: Workspace, project: int) -> Path:
    return workspace.path / "releases" / str(project)


def folder_of(workspace: Workspace, project: ProjectRow, number: int) -> Path:
    """Where a release lies; made of numbers alone."""
    return _home(workspace, project.id) / str(number)


# -- looking at releases


def listed(tx: Tx, project: ProjectRow) -> list[dict[str, Any]]:
    """The project's releases, newest first."""
    return [describe(row) for row in releases.of_project(tx, project.id)]


def describe(row: ReleaseRow) -> dict[str, Any]:
    """A release for API and screens."""
    return {
        "number": row.number, "title": row.title, "hash": row.hash, **row.manifest["summary"],
        "files": row.manifest["manifest"]["files"], "created_at": row.created_at, "withdrawn_at": row.withdrawn_at,
    }  # fmt: skip


def sheet_of(workspace: Workspace, project: ProjectRow, number: int) -> dict[str, Any]:
    """The datasheet's numbers. Raises NotFound."""
    with opened(workspace, project, number) as content:
        return content.json(files.SHEET)


def opened(workspace: Workspace, project: ProjectRow, number: int) -> Files:
    """The release's files. Raises NotFound when there is no such release, GoldlabelError when its folder is gone."""
    workspace.database.read(lambda tx: releases.by_number(tx, project.id, number))
    try:
        return Files(folder_of(workspace, project, number))
    except NotFound:
        raise GoldlabelError(f"the files of release {number} are gone; restore them from a backup") from None


def check(workspace: Workspace, project: ProjectRow, number: int) -> list[Problem]:
    """`release.verify` on a stored release, and that it is the one whose hash the database knows."""
    row = workspace.database.read(lambda tx: releases.by_number(tx, project.id, number))
    with opened(workspace, project, number) as content:
        problems = verify(content.path)
        found = None if problems else content.json(files.MANIFEST)["hash"]
    if found is not None and found != row.hash:
        problems.append(Problem(files.MANIFEST, f"is of another release ({found}); the database knows {row.hash}"))
    return problems


def pack(workspace: Workspace, project: ProjectRow, number: int, out: Path) -> None:
    """The release as one ZIP, the same bytes each time."""
    with opened(workspace, project, number) as content:
        files.pack(content.path, out, f"{project.name}-{number}")


def content(workspace: Workspace, project: ProjectRow, number: int) -> tuple[Schema, Iterator[Record], int]:
    """(schema, records with their files, how many) of a stored release: what exports write."""
    row = workspace.database.read(lambda tx: releases.by_number(tx, project.id, number))
    found = opened(workspace, project, number)
    schema = found.schema()

    def stream() -> Iterator[Record]:
        for record in found.records(schema):
            record.media = {source: _with_bytes(workspace, file) for source, file in record.media.items()}
            yield record

    return schema, stream(), int(row.manifest["summary"]["items"])


def _with_bytes(workspace: Workspace, file: MediaFile) -> MediaFile:
    hash = file.sha256
    return file if hash is None else replace(file, open=lambda: workspace.blobs.get(hash))
