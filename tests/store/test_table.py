"""The data table: every filter, search and sort equals a plain recomputation, page by page, on both databases."""

import itertools
import random
from typing import Any

import pytest

from goldlabel.core.problem import Invalid
from goldlabel.core.words import matches, text_of, words_of
from goldlabel.store import Database, browse, search
from goldlabel.store.browse import Condition, Query
from goldlabel.store.tx import Tx
from goldlabel.work import bulk, chosen, items, label, people
from goldlabel.work import projects as project_verbs
from goldlabel.work import search as text_search

SCHEMA = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [
        {"name": "tone", "kind": "choice", "config": {"values": ["good", "bad"]}},
        {"name": "topics", "kind": "choices", "required": False, "config": {"values": ["war", "art", "ai_x"]}},
    ],
}
WORDS = ["Zürich", "zebra", "東京タワー", "naïve", "a1", "cat", "catalog", "Ça", "İstanbul", "x_y", "don't", "été"]
COUNT = 60


class World:
    def __init__(self, database: Database) -> None:
        self.database = database
        settings = {"indexed": ["size"], "overlap": 2, "park_after_skips": 1}
        self.project = database.write(lambda tx: project_verbs.create(tx, "p", SCHEMA, settings=settings))
        pick = random.Random(7)
        rows = [
            {
                "key": f"{'abc'[n % 3]}{n}",
                "data": {"text": " ".join(pick.choices(WORDS, k=4)), **({"size": n % 5} if n % 4 else {})},
                "meta": {"source": pick.choice(["web", "print"]), "score": n / 10},
            }
            for n in range(COUNT)
        ]
        database.write(lambda tx: items.add_rows(tx, self.project, rows))
        self.ann, self.ben = (self.person(name) for name in ("ann", "ben"))
        self.label(self.ann, 40, pick)
        self.label(self.ben, 25, pick)

    def person(self, name: str) -> int:
        made = self.database.write(lambda tx: people.add_person(tx, f"{name}@example.org", name, None))
        return made.labeler

    def label(self, who: int, count: int, pick: random.Random) -> None:
        self.database.write(lambda tx: self._label(tx, who, count, pick))

    def _label(self, tx: Tx, who: int, count: int, pick: random.Random) -> None:
        schema = project_verbs.schema_of(tx, self.project)
        questions = {one.name: one.id for one in schema.questions}
        for _ in range(count):
            [task] = label.next_tasks(tx, self.project, who, 1)
            if pick.random() < 0.1:
                label.skip(tx, self.project, who, task.slot.id, "unclear")
                continue
            answers: list[dict[str, Any]] = [
                {"question": questions["tone"], "kind": "choice", "value": pick.choice(["good", "bad"])}
            ]
            if pick.random() < 0.5:
                some = pick.sample(["war", "art", "ai_x"], k=pick.randint(1, 2))
                answers.append({"question": questions["topics"], "kind": "choices", "value": some})
            label.submit(tx, self.project, who, label.Submission(task.slot.id, {"answers": answers}))

    def all(self) -> list[browse.Listed]:
        return self.walk(limit=500)

    def walk(self, **query: Any) -> list[browse.Listed]:
        return self.database.read(lambda tx: self._walk(tx, query))

    def _walk(self, tx: Tx, query: dict[str, Any]) -> list[browse.Listed]:
        out: list[browse.Listed] = []
        after = query.pop("after", None)
        while True:
            page = items.page(tx, self.project, Query(**{"limit": 17, **query, "after": after}))
            out += page.items
            after = page.after
            if after is None:
                return out

    def count(self, **query: Any) -> int | None:
        return self.database.read(lambda tx: items.count(tx, self.project, Query(**query)))

    def index(self) -> None:
        while self.database.write(lambda tx: search.fold(tx, self.project.id, 7)):
            pass


@pytest.fixture(params=[True, False], ids=["few", "many"])
def world(request: pytest.FixtureRequest, database: Database, monkeypatch: pytest.MonkeyPatch) -> World:
    """With `many`, lists are walked as they are in a large project."""
    if not request.param:
        monkeypatch.setattr(browse, "FEW", 2)
        monkeypatch.setattr(browse, "CHUNK", 9)
    return World(database)


