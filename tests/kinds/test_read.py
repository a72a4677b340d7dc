"""Schemas as people write them: what is filled in, what is kept, and every mistake with its place."""

from typing import Any

import pytest
import yaml

from goldlabel.catalog import builtins
from goldlabel.core.problem import Invalid
from goldlabel.core.read import read_schema
from goldlabel.core.schema import Schema
from goldlabel.core.write import write_schema

SHORT = """
fields: [{name: text, medium: text}]
region_sets: [{name: Named things, shapes: span}]
questions:
  - {name: sentiment, kind: choice, config: {values: [positive, negative, Mixed Bag]}}
  - {name: why, kind: text, ask_if: {question: sentiment, any_of: Mixed Bag}}
  - {name: type, kind: choice, about: Named things, config: {values: [PER, LOC, 3]}}
  - {name: real, kind: yes_no, about: Named things, config: {yes: Real, no: Fake},
     ask_if: [{question: type, none_of: [PER]}, {question: sentiment, answered: true}]}
  - {name: area, kind: tree, config: {values: [{Animal: [Dog, Cat, other]}, {name: Plant, children: [Oak, other]}]}}
  - {name: which, kind: choice, config: {values_from: options},
     ask_if: {question: area, any_of: [[Animal, Dog], Plant]}}
"""


def read(text: str, before: Schema | None = None) -> Schema:
    return read_schema(yaml.safe_load(text), builtins(), before).schema


def problems(text: str, before: Schema | None = None) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        read(text, before)
    return {problem.where: problem.message for problem in caught.value.problems}


def config(schema: Schema, question: str) -> Any:
    found = schema.question(question)
    assert found is not None
    return found.config


def test_what_is_left_out_is_filled_in() -> None:
    schema = read(SHORT)
    assert schema.fields[0].source == "text"
    assert schema.region_sets[0].id == "named_things"
    assert (schema.region_sets[0].field, schema.region_sets[0].shapes) == ("text", ("span",))
    assert config(schema, "sentiment")["values"][2] == {"id": "mixed_bag", "name": "Mixed Bag"}
    assert schema.question("why").ask_if[0].any_of == ("mixed_bag",)  # type: ignore[union-attr]
    assert config(schema, "type")["values"][2]["name"] == "3"
    assert config(schema, "real") == {"yes": "Real", "no": "Fake"}, "YAML's bare yes and no are undone"
    tree = config(schema, "area")["values"]
    assert [one["id"] for one in tree[1]["children"]] == ["Oak", "other_2"], "ids are unique in the whole tree"
    assert schema.question("which").ask_if[0].any_of == (["Animal", "Dog"], ["Plant"])  # type: ignore[union-attr]


def test_written_and_read_again() -> None:
    schema = read(SHORT)
    written = write_schema(schema)
    assert read(yaml.safe_dump(written, allow_unicode=True)) == schema
    assert read_schema(schema.model_dump(mode="json"), builtins()).schema == schema
    assert read(yaml.safe_dump(written), schema) == schema
    assert written["questions"][0]["config"]["values"] == ["positive", "negative", "Mixed Bag"], "short as before"
    assert written["questions"][2]["about"] == "Named things"


def test_written_by_names() -> None:
    written = write_schema(
        read("""
        fields: [{name: The text, medium: text}]
        region_sets: [{name: My spans, shapes: span}]
        questions:
          - {name: Is it new, kind: yes_no, about: My spans}
          - {name: Since when, kind: text, about: My spans, ask_if: {question: Is it new, any_of: [true]}}
        """)
    )
    assert "id" not in str(written).replace("'", " ").split(), "ids that follow from the names are left out"
    assert written["region_sets"][0]["field"] == "The text"
    assert written["questions"][1]["about"] == "My spans"
    assert written["questions"][1]["ask_if"][0]["question"] == "Is it new"


