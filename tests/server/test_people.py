"""Members, sessions, invitations, the log and the instance over HTTP; who may is walked in test_permissions."""

from typing import Any

import pytest

from goldlabel.store import sessions
from tests.server.conftest import PASSWORD, World

pytestmark = pytest.mark.anyio
OWN = "/api/projects/own"


async def add_items(client: Any, count: int = 4) -> list[str]:
    rows = [{"key": f"k{n}", "data": {"text": f"text {n}"}} for n in range(count)]
    return (await client.post(f"{OWN}/items", json={"items": rows})).json()


async def row_of(lead: Any, person: int) -> dict[str, Any]:
    return next(one for one in (await lead.get(f"{OWN}/members")).json() if one["person"] == person)


async def test_pause_says_why_there_is_nothing(world: World):
    person = world.people["annotator"]
    async with world.as_("manager") as lead, world.as_("annotator") as labeler:
        await add_items(lead)
        assert len((await labeler.post(f"{OWN}/next", json={"count": 3})).json()["tasks"]) == 3
        changed = await lead.patch(f"{OWN}/members/{person}", json={"paused": True})
        assert changed.json() == {"given_back": 3}
        got = (await labeler.post(f"{OWN}/next", json={"count": 3})).json()
        assert (got["tasks"], got["why"]) == ([], "you_paused")
        assert (await row_of(lead, person))["paused"]
        await lead.patch(f"{OWN}/members/{person}", json={"paused": False})
        got = (await labeler.post(f"{OWN}/next", json={"count": 1})).json()
        assert (len(got["tasks"]), got["why"]) == (1, None)
        await lead.patch(OWN, json={"settings": {"paused": True}})
        held = got["tasks"][0]["task"]
        got = (await labeler.post(f"{OWN}/next", json={"count": 3, "holding": [held]})).json()
        assert got["tasks"] == []
        await labeler.post(f"{OWN}/give-back", json={"tasks": [held]})
        assert (await labeler.post(f"{OWN}/next", json={})).json()["why"] == "project_paused"


async def test_caps_are_changed_one_by_one(world: World):
    person = world.people["annotator"]
    async with world.as_("manager") as lead:
        await lead.patch(f"{OWN}/members/{person}", json={"per_day": 5, "in_all": 50})
        await lead.patch(f"{OWN}/members/{person}", json={"in_all": None})
        row = await row_of(lead, person)
        assert (row["per_day"], row["in_all"]) == (5, None)
        assert (await lead.patch(f"{OWN}/members/{person}", json={"per_day": 0})).status_code == 422
        stranger = world.people["stranger"]
        assert (await lead.patch(f"{OWN}/members/{stranger}", json={"paused": True})).status_code == 404
        assert (await lead.delete(f"{OWN}/members/{stranger}")).status_code == 404


async def test_items_are_kept_and_opened_again(world: World):
    person = world.people["annotator"]
    address = f"{OWN}/members/{person}/assigned"
    async with world.as_("manager") as lead, world.as_("reviewer") as other:
        await add_items(lead)
        assert (await lead.post(address, json={"count": 3})).json() == {"items": 3}
        assert (await row_of(lead, person))["assigned"] == 3
        assert len((await other.post(f"{OWN}/next", json={"count": 9})).json()["tasks"]) == 1
        assert (await lead.delete(address)).json() == {"items": 3}
        assert len((await other.post(f"{OWN}/next", json={"count": 9})).json()["tasks"]) == 4
        for wrong in ({}, {"count": 1, "items": []}, {"items": ["x"]}, {"count": 0}):
            assert (await lead.post(address, json=wrong)).status_code == 422
        assert (await lead.post(address, json={"items": [10**9]})).json() == {"items": 0}


async def test_items_of_another_project_are_not_kept(world: World):
    async with world.as_("admin") as admin, world.as_("manager") as lead:
        rows = [{"key": "theirs", "data": {"text": "theirs"}}]
        await admin.post("/api/projects/other/items", json={"items": rows})
        theirs = (await admin.get("/api/projects/other/items")).json()["items"][0]["item"]
        address = f"{OWN}/members/{world.people['annotator']}/assigned"
        assert (await lead.post(address, json={"items": [theirs]})).json() == {"items": 0}


async def test_sessions_are_listed_and_ended(world: World):
    async with world.as_("annotator") as here, world.as_("annotator") as there, world.as_("viewer") as other:
        listed = (await here.get("/api/me/sessions")).json()
        assert sorted(one["here"] for one in listed) == [False, True]
        elsewhere = next(one["name"] for one in listed if not one["here"])
        assert len(elsewhere) == sessions.NAMED_BY
        assert (await other.delete(f"/api/me/sessions/{elsewhere}")).status_code == 404, "only one's own"
        assert (await here.delete(f"/api/me/sessions/{elsewhere}")).json() == {"ended": 1}
        assert (await there.get("/api/me")).status_code == 401
        assert (await here.delete("/api/me/sessions")).json() == {"ended": 0}
        assert (await here.get("/api/me")).status_code == 200


async def test_a_session_says_where_it_is(world: World):
    async with world.client(**{"user-agent": "Firefox/1 (X11; Linux)"}) as client:
        await client.post("/api/auth/sign-in", json={"email": "viewer@example.org", "password": PASSWORD})
        found = (await client.get("/api/me/sessions")).json()
        assert [(one["agent"], one["here"]) for one in found] == [("Firefox/1 (X11; Linux)", True)]


