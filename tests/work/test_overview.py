"""The overview's numbers, each against a plain count over the rows, on both databases."""

import random
from collections import Counter
from statistics import median
from typing import Any

import pytest

from goldlabel.agreement.evidence import Evidence, fell, wilson
from goldlabel.agreement.questions import Agreement
from goldlabel.catalog import catalog
from goldlabel.core.annotation import Body
from goldlabel.core.read import read_schema
from goldlabel.core.record import Labeled
from goldlabel.store import Database, activity, projects
from goldlabel.store import overview as rows
from goldlabel.store.activity import HOUR
from goldlabel.work import measure, overview
from goldlabel.work.agreement import report
from goldlabel.work.forecast import daily, forecast
from goldlabel.work.resolve import resolver_of
from tests.consensus.project import Lab

VALUES = ("for", "against", "none")


@pytest.fixture
def lab(database: Database) -> Lab:
    """40 items, most of them answered by three people at odd hours of the last days; another project beside it."""
    made, rng = Lab(database, overlap=3), random.Random(7)
    made.add(*(f"k{n:02}" for n in range(40)))
    for n in range(40):
        for who in ("ann", "bob", "eve")[: 3 if n < 30 else n % 3]:
            value = VALUES[n % 3] if rng.random() < 0.8 else rng.choice(VALUES)
            made.say(who, f"k{n:02}", value, seconds=rng.uniform(2, 20))
    other = Lab(database, overlap=1, name="other")
    other.add("x")
    other.say("ann", "x", "for", seconds=500.0)
    database.write(
        lambda tx: tx.run("UPDATE annotation SET created_at = created_at - (id * 7919 % 200) * :hour", hour=HOUR)
    )
    return made


