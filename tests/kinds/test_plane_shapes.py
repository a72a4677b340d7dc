"""Ellipses and what else is drawn on a plane, against closed forms and counted pixels."""

import math

import pytest

from goldlabel.core.geometry import BoxValue
from goldlabel.core.kind import Target
from goldlabel.shapes.ellipse import Ellipse, EllipseConfig, EllipseValue


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
