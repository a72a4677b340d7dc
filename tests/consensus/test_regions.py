"""Regions: clusters kept when more than half drew them, geometry by the shape, answers by those who drew."""

from itertools import permutations
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from goldlabel.core.record import Labeled
from tests.consensus.helpers import answer, box, said, schema, settle, span

TYPE = {"name": "type", "kind": "choice", "about": "entities", "config": {"values": ["per", "loc"]}}
NER = schema([TYPE], [{"name": "entities", "field": "text", "shapes": ["span"]}])
BOXES = schema([], [{"name": "objects", "field": "text", "shapes": ["box"]}], medium="image")


def ner(labeler: str, *spans: tuple[int, int, str]) -> Labeled:
    regions = [span(f"{labeler}{n}", start, end) for n, (start, end, _) in enumerate(spans)]
    answers = {("type", f"{labeler}{n}"): ("choice", kind) for n, (_, _, kind) in enumerate(spans)}
    return said(labeler, answers, regions)


def boxes(labeler: str, *values: tuple[float, float, float, float]) -> Labeled:
    return said(labeler, {}, [box(f"{labeler}{n}", *value) for n, value in enumerate(values)])


def entities(outcome: Any) -> list[tuple[int, int, str | None]]:
    return [(r.value["start"], r.value["end"], answer(outcome, "type", r.id)) for r in outcome.body.regions]


def test_two_of_three_keep_a_span_and_decide_its_type() -> None:
    outcome = settle(
        NER,
        [ner("a", (0, 5, "per"), (20, 24, "loc")), ner("b", (0, 5, "per"), (40, 44, "loc")), ner("c", (0, 5, "loc"))],
    )
    assert outcome.state == "resolved"
    assert entities(outcome) == [(0, 5, "per")]
    dropped = {(e["value"]["start"], tuple(e["drawn"]), tuple(e["not_drawn"])) for e in outcome.evidence["regions"]}
    assert dropped == {(20, ("a",), ("b", "c")), (40, ("b",), ("a", "c"))}
    assert outcome.confidence == 0.666667
    (kind,) = outcome.evidence["answers"]
    assert kind["votes"] == [{"value": "per", "labelers": ["a", "b"]}, {"value": "loc", "labelers": ["c"]}]


def test_half_is_a_tie_about_existence() -> None:
    outcome = settle(NER, [ner("a", (0, 5, "per")), ner("b")])
    assert outcome.state == "tie"
    (tie,) = outcome.evidence["ties"]
    assert (tie["where"], tie["drawn"], tie["not_drawn"]) == ("region_sets.entities", ["a"], ["b"])
    assert tie["value"] == {"start": 0, "end": 5}


def test_a_tie_about_a_region_keeps_the_rest() -> None:
    outcome = settle(NER, [ner("a", (0, 5, "per"), (9, 12, "loc")), ner("b", (0, 5, "loc"), (9, 12, "loc"))])
    assert outcome.state == "tie"
    assert entities(outcome) == [(0, 5, None), (9, 12, "loc")]
    region = outcome.body.regions[0].id
    assert [tie["where"] for tie in outcome.evidence["ties"]] == [f"answers.type.{region}"]


def test_the_same_place_twice_is_matched_by_its_answers() -> None:
    """Two labelers mark one place as both, in different order; the third as LOC alone."""
    outcome = settle(
        NER,
        [
            ner("a", (0, 5, "per"), (0, 5, "loc")),
            ner("b", (0, 5, "loc"), (0, 5, "per")),
            ner("c", (0, 5, "loc")),
        ],
    )
    assert sorted(entities(outcome)) == [(0, 5, "loc"), (0, 5, "per")]
    assert outcome.state == "resolved"


def test_a_box_is_the_median_of_its_edges() -> None:
    outcome = settle(BOXES, [boxes("a", (0, 0, 10, 10)), boxes("b", (1, 1, 10, 10)), boxes("c", (2, 0, 9, 12))])
    (region,) = outcome.body.regions
    assert region.value == {"x": 1.0, "y": 0.0, "width": 10.0, "height": 11.0}


def test_neighbours_are_not_mixed_up() -> None:
    """Every box overlaps two of the other labeler; the largest total overlap is taken, not the first come."""
    row = [(0.0, 0, 10, 10), (6.0, 0, 10, 10), (12.0, 0, 10, 10)]
    moved = [(x + 2.9, y, w, h) for x, y, w, h in row]
    outcome = settle(BOXES, [boxes("a", *row), boxes("b", *moved), boxes("c", *row)])
    assert [cast(Any, r.value)["x"] for r in outcome.body.regions] == [0.0, 6.0, 12.0]
    assert outcome.confidence == 1.0


