"""Labels of every scale: read, written back, refused with a sentence, and apart from each other."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask as coco

from goldlabel.core.problem import Invalid
from goldlabel.frames.masks import mask_from, mask_of, overlap, pixels
from goldlabel.frames.scale import SCALES, kendall, scale

GOOD: dict[str, list[Any]] = {
    "nominal": ["cat", 3, True],
    "ordinal": ["3", 2.5],
    "numeric": ["4.2", -1, 1e300],
    "text": ["a sentence", ""],
    "tree": ["animal/dog", "plant"],
    "set": ['["y", "x"]', [], ["a"]],
    "ranking": ['["best", "next"]', ["only"]],
    "pairwise": ["left", "Right", " tie"],
    "spans": ['[[0, 5, "PER"], [5, 9, "LOC"]]', [], [[1, 2]]],
    "segments": ['[[0.5, 2.25, "speech"]]', [[-3, 0, "a"]]],
    "boxes": ['[[1, 2, 3.5, 4, "car"]]', []],
    "polygons": ['[[[[0, 0], [5, 0], [5, 5]], "roof"]]', [[[[0, 0], [5, 0], [5, 5], [0, 0]], "closed"]]],
    "points": ['[[3, 4.5, "nose"]]', []],
    "masks": ['{"size": [2, 2], "counts": [1, 3]}', [[{"size": [2, 2], "counts": "13"}, "roof"]]],
}
BAD: dict[str, list[tuple[Any, str]]] = {
    "nominal": [([1], "is no text or number")],
    "ordinal": [("high", "is no number")],
    "numeric": [("x", "is no number"), ("nan", "is no finite number"), (True, "no finite"), ("-inf", "no finite")],
    "text": [(["a"], "is no text")],
    "tree": [("a//b", "empty step"), ("", "empty step")],
    "set": [('["a", "a"]', "names 'a' twice"), ("a", "is no JSON"), ('{"a": 1}', "no list of names"),
            ("[[1]]", "no list")],
    "ranking": [("[]", "ranks nothing"), ('["a", "b", "a"]', "names 'a' twice")],
    "pairwise": [("both", "is none of left, right, tie"), (1, "is none of")],
    "spans": [
        ("[[5, 5, 'PER']]", "is no JSON"), ([[5, 5, "PER"]], "region 1 ends at 5"),
        ([[0, 1], [-1, 2, "a"]], "region 2 goes"),
        ([[0.5, 2, "a"]], "whole numbers"), ([["0", 1, "a"]], "where a number belongs"), ([[0]], "has 1 entries"),
        (7, "no list"), ([[0, 1, "a", "b"]], "more than a place and one label"),
    ],
    "segments": [([[2, 1, "a"]], "ends at 1"), ([[0, float("inf"), "a"]], "where a number belongs")],
    "boxes": [([[0, 0, 0, 5, "a"]], "both must be above 0"), ([[0, 0, 1]], "has 3 entries"),
              ([[0, 0, 1e8, 1]], "lies beyond")],
    "points": [([[1, "a"]], "where a number belongs"), ([[1e9, 1, "a"]], "lies beyond")],
    "polygons": [([[[[0, 0], [1, 1]], "a"]], "needs"), ([[1, 2, "a"]], "no list of points")],
    "masks": [
        ({"size": [2, 2], "counts": [1, 1]}, "counts of 2 pixels together; its size says 4"),
        ([["x"]], "no COCO run-length mask"), ({"size": [2], "counts": []}, "not [height, width]"),
        ({"size": [2, 2], "counts": "\x7f"}, "not packed"), ({"size": [2, 2], "counts": "P"}, "are cut"),
        ({"size": [0, 2], "counts": []}, "above 0"), ({"size": [2, 2], "counts": [-1, 5]}, "whole numbers from 0"),
    ],
}  # fmt: skip


def test_every_scale_is_here() -> None:
    assert set(GOOD) == set(BAD) == set(SCALES)


@pytest.mark.parametrize("name", SCALES)
def test_a_label_is_read_and_written_back(name: str) -> None:
    kind = scale(name)
    for raw in GOOD[name]:
        value = kind.parse(raw)
        assert kind.parse(kind.write(value)) == value
        assert kind.distance(value, value) == 0


@pytest.mark.parametrize("name", SCALES)
def test_a_label_of_another_form_is_refused(name: str) -> None:
    for raw, said in BAD[name]:
        with pytest.raises(ValueError) as caught:
            scale(name).parse(raw)
        assert said in str(caught.value), raw


@pytest.mark.parametrize("name", SCALES)
def test_distance_is_symmetric_and_bounded(name: str) -> None:
    kind = scale(name)
    values = [kind.parse(raw) for raw in GOOD[name]]
    for a in values:
        for b in values:
            assert kind.distance(a, b) == kind.distance(b, a) >= 0
            assert name in ("ordinal", "numeric") or kind.distance(a, b) <= 1


def test_an_unknown_scale_names_those_there_are() -> None:
    with pytest.raises(Invalid, match="there is no scale 'interval'; there are nominal, ordinal"):
        scale("interval")


def test_distances_by_hand() -> None:
    def apart(name: str, a: Any, b: Any, **more: Any) -> float:
        kind = scale(name, **more)
        return kind.distance(kind.parse(a), kind.parse(b))

    assert apart("ordinal", "low", "high", classes=["low", "mid", "high"]) == 1
    assert apart("ordinal", "mid", "high", classes=["low", "mid", "high"]) == 0.5
    assert apart("set", ["a", "b"], ["b", "c"]) == pytest.approx(2 / 3)
    assert apart("tree", "a/b/c", "a/b/d") == pytest.approx(1 / 3)
    assert apart("pairwise", "left", "tie") == 0.5
    assert apart("text", "kitten", "sitten") == pytest.approx(1 / 6)
    two, one = [[0, 0, 10, 10, "a"], [20, 0, 10, 10, "a"]], [[0, 0, 10, 5, "a"]]
    assert apart("boxes", two, one) == pytest.approx(1 - 2 * 0.5 / 3)
    assert apart("boxes", one, [[0, 0, 10, 5, "b"]]) == 1
    assert apart("points", [[0, 0, "a"]], [[0, 20, "a"]]) == pytest.approx(1 - np.exp(-0.5))
    assert apart("spans", [], [[0, 1, "a"]]) == 1
    square = [[[0, 0], [2, 0], [2, 2], [0, 2]], "a"]
    assert apart("polygons", [square], [[[[0, 0], [1, 0], [1, 2], [0, 2]], "a"]]) == pytest.approx(0.5)


@given(st.permutations("abcde"), st.permutations("abcde"))
def test_kendall_on_whole_rankings_is_scipys(a: list[str], b: list[str]) -> None:
    from scipy.stats import kendalltau

    tau = kendalltau([a.index(one) for one in "abcde"], [b.index(one) for one in "abcde"]).statistic  # pyright: ignore[reportAttributeAccessIssue]
    assert kendall(a, b) == pytest.approx((1 - tau) / 2)


def test_kendall_of_short_lists() -> None:
    """Fagin et al. 2003, p = 1/2: disjoint lists of k differ in all k² cross pairs, and half of each list's own."""
    assert kendall(["a", "b"], ["c", "d"]) == pytest.approx((4 + 0.5 + 0.5) / 6)
    assert kendall(["a"], ["a", "b"]) == 0


@given(st.integers(1, 12), st.integers(1, 12), st.data())
def test_masks_are_those_of_coco(height: int, width: int, data: st.DataObject) -> None:
    bits = st.lists(st.booleans(), min_size=height * width, max_size=height * width)
    a, b = (np.array(data.draw(bits), bool).reshape(height, width) for _ in range(2))
    one, other = mask_from(a), mask_from(b)
    theirs = coco.encode(np.asfortranarray(a.astype(np.uint8)))
    assert one.rle()["counts"].encode() == theirs["counts"]
    assert mask_of(one.rle()) == one
    assert (pixels(one) == a).all()
    assert one.area == a.sum()
    assert overlap(one, other) == (a & b).sum()


def test_masks_of_different_sizes_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="masks of 1 × 1 and 2 × 1"):
        overlap(mask_from(np.ones((1, 1), bool)), mask_from(np.ones((2, 1), bool)))
