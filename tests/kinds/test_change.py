"""What a schema change means, and answers carried over it."""

from typing import Any

from goldlabel.catalog import builtins
from goldlabel.core.annotation import Body
from goldlabel.core.change import carry, plan
from goldlabel.core.check import Checker
from goldlabel.core.read import read_schema
from goldlabel.core.schema import Schema

FIELDS = [{"name": "text", "medium": "text"}, {"name": "image", "medium": "image"}]
SETS = [
    {"name": "spans", "field": "text", "shapes": ["span"]},
    {"name": "areas", "field": "image", "shapes": ["box", "polygon"]},
]
MOOD = {"name": "mood", "kind": "choice", "config": {"values": ["good", "bad", "odd"]}}
TAGS = {"name": "tags", "kind": "choices", "config": {"values": ["a", "b", "c"]}}
TREE = {"name": "tree", "kind": "tree", "config": {"values": [{"pets": ["dog", "fish"]}, {"wild": ["wolf"]}]}}
TYPE = {"name": "type", "kind": "choice", "about": "spans", "config": {"values": ["PER", "LOC"]}}


def schema(questions: list[Any], sets: list[Any] = SETS, before: Schema | None = None) -> Schema:
    return read_schema({"fields": FIELDS, "region_sets": sets, "questions": questions}, builtins(), before).schema


OLD = schema([MOOD, TAGS, TREE, TYPE])
BODY = Body.model_validate(
    {
        "answers": [
            {"question": "mood", "kind": "choice", "value": "odd", "confidence": 0.5},
            {"question": "tags", "kind": "choices", "value": ["a", "c"]},
            {"question": "tree", "kind": "tree", "value": [["pets", "fish"]]},
            {"question": "type", "kind": "choice", "value": "PER", "region": "s1"},
        ],
        "regions": [
            {"id": "s1", "set": "spans", "shape": "span", "value": {"start": 0, "end": 2}},
            {"id": "b1", "set": "areas", "shape": "box", "value": {"x": 0, "y": 0, "width": 2, "height": 2}},
        ],
    }
)


def changes(new: Schema) -> set[tuple[str, str, str, bool]]:
    return {(one.action, one.what, one.where, one.loses) for one in plan(OLD, new)}


def losses(new: Schema) -> tuple[Body, dict[str, int]]:
    out, lost = carry(BODY, OLD, new)
    assert Checker(new, builtins()).check(out, {"text": "abc"}, complete=False) == []
    return out, {f"{loss.what}: {loss.why}": loss.count for loss in lost}


def test_nothing_changed() -> None:
    assert plan(OLD, OLD) == []
    assert carry(BODY, OLD, OLD) == (BODY, [])


def test_rename_add_and_reorder_lose_nothing() -> None:
    mood: dict[str, Any] = {"name": "feeling", "was": "mood", "kind": "choice"}
    mood["config"] = {"values": ["bad", {"name": "great", "was": "good"}, "odd", "new"]}
    extra = {"name": "extra", "kind": "text"}
    new = schema([TAGS, mood, TREE, TYPE, extra], before=OLD)
    assert changes(new) == {
        ("rename", "question", "questions.mood", False),
        ("rename", "value", "questions.mood.values.good", False),
        ("add", "value", "questions.mood.values.new", False),
        ("reorder", "value", "questions.mood.values", False),
        ("reorder", "question", "questions", False),
        ("add", "question", "questions.extra", False),
    }
    assert carry(BODY, OLD, new) == (BODY, [])


def test_removed_values_are_counted() -> None:
    mood, tags = {**MOOD, "config": {"values": ["good", "bad"]}}, {**TAGS, "config": {"values": ["a", "b"]}}
    new = schema([mood, tags, TREE, TYPE], before=OLD)
    assert ("remove", "value", "questions.mood.values.odd", True) in changes(new)
    out, lost = losses(new)
    assert lost == {"answers to mood: a value was removed": 1, "answers to tags: a value was removed": 1}
    assert out.answer("mood") is None
    assert out.answer("tags").value == ["a"]  # type: ignore[union-attr]
    assert BODY.answer("mood") is not None, "the original stays whole"