def test_nobody_stands_twice_in_a_cluster() -> None:
    """Everything overlaps everything; yet a drew two things, and each was drawn by somebody else too."""
    outcome = settle(
        BOXES, [boxes("a", (0, 0, 10, 10), (4, 0, 10, 10)), boxes("b", (1, 0, 10, 10)), boxes("c", (3, 0, 10, 10))]
    )
    assert outcome.state == "resolved"
    assert [cast(Any, r.value)["x"] for r in outcome.body.regions] == [0.5, 3.5]


def test_far_apart_is_not_the_same() -> None:
    outcome = settle(BOXES, [boxes("a", (0, 0, 10, 10)), boxes("b", (6, 0, 10, 10)), boxes("c")])
    assert outcome.state == "resolved", "each was drawn by one of three"
    assert outcome.body.regions == ()


def test_too_few_and_too_many() -> None:
    one = schema([], [{"name": "objects", "field": "text", "shapes": ["box"], "min": 1}], medium="image")
    outcome = settle(one, [boxes(n, (x, 0, 5, 5)) for n, x in (("a", 0), ("b", 50), ("c", 100))])
    assert outcome.state == "tie"
    assert "1 are needed" in outcome.evidence["ties"][0]["why"]
    assert outcome.evidence["ties"][0]["counts"] == {"a": 1, "b": 1, "c": 1}


def test_shapes_do_not_mix() -> None:
    one = schema([], [{"name": "objects", "field": "text", "shapes": ["box", "point"]}], medium="image")
    point = {"id": "p", "set": "objects", "shape": "point", "value": {"x": 5.0, "y": 5.0}}
    outcome = settle(one, [boxes("a", (0, 0, 10, 10)), said("b", {}, [point]), said("c", {}, [point | {"id": "q"}])])
    assert [(r.shape, r.value) for r in outcome.body.regions] == [("point", {"x": 5.0, "y": 5.0})]


def test_conditions_inside_a_region() -> None:
    why = {
        "name": "why", "kind": "text", "about": "entities", "ask_if": [{"question": "type", "any_of": ["per"]}],
    }  # fmt: skip
    one = schema([TYPE, why], [{"name": "entities", "field": "text", "shapes": ["span"]}])
    bodies = [ner("a", (0, 5, "per")), ner("b", (0, 5, "per")), ner("c", (0, 5, "loc"))]
    for body, text in zip(bodies[:2], ["x", "x"], strict=True):
        extra = said("", {("why", body.body.regions[0].id): ("text", text)}).body.answers
        body.body = body.body.model_copy(update={"answers": (*body.body.answers, *extra)})
    outcome = settle(one, bodies)
    assert outcome.state == "resolved"
    assert answer(outcome, "why", outcome.body.regions[0].id) == "x"


spans = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 6), st.sampled_from(["per", "loc"])).map(
        lambda one: (one[0], one[0] + one[1], one[2])
    ),
    max_size=4,
)


@settings(max_examples=150)
@given(drawn=st.lists(spans, min_size=2, max_size=4), data=st.data())
def test_order_does_not_matter(drawn: list[list[tuple[int, int, str]]], data: st.DataObject) -> None:
    """Neither of the labelers, nor in which each drew."""
    bodies = [ner(f"l{n}", *own) for n, own in enumerate(drawn)]
    shuffled = [
        Labeled(
            body.body.model_copy(update={"regions": tuple(data.draw(st.permutations(body.body.regions)))}), body.labeler
        )
        for body in bodies
    ]
    assert settle(NER, bodies) == settle(NER, list(data.draw(st.permutations(shuffled))))


@settings(max_examples=100)
@given(own=spans, count=st.integers(2, 5))
def test_unanimity(own: list[tuple[int, int, str]], count: int) -> None:
    outcome = settle(NER, [ner(f"l{n}", *own) for n in range(count)])
    assert outcome.state == "resolved"
    assert sorted(entities(outcome)) == sorted(own)
    assert outcome.confidence == 1.0


@settings(max_examples=100)
@given(drawn=st.lists(spans, min_size=2, max_size=5))
def test_a_kept_region_was_drawn_by_more_than_half(drawn: list[list[tuple[int, int, str]]]) -> None:
    outcome = settle(NER, [ner(f"l{n}", *own) for n, own in enumerate(drawn)])
    for start, end, _ in entities(outcome):
        near = sum(any(min(end, e) > max(start, s) for s, e, _ in own) for own in drawn)
        assert 2 * near > len(drawn)
    total = sum(len(own) for own in drawn)
    assert len(outcome.body.regions) <= 2 * total / len(drawn)


def test_the_nearest_are_matched_first_whoever_drew_them() -> None:
    """Either neighbour of the middle one could join it, not both; the nearer one does, in every order."""
    drawn = [(0, 20, "per"), (6, 26, "per"), (11, 31, "per")]
    outcomes = [settle(NER, [ner(f"l{n}", one) for n, one in enumerate(order)]) for order in permutations(drawn)]
    kept = {tuple(entities(outcome)) for outcome in outcomes}
    assert len(kept) == 1, kept
    [[(start, end, _)]] = kept
    assert start >= 6, "that of the second and third"
    assert end >= 26
