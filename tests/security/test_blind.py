"""What a labeler receives looks the same for gold, audit, training and ordinary items; nobody reads others' answers."""

from typing import Any

import pytest

from goldlabel.store import annotations, projects, queue
from goldlabel.work import items
from goldlabel.work.label import label_round
from tests.server.conftest import World

pytestmark = pytest.mark.anyio
BODY = '{"answers":[{"question":"mood","kind":"choice","version":1,"value":"good"}],"regions":[]}'


def fill(world: World) -> dict[str, set[int]]:
    """Ordinary items; one with a gold answer; some asked in an audit and a training round; some answered by others."""

    def make(tx: Any) -> dict[str, set[int]]:
        project = projects.by_name(tx, "own")
        rows = [
            {"data": {"text": f"text {n}", "gold": "good", "is_gold": True}, "meta": {"gold": n % 2}} for n in range(12)
        ]
        ids = sorted(items.add_rows(tx, project, rows).ids.values())
        kinds = {"label": set(ids[:3]), "gold": set(ids[3:6]), "audit": set(ids[6:9]), "training": set(ids[9:])}
        labeler = annotations.labeler(tx, project.id, "import", "expert")
        for item in kinds["gold"]:
            annotations.insert(
                tx,
                annotations.NewAnnotation(
                    project.id, item, None, labeler, "gold", counted=False, item_revision=1, item_hash="x",
                    schema_version=1, guideline_version=1, body=BODY,
                ),
            )  # fmt: skip
        first = label_round(tx, project)
        for kind in ("audit", "training"):
            made = projects.add_round(tx, project.id, kind, 1)
            round = next(one for one in projects.rounds(tx, project.id) if one.id == made)
            for item in kinds[kind]:
                tx.run("DELETE FROM queue WHERE item = :item AND round = :round", item=item, round=first.id)
            queue.enqueue(tx, round, [(item, 0.5) for item in kinds[kind]])
        return kinds

    return world.run(make)


def shape(value: Any) -> Any:
    """Names and types, in their order, without the values."""
    if isinstance(value, dict):
        return [(name, shape(part)) for name, part in value.items()]
    return type(value).__name__


async def test_tasks_do_not_say_why_they_are_asked(world: World):
    kinds = fill(world)
    async with world.as_("annotator") as client:
        tasks = (await client.post("/api/projects/own/next", json={"count": 20})).json()["tasks"]
        by_kind = {kind: [t for t in tasks if int(t["item"]) in ids] for kind, ids in kinds.items()}
        assert all(len(found) == 3 for found in by_kind.values()), "all four kinds were handed out"
        assert len({str(shape(task)) for task in tasks}) == 1, "same fields, same order, same types"
        assert {tuple(task["data"]) for task in tasks} == {("text",)}, "only what the schema shows"
        assert len({str(shape(task["data"])) for task in tasks}) == 1
        ends = {kind: [task["deadline"] for task in found] for kind, found in by_kind.items()}
        assert max(map(max, ends.values())) - min(map(min, ends.values())) < 5_000_000, (
            f"leases tell them apart: {ends}"
        )
        text = str(tasks).lower()
        assert not any(word in text for word in ("gold", "audit", "training", "round", "purpose", "meta", "slot"))
        answers = []
        for task in tasks:
            given = {
                "task": task["task"],
                "body": {"answers": [{"question": "mood", "kind": "choice", "value": "bad"}]},
            }
            sent = await client.post("/api/projects/own/submit", json=given)
            assert sent.status_code == 200, sent.text
            answers.append({**sent.json(), "progress": None})
        assert len({str(shape(answer)) for answer in answers}) == 1
        assert {answer["counted"] for answer in answers} == {True}


async def test_an_annotator_cannot_read_what_others_said(world: World):
    kinds = fill(world)
    item = min(kinds["gold"])
    async with world.as_("annotator") as client:
        for address in (
            "items",
            f"items/{item}",
            "adjudication",
            f"adjudication/{item}",
            "agreement",
            "releases",
            "jobs",
        ):
            got = await client.get(f"/api/projects/own/{address}")
            assert got.status_code == 403, address
