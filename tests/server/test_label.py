"""The loop over HTTP: sign in, get tasks, submit, skip, drafts."""

import pytest

from tests.server.conftest import PASSWORD, SCHEMA, World

pytestmark = pytest.mark.anyio


def answer(mood: str = "good") -> dict:
    return {"answers": [{"question": "mood", "kind": "choice", "value": mood}], "regions": []}


async def add(world: World, count: int, project: str = "own") -> None:
    async with world.as_("admin") as client:
        items = [{"key": f"k{n}", "data": {"text": f"text {n}", "secret": "x"}} for n in range(count)]
        response = await client.post(f"/api/projects/{project}/items", json={"items": items})
        assert response.status_code == 201, response.text


async def test_a_person_signs_in_and_labels(world: World):
    await add(world, 3)
    async with world.client() as client:
        response = await client.post("/api/auth/sign-in", json={"email": "Annotator@example.org", "password": PASSWORD})
        assert response.status_code == 200, response.text
        assert response.json()["name"] == "Annotator"
        cookie = response.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        got = (await client.post("/api/projects/own/next", json={"count": 2})).json()
        assert [task["data"] for task in got["tasks"]] == [{"text": "text 0"}, {"text": "text 1"}]
        task = got["tasks"][0]
        assert isinstance(task["task"], str)
        assert isinstance(task["item"], str)
        body = {"task": task["task"], "body": answer(), "seconds": 1.5, "schema_version": 1, "base_revision": None}
        sent = await client.post("/api/projects/own/submit", json=body, headers={"Idempotency-Key": "a"})
        assert sent.status_code == 200, sent.text
        assert sent.json()["revision"] == 1
        assert sent.json()["counted"] is True
        assert sent.json()["progress"]["mine"] == 1
        again = await client.post("/api/projects/own/submit", json=body, headers={"Idempotency-Key": "a"})
        assert again.json()["annotation"] == sent.json()["annotation"]
        held = got["tasks"][1]["task"]
        assert (await client.post("/api/projects/own/heartbeat", json={"tasks": [held]})).json()["tasks"] == [held]
        assert (
            await client.put("/api/projects/own/draft", json={"task": held, "body": answer("bad")})
        ).status_code == 200
        assert (await client.post("/api/projects/own/next", json={"count": 1})).json()["tasks"][0]["draft"] == answer(
            "bad"
        )
        assert (await client.post("/api/projects/own/skip", json={"task": held, "reason": "unclear"})).json() == {
            "parked": False
        }
        left = (await client.post("/api/projects/own/next", json={})).json()["tasks"]
        assert [task["data"]["text"] for task in left] == ["text 2"]
        back = await client.post("/api/projects/own/give-back", json={"tasks": [int(left[0]["task"])]})
        assert back.json() == {"given_back": 1}


async def test_who_labels_hears_that_task_and_guideline_changed(world: World):
    """`next` and `heartbeat` say today's versions; what is held and no longer named comes again under today's task,
    what was begun is taken under its own."""
    await add(world, 3)
    async with world.as_("annotator") as client, world.as_("manager") as lead:
        got = (await client.post("/api/projects/own/next", json={"count": 2})).json()
        assert (got["schema_version"], got["guideline_version"]) == (1, 1)
        begun, ahead = (task["task"] for task in got["tasks"])
        schema = {**SCHEMA, "questions": [{**SCHEMA["questions"][0], "config": {"values": ["good", "bad", "mixed"]}}]}
        assert (await lead.put("/api/projects/own/schema", json={"schema": schema})).status_code == 200
        assert (await lead.put("/api/projects/own/guideline", json={"guideline": "Mixed: both."})).status_code == 200
        beat = (await client.post("/api/projects/own/heartbeat", json={"tasks": [begun, ahead]})).json()
        assert beat == {"tasks": [begun, ahead], "schema_version": 2, "guideline_version": 2}
        again = (await client.post("/api/projects/own/next", json={"count": 2, "holding": [begun]})).json()
        assert [(task["task"], task["schema_version"]) for task in again["tasks"]] == [(ahead, 2)]
        assert (again["schema_version"], again["guideline_version"]) == (2, 2)
        late = {"task": begun, "body": answer(), "schema_version": 1}
        assert (await client.post("/api/projects/own/submit", json=late)).status_code == 200
        new = {"task": ahead, "body": answer("mixed"), "schema_version": 2}
        assert (await client.post("/api/projects/own/submit", json=new)).status_code == 200


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"{", ""),
        (b"[]", ""),
        (b'{"count": 0}', "count"),
        (b'{"count": 1e300}', "count"),
        (b'{"holding": ["x"]}', "holding[0]"),
        (b'{"holding": [99999999999999999999999]}', "holding[0]"),
        (b'{"what": 1}', ""),
        (b'{"count": "\xff"}', ""),
        (b"[" * 100_000, ""),
    ],
)
async def test_a_bad_body_is_told_so(world: World, body: bytes, where: str):
    async with world.as_("annotator") as client:
        response = await client.post("/api/projects/own/next", content=body)
        assert response.status_code == 422, response.text
        assert response.json()["error"]["problems"][0]["where"] == where if where else True


async def test_ones_own_answers_can_be_looked_at_and_changed(world: World):
    await add(world, 3)
    async with world.as_("annotator") as client:
        sent: list[dict] = []
        for _ in range(2):
            task = (await client.post("/api/projects/own/next", json={})).json()["tasks"][0]
            given = {"task": task["task"], "body": answer()}
            sent.append((await client.post("/api/projects/own/submit", json=given)).json())
        first = (await client.get("/api/projects/own/mine?limit=1")).json()
        assert [one["annotation"] for one in first["annotations"]] == [sent[1]["annotation"]]
        rest = (await client.get(f"/api/projects/own/mine?before={first['before']}")).json()
        assert [one["annotation"] for one in rest["annotations"]] == [sent[0]["annotation"]]
        opened = (await client.post(f"/api/projects/own/mine/{sent[0]['annotation']}/open")).json()
        assert opened["draft"]["answers"][0]["value"] == "good"
        assert opened["revision"] == 1
        change = {"task": opened["task"], "body": answer("bad"), "base_revision": 1}
        assert (await client.post("/api/projects/own/submit", json=change)).json()["revision"] == 2
        stale = await client.post("/api/projects/own/submit", json=change)
        assert stale.status_code == 409
        assert stale.json()["error"]["theirs"]["answers"][0]["value"] == "bad"
    async with world.as_("reviewer") as other:
        assert (await other.get("/api/projects/own/mine")).json()["annotations"] == []
        assert (await other.post(f"/api/projects/own/mine/{sent[0]['annotation']}/open")).status_code == 404
