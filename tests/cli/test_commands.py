"""Commands on a folder, from the first to the last, as a script would call them."""

import hashlib
import json
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from goldlabel.demo.headless import admin_token
from goldlabel.workspace import open as open_workspace
from tests.cli.conftest import Cli
from tests.live import running

REVIEWS = "id,review,stars\n1,lovely,Positive\n2,broke on day one,Negative\n3,arrived on Monday,Neutral\n"


@pytest.fixture
def reviews(cli: Cli, tmp_path: Path) -> Path:
    """A project with three items; the table they came from."""
    path = tmp_path / "reviews.csv"
    path.write_text(REVIEWS)
    assert cli("init", "reviews", "--template", "sentiment", "--overlap", 3).code == 0
    return path


def label(*said: tuple[str, str, str]) -> None:
    """(person, item's review, sentiment) straight into the workspace."""
    with open_workspace("goldlabel-data") as workspace:
        project = workspace.project("reviews")
        for person in dict.fromkeys(person for person, _, _ in said):
            for task in project.tasks(person):
                mood = next(m for p, text, m in said if (p, text) == (person, task.data["review"]))
                more = {"criticised": ["Quality"]} if mood in ("Negative", "Mixed") else {}
                more |= {"ironic": False} if mood != "Neutral" else {}
                project.submit(task, {"sentiment": mood, **more}, labeler=person)


def test_from_nothing_to_a_verified_release(cli: Cli, reviews: Path) -> None:
    added = cli("add", "reviews", reviews, "--key", "id")
    assert (added.code, added.err) == (0, "")
    assert "3 added" in added.out
    label(
        ("ann", "lovely", "Positive"), ("ann", "broke on day one", "Negative"), ("ann", "arrived on Monday", "Neutral"),
        ("bob", "lovely", "Positive"), ("bob", "broke on day one", "Negative"), ("bob", "arrived on Monday", "Mixed"),
        ("cem", "lovely", "Positive"), ("cem", "broke on day one", "Neutral"), ("cem", "arrived on Monday", "Positive"),
    )  # fmt: skip
    resolved = cli("resolve", "reviews", "--agreement")
    assert "3 items: 2 resolved, 1 tie" in resolved.out
    assert "goldlabel adjudicate reviews" in resolved.out
    listed = cli("adjudicate", "reviews", "--list")
    assert "3  sentiment: 3 values have 1 vote each" in listed.out
    assert cli("adjudicate", "reviews", "--item", "3", "--answer", "sentiment=Neutral", "--by", "lead").code == 0
    assert "0 ties" in cli("adjudicate", "reviews", "--list").out
    made = cli("release", "reviews", "--title", "first", "--out", "first.zip", "--json")
    hash = json.loads(made.out)["hash"]
    verified = cli("verify", "first.zip")
    assert (verified.code, hash in verified.out) == (0, True)
    assert cli("verify", "reviews@1").code == 0
    assert "release" in cli("release", "reviews", "--list").out
    assert cli("export", "reviews", "--release", 1, "--format", "csv", "--out", "out/labels.csv").code == 0
    assert "Neutral" in Path("out/labels.csv").read_text()
    assert "3 items as before" in cli("diff", "first.zip", "reviews@1").out


def test_a_release_that_was_touched_is_not_what_it_says(cli: Cli, reviews: Path, tmp_path: Path) -> None:
    cli("add", "reviews", reviews, "--key", "id")
    texts = ("lovely", "broke on day one", "arrived on Monday")
    label(*((person, text, "Neutral") for person in ("a", "b", "c") for text in texts))
    cli("resolve", "reviews")
    cli("release", "reviews")
    items = next((tmp_path / "goldlabel-data" / "releases").rglob("items.jsonl"))
    items.chmod(0o644)
    items.write_text(items.read_text().replace("lovely", "lonely"))
    ran = cli("verify", items.parent)
    assert ran.code == 1
    assert "items.jsonl: is not the file that was released" in ran.out
    assert json.loads(cli("verify", items.parent, "--json").out)["ok"] is False


def test_bad_rows_are_listed_and_the_rest_goes_in(cli: Cli, reviews: Path) -> None:
    reviews.write_text(REVIEWS + "4,cheap,Fantastic\n")
    ran = cli("add", "reviews", reviews, "--key", "id", "--labels", "stars=sentiment", "--labeler", "old")
    assert ran.code == 1
    assert '"Fantastic" is not a value of the question "sentiment"' in ran.err
    job = json.loads(cli("jobs", "--json").out)[0]
    again = cli("jobs", "--rejects", job["id"])
    assert (again.code, "Fantastic" in again.out) == (1, True)
    assert cli("jobs", "--rejects", job["id"], "--json").code == 1
    back = cli("jobs", "--undo", job["id"])
    assert (back.code, "3 items removed, 0 stay" in back.out) == (0, True)


