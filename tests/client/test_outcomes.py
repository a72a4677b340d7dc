"""The second half of the suite for both faces: resolve, adjudicate, release, export, long work."""

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from goldlabel.core.problem import Conflict, Invalid, NotFound
from goldlabel.core.schema import Schema
from goldlabel.formats import by_name, convert
from goldlabel.release.verify import verify
from goldlabel.store import projects
from goldlabel.work import comments, people
from goldlabel.work.comments import Reader
from goldlabel.workspace.face import Project
from goldlabel.workspace.parts import Interrupted, Tie
from tests.client.faces import MOOD, NAMES, NER, Face, make, say

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


def test_an_item_nobody_answered_is_not_decided_and_a_release_is_withdrawn(face: Face, tmp_path: Path) -> None:
    project = make(face, overlap=3, rows=2)
    three(face, project, [{"mood": "good"}, {"mood": "good"}, {"mood": "so so"}])
    project.resolve()
    with pytest.raises(Conflict, match="nobody has answered"):
        project.adjudicate("k1", {"mood": "good"})
    assert project.adjudicate("k0", {"mood": "good"}, note="two of three").source == "adjudication"
    number = project.release()["number"]
    saved = project.save_release(number, tmp_path / "kept.zip")
    assert verify(saved) == []
    assert project.withdraw_release(number)["withdrawn_at"]
    with pytest.raises(Conflict, match="withdrawn"):
        project.save_release(number, tmp_path / "gone.zip")
    with pytest.raises(Conflict, match="withdrawn"):
        project.export("jsonl", tmp_path / "gone.jsonl", release=number)
    assert project.datasheet(number)["rows"]["items"] == 1
    (one,) = project.releases()
    assert one["withdrawn_at"]


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


def test_json_lines_come_with_their_schema(labeled: Project, tmp_path: Path) -> None:
    done = labeled.export("jsonl", tmp_path / "news.v2.jsonl.gz")
    assert done.files == [tmp_path / "news.v2.jsonl.gz", tmp_path / "news.v2.schema.json"]
    assert Schema.model_validate_json(done.files[1].read_bytes()) == labeled.schema
    number = labeled.release()["number"]
    asked = labeled.schema
    mood = next(one for one in MOOD["questions"] if one["name"] == "mood")
    later = {**MOOD, "questions": [*MOOD["questions"], {**mood, "name": "again", "required": False}]}
    labeled.change_schema(later)
    done = labeled.export("jsonl", tmp_path / "then.jsonl", release=number)
    assert Schema.model_validate_json(done.files[1].read_bytes()) == asked
    assert labeled.schema != asked
    labeled.change_schema(MOOD)
    assert convert(done.files[0], "auto", "csv", tmp_path / "then.csv").loss_list() == []


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


def test_what_labelers_ask_is_read(face: Face) -> None:
    project = make(face, rows=1)
    (item,) = [one.id for one in project.items()]
    assert list(project.comments()) == []

    def ask(tx: Any) -> None:
        row = projects.by_name(tx, project.name)
        who = people.add_person(tx, "ann@ask.example", "ann", None)
        comments.begin(tx, row, Reader(who.id, who.labeler, leads=True), item, "What is this?")

    face.opened.database.write(ask)
    (thread,) = project.comments()
    assert (thread["item"], thread["by"], thread["resolved"]) == (item, "ann", False)
    assert thread["said"][0]["body"] == "What is this?"
    assert list(project.comments("resolved")) == []


def test_a_relation_that_half_drew_is_decided_and_released(face: Face) -> None:
    schema = {
        **NER,
        "relation_sets": [{"name": "links"}],
        "questions": [
            *NER["questions"],
            {"name": "what", "kind": "choice", "about": "links", "config": {"values": ["knows"]}},
        ],
    }
    project = make(face, schema=schema, overlap=2, rows=1)
    drawn = [{"id": "a", "span": [0, 2], "type": "PER"}, {"id": "b", "span": [2, 4], "type": "PER"}]
    for name, links in (("ann", [{"from": "a", "to": "b", "what": "knows"}]), ("bob", [])):
        task = face.person(project, name).next()
        assert task is not None
        face.person(project, name).submit(task, {"names": drawn, "links": links})
    project.resolve()
    tie = only_tie(project)
    (open_one,) = tie.open
    assert open_one.ends == tuple(region["id"] for region in tie.agreed["names"])
    assert open_one.ends is not None
    start, end = open_one.ends
    whole = project.adjudicate(tie, {"links": [{"from": start, "to": end, "what": "knows"}]})
    assert whole.labels is not None
    assert [one["what"] for one in whole.labels["links"]] == ["knows"]
    rows = project.datasheet(project.release()["number"])["rows"]
    assert rows["relation_sets"]["links"]["relations"] == 1
    assert rows["questions"]["what"]["targets"] == 1
