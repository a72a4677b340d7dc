"""Who may do and see what, and what a fresh install lets in.

One test for each advisory of the peers that applies (`research/platforms.md` §3.2), named by its id.
"""

from pathlib import Path
from typing import Any

import pytest

from goldlabel.core.problem import GoldlabelError
from goldlabel.server.app import create_app
from goldlabel.server.permissions import ADMIN
from goldlabel.server.serve import serve
from goldlabel.store import people, projects
from goldlabel.work import exports, items
from goldlabel.work import jobs as job_verbs
from goldlabel.work.workspace import Workspace, open_workspace
from tests.security.helpers import IMG, SCRIPT
from tests.server.conftest import CHEAP, World

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "query",
    [
        "sort=password", "sort=updated_by__active_organization__password", "sort=id;drop table person",
        "sort=(select 1)",
        "field=password&value=x", "field=updated_by__password__regex&value=%5E%24argon", "state=open' or '1'='1",
        "sort=key desc", "sort=person.password", "after=%5B1,%22x' or 1=1--%22%5D", "after=x", "after=%7B%7D",
        "field=text' or '1'='1&value=1",
    ],
)  # fmt: skip
async def test_cve_2023_47117_filters_and_sorting_are_a_list(world: World, query: str):
    async with world.as_("manager") as client:
        await client.post("/api/projects/own/items", json={"items": [{"data": {"text": "x"}}]})
        got = await client.get(f"/api/projects/own/items?{query}")
        assert got.status_code == 422, got.text
        assert "argon2" not in got.text
        whole = await client.get("/api/projects/own/items?key=' or '1'='1")
        assert whole.json()["items"] == [], "a value is a value"


async def test_cve_2026_22033_preferences_are_a_form_and_ones_own(world: World):
    async with world.as_("annotator") as client:
        for keys in (
            {"submit": SCRIPT},
            {SCRIPT: "ctrl+a"},
            {"submit": 'a"b'},
            {"submit": "<a>"},
            {"submit": "x" * 50},
        ):
            got = await client.patch("/api/me", json={"preferences": {"keys": keys}})
            assert got.status_code == 422, keys
        for wrong in ({"what": 1}, {"theme": SCRIPT}, {"language": IMG}):
            assert (await client.patch("/api/me", json={"preferences": wrong})).status_code == 422
        fine = await client.patch("/api/me", json={"preferences": {"keys": {"submit": "ctrl+enter"}}})
        assert fine.json()["preferences"] == {"keys": {"submit": "ctrl+enter"}}
        other = world.people["manager"]
        for address in (f"/api/people/{other}", f"/api/me/{other}", f"/api/users/{other}"):
            assert (await client.patch(address, json={"preferences": {}, "admin": False})).status_code in (
                403,
                404,
                405,
            )
        assert (await client.patch("/api/me", json={"id": other, "name": "X"})).status_code == 422
    assert world.run(lambda tx: people.person(tx, other)).settings == {}


async def test_cvat_2024_47172_objects_are_looked_up_inside_their_project(world: World):
    """BOLA; every route is walked in tests/server/test_permissions.py."""
    other = world.run(lambda tx: projects.by_name(tx, "other"))
    ids = world.run(lambda tx: items.add_rows(tx, other, [{"data": {"text": "theirs"}}])).ids
    job = world.run(lambda tx: exports.start(tx, other, "jsonl"))
    assert job_verbs.run_now(world.workspace, job).state == "done"
    async with world.as_("manager") as client:
        for address in (f"items/{next(iter(ids.values()))}", f"jobs/{job}", f"jobs/{job}/file", f"jobs/{job}/rejects"):
            got = await client.get(f"/api/projects/own/{address}")
            assert got.status_code == 404, address
            assert "theirs" not in got.text
    async with world.as_("annotator") as mine, world.as_("manager") as theirs:
        await theirs.post("/api/projects/own/items", json={"items": [{"data": {"text": "x"}}]})
        task = (await theirs.post("/api/projects/own/next", json={})).json()["tasks"][0]["task"]
        body: dict[str, Any] = {"answers": [{"question": "mood", "kind": "choice", "value": "good"}]}
        for address, given in (("submit", {"body": body}), ("skip", {}), ("draft", {"body": body})):
            send = mine.put if address == "draft" else mine.post
            got = await send(f"/api/projects/own/{address}", json={"task": task, **given})
            assert got.status_code == 404, "another labeler's task"
        assert (await mine.post("/api/projects/own/give-back", json={"tasks": [task]})).json() == {"given_back": 0}
        assert (await mine.post("/api/projects/own/heartbeat", json={"tasks": [task]})).json()["tasks"] == []


async def test_cvat_2026_23526_nobody_makes_themselves_admin(world: World):
    me = world.people["manager"]
    async with world.as_("manager") as client:
        tries = [
            await client.patch(f"/api/people/{me}", json={"admin": True}),
            await client.patch("/api/me", json={"admin": True}),
            await client.post("/api/invites", json={"email": "x@x.org", "admin": True}),
            await client.post("/api/projects/own/invites", json={"email": "x@x.org", "role": "viewer", "admin": True}),
            await client.post("/api/projects/own/invites", json={"email": "x@x.org", "role": ADMIN}),
            await client.put(f"/api/projects/own/members/{me}", json={"role": ADMIN}),
            await client.post(f"/api/people/{world.people['admin']}/link"),
            await client.post(f"/api/people/{world.people['admin']}/reset-password"),
            await client.post("/api/tokens", json={"name": "x", "scope": "admin"}),
            await client.put(f"/api/projects/other/members/{me}", json={"role": "manager"}),
        ]
        assert [got.status_code for got in tries] == [403, 422, 403, 422, 422, 422, 403, 403, 422, 404]
        made = (await client.post("/api/projects/own/invites", json={"email": "x@x.org"})).json()["url"]
    async with world.client() as client:
        token = made.partition("#invite=")[2]
        body = {"token": token, "name": "X", "password": "0123456789"}
        assert (await client.post("/api/auth/accept", json={**body, "admin": True})).status_code == 422
        assert (await client.post("/api/auth/accept", json=body)).json()["admin"] is False
    async with world.as_("annotator") as client:
        got = await client.put(f"/api/projects/own/members/{world.people['annotator']}", json={"role": "manager"})
        assert got.status_code == 403
    assert [p.id for p in world.run(people.persons) if p.admin] == [world.people["admin"]]


def test_defaults_survey_a_fresh_install_lets_nobody_in(tmp_path: Path):
    with open_workspace(tmp_path, passwords=CHEAP) as workspace:
        assert workspace.database.read(people.count_persons) == 0, "no default accounts"
        for host in ("0.0.0.0", "::", "192.168.1.10"):
            with pytest.raises(GoldlabelError, match="no admin has a password"):
                serve(workspace, host, 0, workers=0)


async def test_defaults_survey_sign_up_is_closed(workspace: Workspace):
    made = World(workspace, create_app(workspace))
    async with made.client() as client:
        for path in ("/api/people", "/api/auth/sign-up", "/api/auth/register", "/api/users", "/user/signup"):
            got = await client.post(path, json={"email": "a@b.c", "password": "0123456789", "name": "A"})
            assert got.status_code in (401, 404, 405)
        for email, password in (("admin", "admin"), ("admin@localhost", ""), ("owner", "12345678")):
            got = await client.post("/api/auth/sign-in", json={"email": email, "password": password})
            assert got.status_code in (401, 422)
    assert workspace.database.read(people.count_persons) == 0
