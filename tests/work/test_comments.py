"""Comments, suggestions, history and skips taken back, on both databases."""

from typing import Any

import pytest

from goldlabel.core.annotation import Body, Purpose
from goldlabel.core.problem import Conflict, Invalid, NotFound
from goldlabel.core.record import Labeled, Record
from goldlabel.store import Database, annotations, items
from goldlabel.store.items import NewItem
from goldlabel.work import comments, import_labels, label, mine, projects, suggestions
from goldlabel.work import people as person_verbs
from goldlabel.work.comments import Reader
from goldlabel.work.items import Added
from goldlabel.work.label import Submission
from tests.work.test_label import World


class Team(World):
    """The same project with accounts: ann and bob label, the lead reads."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.people = {name: self.write(self._person, name) for name in ("ann", "bob", "lead")}
        self.ann, self.bob = self.people["ann"].labeler, self.people["bob"].labeler

    def _person(self, tx: Any, name: str) -> Any:
        person = person_verbs.add_person(tx, f"{name}@example.org", name, None)
        person_verbs.set_member(tx, self.project, person.id, "manager" if name == "lead" else "annotator", None)
        return person

    def reader(self, name: str) -> Reader:
        person = self.people[name]
        return Reader(person.id, person.labeler, name == "lead")

    def threads(self, name: str, **query: Any) -> list[comments.Shown]:
        return self.database.read(lambda tx: comments.listed(tx, self.project, self.reader(name), **query))

    def done(self, **query: Any) -> mine.Page:
        person = self.people["ann"].id
        return self.database.read(lambda tx: mine.done(tx, self.project, self.ann, person, **query))

    def suggest(self, item: Any, mood: str, labeler: str = "model", **more: Any) -> None:
        body = Body.model_validate({"answers": [{"question": "mood", "kind": "choice", "value": mood}], **more})
        given = Labeled(body, labeler, "model", Purpose.suggestion, confidence=0.75)

        def store(tx: Any) -> None:
            labels = import_labels.Labels(self.project, Purpose.suggestion)
            new = NewItem(item.key, item.hash, "", "")
            found = labels.ready(tx, [(new, Record(item.data, item.key, annotations=[given]))], [])
            labels.store(tx, Added(ids={item.key: item.id}), found)

        self.database.write(store)


@pytest.fixture
def team(database: Database) -> Team:
    return Team(database)


PIN = {"id": "r1", "set": "names", "shape": "span", "value": {"start": 0, "end": 3}, "version": 1}


def test_a_comment_reaches_the_lead_and_the_answer_its_writer(team: Team) -> None:
    (task,) = team.next(team.ann)
    id = team.write(comments.begin, team.project, team.reader("ann"), task.item.id, " Is this a name? ", pin=PIN)
    (seen,) = team.threads("lead")
    assert (seen.thread.id, seen.thread.pin, seen.said[0].body) == (id, PIN, "Is this a name?")
    assert not team.threads("ann")[0].new
    team.write(comments.reply, team.project, team.reader("lead"), id, "Yes.")
    (answered,) = team.threads("ann")
    assert answered.new
    assert [one.name for one in answered.said] == ["ann", "lead"]
    team.write(comments.seen, team.project, team.reader("ann"), [id])
    assert not team.threads("ann")[0].new
    team.write(comments.resolve, team.project, team.reader("lead"), id)
    assert team.threads("lead", state="open") == []
    team.write(comments.reply, team.project, team.reader("ann"), id, "Not quite.")
    assert len(team.threads("lead", state="open")) == 1


def test_others_neither_see_nor_reach_a_comment(team: Team) -> None:
    (task,) = team.next(team.ann)
    id = team.write(comments.begin, team.project, team.reader("ann"), task.item.id, "Mine.")
    assert team.threads("bob") == []
    for verb, more in ((comments.reply, ("x",)), (comments.resolve, ()), (comments.one, ())):
        with pytest.raises(NotFound):
            team.write(verb, team.project, team.reader("bob"), id, *more)
    with pytest.raises(NotFound, match="no item"):
        team.write(comments.begin, team.project, team.reader("bob"), task.item.id, "Never saw this item.")
    team.write(comments.seen, team.project, team.reader("bob"), [id])
    other = team.write(projects.create, "other", {"fields": [{"name": "text", "medium": "text"}]})
    with pytest.raises(NotFound):
        team.write(comments.reply, other, team.reader("lead"), id, "x")


def test_a_lead_may_address_somebody(team: Team) -> None:
    (task,) = team.next(team.ann)
    lead, ann = team.reader("lead"), team.people["ann"].id
    team.write(comments.begin, team.project, lead, task.item.id, "Look again.", to=ann)
    assert team.threads("ann")[0].new
    assert team.threads("bob") == []
    with pytest.raises(Invalid, match="goes to the lead"):
        team.write(comments.begin, team.project, team.reader("ann"), task.item.id, "x", to=ann)
    for words in ("   ", "x" * 6000):
        with pytest.raises(Invalid):
            team.write(comments.begin, team.project, lead, task.item.id, words)


def test_history_knows_what_became_of_each(team: Team) -> None:
    tasks = team.next(team.ann, 3)
    for task in tasks[:2]:
        team.submit(team.ann, task)
    talk = team.write(comments.begin, team.project, team.reader("ann"), tasks[0].item.id, "Hm?")
    assert [(one.state, one.talk) for one in team.done().done] == [("counted", "none"), ("counted", "open")]
    team.write(comments.reply, team.project, team.reader("lead"), talk, "Ah.")
    assert team.done().done[1].talk == "answered"
    team.add(tasks[1].item.key, text="Something new")
    assert team.done().done[0].state == "changed"
    page = team.done(limit=1)
    assert page.before is not None
    assert [one.row.item for one in team.done(limit=1, before=page.before).done] == [tasks[0].item.id]
    assert [one.title for one in team.done(search="ULM lives").done] == ["Ann lives in Ulm"]
    assert team.done(search="nothing like it") == mine.Page([], None)


def test_a_skip_is_taken_back_while_a_place_is_open(team: Team) -> None:
    (task,) = team.next(team.ann)
    team.write(label.skip, team.project, team.ann, task.slot.id, "unclear")
    (skipped,) = team.database.read(lambda tx: mine.skipped(tx, team.project, team.ann))
    assert (skipped.reason, skipped.open, skipped.title) == ("unclear", True, "Ann lives in Ulm")
    back = team.write(mine.take_back, team.project, team.ann, task.slot.id)
    assert (back.slot.id, back.slot.state) == (task.slot.id, "leased")
    assert team.submit(team.ann, back).counted
    with pytest.raises(Conflict, match="not skipped"):
        team.write(mine.take_back, team.project, team.ann, task.slot.id)
    with pytest.raises(NotFound):
        team.write(mine.take_back, team.project, team.bob, task.slot.id)


def test_a_skip_is_not_taken_back_from_others(team: Team) -> None:
    (task,) = team.next(team.ann)
    team.write(label.skip, team.project, team.ann, task.slot.id, "")
    for who in (team.bob, team.eve):
        again = team.write(label.claim_item, team.project, who, task.item.id)
        team.submit(who, again)
    with pytest.raises(Conflict, match="others have taken"):
        team.write(mine.take_back, team.project, team.ann, task.slot.id)


def test_taking_back_the_skip_that_parked_an_item_unparks_it(team: Team) -> None:
    team.project = team.write(projects.change_settings, team.project, title=None, settings={"park_after_skips": 1})
    (task,) = team.next(team.ann)
    assert team.write(label.skip, team.project, team.ann, task.slot.id, "")
    assert team.progress()["parked"] == 1
    team.write(mine.take_back, team.project, team.ann, task.slot.id)
    assert team.progress()["parked"] == 0
    rows = team.database.read(
        lambda tx: tx.one("SELECT wanted, open, done, state FROM queue WHERE item = :item", item=task.item.id)
    )
    assert rows == (2, 1, 0, "open")


def test_suggestions_are_shown_and_what_was_seen_is_kept(team: Team) -> None:
    (task,) = team.next(team.ann)
    team.suggest(task.item, "bad")
    shown = team.database.read(lambda tx: suggestions.shown(tx, team.project, [task.item]))
    (one,) = shown[task.item.id]
    assert (one["source"], one["kind"], one["confidence"]) == ("model", "model", 0.75)
    assert one["body"]["answers"][0]["value"] == "bad"
    body = {"answers": [{"question": "mood", "kind": "choice", "value": "good"}]}
    saw = [int(one["id"]), 999_999]
    done = team.write(label.submit, team.project, team.ann, Submission(task=task.slot.id, body=body, saw=saw))
    kept = team.database.read(lambda tx: tx.value("SELECT saw FROM annotation WHERE id = :id", id=done.annotation))
    assert kept == f"[{one['id']}]"
    assert team.database.read(lambda tx: annotations.body_of(tx, done.annotation))["answers"][0]["value"] == "good"


def test_suggestions_are_withheld_by_setting_by_share_and_from_changed_items(team: Team) -> None:
    (task,) = team.next(team.ann)
    team.suggest(task.item, "bad")

    def shown() -> int:
        found = team.database.read(lambda tx: suggestions.shown(tx, team.project, [task.item]))
        return len(found.get(task.item.id, ()))

    for settings, count in (({"suggestions": False}, 0), ({"suggestions": True, "suggestions_blind": 1}, 0)):
        team.project = team.write(projects.change_settings, team.project, title=None, settings=settings)
        assert shown() == count
    for share, low, high in ((0.5, 350, 650), (0.0, 0, 0)):
        team.project = team.write(
            projects.change_settings, team.project, title=None, settings={"suggestions_blind": share}
        )
        assert low <= sum(suggestions.blind(team.project, item) for item in range(1000)) <= high
    assert shown() == 1
    with pytest.raises(Invalid, match="from 0 to 1"):
        team.write(projects.change_settings, team.project, title=None, settings={"suggestions_blind": 2})
    renamed = {"name": "feeling", "was": "mood", "kind": "choice", "config": {"values": ["good"]}}
    fields = [{"name": "text", "medium": "text"}]
    team.project, _ = team.write(projects.change_schema, team.project, {"fields": fields, "questions": [renamed]})
    assert shown() == 1, "carried to the new schema: an answer with a removed value falls away"
    team.add(task.item.key, text="Another text")
    newer = team.database.read(lambda tx: items.by_id(tx, team.project.id, task.item.id))
    assert team.database.read(lambda tx: suggestions.shown(tx, team.project, [newer])) == {}
