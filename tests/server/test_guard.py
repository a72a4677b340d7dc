"""Around every request: hosts, origins, sizes, headers, errors, gzip, the web app."""

import gzip
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest

from goldlabel.server.app import create_app
from goldlabel.server.guard import CSP, host_name
from goldlabel.work.workspace import open_workspace
from tests.server.conftest import CHEAP, World

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "host",
    ["localhost", "localhost:8000", "app.localhost:1", "127.0.0.1:9", "[::1]:8000", "192.168.1.7", "10.0.0.1:80"],
)
async def test_hosts_that_are_ours(world: World, host: str):
    async with world.client(host=host) as client:
        assert (await client.get("/health")).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "",
        "a@localhost",
        "x/localhost",
        "[::1",
        "evil.example:8000",
        "localhost:x",
    ],
)
async def test_other_hosts_are_turned_away(world: World, host: str):
    """DNS rebinding: a page that made its own name point here must not get an answer."""
    async with world.as_("admin") as client:
        got = await client.get("/api/me", headers={"host": host})
        assert got.status_code == 421, got.text
        assert "admin@example.org" not in got.text


async def test_hosts_from_the_settings(tmp_path: Any):
    with open_workspace(
        tmp_path, passwords=CHEAP, server={"public_url": "https://label.example.org", "hosts": ["other.example"]}
    ) as workspace:
        made = World(workspace, create_app(workspace, hosts=["third.example"]))
        for host in ("label.example.org", "other.example:8000", "third.example"):
            async with made.client(host=host) as client:
                got = await client.get("/health")
                assert got.status_code == 200
                assert got.headers["strict-transport-security"].startswith("max-age=")


SITES = [
    ({"sec-fetch-site": "same-origin"}, True),
    ({"sec-fetch-site": "none"}, True),
    ({"sec-fetch-site": "cross-site"}, False),
    ({"sec-fetch-site": "same-site"}, False),
    ({"sec-fetch-site": "cross-site", "origin": "http://localhost"}, False),
    ({"origin": "http://localhost"}, True),
    ({"origin": "http://localhost:9"}, False),
    ({"origin": "https://evil.example"}, False),
    ({"origin": "null"}, False),
    ({"origin": "https://evil.example", "authorization": ""}, False),
    ({}, True),
]


@pytest.mark.parametrize(("headers", "fine"), SITES)
async def test_state_changes_come_from_our_own_pages(world: World, headers: dict[str, str], fine: bool):
    async with world.as_("annotator") as client:
        got = await client.post("/api/projects/own/next", json={}, headers=headers)
        assert (got.status_code == 200) == fine, got.text
        assert fine or got.status_code == 403
        signing_in = await client.post("/api/auth/sign-in", json={"email": "a@b.c", "password": "x"}, headers=headers)
        assert (signing_in.status_code == 401) == fine, "nor may another site sign somebody in"


async def test_tokens_need_no_origin(world: World):
    async with world.bearer("annotator") as client:
        got = await client.post("/api/projects/own/next", json={}, headers={"origin": "https://notebook.example"})
        assert got.status_code == 200
        assert "access-control-allow-origin" not in got.headers


async def test_every_answer_has_the_headers(world: World):
    async with world.as_("annotator") as client:
        answers = [await client.get(path) for path in ("/health", "/api/me", "/api/nothing", "/api/projects/none")]
        answers.append(await client.post("/api/projects/own/next", content=b"{"))
        answers.append(await client.get("/health", headers={"host": "evil.example"}))
    for got in answers:
        assert got.headers["content-security-policy"] == CSP
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["referrer-policy"] == "same-origin"
        assert got.headers["cross-origin-opener-policy"] == "same-origin"
        assert got.headers["content-type"] == "application/json"
        assert got.headers["cache-control"] == "no-store"
        assert got.status_code == 200 or set(got.json()) == {"error"}
    assert "'unsafe" not in CSP
    assert "*" not in CSP


