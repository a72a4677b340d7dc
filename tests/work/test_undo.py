"""Taking an import back, on both databases: what goes, what stays, and that every number still adds up."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goldlabel.core.problem import Conflict, NotFound
from goldlabel.store import jobs, projects
from goldlabel.store.projects import ProjectRow
from goldlabel.work import imports, label, undo
from goldlabel.work import items as item_verbs
from goldlabel.work import jobs as job_verbs
from goldlabel.work import projects as project_verbs
from goldlabel.work import search as search_verbs
from goldlabel.work.workspace import Workspace, open_workspace
from tests.consensus.project import Lab

COUNTS = ("items", "done", "annotations", "surplus", "parked")
LABELED = {"options": {"labels": {"stance": "stance"}}}


@pytest.fixture
def workspace(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "ws", database=database_url) as opened:
        yield opened


@pytest.fixture
def lab(workspace: Workspace) -> Lab:
    return Lab(workspace.database, overlap=1)


def bring_in(workspace: Workspace, lab: Lab, path: Path, rows: list[dict[str, Any]], **settings: Any) -> int:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    id = workspace.database.write(lambda tx: imports.start(tx, lab.project, {"path": str(path)}, **settings))
    assert job_verbs.run_now(workspace, id).state == "done"
    return id


def take_back(workspace: Workspace, project: ProjectRow, job: int) -> dict[str, Any]:
    row = job_verbs.run_now(workspace, workspace.database.write(lambda tx: undo.start(tx, project, job)))
    assert row.state == "done", row.error
    return row.result or {}


def numbers(workspace: Workspace, lab: Lab) -> dict[str, int]:
    return workspace.database.read(lambda tx: projects.counts(tx, lab.id, *COUNTS))


def keys(workspace: Workspace) -> set[str]:
    return {row[0] for row in workspace.database.read(lambda tx: tx.all("SELECT key FROM item"))}


def test_what_nobody_worked_on_goes_and_all_numbers_are_as_before(workspace: Workspace, lab: Lab, tmp_path: Path):
    lab.add("old")
    before = numbers(workspace, lab)
    rows = [{"key": f"k{n}", "text": f"text {n}", "stance": "for" if n % 2 else None} for n in range(250)]
    job = bring_in(workspace, lab, tmp_path / "a.jsonl", [*rows, {"key": "old", "text": "changed"}], **LABELED)
    index = workspace.database.write(lambda tx: search_verbs.catch_up(tx, lab.project))
    if index is not None:
        job_verbs.run_now(workspace, index)
    assert numbers(workspace, lab)["done"] == 125
    plan = workspace.database.read(lambda tx: undo.plan(tx, lab.project, job))
    assert (plan.removes, plan.keeps) == (250, 0)
    assert take_back(workspace, lab.project, job) == {"removed": 250, "kept": 0}
    assert numbers(workspace, lab) == before
    assert keys(workspace) == {"old"}
    for table in ("queue", "annotation_revision", "answer", "item_field"):
        left = workspace.database.read(lambda tx, table=table: tx.value(f"SELECT count(*) FROM {table}"))
        assert left == (1 if table == "queue" else 0), table
    assert take_back(workspace, lab.project, job) == {"removed": 0, "kept": 0}
    again = bring_in(workspace, lab, tmp_path / "a.jsonl", rows, **LABELED)
    assert take_back(workspace, lab.project, again)["removed"] == 250


def test_what_somebody_worked_on_stays(workspace: Workspace, lab: Lab, tmp_path: Path):
    rows = [{"key": f"k{n}", "text": f"text {n}"} for n in range(6)]
    job = bring_in(workspace, lab, tmp_path / "a.jsonl", rows)
    lab.items = workspace.database.read(lambda tx: dict(tx.all("SELECT key, id FROM item")))
    lab.say("ann", "k0", "for")
    project, bob, cem = lab.project, lab.labeler("bob"), lab.labeler("cem")
    workspace.database.write(lambda tx: label.claim_item(tx, project, bob, lab.items["k1"]))
    skipped = workspace.database.write(lambda tx: label.claim_item(tx, project, cem, lab.items["k2"])).slot.id
    workspace.database.write(lambda tx: label.skip(tx, project, cem, skipped, "unclear"))
    plan = workspace.database.read(lambda tx: undo.plan(tx, lab.project, job))
    assert (plan.removes, plan.keeps) == (4, 2)
    assert take_back(workspace, lab.project, job) == {"removed": 4, "kept": 2}
    assert keys(workspace) == {"k0", "k1"}
    found = numbers(workspace, lab)
    assert (found["items"], found["done"], found["annotations"]) == (2, 1, 1)
    with pytest.raises(NotFound):
        workspace.database.write(lambda tx: label.claim_item(tx, project, cem, lab.items["k5"]))


def test_only_imports_that_are_over_can_be_taken_back(workspace: Workspace, lab: Lab, tmp_path: Path):
    other = workspace.database.write(lambda tx: project_verbs.create(tx, "q", lab_schema()))
    job = bring_in(workspace, lab, tmp_path / "a.jsonl", [{"key": "a", "text": "a"}])
    with pytest.raises(NotFound):
        workspace.database.write(lambda tx: undo.start(tx, other, job))
    done = workspace.database.write(lambda tx: undo.start(tx, lab.project, job))
    with pytest.raises(Conflict, match="wait until it is done"):
        workspace.database.write(lambda tx: undo.start(tx, lab.project, job))
    job_verbs.run_now(workspace, done)
    with pytest.raises(Conflict, match="is no import"):
        workspace.database.write(lambda tx: undo.start(tx, lab.project, done))
    waiting = workspace.database.write(lambda tx: imports.start(tx, lab.project, {"path": str(tmp_path / "a.jsonl")}))
    with pytest.raises(Conflict, match="still running"):
        workspace.database.read(lambda tx: undo.plan(tx, lab.project, waiting))
    old = "UPDATE job SET cursor = '{\"added\": 1}' WHERE id = :id"
    workspace.database.write(lambda tx: tx.run(old, id=job))
    with pytest.raises(Conflict, match="older version"):
        workspace.database.read(lambda tx: undo.plan(tx, lab.project, job))


def lab_schema() -> dict[str, Any]:
    return {"fields": [{"name": "text", "medium": "text"}], "questions": [{"name": "fine", "kind": "yes_no"}]}


def test_ranges_of_an_import_that_others_came_between(workspace: Workspace, lab: Lab):
    assert undo.noted([], set()) == []
    assert undo.noted([[3, 5]], {6, 7}) == [[3, 7]]
    assert undo.noted([[3, 5]], {8, 9}) == [[3, 5], [8, 9]]
    first = workspace.database.write(lambda tx: item_verbs.add_rows(tx, lab.project, [{"data": {"text": "mine"}}]))
    assert len(first.new) == 1
    assert workspace.database.read(lambda tx: jobs.of_project(tx, lab.id, 2**53, 5)) == []
