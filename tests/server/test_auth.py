"""Accounts: passwords, links, invitations, sessions, tokens; and what the audit log says of them."""

import time
from typing import Any

import pytest

from goldlabel.core.problem import Conflict, Invalid, Unauthorized
from goldlabel.store import audit, people, sessions
from goldlabel.work import people as verbs
from tests.server.conftest import PASSWORD, World

pytestmark = pytest.mark.anyio


def actions(world: World) -> list[str]:
    return [row.action for row in world.run(audit.page)]


async def sign_in(client: Any, email: str = "annotator@example.org", password: str = PASSWORD) -> Any:
    return await client.post("/api/auth/sign-in", json={"email": email, "password": password})


async def test_sign_in_and_out(world: World):
    async with world.client() as client:
        assert (await client.get("/api/me")).status_code == 401
        signed = await sign_in(client, " ANNOTATOR@example.org ")
        assert signed.status_code == 200
        cookie = signed.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert (await client.get("/api/me")).json()["email"] == "annotator@example.org"
        assert (await client.post("/api/auth/sign-out")).status_code == 200
        assert (await client.get("/api/me")).status_code == 401
        assert (await client.post("/api/auth/sign-out")).status_code == 200
    assert actions(world)[:2] == ["sign_out", "sign_in"]


