"""Geometry against answers worked out by hand and against a second, independent method."""

import math
import random

import pytest

from goldlabel.catalog import builtins
from goldlabel.core.geometry import (
    BoxValue,
    PolygonValue,
    along,
    area,
    convex_overlap,
    median,
    polygon_areas,
    tidy_ring,
)
from goldlabel.core.kind import Extent, Target
from goldlabel.shapes.box import Box, BoxConfig
from goldlabel.shapes.point import Point, PointConfig, PointValue
from goldlabel.shapes.polygon import Polygon, PolygonConfig
from goldlabel.shapes.polyline import Polyline, PolylineConfig, PolylineValue
from goldlabel.shapes.rotated_box import RotatedBox, RotatedBoxConfig, RotatedBoxValue, corners
from goldlabel.shapes.span import Span, SpanConfig, SpanValue

Ring = list[tuple[float, float]]
SQUARE: Ring = [(0, 0), (10, 0), (10, 10), (0, 10)]
L_SHAPE: Ring = [(0, 0), (10, 0), (10, 4), (4, 4), (4, 10), (0, 10)]


def shifted(ring: Ring, dx: float, dy: float) -> Ring:
    return [(x + dx, y + dy) for x, y in ring]


def polygon(*rings: Ring) -> PolygonValue:
    return PolygonValue(parts=tuple(tuple(ring) for ring in rings))


@pytest.mark.parametrize(
    ("a", "b", "both", "one", "other"),
    [
        ([SQUARE], [SQUARE], 100, 100, 100),
        ([SQUARE], [shifted(SQUARE, 5, 5)], 25, 100, 100),
        ([SQUARE], [shifted(SQUARE, 10, 0)], 0, 100, 100),
        ([SQUARE], [SQUARE[::-1]], 100, 100, 100),
        ([L_SHAPE], [SQUARE], 64, 64, 100),
        ([L_SHAPE], [shifted(L_SHAPE, 4, 4)], 0, 64, 64),
        ([L_SHAPE], [shifted(L_SHAPE, 2, 2)], 28, 64, 64),
        ([SQUARE, shifted(SQUARE, 5, 0)], [SQUARE], 100, 150, 100),
        ([SQUARE, shifted(SQUARE, 20, 0)], [[(5, 2), (25, 2), (25, 8), (5, 8)]], 60, 200, 120),
        ([[(0, 0), (10, 10), (10, 0), (0, 10)]], [SQUARE], 50, 50, 100),
    ],
)
def test_areas_by_hand(a: list[Ring], b: list[Ring], both: float, one: float, other: float) -> None:
    assert polygon_areas(a, b) == pytest.approx((both, one, other))
    assert polygon_areas(b, a) == pytest.approx((both, other, one))


def test_slabs_agree_with_clipping() -> None:
    """Two methods that share no code, on 300 pairs of turned boxes."""
    chance = random.Random(7)
    for _ in range(300):
        a, b = (
            corners(
                RotatedBoxValue(
                    x=chance.uniform(0, 50),
                    y=chance.uniform(0, 50),
                    width=chance.uniform(1, 60),
                    height=chance.uniform(1, 60),
                    rotation=chance.choice([0, 45, 90, chance.uniform(-360, 360)]),
                )
            )
            for _ in range(2)
        )
        assert polygon_areas([a], [b])[0] == pytest.approx(convex_overlap(a, b), abs=1e-6)


def test_slabs_agree_with_counting_points() -> None:
    """A concave star and a comb, counted on a fine grid."""
    star = [
        (50 + (45 if k % 2 else 18) * math.cos(k * math.pi / 5), 50 + (45 if k % 2 else 18) * math.sin(k * math.pi / 5))
        for k in range(10)
    ]
    comb: Ring = [(5, 40), (95, 40), (95, 90), (80, 50), (65, 90), (50, 50), (35, 90), (20, 50)]

    def inside(ring: Ring, x: float, y: float) -> bool:
        odd, (px, py) = False, ring[-1]
        for qx, qy in ring:
            if (py > y) != (qy > y) and x < (qx - px) * (y - py) / (qy - py) + px:
                odd = not odd
            px, py = qx, qy
        return odd

    step, both = 0.5, 0.0
    for i in range(200):
        for j in range(200):
            x, y = (i + 0.5) * step, (j + 0.5) * step
            both += step * step * (inside(star, x, y) and inside(comb, x, y))
    exact = polygon_areas([star], [comb])
    assert exact[0] == pytest.approx(both, rel=0.01)
    assert exact[1:] == pytest.approx((abs(area(star)), abs(area(comb))))


def test_polygon_distance() -> None:
    kind, config = Polygon(), PolygonConfig()
    assert kind.distance(polygon(SQUARE), polygon(shifted(SQUARE, 5, 0)), config) == pytest.approx(1 - 50 / 150)
    assert kind.distance(polygon(SQUARE), polygon(shifted(SQUARE, 50, 0)), config) == 1
    halves = polygon([(0, 0), (5, 0), (5, 10), (0, 10)], [(5, 0), (10, 0), (10, 10), (5, 10)])
    assert kind.distance(polygon(SQUARE), halves, config) == pytest.approx(0)
    assert kind.distance(polygon(SQUARE), polygon([*SQUARE[1:], SQUARE[0]]), config) == pytest.approx(0)


