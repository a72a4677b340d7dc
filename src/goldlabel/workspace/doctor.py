"""Checks of a workspace and of the machine it is on."""

import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from goldlabel.catalog import plugin_problems
from goldlabel.core.problem import NotFound
from goldlabel.store import items, media, projects
from goldlabel.store.tx import Tx
from goldlabel.work.media import BLOB, file_sources
from goldlabel.work.projects import schema_of
from goldlabel.work.workspace import Workspace

LOW_DISK = 2 << 30
PAGE = 2000
SAFE: dict[str, Any] = {"journal_mode": "wal", "synchronous": 2, "synchronous_commit": "on", "fsync": "on"}
"""Settings of which one less would make "saved" untrue."""


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    found: str
    way_out: str = ""


def examine(workspace: Workspace) -> list[Check]:
    """Every check, also after one that failed."""
    every: tuple[Callable[[Workspace], Check], ...] = (
        _versions, _database, _durability, _stored_files, _disk, _secret, _web_app, _plugins
    )  # fmt: skip
    return [check(workspace) for check in every]


def _versions(workspace: Workspace) -> Check:
    found = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    ok = sys.version_info >= (3, 11) and sqlite3.sqlite_version_info >= (3, 40)
    return Check("versions", ok, found, "goldlabel needs Python 3.11 and SQLite 3.40 or newer")


def _database(workspace: Workspace) -> Check:
    problems = workspace.database.check()
    found = "; ".join(problems[:5]) or f"{workspace.database.dialect}, whole"
    return Check("database", not problems, found, "restore the last backup into a new folder: `goldlabel restore`")


def _durability(workspace: Workspace) -> Check:
    settings = workspace.database.durability()
    weak = {name: value for name, value in settings.items() if name in SAFE and str(value) != str(SAFE[name])}
    shown = ", ".join(f"{name}={value}" for name, value in (weak or settings).items())
    return Check("durability", not weak, shown, "set these back on the database server, else a power cut loses work")


def _stored_files(workspace: Workspace) -> Check:
    seen, missing = 0, list[str]()
    for project, hashes in _hashes(workspace):
        rows = workspace.database.read(lambda tx, p=project, h=hashes: media.by_hashes(tx, p, h))
        seen += len(hashes)
        for hash in sorted(hashes):
            row = rows.get(hash)
            if row is None or not _is_whole(workspace, hash, row.size):
                missing.append(row.name if row else hash[:12])
    found = f"{seen:,} named, " + (
        f"{len(missing):,} missing or cut: {', '.join(missing[:5])}" if missing else "all there"
    )
    return Check(
        "stored files", not missing, found, "copy them back from a backup's blobs/, or import those items again"
    )


def _hashes(workspace: Workspace) -> Iterator[tuple[int, set[str]]]:
    """(project, hashes that a page of its items names)."""
    for project in workspace.database.read(projects.all_projects):
        schema = workspace.database.read(lambda tx, row=project: schema_of(tx, row))
        sources = file_sources(schema, workspace.catalog)
        after = 0
        while sources:

            def page(tx: Tx, id: int = project.id, start: int = after) -> list[items.ItemRow]:
                return items.page(tx, id, start, PAGE)

            rows = workspace.database.read(page)
            if not rows:
                break
            after = rows[-1].id
            values = [row.data.get(source) for row in rows for source in sources]
            yield project.id, {v.removeprefix(BLOB) for v in values if isinstance(v, str) and v.startswith(BLOB)}


def _is_whole(workspace: Workspace, hash: str, size: int) -> bool:
    try:
        return workspace.blobs.size(hash) == size
    except NotFound:
        return False


def _disk(workspace: Workspace) -> Check:
    free = shutil.disk_usage(workspace.path).free
    return Check("disk", free >= LOW_DISK, f"{free / (1 << 30):.1f} GB free", "make room, or move the workspace")


def _secret(workspace: Workspace) -> Check:
    mode = (workspace.path / "secret").stat().st_mode & 0o777
    ok = platform.system() == "Windows" or mode & 0o077 == 0
    return Check(
        "secret", ok, f"readable by {'its owner alone' if ok else 'others'}", f"chmod 600 {workspace.path}/secret"
    )


def _web_app(workspace: Workspace) -> Check:
    built = (files("goldlabel") / "static" / "index.html").is_file()
    return Check("web app", built, "built" if built else "not built", "in a checkout: make web")


def _plugins(workspace: Workspace) -> Check:
    problems = plugin_problems()
    found = (
        "; ".join(str(problem) for problem in problems) or f"{len(workspace.catalog.answers)} answer kinds, no problems"
    )
    return Check("plugins", not problems, found, "update or uninstall the plugin; what it stored is kept as it is")
