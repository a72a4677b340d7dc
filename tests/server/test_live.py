"""Server-sent events from a real server: what arrives, at whom, when it ends; and the bell."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from goldlabel.server.live import Live as Hub
from goldlabel.server.live import Watcher, id_of, seen_of
from goldlabel.store import jobs, people, projects
from goldlabel.store.projects import ProjectRow
from goldlabel.work import items, notifications
from goldlabel.work import people as verbs
from tests.live import Live, answer, ok, running
from tests.server.conftest import SCHEMA, World


class Stream:
    """A browser's end of a stream, read by a thread."""

    def __init__(self, client: httpx2.Client, project: str, **params: Any) -> None:
        self.events: list[tuple[str, dict[str, Any]]] = []
        self.status = 0
        self.ended = threading.Event()
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._read, args=(client, project, params), daemon=True)
        self._thread.start()

    def _read(self, client: httpx2.Client, project: str, params: dict[str, Any]) -> None:
        id = ""
        try:
            with client.stream("GET", f"/api/projects/{project}/events", params=params) as response:
                self.status = response.status_code
                for line in response.iter_lines():
                    if line.startswith("id: "):
                        id = line.removeprefix("id: ")
                    elif line.startswith("data: "):
                        with self._news:
                            self.events.append((id, json.loads(line.removeprefix("data: "))))
                            self._news.notify_all()
        except httpx2.TransportError:
            pass
        finally:
            self.ended.set()

    def wait(self, wanted: Callable[[dict[str, Any]], Any], seconds: float = 8) -> dict[str, Any]:
        """The first event that is wanted. Fails when none comes in time."""
        until = time.monotonic() + seconds
        with self._news:
            while True:
                for _, event in self.events:
                    if wanted(event):
                        return event
                left = until - time.monotonic()
                assert left > 0, f"nothing like it among {self.events}"
                self._news.wait(left)

    @property
    def last_id(self) -> str:
        return self.events[-1][0]

    def topics(self) -> set[str]:
        return {topic for _, event in self.events for topic in event}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with running(tmp_path_factory.mktemp("live") / "ws", workers=0) as server:
        yield server


def project(live: Live, name: str, count: int = 3) -> ProjectRow:
    made = live.create(name, SCHEMA)
    rows = [{"key": f"{name}{n}", "data": {"text": "so so"}} for n in range(count)]
    live.workspace.database.write(lambda tx: items.add_rows(tx, made, rows))
    return made


@contextmanager
def watching(live: Live, token: str, project: str, **params: Any) -> Iterator[Stream]:
    with live.client(token) as client:
        stream = Stream(client, project, **params)
        stream.wait(lambda event: "progress" in event)
        yield stream


def label_one(client: httpx2.Client, project: str) -> None:
    (task,) = ok(client.post(f"/api/projects/{project}/next", json={"count": 1}))["tasks"]
    ok(client.post(f"/api/projects/{project}/submit", json={"task": task["task"], "body": answer("mood", "good")}))


def test_what_one_does_the_other_sees_and_nobody_else(live: Live) -> None:
    own, other = project(live, "own"), project(live, "other")
    ann, lead, stranger = live.person(own, "ann"), live.person(own, "lead", "manager"), live.person(other, "out")
    with (
        watching(live, lead, "own") as leads,
        watching(live, ann, "own") as anns,
        watching(live, stranger, "other") as others,
        live.client(ann) as client,
    ):
        label_one(client, "own")
        for stream in (leads, anns):
            event = stream.wait(lambda event: event.get("progress", {}).get("done") == 1)
            assert event["progress"]["annotations"] == 1
        ok(client.post("/api/projects/own/next", json={"count": 1}))
        leads.wait(lambda event: event.get("presence") == ["ann"])
        live.workspace.database.write(lambda tx: projects.add_guideline(tx, own.id, "New words.", None))
        anns.wait(lambda event: event.get("project", {}).get("guideline_version") == 2)
        assert anns.topics() <= {"progress", "project", "bell"}, "an annotator hears nothing of people, jobs, releases"
        assert leads.topics() >= {"progress", "project", "jobs", "releases", "presence", "people"}
        assert all(event.get("progress", {}).get("done", 0) == 0 for _, event in others.events)
        with live.client(stranger) as outside:
            assert outside.get("/api/projects/own/events").status_code == 404


