"""Boxes, polygons and masks: places combined, degenerate geometry, and STAPLE against its definition on pixels."""

import time
from typing import Any

import numpy as np
import pytest

from goldlabel.consensus import aggregate
from goldlabel.consensus.places import on_outline, precision
from goldlabel.core.problem import Invalid
from goldlabel.frames import masks
from goldlabel.frames.masks import Mask, mask_from
from goldlabel.frames.scale import scale


def table(*labels: Any) -> dict[str, list[Any]]:
    return {"item": [1] * len(labels), "worker": [f"w{at}" for at in range(len(labels))], "label": list(labels)}


def test_edges_are_medians_and_class_is_voted() -> None:
    found = aggregate(table([[10, 10, 20, 20, "car"]], [[12, 10, 20, 22, "car"]], [[11, 9, 20, 21, "bus"]]), "boxes")
    assert found.labels == [[[11.0, 10.0, 20.0, 20.0, "car"]]]
    assert found.evidence is not None
    region = found.evidence[0]["regions"][0]
    assert region["by"] == ["w0", "w1", "w2"]
    assert region["not_by"] == []
    assert 0 < region["spread"] < 0.3
    assert region["probability"] <= region["exists"]


def test_what_one_of_four_drew_is_left_out_with_its_probability() -> None:
    sure = [0, 0, 10, 10, "car"]
    found = aggregate(table([sure, [50, 50, 10, 10, "car"]], [sure], [sure], [sure]), "boxes")
    assert found.labels == [[[0.0, 0.0, 10.0, 10.0, "car"]]]
    assert found.evidence is not None
    kept, dropped = found.evidence[0]["regions"]
    assert kept["kept"]
    assert not dropped["kept"]
    assert dropped["probability"] < 0.3 < 0.9 < kept["probability"]
    assert dropped["not_by"] == ["w1", "w2", "w3"]


def test_an_empty_list_is_a_vote_for_nothing() -> None:
    found = aggregate(table([], [], [[1, 1, 5, 5, "car"]], []), "boxes")
    assert found.labels == [[]]
    assert found.confidence[0] > 0.5


@pytest.mark.parametrize(
    "boxes",
    [
        ([0, 0, 10, 10, "x"], [10, 0, 10, 10, "x"]),
        ([0, 0, 1e-9, 1e-9, "x"], [5, 5, 1e-9, 1e-9, "x"]),
        ([0, 0, 1e7, 1e7, "x"], [0, 0, 1, 1, "x"]),
        ([-1e7, -1e7, 3, 3, "x"], [1e7 - 4, 1e7 - 4, 3, 3, "x"]),
    ],
)
def test_touching_tiny_huge_and_far_boxes_stay_two(boxes: tuple[list[Any], list[Any]]) -> None:
    found = aggregate(table(list(boxes), list(boxes), list(boxes)), "boxes")
    assert sorted(found.labels[0]) == sorted([*map(float, one[:4]), "x"] for one in boxes)


def test_a_box_without_area_is_refused_with_its_row() -> None:
    with pytest.raises(Invalid, match="both must be above 0"):
        aggregate(table([[1, 1, 0, 5, "x"]]), "boxes")


def test_points_take_the_median_and_far_ones_stay_apart() -> None:
    said = [[[10, 10, "eye"], [90, 10, "eye"]], [[12, 10, "eye"], [91, 12, "eye"]], [[11, 14, "eye"], [95, 10, "eye"]]]
    assert aggregate(table(*said), "points").labels == [[[11.0, 10.0, "eye"], [91.0, 10.0, "eye"]]]


def test_outlines_move_to_the_median() -> None:
    def square(by: float) -> list[Any]:
        return [[[by, by], [100 + by, by], [100 + by, 100 + by], [by, 100 + by]], "roof"]

    found = aggregate(table([square(0)], [square(4)], [square(6)]), "polygons")
    (ring, label) = found.labels[0][0]
    assert label == "roof"
    assert np.asarray(ring) == pytest.approx(np.asarray(square(4)[0]), abs=2.5)
    parse, apart = scale("polygons").parse, scale("polygons").distance
    truth = parse([square(4)])
    assert apart(parse(found.labels[0]), truth) <= apart(parse([square(0)]), truth)


def test_outlines_with_other_points_are_the_same_outline() -> None:
    """A square drawn with 4 and with 400 points."""
    corners = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]]
    fine = [
        [a[0] + (b[0] - a[0]) * t / 100, a[1] + (b[1] - a[1]) * t / 100]
        for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)
        for t in range(100)
    ]
    found = aggregate(table([[corners, "x"]], [[fine, "x"]], [[corners[2:] + corners[:2], "x"]]), "polygons")
    assert scale("polygons").distance(
        scale("polygons").parse(found.labels[0]), scale("polygons").parse([[corners, "x"]])
    ) == pytest.approx(0, abs=1e-9)