def test_names_that_are_ids_of_others_stay_clear() -> None:
    twisted = read("""
        fields: [{id: a, name: b, medium: text}, {id: b, name: a, medium: text}]
        region_sets: [{name: s, field: a, shapes: [span]}]
        questions: [{id: x, name: y, kind: text}, {id: y, name: x, kind: text, ask_if: {question: x, answered: true}}]
    """)
    assert twisted.region_sets[0].field == "a", "an id in the file comes before a name"
    assert read_schema(write_schema(twisted), builtins()).schema == twisted


def test_ids_are_kept_over_renames() -> None:
    before = read(SHORT)
    after = """
        fields: [{name: passage, was: text, medium: text}]
        questions:
          - name: mood
            was: sentiment
            kind: choice
            config: {values: [positive, {name: good, was: positive}, negative, brand new]}
    """
    found = read_schema(yaml.safe_load(after), builtins(), before)
    assert found.schema.fields[0].id == "text"
    assert found.schema.fields[0].source == "text", "a rename moves no data"
    values = config(found.schema, "sentiment")["values"]
    assert [(one["id"], one["name"]) for one in values] == [
        ("positive_2", "positive"),
        ("positive", "good"),
        ("negative", "negative"),
        ("brand_new", "brand new"),
    ]
    assert {(one.was, one.name) for one in found.renames} == {
        ("text", "passage"),
        ("sentiment", "mood"),
        ("positive", "good"),
    }
    once_more = after.replace("[positive, {", "[{")
    assert read(once_more, read(once_more, before)) == read(once_more, before), "`was` may stay in the file"


def test_an_id_is_not_given_to_something_new() -> None:
    text = "fields: [{{name: text, medium: text}}]\nquestions: [{{name: a, kind: choice, config: {{values: {}}}}}]"
    before = read(text.format("[Cat food, dog]"))
    after = read(text.format("[cat food!, dog]"), before)
    assert [one["id"] for one in config(after, "a")["values"]] == ["cat_food_2", "dog"]


def test_a_value_that_moves_in_the_tree_keeps_its_id() -> None:
    text = "fields: [{{name: text, medium: text}}]\nquestions: [{{name: a, kind: tree, config: {{values: {}}}}}]"
    before = read(text.format("[{Pets: [Dog, Fish]}, {Wild: [Wolf]}]"))
    after = read(text.format("[{Pets: [Dog]}, {Wild: [Wolf, Fish]}]"), before)
    assert [one["id"] for one in config(after, "a")["values"][1]["children"]] == ["Wolf", "Fish"]


