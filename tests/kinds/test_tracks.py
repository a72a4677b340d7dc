"""Regions that move: what keyframes may say, where they are in between, how far two are apart, how they are kept."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from goldlabel.catalog import builtins
from goldlabel.consensus.resolve import resolve
from goldlabel.core.annotation import Answer, Body, Keyframe, Region
from goldlabel.core.check import Checker
from goldlabel.core.geometry import BoxValue
from goldlabel.core.kind import Catalog, Extent, Medium, Surface
from goldlabel.core.model import Json
from goldlabel.core.problem import Problem
from goldlabel.core.record import Labeled, Record
from goldlabel.core.schema import DataField, Question, RegionSet, Schema
from goldlabel.core.track import Moment, Track, combine, distance, thinned
from goldlabel.formats.base import ReadOptions, WriteOptions
from goldlabel.formats.jsonl import Jsonl
from goldlabel.formats.parts.source import Source
from goldlabel.release.diff import said
from goldlabel.shapes.box import Box, BoxConfig

SECOND = 1_000_000
BOX, CONFIG = Box(), BoxConfig()


class Film(Medium):
    name, surfaces = "film", (Surface.plane, Surface.line)

    def check(self, value: Json) -> list[Problem]:
        return []

    def extent(self, value: Json, info: Mapping[str, Any]) -> Extent:
        return SIZES["film"]


KINDS = Catalog({"image": builtins().media["image"], "film": Film()}, builtins().shapes, builtins().answers)
SCHEMA = Schema(
    fields=(DataField(id="film", name="film", medium="film", source="film"),),
    region_sets=(RegionSet(id="cars", name="cars", field="film", shapes=("box",)),),
    questions=(Question(id="turns", name="turns", kind="yes_no", about="cars"),),
)
SIZES = {"film": Extent(length=10 * SECOND, width=640, height=480)}
CHECKER = Checker(SCHEMA, KINDS)


def raw(x: float, width: float = 100) -> Json:
    return {"x": x, "y": 10, "width": width, "height": 50}


def region(*keyframes: Keyframe, id: str = "r1") -> Region:
    return Region(id=id, set="cars", shape="box", value=keyframes[0].value, keyframes=keyframes)


def key(second: float, x: float, **more: Any) -> Keyframe:
    return Keyframe(time=int(second * SECOND), value=raw(x), **more)


def track(*moments: tuple[int, float, str] | tuple[int, float]) -> Track[BoxValue]:
    """Seconds, left edge, and "outside" where it is."""

    def at(second: int, x: float, outside: str = "") -> Moment[BoxValue]:
        return Moment(second * SECOND, BoxValue(x=x, y=10, width=100, height=50), outside != "")

    return Track(tuple(at(one[0], one[1], *map(str, one[2:])) for one in moments))


def complaints(one: Region, schema: Schema = SCHEMA, kinds: Catalog = KINDS) -> list[str]:
    return [
        problem.where
        for problem in Checker(schema, kinds).check(Body(regions=(one,)), {"film": "blob"}, SIZES, complete=False)
    ]


def test_a_track_is_its_shape_in_between_and_only_while_it_is_there():
    moving = track((1, 0), (3, 200, "outside"), (5, 400), (6, 500))
    there = {second: moving.at(second * SECOND, BOX) for second in (0, 1, 2, 3, 4, 5, 9)}
    assert [box.x if box else None for box in there.values()] == [None, 0, 100, None, None, 400, 500]
    assert moving.place(4 * SECOND, BOX).x == 300, "where it would be seen again"


def test_keyframes_are_checked_each_with_its_place():
    assert complaints(region(key(0, 0), key(1, 50, outside=True))) == []
    assert complaints(region(key(1, 0), key(1, 50))) == ["regions[0].keyframes[1].time"]
    assert complaints(region(key(0, 0), key(11, 50))) == ["regions[0].keyframes[1].time"]
    assert complaints(region(key(0, 0), key(1, 600))) == ["regions[0].keyframes[1].value"]
    other = region(key(0, 0), key(1, 50)).model_copy(update={"value": raw(5)})
    assert complaints(other) == ["regions[0].value"]


def test_only_a_medium_with_time_takes_them():
    still = Schema.model_validate(
        SCHEMA.model_dump() | {"fields": [{"id": "film", "name": "film", "medium": "image", "source": "film"}]}
    )
    assert complaints(region(key(0, 0)), still) == ["regions[0].keyframes"]


def test_answers_that_hold_from_a_keyframe_on_are_checked_as_others_are():
    def with_answer(**more: Any) -> Region:
        answer = Answer.model_validate({"question": "turns", "kind": "yes_no", "value": True} | more)
        return region(key(0, 0), key(2, 5, answers=(answer,)))

    assert complaints(with_answer()) == []
    assert complaints(with_answer(question="speed")) == ["regions[0].keyframes[1].answers[0].question"]
    assert complaints(with_answer(kind="number")) == ["regions[0].keyframes[1].answers[0].kind"]
    assert complaints(with_answer(region="r1")) == ["regions[0].keyframes[1].answers[0].region"]
    assert complaints(with_answer(value="often")) == ["regions[0].keyframes[1].answers[0].value"]


def test_distance_is_the_mean_over_the_time_that_one_of_them_is_there():
    one = track((0, 0), (4, 0, "outside"))
    assert distance(one, one, BOX, CONFIG) == 0
    late = track((2, 0), (4, 0, "outside"))
    assert distance(one, late, BOX, CONFIG) == pytest.approx(0.5), "half of the time alone"  # pyright: ignore[reportUnknownMemberType]
    beside = track((0, 50), (4, 50, "outside"))
    assert distance(one, beside, BOX, CONFIG) == pytest.approx(1 - 50 / 150)  # pyright: ignore[reportUnknownMemberType]
    assert distance(one, track((5, 0), (6, 0, "outside")), BOX, CONFIG) == 1
    assert distance(late, one, BOX, CONFIG) == distance(one, late, BOX, CONFIG)
    held, gone = track((0, 0)), track((0, 0), (5, 0, "outside"))
    assert distance(held, gone, BOX, CONFIG, length=10 * SECOND) == pytest.approx(0.5)  # pyright: ignore[reportUnknownMemberType]


def test_keyframes_that_say_nothing_new_change_nothing():
    full = [Moment(t, BoxValue(x=t, y=0, width=10, height=10)) for t in range(0, 300, 3)]
    assert [one.time for one in thinned(full, BOX, CONFIG)] == [0, 297]
    bent = [*full, Moment(400, BoxValue(x=0, y=0, width=10, height=10))]
    assert [one.time for one in thinned(bent, BOX, CONFIG)] == [0, 297, 400]


def test_one_track_for_many_is_there_where_most_saw_it():
    made = combine(
        [track((0, 0), (4, 40)), track((0, 0), (2, 20), (4, 40)), track((2, 20), (4, 40, "outside"))], BOX, CONFIG
    )
    assert [(one.time // SECOND, one.value.x, one.outside) for one in made.moments] == [(0, 0, False), (4, 40, False)]
    alone = combine([track((0, 0)), track((3, 0)), track((3, 0))], BOX, CONFIG)
    assert alone.moments[0].time == 3 * SECOND, "one of three is not enough"


def labeled(who: str, *regions: Region) -> Labeled:
    answers = tuple(Answer(question="turns", kind="yes_no", value=True, region=one.id) for one in regions)
    return Labeled(Body(regions=regions, answers=answers), who)


def test_people_agree_on_a_track_however_they_keyed_it():
    few = labeled("ann", region(key(0, 0), key(4, 400)))
    many = labeled("bob", region(*(key(second, 100.0 * second) for second in range(5)), id="b"))
    outcome = resolve([few, many], SCHEMA, KINDS, {"film": "blob"})
    (found,) = outcome.body.regions
    assert [one.time for one in found.keyframes] == [0, 4 * SECOND]
    assert found.value == found.keyframes[0].value == raw(0)
    assert CHECKER.check(outcome.body, {"film": "blob"}) == []


def test_tracks_apart_in_time_are_two_things():
    first = labeled("ann", region(key(0, 0), key(2, 0, outside=True)))
    second = labeled("bob", region(key(5, 0), key(7, 0, outside=True)))
    assert resolve([first, second], SCHEMA, KINDS, {"film": "blob"}).state == "tie"


def test_the_stored_form_has_no_word_of_what_is_not_so():
    body = Body(regions=(region(key(0, 0), key(1, 5, outside=True)),))
    first, second = CHECKER.clean(body).model_dump(mode="json", exclude_none=True)["regions"][0]["keyframes"]
    assert (set(first), set(second)) == ({"time", "value"}, {"time", "value", "outside"})
    plain = Body(regions=(Region(id="r", set="cars", shape="box", value=raw(0)),))
    assert "keyframes" not in plain.model_dump(mode="json")["regions"][0]


def test_releases_differ_when_a_track_goes_elsewhere():
    one, other = (Body(regions=(region(key(0, 0), key(1, x)),)) for x in (5, 6))
    assert said(one) != said(other)


def test_tracks_go_through_jsonl_and_back(tmp_path: Path):
    answer = Answer(question="turns", kind="yes_no", value=False)
    body = Body(regions=(region(key(0, 0), key(1, 5, occluded=True, answers=(answer,))),))
    record = Record(key="a", data={"film": "blob"}, annotations=[Labeled(body, "ann")])
    Jsonl().write(SCHEMA, [record], tmp_path / "out.jsonl", WriteOptions())
    with Source(tmp_path / "out.jsonl") as source:
        back = list(Jsonl().read(source, SCHEMA, ReadOptions()))
    assert [one.annotations[0].body for one in back if isinstance(one, Record)] == [body]
