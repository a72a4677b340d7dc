"""The export job on both databases: progress, cancelling while it runs, going on."""

import csv
import datetime
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goldlabel.core.problem import NotFound
from goldlabel.store import jobs
from goldlabel.store.jobs import JobRow
from goldlabel.store.projects import ProjectRow
from goldlabel.work import exports, records
from goldlabel.work import items as item_verbs
from goldlabel.work import jobs as job_verbs
from goldlabel.work import projects as project_verbs
from goldlabel.work.workspace import Workspace, open_workspace
from tests.consensus.project import Lab

SCHEMA = {"fields": [{"name": "text", "medium": "text"}], "questions": [{"name": "fine", "kind": "yes_no"}]}
COUNT = 450


@pytest.fixture
def workspace(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "ws", database=database_url) as opened:
        yield opened


@pytest.fixture
def project(workspace: Workspace) -> ProjectRow:
    made = workspace.database.write(lambda tx: project_verbs.create(tx, "p", SCHEMA))
    rows = [{"data": {"text": f"text {number}"}} for number in range(COUNT)]
    workspace.database.write(lambda tx: item_verbs.add_rows(tx, made, rows))
    return made


def row_of(workspace: Workspace, job: int) -> JobRow:
    return workspace.database.read(lambda tx: jobs.by_id(tx, job))


def queue(workspace: Workspace, project: ProjectRow) -> int:
    return workspace.database.write(lambda tx: exports.start(tx, project, "jsonl"))


def at_record(monkeypatch: pytest.MonkeyPatch, number: int, act: Any) -> None:
    """`act` happens once, when an export has come to that record."""
    left = [act]

    def watched(*args: Any, **how: Any) -> Iterator[Any]:
        for index, one in enumerate(records.records(*args, **how)):
            if index == number and left:
                left.pop()()
            yield one

    monkeypatch.setattr(exports, "records", watched)


def test_an_export_tells_how_far_it_is(
    workspace: Workspace, project: ProjectRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "REPORT_SECONDS", 0)
    job, seen = queue(workspace, project), []
    at_record(monkeypatch, 350, lambda: seen.append(row_of(workspace, job)))
    row = job_verbs.run_now(workspace, job)
    assert (seen[0].state, seen[0].done, seen[0].total) == ("running", 300, COUNT)
    assert (row.state, row.done, row.total) == ("done", COUNT, COUNT)


@pytest.mark.parametrize("seconds", [0, 1000], ids=["between records", "at its end"])
def test_a_cancelled_export_stops_and_can_be_resumed(
    workspace: Workspace, project: ProjectRow, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    monkeypatch.setattr(exports, "REPORT_SECONDS", seconds)
    job = queue(workspace, project)
    at_record(monkeypatch, 150, lambda: workspace.database.write(lambda tx: jobs.cancel(tx, job)))
    cancelled = job_verbs.run_now(workspace, job)
    assert cancelled.state == "cancelled"
    assert cancelled.done < COUNT
    with pytest.raises(NotFound):
        exports.file_of(workspace, cancelled)
    assert workspace.database.write(lambda tx: jobs.resume(tx, job))
    row = job_verbs.run_now(workspace, job)
    assert (row.state, row.done) == ("done", COUNT)
    assert len(exports.file_of(workspace, row).read_text(encoding="utf-8").splitlines()) == COUNT


def test_labelers_are_called_alike_everywhere(workspace: Workspace) -> None:
    """By their names in answers, in the evidence of a label and in tables; times are said for people too."""
    lab = Lab(workspace.database)
    lab.add("a", "b")
    for key, value in (("a", "for"), ("b", "against")):
        lab.say("ann", key, "for")
        lab.say("bob", key, value)
    lab.resolve()
    lab.adjudicate("eve", "b", "none", seconds=1.0)
    lines = [json.loads(line) for line in exported(workspace, lab.project, "jsonl").splitlines()]
    agreed = lines[0]["resolution"]
    assert agreed["note"]["labelers"] == ["ann", "bob"] == [one["labeler"] for one in lines[0]["annotations"]]
    assert agreed["note"]["answers"][0]["votes"][0]["labelers"] == ["ann", "bob"]
    assert lines[1]["resolution"]["note"]["by"] == "eve"
    for said in (agreed, *lines[0]["annotations"]):
        assert datetime.datetime.fromisoformat(said["at"]).timestamp() == said["created_at"] // 1_000_000
    rows = list(csv.DictReader(io.StringIO(exported(workspace, lab.project, "csv"))))
    told = [(row["label_by"], row["labelers"], row["answers"], row["confidence"]) for row in rows]
    assert told == [("consensus", '["ann","bob"]', "2", "1.0"), ("adjudication", '["eve"]', "2", "")]


def exported(workspace: Workspace, project: ProjectRow, format: str) -> str:
    job = workspace.database.write(lambda tx: exports.start(tx, project, format))
    return exports.file_of(workspace, job_verbs.run_now(workspace, job)).read_text(encoding="utf-8")
