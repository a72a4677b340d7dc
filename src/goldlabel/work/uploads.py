"""Files on their way in, resumable: create, append from an offset, ask for the offset after a break.

    uploads/<random>/about.json   who, what for, how large
    uploads/<random>/content      the bytes so far: its size is the offset

An append is synced before it is acknowledged. The name that the sender gives is for people, never a path.
"""

import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from goldlabel.core.problem import Conflict, Invalid, NotFound, TooLarge
from goldlabel.store.blobs import sync_folder
from goldlabel.work.media import shown_name
from goldlabel.work.workspace import Workspace

try:
    import fcntl
except ImportError:  # Windows: two appends at once are told apart by their offsets alone
    fcntl = None  # type: ignore[assignment]

_ID = re.compile(r"[0-9a-f]{32}")
KEPT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Upload:
    id: str
    project: int
    name: str
    size: int
    offset: int

    @property
    def complete(self) -> bool:
        return self.offset == self.size


def create(workspace: Workspace, project: int, name: str, size: int, by: int | None) -> Upload:
    """A place for a file of `size` bytes. Raises TooLarge over the workspace's limit or its free space."""
    limit = workspace.settings.server.max_upload_bytes
    if size > limit:
        raise TooLarge(f"the file has {size:,} bytes; {limit:,} at the most")
    free = shutil.disk_usage(workspace.uploads).free
    if size > free:
        raise TooLarge(f"the file has {size:,} bytes; the server's disk has {free:,} left")
    id = secrets.token_hex(16)
    folder = workspace.uploads / id
    folder.mkdir(mode=0o700)
    name = shown_name(name)
    about = {"project": project, "name": name, "size": size, "by": by, "at": time.time()}
    for file, content in (("content", b""), ("about.json", json.dumps(about).encode())):
        with (folder / file).open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    sync_folder(folder)
    sync_folder(workspace.uploads)
    return Upload(id, project, name, size, 0)


def find(workspace: Workspace, id: str, project: int | None = None) -> Upload:
    """How far an upload is. Raises NotFound, also for another project's."""
    folder = _folder(workspace, id)
    try:
        about = json.loads((folder / "about.json").read_bytes())
        offset = (folder / "content").stat().st_size
    except (OSError, ValueError):
        raise NotFound("no such upload; it may have been removed after a week") from None
    if project is not None and about["project"] != project:
        raise NotFound("no such upload; it may have been removed after a week")
    return Upload(id, about["project"], about["name"], about["size"], offset)


def file_of(workspace: Workspace, id: str) -> tuple[Path, str]:
    """The whole file and the name that its sender gave. Raises Invalid while bytes are missing."""
    upload = find(workspace, id)
    if not upload.complete:
        raise Invalid(f"the upload has {upload.offset:,} of {upload.size:,} bytes; send the rest first", where="upload")
    return _folder(workspace, id) / "content", upload.name


@contextmanager
def appending(workspace: Workspace, id: str, project: int, offset: int) -> Generator["Appender"]:
    """Takes bytes from `offset` on; what was written is on disk when the block ends, however it ends.

    Raises Conflict when the upload stands elsewhere or somebody else is sending.
    """
    upload = find(workspace, id, project)
    with (_folder(workspace, id) / "content").open("r+b") as file:
        _lock(file)
        at = file.seek(0, os.SEEK_END)
        if at != offset:
            raise Conflict(f"the upload stands at {at:,}, not {offset:,}; go on from there", detail={"offset": at})
        appender = Appender(file, at, upload.size)
        try:
            yield appender
        finally:
            file.flush()
            os.fsync(file.fileno())


def _lock(file: BinaryIO) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Conflict("another request is sending to this upload; ask for its offset and go on from there") from None


class Appender:
    def __init__(self, file: BinaryIO, offset: int, size: int) -> None:
        self._file, self.offset, self.size = file, offset, size

    def write(self, content: bytes) -> None:
        """Raises TooLarge when there are more bytes than were announced; those before stay."""
        if self.offset + len(content) > self.size:
            raise TooLarge(f"the upload was announced with {self.size:,} bytes; there are more")
        self._file.write(content)
        self.offset += len(content)


def remove(workspace: Workspace, id: str) -> None:
    shutil.rmtree(_folder(workspace, id), ignore_errors=True)


def remove_old(workspace: Workspace, days: float = KEPT_DAYS) -> int:
    """Removes uploads that nothing was added to for `days`; how many."""
    oldest = time.time() - days * 86400
    old = [
        folder.name
        for folder in workspace.uploads.iterdir()
        if _ID.fullmatch(folder.name) and (folder / "content").exists()
        and (folder / "content").stat().st_mtime < oldest
    ]  # fmt: skip
    for id in old:
        remove(workspace, id)
    return len(old)


def _folder(workspace: Workspace, id: str) -> Path:
    if not _ID.fullmatch(id):
        raise NotFound("no such upload; it may have been removed after a week")
    return workspace.uploads / id
