"""Around releases: what one would hold, withdrawing one, comparing two, clearing away what was left half made."""

import json
import os
import secrets
import shutil
import time
from contextlib import suppress
from typing import Any

from goldlabel.core.problem import Conflict
from goldlabel.release import datasheet
from goldlabel.release.diff import diff
from goldlabel.store import jobs, projects, releases, resolutions
from goldlabel.store.projects import ProjectRow
from goldlabel.store.releases import ReleaseRow
from goldlabel.store.tx import Tx
from goldlabel.work import release
from goldlabel.work.workspace import Workspace

ABANDONED_SECONDS = 86_400


def plan(tx: Tx, project: ProjectRow) -> dict[str, Any]:
    """What a release made now would hold, and what should be thought of before."""
    found = projects.counts(tx, project.id, "items", "done", "resolved", "annotations")
    ties = resolutions.count_ties(tx, project.id)
    return {
        **found, "ties": ties, "unresolved": max(0, found["done"] - found["resolved"] - ties),
        "incomplete": max(0, found["items"] - found["done"]),
        "wanted": int(project.settings.get("overlap", 1)),
    }  # fmt: skip


def withdraw(tx: Tx, project: ProjectRow, number: int) -> ReleaseRow:
    """Marks a release as not to be used; it stays listed, its file is not handed out any more."""
    releases.by_number(tx, project.id, number)
    releases.withdraw(tx, project.id, number)
    return releases.by_number(tx, project.id, number)


def in_force(tx: Tx, project: ProjectRow, number: int) -> ReleaseRow:
    """A release that may be used. Raises NotFound, Conflict for one that was withdrawn."""
    row = releases.by_number(tx, project.id, number)
    if row.withdrawn_at is not None:
        day = datasheet.moment(row.withdrawn_at)[:10]
        raise Conflict(f"release {number} was withdrawn on {day}; its datasheet stays, take another release")
    return row


def compared(workspace: Workspace, project: ProjectRow, a: int, b: int) -> dict[str, Any]:
    """`release.diff` from release `a` to `b`; read once, then kept, since releases never change."""
    kept = workspace.exports / f"diff-{project.id}-{a}-{b}.json"
    with suppress(OSError, ValueError):
        return json.loads(kept.read_bytes())
    with release.opened(workspace, project, a) as old, release.opened(workspace, project, b) as new:
        found = diff(old.path, new.path)
    draft = kept.with_name(f"{kept.name}.{secrets.token_hex(8)}")
    draft.write_text(json.dumps(found))
    os.replace(draft, kept)
    return found


def sweep(workspace: Workspace) -> int:
    """Removes half-made releases whose job has ended for good a day ago; how many."""
    gone = 0
    for folder in workspace.path.glob("releases/*/.job-*"):
        number = folder.name.removeprefix(".job-")
        with suppress(OSError):
            if not number.isdigit() or time.time() - folder.stat().st_mtime < ABANDONED_SECONDS:
                continue
            if not workspace.database.read(lambda tx, job=int(number): jobs.may_go_on(tx, job)):
                shutil.rmtree(folder)
                gone += 1
    return gone
