"""One suite for both faces: whatever holds in a folder holds over HTTP."""

import gzip
import inspect
import io
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

from goldlabel.client.project import RemoteProject
from goldlabel.client.workspace import RemoteWorkspace
from goldlabel.core.problem import Conflict, GoldlabelError, Invalid, NotFound
from goldlabel.core.schema import Schema
from goldlabel.workspace.face import Project, Workspace
from goldlabel.workspace.local import LocalProject, LocalWorkspace
from goldlabel.workspace.parts import JobFailed
from tests.client.faces import MOOD, NAMES, Face, make

# -- the faces themselves


@pytest.mark.parametrize(
    ("protocol", "made"),
    [(Project, LocalProject), (Project, RemoteProject), (Workspace, LocalWorkspace), (Workspace, RemoteWorkspace)],
)
def test_a_face_has_every_verb_with_the_same_parameters(protocol: type, made: type) -> None:
    for name, wanted in vars(protocol).items():
        if name.startswith("_") and name not in ("__enter__", "__exit__"):
            continue
        if not callable(wanted):
            assert isinstance(getattr(made, name, None), property) or name in ("name", "where"), name
            continue
        given = inspect.signature(getattr(made, name)).parameters
        expected = inspect.signature(wanted).parameters
        assert list(given) == list(expected), name
        assert [p.default for p in given.values()] == [p.default for p in expected.values()], name
        assert [p.kind for p in given.values()] == [p.kind for p in expected.values()], name


# -- projects


def test_projects_are_made_listed_and_found(face: Face) -> None:
    by_template = face.workspace.create("by-template", template="sentiment", overlap=2)
    assert by_template.schema.question("sentiment") is not None
    assert "Sentiment of a review" in by_template.guideline
    by_schema = face.workspace.create("by-schema", schema=by_template.schema, title="Same", guideline="# Do it")
    assert (by_schema.title, by_schema.guideline) == ("Same", "# Do it")
    assert isinstance(by_schema.schema, Schema)
    assert by_schema.schema == by_template.schema
    assert {"by-template", "by-schema"} <= {project.name for project in face.workspace.projects}
    assert face.workspace.project("by-schema").name == "by-schema"
    with pytest.raises(Conflict):
        face.workspace.create("by-schema", template="sentiment")
    with pytest.raises(NotFound):
        face.workspace.project("nowhere")
    with pytest.raises(Invalid):
        face.workspace.create("neither")
    with pytest.raises(NotFound if face.base is None else GoldlabelError):
        face.workspace.create("wrong", template="nothing-like-it")


def test_a_schema_change_is_planned_then_made(face: Face) -> None:
    project = make(face)
    new = {**MOOD, "questions": [{**MOOD["questions"][0], "name": "feeling", "was": "mood"}]}
    planned = project.plan(new)
    assert ("rename", "question") in {(change.action, change.what) for change in planned}
    assert [q.name for q in project.schema.questions] == ["mood", "why"]
    assert project.change_schema(new) == planned
    assert [q.name for q in project.schema.questions] == ["feeling"]
    assert project.change_schema(new) == []
    with pytest.raises(Invalid, match="fields"):
        project.plan({"questions": []})


# -- data in


def test_rows_go_in_and_what_cannot_is_kept_with_its_reason(face: Face) -> None:
    project = make(face)
    rows = [{"key": "a", "text": "fine"}, {"key": "b", "text": "bad \0"}, {"text": "NaN", "n": float("nan")}]
    job = project.add(rows)
    assert (job.state, job.result["added"], job.result["rejected"]) == ("done", 1, 2)
    rejects = list(project.rejects(job.id))
    assert [reject["where"] for reject in rejects] == ["rows line 2", "rows line 3"]
    assert "NUL" in rejects[0]["message"]
    again = project.add([{"key": "a", "text": "fine"}, {"key": "c", "text": "new"}])
    assert (again.result["added"], again.result["unchanged"]) == (1, 1)
    assert [item.key for item in project.items()] == ["a", "c"]
    assert project.undo_import(again.id).result == {"removed": 1, "kept": 0}
    assert [item.key for item in project.items()] == ["a"]


def test_tables_of_every_make_go_in(face: Face) -> None:
    project = make(face)
    assert project.add({"text": ["one", "two"], "n": [1.5, float("nan")]}).result["added"] == 2
    frame = pd.DataFrame({"text": ["three"], "at": [pd.Timestamp("2026-01-02")], "kind": pd.Categorical(["x"])})
    assert project.add(frame).result["added"] == 1
    data = {item.data["text"]: item.data for item in project.items()}
    assert data["two"] == {"text": "two", "n": None}
    assert data["three"] == {"text": "three", "at": "2026-01-02T00:00:00", "kind": "x"}