async def test_bodies_have_a_limit(world: World):
    limit = world.workspace.settings.server.max_body_bytes
    async with world.as_("annotator") as client:
        got = await client.post("/api/projects/own/next", content=b"x" * (limit + 1))
        assert got.status_code == 413
        assert f"{limit:,}" in got.json()["error"]["message"]

        async def endless() -> AsyncIterator[bytes]:
            for _ in range(limit // 65536 + 2):
                yield b"x" * 65536

        for path in ("/api/projects/own/next", "/api/auth/sign-in"):
            got = await client.post(path, content=endless(), headers={"content-type": "application/json"})
            assert got.status_code == 413, got.text
        bad = await client.post("/api/projects/own/next", content=b"{}", headers={"content-length": "-1"})
        assert bad.status_code == 400


async def test_unexpected_errors_leak_nothing(world: World, monkeypatch: Any, caplog: pytest.LogCaptureFixture):
    from goldlabel.work import label

    def breaks(*_: Any) -> Any:
        raise RuntimeError("secret: hunter2")

    monkeypatch.setattr(label, "next_tasks", breaks)
    async with world.as_("annotator") as client:
        with caplog.at_level(logging.ERROR, "goldlabel.server"):
            got = await client.post("/api/projects/own/next", json={})
    assert got.status_code == 500
    assert "hunter2" not in got.text
    assert "Traceback" not in got.text
    number = got.json()["error"]["id"]
    assert number in caplog.text
    assert "hunter2" in caplog.text


async def test_the_address_cannot_hold_a_nul(world: World):
    async with world.as_("annotator") as client:
        assert (await client.get("/api/projects/a%00b")).status_code == 400
        assert (await client.get("/api/projects/own/items?key=%00")).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b'{"items": [{"data": {"text": "\\u0000"}}]}', b'{"items": [{"data": {"text": "\\ud800"}}]}',
        b'{"items": [{"data": {"text": NaN}}]}', b'{"items": [{"data": {"a": ' + b"[" * 3000 + b"]" * 3000 + b"}}]}",
        b'{"items": [{"data": {}, "key": "\\u0000"}]}', b'{"items": 1}', b'{"items": []}', b"", b"nul", b"\xff",
    ],
)  # fmt: skip
async def test_what_no_database_keeps_is_refused(world: World, body: bytes):
    async with world.as_("manager") as client:
        got = await client.post("/api/projects/own/items", content=body, headers={"content-type": "application/json"})
        assert got.status_code in (400, 422), got.text
        assert got.json()["error"]["message"]


async def test_problems_name_their_place(world: World):
    async with world.as_("manager") as client:
        body = {"items": [{"data": {"text": "fine"}}, {"data": {"text": "x"}, "what": 1}]}
        got = await client.post("/api/projects/own/items", json=body)
        assert got.json()["error"]["problems"][0]["where"] == "items[1].what"


async def test_json_is_squeezed_when_it_pays(world: World):
    async with world.as_("manager") as client:
        items = [{"data": {"text": "x" * 500}, "key": str(n)} for n in range(50)]
        await client.post("/api/projects/own/items", json={"items": items})
        big = await client.get("/api/projects/own/items?limit=50", headers={"accept-encoding": "gzip"})
        assert big.headers["content-encoding"] == "gzip"
        assert len(big.json()["items"]) == 50
        plain = await client.get("/api/projects/own/items?limit=50", headers={"accept-encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.json() == big.json()
        small = await client.get("/api/me", headers={"accept-encoding": "gzip"})
        assert "content-encoding" not in small.headers
        hot = await client.post("/api/projects/own/next", json={"count": 5}, headers={"accept-encoding": "gzip"})
        assert len(hot.content) > 1024
        assert "content-encoding" not in hot.headers


async def test_the_web_app(world: World, tmp_path: Any, monkeypatch: pytest.MonkeyPatch):
    from goldlabel.server import static
    from goldlabel.server.routes import system

    monkeypatch.setattr(system, "FILES", static.Files(tmp_path / "static"))
    async with world.client() as client:
        missing = await client.get("/")
        assert missing.status_code == 503
        assert "make web" in missing.text
        (tmp_path / "static/assets").mkdir(parents=True)
        (tmp_path / "static/assets/app-1a.js").write_text("console.log(1);" * 200)
        (tmp_path / "secret").write_text("secret")
        (tmp_path / "static/.stamp").write_text("x")
        (tmp_path / "static/index.html").write_text("<!doctype html><title>app</title>")
        for page in ("/", "/sign-in", "/projects/own/label", "/index.html"):
            got = await client.get(page)
            assert got.status_code == 200
            assert "<title>app" in got.text
            assert got.headers["cache-control"] == "no-cache"
            assert got.headers["content-security-policy"] == CSP
        asset = await client.get("/assets/app-1a.js")
        assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert asset.headers["content-type"].startswith("text/javascript")
        assert asset.headers["content-encoding"] == "gzip"
        assert "console" in asset.text
        for path in ("/assets/none.js", "/none.png", "/api/none", "/media/x", "/.stamp",
                     "/assets/..%2f..%2fsecret", "/assets//etc/passwd"):  # fmt: skip
            got = await client.get(path)
            assert got.status_code == 404, path
            assert "secret" not in got.text
        for path in ("/../secret", "/%2e%2e/secret", "/..%2fsecret"):
            assert "<title>app" in (await client.get(path)).text, "a screen's address like any other, never a path"
        assert (await client.post("/")).status_code == 405


def test_host_names():
    assert host_name("[::1]:80") == "::1"
    assert host_name("A.b:1") == "a.b"
    assert host_name("a@b") is None
    assert host_name("a:b") is None


def test_gzip_is_what_browsers_read():
    assert gzip.decompress(gzip.compress(json.dumps({}).encode(), mtime=0)) == b"{}"


async def test_options_of_a_format_are_checked(world: World):
    async with world.as_("manager") as client:
        body = {"format": "jsonl", "options": {"which": "nonsense"}}
        got = await client.post("/api/projects/own/exports", json=body)
        assert got.status_code == 422
        assert got.json()["error"]["problems"][0]["where"].endswith("which")
