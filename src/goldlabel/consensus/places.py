"""One place for many of the same thing: the weighted median of what can be compared, edge by edge, point by point."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.agreement.match import Extent
from goldlabel.consensus.result import Floats
from goldlabel.core.geometry import BoxValue, Point, PolygonValue, area, bounds, median
from goldlabel.frames.regions import FORMS, Stretch
from goldlabel.shapes.point import PointValue

Combine = Callable[[Sequence[Any], Sequence[float]], Any]


@dataclass(frozen=True, slots=True)
class Place:
    """How the places of a scale are compared and combined. `combine` gets at least two, with weights."""

    apart: Callable[[Any, Any], float]
    extent: Callable[[Any], Extent]
    combine: Combine
    covers: bool = True
    """Whether places without touching extents have nothing in common."""


def stretch(places: Sequence[Stretch], weights: Sequence[float]) -> Stretch:
    """Weighted medians of start and end, each one that somebody gave; the medoid where they leave nothing."""
    weights = steady(weights)
    start = median([one[0] for one in places], weights, given=True)
    end = median([one[1] for one in places], weights, given=True)
    return (start, end) if start < end else medoid(places, weights, FORMS["segments"].apart)


def offsets(places: Sequence[Stretch], weights: Sequence[float]) -> Stretch:
    """Start and end that most weight gave, of equals the one nearest the weighted median: people who mark text choose
    between few places (word ends), so the mode is right more often than the middle."""
    start = _mode([one[0] for one in places], weights)
    end = _mode([one[1] for one in places], weights)
    return (start, end) if start < end else medoid(places, weights, FORMS["spans"].apart)


def _mode(values: Sequence[float], weights: Sequence[float]) -> float:
    votes: dict[float, float] = {}
    for value, weight in zip(values, weights, strict=True):
        votes[value] = votes.get(value, 0.0) + weight
    middle = median(values, weights, given=True)
    return max(votes, key=lambda value: (round(votes[value], 9), -abs(value - middle), -value))


def box(places: Sequence[BoxValue], weights: Sequence[float]) -> BoxValue:
    """Weighted medians of the four edges; the medoid where they leave nothing."""
    weights = steady(weights)
    left, top = median([one.x for one in places], weights), median([one.y for one in places], weights)
    right = median([one.x + one.width for one in places], weights)
    bottom = median([one.y + one.height for one in places], weights)
    if right <= left or bottom <= top:
        return medoid(places, weights, FORMS["boxes"].apart)
    return BoxValue(x=left, y=top, width=right - left, height=bottom - top)


def polygon(places: Sequence[PolygonValue], weights: Sequence[float]) -> PolygonValue:
    """The medoid's points, each at the weighted median of the nearest places on all outlines.

    Point by point, so that a corner that most saw stays a corner; the medoid itself where the moved ring has a larger
    summed distance (folds, thin shapes). Points of other outlines that the medoid lacks are lost: an outline is as
    detailed as its medoid.
    """
    weights = steady(weights)
    apart = FORMS["polygons"].apart
    base = medoid(places, weights, apart)
    ring: list[Point] = []
    for point in base.parts[0]:
        nearest = [point if one is base else on_outline(point, one.parts[0]) for one in places]
        moved = (median([x for x, _ in nearest], weights), median([y for _, y in nearest], weights))
        if not ring or moved != ring[-1]:
            ring.append(moved)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    if len(ring) < 3 or area(ring) == 0:
        return base
    found = PolygonValue(parts=(tuple(ring),))
    return found if _cost(found, places, weights, apart) <= _cost(base, places, weights, apart) else base


def spot(places: Sequence[PointValue], weights: Sequence[float]) -> PointValue:
    """Weighted medians of both coordinates."""
    weights = steady(weights)
    return PointValue(x=median([one.x for one in places], weights), y=median([one.y for one in places], weights))


def on_outline(point: Point, ring: Sequence[Point]) -> Point:
    """The place on a closed outline that is nearest to a point."""
    x, y = point
    best, where = float("inf"), ring[0]
    ax, ay = ring[-1]
    for bx, by in ring:
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy
        t = min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / square)) if square else 0.0
        px, py = ax + t * dx, ay + t * dy
        gap = (px - x) ** 2 + (py - y) ** 2
        if gap < best:
            best, where = gap, (px, py)
        ax, ay = bx, by
    return where


def medoid(places: Sequence[Any], weights: Sequence[float], apart: Callable[[Any, Any], float]) -> Any:
    """The one with the smallest weighted sum of distances; of equals the first."""
    costs = [_cost(one, places, weights, apart) for one in places]
    return places[min(range(len(places)), key=lambda at: (round(costs[at], 12), at))]


def _cost(place: Any, places: Sequence[Any], weights: Sequence[float], apart: Callable[[Any, Any], float]) -> float:
    return sum(weight * apart(place, one) for one, weight in zip(places, weights, strict=True))


def _along(place: Stretch) -> Extent:
    return float(place[0]), 0.0, float(place[1]), 0.0


def _around(place: BoxValue) -> Extent:
    return place.x, place.y, place.x + place.width, place.y + place.height


def _at(place: PointValue) -> Extent:
    return place.x, place.y, place.x, place.y


def _about(place: PolygonValue) -> Extent:
    return bounds(place.parts[0])


PLACES: dict[str, Place] = {
    "spans": Place(FORMS["spans"].apart, _along, offsets),
    "segments": Place(FORMS["segments"].apart, _along, stretch),
    "boxes": Place(FORMS["boxes"].apart, _around, box),
    "polygons": Place(FORMS["polygons"].apart, _about, polygon),
    "points": Place(FORMS["points"].apart, _at, spot, covers=False),
}


def precision(offsets: Floats, count: Floats, prior: float = 5.0) -> Floats:
    """Weights of workers: one over the mean distance of their places from the combined ones, drawn to everybody's and
    relative to it; about 1 for the usual worker, 10 at most."""
    everybody = float(offsets.sum() / count.sum()) if count.sum() > 0 else 0.0
    if everybody <= 0:
        return np.ones(len(count))
    return 1.1 / ((offsets + prior * everybody) / (count + prior) / everybody + 0.1)


def steady(weights: Sequence[float]) -> list[float]:
    """As powers of two: a median jumps to the heavier side, so weights must not differ by chance."""
    return [2.0 ** round(math.log2(weight)) for weight in weights]
