"""One suite for both faces: whatever holds in a folder holds over HTTP."""

import csv
import gzip
import inspect
import io
import itertools
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from PIL import Image

from goldlabel.client.project import RemoteProject
from goldlabel.client.workspace import RemoteWorkspace
from goldlabel.core.problem import Conflict, GoldlabelError, Invalid, NotFound
from goldlabel.core.schema import Schema
from goldlabel.formats import by_name
from goldlabel.release.verify import verify
from goldlabel.workspace.face import Project, Workspace
from goldlabel.workspace.local import LocalProject, LocalWorkspace
from goldlabel.workspace.parts import Interrupted, JobFailed, Tie
from tests.client.faces import Face

NAMES = itertools.count(1)
MOOD: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [
        {"name": "mood", "kind": "choice", "config": {"values": ["good", "bad", "so so"]}},
        {
            "name": "why", "kind": "choice", "ask_if": {"question": "mood", "any_of": ["bad"]},
            "config": {"values": ["late", "broken"]},
        },
    ],
}  # fmt: skip
NER: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "region_sets": [{"name": "names", "field": "text", "shapes": ["span"]}],
    "questions": [{"name": "type", "kind": "choice", "about": "names", "config": {"values": ["PER", "ORG", "LOC"]}}],
}


def make(face: Face, schema: dict[str, Any] = MOOD, overlap: int = 1, rows: int = 0) -> Project:
    project = face.workspace.create(f"p{next(NAMES)}", schema=schema, overlap=overlap)
    if rows:
        project.add([{"key": f"k{n}", "text": f"text {n}"} for n in range(rows)])
    return project


def say(project: Project, labels: dict[str, dict[str, Any]]) -> None:
    """Answers whatever comes, by the item's text."""
    for task in project.tasks():
        project.submit(task, labels[task.data["text"]], seconds=2.5)


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


# -- from many answers to one


def three(face: Face, project: Project, said: list[dict[str, Any]]) -> None:
    """Three people answer the only item."""
    for name, labels in zip(("ann", "bob", "cem"), said, strict=True):
        task = face.person(project, name).next()
        assert task is not None
        face.person(project, name).submit(task, labels)


def only_tie(project: Project) -> Tie:
    (tie,) = project.ties()
    return tie


def test_a_tie_is_laid_side_by_side_and_decided_once(face: Face) -> None:
    project = make(face, overlap=3, rows=1)
    three(face, project, [{"mood": "good"}, {"mood": "bad", "why": "late"}, {"mood": "so so"}])
    job = project.resolve()
    assert (job.result["items"], job.result["ties"], job.result["open_ties"]) == (1, 1, 1)
    tie = only_tie(project)
    assert [(one.labeler, one.labels["mood"]) for one in tie.said] == [
        ("ann", "good"),
        ("bob", "bad"),
        ("cem", "so so"),
    ]
    assert sorted((value, who) for value, who in tie.open[0].votes) == [
        ("bad", ["bob"]),
        ("good", ["ann"]),
        ("so so", ["cem"]),
    ]
    with pytest.raises(Invalid, match="why"):
        project.adjudicate(tie, {"mood": "bad"})
    done = project.adjudicate(tie, {"mood": "bad", "why": "broken"})
    assert (done.labels, done.source, done.resolution) == ({"mood": "bad", "why": "broken"}, "adjudication", "resolved")
    with pytest.raises(Conflict):
        project.adjudicate(tie, {"mood": "good"})
    assert project.adjudicate("k0", {"mood": "good"}).labels == {"mood": "good"}
    assert list(project.ties()) == []


def test_a_tie_about_a_region_keeps_what_is_agreed(face: Face) -> None:
    project = make(face, NER, overlap=3)
    project.add([{"key": "k", "text": "Ada met Washington"}])
    types = ["PER", "LOC", "ORG"]
    three(
        face, project, [{"names": [{"span": [0, 3], "type": "PER"}, {"span": [8, 18], "type": kind}]} for kind in types]
    )
    project.resolve()
    tie = only_tie(project)
    (open,) = tie.open
    assert (open.set, open.name, {value for value, _ in open.votes}) == ("names", "type", set(types))
    assert [region["span"] for region in tie.agreed["names"]] == [{"start": 0, "end": 3}, {"start": 8, "end": 18}]
    done = project.adjudicate(tie, {"names": [{"id": open.region, "type": "LOC"}]})
    assert done.labels is not None
    assert [(r["span"]["start"], r["type"]) for r in done.labels["names"]] == [(0, "PER"), (8, "LOC")]


def test_agreement_is_measured(face: Face) -> None:
    project = make(face, overlap=2, rows=12)
    for name in ("ann", "bob"):
        say(face.person(project, name), {f"text {n}": {"mood": ("good", "so so")[n % 2]} for n in range(12)})
    overall = project.agreement()["overall"]
    assert (overall["alpha"], overall["agreement"]) == (1.0, 1.0)