def test_nearest_place_on_an_outline() -> None:
    ring = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    assert on_outline((5.0, -3.0), ring) == (5.0, 0.0)
    assert on_outline((-1.0, 5.0), ring) == (0.0, 5.0)
    assert on_outline((12.0, 12.0), ring) == (10.0, 10.0)
    assert on_outline((1.0, 1.0), [(3.0, 3.0), (3.0, 3.0)]) == (3.0, 3.0)


def test_two_workers_meet_halfway() -> None:
    assert aggregate(table([[1, 2, 3, 4, "x"]], [[1, 2, 3, 5, "x"]]), "boxes").labels == [[[1.0, 2.0, 3.0, 4.5, "x"]]]


def test_careful_workers_place_the_edges() -> None:
    weights = precision(np.array([1.0, 40.0]), np.array([100.0, 100.0]))
    assert weights[0] >= 4 * weights[1]
    assert (precision(np.zeros(2), np.zeros(2)) == 1).all()


def disc(x: float, y: float, radius: float, size: int = 60) -> np.ndarray:
    across, down = np.meshgrid(np.arange(size), np.arange(size))
    return (across - x) ** 2 + (down - y) ** 2 < radius**2


def rle(pixels: np.ndarray, label: str = "cell") -> list[Any]:
    return [mask_from(pixels).rle(), label]


def pixels_of(label: Any) -> np.ndarray:
    (one,) = scale("masks").parse(label)
    assert isinstance(one.place, Mask)
    return masks.pixels(one.place)


def test_masks_of_equal_workers_are_the_majority_of_pixels() -> None:
    drawn = [disc(30, 30, 12), disc(32, 30, 12), disc(30, 32, 12)]
    found = aggregate(table(*([rle(one)] for one in drawn)), "masks")
    assert (pixels_of(found.labels[0]) == (np.sum(drawn, 0) >= 2)).all()
    assert 0.9 < found.confidence[0] <= 1


def staple(masks: list[np.ndarray], evidence: float, rounds: int) -> np.ndarray:
    """STAPLE pixel by pixel, written out: within the union, and as much empty ground around it."""
    votes = np.stack([one[np.any(masks, 0)] for one in masks]).astype(float)
    weight = evidence / votes.shape[1]
    q = votes.mean(0)
    for _ in range(rounds):

        def drawn(hits: np.ndarray, total: np.ndarray, guess: float) -> np.ndarray:
            rate = (hits.sum() + guess) / (total.sum() + 1)
            label = (hits.sum() + 5 * rate) / (total.sum() + 5)
            worker = (hits + 5 * rate) / (total + 5)
            odds = np.log(label / (1 - label)) + np.log(worker / (1 - worker)) - np.log(rate / (1 - rate))
            return (hits + 5 / (1 + np.exp(-odds))) / (total + 5)

        finds = drawn(weight * (votes * q).sum(1), np.full(len(masks), weight * q.sum()), 0.8)
        absent = np.full(len(masks), weight * (1 - q).sum() + evidence)
        invents = drawn(weight * (votes * (1 - q)).sum(1), absent, 0.2)
        share = (weight * q.sum() + (weight * q.sum() + 0.5) / (2 * evidence + 1)) / (2 * evidence + 1)
        odds = np.log(share / (1 - share)) + np.where(
            votes > 0, np.log(finds / invents)[:, None], np.log((1 - finds) / (1 - invents))[:, None]
        ).sum(0)
        q = 1 / (1 + np.exp(-odds))
    out = np.zeros(masks[0].shape, bool)
    out[np.any(masks, 0)] = q > 0.5
    return out


def test_staple_on_runs_is_staple_on_pixels() -> None:
    g = np.random.default_rng(5)
    for _ in range(5):
        drawn = [disc(30 + g.normal(0, 3), 30 + g.normal(0, 3), 12 + g.normal(0, 3)) for _ in range(5)]
        found = aggregate(table(*([rle(one)] for one in drawn)), "masks")
        assert (pixels_of(found.labels[0]) == staple(drawn, 50.0, 100)).all()


def test_masks_of_other_sizes_are_refused() -> None:
    with pytest.raises(Invalid, match=r"different sizes: 70 × 70 pixels here, 60 × 60 before"):
        aggregate(table([rle(disc(30, 30, 9))], [rle(disc(30, 30, 9, 70))]), "masks")


def test_two_cells_of_one_label_stay_two() -> None:
    two = [rle(disc(15, 15, 8)), rle(disc(45, 45, 8))]
    found = aggregate(table(two, two, two[:1]), "masks")
    assert len(found.labels[0]) == 2


def test_large_masks_take_no_pixels_worth_of_memory() -> None:
    """3 workers, 16,000 × 16,000 pixels: seconds in dense form, and gigabytes."""
    side = 16_000
    runs = (5 * side, *([side // 2] * 20), side * side - 5 * side - 10 * side)
    one = [[{"size": [side, side], "counts": list(runs)}, "x"]]
    start = time.perf_counter()
    found = aggregate(table(one, one, one), "masks")
    assert time.perf_counter() - start < 5
    assert scale("masks").parse(found.labels[0])[0].place.runs == runs[: len(runs) - 1] + runs[-1:]
