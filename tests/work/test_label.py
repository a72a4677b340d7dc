"""Labeling through the verbs, on both databases: retries, conflicts, lateness, skips, changed items, drafts."""

from typing import Any

import pytest

from goldlabel.core.problem import Conflict, Invalid, NotFound
from goldlabel.store import Database, annotations, projects, queue
from goldlabel.store.browse import Query
from goldlabel.store.projects import ProjectRow
from goldlabel.work import drafts, items, label
from goldlabel.work import projects as project_verbs
from goldlabel.work.label import Submission, Submitted, Task

SCHEMA = {
    "fields": [{"name": "text", "medium": "text"}],
    "region_sets": [{"name": "names", "field": "text", "shapes": ["span"]}],
    "questions": [
        {"name": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}},
        {"name": "type", "kind": "choice", "about": "names", "config": {"values": ["PER", "LOC"]}},
    ],
}


class World:
    """A project with three items wanted by two labelers each."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.project: ProjectRow = self.write(project_verbs.create, "p", SCHEMA, settings={"overlap": 2})
        self.add("a", "b", "c")
        self.ann, self.bob, self.eve = (
            database.write(lambda tx, name=name: annotations.labeler(tx, None, "person", name))
            for name in ("ann", "bob", "eve")
        )

    def write(self, verb: Any, *args: Any, **options: Any) -> Any:
        return self.database.write(lambda tx: verb(tx, *args, **options))

    def add(self, *keys: str, text: str = "Ann lives in Ulm") -> None:
        self.write(items.add_rows, self.project, [{"key": key, "data": {"text": text}} for key in keys])

    def next(self, labeler: int, count: int = 1) -> list[Task]:
        return self.write(label.next_tasks, self.project, labeler, count)

    def submit(self, labeler: int, task: Task, mood: str = "good", key: str | None = None, **more: Any) -> Submitted:
        body = more.pop("body", {"answers": [{"question": "mood", "kind": "choice", "value": mood}]})
        return self.write(label.submit, self.project, labeler, Submission(task=task.slot.id, body=body, **more), key)

    def expire(self) -> None:
        self.database.write(lambda tx: tx.run("UPDATE slot SET deadline = 0 WHERE state = 'leased'"))

    def progress(self) -> dict[str, int]:
        return self.database.read(lambda tx: label.progress(tx, self.project, self.ann))


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_a_retry_is_harmless_and_another_body_is_refused(world: World) -> None:
    task = world.next(world.ann)[0]
    first = world.submit(world.ann, task, key="k1")
    assert world.submit(world.ann, task, key="k1") == first
    assert world.progress()["annotations"] == 1
    with pytest.raises(Invalid, match="idempotency key"):
        world.submit(world.ann, task, mood="bad", key="k1")
    second = world.submit(world.bob, world.next(world.bob)[0], key="k1")
    assert second.annotation != first.annotation, "keys belong to their labeler"


def test_a_change_needs_the_newest_revision(world: World) -> None:
    task = world.next(world.ann)[0]
    first = world.submit(world.ann, task)
    with pytest.raises(Conflict) as conflict:
        world.submit(world.ann, task, mood="bad")
    assert conflict.value.detail["theirs"]["answers"][0]["value"] == "good"
    assert conflict.value.detail["yours"]["answers"][0]["value"] == "bad"
    second = world.submit(world.ann, task, mood="bad", base_revision=first.revision)
    assert (second.annotation, second.revision) == (first.annotation, 2)
    with pytest.raises(Conflict):
        world.submit(world.ann, task, base_revision=1)
    kept = world.database.read(lambda tx: annotations.body_of(tx, first.annotation, 1))
    assert kept["answers"][0]["value"] == "good", "the first revision stays"
    assert world.progress()["annotations"] == 1


def test_only_its_author_revises(world: World) -> None:
    task = world.next(world.ann)[0]
    first = world.submit(world.ann, task)
    with pytest.raises(NotFound):
        world.submit(world.bob, task, mood="bad", base_revision=first.revision)
    with pytest.raises(NotFound):
        world.write(label.reopen, world.project, world.bob, first.annotation)
    again = world.write(label.reopen, world.project, world.ann, first.annotation)
    assert again.body["answers"][0]["value"] == "good"


def test_late_is_taken_or_surplus_never_refused(world: World) -> None:
    late = [world.next(world.ann)[0], world.next(world.bob)[0], world.next(world.eve)[0]]
    assert late[0].item.id == late[1].item.id != late[2].item.id
    world.expire()
    taken = world.next(world.eve, 3)
    first = next(task for task in taken if task.item.id == late[0].item.id)
    world.submit(world.eve, first)
    assert world.submit(world.ann, late[0]).counted, "a place was open still"
    surplus = world.submit(world.bob, late[1])
    assert not surplus.counted
    listed = world.database.read(lambda tx: items.page(tx, world.project, Query(state="surplus")))
    assert [row.item.id for row in listed.items] == [late[1].item.id], "the lead sees it"
    assert world.progress() | {"surplus": 1, "done": 1} == world.progress()


def test_a_skip_excludes_and_three_park(world: World) -> None:
    seen = world.next(world.ann)[0]
    world.write(label.skip, world.project, world.ann, seen.slot.id, "unclear")
    assert seen.item.id not in {task.item.id for task in world.next(world.ann, 3)}
    listed = world.database.read(lambda tx: items.page(tx, world.project, Query(state="skipped")))
    assert [row.item.id for row in listed.items] == [seen.item.id]
    for labeler in (world.bob, world.eve):
        task = next(task for task in world.next(labeler, 3) if task.item.id == seen.item.id)
        parked = world.write(label.skip, world.project, labeler, task.slot.id, "unclear")
    assert parked
    assert world.progress()["parked"] == 1
    assert world.write(label.unpark, world.project, seen.item.id)
    assert world.progress()["parked"] == 0


def test_every_problem_is_named(world: World) -> None:
    task = world.next(world.ann)[0]
    body = {
        "regions": [{"id": "r1", "set": "names", "shape": "span", "value": {"start": 0, "end": 99}}],
        "answers": [{"question": "mood", "kind": "choice", "value": "ugly"}],
    }
    with pytest.raises(Invalid) as refusal:
        world.submit(world.ann, task, body=body)
    places = {problem.where for problem in refusal.value.problems}
    assert "body.answers[0].value" in places
    assert any(place.startswith("body.regions[0].value") for place in places)
    assert any(place.startswith("body.answers.type") for place in places)
    assert world.progress()["annotations"] == 0


def test_a_changed_item_is_asked_anew(world: World) -> None:
    for labeler in (world.ann, world.bob):
        for task in world.next(labeler, 3):
            world.submit(labeler, task)
    assert world.progress()["done"] == 3
    world.add("b", text="Bob lives in Bonn")
    assert world.progress()["done"] == 2
    again = world.next(world.ann, 3)
    assert [task.item.data["text"] for task in again] == ["Bob lives in Bonn"]
    assert again[0].annotation is None, "the old answer is not shown as the new one's"
    world.submit(world.ann, again[0])
    world.submit(world.bob, world.next(world.bob)[0])
    assert world.progress()["done"] == 3
    rows = world.database.read(lambda tx: tx.all("SELECT item_revision, counted FROM annotation ORDER BY id"))
    assert len(rows) == 8
    assert sum(counted for revision, counted in rows if revision == 2) == 2
    stale = world.database.read(
        lambda tx: tx.all(
            "SELECT a.counted FROM annotation a JOIN item i ON i.id = a.item WHERE a.item_revision < i.revision"
        )
    )
    assert stale == [(0,), (0,)], "answers to the old data are out of the count"


def test_an_answer_to_old_data_is_kept_but_not_counted(world: World) -> None:
    task = world.next(world.ann)[0]
    world.add(task.item.key, text="changed meanwhile")
    late = world.submit(world.ann, task, item_revision=task.item.revision)
    assert not late.counted
    state = world.database.read(lambda tx: tx.one("SELECT open, done FROM queue WHERE item = :i", i=task.item.id))
    assert state == (2, 0)


def test_work_made_under_an_older_schema_is_accepted_under_it(world: World) -> None:
    task = world.next(world.ann)[0]
    newer = {**SCHEMA, "questions": [{"name": "mood", "kind": "choice", "config": {"values": ["fine", "bad"]}}]}
    world.project, changes = world.write(project_verbs.change_schema, world.project, newer)
    assert any(change.loses for change in changes)
    assert world.submit(world.ann, task, schema_version=1).counted
    with pytest.raises(Invalid):
        world.submit(world.bob, world.next(world.bob)[0])
    world.submit(world.bob, world.next(world.bob)[0], mood="fine", schema_version=2)


def test_drafts_heartbeats_and_giving_back(world: World) -> None:
    task = world.next(world.ann)[0]
    world.write(drafts.save, world.project, world.ann, task.slot.id, {"answers": [], "half": "done"})
    assert world.next(world.ann)[0].draft == {"answers": [], "half": "done"}
    assert world.write(label.heartbeat, world.ann, [task.slot.id]) == [task.slot.id]
    assert world.write(label.heartbeat, world.bob, [task.slot.id]) == []
    with pytest.raises(NotFound):
        world.write(drafts.save, world.project, world.bob, task.slot.id, {})
    assert world.write(label.give_back, world.project, world.ann, [task.slot.id]) == 1
    assert world.write(label.heartbeat, world.ann, [task.slot.id]) == []
    assert world.next(world.ann)[0].slot.id == task.slot.id, "it may come back"


def test_this_very_item(world: World) -> None:
    last = world.database.read(lambda tx: items.items.ids_by_key(tx, world.project.id, ["c"]))["c"]
    task = world.write(label.claim_item, world.project, world.ann, last)
    assert task.item.key == "c"
    world.submit(world.ann, task)
    with pytest.raises(Conflict):
        world.write(label.claim_item, world.project, world.ann, last)


def test_nobody_meets_another_project(world: World) -> None:
    other = world.write(project_verbs.create, "q", SCHEMA)
    task = world.next(world.ann)[0]
    with pytest.raises(NotFound):
        world.write(label.submit, other, world.ann, Submission(task=task.slot.id, body={}))
    with pytest.raises(NotFound):
        world.write(label.claim_item, other, world.ann, task.item.id)
    assert world.database.read(lambda tx: projects.counts(tx, other.id, "items")) == {"items": 0}


def test_unparking_counts_who_is_still_at_it(world: World) -> None:
    held, skipped = world.next(world.ann)[0], world.next(world.bob)[0]
    assert held.item.id == skipped.item.id
    assert world.write(queue.skip, skipped.slot, "unclear", 1), "parked"
    assert world.write(queue.unpark, held.item.id, held.slot.round)
    row = world.database.read(lambda tx: tx.one("SELECT wanted, open, done FROM queue WHERE item = :i", i=held.item.id))
    assert row == (2, 1, 0), "one of the two places is ann's"
