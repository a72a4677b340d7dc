"""What people send comes back as data, never as a page.

One test for each advisory of the peers that applies (`research/platforms.md` §3.2), named by its id.
"""

import re

import pytest
from fastapi.routing import APIRoute

from goldlabel.core.problem import Invalid
from goldlabel.server.guard import CSP
from goldlabel.server.routes import all_routers
from goldlabel.work import media
from goldlabel.work.projects import create
from tests.security.helpers import IMG, SCRIPT, WEB, png, sources
from tests.server.conftest import PICTURES, World

pytestmark = pytest.mark.anyio


async def test_cve_2023_47115_a_file_is_served_by_its_content_never_by_its_name(world: World):
    project = world.run(lambda tx: create(tx, "pics", PICTURES))
    row = media.keep(world.workspace, project.id, png(), "avatar.html")
    url = media.media_url(world.app.state.context.media_key, "pics", row.hash, world.run(lambda tx: tx.now()), 12)
    async with world.client() as client:
        got = await client.get(url, headers={"accept": "text/html"})
    assert got.headers["content-type"] == "image/png"
    assert got.headers["x-content-type-options"] == "nosniff"
    polyglot = png() + SCRIPT.encode()
    assert media.keep(world.workspace, project.id, polyglot, "x.html").mime == "image/png"


@pytest.mark.parametrize(
    "content",
    [
        f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>", f"<?xml version='1.0'?><svg>{SCRIPT}</svg>",
        f"<!doctype html>{SCRIPT}", SCRIPT, "%PDF-1.4", "GIF89a" + SCRIPT,
    ],
)  # fmt: skip
async def test_cve_2024_23633_uploaded_markup_is_never_a_page(world: World, content: str):
    project = world.run(lambda tx: create(tx, "pics", PICTURES))
    with pytest.raises(Invalid):
        media.keep(world.workspace, project.id, content.encode(), "x.png")
    row = media.keep(world.workspace, project.id, png(), "x.svg")
    url = media.media_url(world.app.state.context.media_key, "pics", row.hash, world.run(lambda tx: tx.now()), 12)
    async with world.as_("manager") as client:
        shown = await client.get(url)
        assert shown.headers["content-security-policy"] == "sandbox; default-src 'none'"
        made = (await client.post("/api/projects/own/uploads", json={"name": "x.html", "size": len(content)})).json()
        place = f"/api/projects/own/uploads/{made['upload']}"
        await client.patch(place, content=content.encode(), headers={"upload-offset": "0"})
        got = await client.get(place)
        assert got.headers["content-type"] == "application/json"
        assert SCRIPT not in got.text, "an upload cannot be read back"


DANGEROUS = re.compile(
    r"dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|"
    r"new Function\(|srcdoc|javascript:"
)


DATA = ("application/json", "text/csv", "application/x-ndjson", "text/event-stream")


async def test_cve_2024_26152_data_of_tasks_is_text(world: World):
    """The API gives data as JSON under a CSP without inline scripts; the app has no way to make markup of it."""
    async with world.as_("manager") as client:
        await client.post("/api/projects/own/items", json={"items": [{"data": {"text": IMG, "html": SCRIPT}}]})
        got = await client.post("/api/projects/own/next", json={})
    assert got.headers["content-type"] == "application/json"
    assert got.json()["tasks"][0]["data"]["text"] == IMG
    directives = {name: rest for name, _, rest in (part.strip().partition(" ") for part in CSP.split(";"))}
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["default-src"] == "'self'"
    found = [name for name, text in sources(".ts", ".tsx", root=WEB) if DANGEROUS.search(text)]
    assert found == [], "text becomes DOM nodes by React alone"


@pytest.mark.parametrize("attack", [SCRIPT, IMG, "javascript:alert(1)"])
async def test_cve_2025_25296_cve_2025_47783_nothing_is_reflected_as_a_page(world: World, attack: str):
    from urllib.parse import quote

    safe = quote(attack, safe="")
    asked = 0
    async with world.as_("manager") as client:
        for router in all_routers():
            for route in router.routes:
                if not isinstance(route, APIRoute) or route.name == "web_app":
                    continue
                own = re.sub(r"\{(\w+)\}", lambda m: "own" if m[1] == "project" else safe, route.path)
                bad = re.sub(r"\{(\w+)\}", safe, route.path)
                for address in {own, bad}:
                    for method in route.methods or ():
                        for body in ({attack: attack}, {"schema": {"fields": [{"name": attack, "medium": attack}]}}):
                            got = await client.request(
                                method, f"{address}?{safe}={safe}&sort={safe}&e={safe}&seconds=0", json=body
                            )
                            kind = got.headers.get("content-type", "application/json")
                            assert kind.startswith(DATA), address
                            assert got.headers["x-content-type-options"] == "nosniff"
                            assert "'unsafe-inline'" not in got.headers["content-security-policy"]
                            asked += 1
    assert asked > 200
