"""Resumable uploads: offsets, breaks, caps, names; and the way on into an import."""

import asyncio
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from goldlabel.work import uploads
from tests.server.conftest import World

pytestmark = pytest.mark.anyio
UPLOADS = "/api/projects/own/uploads"


async def make(client: Any, size: int, name: str = "data.csv") -> str:
    got = await client.post(UPLOADS, json={"name": name, "size": size})
    assert got.status_code == 201, got.text
    return got.json()["upload"]


async def send(client: Any, upload: str, content: Any, offset: int) -> Any:
    return await client.patch(f"{UPLOADS}/{upload}", content=content, headers={"upload-offset": str(offset)})


async def test_a_file_in_two_parts(world: World):
    content = os.urandom(3_000_001)
    async with world.as_("manager") as client:
        upload = await make(client, len(content))
        first = await send(client, upload, content[:1_000_000], 0)
        assert first.json()["offset"] == 1_000_000
        assert first.json()["complete"] is False
        head = await client.head(f"{UPLOADS}/{upload}")
        assert (head.headers["upload-offset"], head.headers["upload-length"]) == ("1000000", "3000001")
        with pytest.raises(Exception, match="1,000,000 of 3,000,001"):
            uploads.file_of(world.workspace, upload)
        assert (await send(client, upload, content[1_000_000:], 1_000_000)).json()["complete"] is True
    path, name = uploads.file_of(world.workspace, upload)
    assert name == "data.csv"
    assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(content).digest()


async def test_a_wrong_offset_says_the_right_one(world: World):
    async with world.as_("manager") as client:
        upload = await make(client, 10)
        await send(client, upload, b"01234", 0)
        for offset in (0, 4, 6, 10):
            got = await send(client, upload, b"x", offset)
            assert got.status_code == 409
            assert got.json()["error"]["offset"] == 5
        assert (await client.patch(f"{UPLOADS}/{upload}", content=b"x")).status_code == 422
        assert (await send(client, upload, b"56789", 5)).json()["complete"] is True
    assert uploads.file_of(world.workspace, upload)[0].read_bytes() == b"0123456789"


async def test_a_broken_connection_keeps_what_came(world: World):
    async def breaks() -> Any:
        yield b"a" * 1_500_000
        yield b"a" * 500_000
        raise OSError("the line is dead")

    async with world.as_("manager") as client:
        upload = await make(client, 5_000_000)
        await send(client, upload, breaks(), 0)
        at = (await client.get(f"{UPLOADS}/{upload}")).json()["offset"]
        assert at == 2_000_000
        assert (await send(client, upload, b"b" * 3_000_000, at)).json()["complete"] is True


async def test_more_than_announced_is_refused(world: World):
    async with world.as_("manager") as client:
        upload = await make(client, 3)
        assert (await send(client, upload, b"1234", 0)).status_code == 413
        assert (await client.get(f"{UPLOADS}/{upload}")).json()["offset"] == 0
        limit = world.workspace.settings.server.max_upload_bytes
        assert (await client.post(UPLOADS, json={"name": "x", "size": limit + 1})).status_code == 413


async def test_two_senders_do_not_mix(world: World):
    slow = asyncio.Event()

    async def body() -> Any:
        yield b"x" * 1_100_000
        await slow.wait()
        yield b"x"

    async with world.as_("manager") as client:
        upload = await make(client, 1_100_001)
        first = asyncio.create_task(send(client, upload, body(), 0))
        await asyncio.sleep(0.2)
        second = await send(client, upload, b"y", 0)
        assert second.status_code == 409
        slow.set()
        assert (await first).json()["complete"] is True


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "..\\..\\x.exe", "/etc/passwd", "a\x7fb", "..", "con.txt", "x" * 500, "<script>.csv"],
)
async def test_a_name_is_never_a_path(world: World, name: str):
    before = {path for path in world.workspace.path.parent.rglob("*") if path.is_file()}
    async with world.as_("manager") as client:
        upload = await make(client, 1, name)
        await send(client, upload, b"x", 0)
    path, shown = uploads.file_of(world.workspace, upload)
    assert path == world.workspace.uploads / upload / "content"
    assert "/" not in shown
    assert "\\" not in shown
    made = {path for path in world.workspace.path.parent.rglob("*") if path.is_file()} - before
    assert {path.parent for path in made if "goldlabel.db" not in path.name} == {path.parent}


@pytest.mark.parametrize("upload", ["x", "%2e%2e%2fsecret", "0" * 32, "A" * 32, "0" * 31 + "%0a"])
async def test_unknown_uploads(world: World, upload: str):
    async with world.as_("manager") as client:
        for got in (await client.get(f"{UPLOADS}/{upload}"), await send(client, upload, b"x", 0)):
            assert got.status_code in (404, 405), got.text


async def test_bytes_are_synced_before_they_are_acknowledged(world: World, monkeypatch: pytest.MonkeyPatch):
    synced: list[int] = []
    fsync = os.fsync

    def watched(handle: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        if path.name == "content":
            synced.append(path.stat().st_size)
        fsync(handle)

    async with world.as_("manager") as client:
        upload = await make(client, 100)
        monkeypatch.setattr(os, "fsync", watched)
        assert (await send(client, upload, b"x" * 60, 0)).json()["offset"] == 60
        assert synced == [60]


async def test_old_uploads_go(world: World):
    async with world.as_("manager") as client:
        old, new = await make(client, 1), await make(client, 1)
    os.utime(world.workspace.uploads / old / "content", (0, 0))
    assert uploads.remove_old(world.workspace) == 1
    assert [path.name for path in world.workspace.uploads.iterdir()] == [new]


async def test_an_import_takes_only_a_whole_upload_of_its_own_project(world: World):
    async with world.as_("manager") as client:
        upload = await make(client, 20, "texts.csv")
        early = await client.post("/api/projects/own/imports", json={"upload": upload})
        assert early.status_code == 422
        await send(client, upload, b"text\nfirst\nsecond\n\n\n", 0)
        started = await client.post("/api/projects/own/imports", json={"upload": upload})
        assert started.status_code == 202, started.text
        assert started.json()["kind"] == "import"
        both = await client.post("/api/projects/own/imports", json={"upload": upload, "url": "http://x.example"})
        assert both.status_code == 422
    async with world.as_("admin") as client:
        foreign = await client.post("/api/projects/other/imports", json={"upload": upload})
        assert foreign.status_code == 404
