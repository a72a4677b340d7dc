"""Schemas over HTTP: checked without a project, planned with what would be lost, never overwritten unseen."""

from typing import Any

import pytest

from goldlabel.store import projects as rows
from goldlabel.templates import load, names
from goldlabel.work import items, label
from tests.server.conftest import SCHEMA, World

pytestmark = pytest.mark.anyio
CONFIG = """<View><Image name="i" value="$pic"/><RectangleLabels name="box" toName="i"><Label value="Car"/>
<Label value="Bus"/></RectangleLabels><BrushLabels name="b" toName="i"><Label value="x"/></BrushLabels></View>"""


async def check(world: World, **body: Any) -> Any:
    async with world.as_("annotator") as client:
        response = await client.post("/api/schema/check", json=body)
    assert response.status_code == 200, response.text
    return response.json()


async def test_a_schema_is_read_without_a_project(world: World):
    for name in names():
        template = load(name)
        found = await check(world, schema=template.schema)
        assert found["problems"] == []
        assert found["schema"] == template.read().model_dump(mode="json")
        again = await check(world, schema=found["written"])
        assert again["schema"] == found["schema"]


async def test_a_rename_is_understood_from_the_schema_before(world: World):
    before = (await check(world, schema=SCHEMA))["schema"]
    question = {"name": "tone", "was": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}}
    found = await check(world, schema={**SCHEMA, "questions": [question]}, before=before)
    assert [(one["id"], one["name"]) for one in found["schema"]["questions"]] == [("mood", "tone")]


async def test_every_problem_stands_at_its_field(world: World):
    wrong = {
        "fields": [{"name": "text", "medium": "txt"}],
        "questions": [{"name": "", "kind": "choice", "config": {"values": ["a", "a"]}}, {"name": "b", "kind": "nope"}],
    }
    found = await check(world, schema=wrong)
    assert found["schema"] is None
    assert {one["where"] for one in found["problems"]} >= {
        "fields[0].medium", "questions[0].name", "questions[0].config.values[1].name", "questions[1].kind",
    }  # fmt: skip


async def test_a_labeling_config_of_label_studio_is_read(world: World):
    found = await check(world, label_studio=CONFIG)
    assert found["schema"]["fields"][0]["source"] == "pic"
    assert found["schema"]["region_sets"][0]["shapes"] == ["box"]
    assert [value["name"] for value in found["schema"]["questions"][0]["config"]["values"]] == ["Car", "Bus"]
    assert found["left_out"] == ["brushlabels"]
    for text in ("no xml", "<!DOCTYPE x><View/>", "<View/>", "<View>" + "<Choice>" * 50_000):
        refused = await check(world, label_studio=text)
        assert refused["schema"] is None
        assert refused["problems"]


async def test_files_of_templates(world: World):
    async with world.as_("viewer") as client:
        good = await client.get("/api/templates/object_detection/files/street.png")
        assert good.content.startswith(b"\x89PNG")
        assert good.headers["content-type"] == "image/png"
        for path in (
            "object_detection/files/nose.png",
            "nosuch/files/street.png",
            "entities/files/street.png",
        ):
            assert (await client.get(f"/api/templates/{path}")).status_code == 404


async def test_the_plan_counts_what_would_be_lost(world: World):
    def answered(tx: Any) -> None:
        project = rows.by_name(tx, "own")
        items.add_rows(tx, project, [{"key": f"k{n}", "data": {"text": "x"}} for n in range(3)])
        person = world.people["annotator"]
        labeler = tx.value("SELECT id FROM labeler WHERE person = :person", person=person)
        for value in ("good", "good", "bad"):
            (task,) = label.next_tasks(tx, project, labeler, 1)
            body = {"answers": [{"question": "mood", "kind": "choice", "value": value}]}
            label.submit(tx, project, labeler, label.Submission(task.slot.id, body))

    world.run(answered)
    without = {**SCHEMA, "questions": [{**SCHEMA["questions"][0], "config": {"values": ["bad", "fair"]}}]}
    async with world.as_("manager") as client:
        planned = (await client.post("/api/projects/own/schema/plan", json={"schema": without})).json()
        assert planned["lost"] == [{"where": "questions.mood.values.good", "count": 2, "more": False}]
        gone = {**SCHEMA, "questions": []}
        planned = (await client.post("/api/projects/own/schema/plan", json={"schema": gone})).json()
        assert planned["lost"] == [{"where": "questions.mood", "count": 3, "more": False}]


async def test_a_change_made_from_an_older_version_is_refused(world: World):
    def renamed(name: str) -> dict[str, Any]:
        return {**SCHEMA, "questions": [{**SCHEMA["questions"][0], "id": "mood", "name": name}]}

    async with world.as_("manager") as client:
        first = await client.put("/api/projects/own/schema", json={"schema": renamed("a"), "schema_version": 1})
        assert first.json()["schema_version"] == 2
        late = await client.put("/api/projects/own/schema", json={"schema": renamed("b"), "schema_version": 1})
        assert late.status_code == 409
        assert late.json()["error"]["schema_version"] == 2
        assert (await client.put("/api/projects/own/schema", json={"schema": renamed("b")})).status_code == 200


async def test_templates_carry_their_schema_under_its_name(world: World):
    async with world.as_("annotator") as client:
        listed = (await client.get("/api/templates")).json()
    assert [one["name"] for one in listed] == names()
    assert all(one["schema"]["fields"] for one in listed)
