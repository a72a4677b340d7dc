"""Releases of a stored project on both databases: complete, checkable, the same twice, whole after a kill."""

import json
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goldlabel.core.problem import GoldlabelError, Invalid, NotFound
from goldlabel.jobs import Cancelled, Running, run_job
from goldlabel.release import diff, verify
from goldlabel.release.files import CONTENT, ITEMS, MANIFEST, SHEET, Files
from goldlabel.store import jobs, projects
from goldlabel.store.jobs import JobRow
from goldlabel.templates.paint import paint
from goldlabel.work import guideline, media, release, release_rows
from goldlabel.work.workspace import Workspace, open_workspace
from tests.consensus.project import Lab

NER = {
    "fields": [{"name": "text", "medium": "text"}],
    "region_sets": [{"name": "entities", "field": "text", "shapes": ["span"]}],
    "questions": [
        {"name": "stance", "kind": "choice", "config": {"values": ["for", "against", "none"]}},
        {"name": "topics", "kind": "choices", "config": {"values": ["tax", "war"]}},
        {"name": "tone", "kind": "rating"},
        {"name": "note", "kind": "text", "required": False},
        {"name": "sure", "kind": "yes_no", "required": False},
        {"name": "type", "kind": "choice", "about": "entities", "config": {"values": ["PER", "LOC"]}},
    ],
}


PICTURE = paint({"size": (8, 8), "draw": []})


@pytest.fixture
def workspace(database_url: str, tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "data", database=database_url) as opened:
        yield opened


def body(stance: str, topics: list[str], tone: int, *spans: tuple[int, int, str], note: str = "") -> dict[str, Any]:
    answers: list[dict[str, Any]] = [
        {"question": "stance", "kind": "choice", "value": stance},
        {"question": "topics", "kind": "choices", "value": topics},
        {"question": "tone", "kind": "rating", "value": tone},
    ]
    if note:
        answers.append({"question": "note", "kind": "text", "value": note})
    if topics:
        answers.append({"question": "sure", "kind": "yes_no", "value": True})
    regions: list[dict[str, Any]] = []
    for number, (start, end, kind) in enumerate(spans):
        regions.append({"id": f"s{number}", "set": "entities", "shape": "span", "value": {"start": start, "end": end}})
        answers.append({"question": "type", "kind": "choice", "value": kind, "region": f"s{number}"})
    return {"answers": answers, "regions": regions}


def labeled(workspace: Workspace, items: int = 14) -> Lab:
    """Items labeled twice; the second one a tie that eve decides, the third a tie, one half done, one changed after."""
    lab = Lab(workspace.database, NER)
    keys = [f"k{n:02}" for n in range(items)]
    lab.add(*keys)
    for number, key in enumerate(keys):
        stance = ("for", "against", "none")[number % 3]
        first = body(stance, ["tax"] if number % 2 else [], number % 5 + 1, (0, 4, "PER"), note="fine")
        other = (
            first
            if number not in (1, 2)
            else body("none" if stance != "none" else "for", [], number % 5 + 1, (0, 4, "PER"))
        )
        lab.say("ann", key, first, seconds=3.0)
        if key != "k03":
            lab.say("bob", key, other, seconds=5.5)
    lab.resolve()
    lab.adjudicate("eve", "k01", body("for", ["war"], 3, (0, 4, "LOC"), (5, 7, "PER")))
    lab.add("k04", text="the text of k04, changed")
    return lab


def run_now(workspace: Workspace, id: int) -> JobRow:
    return run_job(workspace.database, id, {"release": release.run}, workspace)


def make(workspace: Workspace, lab: Lab, **more: Any) -> JobRow:
    id = workspace.database.write(lambda tx: release.start(tx, lab.project, **more))
    row = run_now(workspace, id)
    assert row.state == "done", row.error
    return row


def rows_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / ITEMS).read_text(encoding="utf-8").splitlines()]


def test_nothing_resolved_is_refused_with_the_way_out(workspace: Workspace) -> None:
    lab = Lab(workspace.database)
    lab.add("a")
    with pytest.raises(Invalid, match="nothing is resolved yet"):
        workspace.database.write(lambda tx: release.start(tx, lab.project))
    for who, value in (("ann", "for"), ("bob", "against")):
        lab.say(who, "a", value)
    lab.resolve()
    with pytest.raises(Invalid, match="decide its ties"):
        workspace.database.write(lambda tx: release.start(tx, lab.project))


