"""Ctrl-C at the keyboard, workers, the terminal's questions, and commands over HTTP."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from goldlabel.client import connect
from goldlabel.demo.headless import admin_token, serving
from goldlabel.store import projects
from goldlabel.store.tx import Tx
from goldlabel.work.workspace import open_workspace
from goldlabel.workspace import open as open_face
from tests.cli.conftest import Cli

ROWS = 60_000


def start(*words: str, cwd: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "goldlabel", *words]
    return subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def stopped_midway(tx: Tx, process: "subprocess.Popen[str]") -> bool:
    """Sends Ctrl-C once there are items; the import cannot end meanwhile, for this transaction holds the lock."""
    if not projects.counts(tx, 1, "items").get("items"):
        return False
    process.send_signal(signal.SIGINT)
    return True


def test_ctrl_c_stops_an_import_and_says_how_to_go_on(cli: Cli, tmp_path: Path) -> None:
    cli("init", "p", "--template", "text_classification")
    (tmp_path / "big.jsonl").write_text("".join(f'{{"text": "row {n}"}}\n' for n in range(ROWS)))
    process = start("add", "p", "big.jsonl", cwd=tmp_path)
    with open_face("goldlabel-data") as workspace:
        project = workspace.project("p")
        database = workspace.opened.database  # type: ignore[attr-defined]
        until = time.monotonic() + 20
        while not database.write(lambda tx: stopped_midway(tx, process)) and time.monotonic() < until:
            time.sleep(0.02)
        _, err = process.communicate(timeout=20)
        assert process.returncode == 130, err
        assert "go on with `goldlabel jobs --resume 1`" in err
        assert "Traceback" not in err
        job = project.job(1)
        assert job.state == "cancelled"
        assert 0 < project.progress()["items"] < ROWS
    assert cli("jobs", "--resume", "1").code == 0
    with open_face("goldlabel-data") as workspace:
        assert workspace.project("p").progress()["items"] == ROWS


def test_a_worker_runs_what_was_queued_and_ends_on_ctrl_c(cli: Cli, tmp_path: Path) -> None:
    from goldlabel.work import imports

    cli("init", "p", "--template", "text_classification")
    (tmp_path / "a.csv").write_text("text\nhello\n")
    with open_workspace(tmp_path / "goldlabel-data") as opened:
        source = {"path": str(tmp_path / "a.csv")}
        opened.database.write(lambda tx: imports.start(tx, projects.by_name(tx, "p"), source))
        process = start("worker", cwd=tmp_path)
        with open_face("goldlabel-data") as workspace:
            until = time.monotonic() + 20
            while workspace.project("p").job(1).state != "done" and time.monotonic() < until:
                time.sleep(0.05)
            assert workspace.project("p").job(1).state == "done"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 0


@pytest.fixture
def tied(cli: Cli) -> None:
    """Two items that three people see three ways."""
    cli("init", "p", "--template", "sentiment", "--overlap", "3")
    with open_face("goldlabel-data") as workspace:
        project = workspace.project("p")
        project.add([{"key": "one", "review": "so"}, {"key": "two", "review": "la"}])
        for person, mood in (("ann", "Neutral"), ("bob", "Negative"), ("cem", "Positive")):
            more = {} if mood == "Neutral" else {"ironic": False}
            more |= {"criticised": ["Price"]} if mood == "Negative" else {}
            for task in project.tasks(person):
                project.submit(task, {"sentiment": mood, **more}, labeler=person)
        project.resolve()


def test_ties_are_decided_at_the_terminal(cli: Cli, tied: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer, no such number, no such value; then an answer and what it made necessary; s skips."""
    replies = iter(["", "7", "=nonsense", "=Negative", "Price", "no", "s"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda prompt="": next(replies))
    ran = cli("adjudicate", "p", "--by", "lead")
    assert ran.code == 0, ran.err
    assert '"nonsense" is not a value of the question' in ran.err
    assert "decided 1 item" in ran.out
    for name in ("ann", "bob", "cem"):
        assert name in ran.out
    assert list(replies) == []
    with open_face("goldlabel-data") as workspace:
        whole = workspace.project("p").item("one")
    assert whole.labels == {"sentiment": "Negative", "criticised": ["Price"], "ironic": False}
    assert whole.said[-1].labeler == "lead"
    assert json.loads(cli("adjudicate", "p", "--json").out)[0]["key"] == "two"


def test_the_same_commands_work_over_http(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,hello\n2,world\n")
    with open_workspace(tmp_path / "ws") as opened, serving(opened.path) as base:
        monkeypatch.setenv("GOLDLABEL_WORKSPACE", base)
        monkeypatch.setenv("GOLDLABEL_TOKEN", admin_token(opened))
        assert cli("init", "p", "--template", "text_classification").code == 0
        assert "2 added" in cli("add", "p", "a.csv", "--key", "id").out
        with connect(base, os.environ["GOLDLABEL_TOKEN"]) as workspace:
            project = workspace.project("p")
            for task in project.tasks():
                project.submit(task, {"topic": "Other"})
        assert "2 resolved" in cli("resolve", "p").out
        assert cli("release", "p", "--out", "r.zip").code == 0
        assert cli("verify", "p@1").code == 0
        assert cli("export", "p", "--format", "csv", "--out", "out.csv").code == 0
        assert (tmp_path / "out.csv").read_text().count("Other") == 2
        assert {job["kind"] for job in json.loads(cli("jobs", "p", "--json").out)} == {
            "import",
            "resolve",
            "release",
            "export",
        }
        local = cli("add", "p", "a.csv", "--key", "id", "--workspace", tmp_path / "ws")
        assert (local.code, "2 unchanged" in local.out) == (0, True)