def test_who_comes_back_gets_what_changed_meanwhile_and_no_more(live: Live) -> None:
    made = project(live, "again")
    ann = live.person(made, "ben")
    with watching(live, ann, "again", seconds=1.5) as first:
        assert first.ended.wait(8), "a stream ends by itself"
    with live.client(ann) as client:
        label_one(client, "again")
    with live.client(ann) as client:
        second = Stream(client, "again", since=first.last_id, seconds=3)
        event = second.wait(lambda event: event.get("progress", {}).get("done") == 1)
        assert set(event) == {"progress"}
        third = Stream(client, "again", since=second.last_id, seconds=1.2)
        assert third.ended.wait(8)
        assert third.events == [], "nothing changed"


def test_a_stream_ends_at_sign_out_and_when_the_role_changes(live: Live) -> None:
    made = project(live, "doors")
    database = live.workspace.database
    cookie = "goldlabel_" + live.workspace.key_for("cookie").hex()[:8]

    def join(tx: Any) -> tuple[int, str]:
        who = verbs.add_person(tx, "cookie@example.org", "Cookie", None)
        verbs.set_member(tx, made, who.id, "annotator", None)
        return who.id, verbs.start_session(tx, who, 1, "test")

    person, secret = database.write(join)
    with httpx2.Client(base_url=live.base, cookies={cookie: secret}, timeout=60) as browser:
        first = Stream(browser, "doors")
        first.wait(lambda event: "progress" in event)
        database.write(lambda tx: people.set_member(tx, made.id, person, "reviewer"))
        assert first.ended.wait(8), "the role is another one: come back with it"
        second = Stream(browser, "doors")
        second.wait(lambda event: "jobs" in event)
        ok(browser.post("/api/auth/sign-out"))
        assert second.ended.wait(8)
        assert browser.get("/api/projects/doors/events").status_code == 401


def test_open_streams_do_not_keep_a_server_from_ending(tmp_path: Path) -> None:
    live = Live(tmp_path / "ws", workers=0)
    made = project(live, "end")
    token = live.person(made, "eve")
    with watching(live, token, "end") as one, watching(live, token, "end") as two:
        began = time.monotonic()
        live.close()
        assert time.monotonic() - began < 5
        assert one.ended.wait(5) and two.ended.wait(5)  # noqa: PT018
    assert live.process.returncode == 0


def test_one_look_serves_everybody(world: World) -> None:
    """However many watch: a second later the database was read once, not once for each."""
    import asyncio

    database, reads = world.workspace.database, 0
    read = database.read
    own = read(lambda tx: projects.by_name(tx, "own")).id

    def counted(fn: Any) -> Any:
        nonlocal reads
        reads += 1
        return read(fn)

    async def many() -> None:
        hub = Hub(database)
        secret = world.session("viewer")
        watchers = [Watcher(world.people["viewer"], "viewer", verbs.fingerprint(secret), None, {}) for _ in range(25)]

        async def first(watcher: Watcher) -> str:
            stream = hub.watch(own, watcher, 5)
            await anext(stream)
            text = await anext(stream)
            await stream.aclose()
            return text

        texts = await asyncio.gather(*(first(watcher) for watcher in watchers))
        assert len(set(texts)) == 1
        hub.close()

    database.read = counted  # type: ignore[method-assign]
    try:
        asyncio.run(many())
    finally:
        database.read = read  # type: ignore[method-assign]
    assert reads <= 3


def test_an_events_id_is_read_with_care() -> None:
    seen = {"progress": "0123abcd", "bell": "89abcdef"}
    assert seen_of(id_of(seen)) == seen
    assert seen_of("progress.short,nothing.01234567,<script>,progress") == {}
    assert seen_of("") == {}


