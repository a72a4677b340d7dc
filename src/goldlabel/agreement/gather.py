"""Places of many labelers about one item, gathered into clusters: one cluster per thing that somebody marked.

Works on plain values and a distance, so that the product's regions (`cluster`) and offline tables share it. Every two
labelers are matched (see `match`), the links are taken nearest first, and two clusters join when no labeler would
stand in it twice and their places are on average no further apart than the threshold (average linkage, Sokal and
Michener 1958). The result depends on the labelers' order and on what they marked, not on any other order.

Cost: for every two labelers one assignment per group of places that touch; about labelers² · places where few touch.
Not for parts of a whole that labelers cut differently (one marks a line, another its two halves): a place joins at
most one place of another labeler.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Generic, TypeVar

from goldlabel.agreement.match import THRESHOLD, Extent, match

T = TypeVar("T")
Place = tuple[int, int]
"""A labeler's number, and the place's own among what that labeler marked."""


@dataclass(frozen=True, slots=True)
class Likeness(Generic[T]):
    """`distance` (0 … 1) of two places. `differ` (0 … 1) tells apart what lies alike: labels, answers. `extent`: what
    a place covers; None for places that have a nearness instead."""

    distance: Callable[[T, T], float]
    differ: Callable[[T, T], float]
    extent: Callable[[T], Extent | None]


@dataclass(slots=True)
class Gathered:
    clusters: list[dict[int, int]] = field(default_factory=list[dict[int, int]])
    """By labeler, in labelers' order: which of the labeler's places stands in the cluster. Everything that was marked
    is in exactly one cluster; clusters stand in the order of their first labeler and its place."""
    matched: int = 0
    """Matches, over all pairs of labelers."""
    apart: float = 0.0
    """Sum of the distances of what was matched."""


def gather(by_labeler: Sequence[Sequence[T]], like: Likeness[T], threshold: float = THRESHOLD) -> Gathered:
    out = Gathered()
    home: dict[Place, dict[int, int]] = {
        (who, at): {who: at} for who, marked in enumerate(by_labeler) for at in range(len(marked))
    }
    for one, other in _links(by_labeler, like, threshold, out):
        left, right = home[one], home[other]
        if left is right or left.keys() & right.keys():
            continue
        gaps = [
            like.distance(by_labeler[a][i], by_labeler[b][j]) for a, i in left.items() for b, j in right.items()
        ]  # fmt: skip
        if sum(gaps) / len(gaps) <= threshold:
            left.update(right)
            home.update(dict.fromkeys(right.items(), left))
    out.clusters = [dict(sorted(one.items())) for one in {id(one): one for one in home.values()}.values()]
    return out


def _links(
    by_labeler: Sequence[Sequence[T]], like: Likeness[T], threshold: float, out: Gathered
) -> list[tuple[Place, Place]]:
    """What is matched between any two labelers, nearest first; adds up the pairwise figures."""
    links: list[tuple[float, float, Place, Place]] = []
    extents = [[like.extent(one) for one in marked] for marked in by_labeler]
    for a, b in combinations(range(len(by_labeler)), 2):
        first, second = by_labeler[a], by_labeler[b]
        if not first or not second:
            continue

        def unlike(i: int, j: int, first: Sequence[T] = first, second: Sequence[T] = second) -> float:
            return like.differ(first[i], second[j])

        for i, j, apart in match(first, second, like.distance, threshold, unlike, _both(extents[a], extents[b])):
            links.append((apart, unlike(i, j), (a, i), (b, j)))
            out.matched += 1
            out.apart += apart
    return [(one, other) for _, _, one, other in sorted(links)]


def _both(first: Sequence[Extent | None], second: Sequence[Extent | None]) -> tuple[list[Extent], list[Extent]] | None:
    """The extents, if every place has one."""
    a = [extent for extent in first if extent is not None]
    b = [extent for extent in second if extent is not None]
    return (a, b) if (len(a), len(b)) == (len(first), len(second)) else None
