"""Bodies against schemas: every problem with its place, one stored form, and quick."""

import time
from typing import Any

import pytest

from goldlabel.catalog import builtins
from goldlabel.core.annotation import Body
from goldlabel.core.check import Checker, check_body, clean_body
from goldlabel.core.condition import asked
from goldlabel.core.kind import Extent
from goldlabel.core.problem import Invalid
from goldlabel.core.read import read_schema
from goldlabel.core.schema import DataField, Question, RegionSet, Schema
from goldlabel.dev.vectors import VECTORS

SCHEMA = read_schema(
    {
        "fields": [{"name": "text", "medium": "text"}, {"name": "image", "medium": "image"}],
        "region_sets": [
            {"name": "spans", "field": "text", "shapes": ["span"], "max": 2},
            {"name": "boxes", "field": "image", "shapes": ["box", "polygon"], "min": 1},
        ],
        "questions": [
            {"name": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}},
            {"name": "why", "kind": "text", "ask_if": {"question": "mood", "any_of": ["bad"]}},
            {"name": "tags", "kind": "choices", "required": False, "config": {"values_from": "tags"}},
            {"name": "type", "kind": "choice", "about": "spans", "config": {"values": ["PER", "LOC"]}},
        ],
    },
    builtins(),
).schema
DATA: dict[str, Any] = {"text": "Zoë 👍🏽 in Ulm", "image": "blob:x", "tags": ["x", "y", "z"]}
EXTENTS = {"image": Extent(width=100, height=80)}
CHECKER = Checker(SCHEMA, builtins())
BOX = {"id": "b1", "set": "boxes", "shape": "box", "value": {"x": 1, "y": 1, "width": 9, "height": 9}}
SPAN = {"id": "s1", "set": "spans", "shape": "span", "value": {"start": 0, "end": 3}}
GOOD = {"question": "mood", "kind": "choice", "value": "good"}
PER = {"question": "type", "kind": "choice", "value": "PER", "region": "s1"}


def body(answers: list[Any], regions: list[Any]) -> Body:
    return Body.model_validate({"answers": answers, "regions": regions})


def places(answers: list[Any], regions: list[Any], **options: Any) -> list[str]:
    return [problem.where for problem in CHECKER.check(body(answers, regions), DATA, EXTENTS, **options)]


def test_a_fine_body_has_no_problems() -> None:
    assert places([GOOD, PER], [BOX, SPAN]) == []
    assert check_body(body([GOOD, PER], [BOX, SPAN]), SCHEMA, builtins(), DATA, EXTENTS) == []


@pytest.mark.parametrize(
    ("answers", "regions", "where"),
    [
        ([GOOD, {**GOOD, "question": "nope"}], [BOX], ["answers[1].question"]),
        ([{**GOOD, "kind": "text"}], [BOX], ["answers[0].kind"]),
        ([{**GOOD, "value": "ugly"}], [BOX], ["answers[0].value"]),
        ([{**GOOD, "value": {"x": 1}}], [BOX], ["answers[0].value"]),
        ([GOOD, GOOD], [BOX], ["answers[1]"]),
        ([{**GOOD, "region": "b1"}], [BOX], ["answers[0].region", "answers.mood"]),
        ([{**GOOD, "version": 9}], [BOX], ["answers[0].version"]),
        ([GOOD, {**PER, "region": "zz"}], [BOX], ["answers[1].region"]),
        ([GOOD, {**PER, "region": None}], [BOX], ["answers[1].region"]),
        ([GOOD, {**PER, "region": "b1"}], [BOX], ["answers[1].region"]),
        ([GOOD, {"question": "tags", "kind": "choices", "value": ["x", "q"]}], [BOX], ["answers[1].value[1]"]),
        ([GOOD], [{**BOX, "set": "nope"}], ["regions[0].set", "region_sets.boxes"]),
        ([GOOD], [{**BOX, "shape": "span"}], ["regions[0].shape"]),
        ([GOOD], [{**BOX, "value": {"x": 95, "y": 1, "width": 9, "height": 9}}], ["regions[0].value"]),
        ([GOOD], [{**BOX, "value": {"x": 1, "y": 1, "width": 0, "height": 9}}], ["regions[0].value.width"]),
        ([GOOD], [BOX, BOX], ["regions[1].id"]),
        ([GOOD, PER], [BOX, {**SPAN, "value": {"start": 0, "end": 14}}], ["regions[1].value.end"]),
        ([], [BOX], ["answers.mood"]),
        ([{**GOOD, "value": "bad"}], [BOX], ["answers.why"]),
        ([GOOD], [BOX, SPAN], ["answers.type.s1"]),
        ([GOOD], [], ["region_sets.boxes"]),
    ],
)
def test_problems_have_places(answers: list[Any], regions: list[Any], where: list[str]) -> None:
    assert places(answers, regions) == where


