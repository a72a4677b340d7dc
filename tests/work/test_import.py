"""The import job on both databases: what goes in, what is refused where, and that a kill loses nothing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goldlabel.core.problem import Invalid, NotFound
from goldlabel.jobs import Running
from goldlabel.store import annotations, jobs, projects
from goldlabel.store.projects import ProjectRow
from goldlabel.work import imports, items, label
from goldlabel.work import jobs as job_verbs
from goldlabel.work import projects as project_verbs
from goldlabel.work.workspace import Workspace, open_workspace

SCHEMA = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [{"name": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}}],
}


@pytest.fixture
def workspace(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "ws", database=database_url) as opened:
        yield opened


@pytest.fixture
def project(workspace: Workspace) -> ProjectRow:
    return workspace.database.write(lambda tx: project_verbs.create(tx, "p", SCHEMA, settings={"overlap": 2}))


def bring_in(workspace: Workspace, project: ProjectRow, path: Path, **settings: Any) -> dict[str, Any]:
    job = workspace.database.write(lambda tx: imports.start(tx, project, {"path": str(path)}, **settings))
    row = job_verbs.run_now(workspace, job)
    assert row.state == "done", row.error
    assert row.result is not None
    return row.result


def write_lines(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def count(workspace: Workspace, table: str) -> int:
    return workspace.database.read(lambda tx: tx.value(f"SELECT count(*) FROM {table}"))


def test_again_is_skipped_and_changed_is_revised(workspace: Workspace, project: ProjectRow, tmp_path: Path) -> None:
    rows = [{"key": f"k{n}", "text": f"text {n}"} for n in range(50)]
    first = bring_in(workspace, project, write_lines(tmp_path / "a.jsonl", rows))
    assert (first["added"], first["unchanged"], first["rejected"]) == (50, 0, 0)
    again = bring_in(workspace, project, tmp_path / "a.jsonl")
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 50)
    rows[7]["text"] = "another"
    third = bring_in(workspace, project, write_lines(tmp_path / "a.jsonl", rows))
    assert (third["added"], third["changed"], third["unchanged"]) == (0, 1, 49)
    assert count(workspace, "item") == count(workspace, "queue") == 50
    assert count(workspace, "item_revision") == 1


def test_bad_rows_are_named_and_the_rest_goes_in(workspace: Workspace, project: ProjectRow, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b'{"text": "fine"}\n{"text": "nul \\u0000"}\n{"text": NaN}\n{"text": \n{"text": "fine too"}\n')
    result = bring_in(workspace, project, path)
    assert (result["added"], result["rejected"]) == (2, 3)
    rejects = workspace.database.read(lambda tx: tx.all("SELECT place, message FROM job_reject ORDER BY id"))
    assert [place for place, _ in rejects] == ["bad.jsonl line 2", "bad.jsonl line 3", "bad.jsonl line 4"]


def test_labels_come_along_and_count(workspace: Workspace, project: ProjectRow, tmp_path: Path) -> None:
    path = tmp_path / "labeled.csv"
    path.write_text("key,text,label\na,x,good\nb,y,bad\nc,z,ugly\n")
    result = bring_in(workspace, project, path, options={"labels": {"label": "mood"}, "labeler": "ann"})
    assert result["added"] == 3 or result["rejected"] >= 1
    assert result["labels"] == 2
    again = bring_in(workspace, project, path, options={"labels": {"label": "mood"}, "labeler": "ann"})
    assert again["labels"] == 0, "the same labeler's label is not taken twice"
    second = bring_in(workspace, project, path, options={"labels": {"label": "mood"}, "labeler": "bob"})
    assert second["labels"] == 2
    state = workspace.database.read(lambda tx: tx.all("SELECT open, done, state FROM queue ORDER BY item LIMIT 2"))
    assert state == [(0, 2, "done"), (0, 2, "done")]
    tally = workspace.database.read(lambda tx: projects.counts(tx, project.id, "annotations", "done", "surplus"))
    assert tally == {"annotations": 4, "done": 2, "surplus": 0}
    bring_in(workspace, project, path, options={"labels": {"label": "mood"}, "labeler": "eve"})
    tally = workspace.database.read(lambda tx: projects.counts(tx, project.id, "annotations", "done", "surplus"))
    assert tally == {"annotations": 6, "done": 2, "surplus": 2}, "what exceeds the wanted number is kept as surplus"


def test_cancel_and_resume(workspace: Workspace, project: ProjectRow, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", [{"text": f"t{n}"} for n in range(5000)])
    database = workspace.database
    job = database.write(lambda tx: imports.start(tx, project, {"path": str(path)}))
    original = Running.commit

    def cancel_when_begun(self: Running, *args: Any, **options: Any) -> Any:
        if self.done > 400:
            database.write(lambda tx: jobs.cancel(tx, job))
        return original(self, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Running, "commit", cancel_when_begun)
        row = job_verbs.run_now(workspace, job)
    assert row.state == "cancelled"
    assert 0 < count(workspace, "item") < 5000
    assert database.write(lambda tx: jobs.resume(tx, job))
    row = job_verbs.run_now(workspace, job)
    assert row.state == "done"
    assert row.result is not None
    assert row.result["added"] == count(workspace, "item") == 5000


MOVED = "SELECT (SELECT done FROM job WHERE id = :job), (SELECT count(*) FROM item), (SELECT count(*) FROM queue)"
RUN = """
import sys
from goldlabel.work.workspace import open_workspace
from goldlabel.work.jobs import run_now
with open_workspace(sys.argv[1], database=sys.argv[2]) as workspace:
    print(run_now(workspace, int(sys.argv[3])).state)
