"""Relations: read, written, checked, carried to a new schema, resolved, and through the formats that have them."""

from pathlib import Path
from typing import Any

import pytest

from goldlabel.catalog import catalog
from goldlabel.consensus import resolve
from goldlabel.core.annotation import Body
from goldlabel.core.change import carry, plan
from goldlabel.core.check import check_body, clean_body
from goldlabel.core.problem import Invalid
from goldlabel.core.read import read_schema
from goldlabel.core.record import Labeled, Record
from goldlabel.core.schema import Schema
from goldlabel.core.write import write_schema
from goldlabel.formats import ReadOptions, Source, WriteOptions, by_name

RAW: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "region_sets": [{"name": "people", "shapes": ["span"]}, {"name": "places", "shapes": ["span"]}],
    "relation_sets": [{"name": "links", "from": "people", "to": ["places", "people"]}],
    "questions": [
        {"name": "what", "kind": "choice", "about": "links", "config": {"values": ["lives in", "knows"]}},
        {"name": "sure", "kind": "yes_no", "about": "links", "required": False},
    ],
}
DATA: dict[str, Any] = {"text": "Ada met Charles in London."}


def schema(**change: Any) -> Schema:
    return read_schema({**RAW, **change}, catalog()).schema


def body(relations: list[dict[str, Any]] | None = None, what: str | None = "lives_in") -> Body:
    regions = [
        {"id": "a", "set": "people", "shape": "span", "value": {"start": 0, "end": 3}},
        {"id": "c", "set": "people", "shape": "span", "value": {"start": 8, "end": 15}},
        {"id": "l", "set": "places", "shape": "span", "value": {"start": 19, "end": 25}},
    ]
    relations = [{"id": "x", "set": "links", "from_id": "a", "to_id": "l"}] if relations is None else relations
    answers = [{"question": "what", "kind": "choice", "region": r["id"], "value": what} for r in relations if what]
    return Body.model_validate({"regions": regions, "relations": relations, "answers": answers})


def wrong(given: Body, asked: Schema | None = None) -> list[str]:
    return [f"{one.where}: {one.message}" for one in check_body(given, asked or schema(), catalog(), DATA)]


def test_a_schema_with_relations_is_read_and_written_back() -> None:
    one = schema()
    assert one.relation_sets[0].from_sets == ("people",)
    assert one.relation_sets[0].to_sets == ("places", "people")
    written = write_schema(one)
    assert written["relation_sets"] == [{"name": "links", "from": "people", "to": ["places", "people"]}]
    assert read_schema(written, catalog()).schema == one


@pytest.mark.parametrize(
    ("sets", "says"),
    [
        ([{"name": "links", "from": "peopel"}], 'did you mean "people"'),
        ([{"name": "people"}], "region set already"),
        ([{"name": "links", "min": 3, "max": 1}], "below min"),
    ],
)
def test_a_wrong_relation_set_says_so(sets: list[Any], says: str) -> None:
    with pytest.raises(Invalid, match=says):
        schema(relation_sets=sets, questions=[])


def test_a_body_without_relations_is_stored_as_ever() -> None:
    assert "relations" not in body([]).model_dump(mode="json")
    assert body().model_dump(mode="json")["relations"][0]["from_id"] == "a"


def test_what_is_wrong_with_relations_is_said() -> None:
    assert wrong(body()) == []
    assert wrong(body(what=None)) == ['answers.what.x: "what" is not answered for this relation']
    for relation, says in [
        ({"from_id": "a", "to_id": "nobody"}, 'no region "nobody"'),
        ({"from_id": "a", "to_id": "a"}, "two different regions"),
        ({"from_id": "l", "to_id": "a"}, 'does not go from "places" to "people"'),
        ({"from_id": "a", "to_id": "l", "set": "none"}, "no relation set"),
        ({"from_id": "a", "to_id": "l", "id": "a"}, "stands twice"),
    ]:
        found = wrong(body([{"id": "x", "set": "links", **relation}]))
        assert any(says in one for one in found), (relation, found)
    twice = [{"id": id, "set": "links", "from_id": "a", "to_id": "c"} for id in "xy"]
    assert any("twice" in one for one in wrong(body(twice)))
    back = [twice[0], {**twice[1], "from_id": "c", "to_id": "a"}]
    assert wrong(body(back)) == []
    undirected = schema(relation_sets=[{"name": "links", "directed": False}])
    assert any("twice" in one for one in wrong(body(back), undirected))


