"""Blobs on disk and in S3 (moto): by content, durable before they are named."""

import asyncio
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goldlabel.core.problem import Invalid, NotFound
from goldlabel.store.blobs import Blobs
from goldlabel.work.workspace import open_workspace
from tests.server.conftest import CHEAP

EMPTY = hashlib.sha256(b"").hexdigest()


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of a moto server with a bucket."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client = boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="k", aws_secret_access_key="s"
    )
    client.create_bucket(Bucket="labels")
    client.close()
    yield endpoint
    server.stop()


@pytest.fixture(params=["local", "s3"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    if request.param == "local":
        return Blobs.local(tmp_path / "blobs")
    endpoint = request.getfixturevalue("s3")
    prefix = f"s3://labels/{tmp_path.name}"
    return Blobs.s3(prefix, endpoint=endpoint, access_key_id="k", secret_access_key="s")


def test_what_goes_in_comes_out(blobs: Blobs, tmp_path: Path):
    content = os.urandom(3_000_000)
    file = tmp_path / "file"
    file.write_bytes(content)
    hash = hashlib.sha256(content).hexdigest()
    assert blobs.put(content) == blobs.put(file) == blobs.put(io.BytesIO(content)) == (hash, len(content))
    assert blobs.get(hash) == content
    assert blobs.get(hash, 10, 20) == content[10:20]
    assert blobs.get(hash, 2_999_990) == content[-10:]
    assert blobs.get(hash, 5, 5) == b""
    assert blobs.size(hash) == len(content)
    out = io.BytesIO()
    blobs.save(hash, out)
    assert out.getvalue() == content

    async def read() -> bytes:
        return b"".join([part async for part in blobs.stream(hash, 100, 2_000_000)])

    assert asyncio.run(read()) == content[100:2_000_000]
    blobs.delete(hash)
    blobs.delete(hash)
    assert not blobs.exists(hash)
    with pytest.raises(NotFound):
        blobs.get(hash)


def test_an_empty_file_is_a_file(blobs: Blobs):
    assert blobs.put(b"") == (EMPTY, 0)
    assert blobs.get(EMPTY) == b""


@pytest.mark.parametrize(
    "hash", ["", "x" * 64, "../../etc/passwd", "A" * 64, "a" * 63, f"{'a' * 63}/", f"{'a' * 64}\n"]
)
def test_only_hashes_become_paths(blobs: Blobs, hash: str):
    with pytest.raises(Invalid):
        blobs.get(hash)


def test_a_blob_is_on_disk_before_its_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The order of calls: write, sync the file, rename it into place, sync the folders; only then `put` returns."""
    blobs = Blobs.local(tmp_path / "blobs")
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace

    def watched_fsync(handle: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        steps.append(f"sync {'folder' if path.is_dir() else 'file'} {path.name[:8]}")
        if path.is_file():
            assert path.read_bytes() == b"hello", "all bytes must be written before the sync"
        fsync(handle)

    def watched_replace(source: Path, target: Path) -> None:
        assert Path(source).read_bytes() == b"hello"
        steps.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(os, "replace", watched_replace)
    hash, _ = blobs.put(b"hello")
    kinds = [step.rsplit(" ", 1)[0] if step != "rename" else step for step in steps]
    assert kinds[:2] == ["sync file", "rename"]
    assert kinds[2:] == ["sync folder"] * 3, "the new folders' own names too"
    assert blobs.exists(hash)
    steps.clear()
    blobs.put(b"hello")
    assert [step.split()[0] for step in steps] == ["sync", "rename", "sync"]


def test_a_failed_write_leaves_nothing(tmp_path: Path):
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("the disk is gone")

    blobs = Blobs.local(tmp_path / "blobs")
    with pytest.raises(OSError, match="disk"):
        blobs.put(Breaks())
    assert [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()] == []


def test_the_media_row_comes_after_the_blob(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from PIL import Image

    from goldlabel.store import media as rows
    from goldlabel.work import media, projects
    from tests.server.conftest import PICTURES

    with open_workspace(tmp_path / "w", passwords=CHEAP) as workspace:
        project = workspace.database.write(lambda tx: projects.create(tx, "p", PICTURES))
        steps: list[str] = []
        put, add = Blobs.put, rows.add

        def watched_put(self: Blobs, content: Any) -> tuple[str, int]:
            result = put(self, content)
            steps.append("blob")
            return result

        def watched_add(*args: Any) -> bool:
            steps.append("row")
            return add(*args)

        monkeypatch.setattr(Blobs, "put", watched_put)
        monkeypatch.setattr(rows, "add", watched_add)
        out = io.BytesIO()
        Image.new("RGB", (3, 2)).save(out, "PNG")
        row = media.keep(workspace, project.id, out.getvalue(), "../../a/b.png")
        assert steps == ["blob", "row"]
        assert (row.name, row.mime, row.info["width"], row.info["height"]) == ("b.png", "image/png", 3, 2)
        with pytest.raises(Invalid, match="SVG"):
            media.keep(workspace, project.id, b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.png")
        assert steps == ["blob", "row"], "what is refused is not stored"


def test_a_workspace_on_s3(tmp_path: Path, s3: str):
    (tmp_path / "goldlabel.toml").write_text(
        f'blobs = "s3://labels/w"\n[s3]\nendpoint = "{s3}"\naccess_key_id = "k"\nsecret_access_key = "s"\n'
        '[network]\nallow = ["127.0.0.1", "0.0.0.0"]\n'
    )
    with open_workspace(tmp_path) as workspace:
        hash, _ = workspace.blobs.put(b"there")
        assert workspace.blobs.get(hash) == b"there"
        assert not any(path.is_file() for path in (tmp_path / "blobs").rglob("*"))