@pytest.mark.parametrize("content", ["id,review,stars\n", ""])
def test_adding_nothing_at_all_is_no_success(cli: Cli, reviews: Path, content: str) -> None:
    reviews.write_text(REVIEWS)
    assert cli("add", "reviews", reviews, "--key", "id").code == 0
    assert cli("add", "reviews", reviews, "--key", "id").code == 0, "unchanged is fine"
    Path("head.jsonl").write_text("")
    Path("head.csv").write_text(content)
    for name in ("head.csv", "head.jsonl"):
        ran = cli("add", "reviews", name)
        assert ran.code == 1, name
        assert "Traceback" not in ran.err
    assert "--format" in ran.err


def test_labels_option_may_be_given_again_and_takes_one_each(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("text,a,b\nhello,yes,1\n")
    schema = {"fields": [{"name": "text", "medium": "text"}], "questions": [
        {"name": "ok", "kind": "yes_no"}, {"name": "n", "kind": "number"},
    ]}  # fmt: skip
    (tmp_path / "s.json").write_text(json.dumps(schema))
    assert cli("init", "two", "--schema", "s.json").code == 0
    ran = cli("add", "two", "--labels", "a=ok", "--labels", "b=n", "t.csv", "--json")
    assert (ran.code, json.loads(ran.out)[0]["labels"]) == (0, 1)


def test_a_schema_is_shown_edited_planned_and_applied(cli: Cli, reviews: Path) -> None:
    Path("s.yaml").write_text(cli("schema", "reviews").out.replace("name: ironic", "name: irony\n  was: ironic"))
    planned = cli("schema", "reviews", "--plan", "s.yaml")
    assert "rename question ironic → irony" in planned.out
    assert "nothing is written yet" in planned.out
    assert "applied: 1 change" in cli("schema", "reviews", "--plan", "s.yaml", "--apply").out
    assert "nothing would change" in cli("schema", "reviews", "--plan", "s.yaml").out
    assert "name: irony" in cli("schema", "reviews").out


def test_init_like_labeled_data(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "tags.conll").write_text("Ada B-PER\nmet O\nBob B-PER\n\nin O\nParis B-LOC\n")
    assert cli("init", "names", "--like", "tags.conll").code == 0
    assert cli("add", "names", "tags.conll").code == 0
    shown = cli("schema", "names").out
    assert "span" in shown
    assert "PER" in shown
    (tmp_path / "plain.txt").write_text("nothing labeled\n")
    refused = cli("init", "none", "--like", "plain.txt")
    assert (refused.code, "holds no labels" in refused.err) == (2, True)


def test_convert_between_formats(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,label\nhi,x\nho,y\n")
    ran = cli("convert", "a.csv", "--labels", "label=kind", "--to", "jsonl", "--out", "a.jsonl")
    assert (ran.code, "2 records" in ran.out) == (0, True)
    assert json.loads(Path("a.jsonl").read_text().splitlines()[0])["labels"] == {"kind": "x"}
    assert "coco" in cli("convert", "--formats").out
    assert cli("convert", "a.csv").code == 2


def test_converting_without_the_schema_is_no_success(cli: Cli, reviews: Path, tmp_path: Path) -> None:
    cli("add", "reviews", reviews, "--key", "id", "--labels", "stars=sentiment", "--purpose", "label")
    assert cli("export", "reviews", "--format", "jsonl", "--out", "news.jsonl").code == 0
    assert cli("convert", "news.jsonl", "--to", "csv", "--out", "a.csv", "--which", "annotations").code == 0
    Path("news.schema.json").unlink()
    ran = cli("convert", "news.jsonl", "--to", "csv", "--out", "b.csv", "--which", "annotations")
    assert ran.code == 1
    assert "Keep news.schema.json beside it, or export again" in ran.err


def test_what_nobody_answered_is_not_decided(cli: Cli, reviews: Path) -> None:
    cli("add", "reviews", reviews, "--key", "id")
    ran = cli("adjudicate", "reviews", "--item", "3", "--answer", "sentiment=Neutral")
    assert (ran.code, "nobody has answered it" in ran.err) == (1, True)
    assert cli("release", "reviews").code == 1, "nothing was resolved"


def test_wrong_formats_and_options_name_the_right_ones(cli: Cli, reviews: Path) -> None:
    for words in (["export", "reviews", "--format"], ["convert", reviews, "--to"]):
        ran = cli(*words, "xyz", "--out", "x")
        assert (ran.code, "parquet" in ran.err, "excel" in ran.err) == (2, True, False)
    for words in (
        ["add", "reviews", reviews, "--option", "encodng=cp1252"],
        ["convert", reviews, "--to", "csv", "--out", "x", "--option", "encodng=cp1252"],
        ["init", "x", "--like", reviews, "--option", "encodng=cp1252"],
    ):
        ran = cli(*words)
        assert (ran.code, "did you mean encoding? there are " in ran.err) == (2, True), ran.err
    ran = cli("export", "reviews", "--format", "csv", "--out", "x", "--option", "langage=de")
    assert (ran.code, "did you mean language?" in ran.err) == (2, True)


def test_the_next_step_fits_the_data(cli: Cli) -> None:
    assert "goldlabel add leaves image-files/" in cli("init", "leaves", "--template", "image_classification").out
    assert "goldlabel add moods data.csv" in cli("init", "moods", "--template", "sentiment").out


def test_over_http_the_next_step_is_to_open_the_address(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(tmp_path / "server", workers=0) as live:
        monkeypatch.setenv("GOLDLABEL_TOKEN", admin_token(live.workspace))
        said = cli("init", "moods", "--template", "sentiment", "--workspace", live.base).out
        assert (f"open {live.base}" in said, "goldlabel serve" in said) == (True, False)
        monkeypatch.setenv("GOLDLABEL_TOKEN", "gl_wrong")
        refused = cli("jobs", "--workspace", live.base)
        assert (refused.code, "goldlabel users token" in refused.err) == (1, True)


def test_templates_are_listed_and_shown_as_files_that_init_takes(cli: Cli) -> None:
    assert "entities" in cli("templates").out
    Path("t.yaml").write_text(cli("templates", "entities").out)
    assert cli("init", "names", "--schema", "t.yaml").code == 0
    with open_workspace("goldlabel-data") as workspace:
        assert "Mark the" in workspace.project("names").guideline
    unknown = cli("templates", "entitis")
    assert (unknown.code, "there are" in unknown.err) == (1, True)


# -- people


def test_people_are_invited_listed_and_stopped(cli: Cli, reviews: Path) -> None:
    assert "nobody has an account yet" in cli("users", "list").out
    invited = cli("users", "add", "Ann@Example.org", "--project", "reviews", "--role", "annotator")
    assert "/sign-in#invite=" in invited.out
    assert "ann@example.org        invited  reviews: annotator" in cli("users", "list").out
    assert json.loads(cli("users", "list", "--json").out)[0]["invited"] is True
    assert "no longer invited" in cli("users", "withdraw", "Ann@example.org").out
    assert "nobody has an account yet" in cli("users", "list").out
    gone = cli("users", "withdraw", "ann@example.org")
    assert (gone.code, "is open" in gone.err) == (1, True)
    with open_workspace("goldlabel-data") as workspace:
        from goldlabel.work import people

        workspace.opened.database.write(lambda tx: people.add_person(tx, "ann@example.org", "Ann", None))  # type: ignore[attr-defined]
    assert (
        "reviewer in reviews"
        in cli("users", "add", "ann@example.org", "--project", "reviews", "--role", "reviewer").out
    )
    assert json.loads(cli("users", "list", "--json").out)[0]["projects"] == {"reviews": "reviewer"}
    assert "/sign-in#link=" in cli("users", "link", "ann@example.org").out
    assert cli("users", "token", "ann@example.org", "--scope", "data").out.startswith("gl_")
    assert cli("users", "disable", "ann@example.org").code == 0
    assert "disabled" in cli("users", "list").out
    assert cli("users", "enable", "ann@example.org").code == 0
    missing = cli("users", "token", "bob@example.org")
    assert (missing.code, "nobody has an account with" in missing.err) == (1, True)
    assert cli("users", "add", "x@y.org", "--role", "viewer").code == 2


# -- the workspace as a whole


def test_a_backup_comes_back_whole(cli: Cli, reviews: Path, tmp_path: Path) -> None:
    cli("add", "reviews", reviews, "--key", "id")
    assert cli("backup", "--out", "b.zip").code == 0
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    assert cli("restore", "b.zip", "--workspace", "again").code == 0
    with open_workspace("again") as workspace:
        assert [item.key for item in workspace.project("reviews").items()] == ["1", "2", "3"]
    assert cli("doctor", "--workspace", "again").code == 0
    refused = cli("restore", "b.zip", "--workspace", "again")
    assert (refused.code, "restore into a new folder" in refused.err) == (1, True)


def test_a_damaged_backup_is_refused_and_leaves_nothing(cli: Cli, reviews: Path, tmp_path: Path) -> None:
    cli("backup", "--out", "b.zip")
    content = bytearray((tmp_path / "b.zip").read_bytes())
    content[len(content) // 2] ^= 0xFF
    (tmp_path / "b.zip").write_bytes(content)
    ran = cli("restore", "b.zip", "--workspace", "again")
    assert (ran.code, "damaged" in ran.err) == (1, True)
    assert not list(tmp_path.glob("*again*"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("secret", b"0" * 64, "secret: is not the file that was backed up"),
        ("../evil", b"x", "../evil: names a file that no backup of ours holds"),
        ("blobs/aa/bb/../../../../evil", b"x", "names a file that no backup of ours holds"),
        ("manifest.json", b"{}", "is no backup of goldlabel"),
    ],
)
def test_a_forged_backup_is_refused_and_leaves_nothing(
    cli: Cli, reviews: Path, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    cli("backup", "--out", "b.zip")
    with zipfile.ZipFile("b.zip") as whole, zipfile.ZipFile("forged.zip", "w") as forged:
        manifest = json.loads(whole.read("manifest.json"))
        manifest["files"].setdefault(name, {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)})
        files = {entry: whole.read(entry) for entry in whole.namelist()}
        files = {**files, "manifest.json": json.dumps(manifest).encode(), name: content}
        for entry, part in files.items():
            forged.writestr(entry, part)
    ran = cli("restore", "forged.zip", "--workspace", "inside/again")
    assert (ran.code, said in ran.err) == (1, True), ran.err
    assert not [path for path in tmp_path.rglob("*") if "again" in path.name or "evil" in path.name]


def test_the_doctor_finds_a_lost_picture(cli: Cli, tmp_path: Path) -> None:
    from PIL import Image

    cli("init", "leaves", "--template", "image_classification")
    (tmp_path / "in").mkdir()
    Image.new("RGB", (20, 20)).save(tmp_path / "in" / "a.png")
    assert cli("add", "leaves", "in").code == 0
    assert cli("doctor").code == 0
    next((tmp_path / "goldlabel-data" / "blobs").glob("??/??/*")).unlink()
    ran = cli("doctor")
    assert ran.code == 1
    assert "BAD  stored files: 1 named, 1 missing or cut: a.png" in ran.out
    assert json.loads(cli("doctor", "--json").out)["ok"] is False


# -- how it speaks


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["export", "nothing", "--format", "csv", "--out", "x"], 1, "no workspace at"),
        (["init", "x"], 2, "exactly one of --template, --schema and --like"),
        (["init", "Bad Name", "--template", "sentiment"], 1, "lower-case letters"),
        (["init", "x", "--schema", "none.yaml"], 2, "there is no file none.yaml"),
        (["ad"], 2, 'Did you mean "add"'),
        (["export", "x"], 2, "--format"),
        (["jobs", "--cancel", "1", "--resume", "1"], 2, "one of --cancel, --resume, --undo and --rejects"),
        (["verify", "nothing"], 2, "there is no file or folder nothing"),
        (["verify", "nofile.zip"], 2, "there is no file or folder nofile.zip"),
        (["users", "list", "--workspace", "http://127.0.0.1:9"], 2, "on the machine of the server"),
        (["jobs", "--workspace", "http://127.0.0.1:9"], 1, "does not answer"),
    ],
)
def test_mistakes_are_one_sentence_with_a_way_out(
    cli: Cli, words: list[str], code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("goldlabel.client.http.TRIES", 1)
    ran = cli(*words)
    assert ran.code == code
    assert said in " ".join((ran.err + ran.out).replace("│", " ").split())
    assert "Traceback" not in ran.err


def test_an_unknown_project_names_those_there_are(cli: Cli, reviews: Path) -> None:
    ran = cli("add", "review", reviews)
    assert (ran.code, ran.err.strip()) == (
        1,
        f"error: no project 'review' in {Path.cwd()}/goldlabel-data; there is reviews",
    )


def test_debug_shows_where_an_error_came_from(cli: Cli) -> None:
    from goldlabel.core.problem import GoldlabelError

    with pytest.raises(GoldlabelError, match="no workspace"):
        cli("jobs", "--debug")


def test_every_problem_of_a_schema_is_listed(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("fields: [{name: text, medium: txt}]\nquestions: [{name: a, kind: chioce}]\n")
    ran = cli("init", "x", "--schema", "s.yaml")
    assert ran.code == 1
    assert "2 problems" in ran.err
    assert 'did you mean "choice"?' in ran.err


def test_a_reader_that_had_enough_is_no_error(reviews: Path, tmp_path: Path) -> None:
    command = f"{sys.executable} -m goldlabel templates captions | head -n 1"
    ran = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, cwd=tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_taken_port_is_said_before_the_demo_is_built(cli: Cli, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = cli("demo", "--port", port, "--workspace", tmp_path / "demo")
    assert (ran.code, f"port {port}" in ran.err, "--port 0" in ran.err) == (1, True, True)
    assert not (tmp_path / "demo").exists()