def test_an_answer_about_a_relation_that_is_not_asked_falls_away() -> None:
    asked = schema(
        questions=[RAW["questions"][0], {**RAW["questions"][1], "ask_if": {"question": "what", "any_of": "knows"}}]
    )
    given = body()
    sure = {"question": "sure", "kind": "yes_no", "region": "x", "value": True}
    given = Body.model_validate({**given.model_dump(), "answers": [*given.model_dump()["answers"], sure]})
    assert [answer.question for answer in clean_body(given, asked, catalog(), DATA).answers] == ["what"]


def test_relations_are_carried_as_far_as_they_still_join() -> None:
    old, both = schema(), body([{"id": x, "set": "links", "from_id": "a", "to_id": t} for x, t in ("xl", "yc")])
    wider = schema(relation_sets=[{"name": "links"}])
    assert carry(both, old, wider) == (both, [])
    narrow = schema(relation_sets=[{"name": "links", "from": "people", "to": "places"}])
    assert any(change.loses for change in plan(old, narrow))
    kept, lost = carry(both, old, narrow)
    assert [one.id for one in kept.relations] == ["x"]
    assert [(one.what, one.count) for one in lost] == [("answers to what", 1), ("relations of links", 1)]
    without = schema(region_sets=[RAW["region_sets"][0]], relation_sets=[{"name": "links"}])
    assert [one.id for one in carry(both, old, without)[0].relations] == ["y"]


def labeled(labeler: str, given: Body) -> Labeled:
    return Labeled(given, labeler)


def test_the_label_has_the_relations_that_most_drew() -> None:
    extra = [{"id": x, "set": "links", "from_id": "a", "to_id": t} for x, t in ("xl", "yc")]
    said = [labeled("1", body()), labeled("2", body(extra)), labeled("3", body(what="knows"))]
    outcome = resolve(said, schema(), catalog(), DATA)
    (relation,) = outcome.body.relations
    ends = {one.id: one.value for one in outcome.body.regions}
    assert (ends[relation.from_id], ends[relation.to_id]) == ({"start": 0, "end": 3}, {"start": 19, "end": 25})
    answer = outcome.body.answer("what", relation.id)
    assert answer is not None
    assert answer.value == "lives_in"
    assert outcome.evidence["relations"][0]["drawn"] == ["2"]
    assert check_body(outcome.body, schema(), catalog(), DATA) == []


def test_a_relation_that_half_drew_is_a_tie() -> None:
    outcome = resolve([labeled("1", body()), labeled("2", body([]))], schema(), catalog(), DATA)
    assert outcome.state == "tie"
    assert outcome.evidence["ties"][0]["where"] == "relation_sets.links"


def test_our_own_format_gives_relations_back(tmp_path: Path) -> None:
    out, format = tmp_path / "out.jsonl", by_name("jsonl")
    record = Record(dict(DATA), "1", annotations=[labeled("1", body())])
    assert format.write(schema(), [record], out, WriteOptions()).losses == {}
    (back,) = format.read(Source(out), schema(), ReadOptions())
    assert isinstance(back, Record)
    assert back.annotations[0].body == body()


def test_tables_have_a_column_and_other_formats_count_the_loss(tmp_path: Path) -> None:
    record = Record(dict(DATA), "1", annotations=[labeled("1", body())])
    by_name("csv").write(schema(), [record], tmp_path / "out.csv", WriteOptions())
    text = (tmp_path / "out.csv").read_text()
    assert text.splitlines()[0].endswith(",people,places,links")
    assert '""from_id"":""a"",""to_id"":""l"",""answers"":{""what"":""lives in""}' in text
    report = by_name("conll").write(schema(), [record], tmp_path / "out.conll", WriteOptions())
    assert ("relations", "this format has none; JSONL, Parquet and CSV carry them") in report.losses


def test_label_studio_gets_relations(tmp_path: Path) -> None:
    record = Record(dict(DATA), "1", annotations=[labeled("1", body())])
    by_name("label_studio").write(schema(), [record], tmp_path / "out.json", WriteOptions())
    text = (tmp_path / "out.json").read_text()
    assert '{"type":"relation","from_id":"a","to_id":"l","direction":"right","labels":["lives in"]}' in text
