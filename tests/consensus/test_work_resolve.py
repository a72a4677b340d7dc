"""Resolving a stored project, on both databases."""

from typing import Any

import pytest

from goldlabel.core.problem import Conflict, Invalid, NotFound
from goldlabel.jobs import run_job
from goldlabel.store import Database, annotations, projects, resolutions
from goldlabel.work import adjudicate, agreement, label, resolve
from tests.consensus.project import SCHEMA, Lab


@pytest.fixture
def lab(database: Database) -> Lab:
    return Lab(database)


def test_complete_items_are_resolved_and_ties_named(lab: Lab) -> None:
    lab.add("same", "split", "half", "none")
    for who in ("ann", "bob"):
        lab.say(who, "same", "for")
    lab.say("ann", "split", "for")
    lab.say("bob", "split", "against")
    lab.say("ann", "half", "for")
    done = lab.resolve()
    assert (done.items, done.resolved, done.ties, done.kept) == (2, 1, 1, 0)
    assert [lab.label(key) for key in ("same", "split", "half", "none")] == ["for", "tie", None, None]
    assert lab.resolved() == 1
    row = lab.now("same")
    assert row is not None
    assert (row.source, row.confidence, row.revision) == ("consensus", 1.0, 1)
    assert row.evidence["labelers"] == sorted(str(lab.labeler(who)) for who in ("ann", "bob"))
    assert len(row.basis["annotations"]) == 2


def test_again_writes_nothing(lab: Lab) -> None:
    lab.add("a")
    for who in ("ann", "bob"):
        lab.say(who, "a", "for")
    lab.resolve()
    again = lab.resolve()
    assert (again.items, again.resolved, again.ties, again.kept) == (1, 0, 0, 1)
    assert len(lab.history("a")) == 1
    assert lab.resolved() == 1


def test_a_changed_answer_makes_a_new_revision(lab: Lab) -> None:
    lab.add("a")
    first = lab.say("ann", "a", "for")
    lab.say("bob", "a", "against")
    lab.resolve()
    assert (lab.label("a"), lab.resolved()) == ("tie", 0)
    changed = lab.say("ann", "a", "against", revise=first)
    lab.resolve()
    assert (lab.label("a"), lab.resolved()) == ("against", 1)
    lab.say("ann", "a", "for", revise=changed)
    lab.resolve()
    assert (lab.label("a"), lab.resolved()) == ("tie", 0)
    rows = lab.history("a")
    assert [(row.revision, row.current, row.state) for row in rows] == [
        (1, False, "tie"), (2, False, "resolved"), (3, True, "tie")
    ]  # fmt: skip


def test_chunks_cover_everything_once(database: Database) -> None:
    lab = Lab(database, overlap=1)
    lab.add(*(f"k{n:02}" for n in range(23)))
    for key in list(lab.items):
        lab.say("ann", key, "none")
    done = lab.resolve(limit=5)
    assert (done.items, done.resolved) == (23, 23)
    row = lab.now("k00")
    assert row is not None
    assert row.confidence is None, "one labeler: no agreement to speak of"
    assert row.evidence["n"] == 1


def test_a_chunk_ends_in_time(database: Database) -> None:
    """However large it was asked to be, and the next goes on where it ended."""
    lab = Lab(database, overlap=1)
    lab.add(*(f"k{n:02}" for n in range(30)))
    for key in list(lab.items):
        lab.say("ann", key, "none")
    first = lab.database.write(lambda tx: resolve.resolve_chunk(tx, lab.project, 0, 1000, seconds=0.0))
    assert (first.items, first.after) == (resolve.STRIDE, min(lab.items.values()) + resolve.STRIDE - 1)
    rest = lab.database.write(lambda tx: resolve.resolve_chunk(tx, lab.project, first.after or 0, 1000, seconds=60))
    assert (rest.items, rest.after) == (10, None)


