"""What is read: a file, a folder or a ZIP archive, as a sorted list of named files.

Formats find files by looking a name up in that list; no path is ever built from what data says.
gzip is unpacked while reading. The order is that of the names, so that a second reading is equal to the
first.
"""

import gzip
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from goldlabel.core.problem import Invalid, NotFound, TooLarge
from goldlabel.core.record import Reject
from goldlabel.formats.parts import archive, limits

_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True)
class File:
    """One readable file. `name` is its path inside the source with forward slashes, `.gz` taken off."""

    name: str
    raw: Callable[[], BinaryIO]
    path: Path | None = None
    """Where it lies on this machine as it is (not packed), when it does."""
    zipped: bool = False

    @property
    def ending(self) -> str:
        return "." + self.name.rsplit(".", 1)[-1].lower() if "." in self.name.rsplit("/", 1)[-1] else ""

    @property
    def base(self) -> str:
        return self.name.rsplit("/", 1)[-1]

    def open(self) -> BinaryIO:
        """Its bytes, gzip unpacked; the caller closes it."""
        if not self.zipped:
            return self.raw()
        return cast(BinaryIO, _Unpacked(self.raw(), self.name))

    def read(self, limit: int = limits.MAX_MEDIA) -> bytes:
        """All of it, or `TooLarge`."""
        with self.open() as stream:
            content = stream.read(limit + 1)
        if len(content) > limit:
            raise TooLarge(f"{self.name} is larger than {limits.size(limit)}")
        return content

    def head(self, count: int) -> bytes:
        """The first bytes, for telling formats apart; nothing when it cannot be read."""
        try:
            with self.open() as stream:
                return stream.read(count)
        except (OSError, EOFError, zipfile.BadZipFile, TooLarge, RuntimeError, ValueError):
            return b""

    @contextmanager
    def local(self) -> Generator[Path]:
        """A path for libraries that want one: the file itself, or a copy while the block runs."""
        plain = self.path is not None and not self.zipped and not set(str(self.path)) & set("*?[]{}\\'\"")
        if plain and self.path is not None:
            yield self.path
            return
        with tempfile.TemporaryDirectory(prefix="goldlabel-") as folder:
            copy = Path(folder) / f"copy{self.ending if self.ending.isascii() else ''}"
            with self.open() as stream, copy.open("wb") as out:
                shutil.copyfileobj(stream, out, limits.BLOCK)
            yield copy


class _Unpacked(io.BufferedReader):
    """A gzip stream that stops at the limits of `parts.limits` instead of filling the disk."""

    def __init__(self, packed: BinaryIO, name: str) -> None:
        super().__init__(_Counted(packed, name), limits.BLOCK)


class _Counted(io.RawIOBase):
    def __init__(self, packed: BinaryIO, name: str) -> None:
        self._packed, self._name, self._done = packed, name, 0
        self._stream = gzip.GzipFile(fileobj=packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            content = self._stream.read(len(buffer))
        except (EOFError, gzip.BadGzipFile, OSError) as error:
            raise Invalid(f"is not a whole gzip file ({error}); pack or upload it again", where=self._name) from None
        buffer[: len(content)] = content
        self._done += len(content)
        if self._done > limits.MAX_UNPACKED:
            raise TooLarge(f"{self._name} unpacks to more than {limits.size(limits.MAX_UNPACKED)}")
        if self._done > limits.RATIO_FREE and self._done > 1_100 * max(self._packed.tell(), 1):
            raise TooLarge(f"{self._name} unpacks to more than 1,100 times its size. This looks like a zip bomb")
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._packed.close()
        super().close()


class Source:
    """A place to read from. `name` is what the person called it, for messages, keys and endings."""

    def __init__(self, path: Path | str, name: str | None = None) -> None:
        self.path = Path(path)
        self.name = name or self.path.name or str(self.path)
        self._archive: zipfile.ZipFile | None = None
        self._rejects: list[Reject] = []
        if not self.path.exists():
            raise NotFound(f"{self.name}: there is no such file or folder")

    def __enter__(self) -> "Source":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._archive is not None:
            self._archive.close()

    @cached_property
    def kind(self) -> str:
        """`folder`, `zip` or `file`. An .xlsx is a ZIP archive too, but read as a file."""
        if self.path.is_dir():
            return "folder"
        if self.name.lower().endswith((".xlsx", ".xlsm")):
            return "file"
        with self.path.open("rb") as file:
            return "zip" if file.read(4) in _ZIP else "file"

    @cached_property
    def files(self) -> list[File]:
        """Every file in it, sorted by name."""
        if self.kind == "zip":
            return self._zip_files()
        if self.kind == "folder":
            return sorted(self._folder_files(), key=lambda file: file.name)
        return [_plain(self.name.replace("\\", "/").rsplit("/", 1)[-1] or "file", self.path)]

    @property
    def rejects(self) -> list[Reject]:
        """Files that were refused by their names; known once `files` is."""
        assert self.files is not None
        return self._rejects

    @property
    def single(self) -> File | None:
        """The file, when there is just one."""
        return self.files[0] if len(self.files) == 1 else None

    @cached_property
    def by_name(self) -> dict[str, File]:
        return {file.name: file for file in self.files}

    def find(self, name: str) -> File | None:
        """The file of that name, with or without leading `./`."""
        return self.by_name.get(name.removeprefix("./"))

    def ending_in(self, endings: tuple[str, ...]) -> list[File]:
        return [file for file in self.files if file.ending in endings]

    def _zip_files(self) -> list[File]:
        self._archive, entries, rejects = archive.open_archive(self.path, self.name)
        self._rejects.extend(rejects)
        return [self._member(self._archive, entry) for entry in entries]

    def _member(self, packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> File:
        def raw() -> BinaryIO:
            try:
                return cast(BinaryIO, packed.open(entry))
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
                raise Invalid(f"cannot be unpacked: {error}", where=f"{self.name} entry {entry.filename!r}") from None

        zipped = entry.filename.lower().endswith(".gz")
        return File(entry.filename[:-3] if zipped else entry.filename, raw, None, zipped)

    def _folder_files(self) -> Iterator[File]:
        root = self.path.resolve()
        count = 0
        for folder, folders, names in os.walk(root):
            folders.sort()
            for name in sorted(names):
                path = Path(folder) / name
                relative = path.relative_to(root).as_posix()
                if archive.is_noise(relative):
                    continue
                count += 1
                if count > limits.MAX_ENTRIES:
                    raise TooLarge(f"{self.name} holds more than {limits.MAX_ENTRIES:,} files. Split it")
                if path.is_symlink() and not path.resolve().is_relative_to(root):
                    self._rejects.append(Reject(f"{self.name}/{relative}", "is a link that leaves the folder"))
                elif path.is_file():
                    yield _plain(relative, path)


def _plain(name: str, path: Path) -> File:
    with path.open("rb") as file:
        zipped = file.read(2) == _GZIP
    if zipped and name.lower().endswith(".gz"):
        name = name[:-3]
    return File(name, lambda: path.open("rb"), path, zipped)