@pytest.mark.parametrize(
    ("email", "password"),
    [("annotator@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("annotator@example.org", PASSWORD + " ")],
)
async def test_all_failures_look_the_same(world: World, email: str, password: str):
    async with world.client() as client:
        got = await sign_in(client, email, password)
    assert got.status_code == 401
    assert got.json() == {"error": {"message": "this e-mail address and password do not belong together"}}
    assert actions(world)[0] == "sign_in.failed"


async def test_unknown_addresses_cost_the_same_work(world: World, monkeypatch: pytest.MonkeyPatch):
    """One argon2 each, whether there is such a person, a password, or neither."""
    passwords = world.app.state.context.passwords
    checked: list[str] = []
    verify = passwords._hash.verify
    monkeypatch.setattr(passwords._hash, "verify", lambda given, hash: checked.append(hash) or verify(given, hash))
    world.run(lambda tx: verbs.add_person(tx, "none@example.org", "None", None))
    world.run(lambda tx: verbs.disable(tx, world.people["viewer"], None))
    async with world.client() as client:
        for email in ("annotator@example.org", "nobody@example.org", "none@example.org", "viewer@example.org"):
            assert (await sign_in(client, email, "wrong")).status_code == 401
    assert len(checked) == 4
    assert all(hash.startswith("$argon2id$") for hash in checked)


async def test_tries_are_limited_by_account_and_by_address(world: World):
    async with world.client() as client:
        for _ in range(10):
            assert (await sign_in(client, password="wrong")).status_code == 401
        got = await sign_in(client)
        assert got.status_code == 429, "even the right password has to wait now"
        assert 0 < int(got.headers["retry-after"]) <= 300
        for number in range(19):
            await sign_in(client, f"other{number}@example.org")
        assert (await sign_in(client, "manager@example.org")).status_code == 429


async def test_a_right_password_forgets_the_mistakes(world: World):
    async with world.client() as client:
        for _ in range(2):
            for _ in range(8):
                await sign_in(client, password="wrong")
            assert (await sign_in(client)).status_code == 200


async def test_a_link_signs_in_once(world: World):
    secret = world.run(lambda tx: verbs.make_link(tx, world.people["viewer"], None))
    async with world.client() as client:
        got = await client.post("/api/auth/link", json={"token": secret})
        assert got.status_code == 200
        assert got.json()["name"] == "Viewer"
        assert (await client.post("/api/auth/link", json={"token": secret})).status_code == 401


async def test_a_link_runs_out_and_a_disabled_person_has_none(world: World):
    old = world.run(lambda tx: verbs.make_link(tx, world.people["viewer"], None, minutes=-1))
    with pytest.raises(Unauthorized):
        world.run(lambda tx: verbs.use_link(tx, old))
    fresh = world.run(lambda tx: verbs.make_link(tx, world.people["viewer"], None))
    world.run(lambda tx: verbs.disable(tx, world.people["viewer"], None))
    with pytest.raises(Unauthorized):
        world.run(lambda tx: verbs.use_link(tx, fresh))


async def test_an_invitation_is_the_only_way_in(world: World):
    async with world.as_("manager") as lead:
        made = (await lead.post("/api/projects/own/invites", json={"email": "New@x.org", "role": "annotator"})).json()
    assert made["email"] == "new@x.org"
    token = made["url"].partition("#invite=")[2]
    async with world.client() as client:
        short = await client.post("/api/auth/accept", json={"token": token, "name": "New", "password": "short"})
        assert short.status_code == 422
        assert "10 characters" in short.text
        got = await client.post(
            "/api/auth/accept", json={"token": token, "name": " New  One ", "password": "0123456789"}
        )
        assert got.status_code == 200
        assert got.json()["name"] == "New One"
        assert not got.json()["admin"]
        assert [p["name"] for p in (await client.get("/api/projects")).json()] == ["own"]
        again = await client.post("/api/auth/accept", json={"token": token, "name": "X", "password": "0123456789"})
        assert again.status_code == 401
        guessed = await client.post("/api/auth/accept", json={"token": "x" * 43, "name": "X", "password": "0123456789"})
        assert guessed.status_code == 401
    assert {"invite.make", "person.add", "member.set"} <= set(actions(world))


async def test_who_has_an_account_is_a_member_at_once(world: World):
    async with world.as_("manager") as lead:
        made = await lead.post("/api/projects/own/invites", json={"email": "stranger@example.org", "role": "viewer"})
        assert made.json() == {"email": "stranger@example.org", "url": None}
    async with world.as_("stranger") as client:
        assert (await client.get("/api/projects/own")).json()["role"] == "viewer"


async def test_an_invitation_can_be_withdrawn(world: World):
    async with world.as_("manager") as lead:
        made = (await lead.post("/api/projects/own/invites", json={"email": "a@x.org"})).json()
        open_ones = (await lead.get("/api/projects/own/invites")).json()
        assert [one["email"] for one in open_ones] == ["a@x.org"]
        assert (await lead.delete(f"/api/projects/own/invites/{open_ones[0]['id']}")).status_code == 200
    with pytest.raises(Unauthorized):
        world.run(lambda tx: verbs.accept(tx, made["url"].partition("#invite=")[2], "A", "hash"))


async def test_a_new_password_ends_the_other_sessions(world: World):
    async with world.as_("annotator") as here, world.as_("annotator") as there:
        wrong = await here.post("/api/me/password", json={"password": "another password", "current": "no"})
        assert wrong.status_code == 401
        done = await here.post("/api/me/password", json={"password": "another password", "current": PASSWORD})
        assert done.status_code == 200
        assert (await here.get("/api/me")).status_code == 200
        assert (await there.get("/api/me")).status_code == 401
    async with world.client() as client:
        assert (await sign_in(client)).status_code == 401
        assert (await sign_in(client, password="another password")).status_code == 200


async def test_an_admin_resets_a_password(world: World):
    async with world.as_("admin") as admin, world.as_("annotator") as person:
        link = (await admin.post(f"/api/people/{world.people['annotator']}/reset-password")).json()["url"]
        assert (await person.get("/api/me")).status_code == 401
        got = await person.post("/api/auth/link", json={"token": link.partition("#link=")[2]})
        assert got.json()["has_password"] is False
        assert (await person.post("/api/me/password", json={"password": "a new password"})).status_code == 200


async def test_a_session_rolls_on_and_ends(world: World):
    async with world.as_("annotator") as client:
        world.run(lambda tx: tx.run("UPDATE session SET expires_at = expires_at - :by", by=sessions.DAY))
        before = world.run(lambda tx: tx.value("SELECT expires_at FROM session"))
        assert (await client.get("/api/me")).status_code == 200
        assert world.run(lambda tx: tx.value("SELECT expires_at FROM session")) > before, "used: it lasts again"
        world.run(lambda tx: tx.run("UPDATE session SET expires_at = 1"))
        assert (await client.get("/api/me")).status_code == 401


async def test_secrets_are_not_in_the_database(world: World):
    async with world.client() as client:
        cookie = (await sign_in(client)).cookies[world.app.state.context.cookie]
    token = world.token("annotator")
    link = world.run(lambda tx: verbs.make_link(tx, world.people["annotator"], None))
    world.workspace.database.close()
    stored = b"".join(path.read_bytes() for path in world.workspace.path.glob("goldlabel.db*"))
    for secret in (cookie, token, link, PASSWORD):
        assert secret.encode() not in stored
    assert b"$argon2id$" in stored


async def test_tokens(world: World):
    async with world.as_("annotator") as client:
        made = (await client.post("/api/tokens", json={"name": "script", "scope": "label", "days": 1})).json()
        listed = (await client.get("/api/tokens")).json()
        assert [(one["name"], one["scope"], one["used_at"]) for one in listed] == [("script", "label", None)]
        assert made["token"] not in (await client.get("/api/tokens")).text
        async with world.client(authorization=f"Bearer {made['token']}") as program:
            assert (await program.get("/api/me")).status_code == 200
            assert (await program.post("/api/projects/own/next", json={})).status_code == 200
            assert (await program.post("/api/tokens", json={"name": "x"})).status_code == 403
        assert (await client.get("/api/tokens")).json()[0]["used_at"] is not None
        assert (await client.delete(f"/api/tokens/{made['id']}")).status_code == 200
        async with world.client(authorization=f"Bearer {made['token']}") as program:
            assert (await program.get("/api/me")).status_code == 401
        foreign = await client.post("/api/tokens", json={"name": "x", "project": "other"})
        assert foreign.status_code == 404


async def test_a_token_runs_out(world: World):
    async with world.bearer("annotator") as program:
        world.run(lambda tx: tx.run("UPDATE token SET expires_at = @now"))
        time.sleep(0.002)
        assert (await program.get("/api/me")).status_code == 401


async def test_a_wrong_authorization_is_not_rescued_by_a_cookie(world: World):
    """Else a page of another site could add any header to get around the origin check."""
    async with world.as_("annotator") as client:
        for header in ("Bearer gl_wrong", "Bearer", "Basic eDp5", "x"):
            got = await client.post("/api/projects/own/next", json={}, headers={"authorization": header})
            assert got.status_code == 401


async def test_nobody_locks_everybody_out(world: World):
    async with world.as_("admin") as admin:
        me = world.people["admin"]
        for change in ({"admin": False}, {"disabled": True}):
            assert (await admin.patch(f"/api/people/{me}", json=change)).status_code == 409
        assert (await admin.patch(f"/api/people/{world.people['viewer']}", json={"admin": True})).status_code == 200
        assert (await admin.patch(f"/api/people/{me}", json={"admin": False})).status_code == 200
        assert (await admin.get("/api/people")).status_code == 403


def test_people_of_one_name_are_told_apart_in_their_answers(world: World):
    one, two = (world.run(lambda tx, n=n: verbs.add_person(tx, f"same{n}@x.org", "Same", None)) for n in (1, 2))
    names = [
        world.run(lambda tx, p=p: tx.value("SELECT name FROM labeler WHERE id = :id", id=p.labeler)) for p in (one, two)
    ]
    assert names == ["Same", "Same 2"]


@pytest.mark.parametrize("email", ["", "x", "a b@c.d", "a@", "@b", "a@b\x00", "<a@b>", '"a"@b', "a@b@c"])
def test_addresses_that_are_none(world: World, email: str):
    with pytest.raises(Invalid):
        world.run(lambda tx: verbs.add_person(tx, email, "A", None))


def test_one_account_per_address(world: World):
    with pytest.raises(Conflict):
        world.run(lambda tx: verbs.add_person(tx, "VIEWER@example.org", "A", None))
    assert world.run(people.count_persons) == 7


async def test_the_log_is_paged_and_a_lead_sees_only_the_project(world: World):
    async with world.as_("admin") as admin:
        first = (await admin.get("/api/audit-log?limit=3")).json()
        assert len(first["entries"]) == 3
        rest = (await admin.get(f"/api/audit-log?limit=500&before={first['before']}")).json()
        assert rest["before"] is None
        assert not {e["id"] for e in first["entries"]} & {e["id"] for e in rest["entries"]}
    async with world.as_("manager") as lead:
        await lead.put("/api/projects/own/guideline", json={"guideline": "be kind"})
        entries = (await lead.get("/api/projects/own/audit-log")).json()["entries"]
        assert entries[0]["action"] == "guideline.change"
        assert entries[0]["actor"] == "Manager"
        assert not any(entry["action"].startswith("sign_in") for entry in entries)


async def test_a_disabled_person_cannot_sign_in(world: World):
    world.run(lambda tx: verbs.disable(tx, world.people["viewer"], None))
    async with world.client() as client:
        got = await sign_in(client, "viewer@example.org")
    assert got.status_code == 401
    assert "set-cookie" not in got.headers


@pytest.mark.parametrize("address", ["link", "accept"])
async def test_guessing_links_is_limited_by_address(world: World, address: str):
    body = {"token": "x" * 43} | ({"name": "X", "password": "0123456789"} if address == "accept" else {})
    async with world.client() as client:
        answers = [(await client.post(f"/api/auth/{address}", json=body)).status_code for _ in range(31)]
    assert (answers[0], answers[-1]) == (401, 429)