def test_what_changes_while_it_is_thought_over(database: Database) -> None:
    """Between reading and writing an answer changes, an item is decided, one gets new data: nothing stale is kept."""
    lab = Lab(database)
    lab.add("quiet", "changed", "decided", "new")
    first = {}
    for key in lab.items:
        first[key] = lab.say("ann", key, "for")
        lab.say("bob", key, "for")
    prepared = database.read(lambda tx: resolve.prepare(tx, lab.project))
    lab.say("ann", "changed", "against", revise=first["changed"])
    lab.adjudicate("eve", "decided", "none")
    lab.add("new", text="another text")
    done = database.write(lambda tx: resolve.write(tx, lab.project, prepared))
    assert (done.items, done.resolved, done.ties, done.kept) == (4, 1, 1, 2)
    assert {key: lab.label(key) for key in lab.items} == {
        "quiet": "for", "changed": "tie", "decided": "none", "new": None
    }  # fmt: skip
    assert lab.resolved() == 2


def test_the_job(database: Database) -> None:
    """In chunks, resumed where another runner stopped."""
    lab = Lab(database, overlap=1)
    lab.add(*(f"k{n:03}" for n in range(450)))
    for key in list(lab.items)[:420]:
        lab.say("ann", key, "for")
    id = database.write(lambda tx: resolve.start(tx, lab.project))
    row = run_job(database, id, {"resolve": resolve.run})
    assert (row.state, row.done) == ("done", 420), row.error
    assert row.result == {"items": 420, "resolved": 420, "ties": 0, "kept": 0, "open_ties": 0}
    assert lab.resolved() == 420


def test_surplus_does_not_vote(lab: Lab) -> None:
    """Cid's lease ran out; the place went to Bob; what Cid sends then is kept but not counted."""
    lab.add("a")
    cid = lab.labeler("cid")

    def expire(tx: Any) -> int:
        slot = label.claim_item(tx, lab.project, cid, lab.items["a"]).slot.id
        tx.run("UPDATE slot SET deadline = 1 WHERE id = :id", id=slot)
        return slot

    slot = lab.database.write(expire)
    lab.say("ann", "a", "for")
    lab.say("bob", "a", "for")
    late = lab.database.write(
        lambda tx: label.submit(tx, lab.project, cid, label.Submission(task=slot, body=lab.body("against")))
    )
    assert not late.counted
    lab.resolve()
    row = lab.now("a")
    assert row is not None
    assert (lab.label("a"), row.confidence, row.evidence["n"]) == ("for", 1.0, 2)


def test_adjudication_wins_and_stays(lab: Lab) -> None:
    lab.add("a", "b")
    ann = lab.say("ann", "a", "for")
    lab.say("bob", "a", "against")
    lab.resolve()
    (case,) = lab.database.read(lambda tx: adjudicate.ties(tx, lab.project))
    assert case.item.key == "a"
    assert [(voice.name, voice.body.answers[0].value) for voice in case.voices] == [("ann", "for"), ("bob", "against")]
    (tie,) = case.ties
    assert tie["where"] == "answers.stance"
    assert {vote["value"]: vote["labelers"] for vote in tie["votes"]} == {
        "for": [str(lab.labeler("ann"))], "against": [str(lab.labeler("bob"))]
    }  # fmt: skip
    told = adjudicate.describe(case)
    assert [one["labeler"] for one in told["annotations"]] == [voice.labeler for voice in case.voices]

    made = lab.adjudicate("eve", "a", "none", based_on=ann.annotation, seen=case.resolution and case.resolution.id)
    assert lab.database.read(lambda tx: adjudicate.ties(tx, lab.project)) == []
    assert (lab.label("a"), lab.resolved()) == ("none", 1)
    row = lab.now("a")
    assert row is not None
    assert (row.source, row.state, row.by_labeler, row.id) == (
        "adjudication",
        "resolved",
        lab.labeler("eve"),
        made.resolution,
    )
    assert row.evidence["before"]["ties"] == case.ties
    stored = lab.database.read(lambda tx: annotations.by_id(tx, made.annotation))
    assert stored is not None
    assert (stored.purpose, stored.based_on, stored.counted) == ("adjudication", ann.annotation, False)

    lab.say("ann", "a", "against", revise=ann)  # now the labelers agree; what a person decided stays
    again = lab.resolve()
    assert (again.resolved, again.ties, again.kept) == (0, 0, 1)
    assert (lab.label("a"), lab.resolved()) == ("none", 1)


