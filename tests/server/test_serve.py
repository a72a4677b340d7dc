"""`serve` as a process: link, workers, orderly and disorderly ends."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from goldlabel.cli import run
from goldlabel.core.problem import GoldlabelError
from goldlabel.server.serve import Workers, first_admin, is_loopback, serve, sign_in_link
from goldlabel.store import jobs, people
from goldlabel.work import people as verbs
from goldlabel.work.workspace import Workspace, open_workspace, read_settings
from tests.live import Live
from tests.server.conftest import CHEAP, SCHEMA, World


def workers_of(folder: Path) -> list[int]:
    """Processes that run jobs of this workspace."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().split(b"\0")
                state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
            except OSError:
                continue
            if b"goldlabel.server.worker" in line and str(folder).encode() in line and state != "Z":
                found.append(int(entry.name))
    return found


def gone(folder: Path, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while workers_of(folder) and time.monotonic() < until:
        time.sleep(0.1)
    return not workers_of(folder)


def wait_for(job: Any, seconds: float = 30) -> dict[str, Any]:
    until = time.monotonic() + seconds
    while (found := job())["state"] in ("waiting", "running") and time.monotonic() < until:
        time.sleep(0.05)
    return found


def test_from_the_link_to_an_import_that_a_worker_does(tmp_path: Path):
    live = Live(tmp_path / "w")
    try:
        token = live.link().partition("#link=")[2]
        with httpx2.Client(base_url=live.base) as client:
            me = client.post("/api/auth/link", json={"token": token}).json()
            assert me["admin"] is True
            made = client.post("/api/projects", json={"name": "texts", "schema": SCHEMA})
            assert made.status_code == 201, made.text
            content = b"text\n" + b"".join(b"line %d\n" % n for n in range(500))
            upload = client.post("/api/projects/texts/uploads", json={"name": "t.csv", "size": len(content)}).json()
            place = f"/api/projects/texts/uploads/{upload['upload']}"
            client.patch(place, content=content, headers={"upload-offset": "0"})
            job = client.post("/api/projects/texts/imports", json={"upload": upload["upload"]}).json()
            done = wait_for(lambda: client.get(f"/api/projects/texts/jobs/{job['id']}").json())
            assert done["state"] == "done", done
            assert client.get("/api/projects/texts").json()["progress"]["items"] == 500
            assert len(workers_of(live.workspace.path)) == 1
            big = client.get("/api/projects/texts/items?limit=200")
            assert big.headers["content-encoding"] == "gzip"
    finally:
        live.close()
    assert live.process.returncode == 0, "SIGTERM is an orderly end"
    assert workers_of(tmp_path / "w") == []


def test_a_killed_server_takes_its_workers_along(tmp_path: Path):
    live = Live(tmp_path / "w")
    try:
        until = time.monotonic() + 10
        while not workers_of(live.workspace.path) and time.monotonic() < until:
            time.sleep(0.05)
        assert workers_of(live.workspace.path)
        live.kill()
        assert gone(live.workspace.path)
        assert live.workspace.database.check() == []
    finally:
        live.workspace.close()


def test_a_worker_that_dies_is_started_again(workspace: Workspace):
    with Workers(workspace, 1) as crew:
        first = crew._running[0]
        first.kill()
        until = time.monotonic() + 10
        while crew._running[0] is first and time.monotonic() < until:
            time.sleep(0.05)
        assert crew._running[0].pid != first.pid
        first.wait()
        if first.stdin:
            first.stdin.close()
    assert all(process.poll() is not None for process in crew._running)


SLEEPY = """
import sys
from goldlabel.jobs import runner
from goldlabel.server.worker import run
runner.IDLE_SECONDS = 60
run(sys.argv[1], with_parent=True)
"""


def test_workers_are_woken_when_a_job_was_queued(workspace: Workspace):
    def queued() -> int:
        return workspace.database.write(lambda tx: jobs.insert(tx, None, "nothing", {}, None))

    def ended(id: int) -> str:
        return wait_for(lambda: {"state": workspace.database.read(lambda tx: jobs.by_id(tx, id)).state})["state"]

    crew = Workers(workspace, 1)
    crew._command = [sys.executable, "-c", SLEEPY, str(workspace.path)]
    first = queued()
    with crew:
        assert ended(first) == "failed", "nobody knows this kind of job: the worker is up"
        for _ in range(2):
            id = queued()
            crew.wake()
            assert ended(id) == "failed"
        sleepy = crew._running[0]
        crew._ending.set()
        assert sleepy.stdin is not None
        sleepy.stdin.close()
        assert sleepy.wait(5) == 0, "it ends at once when its server is gone, however long it would have slept"
        crew.wake()


@pytest.mark.anyio
async def test_whoever_queues_a_job_wakes_the_workers(world: World):
    woken: list[int] = []
    world.app.state.context.wake_workers = lambda: woken.append(1)
    async with world.as_("manager") as client:
        job = (await client.post("/api/projects/own/exports", json={"format": "jsonl"})).json()["id"]
        assert (await client.post("/api/projects/own/resolve")).status_code == 202
        assert len(woken) == 2
        await client.post(f"/api/projects/own/jobs/{job}/cancel")
        assert (await client.post(f"/api/projects/own/jobs/{job}/resume")).json()["state"] == "waiting"
        assert len(woken) == 3
        refused = await client.post("/api/projects/own/exports", json={"format": "nothing"})
        assert refused.is_error
        assert len(woken) == 3


def test_a_taken_port_is_said_at_once(workspace: Workspace):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(GoldlabelError, match="cannot listen"):
            serve(workspace, port=taken.getsockname()[1], workers=0)


def test_the_first_admin_is_made_once(workspace: Workspace):
    assert first_admin(workspace).id == first_admin(workspace).id
    assert [person.email for person in workspace.database.read(people.persons)] == ["admin@localhost"]
    one, two = sign_in_link(workspace, "http://x"), sign_in_link(workspace, "http://x")
    assert one != two
    secret = one.partition("#link=")[2]
    assert workspace.database.write(lambda tx: verbs.use_link(tx, secret)).admin


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_loopback(host: str, loopback: bool):
    assert is_loopback(host) is loopback


# -- workspaces


def test_programs_that_start_at_once_share_one_secret(tmp_path: Path):
    code = (
        "import sys; from goldlabel.work.workspace import _secret; from pathlib import Path; "
        "print(_secret(Path(sys.argv[1])).hex())"
    )
    command = [os.sys.executable, "-c", code, str(tmp_path / "secret")]  # type: ignore[attr-defined]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate()[0] for process in running}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("what = 1", "goldlabel.toml.what"),
        ("[server]\nsession_days = 0", "goldlabel.toml.server.session_days"),
        ("[network]\nallow = 3", "goldlabel.toml.network.allow"),
        ("= 1", "goldlabel.toml"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, text: str, place: str):
    (tmp_path / "goldlabel.toml").write_text(text)
    with pytest.raises(GoldlabelError) as caught:
        read_settings(tmp_path / "goldlabel.toml")
    assert place in str(caught.value)


def test_a_workspace_is_private_and_opens_again(tmp_path: Path):
    with open_workspace(tmp_path / "w", passwords=CHEAP) as first:
        secret = first.secret
        assert (tmp_path / "w").stat().st_mode & 0o077 == 0
    with open_workspace(tmp_path / "w", create=False) as again:
        assert again.secret == secret
        assert again.key_for("a") != again.key_for("b")
    with pytest.raises(GoldlabelError, match="no workspace"):
        open_workspace(tmp_path / "none", create=False)


def test_links_name_the_server_that_runs_on_the_workspace(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = tmp_path / "w"

    def invited(name: str) -> tuple[str, str]:
        assert run(["users", "add", f"{name}@example.org", "--workspace", str(folder)]) == 0
        return tuple(capsys.readouterr())  # type: ignore[return-value]

    live = Live(folder, workers=0)
    try:
        out, err = invited("ann")
        assert (f"{live.base}/sign-in#invite=" in out, err) == (True, "")
        assert run(["users", "link", first_admin(live.workspace).email, "--workspace", str(folder)]) == 0
        assert capsys.readouterr().out.startswith(f"{live.base}/sign-in#link=")
    finally:
        live.close()
    assert not (folder / "server.json").exists()
    out, err = invited("bob")
    assert ("http://127.0.0.1:8000/sign-in#invite=" in out, "once `goldlabel serve" in err) == (True, True)
    (folder / "server.json").write_text(f'{{"base": "http://127.0.0.1:1", "pid": {live.process.pid}}}')
    assert "http://127.0.0.1:8000/" in invited("cem")[0], "the process is gone"