async def test_an_invitation_tells_what_it_promises_and_a_new_one_ends_it(world: World):
    async with world.as_("manager") as lead, world.client() as stranger:
        body = {"email": "new@x.org", "role": "reviewer"}
        first = (await lead.post(f"{OWN}/invites", json=body)).json()["url"].partition("#invite=")[2]
        seen = (await stranger.post("/api/auth/invitation", json={"token": first})).json()
        assert (seen["email"], seen["project"], seen["role"], seen["by"]) == ("new@x.org", "own", "reviewer", "Manager")
        second = (await lead.post(f"{OWN}/invites", json=body)).json()["url"].partition("#invite=")[2]
        assert (await stranger.post("/api/auth/invitation", json={"token": first})).status_code == 401
        open_ones = (await lead.get(f"{OWN}/invites")).json()
        assert [(one["email"], one["by"]) for one in open_ones] == [("new@x.org", "Manager")]
        given = {"token": second, "name": "New", "password": "0123456789"}
        assert (await stranger.post("/api/auth/accept", json=given)).status_code == 200
        assert (await stranger.post("/api/auth/invitation", json={"token": second})).status_code == 401


async def test_an_invitation_never_changes_the_role_of_a_member(world: World):
    async with world.as_("admin") as admin:
        body = {"email": "manager@example.org", "role": "annotator"}
        refused = await admin.post(f"{OWN}/invites", json=body)
        assert refused.status_code == 409
        assert "already, as manager" in refused.text
        assert (await row_of(admin, world.people["manager"]))["role"] == "manager"


async def test_archive_and_settings_are_in_the_log(world: World):
    async with world.as_("manager") as lead:
        changed = await lead.patch(OWN, json={"title": "Own things", "settings": {"indexed": ["source"]}})
        assert changed.json()["settings"]["indexed"] == ["source"]
        assert (await lead.patch(OWN, json={"archived": True})).json()["archived"] is True
        assert (await lead.patch(OWN, json={"archived": False})).json()["archived"] is False
        for wrong in ({"paused": "yes"}, {"indexed": "source"}, {"indexed": [""]}, {"indexed": ["x"] * 21}):
            assert (await lead.patch(OWN, json={"settings": wrong})).status_code == 422, wrong
        entries = (await lead.get(f"{OWN}/audit-log", params={"action": "project"})).json()["entries"]
        assert [one["action"] for one in entries] == ["project.unarchive", "project.archive", "project.change"]
        assert {one["actor"] for one in entries} == {"Manager"}
        assert {one["project"] for one in entries} == {"own"}


async def test_the_log_of_a_project_holds_nothing_of_others(world: World):
    async with world.as_("manager") as lead, world.as_("admin") as admin:
        await admin.patch("/api/projects/other", json={"title": "Theirs"})
        me = world.people["admin"]
        assert (await lead.get(f"{OWN}/audit-log", params={"actor": me})).json()["entries"] == []
        everywhere = (await admin.get("/api/audit-log", params={"actor": me, "action": "project"})).json()["entries"]
        assert [one["project"] for one in everywhere] == ["other"]
        assert (await admin.get("/api/audit-log", params={"action": "x'; --"})).status_code == 422
        theirs = (await admin.get("/api/audit-log", params={"project": "other"})).json()["entries"]
        assert {one["project"] for one in theirs} == {"other"}
        assert (await admin.get("/api/audit-log", params={"project": "none"})).status_code == 404
        at = everywhere[0]["at"]
        for times, found in (({"since": at}, True), ({"until": at}, False), ({"since": at, "until": at + 1}, True)):
            entries = (await admin.get("/api/audit-log", params={"action": "project", **times})).json()["entries"]
            assert (everywhere[0] in entries) is found, times


async def test_the_log_names_items_by_their_key(world: World):
    async with world.as_("manager") as lead:
        await lead.post(f"{OWN}/items", json={"items": [{"key": "k-7", "data": {"text": "a"}}]})
        item = (await lead.get(f"{OWN}/items")).json()["items"][0]["item"]
        task = (await lead.post(f"{OWN}/next", json={})).json()["tasks"][0]["task"]
        said = {"answers": [{"question": "mood", "kind": "choice", "value": "good"}]}
        assert (await lead.post(f"{OWN}/submit", json={"task": task, "body": said})).status_code == 200
        decided = await lead.post(f"{OWN}/adjudication/{item}", json={"body": said})
        assert decided.status_code == 200, decided.text
        newest = (await lead.get(f"{OWN}/audit-log")).json()["entries"]
        assert [(one["item"], one["target"]) for one in newest if one["action"] == "adjudicate"] == [("k-7", f"{item}")]
        assert {one["item"] for one in newest if one["action"] != "adjudicate"} == {None}


async def test_the_instance_is_told_to_its_admin(world: World):
    async with world.as_("admin") as admin:
        about = (await admin.get("/api/instance")).json()
    assert about["database"].startswith("SQLite 3.")
    assert about["counts"]["projects"] == 2
    assert {one["name"] for one in about["checks"]} == {"disk", "durability", "jobs"}
    assert all(one["ok"] for one in about["checks"] if one["name"] != "disk")


async def test_accounts_say_where_somebody_is_a_member(world: World):
    async with world.as_("admin") as admin:
        found = {one["name"]: one for one in (await admin.get("/api/people")).json()}
    assert (found["Annotator"]["projects"], found["Annotator"]["has_password"]) == (1, True)
    assert found["Stranger"]["projects"] == 0
    assert found["Admin"]["seen_at"] is not None
    assert found["Viewer"]["seen_at"] is None


async def test_looks_are_kept_and_refused_by_form(world: World):
    async with world.as_("annotator") as client:
        wanted = {"theme": "contrast", "density": "compact", "language": "en"}
        assert (await client.patch("/api/me", json={"preferences": wanted})).json()["preferences"] == wanted
        for wrong in ({"density": "tiny"}, {"theme": "pink"}):
            assert (await client.patch("/api/me", json={"preferences": wrong})).status_code == 422