def test_every_filter_equals_a_plain_recomputation(world: World) -> None:
    whole = world.all()
    assert len(whole) == COUNT
    ids = {one.name: one.id for one in world.database.read(
        lambda tx: project_verbs.schema_of(tx, world.project)
    ).questions}  # fmt: skip
    tone, topics = ids["tone"], ids["topics"]

    def said(one: browse.Listed, question: str, key: str) -> bool:
        return any(q == question and key in (k.split("|") if question == topics else [k]) for q, k, _ in one.said)

    filters: dict[Condition, Any] = {
        Condition("state", "is", "open"): lambda one: one.state == "open",
        Condition("state", "is", "done"): lambda one: one.state == "done",
        Condition("state", "is", "parked"): lambda one: one.state == "parked",
        Condition("state", "is_not", "done"): lambda one: one.state != "done",
        Condition("labeler", "is", world.ann): lambda one: "ann" in one.labelers,
        Condition("labeler", "is_not", str(world.ben)): lambda one: "ben" not in one.labelers,
        Condition("labels", "at_least", 1): lambda one: one.done >= 1,
        Condition("labels", "is", 2): lambda one: one.done == 2,
        Condition(f"answer.{tone}", "is", "good"): lambda one: said(one, tone, "good"),
        Condition(f"answer.{tone}", "is_not", "good"): lambda one: not said(one, tone, "good"),
        Condition(f"answer.{topics}", "is", "ai_x"): lambda one: said(one, topics, "ai_x"),
        Condition("key", "begins", "a"): lambda one: one.item.key.startswith("a"),
        Condition("key", "is", "a3"): lambda one: one.item.key == "a3",
        Condition("data.size", "is", "3"): lambda one: one.item.data.get("size") == 3,
        Condition("data.size", "unset"): lambda one: "size" not in one.item.data,
        Condition("meta.source", "is", "web"): lambda one: one.item.meta["source"] == "web",
        Condition("meta.source", "is_not", "web"): lambda one: one.item.meta["source"] != "web",
        Condition("meta.score", "at_least", "3.5"): lambda one: one.item.meta["score"] >= 3.5,
        Condition("data.text", "contains", "ZÜR"): lambda one: "zür" in one.item.data["text"].casefold(),
        Condition("added", "at_least", 0): lambda _: True,
    }
    pick = random.Random(3)
    sets = [(one,) for one in filters] + [tuple(pick.sample(list(filters), k=pick.choice([2, 3]))) for _ in range(8)]
    for where in sets:
        expected = [one.item.id for one in whole if all(filters[each](one) for each in where)]
        assert [one.item.id for one in world.walk(where=where)] == expected, where
        by_key = sorted(expected, key={one.item.id: one.item.key for one in whole}.__getitem__)
        assert [one.item.id for one in world.walk(where=where, sort="key", descending=True, limit=40)] == by_key[
            ::-1
        ], where
        assert world.count(where=where) in (None, len(expected)), where
    assert world.count() == COUNT


def test_a_sort_keeps_items_without_the_field(world: World) -> None:
    whole = world.all()
    for down in (False, True):
        sized = sorted(
            (one for one in whole if "size" in one.item.data),
            key=lambda one: (one.item.data["size"], one.item.id), reverse=down,
        )  # fmt: skip
        rest = [one for one in whole if "size" not in one.item.data]
        expected = [one.item.id for one in (*sized, *(rest[::-1] if down else rest))]
        assert [one.item.id for one in world.walk(sort="size", descending=down)] == expected
        for offset in (0, 5, 44, 45, 50, 59, 70):
            asked = Query(sort="size", descending=down, offset=offset, limit=4)
            page = world.database.read(lambda tx, asked=asked: items.page(tx, world.project, asked))
            found = [one.item.id for one in page.items]
            assert found == expected[offset : offset + len(found)]
            assert found or offset >= COUNT
            went_on = world.walk(sort="size", descending=down, after=page.after) if page.after else []
            assert [*found, *(one.item.id for one in went_on)] == expected[offset:]


def test_any_place_of_a_list_can_be_jumped_to(world: World) -> None:
    for sort, offset in itertools.product(("id", "key"), (0, 1, 29, 31, 58, 59, 60)):
        expected = [one.item.id for one in world.walk(sort=sort, limit=50)]
        asked = Query(sort=sort, offset=offset, limit=3)
        page = world.database.read(lambda tx, asked=asked: items.page(tx, world.project, asked))
        assert [one.item.id for one in page.items] == expected[offset : offset + 3]
        assert (page.after is None) == (offset + 3 >= COUNT)


SEARCHES = [
    "zebra",
    "ZÜRICH",
    "cat",
    "ca",
    "cata",
    "東京",
    "naïve zebra",
    "a1",
    "don t",
    "été cat",
    "istan",
    "b7",
    "zq",
]


def test_search_equals_a_plain_recomputation(world: World) -> None:
    world.index()
    whole = world.all()
    web = (Condition("meta.source", "is", "web"),)
    for wanted in SEARCHES:
        asked = words_of(wanted)
        expected = [
            one for one in whole
            if matches(words_of(text_of(one.item.key, one.item.data, one.item.meta)), asked)
        ]  # fmt: skip
        ids = [one.item.id for one in expected]
        assert [one.item.id for one in world.walk(search=wanted)] == ids, wanted
        assert [one.item.id for one in world.walk(search=wanted, descending=True)] == ids[::-1], wanted
        assert {one.item.id for one in world.walk(search=wanted, sort="key")} == set(ids), wanted
        both = [one.item.id for one in expected if one.item.meta["source"] == "web"]
        assert [one.item.id for one in world.walk(search=wanted, where=web)] == both, wanted


