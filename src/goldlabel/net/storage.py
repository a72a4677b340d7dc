"""Storages that an admin names: a folder of this machine or a bucket, read and never written.

Paths in a storage are relative, with `/` between folders; nothing outside of the root can be named, links included.
"""

import asyncio
import os
from abc import ABC, abstractmethod
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from goldlabel.core.problem import GoldlabelError, Invalid, NotFound, TooLarge

PAGE = 1000
LISTING_SECONDS = 20
CHUNK = 1 << 20
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder. `size` in bytes; None for a folder."""

    name: str
    folder: bool
    size: int | None = None


def clean(path: str) -> str:
    """The path without slashes at its ends. Raises Invalid for one that climbs out or holds what no path may."""
    parts = [part for part in path.strip("/").split("/") if part]
    if any(part in (".", "..") for part in parts) or "\0" in path or "\\" in path:
        raise Invalid("must lie inside the storage", where="path")
    return "/".join(parts)


class Storage(ABC):
    """Errors of the service behind it are GoldlabelErrors in its own words."""

    @abstractmethod
    def entries(self, folder: str) -> tuple[list[Entry], bool]:
        """Folders first, then files, up to 1,000; whether there are more. Raises NotFound."""

    @abstractmethod
    def place(self, path: str) -> Path | None:
        """Where the file or folder lies on this machine; None when it has to be fetched. Raises NotFound."""

    @abstractmethod
    def fetch(self, path: str, into: Path, *, files: int, max_bytes: int, heads: bool = False) -> bool:
        """Writes a file to `into`, or the files of a folder beneath it.

        Up to `files` of them, each of up to `max_bytes`; with `heads` more of a folder is left out and longer files
        are cut, without it that is TooLarge. Whether all of it is there. Raises NotFound.
        """


class Folder(Storage):
    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def place(self, path: str) -> Path:
        place = (self._root / clean(path)).resolve()
        if not place.exists() or not place.is_relative_to(self._root):
            raise NotFound(f"there is no {path or 'folder'} in this storage")
        return place

    def entries(self, folder: str) -> tuple[list[Entry], bool]:
        place = self.place(folder)
        if not place.is_dir():
            raise NotFound(f"{folder} is a file, not a folder")
        try:
            with os.scandir(place) as found:
                some = list(islice((entry for entry in map(self._entry, found) if entry), PAGE + 1))
        except OSError as error:
            raise GoldlabelError(f"{folder or 'the storage'} cannot be read: {error.strerror}") from None
        return _page(some)

    def _entry(self, found: "os.DirEntry[str]") -> Entry | None:
        """None for hidden files, links that leave the storage, and what is neither file nor folder."""
        if found.name.startswith("."):
            return None
        if found.is_symlink() and not Path(found.path).resolve().is_relative_to(self._root):
            return None
        if found.is_dir():
            return Entry(found.name, True)
        return Entry(found.name, False, found.stat().st_size) if found.is_file() else None

    def fetch(self, path: str, into: Path, *, files: int, max_bytes: int, heads: bool = False) -> bool:
        raise NotImplementedError("what lies on this machine is read where it lies")


class Bucket(Storage):
    """`s3://bucket/prefix`, `gs://…` or `az://…`, by obstore."""

    def __init__(self, url: str, config: dict[str, Any], *, http: bool = False) -> None:
        from obstore.store import from_url

        make: Any = from_url
        self._store: Any = make(url, config=config, client_options={"allow_http": http, "timeout": "120s"})

    def place(self, path: str) -> None:
        clean(path)

    def entries(self, folder: str) -> tuple[list[Entry], bool]:
        folder = clean(folder)

        async def ask() -> Any:
            return await asyncio.wait_for(
                _obstore().list_with_delimiter_async(self._store, folder or None), LISTING_SECONDS
            )

        try:
            with _said(folder):
                found = asyncio.run(ask())
        except TimeoutError:
            raise GoldlabelError(f"{folder or 'the storage'} holds too much to list: give the path instead") from None
        folders = [Entry(_base(path), True) for path in found["common_prefixes"]]
        files = [Entry(_base(one["path"]), False, one["size"]) for one in found["objects"]]
        if folder and not folders and not files:
            raise NotFound(f"there is no folder {folder} in this storage")
        return _page([entry for entry in [*folders, *files] if not entry.name.startswith(".")])

    def fetch(self, path: str, into: Path, *, files: int, max_bytes: int, heads: bool = False) -> bool:
        path = clean(path)
        if path and (size := self._size(path)) is not None:
            return self._take(path, size, into, max_bytes, heads)
        return self._take_folder(path, into, files, max_bytes, heads)

    def _size(self, path: str) -> int | None:
        """None when there is no file of that name."""
        try:
            with _said(path):
                return int(_obstore().head(self._store, path)["size"])
        except NotFound:
            return None

    def _take_folder(self, folder: str, into: Path, files: int, max_bytes: int, heads: bool) -> bool:
        with _said(folder):
            found = list(islice(self._below(folder), files + 1))
        if not found:
            raise NotFound(f"there is nothing at {folder or 'the root'} in this storage")
        whole = len(found) <= files
        if not whole and not heads:
            raise TooLarge(f"{folder or 'the storage'} holds more than {files:,} files. Import its folders one by one")
        start = len(folder) + 1 if folder else 0
        wanted = [(path, size, _inside(into, path[start:])) for path, size in found[:files]]
        for _, _, target in wanted:
            target.parent.mkdir(parents=True, exist_ok=True)

        def take(one: tuple[str, int, Path]) -> bool:
            return self._take(*one, max_bytes, heads)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            took = list(pool.map(take, wanted))
        return whole and all(took)

    def _below(self, folder: str) -> Iterator[tuple[str, int]]:
        """Every file beneath, by name; markers of empty folders and hidden files are left out."""
        for page in _obstore().list(self._store, folder or None):
            for one in page:
                if one["size"] and not any(part.startswith(".") for part in one["path"].split("/")):
                    yield one["path"], one["size"]

    def _take(self, path: str, size: int, target: Path, max_bytes: int, heads: bool) -> bool:
        if size > max_bytes and not heads:
            raise TooLarge(f"{path} has {size:,} bytes; {max_bytes:,} are allowed (network.max_bytes)")
        with target.open("wb") as file, _said(path):
            if size > max_bytes:
                file.write(bytes(_obstore().get_range(self._store, path, start=0, end=max_bytes)))
            else:
                _copy(_obstore().get(self._store, path), file)
        return size <= max_bytes


def _obstore() -> Any:
    """Loaded when a bucket is first asked."""
    import obstore

    return obstore


def _copy(found: Any, file: BinaryIO) -> None:
    for part in found.stream(min_chunk_size=CHUNK):
        file.write(bytes(part))


def _page(entries: list[Entry]) -> tuple[list[Entry], bool]:
    entries.sort(key=lambda entry: (not entry.folder, entry.name.casefold(), entry.name))
    return entries[:PAGE], len(entries) > PAGE


def _base(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]


def _inside(folder: Path, name: str) -> Path:
    """Names of objects are anybody's: none becomes a path outside of the folder."""
    return folder / clean(name)


class _said:
    """Errors of the service in one sentence, without its addresses and keys."""

    def __init__(self, path: str) -> None:
        self._path = path or "the storage"

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, error: BaseException | None, _: Any) -> None:
        if error is None or isinstance(error, GoldlabelError):
            return
        import obstore.exceptions as known

        if isinstance(error, FileNotFoundError):
            raise NotFound(f"there is no {self._path} in this storage") from None
        if isinstance(error, (known.PermissionDeniedError, known.UnauthenticatedError)):
            raise GoldlabelError(f"the storage does not let goldlabel read {self._path}: look at its keys") from None
        if isinstance(error, known.BaseError):
            raise GoldlabelError(f"{self._path} could not be read: the storage did not answer as it should") from None
