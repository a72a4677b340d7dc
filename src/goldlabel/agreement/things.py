"""How far workers mark the same things: spans, segments, boxes, polygons, masks, matched once (see `match`, `gather`).

- F1 = 2 · matches / (marks of one + marks of the other), over all pairs of workers and items; a match has IoU of at
  least one half and the same label. F1 is κ's limit where what nobody marked cannot be counted (Hripcsak and Rothschild
  2005).
- exact F1: the same place to the last digit, and the same label.
- mean IoU of what was matched, whatever its label.
- α of labels: units are clusters that two workers or more marked; says how far they *call* the same thing the same.

A pair of empty answers agrees and counts nowhere in F1, as for every F1. O(pairs of workers · matching) per item.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any, cast

import numpy as np

from goldlabel.agreement.bootstrap import Coefficient, OnParts, Ratio
from goldlabel.agreement.gather import Likeness, gather
from goldlabel.agreement.krippendorff import Krippendorff
from goldlabel.agreement.match import Extent, match
from goldlabel.agreement.metric import Floats, Ints
from goldlabel.agreement.units import Units
from goldlabel.core.geometry import BoxValue, PolygonValue, bounds
from goldlabel.frames.regions import Region, Regions, Stretch

Apart = Callable[[Any, Any], float]
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Matches:
    """Of two workers' answers to one item."""

    drawn: int
    same: int
    exact: int
    matched: int
    overlap: float


def extent(region: Region) -> Extent | None:
    """What a region covers; None for masks."""
    place = region.place
    if isinstance(place, tuple):
        start, end = cast(Stretch, place)
        return float(start), 0.0, float(end), 0.0
    if isinstance(place, BoxValue):
        return place.x, place.y, place.x + place.width, place.y + place.height
    return bounds(place.parts[0]) if isinstance(place, PolygonValue) else None


def likeness(apart: Apart) -> Likeness[Region]:
    """Regions by their places; by their labels where places lie alike."""
    return Likeness(lambda a, b: apart(a.place, b.place), lambda a, b: float(a.label != b.label), extent)


def matches(first: Regions, second: Regions, apart: Apart) -> Matches:
    """The two answers matched."""
    like = likeness(apart)
    ends = [extent(one) for one in first], [extent(one) for one in second]
    known = tuple([end for end in side if end is not None] for side in ends)
    whole = (known[0], known[1]) if len(known[0]) == len(first) and len(known[1]) == len(second) else None
    found = match(first, second, like.distance, differ=lambda i, j: like.differ(first[i], second[j]), extents=whole)
    same = [gap for i, j, gap in found if first[i].label == second[j].label]
    overlap = sum(1 - gap for _, _, gap in found)
    return Matches(len(first) + len(second), len(same), sum(gap < CLOSE for gap in same), len(found), overlap)


def figures(units: Units, apart: Apart) -> dict[str, Coefficient]:
    """`f1`, `f1_exact`, `mean_iou`, and `alpha_labels` where regions carry labels; `units.classes` are Regions."""
    sums = np.zeros((len(units), 5))
    known: dict[tuple[int, int], Matches] = {}
    for at in np.flatnonzero(units.sizes > 1).tolist():
        codes: list[int] = units.code[units.start[at] : units.start[at + 1]].tolist()
        for pair in combinations(codes, 2):
            if pair not in known:
                known[pair] = matches(units.classes[pair[0]], units.classes[pair[1]], apart)
            one = known[pair]
            sums[at] += (one.drawn, one.same, one.exact, one.matched, one.overlap)
    drawn, same, exact, matched, overlap = sums.T
    out: dict[str, Coefficient] = {
        "f1": Ratio(2 * same, drawn), "f1_exact": Ratio(2 * exact, drawn), "mean_iou": Ratio(overlap, matched)
    }  # fmt: skip
    if any(region.label for regions in units.classes for region in regions):
        parts, home = _clusters(units, likeness(apart))
        out["alpha_labels"] = OnParts(Krippendorff(parts, "nominal"), parts, home)
    return out


def _clusters(units: Units, like: Likeness[Region]) -> tuple[Units, Ints]:
    """Every thing that two workers or more marked, with the labels they gave; and its item."""
    names = sorted({region.label for regions in units.classes for region in regions})
    code = {name: place for place, name in enumerate(names)}
    labels: list[list[int]] = []
    home: list[int] = []
    for at in np.flatnonzero(units.sizes > 1).tolist():
        given = [units.classes[one] for one in units.code[units.start[at] : units.start[at + 1]].tolist()]
        for members in gather(given, like).clusters:
            if len(members) > 1:
                labels.append(sorted(code[given[who][place].label] for who, place in members.items()))
                home.append(at)
    start = np.cumsum([0, *map(len, labels)]).astype(np.int64)
    flat = np.array([one for unit in labels for one in unit], np.int64)
    none: Floats = np.zeros(len(names))
    parts = Units(
        list(names), none, start, flat, np.zeros(len(flat), np.int64), np.arange(len(labels)), np.ones(len(labels))
    )
    return parts, np.array(home, np.int64)
