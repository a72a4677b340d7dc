"""What an import would make of a file, on both databases, and where columns go."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from goldlabel.core.problem import Invalid
from goldlabel.core.schema import Schema
from goldlabel.store import items, jobs
from goldlabel.store.projects import ProjectRow
from goldlabel.work import imports, mend, preview, projects, uploads
from goldlabel.work.jobs import run_now
from goldlabel.work.mapping import suggest
from goldlabel.work.workspace import Workspace, open_workspace
from tests.server.conftest import CHEAP, PICTURES, SCHEMA, World

ODD = b"nr,Review body,sentiment,stars,junk\n1,So good,good,5,x\n2,So bad,awful,1,y\n3,,bad,2,z\n"


@pytest.fixture
def opened(tmp_path: Path, database_url: str) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "workspace", passwords=CHEAP, database=database_url) as workspace:
        yield workspace


def project_of(workspace: Workspace, schema: dict[str, Any] = SCHEMA) -> ProjectRow:
    return workspace.database.write(lambda tx: projects.create(tx, "own", schema))


def uploaded(workspace: Workspace, project: ProjectRow, content: bytes, name: str = "rows.csv") -> dict[str, str]:
    made = uploads.create(workspace, project.id, name, len(content), None)
    with uploads.appending(workspace, made.id, project.id, 0) as appender:
        appender.write(content)
    return {"upload": made.id}


MAPPED: dict[str, Any] = {
    "key": "nr", "fields": {"Review body": "text"}, "labels": {"sentiment": "mood"}, "meta": ["stars"],
    "leave_out": ["junk"],
}  # fmt: skip


def test_a_table_is_guessed_shown_mapped_and_remembered(opened: Workspace) -> None:
    project = project_of(opened)
    where = uploaded(opened, project, ODD)
    guessed = preview.preview(opened, project, where)
    assert (guessed["format"], guessed["total"], guessed["remembered"]) == ("csv", 2, False)
    assert guessed["options"] == {"key": "nr", "fields": {"Review body": "text"}}
    assert guessed["columns"][2] == {"name": "sentiment", "values": ["good", "awful", "bad"], "note": ""}

    mapped = preview.preview(opened, project, where, options=MAPPED, purpose="gold")
    good, unknown, empty = mapped["rows"]
    assert (good["key"], good["data"], good["meta"]) == ("1", {"text": "So good"}, {"stars": "5"})
    assert good["labels"] == {"mood": "good"}
    assert good["problem"] is None
    assert '"awful" is not a value' in unknown["problem"]
    assert "is empty under 'text'" in empty["problem"]
    assert opened.database.read(lambda tx: items.page(tx, project.id, 0, 9)) == []

    columns = [column["name"] for column in mapped["columns"]]
    job = opened.database.write(
        lambda tx: imports.start(tx, project, where, options=MAPPED, purpose="gold", columns=columns)
    )
    result = run_now(opened, job).result or {}
    assert (result["added"], result["rejected"], result["labels"]) == (1, 2, 1)
    [item] = opened.database.read(lambda tx: items.page(tx, project.id, 0, 9))
    assert (item.key, item.data, item.meta) == ("1", {"text": "So good"}, {"stars": "5"})
    assert len(opened.database.read(lambda tx: jobs.rejects(tx, job))) == 2

    again = preview.preview(opened, project, uploaded(opened, project, ODD, "next.csv"))
    assert again["remembered"]
    assert (again["options"], again["purpose"]) == (MAPPED, "gold")
    other = preview.preview(opened, project, uploaded(opened, project, b"text,mood\nhello,good\n"))
    assert not other["remembered"]
    assert other["options"] == {"labels": {"mood": "mood"}}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"fields": {"nr": "text", "Review body": "text"}}, "two columns"),
        ({"fields": {"nr": "nosuch"}}, "no field"),
        ({"meta": ["absent"]}, "no column"),
        ({"meta": ["nr"], "key": "nr"}, "two places"),
    ],
)
def test_a_mapping_that_cannot_be_is_said_in_the_preview(workspace: Workspace, options: Any, why: str) -> None:
    project = project_of(workspace)
    found = preview.preview(workspace, project, uploaded(workspace, project, ODD), options=options)
    assert why in found["problem"]
    assert found["rows"] == []


def test_json_lines_map_too_but_records_say_themselves(workspace: Workspace) -> None:
    project = project_of(workspace)
    lines = b'{"id": 7, "body": "one two three"}\n{"id": 8, "body": "four"}\n'
    found = preview.preview(workspace, project, uploaded(workspace, project, lines, "x.jsonl"))
    assert found["options"] == {"key": "id", "fields": {"body": "text"}}
    assert [row["key"] for row in found["rows"]] == ["7", "8"]
    own = preview.preview(workspace, project, uploaded(workspace, project, b'{"data": {"text": "a"}}\n', "x.jsonl"))
    assert own["columns"] is None
    assert own["rows"][0]["data"] == {"text": "a"}


def test_a_table_with_its_pictures_shows_the_first_and_names_the_missing(workspace: Workspace) -> None:
    project = project_of(workspace, PICTURES)
    picture, packed = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (900, 300), "red").save(picture, "PNG")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("table.csv", "file,what\nred.png,cat\nblue.png,dog\n")
        archive.writestr("red.png", picture.getvalue())
    where = uploaded(workspace, project, packed.getvalue(), "both.zip")
    found = preview.preview(workspace, project, where, format="csv")
    assert found["options"] == {"fields": {"file": "picture"}, "labels": {"what": "what"}}
    assert [row["problem"] is None for row in found["rows"]] == [True, False]
    assert found["picture"].startswith("data:image/jpeg;base64,")


def test_a_broken_file_says_why_and_other_formats_remain(workspace: Workspace) -> None:
    project = project_of(workspace)
    latin = "text\nGr\xfc\xdfe aus K\xf6ln\n".encode("cp1252")
    found = preview.preview(workspace, project, uploaded(workspace, project, latin))
    assert (found["problem"], found["options"]["encoding"]) == (None, "cp1252")
    assert "csv" in found["fits"]
    told = preview.preview(workspace, project, uploaded(workspace, project, latin), options={"encoding": "cp1252"})
    assert told["problem"] is None
    assert told["rows"][0]["data"]["text"] == "Gr\xfc\xdfe aus K\xf6ln"
    with pytest.raises(Invalid):
        preview.preview(workspace, project, uploaded(workspace, project, latin), options={"nosuch": 1})


def test_a_column_named_like_a_question_about_something_else_is_no_label() -> None:
    config = {"values": [{"id": "a", "name": "A"}]}
    schema = Schema.model_validate({
        "fields": [{"id": "t", "name": "text", "medium": "text", "source": "t"}],
        "questions": [{"id": "type", "name": "type", "kind": "choice", "config": config}],
    })  # fmt: skip
    assert suggest(schema, [{"t": "x y", "type": "invoice"}]) == {}
    assert suggest(schema, [{"t": "x y", "type": "a"}]) == {"labels": {"type": "type"}}


@pytest.mark.anyio
async def test_over_http_uploads_of_others_do_not_exist_and_addresses_are_checked(world: World) -> None:
    own, other = (world.run(lambda tx, n=n: projects.projects.by_name(tx, n)) for n in ("own", "other"))
    mine, theirs = (uploaded(world.workspace, p, b"text\nhello\n") for p in (own, other))
    async with world.as_("manager") as lead:
        seen = await lead.post("/api/projects/own/imports/preview", json=mine)
        assert seen.json()["rows"][0]["data"] == {"text": "hello"}
        assert (await lead.post("/api/projects/own/imports/preview", json=theirs)).status_code == 404
        inside = await lead.post("/api/projects/own/imports/preview", json={"url": "http://127.0.0.1:1/x.csv"})
        assert inside.status_code in (400, 403)
        assert "127.0.0.1" in inside.text
        started = await lead.post("/api/projects/own/imports", json={**mine, "columns": ["text"]})
        job = run_now(world.workspace, started.json()["id"])
        assert (job.result or {})["added"] == 1
        assert (await lead.get(f"/api/projects/own/jobs/{job.id}/rejected")).json() == []
        assert (await lead.get(f"/api/projects/own/jobs/{job.id}/rejects")).text == "text,problem,place\r\n"


def test_a_renamed_column_costs_only_itself_and_what_says_why_is_left_out(workspace: Workspace) -> None:
    project = project_of(workspace)
    where = uploaded(workspace, project, ODD)
    columns = ["nr", "Review body", "sentiment", "stars", "junk"]
    job = workspace.database.write(lambda tx: imports.start(tx, project, where, options=MAPPED, columns=columns))
    run_now(workspace, job)
    renamed = preview.preview(workspace, project, uploaded(workspace, project, ODD.replace(b"stars", b"points")))
    assert not renamed["remembered"]
    assert renamed["options"] == {name: value for name, value in MAPPED.items() if name != "meta"}

    table = mend.Mend(workspace.database.read(lambda tx: jobs.by_id(tx, job)).params)
    left_out = workspace.database.read(lambda tx: jobs.rejects(tx, job))
    table.see(left_out)
    lines = [table.header(), *table.lines(left_out)]
    assert [line[:5] for line in lines] == [columns, ["2", "So bad", "awful", "1", "y"], ["3", "", "bad", "2", "z"]]
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    mended = out.getvalue().replace("So bad,awful", "So bad,bad").encode()
    again = preview.preview(workspace, project, uploaded(workspace, project, mended))
    assert again["options"] == MAPPED | {"leave_out": ["junk", "problem", "place"]}
    assert again["rows"][0]["problem"] is None


def test_a_windows_table_is_read_as_such_and_says_so(workspace: Workspace) -> None:
    project = project_of(workspace)
    rows = "text;stars\n" + "Größe, schön;5\n" * 30
    seen = preview.preview(workspace, project, uploaded(workspace, project, rows.encode("cp1252")))
    assert (seen["problem"], seen["options"]["encoding"], seen["total"]) == (None, "cp1252", 30)
    assert seen["rows"][0]["data"]["text"] == "Größe, schön"
    chosen = preview.preview(workspace, project, uploaded(workspace, project, rows.encode("cp1252")), options={})
    assert chosen["options"] == {"encoding": "cp1252"}
    broken = '{"text":"Größe"}\n'.encode("cp1252") * 3
    json = preview.preview(workspace, project, uploaded(workspace, project, broken, "a.jsonl"))
    assert "choose it under Encoding (cp1252)" in json["problem"]
    assert "--option" not in json["problem"]


@pytest.mark.parametrize(
    ("pasted", "heading"),
    [
        ("Message\nI was charged twice.\nIt crashes\n", True),
        ("TEXT\none\ntwo\n", True),
        ("Nachricht\nIch wurde zweimal belastet.\nDie App stürzt oft ab.\n", True),
        ("Great\nBad\nFine\n", False),
        ("I like it\nThis is a longer sentence about it.\n", False),
        ("message\n", False),
    ],
)
def test_a_pasted_column_with_its_heading(workspace: Workspace, pasted: str, heading: bool) -> None:
    project = project_of(workspace)
    where = uploaded(workspace, project, pasted.encode(), "pasted.txt")
    seen = preview.preview(workspace, project, where)
    assert (seen["format"], seen["options"].get("heading", False)) == ("text", heading)
    lines = pasted.splitlines()
    assert [row["data"]["text"] for row in seen["rows"]] == lines[heading:]
    whole = preview.preview(workspace, project, where, options={})
    assert [row["data"]["text"] for row in whole["rows"]] == lines, "a person's choice stands"