def test_tree_values_move_and_vanish() -> None:
    moved = {**TREE, "config": {"values": [{"pets": ["dog"]}, {"wild": ["wolf", "fish"]}]}}
    out, lost = losses(schema([MOOD, TAGS, moved, TYPE], before=OLD))
    assert (out.answer("tree").value, lost) == ([["wild", "fish"]], {})  # type: ignore[union-attr]
    gone = {**TREE, "config": {"values": [{"pets": ["dog"]}, {"wild": ["wolf"]}]}}
    out, lost = losses(schema([MOOD, TAGS, gone, TYPE], before=OLD))
    assert out.answer("tree").value == [["pets"]]  # type: ignore[union-attr]
    assert lost == {"answers to tree: a value was removed": 1}


def test_removed_questions_and_sets() -> None:
    new = schema([MOOD], [SETS[1]], before=OLD)
    assert {one for one in changes(new) if one[0] == "remove"} == {
        ("remove", "question", f"questions.{id}", True) for id in ("tags", "tree", "type")
    } | {("remove", "region_set", "region_sets.spans", True)}
    out, lost = losses(new)
    assert [region.id for region in out.regions] == ["b1"]
    assert lost["regions of spans: its set was removed or moved to another field"] == 1
    assert sum(lost.values()) == 4


def test_retyped_questions_and_shapes() -> None:
    sets = [SETS[0], {**SETS[1], "shapes": ["polygon", "point"]}]
    new = schema([{**MOOD, "kind": "choices"}, TAGS, TREE, {**TYPE, "about": "item"}], sets, before=OLD)
    assert ("retype", "question", "questions.mood", True) in changes(new)
    assert ("retype", "question", "questions.type", True) in changes(new)
    assert ("retype", "region_set", "region_sets.areas", True) in changes(new)
    out, lost = losses(new)
    assert [region.id for region in out.regions] == ["s1"]
    assert [answer.question for answer in out.answers] == ["tags", "tree"]
    assert sum(lost.values()) == 3
    assert all(one.means for one in plan(OLD, new))


def test_an_empty_set_stays_an_answer() -> None:
    empty = Body.model_validate({"answers": [{"question": "tags", "kind": "choices", "value": []}]})
    assert carry(empty, OLD, schema([TAGS], before=OLD))[0] == empty


def test_everything_that_is_stored_is_a_change() -> None:
    """What is no change is not saved: wording, colours and keys must not get lost without a word."""
    raw = OLD.model_dump(mode="json")
    first: dict[str, Any] = {
        "fields": {"label": "Text", "private": True},
        "region_sets": {"description": "x", "config": {"point": {"sigma": 3}}, "min": 1, "max": 9},
        "questions": {"text": "x", "description": "x", "required": False, "ask_if": [
            {"question": "tags", "answered": True}]},
    }  # fmt: skip
    edits = [{**raw, "layout": "stack"}]
    for key, parts in first.items():
        edits += [{**raw, key: [{**raw[key][0], name: to}, *raw[key][1:]]} for name, to in parts.items()]
    mood = raw["questions"][0]
    values = mood["config"]["values"]
    for name, to in {"colour": "#112233", "key": "g", "description": "x", "examples": ["x"]}.items():
        changed = {**mood, "config": {"values": [{**values[0], name: to}, *values[1:]]}}
        edits.append({**raw, "questions": [changed, *raw["questions"][1:]]})
    for edit in edits:
        new = Schema.model_validate(edit)
        assert plan(OLD, new), edit
        assert not any(one.loses for one in plan(OLD, new))
        assert carry(BODY, OLD, new) == (BODY, [])