def facts(lab: Lab) -> list[tuple[int, int, float, int]]:
    """(labeler, hour, seconds, annotation) of all label annotations of the project."""
    return lab.database.read(
        lambda tx: [
            (row[0], row[1] // HOUR, row[2], row[3])
            for row in tx.all(
                "SELECT labeler, created_at, seconds, id FROM annotation WHERE project = :p ORDER BY id", p=lab.id
            )
        ]
    )


def look(lab: Lab) -> dict[str, Any]:
    return lab.database.read(lambda tx: overview.overview(tx, lab.project))


@pytest.mark.parametrize("folded", ["nothing", "half", "all"])
def test_hours_and_people_are_what_a_plain_count_gives(lab: Lab, folded: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(activity, "SETTLE_MICROSECONDS", -1)
    lab.database.write(lambda tx: activity.fold(tx, 0))  # PostgreSQL: what is there now is settled by the next look
    if folded == "half":
        lab.database.write(lambda tx: activity.fold(tx, 40))
    elif folded == "all":
        overview.catch_up(lab.database)
        overview.catch_up(lab.database)
        assert lab.database.read(activity.behind) == 0
    known, found = facts(lab), look(lab)
    by_hour = Counter(hour for _, hour, _, _ in known)
    who = {hour: len({labeler for labeler, at, _, _ in known if at == hour}) for hour in by_hour}
    assert found["hours"] == [[hour, by_hour[hour], who[hour]] for hour in sorted(by_hour)]
    assert found["before"] == 0
    cut = sorted(by_hour)[len(by_hour) // 2]
    before = lab.database.read(lambda tx: activity.before(tx, lab.id, cut))
    assert before == sum(count for hour, count in by_hour.items() if hour < cut)
    mine = Counter(labeler for labeler, _, _, _ in known)
    assert {one["labeler"]: one["answers"] for one in found["people"]} == mine
    assert sum(one["share"] for one in found["people"]) == pytest.approx(1, abs=1e-3)
    assert {one["labeler"]: one["last_hour"] for one in found["people"]} == {
        labeler: max(hour for one, hour, _, _ in known if one == labeler) for labeler in mine
    }
    assert (found["wanted"], found["given"]) == (120, len(known))


def test_what_is_measured_is_what_a_plain_count_gives(lab: Lab) -> None:
    assert look(lab)["stale"]
    assert look(lab)["measured"] is None
    measure.measure(lab.database, lab.project)
    found, known = look(lab), facts(lab)
    assert not found["stale"]
    measured = found["measured"]
    assert measured["sample"] == {"annotations": len(known), "of": len(known)}
    keys = lab.database.read(
        lambda tx: [row[0] for row in tx.all("SELECT key FROM answer WHERE project = :p", p=lab.id)]
    )
    (stance,) = measured["distributions"]
    assert {one["value"]: one["count"] for one in stance["values"]} == Counter(keys)
    assert stance["answers"] == len(keys)
    for one in found["people"]:
        times = [seconds for labeler, _, seconds, _ in known if labeler == one["labeler"]]
        assert one["times"]["median"] == pytest.approx(median(times), abs=0.01)
        assert one["times"]["n"] == len(times)
    plain = lab.database.read(lambda tx: report(tx, lab.project))
    (question,) = measured["agreement"]["questions"]
    (told,) = plain["questions"].values()
    assert question["value"] == pytest.approx(told["value"], abs=1e-4)
    assert (question["units"], measured["agreement"]["items"]) == (told["units"], plain["items"])
    assert question["low"] < question["value"] < question["high"]
    done = lab.database.read(lambda tx: rows.queue_totals(tx, lab.id))
    assert done == (120, len(known))
    lab.say("zoe", "k39", "for")
    assert look(lab)["stale"]
    assert look(lab)["given"] == len(known) + 1


def test_one_labelers_own_part_holds_nothing_of_others(lab: Lab) -> None:
    measure.measure(lab.database, lab.project)
    ann = lab.labeler("ann")
    found = lab.database.read(lambda tx: overview.mine(tx, lab.project, ann))
    own = Counter(hour for labeler, hour, _, _ in facts(lab) if labeler == ann)
    assert found["hours"] == [[hour, own[hour]] for hour in sorted(own)]
    assert found["progress"]["mine"] == found["times"]["n"] == sum(own.values())
    assert set(found) == {"at", "progress", "hours", "times"}


def test_a_sample_takes_from_everybody_and_from_the_whole_time(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "PROBE", 3)
    everybody = lab.database.read(lambda tx: rows.answers_by(tx, lab.id))
    drawn = lab.database.read(lambda tx: rows.sample(tx, lab.id, everybody, 60))
    assert 45 <= len(drawn) <= 66
    assert len({one.id for one in drawn}) == len(drawn)
    assert {one.labeler for one in drawn} == set(everybody)
    known = {annotation: labeler for labeler, _, _, annotation in facts(lab)}
    assert all(known[one.id] == one.labeler for one in drawn), "nothing of another project"
    ids = sorted(known)
    assert min(one.id for one in drawn) < ids[len(ids) // 10]
    assert max(one.id for one in drawn) > ids[-len(ids) // 10]


# -- what to do next


def kinds(lab: Lab) -> dict[str, dict[str, Any]]:
    return {step["kind"]: step for step in look(lab)["next"]}


def test_every_reason_to_act_is_said_when_it_is_one(database: Database) -> None:
    from goldlabel.store import people
    from goldlabel.work import label, resolve
    from goldlabel.work import people as verbs
    from goldlabel.work.projects import change_settings

    lab = Lab(database, overlap=2)
    assert list(kinds(lab)) == ["import"]
    lab.add("a", "b", "c", "d")
    assert kinds(lab) == {"label": {"kind": "label", "count": 4}}
    for who, a, b in (("ann", "for", "for"), ("bob", "for", "none")):
        lab.say(who, "a", a)
        lab.say(who, "b", b)
    assert kinds(lab)["resolve"]["count"] == 2
    database.write(lambda tx: resolve.resolve_chunk(tx, lab.project))
    assert kinds(lab)["ties"] == {"kind": "ties", "count": 1, "more": False}
    assert "resolve" not in kinds(lab)
    assert kinds(lab)["release"] == {"kind": "release", "count": 1, "number": None}
    for who in ("x", "y", "z"):
        slot = _claim(lab, who, "c")
        database.write(lambda tx, slot=slot, labeler=lab.labeler(who): label.skip(tx, lab.project, labeler, slot, "?"))
    assert kinds(lab)["parked"]["count"] == 1
    assert kinds(lab)["label"]["count"] == 1
    person = database.write(lambda tx: verbs.add_person(tx, "i@example.org", "Idle Ida", None))
    database.write(lambda tx: people.set_member(tx, lab.id, person.id, "annotator"))
    assert "idle" not in kinds(lab), "new today"
    database.write(lambda tx: tx.run("UPDATE member SET created_at = created_at - 5 * 86400000000"))
    assert kinds(lab)["idle"] == {"kind": "idle", "count": 1, "names": ["Idle Ida"]}
    database.write(lambda tx: change_settings(tx, lab.project, title=None, settings={"paused": True}))
    assert kinds(lab)["paused"]["count"] == 2


def _claim(lab: Lab, who: str, key: str) -> int:
    from goldlabel.work import label

    labeler = lab.labeler(who)
    return lab.database.write(lambda tx: label.claim_item(tx, lab.project, labeler, lab.items[key]).slot.id)


def test_agreement_that_fell_with_a_guideline_is_said(database: Database) -> None:
    lab, rng = Lab(database, overlap=2), random.Random(3)
    lab.add(*(f"k{n:03}" for n in range(120)))
    for n in range(120):
        if n == 60:
            database.write(lambda tx: projects.add_guideline(tx, lab.id, "Now judge by feeling.", None))
        careful = n < 60
        for who in ("ann", "bob"):
            lab.say(who, f"k{n:03}", VALUES[n % 3] if careful and rng.random() < 0.97 else rng.choice(VALUES))
    measure.measure(lab.database, lab.project)
    step = kinds(lab)["fell"]
    assert (step["question"], step["version"]) == ("stance", 2)
    assert step["before"] > 0.8
    assert step["now"] < 0.4


def test_whom_it_concerns_is_told(database: Database) -> None:
    from goldlabel.store import people
    from goldlabel.work import comments, guideline, notifications, review, team
    from goldlabel.work import people as verbs

    lab = Lab(database, overlap=2)
    lab.add("a", "b")
    made = {
        name: database.write(lambda tx, name=name: verbs.add_person(tx, f"{name}@example.org", name, None))
        for name in ("ann", "lead")
    }
    for name, role in (("ann", "annotator"), ("lead", "manager")):
        database.write(lambda tx, name=name, role=role: people.set_member(tx, lab.id, made[name].id, role))
    ann, lead = made["ann"], made["lead"]
    said = lab.say("ann", "a", "for")

    def told(person: int) -> list[str]:
        bell = database.read(lambda tx: notifications.bell(tx, person))
        return [one.kind for one in reversed(bell.notifications)]

    def acts(tx: Any) -> None:
        project, item = lab.project, lab.items["a"]
        writer, reader = comments.Reader(ann.id, ann.labeler, False), comments.Reader(lead.id, lead.labeler, True)
        thread = comments.begin(tx, project, writer, item, "Is this one for?")
        comments.reply(tx, project, reader, thread, "It is.")
        comments.reply(tx, project, writer, thread, "Thanks.")
        comments.begin(tx, project, reader, item, "Look again.", to=ann.id)
        review.send_back(tx, project, lead.labeler, item, said.annotation, "Why?")
        team.record_assigned(tx, project, ann.id, lead.id, 2)
        guideline.change(tx, project, "New.", by=lead.id)

    database.write(acts)
    assert told(ann.id) == ["comment", "written", "sent_back", "assigned", "guideline"]
    assert told(lead.id) == [], "who did it knows; what waits for leads stands on the overview"


# -- the arithmetic


def test_a_forecast_holds_the_end_about_as_often_as_it_says() -> None:
    rng, now = random.Random(11), 500_000 * HOUR
    held = 0
    for _ in range(300):
        days = [max(0.0, rng.gauss(100, 40)) for _ in range(200)]
        hours = [(500_000 - 24 * n - 1, round(count)) for n, count in enumerate(days[:14])]
        told = forecast(hours, 1000, now)
        total, day = 0.0, 0
        while total < 1000:
            total += days[14 + day]
            day += 1
        assert told.early is not None
        assert told.likely is not None
        assert told.late is not None
        assert told.early < told.likely < told.late
        held += told.early <= day <= told.late + 1  # whole days
    assert 0.72 <= held / 300 <= 0.98


def test_a_forecast_says_when_it_cannot_know() -> None:
    now = 500_000 * HOUR
    assert forecast([], 10, now).note == "too_little"
    assert forecast([(499_999, 50), (499_970, 50)], 10, now).note == "too_little"
    assert forecast([(499_999, 50)], 0, now).note == "done"
    rare = forecast([(500_000 - 24 * n - 1, 100 if n in (0, 6, 12) else 0) for n in range(14)], 5000, now)
    assert rare.likely is not None
    assert rare.late is not None
    assert rare.late > 2 * rare.likely
    assert daily([(500_000, 5), (499_977, 2), (499_976, 7)], now) == [7, 7], "24 hours each, back from now"
    assert daily([(400_000, 5)], now) == []


def labeled(*values: str | None) -> list[Labeled]:
    def body(value: str | None) -> Body:
        answers = [] if value is None else [{"question": "stance", "kind": "choice", "value": value}]
        return Body.model_validate({"answers": answers})

    return [Labeled(body(value), str(who)) for who, value in enumerate(values)]


def test_the_interval_of_alpha_covers_it(database: Database) -> None:
    lab, rng = Lab(database), random.Random(5)
    reader = database.read(lambda tx: resolver_of(tx, lab.project)).reader

    def answers() -> list[Labeled]:
        truth = rng.choice(VALUES)
        return labeled(*(truth if rng.random() < 0.8 else rng.choice(VALUES) for _ in range(2)))

    whole = Agreement(reader)
    for _ in range(20_000):
        whole.add(answers())
    true = whole.report()["questions"]["stance"]["value"]
    covered = 0
    for _ in range(60):
        evidence = Evidence(reader)
        for _ in range(60):
            evidence.add(answers())
        told = evidence.question("stance")
        assert told.low is not None
        assert told.high is not None
        covered += told.low <= true <= told.high
    assert 51 <= covered <= 60


def test_too_little_has_no_alpha_and_nothing_fell() -> None:
    schema = {"fields": [{"name": "t", "medium": "text"}],
              "questions": [{"name": "stance", "kind": "choice", "config": {"values": list(VALUES)}}]}  # fmt: skip
    from goldlabel.agreement.reading import Reader

    evidence = Evidence(Reader(read_schema(schema, catalog()).schema, catalog()))
    for n in range(9):
        evidence.add(labeled(VALUES[n % 3], VALUES[n % 2]), version=1)
    told = evidence.question("stance")
    assert told.value is None
    assert told.units == 9
    assert "too little" in told.note
    assert fell(evidence.by_version("stance")) is None
    assert wilson(0, 0) == (0.0, 1.0)
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.49, 0.943)
