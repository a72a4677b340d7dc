"""Regions of many labelers about one item, gathered into clusters: the product's regions handed to `gather`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

from goldlabel.agreement.gather import Likeness, gather
from goldlabel.agreement.match import THRESHOLD
from goldlabel.agreement.reading import Drawn, Reader, Ready, Said


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
        found = gather(by_labeler, _likeness(reader.shape(group, shape)), threshold)
        out.matched += found.matched
        out.apart += found.apart
        for members in found.clusters:
            out.clusters.append(Cluster(group, shape, {who: by_labeler[who][at] for who, at in members.items()}))
    out.clusters.sort(key=lambda one: min((drawn.order, labeler) for labeler, drawn in one.members.items()))
    return out


def _likeness(ready: Ready) -> Likeness[Drawn]:
    return Likeness(lambda a, b: ready.distance(a.place, b.place), differ, lambda one: ready.extent(one.place))


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
