"""Ellipses and what else is drawn on a plane, against closed forms and counted pixels."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldlabel.core.geometry import BoxValue, PolygonValue, area
from goldlabel.core.kind import Target
from goldlabel.core.runs import outlines
from goldlabel.frames.masks import mask_from
from goldlabel.shapes.ellipse import Ellipse, EllipseConfig, EllipseValue
from goldlabel.shapes.mask import Mask, MaskConfig, MaskValue

Grid = list[list[bool]]


def grids(height: int, width: int) -> st.SearchStrategy[Grid]:
    row = st.lists(st.booleans(), min_size=width, max_size=width)
    return st.lists(row, min_size=height, max_size=height)


def value_of(grid: Grid | np.ndarray) -> MaskValue:
    return MaskValue.model_validate(mask_from(np.array(grid, bool)).rle())


def parts_of(pixels: np.ndarray) -> int:
    """Connected by sides: counted by filling."""
    left, count = {(int(y), int(x)) for y, x in np.argwhere(pixels)}, 0
    while left:
        todo, count = [left.pop()], count + 1
        while todo:
            y, x = todo.pop()
            near = {(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)} & left
            left -= near
            todo.extend(near)
    return count


def holes_filled(pixels: np.ndarray) -> np.ndarray:
    """All but what the outside reaches, also by corners."""
    out = np.pad(pixels, 1)
    todo, seen = [(0, 0)], {(0, 0)}
    while todo:
        y, x = todo.pop()
        for there in ((y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)):
            inside = 0 <= there[0] < out.shape[0] and 0 <= there[1] < out.shape[1]
            if inside and there not in seen and not out[there]:
                seen.add(there)
                todo.append(there)
    filled = np.ones_like(out)
    filled[tuple(np.array(sorted(seen)).T)] = False
    return filled[1:-1, 1:-1]


@given(grids(6, 7))
def test_mask_rings_go_around_every_part(grid: Grid) -> None:
    pixels = np.array(grid)
    rings = outlines(mask_from(pixels))
    assert len(rings) == parts_of(pixels)
    assert all(len(set(ring)) >= 4 for ring in rings)
    if parts_of(pixels) == 1:
        assert area(rings[0]) == pytest.approx(holes_filled(pixels).sum())


@given(st.lists(grids(5, 4), min_size=2, max_size=4), st.data())
def test_mask_distance_and_majority_by_pixels(given_grids: list[Grid], data: st.DataObject) -> None:
    kind, config = Mask(), MaskConfig()
    weights = [float(data.draw(st.integers(1, 3))) for _ in given_grids]
    a, b = (np.array(grid) for grid in given_grids[:2])
    union = (a | b).sum()
    expected = 1 - (a & b).sum() / union if union else 0.0
    assert kind.distance(value_of(a), value_of(b), config) == pytest.approx(expected)
    votes = np.tensordot(weights, np.array(given_grids, float), 1)
    most = votes > sum(weights) / 2
    if most.any():
        assert kind.combine([value_of(grid) for grid in given_grids], weights, config) == value_of(most)


def test_mask_lowers_to_its_box_and_filled_rings() -> None:
    pixels = np.zeros((10, 12), bool)
    pixels[2:8, 3:9] = True
    pixels[4:6, 5:7] = False
    lowered = Mask().lower(value_of(pixels))
    assert lowered["box"] == BoxValue(x=3, y=2, width=6, height=6)
    polygon = lowered["polygon"]
    assert isinstance(polygon, PolygonValue)
    assert [set(ring) for ring in polygon.parts] == [{(3, 2), (9, 2), (9, 8), (3, 8)}]


def test_masks_of_other_sizes_are_refused_and_apart() -> None:
    kind, config, target = Mask(), MaskConfig(), Mask().examples()[0].target
    here, there = value_of(np.ones((30, 40))), value_of(np.ones((40, 30)))
    assert kind.distance(here, there, config) == 1
    assert [problem.where for problem in kind.check(there, config, target)] == ["size"]
    assert kind.check(here, config, target) == []


def test_ellipse_overlap_of_circles_by_the_closed_form() -> None:
    """Two circles of radius r, d apart, share 2r² acos(d/2r) − d/2 √(4r² − d²)."""
    r, d = 50.0, 30.0
    a, b = (EllipseValue(x=100 + dx, y=100, rx=r, ry=r) for dx in (0.0, d))
    both = 2 * r * r * math.acos(d / 2 / r) - d / 2 * math.sqrt(4 * r * r - d * d)
    exact = 1 - both / (2 * math.pi * r * r - both)
    assert Ellipse().distance(a, b, EllipseConfig()) == pytest.approx(exact, abs=0.003)


def test_ellipse_turned_and_lowered() -> None:
    kind = Ellipse()
    value = EllipseValue(x=100, y=100, rx=40, ry=20, rotation=90)
    box = kind.lower(value)["box"]
    assert isinstance(box, BoxValue)
    assert (box.x, box.y, box.width, box.height) == pytest.approx((80, 60, 40, 80))
    half = value.model_copy(update={"rotation": 270.0})
    assert kind.clean(half, EllipseConfig(), Target()) == value, "half a turn changes nothing"
    assert kind.distance(half, value, EllipseConfig()) == pytest.approx(0, abs=1e-9)
    start, end = value.model_copy(update={"rotation": 10.0}), value.model_copy(update={"rotation": 170.0})
    assert kind.between(start, end, 0.5).rotation == pytest.approx(0), "the short way round"
