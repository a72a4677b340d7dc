"""Plane geometry in plain Python: areas, overlaps and the two shapes that others lower to.

Coordinates are pixels, y downwards. Sources: shoelace formula for areas; Sutherland and Hodgman (1974),
"Reentrant polygon clipping", for convex overlap; vertical slab decomposition (Preparata and Shamos (1985),
Computational Geometry, 2.2) for any polygons: between two neighbouring x of corners and crossings no edges
cross, so the covered area is the covered length in the slab's middle times its width, exactly.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Annotated, TypeVar

from pydantic import Field

from .model import Model

LIMIT = 1e7
"""No coordinate lies further out: keeps areas finite and catches units mixed up."""
SLACK = 0.01
"""Pixels that a shape may stick out of its picture: rounding of other tools, not a mistake."""

Coordinate = Annotated[float, Field(strict=True, ge=-LIMIT, le=LIMIT)]
Size = Annotated[float, Field(strict=True, ge=0, le=LIMIT)]
Point = tuple[float, float]
Pair = tuple[Coordinate, Coordinate]
S = TypeVar("S")


class BoxValue(Model):
    """Top left corner and size."""

    x: Coordinate
    y: Coordinate
    width: Size
    height: Size


class PolygonValue(Model):
    """The union of rings; a ring closes by itself, its first point does not stand again at the end."""

    parts: tuple[tuple[Pair, ...], ...]


def area(ring: Sequence[Point]) -> float:
    """Signed area of a ring; positive when it turns clockwise on the screen (y downwards)."""
    if not ring:
        return 0.0
    ox, oy = ring[0]
    total, (px, py) = 0.0, ring[-1]
    for x, y in ring:
        total += (px - ox) * (y - oy) - (x - ox) * (py - oy)
        px, py = x, y
    return total / 2


def bounds(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def bounding_box(points: Iterable[Point]) -> BoxValue | None:
    """The smallest upright box around the points; None when it has no area."""
    left, top, right, bottom = bounds(points)
    if right <= left or bottom <= top:
        return None
    return BoxValue(x=left, y=top, width=right - left, height=bottom - top)


def rectangle(box: BoxValue) -> list[Point]:
    """The corners of a box, clockwise from top left."""
    right, bottom = box.x + box.width, box.y + box.height
    return [(box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom)]


def apart(overlap: float, one: float, other: float) -> float:
    """1 − IoU from the area (or length) of the overlap and of both; 1 when both are empty."""
    union = one + other - overlap
    return 1.0 if union <= 0 else min(1.0, max(0.0, 1 - overlap / union))


def box_overlap(a: BoxValue, b: BoxValue) -> float:
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return width * height if width > 0 and height > 0 else 0.0


def convex_overlap(a: Sequence[Point], b: Sequence[Point]) -> float:
    """Area common to two convex rings (Sutherland–Hodgman)."""
    out = list(a) if area(a) >= 0 else list(a)[::-1]
    clip = list(b) if area(b) >= 0 else list(b)[::-1]
    for (ax, ay), (bx, by) in zip(clip, [*clip[1:], clip[0]], strict=True):
        ring = out
        out = list[Point]()
        sides = [(bx - ax) * (y - ay) - (by - ay) * (x - ax) for x, y in ring]
        for index, (x, y) in enumerate(ring):
            (px, py), before, here = ring[index - 1], sides[index - 1], sides[index]
            if (before < 0) != (here < 0):
                t = before / (before - here)
                out.append((px + t * (x - px), py + t * (y - py)))
            if here >= 0:
                out.append((x, y))
        if not out:
            return 0.0
    return abs(area(out))


def polygon_areas(a: Sequence[Sequence[Point]], b: Sequence[Sequence[Point]]) -> tuple[float, float, float]:
    """Areas of the overlap, of `a` and of `b`, each the union of its rings; concave and overlapping rings included.

    A ring that crosses itself covers what it winds around (non-zero rule). Time is about n log n + crossings.
    """
    edges = sorted(_edges(a, 0) + _edges(b, len(a)))
    cuts = sorted({x for edge in edges for x in (edge[0], edge[2])} | set(_crossings(edges)))
    both = one = other = 0.0
    active: list[Edge] = []
    coming = iter(edges)
    following = next(coming, None)
    for left, right in itertools.pairwise(cuts):
        middle = (left + right) / 2
        while following is not None and following[0] <= left:
            active.append(following)
            following = next(coming, None)
        active = [edge for edge in active if edge[2] > left]
        lengths = _covered(active, middle, len(a))
        width = right - left
        both, one, other = both + lengths[0] * width, one + lengths[1] * width, other + lengths[2] * width
    return both, one, other


Edge = tuple[float, float, float, float, int, int]
"""x and y of the left end, x and y of the right end, +1 or −1 by its direction, the ring's number."""


def _edges(rings: Sequence[Sequence[Point]], number: int) -> list[Edge]:
    out: list[Edge] = []
    for ring in rings:
        px, py = ring[-1] if ring else (0.0, 0.0)
        for x, y in ring:
            if px < x:
                out.append((px, py, x, y, 1, number))
            elif x < px:
                out.append((x, y, px, py, -1, number))
            px, py = x, y
        number += 1
    return out


