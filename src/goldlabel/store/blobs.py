"""Files by the SHA-256 of their content, on local disk or in S3-compatible storage.

`put` returns when the content is durable: on disk it is written to a temporary file, synced, renamed into
place, and its folder synced, so a file under its final name is whole. Hence the rule for everybody: first
`put`, then the row that names it. Equal content is stored once.
"""

import hashlib
import os
import secrets
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import obstore
from obstore.store import LocalStore, S3Store

from goldlabel.core.problem import Invalid, NotFound

CHUNK = 1 << 20


class Blobs:
    """A content-addressed store; shared by threads and processes."""

    def __init__(self, store: Any, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def local(cls, folder: Path) -> "Blobs":
        folder.mkdir(parents=True, exist_ok=True)
        return cls(LocalStore(folder), folder)

    @classmethod
    def s3(
        cls, url: str, *, endpoint: str | None = None, region: str = "us-east-1",
        access_key_id: str | None = None, secret_access_key: str | None = None,
    ) -> "Blobs":  # fmt: skip
        """`s3://bucket/prefix`. The caller has put `endpoint` through the egress rule."""
        given = {"aws_access_key_id": access_key_id, "aws_secret_access_key": secret_access_key, "endpoint": endpoint}
        config: Any = {"region": region} | {key: value for key, value in given.items() if value}
        options: Any = {"allow_http": endpoint is not None and endpoint.startswith("http://"), "timeout": "120s"}
        return cls(S3Store.from_url(url, config=config, client_options=options))

    @staticmethod
    def path(hash: str) -> str:
        """Where a blob lies. Raises Invalid for what is no SHA-256: nothing else may become a path."""
        if len(hash) != 64 or not set(hash) <= set("0123456789abcdef"):
            raise Invalid("is not the SHA-256 of a file")
        return f"{hash[:2]}/{hash[2:4]}/{hash}"

    # -- in

    def put(self, content: bytes | BinaryIO | Path) -> tuple[str, int]:
        """Stores bytes, an open file (from where it stands) or a file; its hash and size, once durable."""
        if isinstance(content, bytes):
            return self._put(iter((content,)))
        if isinstance(content, Path):
            with content.open("rb") as file:
                return self._put(_chunks(file))
        return self._put(_chunks(content))

    def _put(self, parts: Iterator[bytes]) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with self._staged() as (file, path):
            for part in parts:
                digest.update(part)
                size += len(part)
                file.write(part)
            hash = digest.hexdigest()
            if self._folder is None:
                file.seek(0)
                if not self.exists(hash):
                    obstore.put(self._store, self.path(hash), file)
            else:
                assert path is not None
                file.flush()
                os.fsync(file.fileno())
                self._move(path, self._folder / self.path(hash))
        return hash, size

    @contextmanager
    def _staged(self) -> Generator[tuple[Any, Path | None]]:
        """A file to write to; on disk in the store's own folder, so that it can be renamed into place."""
        if self._folder is None:
            import tempfile

            with tempfile.SpooledTemporaryFile(max_size=32 << 20) as spooled:
                yield spooled, None
            return
        folder = self._folder / "incoming"
        folder.mkdir(exist_ok=True)
        path = folder / secrets.token_hex(16)
        try:
            with path.open("xb") as file:
                yield file, path
        finally:
            with suppress(FileNotFoundError):
                path.unlink()

    def _move(self, path: Path, target: Path) -> None:
        assert self._folder is not None
        missing = [folder for folder in (target.parent.parent, target.parent) if not folder.exists()]
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
        for folder in [target.parent, *[folder.parent for folder in reversed(missing)]]:
            sync_folder(folder)

    # -- out

    def get(self, hash: str, start: int = 0, end: int | None = None) -> bytes:
        """The bytes, or those in [start, end). Raises NotFound."""
        with _missing(hash):
            if start == 0 and end is None:
                return bytes(obstore.get(self._store, self.path(hash)).bytes())
            stop = self.size(hash) if end is None else end
            if stop <= start:
                return b""
            return bytes(obstore.get_range(self._store, self.path(hash), start=start, end=stop))

    async def stream(self, hash: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes in [start, end) in pieces, without blocking the event loop. Raises NotFound."""
        if end <= start:
            return
        with _missing(hash):
            options: Any = {"range": (start, end)}
            result = await obstore.get_async(self._store, self.path(hash), options=options)
            async for part in result.stream(min_chunk_size=256 * 1024):
                yield bytes(part)

    def save(self, hash: str, to: BinaryIO) -> None:
        """Copies a blob to an open file in pieces. Raises NotFound."""
        with _missing(hash):
            for part in obstore.get(self._store, self.path(hash)).stream(min_chunk_size=CHUNK):
                to.write(part)

    def size(self, hash: str) -> int:
        with _missing(hash):
            return int(obstore.head(self._store, self.path(hash))["size"])

    def exists(self, hash: str) -> bool:
        try:
            self.size(hash)
        except NotFound:
            return False
        return True

    def delete(self, hash: str) -> None:
        """For erasure; the caller has made sure that no row names it any more. Missing is fine."""
        with suppress(FileNotFoundError):
            obstore.delete(self._store, self.path(hash))


def sync_folder(folder: Path) -> None:
    """Makes new names in a folder durable (Windows has no such call and needs none)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while part := file.read(CHUNK):
        yield part


@contextmanager
def _missing(hash: str) -> Generator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound(f"no stored file {hash[:12]}…") from error
