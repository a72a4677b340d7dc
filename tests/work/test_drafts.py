"""Drafts are kept on top of what was seen, and read under the schema and the item of today; on both databases."""

import copy
from typing import Any

import pytest

from goldlabel.core.problem import Conflict
from goldlabel.store import Database
from goldlabel.work import drafts, projects
from goldlabel.work.drafts import Basis, Had
from goldlabel.work.label import Task
from tests.work.test_label import SCHEMA, World

GOOD: dict[str, Any] = {
    "regions": [],
    "answers": [{"question": "mood", "kind": "choice", "version": 1, "value": "good"}],
}
BAD: dict[str, Any] = {"regions": [], "answers": [{"question": "mood", "kind": "choice", "version": 1, "value": "bad"}]}


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def keep(world: World, task: Task, body: dict[str, Any], on: Basis | None = None, revision: int | None = 1) -> int:
    return world.write(
        drafts.save, world.project, world.ann, task.slot.id, body, schema_version=1, item_revision=revision, on=on
    )


def had(world: World) -> Had:
    [task] = world.next(world.ann)
    return world.database.read(lambda tx: drafts.had(tx, world.project, task))


def test_a_draft_goes_only_over_the_one_that_was_seen(world: World) -> None:
    [task] = world.next(world.ann)
    first = keep(world, task, GOOD, Basis())
    second = keep(world, task, BAD, Basis(draft=first))
    assert second > first
    with pytest.raises(Conflict, match="changed elsewhere") as caught:
        keep(world, task, GOOD, Basis(draft=first))
    assert (caught.value.detail["draft"], caught.value.detail["theirs"]) == (second, BAD)
    assert had(world) == Had(BAD, second)
    assert keep(world, task, GOOD) > second, "without a basis it is as it always was"


def test_a_draft_that_comes_after_the_submit_is_no_draft(world: World) -> None:
    [task] = world.next(world.ann)
    version = keep(world, task, GOOD, Basis())
    world.submit(world.ann, task, mood="bad")
    with pytest.raises(Conflict, match="submitted elsewhere") as caught:
        keep(world, task, GOOD, Basis(draft=version))
    assert caught.value.detail["revision"] == 1
    assert caught.value.detail["theirs"]["answers"][0]["value"] == "bad"
    keep(world, task, GOOD, Basis(revision=1))


def test_a_draft_outlives_a_change_of_its_item(world: World) -> None:
    [task] = world.next(world.ann)
    first = keep(world, task, GOOD, Basis())
    world.add("a", text="Something else")
    world.next(world.ann, 3)
    again = next(task for task in world.next(world.ann, 3) if task.item.key == "a")
    assert again.draft is None
    kept = world.database.read(lambda tx: drafts.had(tx, world.project, again))
    assert (kept.body, kept.before, kept.version) == (None, GOOD, first)
    keep(world, again, BAD, Basis(draft=first), revision=2)
    again = next(task for task in world.next(world.ann, 3) if task.item.key == "a")
    kept = world.database.read(lambda tx: drafts.had(tx, world.project, again))
    assert (kept.body, kept.before) == (BAD, GOOD), "the new draft does not push the old one out"


def test_a_draft_is_mapped_to_todays_schema_and_says_what_does_not_fit(world: World) -> None:
    [task] = world.next(world.ann)
    keep(world, task, BAD, Basis())
    narrower = copy.deepcopy(SCHEMA)
    narrower["questions"][0]["config"]["values"] = ["good"]
    world.project, _ = world.write(projects.change_schema, world.project, narrower)
    kept = had(world)
    assert kept.body["answers"] == []
    assert [(loss.what, loss.count) for loss in kept.lost] == [("answers to mood", 1)]


def test_a_late_answer_to_a_changed_item_is_kept_aside_and_the_item_asked_anew(world: World) -> None:
    [task] = world.next(world.ann)
    region = {"id": "r", "set": "names", "shape": "span", "version": 1, "value": {"start": 13, "end": 16}}
    named = {"question": "type", "kind": "choice", "version": 1, "value": "LOC", "region": "r"}
    world.add("a", text="Short")  # the region would lie outside of it
    late = world.submit(
        world.ann, task, body={"regions": [region], "answers": [*GOOD["answers"], named]}, item_revision=1
    )
    assert (late.counted, late.stale) == (False, True)
    anew = {task.item.key: task for task in world.next(world.ann, 3)}
    assert (anew["a"].item.revision, anew["a"].draft) == (2, None)
    # Answered anew, nothing about the old text goes over it any more, whatever base it claims.
    second = world.submit(world.ann, anew["a"], item_revision=2)
    third = world.submit(world.ann, task, mood="bad", item_revision=1, base_revision=second.revision)
    assert third.stale
    assert third.annotation != second.annotation
