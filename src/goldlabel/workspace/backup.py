"""A workspace in one file, made while it is in use, and back again with every hash checked.

    goldlabel.toml  secret        settings and the key that signs; so keep a backup as you keep the workspace
    goldlabel.db                  a consistent copy (database.dump of pg_dump for PostgreSQL)
    blobs/…  releases/…           what the copied database names: files never change once they have a name
    manifest.json                 {"format", "goldlabel", "files": {name: {"sha256", "size"}}}

The database is copied first: whatever it names was on disk before.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from goldlabel import __version__
from goldlabel.core.problem import Conflict, GoldlabelError, Invalid, NotFound
from goldlabel.formats.parts.sink import whole_file
from goldlabel.store import connect, projects, releases
from goldlabel.store.blobs import sync_folder
from goldlabel.store.tx import Tx
from goldlabel.work.workspace import Workspace

FORMAT = "goldlabel backup 1"
MANIFEST, DATABASE, DUMP = "manifest.json", "goldlabel.db", "database.dump"
ROOTS = ("blobs", "releases")
ALONE = ("goldlabel.toml", "secret", DATABASE, DUMP)
BLOCK = 1 << 20
Tell = Callable[[int, int], None]
"""Is told how many of how many files are done."""


def backup(workspace: Workspace, out: Path, tell: Tell | None = None) -> dict[str, Any]:
    """Writes the workspace to a ZIP that only its owner can read; how many files and bytes."""
    with tempfile.TemporaryDirectory(dir=workspace.path / "backups", prefix=".copy-") as folder:
        copy = Path(folder) / (DATABASE if workspace.database.dialect == "sqlite" else DUMP)
        workspace.database.backup(copy)
        files = [(copy.name, copy), *_files(workspace, copy)]
        listed: dict[str, Any] = {}
        with whole_file(out) as draft:
            draft.touch(mode=0o600)
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=1) as archive:
                for number, (name, path) in enumerate(files, 1):
                    listed[name] = _pack(archive, name, path)
                    if tell:
                        tell(number, len(files))
                manifest = {"format": FORMAT, "goldlabel": __version__, "files": listed}
                archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return {"file": str(out), "files": len(listed), "bytes": out.stat().st_size}


def _files(workspace: Workspace, copy: Path) -> Iterator[tuple[str, Path]]:
    """(name in the backup, file) of everything besides the database."""
    for name in ("goldlabel.toml", "secret"):
        if (path := workspace.path / name).exists():
            yield name, path
    if not workspace.settings.blobs:  # else they lie in S3, which has its own backups
        for path in sorted((workspace.path / "blobs").glob("??/??/*")):
            yield path.relative_to(workspace.path).as_posix(), path
    known = _known_releases(copy) if copy.name == DATABASE else None
    for path in sorted((workspace.path / "releases").rglob("*")):
        name = path.relative_to(workspace.path).as_posix()
        if path.is_file() and (known is None or _is_known(name, known)):
            yield name, path


def _known_releases(copy: Path) -> set[str]:
    """Folders of the releases that the copied database knows: a newer one would stand in its successor's place."""
    database = connect(copy, migrate=False)

    def read(tx: Tx) -> set[str]:
        rows = [row.id for row in projects.all_projects(tx)]
        return {f"{project}/{release.number}" for project in rows for release in releases.of_project(tx, project)}

    try:
        return database.read(read)
    finally:
        database.close()


def _is_known(name: str, known: set[str]) -> bool:
    _, project, release, *_ = PurePosixPath(name).parts
    return f"{project}/{release}" in known or release.startswith(".job-")


def _pack(archive: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any]:
    info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    stored = name.startswith("blobs/")  # pictures do not get smaller
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
        return _copy(source, target)


def _copy(source: IO[bytes], target: IO[bytes]) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    while block := source.read(BLOCK):
        digest.update(block)
        size += len(block)
        target.write(block)
    return {"sha256": digest.hexdigest(), "size": size}


def restore(packed: Path, folder: Path, tell: Tell | None = None) -> dict[str, Any]:
    """Makes the workspace `folder` of a backup. It appears when every hash and the database are sound.

    Raises NotFound, Conflict for a folder that holds something, Invalid naming the first file that is damaged.
    """
    if not packed.is_file():
        raise NotFound(f"there is no file {packed}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Conflict(f"{folder} exists; restore into a new folder")
    draft = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    draft.mkdir(parents=True, mode=0o700)
    try:
        count = _unpack(packed, draft, tell)
        dump = (draft / DUMP).exists()
        if not dump:
            _check_database(draft / DATABASE)
        if folder.exists():
            folder.rmdir()
        draft.replace(folder)
        sync_folder(folder.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return {"workspace": str(folder), "files": count, "dump": str(folder / DUMP) if dump else None}


def _unpack(packed: Path, draft: Path, tell: Tell | None) -> int:
    try:
        with zipfile.ZipFile(packed) as archive:
            manifest: Any = json.loads(archive.read(MANIFEST))
            if manifest.get("format") != FORMAT:
                raise Invalid(f"is no backup of goldlabel ({FORMAT})", where=str(packed))
            files: dict[str, Any] = manifest["files"]
            for number, (name, said) in enumerate(files.items(), 1):
                _restore_file(archive, name, said, draft)
                if tell:
                    tell(number, len(files))
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise Invalid(f"is damaged or no backup: {error}", where=str(packed)) from None
    return len(files)


def _restore_file(archive: zipfile.ZipFile, name: str, said: Any, draft: Path) -> None:
    parts = PurePosixPath(name).parts
    inside = len(parts) > 1 and parts[0] in ROOTS and ".." not in parts
    if not inside and name not in ALONE:
        raise Invalid("names a file that no backup of ours holds", where=name)
    target = draft.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as source, target.open("xb") as out:
        found = _copy(source, out)
        out.flush()
        os.fsync(out.fileno())
    if found != {"sha256": said["sha256"], "size": said["size"]}:
        raise Invalid("is not the file that was backed up; the backup is damaged", where=name)
    if name.startswith("blobs/") and found["sha256"] != target.name:
        raise Invalid("does not hold what its name says; the workspace was damaged before the backup", where=name)
    if name == "secret":
        target.chmod(0o600)


def _check_database(path: Path) -> None:
    if not path.exists():
        raise Invalid("is missing in the backup", where=DATABASE)
    database = connect(path, migrate=False)
    try:
        problems = database.check()
    finally:
        database.close()
    for beside in (f"{path}-wal", f"{path}-shm", f"{path}.lock"):
        Path(beside).unlink(missing_ok=True)
    if problems:
        raise GoldlabelError(f"the database in the backup is damaged: {problems[0]}")
