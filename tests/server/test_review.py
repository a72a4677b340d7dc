"""Review over HTTP: two reviewers at one queue, decisions on what changed, an item nobody answered."""

from typing import Any

import pytest

from goldlabel.store import projects as rows
from goldlabel.store import resolutions
from goldlabel.work import items, jobs, label, resolve
from tests.server.conftest import World

pytestmark = pytest.mark.anyio
AT = "/api/projects/own/review"


def body(value: str) -> dict[str, Any]:
    return {"answers": [{"question": "mood", "kind": "choice", "value": value}]}


@pytest.fixture
def ids(world: World) -> dict[str, int]:
    """`a` and `b` tie, nobody has answered `c`. Items by key."""

    def make(tx: Any) -> tuple[dict[str, int], int]:
        own = rows.by_name(tx, "own")
        rows.set_wanted(tx, own.id, 2)
        found = items.add_rows(tx, own, [{"key": key, "data": {"text": key}} for key in "abc"]).ids
        for name, value in (("annotator", "good"), ("manager", "bad")):
            labeler = tx.value("SELECT labeler FROM person WHERE id = :id", id=world.people[name])
            for key in "ab":
                task = label.claim_item(tx, own, labeler, found[key]).slot.id
                label.submit(tx, own, labeler, label.Submission(task=task, body=body(value)))
        return found, resolve.start(tx, own)

    found, job = world.run(make)
    jobs.run_now(world.workspace, job)
    return found


async def test_two_reviewers_and_what_changed(world: World, ids: dict[str, int]) -> None:
    async with world.as_("reviewer") as one, world.as_("admin") as other:
        first = (await one.post(f"{AT}/next", json={"queue": "ties"})).json()["case"]
        second = (await other.post(f"{AT}/next", json={"queue": "ties"})).json()["case"]
        assert [first["key"], second["key"]] == ["a", "b"]
        assert (await other.post(f"{AT}/items/{ids['a']}")).json()["held_by"] == "Reviewer"
        listed = (await other.get(AT, params={"queue": "ties"})).json()["items"]
        assert [row["held_by"] for row in listed] == ["Reviewer", "Admin"]
        saw = [[int(said["annotation"]), said["revision"]] for said in first["annotations"]]
        given = {"body": body("good"), "note": "clear", "seen": first["resolution"]["id"], "saw": saw}
        changed = await one.post(f"{AT}/items/{ids['a']}/decision", json={**given, "saw": [*saw[:1], [saw[1][0], 9]]})
        assert changed.status_code == 409
        assert changed.json()["error"]["changed"] == [
            {"annotation": str(saw[1][0]), "name": first["annotations"][1]["name"], "what": "changed"}
        ]
        done = await one.post(f"{AT}/items/{ids['a']}/decision", json=given)
        assert done.status_code == 200
        late = await other.post(f"{AT}/items/{ids['a']}/decision", json=given)
        assert late.status_code == 409
        assert "decided meanwhile" in late.json()["error"]["message"]
        assert (await one.get(f"{AT}/counts")).json()["ties"] == 1
        log = (await other.get(f"{AT}/done")).json()["done"]
        assert [(row["key"], row["by"], row["note"], row["mine"]) for row in log] == [("a", "Reviewer", "clear", False)]
        undone = {"review": done.json()["review"]}
        assert (await other.post(f"{AT}/undo", json=undone)).status_code == 404
        assert (await one.post(f"{AT}/undo", json=undone)).json() == {"item": str(ids["a"])}
        assert (await one.get(f"{AT}/counts")).json()["ties"] == 2


async def test_an_item_nobody_answered_is_not_decided(world: World, ids: dict[str, int]) -> None:
    async with world.as_("reviewer") as client:
        for at in (f"{AT}/items/{ids['c']}/decision", f"/api/projects/own/adjudication/{ids['c']}"):
            refused = await client.post(at, json={"body": body("good")})
            assert refused.status_code == 409
            assert "nobody has answered" in refused.json()["error"]["message"]
    assert world.run(lambda tx: resolutions.current_of(tx, [ids["c"]])) == {}


async def test_sent_back_it_is_the_authors_next_task(world: World, ids: dict[str, int]) -> None:
    async with world.as_("reviewer") as reviewer, world.as_("annotator") as author:
        case = (await reviewer.post(f"{AT}/items/{ids['b']}")).json()
        answer = next(said for said in case["annotations"] if said["name"] == "Annotator")
        given = {"annotation": int(answer["annotation"]), "note": "look at the end"}
        assert (await reviewer.post(f"{AT}/items/{ids['b']}/send-back", json=given)).status_code == 200
        tasks = (await author.post("/api/projects/own/next", json={"count": 2})).json()["tasks"]
        assert [(task["item"], task["note"]) for task in tasks] == [
            (str(ids["b"]), "look at the end"),
            (str(ids["c"]), None),
        ]
        again = {"task": tasks[0]["task"], "body": body("bad"), "base_revision": tasks[0]["revision"]}
        assert (await author.post("/api/projects/own/submit", json=again)).json()["revision"] == 2
        assert (await reviewer.get(f"{AT}/sent-back")).json() == []