def test_a_second_adjudication_counts_once(lab: Lab) -> None:
    lab.add("a")
    lab.say("ann", "a", "against")
    first = lab.adjudicate("eve", "a", "none")
    lab.adjudicate("dan", "a", "for")
    assert (lab.label("a"), lab.resolved()) == ("for", 1)
    with pytest.raises(Conflict, match="meanwhile") as refused:
        lab.adjudicate("eve", "a", "against", seen=first.resolution)
    assert refused.value.detail["resolution"]["body"]["answers"][0]["value"] == "for"
    assert lab.label("a") == "for"


def test_a_bad_decision_is_refused_whole(lab: Lab) -> None:
    lab.add("a", "b")
    other = lab.say("ann", "b", "for")
    lab.say("ann", "a", "for")
    with pytest.raises(Invalid, match="no value"):
        lab.adjudicate("eve", "a", "maybe")
    with pytest.raises(Invalid, match="not answered"):
        lab.adjudicate("eve", "a", None)
    with pytest.raises(NotFound, match="based_on"):
        lab.adjudicate("eve", "a", "for", based_on=other.annotation)
    lab.items["z"] = 10**6
    with pytest.raises(NotFound):
        lab.adjudicate("eve", "z", "for")
    assert lab.now("a") is None
    assert lab.resolved() == 0


def test_new_data_are_asked_and_resolved_anew(lab: Lab) -> None:
    lab.add("a")
    for who in ("ann", "bob"):
        lab.say(who, "a", "for")
    lab.adjudicate("eve", "a", "none")
    lab.add("a", text="quite another text")
    assert (lab.now("a"), lab.resolved()) == (None, 0)
    lab.resolve()
    assert lab.now("a") is None, "answers to the old text say nothing about the new one"
    for who in ("ann", "bob"):
        lab.say(who, "a", "against")
    lab.resolve()
    row = lab.now("a")
    assert row is not None
    assert (lab.label("a"), row.source, row.item_revision, lab.resolved()) == ("against", "consensus", 2, 1)


def test_a_new_schema_version_carries_the_answers(lab: Lab) -> None:
    lab.add("a", "b")
    for who in ("ann", "bob"):
        lab.say(who, "a", "for")
        lab.say(who, "b", "none")
    lab.resolve()
    question = dict(SCHEMA["questions"][0])
    values = [{"id": "for", "name": "in favour"}, {"id": "against", "name": "against"}]
    sure = {"name": "sure", "kind": "yes_no"}
    lab.change(questions=[{**question, "config": {"values": values}}, sure])
    done = lab.resolve()
    assert (done.resolved, done.ties) == (1, 1)
    row = lab.now("a")
    assert row is not None
    assert (lab.label("a"), row.schema_version) == ("for", 2)
    assert row.evidence["missing"] == [{"question": "sure"}], "nobody was ever asked; that is not a tie"
    assert lab.label("b") == "tie", "the value is gone, so nobody's answer holds"
    assert lab.resolved() == 1
    assert lab.resolve().kept == 2


def test_rounds_of_one_labeler_are_one_vote(lab: Lab) -> None:
    """Ann answers in a relabel round too: her newer answer is the one that votes."""
    lab.add("a")
    lab.say("ann", "a", "for")
    lab.say("bob", "a", "against")

    def relabel(tx: Any) -> None:
        round = projects.add_round(tx, lab.id, "relabel", 1)
        row = tx.one("SELECT * FROM annotation ORDER BY id LIMIT 1")
        assert row is not None
        ann = annotations.by_id(tx, row[0])
        assert ann is not None
        annotations.insert(tx, annotations.NewAnnotation(
            project=lab.id, item=ann.item, round=round, labeler=ann.labeler, purpose="label", counted=True,
            item_revision=1, item_hash="", schema_version=1, guideline_version=1,
            body='{"answers": [{"question": "stance", "kind": "choice", "value": "against"}]}',
        ))  # fmt: skip

    lab.database.write(relabel)
    lab.resolve()
    row = lab.now("a")
    assert row is not None
    assert (lab.label("a"), row.evidence["n"], row.confidence) == ("against", 2, 1.0)