"""


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.long)])
def test_killed_imports_go_on(
    workspace: Workspace, project: ProjectRow, database_url: str, tmp_path: Path, kills: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Killed at random moments, the import ends with every row there once; the lease is shortened, not the truth."""
    total = 80_000 if kills == 5 else 800_000
    path = write_lines(tmp_path / "a.jsonl", [{"text": f"text number {n}"} for n in range(total)])
    database = workspace.database
    job = database.write(lambda tx: imports.start(tx, project, {"path": str(path)}))
    chance = random.Random(11)
    for _ in range(kills):
        runner = subprocess.Popen(
            [sys.executable, "-c", RUN, str(workspace.path), database_url, str(job)],
            env={**os.environ}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        _wait_for_progress(workspace, job, runner)
        time.sleep(chance.uniform(0, 0.1))
        assert runner.poll() is None, "it ended before it could be killed: the file is too short for this machine"
        runner.send_signal(signal.SIGKILL)
        runner.wait()
        moved = database.read(lambda tx: tx.one(MOVED, job=job))
        assert moved is not None
        assert len(set(moved)) == 1, f"cursor and rows move together: {moved}"
        database.write(lambda tx: tx.run("UPDATE job SET lease_until = 0 WHERE id = :job", job=job))
    row = job_verbs.run_now(workspace, job)
    assert row.state == "done", row.error
    assert row.result is not None
    assert row.result["added"] == count(workspace, "item") == total
    assert database.check() == []


def _wait_for_progress(workspace: Workspace, job: int, runner: subprocess.Popen[bytes]) -> None:
    read = lambda tx: tx.value("SELECT done FROM job WHERE id = :job", job=job)  # noqa: E731
    start = workspace.database.read(read)
    while workspace.database.read(read) == start and runner.poll() is None:
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("settings", "place"),
    [({"options": {"encodig": "x"}}, "options.encodig"), ({"purpose": "fun"}, "purpose"), ({"priority": 2}, "priority"),
     ({"format": "jsnol"}, ""), ({"colour": 1}, "colour")],
)  # fmt: skip
def test_wrong_settings_are_named(
    workspace: Workspace, project: ProjectRow, settings: dict[str, Any], place: str
) -> None:
    with pytest.raises((Invalid, NotFound)) as refusal:
        workspace.database.write(lambda tx: imports.start(tx, project, {"path": "x"}, **settings))
    assert place in str(refusal.value)