def _crossings(edges: Sequence[Edge]) -> Iterator[float]:
    """Gives the x of every point where two edges (sorted by their left end) cross."""
    for index, (ax, ay, bx, by, *_) in enumerate(edges):
        top, bottom = (ay, by) if ay < by else (by, ay)
        for later in range(index + 1, len(edges)):
            cx, cy, dx, dy, *_ = edges[later]
            if cx >= bx:
                break
            if (cy > bottom and dy > bottom) or (cy < top and dy < top):
                continue
            denominator = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
            if denominator == 0:
                continue
            t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / denominator
            u = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / denominator
            if 0 <= t <= 1 and 0 <= u <= 1:
                yield ax + t * (bx - ax)


def _covered(active: Sequence[Edge], x: float, split: int) -> tuple[float, float, float]:
    """Lengths on the vertical line at `x` covered by both, by rings below number `split`, by the others."""
    hits = sorted((ly + (ry - ly) * ((x - lx) / (rx - lx)), turn, number) for lx, ly, rx, ry, turn, number in active)
    both = one = other = 0.0
    winding: dict[int, int] = {}
    inside = [0, 0]
    before = 0.0
    for y, turn, number in hits:
        length = y - before
        if inside[0]:
            one += length
        if inside[1]:
            other += length
            if inside[0]:
                both += length
        was = winding.get(number, 0)
        winding[number] = now = was + turn
        if (was == 0) != (now == 0):
            inside[number >= split] += 1 if now else -1
        before = y
    return both, one, other


def to_segments(point: Point, line: Sequence[Point]) -> float:
    """Distance from a point to the nearest place on a line of points."""
    x, y = point
    best = math.inf
    for (ax, ay), (bx, by) in itertools.pairwise(line):
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy
        t = 0.0 if square == 0 else min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / square))
        best = min(best, math.hypot(x - ax - t * dx, y - ay - t * dy))
    return best


def length(line: Sequence[Point]) -> float:
    return sum(math.dist(a, b) for a, b in itertools.pairwise(line))


def along(line: Sequence[Point], count: int) -> list[Point]:
    """`count` >= 2 points spread evenly over the line's length, both ends included."""
    steps = [math.dist(a, b) for a, b in itertools.pairwise(line)]
    total, out = sum(steps), [line[0]]
    index, passed = 0, 0.0
    for number in range(1, count - 1):
        goal = total * number / (count - 1)
        while index < len(steps) - 1 and passed + steps[index] < goal:
            passed += steps[index]
            index += 1
        t = (goal - passed) / steps[index] if steps[index] else 0.0
        (ax, ay), (bx, by) = line[index], line[index + 1]
        out.append((ax + t * (bx - ax), ay + t * (by - ay)))
    return [*out, line[-1]]


def median(values: Sequence[float], weights: Sequence[float], *, given: bool = False) -> float:
    """Weighted median: halfway where the weight splits evenly, or with `given` the lower of the two values there."""
    ranked = sorted(zip(values, weights, strict=True))
    half = sum(weights) / 2
    passed = 0.0
    for index, (value, weight) in enumerate(ranked):
        passed += weight
        if passed > half or index == len(ranked) - 1:
            return value
        if passed == half and weight > 0:
            above = next((other for other, its in ranked[index + 1 :] if its > 0), value)
            return value if given else value + (above - value) / 2
    raise ValueError("no values")


def unanimous(values: Sequence[S]) -> bool:
    return all(value == values[0] for value in values[1:])


def mix(a: float, b: float, t: float) -> float:
    return a + (b - a) * t


def mix_points(a: Sequence[Point], b: Sequence[Point], t: float) -> tuple[Point, ...] | None:
    """Point by point between two lines; None when they have different counts."""
    if len(a) != len(b):
        return None
    return tuple((mix(x, u, t), mix(y, v, t)) for (x, y), (u, v) in zip(a, b, strict=True))


def outside(points: Iterable[Point], width: int | None, height: int | None) -> str | None:
    """How a shape lies outside its picture, as a sentence; None when it does not or the size is unknown."""
    if width is None or height is None:
        return None
    left, top, right, bottom = bounds(points)
    if left < -SLACK or top < -SLACK or right > width + SLACK or bottom > height + SLACK:
        return f"reaches outside the picture ({width} × {height} pixels)"
    return None


def ring_problem(ring: Sequence[Point]) -> str | None:
    """What makes a ring degenerate, as a sentence."""
    if len(ring) < 3:
        return f"has {len(ring)} points; a ring needs at least 3"
    if ring[0] == ring[-1]:
        return "ends with its first point; leave that out, rings close by themselves"
    if any(a == b for a, b in itertools.pairwise(ring)):
        return "has the same point twice in a row"
    if area(ring) == 0:
        return "has no area"
    return None


def tidy_ring(ring: Iterable[Point]) -> list[Point]:
    """A ring without points that repeat their neighbour, for readers of other tools' files."""
    out: list[Point] = []
    for point in ring:
        if not out or out[-1] != point:
            out.append(point)
    while len(out) > 1 and out[0] == out[-1]:
        out.pop()
    return out


def ordered(a: S, b: S, key: Callable[[S], tuple[float, ...]]) -> tuple[S, S]:
    """The two in an order of their own, so that rounding cannot make a distance asymmetric."""
    return (a, b) if key(a) <= key(b) else (b, a)
