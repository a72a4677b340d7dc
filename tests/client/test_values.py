"""Labels by names become bodies by ids, and come back the same."""

from typing import Any

import pytest

from goldlabel.catalog import catalog
from goldlabel.core.annotation import Body
from goldlabel.core.check import Checker
from goldlabel.core.problem import Invalid
from goldlabel.core.read import read_schema
from goldlabel.core.schema import Schema
from goldlabel.workspace.values import amended, body_of, named

RAW: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}, {"name": "image", "medium": "image"}],
    "region_sets": [
        {"name": "names", "field": "text", "shapes": ["span"]},
        {"name": "things", "field": "image", "shapes": ["box", "polygon", "point", "polyline", "rotated_box"]},
    ],
    "questions": [
        {"name": "Mood of it", "kind": "choice", "config": {"values": ["Very good", "bad"]}},
        {"name": "tags", "kind": "choices", "required": False, "config": {"values": ["a", "b", "c"]}},
        {"name": "place", "kind": "tree", "required": False, "config": {"values": [{"Animal": ["Dog"]}, "Stone"]}},
        {"name": "stars", "kind": "rating", "required": False},
        {"name": "sure", "kind": "yes_no", "required": False},
        {"name": "size", "kind": "number", "required": False},
        {"name": "note", "kind": "text", "required": False},
        {"name": "type", "kind": "choice", "about": "names", "config": {"values": ["PER", "LOC"]}},
        {"name": "class", "kind": "choice", "about": "things", "config": {"values": ["big car", "dog"]}},
    ],
}


@pytest.fixture(scope="module")
def schema() -> Schema:
    return read_schema(RAW, catalog()).schema


FULL: dict[str, Any] = {
    "Mood of it": "Very good",
    "tags": ["a", "c"],
    "place": [["Animal", "Dog"]],
    "stars": 4,
    "sure": False,
    "size": 2.5,
    "note": "ça va",
    "names": [{"id": "n1", "span": {"start": 0, "end": 3}, "type": "PER"}],
    "things": [
        {"id": "t1", "box": {"x": 1, "y": 2, "width": 3, "height": 4}, "class": "big car"},
        {"id": "t2", "polygon": {"parts": [[[0, 0], [5, 0], [5, 5]]]}, "class": "dog"},
    ],
}


def test_every_kind_comes_back_as_it_was_said(schema: Schema) -> None:
    body = body_of(schema, FULL)
    assert named(schema, body) == FULL
    assert Checker(schema, catalog()).check(body, {"text": "Ada"}) == []
    assert body.answer("mood_of_it") is not None
    assert body_of(schema, body) is body
    assert body_of(schema, body.model_dump(mode="json")) == body


@pytest.mark.parametrize(
    ("shape", "short", "value"),
    [
        ("box", [1, 2, 3, 4], {"x": 1, "y": 2, "width": 3, "height": 4}),
        ("box", (1, 2, 3, 4), {"x": 1, "y": 2, "width": 3, "height": 4}),
        ("point", [1, 2], {"x": 1, "y": 2}),
        ("rotated_box", [1, 2, 3, 4, 90], {"x": 1, "y": 2, "width": 3, "height": 4, "rotation": 90}),
        ("polyline", [(1, 2), (3, 4)], {"points": [[1, 2], [3, 4]]}),
        ("polygon", [[0, 0], [1, 0], [1, 1]], {"parts": [[[0, 0], [1, 0], [1, 1]]]}),
        ("polygon", [[[0, 0], [1, 0], [1, 1]]], {"parts": [[[0, 0], [1, 0], [1, 1]]]}),
    ],
)
def test_shapes_may_be_lists_of_their_numbers(schema: Schema, shape: str, short: Any, value: Any) -> None:
    (region,) = body_of(schema, {"things": [{shape: short}]}).regions
    assert region.value == value


def test_every_mistake_is_said_with_its_place_and_a_way_out(schema: Schema) -> None:
    wrong = {
        "mood of it": "bad",
        "stars": "many",
        "names": [{"spam": [0, 1]}, {"span": [0, 1], "typ": "PER"}, "Ada", {"span": [0, 1], "type": "MISC"}],
        "things": {"box": [1, 2, 3, 4]},
    }
    with pytest.raises(Invalid) as raised:
        body_of(schema, wrong)
    assert [problem.where for problem in raised.value.problems] == [
        "mood of it", "stars", "names[0]", "names[1].typ", "names[2]", "names[3].type", "things",
    ]  # fmt: skip
    said = str(raised.value)
    assert 'did you mean "Mood of it"?' in said
    assert 'did you mean "type"?' in said
    assert '"MISC" is not a value of the question "type" (PER, LOC)' in said


def test_what_is_given_stands_in_for_what_was_agreed(schema: Schema) -> None:
    base = body_of(schema, FULL)
    new = amended(schema, base, {"stars": 1, "things": [{"id": "t2", "class": "big car"}, {"point": [7, 8]}]})
    said = named(schema, new)
    assert Checker(schema, catalog()).check(new, {"text": "Ada"}, complete=False) == []  # nothing is answered twice
    assert said["stars"] == 1
    assert said["tags"] == FULL["tags"]
    assert {thing["id"]: thing.get("class") for thing in said["things"]} == {
        "t1": "big car",
        "t2": "big car",
        "r2": None,
    }
    assert amended(schema, Body(), FULL) == base
    with pytest.raises(Invalid, match="has no shape"):
        amended(schema, base, {"things": [{"id": "t9", "class": "dog"}]})


RELATIONS = read_schema(
    {
        "fields": [{"name": "text", "medium": "text"}],
        "region_sets": [{"name": "names", "shapes": ["span"]}],
        "relation_sets": [{"name": "links"}],
        "questions": [{"name": "what", "kind": "choice", "about": "links", "config": {"values": ["lives in"]}}],
    },
    catalog(),
).schema
JOINED: dict[str, Any] = {
    "names": [{"span": [0, 3]}, {"id": "x", "span": [8, 15]}],
    "links": [{"from": "r1", "to": "x", "what": "lives in"}],
}


def test_relations_by_names_and_back() -> None:
    body = body_of(RELATIONS, JOINED)
    (relation,) = body.relations
    assert (relation.from_id, relation.to_id) == ("r1", "x")
    assert [(answer.region, answer.value) for answer in body.answers] == [(relation.id, "lives_in")]
    assert body_of(RELATIONS, named(RELATIONS, body)) == body


def test_an_amended_label_keeps_its_relations() -> None:
    body = body_of(RELATIONS, JOINED)
    assert amended(RELATIONS, body, {"names": [{"id": "x", "span": [8, 14]}]}).relations == body.relations
    again = amended(RELATIONS, body, {"links": [{"id": body.relations[0].id, "what": "lives in"}]})
    assert (again.relations, len(again.answers)) == (body.relations, 1)
    with pytest.raises(Invalid, match="from and to"):
        body_of(RELATIONS, {"links": [{"from": "r1"}]})
