"""Review: what waits, two reviewers at once, decisions on what changed, undo, and the way back to the author."""

from typing import Any

import pytest

from goldlabel.core.problem import Conflict, Invalid, NotFound
from goldlabel.store import Database, projects, resolutions, reviews
from goldlabel.work import label, review
from tests.consensus.project import Lab


@pytest.fixture
def lab(database: Database) -> Lab:
    """Two ties (`t1`, `t2`), one item that two of three agree on (`d1`), one that all do (`a1`), one unanswered."""
    made = Lab(database, overlap=2)
    made.add("t1", "t2", "a1", "empty")
    for key in ("t1", "t2"):
        made.say("ann", key, "for")
        made.say("bob", key, "against")
    for who in ("ann", "bob"):
        made.say(who, "a1", "none")
    made.resolve()
    return made


class Desk:
    """A reviewer."""

    def __init__(self, lab: Lab, name: str) -> None:
        self.lab, self.labeler = lab, lab.labeler(name)

    def run(self, verb: Any, *args: Any, **more: Any) -> Any:
        return self.lab.database.write(lambda tx: verb(tx, self.lab.project, *args, **more))

    def next(self, queue: Any = "ties", without: Any = ()) -> str | None:
        found = self.run(review.next_case, self.labeler, queue, without)
        return found.case.item.key if found else None

    def decide(self, key: str, value: str, **more: Any) -> review.Reviewed:
        return self.run(review.decide, self.labeler, self.lab.items[key], self.lab.body(value), **more)

    def undo(self, done: int) -> int:
        return self.run(review.undo, self.labeler, done)

    def counts(self) -> dict[str, int]:
        return self.lab.database.read(lambda tx: review.counts(tx, self.lab.project))


def saw(lab: Lab, key: str) -> list[tuple[int, int]]:
    def read(tx: Any) -> Any:
        return review.adjudicate.case(tx, projects.by_id(tx, lab.id), lab.items[key]).voices

    return [(voice.row.id, voice.row.revision) for voice in lab.database.read(read)]


def test_two_reviewers_get_different_items(lab: Lab) -> None:
    eve, max = Desk(lab, "eve"), Desk(lab, "max")
    assert (eve.next(), max.next()) == ("t1", "t2")
    assert eve.next() == "t1", "the same one again until it is decided"
    assert eve.next(without=[lab.items["t1"]]) is None, "the other one is on the other's table"
    assert eve.run(review.open_case, eve.labeler, lab.items["t2"]).held_by == "max"
    max.run(lambda tx, row: reviews.let_go(tx, row.id, [lab.items["t2"]], max.labeler))
    assert eve.next(without=[lab.items["t1"]]) == "t2"
    lab.database.write(lambda tx: tx.run("UPDATE review_claim SET until = 0"))
    assert max.next() == "t1", "a claim ends by itself"


def test_a_decision_takes_an_item_out_and_undo_brings_it_back(lab: Lab) -> None:
    eve = Desk(lab, "eve")
    assert eve.counts() == {"ties": 2, "doubts": 0, "unreviewed": 1, "sent_back": 0}
    done = eve.decide("t1", "for", note="the second sentence says so")
    now = lab.now("t1")
    assert now is not None
    assert now.evidence["note"] == "the second sentence says so"
    assert eve.counts()["ties"] == 1
    assert lab.resolved() == 2
    (listed,) = lab.database.read(lambda tx: review.done(tx, lab.project, 2**53, 9))
    assert (listed.row.act, listed.by, listed.item.key) == ("decide", "eve", "t1")
    assert listed.label == now.body
    assert eve.undo(done.review) == lab.items["t1"]
    assert lab.label("t1") == "tie"
    assert eve.counts()["ties"] == 2
    assert lab.resolved() == 1
    assert len(saw(lab, "t1")) == 2, "what was undone is not laid beside the answers"
    lab.resolve()
    assert len(lab.history("t1")) == 3, "the tie stands as it did: resolving has nothing to add"
    with pytest.raises(Conflict):
        eve.undo(done.review)


def test_undo_of_what_had_no_label_before(lab: Lab) -> None:
    lab.say("ann", "empty", "for")
    eve = Desk(lab, "eve")
    done = eve.decide("empty", "for")
    assert lab.label("empty") == "for"
    eve.undo(done.review)
    assert lab.now("empty") is None
    assert lab.resolved() == 1
    lab.say("bob", "empty", "for")
    lab.resolve()
    assert lab.label("empty") == "for"


def test_only_the_last_decision_and_only_ones_own_can_be_undone(lab: Lab) -> None:
    eve, max = Desk(lab, "eve"), Desk(lab, "max")
    first = eve.decide("t1", "for")
    with pytest.raises(NotFound):
        max.undo(first.review)
    second = max.decide("t1", "against")
    with pytest.raises(Conflict, match="not the one in force"):
        eve.undo(first.review)
    max.undo(second.review)
    assert lab.label("t1") == "for"


