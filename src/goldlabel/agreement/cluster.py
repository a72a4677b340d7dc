"""Regions of many labelers about one item, gathered into clusters: one cluster per thing that somebody drew.

Every two labelers are matched (see `match`), the links are taken nearest first, and two clusters join when no
labeler would stand in it twice and their regions are on average no further apart than the threshold (average
linkage, Sokal and Michener 1958). The result depends on the labelers' names and on what they drew, not on any
order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from goldlabel.agreement.match import THRESHOLD, Extent, match
from goldlabel.agreement.reading import Drawn, Reader, Ready, Said

Place = tuple[int, int]
"""A region: its labeler's place among those asked, and its own among what that labeler drew."""
Members = dict[Place, Drawn]


@dataclass(slots=True)
class Cluster:
    """One thing, as far as drawn: by the place of its labeler among those asked."""

    group: str
    shape: str
    members: dict[int, Drawn]


@dataclass(slots=True)
class Matching:
    """How far pairs of labelers drew the same, summed over pairs."""

    drawn: int = 0
    """Regions of both labelers, over all pairs."""
    matched: int = 0
    """Matches, over all pairs: 2 · matched / drawn is the F1 of one labeler against the other."""
    apart: float = 0.0
    """Sum of the distances of what was matched."""
    clusters: list[Cluster] = field(default_factory=list[Cluster])


def cluster(reader: Reader, said: Sequence[Said], group: str, threshold: float = THRESHOLD) -> Matching:
    """The clusters of one region set, from left to right, with the pairwise figures."""
    out = Matching()
    for a, b in combinations(said, 2):
        out.drawn += len(a.regions.get(group, ())) + len(b.regions.get(group, ()))
    shapes = sorted({drawn.shape for one in said for drawn in one.regions.get(group, ())})
    for shape in shapes:
        by_labeler = [[d for d in one.regions.get(group, ()) if d.shape == shape] for one in said]
        _cluster_shape(reader.shape(group, shape), group, by_labeler, threshold, out)
    out.clusters.sort(key=lambda one: min((drawn.order, labeler) for labeler, drawn in one.members.items()))
    return out


def _cluster_shape(ready: Ready, group: str, by_labeler: list[list[Drawn]], threshold: float, out: Matching) -> None:
    home: dict[Place, Members] = {
        (who, at): {(who, at): one} for who, drawn in enumerate(by_labeler) for at, one in enumerate(drawn)
    }
    for one, other in _links(ready, by_labeler, threshold, out):
        left, right = home[one], home[other]
        if left is right or {who for who, _ in left} & {who for who, _ in right}:
            continue
        gaps = [ready.distance(a.place, b.place) for a in left.values() for b in right.values()]
        if sum(gaps) / len(gaps) <= threshold:
            left.update(right)
            home.update(dict.fromkeys(right, left))
    for members in {id(members): members for members in home.values()}.values():
        own = {who: drawn for (who, _), drawn in sorted(members.items(), key=lambda one: one[0])}
        out.clusters.append(Cluster(group, ready.name, own))


def _links(ready: Ready, by_labeler: list[list[Drawn]], threshold: float, out: Matching) -> list[tuple[Place, Place]]:
    """What is matched between any two labelers, nearest first; adds up the pairwise figures."""
    links: list[tuple[float, float, Place, Place]] = []
    extents = [[ready.extent(one.place) for one in drawn] for drawn in by_labeler]
    for a, b in combinations(range(len(by_labeler)), 2):
        first, second = by_labeler[a], by_labeler[b]

        def gap(x: Drawn, y: Drawn) -> float:
            return ready.distance(x.place, y.place)

        def unlike(i: int, j: int, first: list[Drawn] = first, second: list[Drawn] = second) -> float:
            return differ(first[i], second[j])

        for i, j, apart in match(first, second, gap, threshold, unlike, _both(extents[a], extents[b])):
            links.append((apart, unlike(i, j), (a, i), (b, j)))
            out.matched += 1
            out.apart += apart
    return [(one, other) for _, _, one, other in sorted(links)]


def _both(first: list[Extent | None], second: list[Extent | None]) -> tuple[list[Extent], list[Extent]] | None:
    """The extents, if every region has one."""
    a = [extent for extent in first if extent is not None]
    b = [extent for extent in second if extent is not None]
    return (a, b) if (len(a), len(b)) == (len(first), len(second)) else None


def differ(a: Drawn, b: Drawn) -> float:
    """Share of the questions about two regions that were answered differently; 0 when there are none."""
    questions = a.answers.keys() | b.answers.keys()
    if not questions:
        return 0.0
    unlike = sum(_key(a, question) != _key(b, question) for question in questions)
    return unlike / len(questions)


def _key(drawn: Drawn, question: str) -> str | None:
    reply = drawn.answers.get(question)
    return reply.key if reply else None
