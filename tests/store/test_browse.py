"""Pages of items: the same on both databases, complete and without repeats for every sort and filter."""

from typing import Any

import pytest

from goldlabel.core.problem import Invalid
from goldlabel.store import Database
from goldlabel.store.browse import Query
from goldlabel.work import items
from goldlabel.work import projects as project_verbs

SCHEMA = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [{"name": "q", "kind": "choice", "config": {"values": ["a", "b"]}}],
}
KEYS = ["b", "a", "é", "Z", "a1", "a10", "a2", "z", "\U0001f600", "ab"]


@pytest.fixture
def project(database: Database) -> Any:
    settings = {"indexed": ["size", "town"]}
    made = database.write(lambda tx: project_verbs.create(tx, "p", SCHEMA, settings=settings))
    rows = [
        {"key": key, "data": {"text": key, "size": (n * 7) % 5 - 2.5, "town": "Ulm" if n % 2 else "Bonn"}}
        for n, key in enumerate(KEYS)
    ]
    database.write(lambda tx: items.add_rows(tx, made, rows))
    return made


def walk(database: Database, project: Any, **query: Any) -> list[Any]:
    out: list[Any] = []
    after = None
    while True:
        page = database.read(lambda tx, at=after: items.page(tx, project, Query(limit=3, after=at, **query)))
        out += [listed.item for listed in page.items]
        after = page.after
        if after is None:
            return out


def test_every_sort_is_complete(database: Database, project: Any) -> None:
    by_code_point = sorted(KEYS)
    assert [item.key for item in walk(database, project)] == KEYS
    assert [item.key for item in walk(database, project, descending=True)] == KEYS[::-1]
    assert [item.key for item in walk(database, project, sort="key")] == by_code_point
    assert [item.key for item in walk(database, project, sort="key", descending=True)] == by_code_point[::-1]
    sizes = [item.data["size"] for item in walk(database, project, sort="size")]
    assert sizes == sorted(sizes)
    assert len(sizes) == len(KEYS)


def test_filters(database: Database, project: Any) -> None:
    assert [item.key for item in walk(database, project, key="a")] == ["a", "a1", "a10", "a2", "ab"]
    assert {item.data["town"] for item in walk(database, project, field="town", value="Ulm")} == {"Ulm"}
    assert len(walk(database, project, field="town", value="Ulm")) == 5
    assert {item.data["size"] for item in walk(database, project, field="size", value="-2.5")} == {-2.5}
    assert len(walk(database, project, state="open")) == len(KEYS)
    assert walk(database, project, state="resolved") == []


@pytest.mark.parametrize(
    "query",
    [{"sort": "text"}, {"state": "x"}, {"field": "text", "value": "1"}, {"after": "x"}, {"after": '["a"]'},
     {"sort": "(SELECT password FROM person)"}],
)  # fmt: skip
def test_only_what_is_on_the_lists(database: Database, project: Any, query: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        database.read(lambda tx: items.page(tx, project, Query(**query)))