# -- out


@pytest.fixture(scope="module")
def labeled(face: Face) -> Project:
    """Six items, resolved."""
    project = make(face, rows=6)
    say(project, {f"text {n}": {"mood": ("good", "so so")[n % 2]} for n in range(6)})
    project.resolve()
    return project


def test_a_release_is_made_saved_and_verified(labeled: Project, tmp_path: Path) -> None:
    made = labeled.release(title="first")
    assert (made["items"], made["title"]) == (6, "first")
    assert labeled.releases()[0]["hash"] == made["hash"]
    assert labeled.datasheet(made["number"])["rows"]["items"] == 6
    packed = labeled.save_release(made["number"], tmp_path / "deep" / "r.zip")
    assert verify(packed) == []
    with pytest.raises(NotFound):
        labeled.save_release(99, tmp_path / "none.zip")
    assert not (tmp_path / "none.zip").exists()


def test_nothing_resolved_is_nothing_to_release(face: Face) -> None:
    with pytest.raises(Invalid, match="nothing is resolved"):
        make(face, rows=1).release()


def test_labels_are_exported_where_they_are_wanted(labeled: Project, tmp_path: Path) -> None:
    done = labeled.export("csv", tmp_path / "labels.csv")
    assert (done.files, done.records, done.losses) == ([tmp_path / "labels.csv"], 6, [])
    with (tmp_path / "labels.csv").open(newline="") as file:
        moods = [row["mood"] for row in csv.DictReader(file)]
    assert moods == ["good", "so so"] * 3
    packed = labeled.export("jsonl", tmp_path / "labels.jsonl.gz", options={"which": "resolution"})
    lines = [json.loads(line) for line in gzip.decompress(packed.files[0].read_bytes()).splitlines()]
    assert [line["labels"]["mood"] for line in lines] == moods
    (tmp_path / "folder").mkdir()
    assert labeled.export("csv", tmp_path / "folder").files[0].parent == tmp_path / "folder"
    with pytest.raises(Invalid, match="no format"):
        labeled.export("nonsense", tmp_path / "x")


def test_a_release_is_exported_as_it_was(labeled: Project, tmp_path: Path) -> None:
    number = labeled.release()["number"]
    labeled.adjudicate("k0", {"mood": "bad", "why": "late"})
    labeled.export("csv", tmp_path / "then.csv", release=number)
    labeled.export("csv", tmp_path / "now.csv", select="resolved")
    assert "late" not in (tmp_path / "then.csv").read_text()
    assert "late" in (tmp_path / "now.csv").read_text()
    labeled.adjudicate("k0", {"mood": "good"})


def test_a_format_of_several_files_becomes_a_folder(face: Face, tmp_path: Path) -> None:
    project = face.workspace.create(f"p{next(NAMES)}", template="object_detection")
    Image.new("RGB", (60, 40)).save(tmp_path / "a.png")
    (tmp_path / "items.jsonl").write_text('{"key": "a", "image": "a.png"}\n')
    project.add(tmp_path, format="jsonl")
    task = project.next()
    assert task is not None
    project.submit(task, {"objects": [{"box": [1, 2, 30, 20], "class": "Car"}]})
    done = project.export("yolo", tmp_path / "yolo", options={"media": "copy"})
    assert done.files == [tmp_path / "yolo"]
    assert any(path.suffix == ".txt" for path in (tmp_path / "yolo").rglob("*"))
    with pytest.raises(Conflict):
        project.export("yolo", tmp_path / "yolo")
    assert by_name("yolo").writes


# -- long work


def test_jobs_are_listed_newest_first_and_tell_their_progress(face: Face) -> None:
    project = make(face)
    told: list[int] = []
    job = project.add([{"text": f"row {n}"} for n in range(3000)], progress=lambda job: told.append(job.done))
    assert told[-1] == 3000
    assert told == sorted(told)
    assert [one.id for one in project.jobs()] == [job.id]
    assert project.job(job.id) == job
    assert project.resume(job.id) == job
    with pytest.raises(NotFound):
        project.job(10**9)


def test_ctrl_c_cancels_between_two_chunks_and_it_goes_on_later(face: Face) -> None:
    project = make(face)
    rows = 30_000

    def stop(job: Any) -> None:
        if 0 < job.done < rows:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as stopped:
        project.add({"text": [f"row {n}" for n in range(rows)]}, progress=stop)
    job = stopped.value.job
    assert job.state == "cancelled"
    assert 0 < job.done < rows
    done = project.resume(job.id)
    assert (done.state, done.result["added"]) == ("done", rows)
    assert project.progress()["items"] == rows