# -- the bell


@pytest.mark.anyio
async def test_the_bell_rings_for_whom_it_concerns(world: World) -> None:
    own = world.run(lambda tx: projects.by_name(tx, "own"))
    other = world.run(lambda tx: projects.by_name(tx, "other"))
    ann, lead = world.people["annotator"], world.people["manager"]
    world.run(lambda tx: notifications.guideline_changed(tx, own, lead))
    world.run(lambda tx: notifications.tell(tx, [ann, ann], "comment", project=own.id, by=lead, item="3", thread=1))
    world.run(lambda tx: notifications.tell(tx, [ann], "guideline", project=other.id, version=2))
    async with world.as_("annotator") as client:
        bell = (await client.get("/api/me/notifications")).json()
        assert [one["kind"] for one in bell["notifications"]] == ["comment", "guideline"], "none of a foreign project"
        assert bell["unread"] == 2
        newest = bell["notifications"][0]
        assert newest["about"] == {"item": "3", "thread": 1}
        assert (await client.post("/api/me/notifications/read", json={"only": newest["id"]})).json() == {"ok": True}
        assert (await client.get("/api/me/notifications")).json()["unread"] == 1
        await client.post("/api/me/notifications/read", json={"upto": newest["id"]})
        assert (await client.get("/api/me/notifications")).json()["unread"] == 0
    async with world.as_("manager") as client:
        assert (await client.get("/api/me/notifications")).json()["notifications"] == [], "who did it knows"
    async with world.as_("reviewer") as client:
        assert (await client.get("/api/me/notifications")).json()["unread"] == 1


def test_a_job_that_fails_or_takes_long_is_told_to_who_started_it(world: World) -> None:
    own = world.run(lambda tx: projects.by_name(tx, "own"))
    lead = world.people["manager"]

    def run(seconds: int, state: str) -> None:
        def ends(tx: Any) -> None:
            id = jobs.insert(tx, own.id, "export", {}, lead)
            row = jobs.claim(tx, "me", only=id)
            assert row is not None
            tx.run("UPDATE job SET created_at = created_at - :us WHERE id = :id", us=seconds * 1_000_000, id=id)
            jobs.end(tx, row, state)
            notifications.job_ended(tx, jobs.by_id(tx, id))

        world.run(ends)

    run(1, "done")
    run(30, "done")
    run(1, "failed")
    bell = world.run(lambda tx: notifications.bell(tx, lead))
    assert [one.kind for one in bell.notifications] == ["job_failed", "job_done"]


# -- the routes


@pytest.mark.anyio
async def test_the_overview_is_for_those_who_see_answers(world: World) -> None:
    import asyncio

    async with world.as_("manager") as client:
        await client.post("/api/projects/own/items", json={"items": [{"key": "a", "data": {"text": "hm"}}]})
    async with world.as_("annotator") as client:
        (task,) = (await client.post("/api/projects/own/next", json={"count": 1})).json()["tasks"]
        body = {"task": task["task"], "body": answer("mood", "good"), "seconds": 4}
        assert (await client.post("/api/projects/own/submit", json=body)).is_success
        assert (await client.get("/api/projects/own/overview")).status_code == 403
        mine = (await client.get("/api/projects/own/overview/mine")).json()
        assert mine["progress"]["mine"] == 1
        assert [count for _, count in mine["hours"]] == [1]
    async with world.as_("viewer") as client:
        found = (await client.get("/api/projects/own/overview")).json()
        assert [one["name"] for one in found["people"]] == ["Annotator"]
        for _ in range(100):
            if not found["stale"]:
                break
            await asyncio.sleep(0.05)
            found = (await client.get("/api/projects/own/overview")).json()
        assert found["measured"]["distributions"][0]["values"] == [{"value": "good", "count": 1}]
        assert found["people"][0]["times"]["median"] == 4
        assert (await client.get("/api/projects/own/overview/mine")).json()["progress"]["mine"] == 0
