"""Matching is exact: no other pairing has a larger total likeness."""

from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldlabel.agreement.match import assign, match
from goldlabel.agreement.reading import Reader, Ready, Reply
from tests.consensus.helpers import CATALOG, schema

NONE = (0.0, 0.0, 0.0, 0.0)


def best_total(gains: list[list[float]]) -> float:
    rows, columns = len(gains), len(gains[0])
    if rows > columns:
        return best_total([[row[j] for row in gains] for j in range(columns)])
    return max(sum(gains[i][j] for i, j in enumerate(chosen)) for chosen in permutations(range(columns), rows))


@settings(max_examples=300)
@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_assign_against_all_permutations(rows: int, columns: int, data: st.DataObject) -> None:
    gain = st.integers(0, 20).map(lambda n: n / 20)
    gains = data.draw(st.lists(st.lists(gain, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    chosen = assign(gains)
    assert len({i for i, _ in chosen}) == len({j for _, j in chosen}) == len(chosen) == min(rows, columns)
    assert sum(gains[i][j] for i, j in chosen) == pytest.approx(best_total(gains))


def apart(a: float, b: float) -> float:
    return min(1.0, abs(a - b) / 10)


@settings(max_examples=300)
@given(st.lists(st.integers(0, 30), max_size=5), st.lists(st.integers(0, 30), max_size=5))
def test_match_against_all_pairings(first: list[int], second: list[int]) -> None:
    found = match(first, second, apart)
    assert all(gap == apart(first[i], second[j]) <= 0.5 for i, j, gap in found)
    assert len({i for i, _, _ in found}) == len({j for _, j, _ in found}) == len(found)
    if first and second:
        gains = [[1 - apart(a, b) if apart(a, b) <= 0.5 else 0.0 for b in second] for a in first]
        assert sum(1 - gap for _, _, gap in found) == pytest.approx(best_total(gains))


def test_greedy_would_be_wrong() -> None:
    """Nearest first takes (4, 5) and leaves 0 without a partner; the best total pairs both."""
    assert [(i, j) for i, j, _ in match([0, 4], [5, 9], apart)] == [(0, 0), (1, 1)]


def test_the_threshold_is_inclusive() -> None:
    assert match([0], [5], apart) == [(0, 0, 0.5)]
    assert match([0], [5.01], apart) == []
    assert match([0], [5.01], apart, threshold=0.6) != []


def test_answers_break_ties_between_equal_places() -> None:
    first, second = ["per", "loc"], ["loc", "per"]

    def unlike(i: int, j: int) -> float:
        return float(first[i] != second[j])

    assert [(i, j) for i, j, _ in match([0, 0], [0, 0], apart, differ=unlike)] == [(0, 1), (1, 0)]


spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), max_size=12)


@settings(max_examples=200)
@given(spans, spans)
def test_what_is_passed_over_could_not_match(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    """Measuring only what touches gives the same matches: boxes, one to each (place, size)."""
    reader = Reader(schema([], [{"name": "o", "field": "text", "shapes": ["box"]}], "image"), CATALOG)
    ready = reader.shape("o", "box")

    def places(rows: list[tuple[int, int]]) -> list[Reply]:
        return [ready.read({"x": x, "y": 40 - x, "width": size, "height": 10}, 1) for x, size in rows]

    a, b = places(first), places(second)
    extents = ([ready.extent(one) or NONE for one in a], [ready.extent(one) or NONE for one in b])
    assert match(a, b, ready.distance) == match(a, b, ready.distance, extents=extents)


@pytest.mark.parametrize("name", sorted(CATALOG.shapes))
def test_extents_keep_the_promise(name: str) -> None:
    """A shape has an extent only if places whose extents do not touch are too far apart to match."""
    shape = CATALOG.shapes[name]
    for example in shape.examples():
        ready = Ready(name, shape, example.config)
        places = [ready.read(value.model_dump(mode="json"), shape.version) for value in example.valid]
        known = [(place, extent) for place in places if (extent := ready.extent(place))]
        assert len(known) in (0, len(places))
        for (a, x), (b, y) in product(known, known):
            if x[0] > y[2] or x[2] < y[0] or x[1] > y[3] or x[3] < y[1]:
                assert ready.distance(a, b) == 1.0
    assert (name in {"span", "box", "rotated_box", "ellipse", "polygon", "mask"}) == bool(known)


def test_a_crowded_picture_is_quick() -> None:
    """Candidates fall into small groups; 400 × 400 regions take far less than a dense assignment would."""
    first = [float(20 * n) for n in range(400)]
    second = [value + 3 for value in first]
    found = match(first, second, apart)
    assert [(i, j) for i, j, _ in found] == [(n, n) for n in range(400)]