def test_nobody_answered(lab: Lab) -> None:
    with pytest.raises(Conflict, match="nobody has answered"):
        Desk(lab, "eve").decide("empty", "for")
    with pytest.raises(Conflict, match="nobody has answered"):
        lab.adjudicate("eve", "empty", "for")
    assert lab.now("empty") is None


def test_a_decision_on_changed_answers_is_refused_with_what_changed(lab: Lab) -> None:
    eve, before = Desk(lab, "eve"), saw(lab, "t1")
    ann = lab.database.read(lambda tx: resolutions.votes(tx, [lab.items["t1"]]))[0]
    lab.say("ann", "t1", "none", revise=label.Submitted(ann.annotation, ann.revision, True))
    with pytest.raises(Conflict, match="ann") as refused:
        eve.decide("t1", "for", saw=before)
    assert refused.value.detail["changed"] == [{"annotation": str(ann.annotation), "name": "ann", "what": "changed"}]
    with pytest.raises(Conflict) as refused:
        eve.decide("t1", "for", saw=[*saw(lab, "t1")[:1], (999_999, 1)])
    assert [one["what"] for one in refused.value.detail["changed"]] == ["new", "gone"]
    eve.decide("t1", "for", saw=saw(lab, "t1"))
    assert lab.label("t1") == "for"


def test_least_agreed_first(database: Database) -> None:
    lab = Lab(database, overlap=5)
    said = {"some": ["for"] * 4 + ["none"], "least": ["for", "for", "none", "against", "for"], "all": ["for"] * 5}
    lab.add(*said)
    for key, values in said.items():
        for who, value in zip("abcde", values, strict=True):
            lab.say(who, key, value)
    lab.resolve()

    def page(queue: Any, after: tuple[float, int] = (0.0, 0), limit: int = 10) -> list[Any]:
        return lab.database.read(lambda tx: review.listed(tx, lab.project, queue, after, limit))

    assert [one.item.key for one in page("doubts")] == ["least", "some"]
    assert [one.item.key for one in page("unreviewed")] == ["least", "some", "all"]
    first = page("unreviewed", limit=1)[0].waiting
    assert [one.item.key for one in page("unreviewed", (first.support, first.item))] == ["some", "all"]
    assert page("doubts")[0].preview == "text of least"
    eve = Desk(lab, "eve")
    eve.decide("least", "for", act="accept")
    assert eve.next("doubts") == "some"


def test_back_to_the_author(lab: Lab) -> None:
    eve, ann = Desk(lab, "eve"), lab.labeler("ann")
    answer = saw(lab, "t1")[0]
    item = lab.items["t1"]

    def tasks(holding: Any = ()) -> Any:
        return lab.database.write(lambda tx: label.next_tasks(tx, lab.project, ann, 3, holding))

    assert [task.item.key for task in tasks()] == ["empty"]
    with pytest.raises(Invalid, match="say what"):
        eve.run(review.send_back, eve.labeler, item, answer[0], " ")
    sent = eve.run(review.send_back, eve.labeler, item, answer[0], "read the last line again")
    assert eve.counts() == {"ties": 1, "doubts": 0, "unreviewed": 1, "sent_back": 1}
    first, other = tasks()
    assert (first.item.key, first.note, first.annotation, other.note) == (
        "t1", "read the last line again", answer[0], None
    )  # fmt: skip
    assert first.body["answers"][0]["value"] == "for"
    assert [task.item.key for task in tasks([first.slot.id])] == ["empty"], "not sent twice to who holds it"
    other_one = lab.labeler("bob")
    bob = lab.database.write(lambda tx: label.next_tasks(tx, lab.project, other_one, 3))
    assert [task.item.key for task in bob] == ["empty"], "nobody else is asked"
    given = label.Submission(task=first.slot.id, body=lab.body("against"), base_revision=first.revision)
    lab.database.write(lambda tx: label.submit(tx, lab.project, ann, given))
    assert [task.item.key for task in tasks()] == ["empty"]
    lab.resolve()
    assert lab.label("t1") == "against"
    assert eve.counts()["sent_back"] == 0
    with pytest.raises(Conflict, match="answered again"):
        eve.undo(sent)
    assert lab.database.write(reviews.end_answered) == 1


def test_what_cannot_go_back(lab: Lab) -> None:
    eve, ann = Desk(lab, "eve"), Desk(lab, "ann")
    answer, other = saw(lab, "t1")[0][0], saw(lab, "t2")[0][0]
    item = lab.items["t1"]
    with pytest.raises(NotFound):
        eve.run(review.send_back, eve.labeler, item, other, "look")
    with pytest.raises(Conflict):
        ann.run(review.send_back, ann.labeler, item, answer, "to myself")
    sent = eve.run(review.send_back, eve.labeler, item, answer, "look")
    with pytest.raises(Conflict, match="already"):
        eve.run(review.send_back, eve.labeler, item, answer, "look")
    eve.undo(sent)
    assert eve.counts()["ties"] == 2