def test_search_follows_changes_and_says_what_it_knows(world: World) -> None:
    def status() -> text_search.Status:
        return world.database.read(lambda tx: text_search.status(tx, world.project))

    assert status() == text_search.Status(0, COUNT, True)
    assert world.walk(search="zebra") == []
    world.database.write(lambda tx: text_search.catch_up(tx, world.project))
    assert status() == text_search.Status(COUNT, COUNT, False)
    change = [{"key": "a0", "data": {"text": "quagga"}}, {"key": "new", "data": {"text": "quagga two"}}]
    world.database.write(lambda tx: items.add_rows(tx, world.project, change))
    assert status().behind
    world.database.write(lambda tx: text_search.catch_up(tx, world.project))
    assert status() == text_search.Status(COUNT + 1, COUNT + 1, False)
    assert [one.item.key for one in world.walk(search="quagga")] == ["a0", "new"]
    world.database.write(lambda tx: items.add_rows(tx, world.project, [{"key": "a0", "data": {"text": "okapi"}}]))
    world.database.write(lambda tx: text_search.catch_up(tx, world.project))
    assert [one.item.key for one in world.walk(search="quagga")] == ["new"]
    assert [one.item.key for one in world.walk(search="okapi")] == ["a0"]


def test_search_stays_in_its_project(world: World) -> None:
    other = world.database.write(lambda tx: project_verbs.create(tx, "other", SCHEMA))
    world.database.write(lambda tx: items.add_rows(tx, other, [{"key": "k", "data": {"text": "zebra"}}]))
    world.index()
    world.database.write(lambda tx: text_search.catch_up(tx, other))
    assert "k" not in {one.item.key for one in world.walk(search="zebra")}
    page = world.database.read(lambda tx: items.page(tx, other, Query(search="zebra")))
    assert [one.item.key for one in page.items] == ["k"]


def test_pages_are_complete_while_items_come_in(world: World) -> None:
    before = {one.item.id for one in world.all()}
    for query in ({}, {"sort": "key"}, {"sort": "size"}, {"where": (Condition("meta.source", "is_not", "nowhere"),)}):
        seen: list[int] = []
        after = None
        while True:
            asked = Query(limit=7, after=after, **query)  # pyright: ignore[reportArgumentType]
            page = world.database.read(lambda tx, asked=asked: items.page(tx, world.project, asked))
            seen += [one.item.id for one in page.items]
            after = page.after
            if after is None:
                break
            new = [{"key": f"{first}-{len(seen)}", "data": {"text": "late", "size": 2}} for first in "ac"]
            world.database.write(lambda tx, new=new: items.add_rows(tx, world.project, new))
        assert len(seen) == len(set(seen))
        assert before <= set(seen)


WRONG: list[Any] = [
    [["state", "is", "x"]], [["nothing", "is", 1]], [["answer.nosuch", "is", "a"]], [["labels", "is", "x"]],
    [["data.size", "like", "x"]], [["state; DROP TABLE item", "is", "open"]], [["state"]], "x", [["key", "is", []]],
]  # fmt: skip


def test_only_what_is_on_the_lists(world: World) -> None:
    for where in WRONG:
        with pytest.raises(Invalid):
            world.walk(where=chosen.conditions(where))


def test_changes_to_many_items(world: World) -> None:
    from goldlabel.jobs.runner import run_job

    def change(action: str, choice: dict[str, Any], value: float | None = None) -> dict[str, Any]:
        id = world.database.write(lambda tx: bulk.start(tx, world.project, action, choice, value=value))
        row = run_job(world.database, id, {"bulk": bulk.run})
        assert row.state == "done", row.error
        return row.result or {}

    parked = world.walk(where=(Condition("state", "is", "parked"),))
    assert parked
    assert change("unpark", {"where": [["state", "is", "parked"]]})["changed"] == len(parked)
    assert world.walk(where=(Condition("state", "is", "parked"),)) == []
    done = world.walk(where=(Condition("state", "is", "done"),))
    assert change("more", {"where": [["state", "is", "done"]]}) == {"items": len(done), "changed": len(done)}
    assert world.walk(where=(Condition("state", "is", "done"),)) == []
    assert world.database.read(lambda tx: label.progress(tx, world.project))["done"] == 0
    again = {one.item.id: one for one in world.all()}
    assert {again[one.item.id].wanted for one in done} == {3}
    chosen_ids = [one.item.id for one in world.all()[:3]]
    assert change("priority", {"ids": chosen_ids}, 0.9)["changed"] == 3
    first = {one.item.id for one in world.all() if one.priority == 0.9}
    assert first == set(chosen_ids)
    carl = world.person("carl")
    tasks = world.database.write(lambda tx: label.next_tasks(tx, world.project, carl, 3))
    assert {task.item.id for task in tasks} <= set(chosen_ids)
    with pytest.raises(Invalid):
        change("priority", {"ids": chosen_ids}, 2)
