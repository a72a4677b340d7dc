"""Importing from storages: which there are, what lies in them, and what of them an import reads.

The admin names them in goldlabel.toml (docs/settings.md), with their keys; leads see names and paths, never addresses
or keys, and reach nothing that was not named.
"""

import secrets
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from goldlabel.core.problem import Invalid, NotFound
from goldlabel.net.storage import Bucket, Entry, Folder, Storage
from goldlabel.work.workspace import StorageSettings, Workspace

BUCKETS = ("s3://", "gs://", "az://")
MOST_FILES = 1_000_000
HEAD_FILES, HEAD_BYTES = 30, 8 << 20
"""What a preview fetches of a bucket."""


def names(workspace: Workspace, project: str) -> list[str]:
    """Those that this project's leads may import from."""
    known = workspace.settings.storages
    return sorted(name for name, one in known.items() if not one.projects or project in one.projects)


def entries(workspace: Workspace, project: str, name: str, folder: str) -> tuple[list[Entry], bool]:
    """What lies in a folder of a storage, and whether there is more. Raises NotFound."""
    return _storage(workspace, project, name).entries(folder)


def check(workspace: Workspace, project: str, name: str, path: str) -> None:
    """Raises NotFound for a storage that is not this project's, Invalid for a path that leaves it."""
    _storage(workspace, project, name).place(path)


@contextmanager
def opened(
    workspace: Workspace, project: str, where: Mapping[str, str], *, head: bool = False
) -> Generator[tuple[Path, bool]]:
    """Where `{storage, path}` can be read, and whether all of it is there (with `head`, its beginning may do)."""
    path = where["path"]
    storage = _storage(workspace, project, where["storage"])
    place = storage.place(path)
    if place is not None:
        yield place, True
        return
    target = workspace.uploads / f"fetched-{secrets.token_hex(12)}"
    try:
        yield target, storage.fetch(
            path, target, files=HEAD_FILES if head else MOST_FILES,
            max_bytes=HEAD_BYTES if head else workspace.settings.network.max_bytes, heads=head,
        )  # fmt: skip
    finally:
        shutil.rmtree(target, ignore_errors=True)
        target.unlink(missing_ok=True)


def called(where: Mapping[str, str]) -> str:
    """What people call a source in a storage: the last part of its path."""
    return where["path"].strip("/").rsplit("/", 1)[-1] or where["storage"]


def _storage(workspace: Workspace, project: str, name: str) -> Storage:
    if name not in names(workspace, project):
        raise NotFound(f"there is no storage {name!r} for this project")
    return _made(workspace, name, workspace.settings.storages[name])


def _made(workspace: Workspace, name: str, one: StorageSettings) -> Storage:
    where = f"goldlabel.toml: storages.{name}.url"
    if not one.url.startswith(BUCKETS):
        root = Path(one.url).expanduser()
        if "://" in one.url or not root.is_absolute() or not root.is_dir():
            raise Invalid("must be a folder of the server (from / on) or s3://, gs://, az://", where=where)
        return Folder(root)
    if not one.url.startswith("s3://"):
        return Bucket(one.url, {})
    if one.endpoint:
        workspace.egress.check(one.endpoint)
    given = {
        "region": one.region, "endpoint": one.endpoint, "aws_access_key_id": one.access_key_id,
        "aws_secret_access_key": one.secret_access_key,
    }  # fmt: skip
    config = {key: value for key, value in given.items() if value}
    return Bucket(one.url, config, http=bool(one.endpoint and one.endpoint.startswith("http://")))