def test_a_file_goes_in_with_its_labels(face: Face, tmp_path: Path) -> None:
    project = make(face)
    path = tmp_path / "reviews.csv.gz"
    path.write_bytes(gzip.compress(b"id,text,stars\n1,nice,good\n2,awful,terrible\n3,fine,good\n"))
    job = project.add(path, key="id", labels={"stars": "mood"}, options={"labeler": "old system"})
    assert (job.result["added"], job.result["labels"], job.result["rejected"]) == (2, 2, 1)
    whole = project.item("1")
    assert (whole.data, whole.said[0].labeler, whole.said[0].labels) == (
        {"text": "nice"},
        "old system",
        {"mood": "good"},
    )
    with pytest.raises(NotFound, match="nothing-here"):
        project.add(tmp_path / "nothing-here.csv")
    with pytest.raises((JobFailed, Invalid)):
        project.add(path, key="no-such-column")


def test_a_folder_with_pictures_goes_in(face: Face, tmp_path: Path) -> None:
    project = face.workspace.create(f"p{next(NAMES)}", template="image_classification")
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "green").save(out, "PNG")
    (tmp_path / "leaf.png").write_bytes(out.getvalue())
    (tmp_path / "items.jsonl").write_text('{"key": "a", "image": "leaf.png"}\n{"key": "b", "image": "gone.png"}\n')
    job = project.add(tmp_path, format="jsonl")
    assert (job.result["added"], job.result["rejected"]) == (1, 1)
    assert project.item("a").data["image"].startswith("blob:")
    task = project.next()
    assert task is not None
    assert {name: task.media["image"][name] for name in ("mime", "name", "width")} == {
        "mime": "image/png", "name": "leaf.png", "width": 30,
    }  # fmt: skip
    assert (
        project.file(task, "image") == project.file("a", "image") == project.file(task.item, "image") == out.getvalue()
    )
    with pytest.raises(NotFound):
        project.file(task, "text")


# -- items


def test_items_come_page_by_page_and_by_state(face: Face) -> None:
    project = make(face, rows=450)
    assert [item.key for item in project.items()] == [f"k{n}" for n in range(450)]
    project.submit(project.next(), {"mood": "good"})  # type: ignore[arg-type]
    assert [item.key for item in project.items("done")] == ["k0"]
    assert sum(1 for _ in project.items("open")) == 449
    assert project.item("k7").id == project.item(project.item("k7").id).id
    with pytest.raises(NotFound):
        project.item("k")
    with pytest.raises(NotFound):
        project.item(10**9)


# -- labels in


def test_a_task_is_held_until_it_is_answered(face: Face) -> None:
    project = make(face, rows=2)
    first = project.next()
    assert first is not None
    assert project.next() == first
    done = project.submit(first, {"mood": "good"})
    assert (done.revision, done.counted) == (1, True)
    seen = [task.data["text"] for task in project.tasks() if not project.skip(task, "cannot tell")]
    assert seen == ["text 1"]
    assert project.next() is None
    progress = project.progress()
    assert (progress["items"], progress["done"], progress["annotations"], progress["mine"]) == (2, 1, 1, 1)


def test_forgetting_to_answer_is_said_instead_of_looping(face: Face) -> None:
    project = make(face, rows=2)
    with pytest.raises(GoldlabelError, match="neither submitted nor skipped"):
        list(project.tasks())


def test_ones_own_answer_is_changed_and_never_over_a_newer_one(face: Face) -> None:
    project = make(face, rows=1)
    task = project.next()
    assert task is not None
    first = project.submit(task, {"mood": "good"})
    again, stale = project.reopen(first.annotation), project.reopen(first.annotation)
    assert (again.annotation, again.revision) == (first.annotation, 1)
    assert again.draft["answers"][0]["value"] == "good"
    changed = project.submit(again, {"mood": "so so"})
    assert (changed.annotation, changed.revision) == (first.annotation, 2)
    with pytest.raises(Conflict) as conflict:
        project.submit(stale, {"mood": "bad", "why": "late"})
    assert conflict.value.detail["revision"] == 2
    assert [said.labels for said in project.item("k0").said] == [{"mood": "so so"}]
    with pytest.raises(NotFound):
        face.person(project, "ann").reopen(first.annotation)


def test_every_problem_of_an_answer_is_named(face: Face) -> None:
    project = make(face, rows=1)
    task = project.next()
    assert task is not None
    with pytest.raises(Invalid) as unknown:
        project.submit(task, {"moood": "good", "why": "lat"})
    assert [problem.where for problem in unknown.value.problems] == ["moood", "why"]
    with pytest.raises(Invalid) as missing:
        project.submit(task, {"mood": "bad"})
    assert [problem.where for problem in missing.value.problems] == ["body.answers.why"]
    assert project.submit(task, {"mood": "bad", "why": "late"}).counted
