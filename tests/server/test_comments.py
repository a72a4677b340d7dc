"""Comments, history and skips over HTTP: who sees what, and that tasks carry suggestions and nothing else."""

from typing import Any

import pytest

from goldlabel.store import projects
from goldlabel.work import items
from tests.server.conftest import World

pytestmark = pytest.mark.anyio
OWN = "/api/projects/own"


def add(world: World, *keys: str) -> None:
    def fill(tx: Any) -> None:
        row = projects.by_name(tx, "own")
        items.add_rows(tx, row, [{"key": key, "data": {"text": f"text {key}"}} for key in keys])

    world.run(fill)


async def test_an_annotator_sees_own_threads_a_lead_all(world: World):
    add(world, "a", "b")
    async with world.as_("annotator") as ann, world.as_("manager") as lead, world.as_("service") as other:
        task = (await ann.post(f"{OWN}/next", json={})).json()["tasks"][0]
        made = await ann.post(f"{OWN}/comments", json={"item": task["item"], "body": "What is this?"})
        assert made.status_code == 200
        thread = made.json()
        assert (thread["by"], thread["mine"], thread["title"]) == ("Annotator", True, "text a")
        seen = (await lead.get(f"{OWN}/comments")).json()
        assert [one["id"] for one in seen["threads"]] == [thread["id"]]
        assert (seen["open"], seen["waiting"]) == (1, 0)
        mine = (await other.get(f"{OWN}/comments")).json()
        assert (mine["threads"], mine["open"]) == ([], None)
        for path, body in (("replies", {"body": "x"}), ("resolve", {})):
            assert (await other.post(f"{OWN}/comments/{thread['id']}/{path}", json=body)).status_code == 404
        never = await other.post(f"{OWN}/comments", json={"item": task["item"], "body": "x"})
        gone = await other.post(f"{OWN}/comments", json={"item": "999999", "body": "x"})
        assert (never.status_code, gone.status_code) == (404, 404)
        assert never.text.replace(task["item"], "?") == gone.text.replace("999999", "?"), "no probing for items"
        await lead.post(f"{OWN}/comments/{thread['id']}/replies", json={"body": "A text."})
        answered = (await ann.get(f"{OWN}/comments")).json()
        assert answered["waiting"] == 1
        for client, count in ((ann, 1), (lead, 0), (other, 0)):
            news = (await client.get(f"{OWN}/comments", params={"state": "waiting"})).json()["threads"]
            assert len(news) == count
        await ann.post(f"{OWN}/comments/seen", json={"threads": [thread["id"]]})
        assert (await ann.get(f"{OWN}/comments")).json()["waiting"] == 0


async def test_history_and_a_skip_taken_back(world: World):
    add(world, "a", "b")
    async with world.as_("annotator") as ann, world.as_("service") as other:
        first, second = (await ann.post(f"{OWN}/next", json={"count": 2})).json()["tasks"]
        body = {"answers": [{"question": "mood", "kind": "choice", "value": "good"}]}
        await ann.post(f"{OWN}/submit", json={"task": first["task"], "body": body, "saw": ["12345"]})
        await ann.post(f"{OWN}/skip", json={"task": second["task"], "reason": "unclear"})
        (done,) = (await ann.get(f"{OWN}/mine", params={"search": "TEXT a"})).json()["annotations"]
        assert (done["title"], done["state"], done["comments"]) == ("text a", "counted", "none")
        (skipped,) = (await ann.get(f"{OWN}/mine/skipped")).json()["skipped"]
        assert (skipped["reason"], skipped["open"]) == ("unclear", True)
        back = f"{OWN}/mine/skipped/{skipped['task']}/take-back"
        assert (await other.post(back)).status_code == 404
        again = (await ann.post(back)).json()
        assert (again["task"], again["data"]) == (second["task"], {"text": "text b"})
        assert (await ann.get(f"{OWN}/mine/skipped")).json()["skipped"] == []


async def test_without_suggestions_the_list_is_empty_for_everyone(world: World):
    add(world, "a")
    async with world.as_("annotator") as ann:
        task = (await ann.post(f"{OWN}/next", json={})).json()["tasks"][0]
    assert task["suggestions"] == []