def test_too_many_regions_even_in_a_draft() -> None:
    spans = [{**SPAN, "id": f"s{number}"} for number in range(3)]
    assert places([], spans, complete=False) == ["region_sets.spans"]
    assert places([], [], complete=False) == []


def test_code_points_not_bytes_nor_utf16() -> None:
    length = len(DATA["text"])
    assert length == 13, "as Python counts; UTF-16 has 15"
    assert places([GOOD, PER], [BOX, {**SPAN, "value": {"start": 4, "end": length}}]) == []


def test_what_is_not_asked_is_left_out_but_no_problem() -> None:
    why = {"question": "why", "kind": "text", "value": 7}
    assert places([GOOD, why], [BOX]) == []
    given = body([why, GOOD], [BOX])
    assert CHECKER.unasked(given) == [0]
    assert [answer.question for answer in CHECKER.clean(given, DATA).answers] == ["mood"]


def test_clean_is_one_form() -> None:
    tags = {"question": "tags", "kind": "choices", "value": ["z", "x"]}
    one = CHECKER.clean(body([PER, tags, GOOD], [BOX, SPAN]), DATA)
    other = clean_body(body([{**tags, "value": ["x", "z"]}, GOOD, PER], [SPAN, BOX]), SCHEMA, builtins(), DATA)
    assert one == other
    assert [answer.question for answer in one.answers] == ["mood", "tags", "type"]
    assert [region.set for region in one.regions] == ["spans", "boxes"]
    assert one.answers[1].value == ["x", "z"]
    assert CHECKER.clean(one, DATA) == one


def test_unknown_kinds_pass_untouched() -> None:
    schema = Schema(
        fields=(DataField(id="t", name="t", medium="hologram", source="t"),),
        region_sets=(RegionSet(id="s", name="s", field="t", shapes=("fog",)),),
        questions=(Question(id="q", name="q", kind="colour", config={"any": "thing"}),),
    )
    raw = {
        "answers": [{"question": "q", "kind": "colour", "value": {"r": [1]}, "version": 7}],
        "regions": [{"id": "a", "set": "s", "shape": "fog", "value": None, "version": 3}],
    }
    given, checker = Body.model_validate(raw), Checker(schema, builtins())
    assert checker.check(given) == []
    assert checker.clean(given) == given
    nul = Body.model_validate({"answers": [{"question": "q", "kind": "colour", "value": "\x00"}]})
    assert [problem.where for problem in checker.check(nul)] == ["answers[0].value"]


def test_shape_on_the_wrong_surface() -> None:
    schema = Schema(
        fields=(DataField(id="t", name="t", medium="text", source="t"),),
        region_sets=(RegionSet(id="boxes", name="boxes", field="t", shapes=("box",)),),
    )
    assert [problem.where for problem in check_body(body([], [BOX]), schema, builtins())] == ["regions[0].shape"]


def test_a_schema_with_a_wrong_config_is_refused_with_its_place() -> None:
    bad = SCHEMA.model_copy(update={"questions": (Question(id="q", name="q", kind="choice", config={"values": 3}),)})
    with pytest.raises(Invalid) as caught:
        Checker(bad, builtins())
    assert caught.value.problems[0].where == "questions[0].config.values"


def test_quick() -> None:
    """One choice in well under 60 µs: the best of five, as other work may run beside."""
    schema = Schema(fields=SCHEMA.fields[:1], questions=SCHEMA.questions[:1])
    checker, given = Checker(schema, builtins()), body([GOOD], [])
    took: list[float] = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(500):
            checker.check(given, DATA)
        took.append((time.perf_counter() - start) / 500)
    assert min(took) < 60e-6


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_conditions(vector: dict[str, Any]) -> None:
    sets = {question.get("about", "item") for question in vector["questions"]} | set(vector["regions"].values())
    schema = Schema.model_validate(
        {
            "fields": [{"id": "f", "name": "f", "medium": "text", "source": "f"}],
            "region_sets": [{"id": id, "name": id, "field": "f", "shapes": ["span"]} for id in sorted(sets - {"item"})],
            "questions": [{"name": one["id"], "kind": "any"} | one for one in vector["questions"]],
        }
    )
    given = Body.model_validate(
        {
            "regions": [
                {"id": id, "set": its, "shape": "span", "value": None} for id, its in vector["regions"].items()
            ],
            "answers": [
                {"question": question, "kind": "any", "value": value, "region": region[0] if region else None}
                for question, value, *region in vector["answers"]
            ],
        }
    )
    found = {f"{id}@{region}" if region else id for (id, region), yes in asked(schema, given).items() if yes}
    assert found == set(vector["asked"])