def test_every_problem_with_its_place() -> None:
    found = problems("""
        feilds: 3
        fields: [{name: text, medium: txet}, {name: text, medium: text}, {name: pic, medium: image}]
        region_sets:
          - {name: entities, field: txt, shapes: [spam]}
          - {name: boxes, field: pic, shapes: [span], min: 4, max: 2}
          - {name: none, field: pic, shapes: [box, box], config: {polygon: {}, box: {size: 3}}}
          - {id: item, name: all, field: pic, shapes: [box]}
        questions:
          - {name: sentiment, kind: choise}
          - {name: a, kind: choice, values: [x], config: {values: [yes, b, b, {name: c, colour: red, color: 1}]}}
          - {name: b, kind: choice, about: entity, config: {values: [b, {name: c, key: z}, {name: d, key: Z}]}}
          - {name: c, kind: rating, config: {min: 5, max: 1, foo: 1}, required: maybe}
          - {name: d, kind: text, ask_if: {question: nobody, any_of: [q]}}
          - {name: e, kind: text, ask_if: {question: b, any_of: [zz]}}
          - {name: f, kind: text, ask_if: {question: b}}
          - {name: g, kind: text, ask_if: {question: h, answered: true}}
          - {name: h, kind: text, ask_if: {question: g, answered: true}}
          - {kind: text}
          - 5
    """)
    expected = {
        "feilds": 'did you mean "fields"',
        "fields[0].medium": 'did you mean "text"',
        "fields[1].name": "stands twice",
        "fields[1].source": "already",
        "region_sets[0].field": 'did you mean "text"',
        "region_sets[0].shapes[0]": 'did you mean "span"',
        "region_sets[1].shapes[0]": "cannot be drawn",
        "region_sets[1].max": "below min (4)",
        "region_sets[2].shapes[1]": "stands twice",
        "region_sets[2].config.polygon": "not one of the shapes",
        "region_sets[2].config.box.size": "",
        "region_sets[3].id": "meaning of its own",
        "questions[0].kind": 'did you mean "choice"',
        "questions[1].values": "belongs into config",
        "questions[1].config.values[0].name": "quotes",
        "questions[1].config.values[2].name": "stands twice",
        "questions[1].config.values[3].color": 'did you mean "colour"',
        "questions[2].about": 'did you mean "entities"',
        "questions[2].config.values[2].key": 'the key of "c"',
        "questions[3].config.foo": "",
        "questions[3].required": "",
        "questions[4].ask_if.question": 'no question "nobody"',
        "questions[5].ask_if.any_of[0]": 'no value "zz"',
        "questions[6].ask_if[0]": "exactly one of",
        "questions[7].ask_if": "circle: g → h → g",
        "questions[9].name": "is missing",
        "questions[10]": "must be an object",
    }
    assert found.keys() == expected.keys()
    assert {where: message for where, message in expected.items() if message not in found[where]} == {}


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("[]", "", "a schema is an object"),
        ("{}", "fields", "needs at least one"),
        ("fields: {name: x}", "fields", "must be a list"),
        ("fields: [{name: x, medium: text}]\nlayout: up", "layout", "'auto', 'side' or 'stack'"),
        ('fields: [{name: "x\\0", medium: text}]', "fields[0].name", "NUL"),
        ("fields: [{name: yes, medium: text}]", "fields[0].name", "quotes"),
        ("fields: [{name: a, id: q, medium: text}, {name: b, id: q, medium: text}]", "fields[1].id", "stands twice"),
        ("fields: [{name: a, id: ../x, medium: text}]", "fields[0].id", "pattern"),
        ("fields: [{name: a, medium: [text]}]", "fields[0].medium", "no medium"),
        ("fields: [{name: a, medium: text}]\nquestions: [{name: q, kind: {}}]", "questions[0].kind", "no answer kind"),
        (
            "fields: [{name: a, medium: text}]\nquestions: [{name: q, kind: text, config: 3}]",
            "questions[0].config",
            "object",
        ),
        (
            "fields: [{name: a, medium: text}]\nquestions: [{name: q, kind: text, ask_if: 3}]",
            "questions[0].ask_if",
            "condition",
        ),
        (
            "fields: [{name: a, medium: text}]\nregion_sets: [{name: s, shapes: []}]",
            "region_sets[0].shapes",
            "at least one",
        ),
    ],
)
def test_one_mistake_one_problem(text: str, where: str, message: str) -> None:
    found = problems(text)
    assert list(found) == [where]
    assert message in found[where]


def test_was_must_have_been() -> None:
    before = read(SHORT)
    fields = "fields: [{name: text, medium: text}]\nquestions: "
    typo = problems(fields + "[{name: mood, was: sentimant, kind: text}]", before)
    assert 'did you mean "sentiment"' in typo["questions[0].was"]
    both = problems(fields + "[{name: why, was: sentiment, kind: text}]", before)
    assert "ids" in both["questions[0].was"]


def test_kinds_that_are_gone_stay() -> None:
    question = {"id": "q", "name": "q", "kind": "colour", "config": {"values": 3}}
    field = {"id": "t", "name": "t", "medium": "hologram", "source": "t"}
    group = {"id": "s", "name": "s", "field": "t", "shapes": ["blob"]}
    stored = Schema.model_validate({"fields": [field], "region_sets": [group], "questions": [question]})
    assert read_schema(write_schema(stored), builtins(), stored).schema == stored
    with pytest.raises(Invalid):
        read_schema(write_schema(stored), builtins())