def test_a_release_holds_what_is_resolved_and_says_what_is_not(workspace: Workspace) -> None:
    lab = labeled(workspace)
    job = make(workspace, lab, title="First")
    folder = release.folder_of(workspace, lab.project, 1)
    assert sorted(path.name for path in folder.iterdir()) == sorted([*CONTENT, MANIFEST])
    assert release.check(workspace, lab.project, 1) == []
    rows = rows_of(folder)
    assert [row["key"] for row in rows] == [f"k{n:02}" for n in range(14) if n not in (2, 3, 4)]
    k01 = rows[1]
    assert k01["labels"]["stance"] == "for"
    assert k01["resolution"]["labeler"] == "adjudication"
    assert [one["purpose"] for one in k01["annotations"]] == ["label", "label", "adjudication"]
    assert len(k01["resolution"]["regions"]) == 2
    evidence = rows[0]["resolution"]["note"]
    people = [one["labeler"] for one in rows[0]["annotations"]]
    assert evidence["labelers"] == people == [f"person-{lab.labeler(who)}" for who in ("ann", "bob")]
    assert evidence["answers"][0]["votes"] == [{"value": "for", "labelers": people}]
    assert '"ann"' not in (folder / ITEMS).read_text(), "people stand in it as numbers"
    sheet = release.sheet_of(workspace, lab.project, 1)
    assert sheet["project"]["left_out"] == {"incomplete": 1, "unresolved": 0, "tie": 1, "changed": 1}
    left = {"surplus_answers": 0, "answers_to_older_data": 2, "rows_rejected_at_import": 0}
    assert sheet["project"]["not_counted"] == left
    assert sheet["project"]["items"] == 14
    assert (job.result or {})["number"] == 1
    assert workspace.database.read(lambda tx: release.listed(tx, lab.project))[0]["title"] == "First"
    assert all(path.stat().st_mode & 0o222 == 0 for path in folder.iterdir()), "read-only"
    text = (folder / "datasheet.md").read_text(encoding="utf-8")
    assert "11 labeled items of 14" in text
    assert "its labelers tie, and nobody has decided | 1 |" in text


def test_names_on_request(workspace: Workspace) -> None:
    lab = labeled(workspace, 5)
    make(workspace, lab, names=True)
    rows = rows_of(release.folder_of(workspace, lab.project, 1))
    assert [one["labeler"] for one in rows[1]["annotations"]] == ["ann", "bob", "eve"]
    assert rows[1]["resolution"]["note"]["by"] == "eve"
    (tie, *_) = rows[1]["resolution"]["note"]["before"]["ties"]
    assert sorted(name for vote in tie["votes"] for name in vote["labelers"]) == ["ann", "bob"]