def test_priority_zero_comes_last(workspace: Workspace, project: ProjectRow, tmp_path: Path) -> None:
    bring_in(workspace, project, write_lines(tmp_path / "low.jsonl", [{"key": "low", "text": "a"}]), priority=0)
    bring_in(workspace, project, write_lines(tmp_path / "mid.jsonl", [{"key": "mid", "text": "b"}]))
    bring_in(workspace, project, write_lines(tmp_path / "top.jsonl", [{"key": "top", "text": "c"}]), priority=1)
    me = workspace.database.write(lambda tx: annotations.labeler(tx, None, "person", "ann"))
    tasks = workspace.database.write(lambda tx: label.next_tasks(tx, project, me, 3))
    assert [task.item.key for task in tasks] == ["top", "mid", "low"]


def rejects_of(workspace: Workspace) -> list[tuple[str, str]]:
    return workspace.database.read(lambda tx: tx.all("SELECT place, message FROM job_reject ORDER BY id"))


def test_rows_with_nothing_to_show_are_named(workspace: Workspace, project: ProjectRow, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("idx,message\n1,hello\n")
    result = bring_in(workspace, project, path)
    assert (result["added"], result["rejected"]) == (0, 1)
    [(place, message)] = rejects_of(workspace)
    assert place == "c.csv row 2"
    assert "'text'" in message
    assert "'message'" in message
    path = write_lines(tmp_path / "d.jsonl", [{"text": 5}, {"text": "  "}, {"text": "fine"}])
    assert bring_in(workspace, project, path)["added"] == 1


def test_one_key_twice(workspace: Workspace, project: ProjectRow, tmp_path: Path) -> None:
    """The same row twice is counted; another row with the same key is named, and the last one counts."""
    path = tmp_path / "twice.csv"
    path.write_text("key,text,label\na,first,good\nb,same,good\nb,same,bad\na,second,bad\n")
    result = bring_in(workspace, project, path, options={"labels": {"label": "mood"}, "labeler": "ann"})
    assert (result["added"], result["duplicates"], result["labels"]) == (2, 1, 2)
    messages = dict(rejects_of(workspace))
    assert "other content" in messages["twice.csv row 2"]
    assert "only the first is taken" in messages["twice.csv row 4"]
    stored = workspace.database.read(lambda tx: tx.all("SELECT data FROM item ORDER BY key"))
    assert "second" in stored[0][0]
    said = workspace.database.read(
        lambda tx: tx.all(
            "SELECT i.key, s.key FROM annotation a JOIN item i ON i.id = a.item "
            "JOIN answer s ON s.annotation = a.id ORDER BY i.key"
        )
    )
    assert said == [("a", "bad"), ("b", "good")]


def test_of_more_labels_than_wanted_the_first_count(workspace: Workspace, project: ProjectRow, tmp_path: Path) -> None:
    mood = {"id": "m", "type": "choices", "from_name": "mood", "to_name": "text", "value": {"choices": ["good"]}}
    given = [{"id": n, "completed_by": n, "result": [mood]} for n in (1, 2, 3)]
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"id": 1, "data": {"text": "x"}, "annotations": given}]))
    assert bring_in(workspace, project, path, format="label_studio")["labels"] == 3
    tally = workspace.database.read(lambda tx: projects.counts(tx, project.id, "annotations", "done", "surplus"))
    assert tally == {"annotations": 3, "done": 1, "surplus": 1}
    slots = workspace.database.read(lambda tx: tx.all("SELECT slot, state FROM slot ORDER BY id"))
    assert slots == [(1, "done"), (2, "done"), (None, "surplus")]


@pytest.mark.parametrize(
    ("data", "meta", "key"),
    [({"text": "a\0"}, {}, None), ({"text": "a"}, {"x": "\0"}, None), ({"text": "a"}, {}, "k\0"),
     ({"text": "a", "n": float("nan")}, {}, None), ({"text": "\ud800"}, {}, None)],
)  # fmt: skip
def test_what_no_database_keeps_is_refused(data: dict[str, Any], meta: dict[str, Any], key: str | None) -> None:
    with pytest.raises(Invalid):
        items.prepare(data, meta, key)