def test_projects_do_not_mix(database: Database) -> None:
    one, other = Lab(database, overlap=1), Lab(database, overlap=1, name="q")
    one.add("a")
    other.add("a")
    one.say("ann", "a", "for")
    other.say("ann", "a", "against")
    assert one.resolve().items == 1
    assert (one.label("a"), other.label("a")) == ("for", None)
    other.resolve()
    one.items["a"] = other.items["a"]
    with pytest.raises(NotFound):
        one.adjudicate("eve", "a", "none")


def test_one_current_resolution_whoever_races(database: Database) -> None:
    """Two resolvers and an adjudicator at once: one current row, no gap in the revisions."""
    lab = Lab(database, overlap=1)
    keys = [f"k{n}" for n in range(20)]
    lab.add(*keys)
    for key in keys:
        lab.say("ann", key, "for")
    project, eve = lab.project, lab.labeler("eve")
    futures = [database.submit(lambda tx: resolve.resolve_chunk(tx, project, 0, 100, seconds=None)) for _ in range(4)]
    futures += [
        database.submit(lambda tx, key=key: adjudicate.adjudicate(tx, project, lab.items[key], lab.body("none"), eve))
        for key in keys[:10]
    ]
    for future in futures:
        future.result()
    assert [lab.label(key) for key in keys] == ["none"] * 10 + ["for"] * 10
    for key in keys:
        rows = lab.history(key)
        assert [row.revision for row in rows] == list(range(1, len(rows) + 1))
        assert [row.current for row in rows] == [False] * (len(rows) - 1) + [True]
    assert lab.resolved() == 20


def test_agreement_of_a_project(database: Database) -> None:
    lab = Lab(database)
    keys = [f"k{n:02}" for n in range(16)]
    lab.add(*keys, "single")
    lab.say("ann", "single", "for")
    for number, key in enumerate(keys):
        lab.say("ann", key, "for" if number % 2 else "against")
        lab.say("bob", key, "for" if number % 2 or number == 0 else "against")
    found = lab.database.read(lambda tx: agreement.report(tx, lab.project))
    stance = found["questions"]["stance"]
    # by hand: 16 pairs, 1 differs; 17 of 32 answers are "for": De = 2·17·15/(32·31), Do = 2/32
    assert found["items"] == stance["units"] == 16
    assert stance["agreement"] == 15 / 16
    assert stance["value"] == pytest.approx(1 - (2 / 32) / (2 * 17 * 15 / (32 * 31)), abs=1e-5)
    assert found["overall"]["alpha"] == stance["value"]
    assert agreement.measure(lab.database, lab.project) == found
    few = lab.database.read(lambda tx: agreement.report(tx, lab.project, limit=5))
    assert few["sampled"]
    assert few["questions"]["stance"]["value"] is None
    assert "too little" in few["questions"]["stance"]["note"]


def test_counting_open_ties(lab: Lab) -> None:
    lab.add("a", "b")
    for key in "ab":
        lab.say("ann", key, "for")
        lab.say("bob", key, "none")
    lab.resolve()
    assert lab.database.read(lambda tx: resolutions.count_ties(tx, lab.id)) == 2
    assert [
        case.item.key for case in lab.database.read(lambda tx: adjudicate.ties(tx, lab.project, lab.items["a"]))
    ] == ["b"]
    lab.adjudicate("eve", "a", "for")
    assert lab.database.read(lambda tx: resolutions.count_ties(tx, lab.id)) == 1
