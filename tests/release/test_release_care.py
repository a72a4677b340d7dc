"""Around releases: what one would hold, withdrawn ones, two compared over HTTP, half-made ones cleared away."""

import os
from typing import Any

import pytest

from goldlabel.core.problem import Conflict
from goldlabel.store import jobs
from goldlabel.store import projects as rows
from goldlabel.work import exports, items, label, release, release_care, resolve
from goldlabel.work import jobs as work
from goldlabel.work.workspace import Workspace
from tests.server.conftest import World, made_once, world

__all__ = ["made_once", "world"]
pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def say(workspace: Workspace, key: str, value: str) -> None:
    def write(tx: Any) -> None:
        project = rows.by_name(tx, "own")
        item = items.add_rows(tx, project, [{"key": key, "data": {"text": key}}]).ids[key]
        task = label.claim_item(tx, project, 1, item).slot.id
        body = {"answers": [{"question": "mood", "kind": "choice", "value": value}]}
        label.submit(tx, project, 1, label.Submission(task=task, body=body))

    workspace.database.write(write)


def made(workspace: Workspace) -> int:
    def start(tx: Any, verb: Any) -> int:
        return verb(tx, rows.by_name(tx, "own"))

    work.run_now(workspace, workspace.database.write(lambda tx: start(tx, resolve.start)))
    done = work.run_now(workspace, workspace.database.write(lambda tx: start(tx, release.start)))
    assert done.result is not None, done.error
    return done.result["number"]


async def test_two_releases_compared_and_one_withdrawn(world: World) -> None:
    workspace = world.workspace
    say(workspace, "one", "good")
    async with world.as_("manager") as client:
        plan = (await client.get("/api/projects/own/release-plan")).json()
        assert (plan["items"], plan["resolved"], plan["unresolved"], plan["ties"]) == (1, 0, 1, 0)
        assert made(workspace) == 1
        say(workspace, "two", "bad")
        assert made(workspace) == 2
        at = "/api/projects/own/releases"
        found = (await client.get(f"{at}/1/diff?to=2")).json()
        assert found["added"] == {"count": 1, "keys": ["two"]}
        assert (await client.get(f"{at}/1/diff?to=2")).json() == found, "kept"
        assert (await client.get(f"{at}/1/diff?to=3")).status_code == 404
        assert (await client.post(f"{at}/1/withdraw")).json()["withdrawn_at"]
        refused = await client.get(f"{at}/1/file")
        assert refused.status_code == 409
        assert "withdrawn" in refused.json()["error"]["message"]
        assert (await client.get(f"{at}/1")).json()["datasheet"]["rows"]["items"] == 1
        assert (await client.get(f"{at}/2/file")).status_code == 200
        with pytest.raises(Conflict):
            world.run(lambda tx: exports.start(tx, rows.by_name(tx, "own"), "jsonl", release=1))
    async with world.as_("viewer") as client:
        assert (await client.post(f"{at}/2/withdraw")).status_code == 403


async def test_what_a_stopped_release_left_is_cleared_away(world: World) -> None:
    workspace = world.workspace
    own = world.run(lambda tx: rows.by_name(tx, "own"))
    ended, waiting = (world.run(lambda tx: jobs.insert(tx, own.id, "release", {}, None)) for _ in range(2))
    world.run(lambda tx: tx.run("UPDATE job SET state = 'cancelled', ended_at = 1 WHERE id = :id", id=ended))
    fresh = workspace.path / "releases" / str(own.id) / ".job-999"
    folders = {id: fresh.with_name(f".job-{id}") for id in (ended, waiting)}
    for folder in (*folders.values(), fresh):
        folder.mkdir(parents=True)
        if folder != fresh:
            os.utime(folder, (1, 1))
    assert release_care.sweep(workspace) == 1
    assert not folders[ended].exists()
    assert folders[waiting].exists()
    assert fresh.exists(), "a day is waited"


async def test_jobs_say_who_started_them(world: World) -> None:
    own = world.run(lambda tx: rows.by_name(tx, "own"))
    job = world.run(lambda tx: jobs.insert(tx, own.id, "import", {}, world.people["manager"]))
    async with world.as_("viewer") as client:
        assert (await client.get("/api/projects/own/jobs")).json()[0]["by"] == "Manager"
        assert (await client.get(f"/api/projects/own/jobs/{job}")).json()["by"] == "Manager"