def test_the_datasheet_recounted_by_hand(workspace: Workspace) -> None:
    """From the lines alone, in other words than the code's."""
    lab = labeled(workspace)
    make(workspace, lab)
    folder = release.folder_of(workspace, lab.project, 1)
    rows, sheet = rows_of(folder), json.loads((folder / SHEET).read_text(encoding="utf-8"))["rows"]
    stance = Counter(row["labels"]["stance"] for row in rows)
    found = sheet["questions"]["stance"]
    assert {value["name"]: value["count"] for value in found["values"].values()} == stance
    assert found["values"]["for"]["share"] == pytest.approx(stance["for"] / len(rows), abs=1e-6)
    topics = Counter(topic for row in rows for topic in row["labels"]["topics"])
    assert {value["name"]: value["count"] for value in sheet["questions"]["topics"]["values"].values()} == topics
    tones = Counter(str(row["labels"]["tone"]) for row in rows)
    assert {v: n["count"] for v, n in sheet["questions"]["tone"]["values"].items() if n["count"]} == tones
    sure = [row["labels"]["sure"] for row in rows if "sure" in row["labels"]]
    assert 0 < len(sure) < len(rows)
    assert sheet["questions"]["sure"]["values"]["true"]["share"] == 1.0, "a share of those who answered"
    notes = [row["labels"]["note"] for row in rows if "note" in row["labels"]]
    assert sheet["questions"]["note"]["answered"] == len(notes)
    assert sheet["questions"]["note"]["length"]["mean"] == sum(map(len, notes)) / len(notes)
    regions = [region for row in rows for region in row["resolution"].get("regions", ())]
    assert sheet["region_sets"]["entities"]["regions"] == sheet["questions"]["type"]["targets"] == len(regions)
    kinds = Counter(a["value"] for row in rows for a in row["resolution"]["answers"] if a["question"] == "type")
    assert {v: n["count"] for v, n in sheet["questions"]["type"]["values"].items()} == kinds

    annotations = [one for row in rows for one in row["annotations"]]
    assert sheet["annotations"] == len(annotations)
    who = Counter(one["labeler"] for one in annotations)
    assert {one["labeler"]: one["annotations"] for one in sheet["labelers"]} == who
    assert sheet["seconds"]["sum"] == pytest.approx(sum(one.get("seconds", 0) for one in annotations))
    timed = [one["seconds"] for one in annotations if "seconds" in one]
    assert 0 < len(timed) < len(annotations), "an untimed one is no one of 0 seconds"
    assert (sheet["seconds"]["count"], sheet["seconds"]["min"]) == (len(timed), min(timed))
    assert sheet["seconds"]["mean"] == pytest.approx(sum(timed) / len(timed))
    times = [one["created_at"] for one in annotations]
    assert sheet["time"] == {"first": min(times), "last": max(times)}
    assert sheet["sources"] == Counter(row["resolution"]["labeler"] for row in rows)
    assert sheet["schema_versions"] == {"1": len(annotations)}
    assert sheet["votes"] == {"2": len(rows)}

    pairs = []
    for row in rows:
        a, b = (
            next(x["value"] for x in one["answers"] if x["question"] == "stance")
            for one in row["annotations"] if one["purpose"] == "label"
        )  # fmt: skip
        pairs.append((a, b))
    pooled = [value for pair in pairs for value in pair]
    n = len(pooled)
    observed = sum(2 for a, b in pairs if a != b) / n
    expected = sum(1 for i, a in enumerate(pooled) for j, b in enumerate(pooled) if i != j and a != b) / (n * (n - 1))
    agreement = sheet["agreement"]["questions"]["stance"]
    assert agreement["value"] == pytest.approx(1 - observed / expected, abs=1e-5)
    assert agreement["agreement"] == pytest.approx(sum(a == b for a, b in pairs) / len(pairs), abs=1e-5)


def test_the_same_content_has_the_same_hash(workspace: Workspace) -> None:
    lab = labeled(workspace)
    first, second = make(workspace, lab, title="a"), make(workspace, lab, title="b")
    assert (first.result or {})["hash"] == (second.result or {})["hash"]
    assert (second.result or {})["number"] == 2
    one, other = (release.folder_of(workspace, lab.project, number) for number in (1, 2))
    for name in (*CONTENT, MANIFEST):
        assert (one / name).read_bytes() == (other / name).read_bytes()
    lab.adjudicate("eve", "k02", body("none", [], 1))
    third = make(workspace, lab)
    assert (third.result or {})["hash"] != (first.result or {})["hash"]


def test_a_zip_says_the_same(workspace: Workspace, tmp_path: Path) -> None:
    lab = labeled(workspace, 5)
    make(workspace, lab)
    one, other = tmp_path / "release.zip", tmp_path / "sub" / "release.zip"
    other.parent.mkdir()
    release.pack(workspace, lab.project, 1, one)
    release.pack(workspace, lab.project, 1, other)
    assert one.read_bytes() == other.read_bytes()
    assert verify(one) == []
    with Files(one) as packed, Files(release.folder_of(workspace, lab.project, 1)) as folder:
        assert list(packed.lines()) == list(folder.lines())


def test_the_guidelines_pictures_are_in_it(workspace: Workspace, tmp_path: Path) -> None:
    lab = labeled(workspace, 5)
    shown = media.keep(workspace, lab.id, PICTURE, "cat.png", medium="image")
    media.keep(workspace, lab.id, paint({"size": (9, 9), "draw": []}), "not shown.png", medium="image")
    text = f"A cat: ![cat](media:{shown.hash}), and ![gone](media:{'0' * 64})"
    workspace.database.write(lambda tx: guideline.change(tx, lab.project, text))
    row, again = make(workspace, lab), make(workspace, lab)
    assert (row.result or {})["hash"] == (again.result or {})["hash"]
    folder = release.folder_of(workspace, lab.project, 1)
    name = f"guideline/{shown.hash}.png"
    assert [path.name for path in (folder / "guideline").iterdir()] == [f"{shown.hash}.png"]
    assert (folder / name).read_bytes() == PICTURE
    assert f"![cat]({name})" in (folder / "guideline.md").read_text()
    assert json.loads((folder / MANIFEST).read_text())["files"][name]["sha256"] == shown.hash
    assert release.check(workspace, lab.project, 1) == []
    packed = tmp_path / "x.zip"
    release.pack(workspace, lab.project, 1, packed)
    with zipfile.ZipFile(packed) as archive:
        assert {one.split("/")[0] for one in archive.namelist()} == {"p-1"}
        assert f"p-1/{name}" in archive.namelist()
    assert verify(packed) == []
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / name).chmod(0o644)
    (copy / name).write_bytes(PICTURE + b"x")
    assert [problem.where for problem in verify(copy)] == [name]
    (copy / name).unlink()
    assert [str(problem) for problem in verify(copy)] == [f"{name}: is missing"]


