"""The media gateway: ranges by RFC 9110, fixed types, nothing that runs, signed for one project."""

import io
import os
import re

import pytest

from goldlabel.server.routes.media import disposition, parse_range
from goldlabel.work import media, projects
from tests.server.conftest import PICTURES, World

pytestmark = pytest.mark.anyio


@pytest.fixture
def picture() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.frombytes("RGB", (40, 30), os.urandom(3600)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def url(world: World, picture: bytes) -> str:
    """A picture of project `pics`, with its signed address."""
    project = world.run(lambda tx: projects.create(tx, "pics", PICTURES))
    row = media.keep(world.workspace, project.id, picture, 'ü "\r\n/evil.html')
    return media.media_url(world.app.state.context.media_key, "pics", row.hash, world.run(lambda tx: tx.now()), 12)


async def get(world: World, url: str, method: str = "GET", **headers: str):
    async with world.client() as client:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await client.request(method, url, headers=named)


async def test_the_whole_file(world: World, url: str, picture: bytes):
    got = await get(world, url)
    assert got.status_code == 200
    assert got.content == picture
    assert got.headers["content-type"] == "image/png"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert got.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert got.headers["accept-ranges"] == "bytes"
    assert got.headers["content-length"] == str(len(picture))
    assert re.fullmatch(r'"[0-9a-f]{64}"', got.headers["etag"]), "strong, and the hash"
    assert "content-encoding" not in got.headers
    assert got.headers["content-disposition"].startswith('inline; filename="evil.html"')


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-9", 0, 10), ("bytes=10-10", 10, 11), ("bytes=5-", 5, None), ("bytes=-7", -7, None),
        ("bytes=-99999999", 0, None), ("bytes=0-99999999", 0, None), ("BYTES = 1 - 2", 1, 3), ("bytes=0-", 0, None),
    ],
)  # fmt: skip
async def test_one_range(world: World, url: str, picture: bytes, asked: str, start: int, end: int | None):
    got = await get(world, url, range=asked)
    assert got.status_code == 206, got.text
    assert got.content == picture[start:end]
    first = start if start >= 0 else len(picture) + start
    assert got.headers["content-range"] == f"bytes {first}-{first + len(got.content) - 1}/{len(picture)}"
    assert got.headers["content-length"] == str(len(got.content))


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=99999999-99999999", "bytes=-0"])
async def test_ranges_outside_are_416(world: World, url: str, picture: bytes, asked: str):
    got = await get(world, url, range=asked)
    assert got.status_code == 416
    assert got.headers["content-range"] == f"bytes */{len(picture)}"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=5-2",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "items=0-1",
        "bytes 0-1",
        "bytes=0-1,3-4",
        "bytes=0x1-2",
        "bytes=--1",
    ],
)
async def test_what_is_no_range_or_many_gets_the_whole_file(world: World, url: str, picture: bytes, asked: str):
    got = await get(world, url, range=asked)
    assert got.status_code == 200
    assert got.content == picture


async def test_if_range(world: World, url: str, picture: bytes):
    etag = (await get(world, url)).headers["etag"]
    assert (await get(world, url, range="bytes=0-1", if_range=etag)).status_code == 206
    for other in ('"other"', f"W/{etag}", "Wed, 21 Oct 2015 07:28:00 GMT"):
        got = await get(world, url, range="bytes=0-1", if_range=other)
        assert got.status_code == 200
        assert got.content == picture


async def test_if_none_match(world: World, url: str):
    etag = (await get(world, url)).headers["etag"]
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        got = await get(world, url, if_none_match=known)
        assert got.status_code == 304
        assert got.content == b""
        assert got.headers["etag"] == etag
        assert (await get(world, url, if_none_match=known, range="bytes=0-1")).status_code == 304
    assert (await get(world, url, if_none_match='"other"')).status_code == 200


async def test_head(world: World, url: str, picture: bytes):
    got = await get(world, url, "HEAD", range="bytes=0-1")
    assert got.status_code == 200, "a range means nothing to HEAD"
    assert got.content == b""
    assert got.headers["content-length"] == str(len(picture))
    assert got.headers["content-type"] == "image/png"


async def test_addresses_are_for_one_file_of_one_project_for_a_while(world: World, url: str):
    path, query = url.split("?")
    until, signature = re.fullmatch(r"e=(\d+)&s=(\w+)", query).groups()  # type: ignore[union-attr]
    hash = path.rsplit("/", 1)[-1]
    key = world.app.state.context.media_key
    for wrong in (
        path,
        f"{path}?e={int(until) + 1}&s={signature}",
        f"{path}?e={until}&s={signature[:-1]}{'0' if signature[-1] != '0' else '1'}",
        f"{path}?e={until}&s=é",
        f"{path}?e=١&s={signature}",
        f"/media/own/{hash}?{query}",
        f"/media/pics/{'0' * 64}?{query}",
        f"/media/pics/..%2F..%2Fsecret?{query}",
        media.media_url(key, "pics", hash, 0, 12),
    ):
        got = await get(world, wrong)
        assert got.status_code in (403, 404), wrong
    in_other = media.media_url(key, "own", hash, world.run(lambda tx: tx.now()), 12)
    assert (await get(world, in_other)).status_code == 404, "signed, but that project does not have the file"


async def test_an_address_of_one_project_is_none_of_another_that_has_the_same_file(
    world: World, url: str, picture: bytes
):
    second = world.run(lambda tx: projects.create(tx, "pics2", PICTURES))
    media.keep(world.workspace, second.id, picture, "same.png")
    assert (await get(world, url)).status_code == 200
    assert (await get(world, url.replace("/pics/", "/pics2/"))).status_code == 403


async def test_addresses_stay_the_same_for_a_while(world: World):
    key, hour = world.app.state.context.media_key, 3600 * 1_000_000
    urls = {media.media_url(key, "p", "a" * 64, n * hour, 12) for n in range(12)}
    assert len(urls) == 1


@pytest.mark.parametrize("size", [0, 1, 10])
def test_ranges_never_leave_the_file(size: int):
    for first in ("", "0", "1", "9", "10", "11", "0009"):
        for last in ("", "0", "1", "9", "10", "11"):
            span = parse_range(f"bytes={first}-{last}", size)
            assert span is None or 0 <= span[0] <= span[1] <= size


def test_names_cannot_break_the_header():
    shown = disposition('a"\r\nSet-Cookie: x=1; \\ü</script>.svg')
    assert "\r" not in shown
    assert "\n" not in shown
    assert shown.isascii()
    assert shown.count('"') == 2