def test_large_polygons_are_quick_enough() -> None:
    round_ = [(500 + 400 * math.cos(k / 80), 500 + 300 * math.sin(k / 80)) for k in range(500)]
    a, b = polygon(round_), polygon([(x + 5, y + 3) for x, y in round_])
    assert 0 < Polygon().distance(a, b, PolygonConfig()) < 0.1


def test_box_and_rotated_box_agree() -> None:
    a, b = BoxValue(x=0, y=0, width=40, height=20), BoxValue(x=10, y=5, width=40, height=20)
    turned = [
        RotatedBoxValue(x=v.x + v.width / 2, y=v.y + v.height / 2, width=v.width, height=v.height, rotation=180)
        for v in (a, b)
    ]
    straight = Box().distance(a, b, BoxConfig())
    assert straight == pytest.approx(1 - 450 / 1150)
    assert RotatedBox().distance(turned[0], turned[1], RotatedBoxConfig()) == pytest.approx(straight)


def test_rotation_is_clockwise_about_the_centre() -> None:
    value = RotatedBoxValue(x=100, y=100, width=40, height=20, rotation=90)
    assert corners(value)[0] == pytest.approx((110, 80)), "top left goes to top right on the screen"
    lowered = RotatedBox().lower(value)
    assert lowered["box"] == BoxValue(x=90, y=80, width=20, height=40)
    clean = RotatedBox().clean(value.model_copy(update={"rotation": -90.0}), RotatedBoxConfig(), Target())
    assert clean.rotation == 270
    other = RotatedBoxValue(x=100, y=100, width=40, height=20, rotation=350)
    start = value.model_copy(update={"rotation": 10.0})
    assert RotatedBox().between(start, other, 0.5).rotation == pytest.approx(0), "the short way round"


def test_box_combines_edges() -> None:
    boxes = [BoxValue(x=x, y=0, width=w, height=10) for x, w in ((0, 10), (1, 10), (30, 40))]
    assert Box().combine(boxes, [1, 1, 1], BoxConfig()) == BoxValue(x=1, y=0, width=10, height=10)
    apart = [BoxValue(x=0, y=0, width=4, height=4), BoxValue(x=100, y=0, width=4, height=4)]
    assert Box().combine(apart, [1, 1], BoxConfig()).width == 4


def test_span_counts_code_points_and_combines_ends() -> None:
    kind, config = Span(), SpanConfig()
    assert kind.distance(SpanValue(start=0, end=4), SpanValue(start=2, end=6), config) == pytest.approx(1 - 2 / 6)
    given = [SpanValue(start=0, end=5), SpanValue(start=0, end=7), SpanValue(start=2, end=7)]
    assert kind.combine(given, [1, 1, 1], config) == SpanValue(start=0, end=7)
    target = Target(extent=builtins().media["text"].extent("a👍🏽b", {}))
    assert kind.check(SpanValue(start=0, end=4), config, target) == []
    assert kind.check(SpanValue(start=0, end=5), config, target)


def test_polyline_distance() -> None:
    kind, config = Polyline(), PolylineConfig()
    line = PolylineValue(points=((0, 0), (100, 0)))
    near = PolylineValue(points=((0, 5), (50, 5), (100, 5)))
    assert kind.distance(line, near, config) == pytest.approx(5 / 50)
    assert kind.distance(line, PolylineValue(points=line.points[::-1]), config) == pytest.approx(0)
    assert kind.distance(line, PolylineValue(points=((0, 500), (100, 500))), config) == 1
    assert along([(0, 0), (10, 0), (10, 10)], 5) == [(0, 0), (5, 0), (10, 0), (10, 5), (10, 10)]


def test_point_distance_by_sigma() -> None:
    kind = Point()
    a, b = PointValue(x=0, y=0), PointValue(x=3, y=4)
    assert kind.distance(a, b, PointConfig(sigma=5)) == pytest.approx(1 - math.exp(-0.5))
    assert kind.distance(a, b, PointConfig(sigma=500)) < 0.001
    spread = [PointValue(x=x, y=x) for x in (0, 1, 100)]
    assert kind.combine(spread, [1, 1, 1], PointConfig()) == PointValue(x=1, y=1)


def test_slack_at_the_edge_only() -> None:
    target = Target(extent=Extent(width=100, height=100))
    assert Box().check(BoxValue(x=90, y=0, width=10.005, height=5), BoxConfig(), target) == []
    assert Box().check(BoxValue(x=90, y=0, width=10.5, height=5), BoxConfig(), target)


@pytest.mark.parametrize(
    ("values", "weights", "given", "expected"),
    [
        ([1, 2, 3], [1, 1, 1], False, 2),
        ([1, 2], [1, 1], False, 1.5),
        ([1, 2], [1, 1], True, 1),
        ([1, 2, 9], [1, 1, 5], False, 9),
        ([3, 1], [0, 1], False, 1),
    ],
)
def test_weighted_median(values: list[float], weights: list[float], given: bool, expected: float) -> None:
    assert median(values, weights, given=given) == expected


def test_tidy_ring() -> None:
    assert tidy_ring([(0, 0), (0, 0), (1, 0), (1, 1), (0, 0)]) == [(0, 0), (1, 0), (1, 1)]
