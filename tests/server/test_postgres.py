"""The server on PostgreSQL: every query of people, sessions, audit and media once, through the API."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldlabel.server.app import create_app
from goldlabel.work import media, people, projects
from goldlabel.work.workspace import Workspace, open_workspace
from tests.server.conftest import CHEAP, PASSWORD, PICTURES, SCHEMA, World

pytestmark = [pytest.mark.anyio, pytest.mark.postgres]


@pytest.fixture
def on_postgres(postgres_url: str, tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "w", passwords=CHEAP, database=postgres_url) as workspace:
        assert workspace.database.dialect == "postgres"
        yield workspace


async def test_people_labels_and_media(on_postgres: Workspace):
    world = World(on_postgres, create_app(on_postgres))
    hash = world.app.state.context.passwords.hash(PASSWORD)
    boss = world.run(lambda tx: people.add_person(tx, "boss@example.org", "Boss", hash, admin=True))
    world.people["boss"] = boss.id
    async with world.client() as client:
        wrong = await client.post("/api/auth/sign-in", json={"email": "boss@example.org", "password": "wrong"})
        assert wrong.status_code == 401
        signed = await client.post("/api/auth/sign-in", json={"email": "boss@example.org", "password": PASSWORD})
        assert signed.status_code == 200, signed.text
        assert (await client.post("/api/projects", json={"name": "own", "schema": SCHEMA})).status_code == 201
        assert (await client.get("/api/projects")).json()[0]["name"] == "own"
        made = (await client.post("/api/projects/own/invites", json={"email": "a@x.org"})).json()
        assert len((await client.get("/api/projects/own/invites")).json()) == 1
        assert len((await client.get("/api/invites")).json()) == 1
        token = (await client.post("/api/tokens", json={"name": "t", "project": "own"})).json()
        assert (await client.get("/api/tokens")).json()[0]["project"] == "own"
        items = {"items": [{"data": {"text": f"t{n}"}, "key": f"k{n}"} for n in range(5)]}
        assert (await client.post("/api/projects/own/items", json=items)).json()["added"] == 5
        assert len((await client.get("/api/projects/own/items?limit=2&key=k")).json()["items"]) == 2
    async with world.client(authorization=f"Bearer {token['token']}") as program:
        assert (await program.get("/api/me")).status_code == 200
    async with world.client() as client:
        body = {"token": made["url"].partition("#invite=")[2], "name": "A", "password": "0123456789"}
        assert (await client.post("/api/auth/accept", json=body)).status_code == 200
        task = (await client.post("/api/projects/own/next", json={})).json()["tasks"][0]
        given = {"task": task["task"], "body": {"answers": [{"question": "mood", "kind": "choice", "value": "good"}]}}
        sent = await client.post("/api/projects/own/submit", json=given, headers={"idempotency-key": "k"})
        assert sent.json()["progress"]["mine"] == 1
        assert (await client.get("/api/projects/own/members")).status_code == 403
        assert (await client.post("/api/auth/sign-out")).status_code == 200
    async with world.as_("boss") as client:
        assert [m["role"] for m in (await client.get("/api/projects/own/members")).json()] == ["annotator", "manager"]
        log = (await client.get("/api/audit-log?limit=500")).json()["entries"]
        assert {"sign_in", "sign_in.failed", "invite.make", "token.make", "sign_out"} <= {e["action"] for e in log}
        assert (await client.get("/api/projects/own/audit-log")).status_code == 200
        other = world.run(lambda tx: people.people.person_by_email(tx, "a@x.org"))
        assert (await client.patch(f"/api/people/{other.id}", json={"disabled": True})).json()["disabled"] is True
        assert (await client.patch(f"/api/people/{boss.id}", json={"admin": False})).status_code == 409
        assert (
            await client.patch(f"/api/people/{other.id}", json={"disabled": False, "admin": True})
        ).status_code == 200
        assert (await client.delete(f"/api/projects/own/members/{other.id}")).status_code == 200


async def test_media(on_postgres: Workspace):
    from PIL import Image

    world = World(on_postgres, create_app(on_postgres))
    project = world.run(lambda tx: projects.create(tx, "pics", PICTURES))
    out = io.BytesIO()
    Image.new("RGB", (5, 4)).save(out, "PNG")
    row = media.keep(on_postgres, project.id, out.getvalue(), "a.png", source="http://x.example/a.png")
    assert media.keep(on_postgres, project.id, out.getvalue(), "b.png").name == "a.png", "stored once"
    assert media.fetch(on_postgres, project.id, "http://x.example/a.png").hash == row.hash, "pinned: not fetched again"
    url = media.media_url(world.app.state.context.media_key, "pics", row.hash, world.run(lambda tx: tx.now()), 12)
    async with world.client() as client:
        assert (await client.get(url)).content == out.getvalue()
    media.erase(on_postgres.database, on_postgres.blobs, project.id, row.hash)
    assert not on_postgres.blobs.exists(row.hash)