def test_content_gives_records_for_exports(workspace: Workspace) -> None:
    lab = labeled(workspace, 5)
    make(workspace, lab)
    schema, records, count = release.content(workspace, lab.project, 1)
    found = list(records)
    assert len(found) == count == 2
    assert [question.id for question in schema.questions] == ["stance", "topics", "tone", "note", "sure", "type"]
    assert found[0].resolution is not None
    assert found[0].resolution.note["n"] == 2
    with pytest.raises(NotFound, match="no release 7"):
        release.content(workspace, lab.project, 7)


def test_files_that_are_gone(workspace: Workspace) -> None:
    lab = labeled(workspace, 5)
    make(workspace, lab)
    shutil.rmtree(release.folder_of(workspace, lab.project, 1))
    with pytest.raises(GoldlabelError, match="restore them from a backup"):
        release.check(workspace, lab.project, 1)


def test_another_release_in_its_place_is_noticed(workspace: Workspace) -> None:
    lab = labeled(workspace)
    make(workspace, lab)
    lab.adjudicate("eve", "k02", body("none", [], 1))
    make(workspace, lab)
    one, other = (release.folder_of(workspace, lab.project, number) for number in (1, 2))
    shutil.rmtree(one)
    shutil.copytree(other, one)
    assert verify(one) == []
    (problem,) = release.check(workspace, lab.project, 1)
    assert "another release" in problem.message


def test_a_schema_change_is_carried_and_its_losses_counted(workspace: Workspace) -> None:
    lab = labeled(workspace)
    questions = [dict(question) for question in NER["questions"]]
    questions[0] = {**questions[0], "config": {"values": ["for", {"name": "contra", "id": "against"}]}}
    lab.change(**{**NER, "questions": questions[:3] + questions[4:]})
    make(workspace, lab)
    folder = release.folder_of(workspace, lab.project, 1)
    assert verify(folder) == []
    rows = rows_of(folder)
    assert {row["labels"].get("stance") for row in rows} == {"for", "contra", None}
    losses = {(one["what"], one["why"]) for one in json.loads((folder / SHEET).read_text())["losses"]}
    assert losses == {("answers to note", "the question was removed"), ("answers to stance", "a value was removed")}


class Killed(Exception):
    """Stands for kill -9: nothing after it runs."""


class Dying(Running):
    """A runner that dies before or after its n-th commit."""

    def __init__(self, *args: Any, at: int, after: bool) -> None:
        super().__init__(*args)
        self.left, self.after = at, after

    def commit(self, *args: Any, **more: Any) -> Any:
        self.left -= 1
        if self.left < 0 and not self.after:
            raise Killed
        result = super().commit(*args, **more)
        if self.left < 0:
            raise Killed
        return result


@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after the commit"])
def test_killed_anywhere_it_goes_on(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, after: bool) -> None:
    """Dies at one commit after the other, each time resumed by another runner; the release equals a smooth one."""
    monkeypatch.setattr(release_rows.Pages.read, "__defaults__", (3,))
    lab = labeled(workspace)
    smooth = make(workspace, lab)
    id = workspace.database.write(lambda tx: release.start(tx, lab.project))
    for at in range(20):
        workspace.database.write(lambda tx: tx.run("UPDATE job SET lease_until = 0 WHERE id = :id", id=id))
        row = workspace.database.write(lambda tx: jobs.claim(tx, "test", only=id))
        assert row is not None
        try:
            release.run(Dying(workspace.database, row, workspace, at=1 + at % 3, after=after))
            break
        except Killed:
            making = workspace.path / "releases" / str(lab.id) / f".job-{id}" / ITEMS
            if making.exists():
                with making.open("ab") as out:
                    out.write(b'{"half a li' * 2000)
    else:
        pytest.fail("never came to an end")
    found = workspace.database.read(lambda tx: release.listed(tx, lab.project))
    assert [one["number"] for one in found] == [2, 1]
    assert found[0]["hash"] == (smooth.result or {})["hash"]
    assert release.check(workspace, lab.project, 2) == []
    assert sorted(path.name for path in (workspace.path / "releases" / str(lab.id)).iterdir()) == ["1", "2"]


def test_lost_bytes_start_it_over(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_rows.Pages.read, "__defaults__", (3,))
    lab = labeled(workspace)
    id = workspace.database.write(lambda tx: release.start(tx, lab.project))
    row = workspace.database.write(lambda tx: jobs.claim(tx, "test", only=id))
    assert row is not None
    with pytest.raises(Killed):
        release.run(Dying(workspace.database, row, workspace, at=3, after=True))
    making = workspace.path / "releases" / str(lab.id) / f".job-{id}" / ITEMS
    making.write_bytes(making.read_bytes()[:10])
    workspace.database.write(lambda tx: tx.run("UPDATE job SET lease_until = 0 WHERE id = :id", id=id))
    assert run_now(workspace, id).state == "done"
    assert release.check(workspace, lab.project, 1) == []
    assert len(rows_of(release.folder_of(workspace, lab.project, 1))) == 11


def test_what_comes_later_stays_out(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Items, answers and resolutions of after the start do not get in; a label that moved on stays as it was."""
    monkeypatch.setattr(release_rows.Pages.read, "__defaults__", (3,))
    lab = labeled(workspace)
    first = make(workspace, lab)
    id = workspace.database.write(lambda tx: release.start(tx, lab.project))
    row = workspace.database.write(lambda tx: jobs.claim(tx, "test", only=id))
    assert row is not None
    with pytest.raises(Killed):
        release.run(Dying(workspace.database, row, workspace, at=2, after=True))
    lab.add("later")
    for who in ("ann", "bob"):
        lab.say(who, "later", body("for", [], 1))
    lab.adjudicate("eve", "k13", body("none", [], 5))
    lab.resolve()
    workspace.database.write(lambda tx: tx.run("UPDATE job SET lease_until = 0 WHERE id = :id", id=id))
    second = run_now(workspace, id)
    assert (second.result or {})["hash"] == (first.result or {})["hash"]


def test_cancelled_and_resumed(workspace: Workspace) -> None:
    lab = labeled(workspace)
    id = workspace.database.write(lambda tx: release.start(tx, lab.project))
    row = workspace.database.write(lambda tx: jobs.claim(tx, "test", only=id))
    assert row is not None
    workspace.database.write(lambda tx: jobs.cancel(tx, id))
    with pytest.raises(Cancelled):
        release.run(Running(workspace.database, row, workspace))
    assert workspace.database.read(lambda tx: release.listed(tx, lab.project)) == []
    workspace.database.write(lambda tx: jobs.end(tx, row, "cancelled"))
    workspace.database.write(lambda tx: jobs.resume(tx, id))
    assert run_now(workspace, id).state == "done"


def test_diff_of_two_releases(workspace: Workspace) -> None:
    lab = labeled(workspace)
    make(workspace, lab)
    lab.adjudicate("eve", "k00", body("none", [], 1, (0, 4, "PER"), note="fine"))  # was for
    lab.adjudicate("eve", "k02", body("none", [], 1))  # was a tie
    lab.add("k05", text="changed")
    make(workspace, lab)
    one, other = (release.folder_of(workspace, lab.project, number) for number in (1, 2))
    found = diff(one, other)
    assert (found["added"]["keys"], found["removed"]["keys"]) == (["k02"], ["k05"])
    assert found["label_changed"]["count"] == 1
    (changed,) = found["label_changed"]["labels"]
    assert changed["key"] == "k00"
    assert ["stance", "for"] in changed["a"]["answers"]
    assert ["stance", "none"] in changed["b"]["answers"]
    assert found["same"] == 9
    assert found["data_changed"]["count"] == 0
    stance = found["questions"]["stance"]["values"]
    assert stance["for"]["b"] < stance["for"]["a"]
    assert 0 < found["questions"]["stance"]["total_variation"] < 0.3
    same = diff(one, one)
    assert same["same"] == same["a"]["items"] == 11
    assert same["questions"]["stance"]["total_variation"] == 0


def test_the_project_counter_is_what_is_released(workspace: Workspace) -> None:
    lab = labeled(workspace)
    job = make(workspace, lab)
    counted = workspace.database.read(lambda tx: projects.counts(tx, lab.id, "resolved"))["resolved"]
    assert (job.result or {})["items"] == counted == 11
