"""Consensus on every scale beyond nominal: which algorithms there are, and which one `auto` takes.

`auto` is one fixed choice per scale; the reason stands with it. Other methods are named by their key.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from goldlabel.consensus.clusters import Clusters
from goldlabel.consensus.numeric import Mean, Median, TrimmedMean, Weighted
from goldlabel.consensus.ordinal import LatentNormal, MedianLevel, OrdinalDawidSkene
from goldlabel.consensus.pairwise import BradleyTerry, MajoritySide
from goldlabel.consensus.parsed import Merged, Parsed, consensus, parse
from goldlabel.consensus.ranking import Borda, Kemeny, PlackettLuce
from goldlabel.consensus.result import Consensus
from goldlabel.consensus.rover import Medoid, Rover
from goldlabel.consensus.sequence import SequenceDawidSkene
from goldlabel.consensus.sets import BinaryLabels, MajorityLabels
from goldlabel.consensus.staple import Staple
from goldlabel.consensus.tree import DeepestNode, NearestNode
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Answers


class Algorithm(Protocol):
    def merge(self, parsed: Parsed, seed: int = 0) -> Merged: ...


@dataclass(frozen=True, slots=True)
class Choice:
    algorithm: Algorithm
    why: str


STRETCHES = Clusters(apart=0.7)
"""Stretches seldom lie over each other: less overlap than of boxes is enough to be the same."""

METHODS: dict[str, dict[str, Choice]] = {
    "ordinal": {
        "dawid-skene": Choice(
            OrdinalDawidSkene(), "each worker's confusions, smoothed along the scale by his leniency and noise"
        ),
        "latent-normal": Choice(LatentNormal(), "asked for: each worker's leniency and noise, in steps"),
        "median": Choice(MedianLevel(), "asked for: the middle answer"),
    },
    "tree": {
        "nearest": Choice(NearestNode(), "the node nearest to where skilled workers put it"),
        "deepest": Choice(DeepestNode(), "asked for: as far down as more than half went together"),
    },
    "numeric": {
        "mean": Choice(Mean(), "no weighted method has a smaller squared error on the evidence"),
        "median": Choice(Median(), "asked for: half of the answers may be wild"),
        "trimmed": Choice(TrimmedMean(), "asked for: the outer fifth on either side is left out"),
        "weighted": Choice(Weighted(), "asked for: less each worker's bias, by the inverse of his error variance"),
        "variance": Choice(Weighted(bias=False), "asked for: by the inverse of each worker's error variance"),
        "unbiased": Choice(Weighted(variance=False), "asked for: less each worker's bias"),
    },
    "text": {
        "rover": Choice(Rover(), "words voted on in place by skilled workers beat any whole transcript"),
        "medoid": Choice(Medoid(), "asked for: a text that somebody gave"),
    },
    "spans": {
        "clusters": Choice(
            STRETCHES, "spans matched by overlap; existence and class by skill, ends where most set them"
        ),
        "sequence": Choice(SequenceDawidSkene(), "asked for: units voted on by skill, boundaries kept valid"),
    },
    "segments": {
        "clusters": Choice(STRETCHES, "segments matched by overlap; existence and class by skill, ends at the median"),
        "sequence": Choice(SequenceDawidSkene(), "asked for: units voted on by skill, boundaries kept valid"),
    },
    "ranking": {
        "kemeny": Choice(Kemeny(), "the order that turns round least, workers weighed by how they order pairs"),
        "plackett-luce": Choice(PlackettLuce(), "asked for: by worth, every worker alike"),
        "borda": Choice(Borda(), "asked for: by pairs won less lost, every worker alike"),
    },
    "pairwise": {
        "bradley-terry": Choice(BradleyTerry(), "votes by reliability and favourite side, on the strengths of both"),
        "majority": Choice(MajoritySide(), "asked for: the side that most said"),
    },
    "boxes": {"clusters": Choice(Clusters(), "boxes matched by overlap; existence, class and edges decided by skill")},
    "polygons": {
        "clusters": Choice(Clusters(), "polygons matched by overlap; existence, class and outline decided by skill")
    },
    "points": {"clusters": Choice(Clusters(), "points matched by nearness; existence, class and place by skill")},
    "masks": {"staple": Choice(Staple(), "masks matched; existence and class by skill, pixels by skill (STAPLE)")},
    "set": {
        "binary": Choice(BinaryLabels(), "every label decided on its own, workers shared between labels"),
        "majority": Choice(MajorityLabels(), "asked for: what more than half chose"),
    },
}
"""By scale, by name; the first one is `auto`."""


def by_scale(
    answers: Answers,
    scale: str,
    method: str = "auto",
    *,
    gold: Mapping[Any, Any] | None = None,
    classes: Sequence[Any] | None = None,
    seed: int = 0,
) -> Consensus:
    """One label per item on any scale of `METHODS`. `gold`: known labels by item; `classes`: the order of an ordinal
    scale. Raises Invalid for an unknown scale or method, and for labels without the scale's form."""
    if scale not in METHODS:
        raise Invalid(f"no consensus on the scale {scale!r}; there is nominal, {', '.join(METHODS)}", where="scale")
    known = METHODS[scale]
    name = next(iter(known)) if method == "auto" else method
    if name not in known:
        raise Invalid(f"the scale {scale} has no method {method!r}; there is auto, {', '.join(known)}", where="method")
    parsed = parse(answers, scale, classes=classes, gold=gold)
    merged = known[name].algorithm.merge(parsed, seed) if len(parsed) else Merged([], np.zeros(0), [])
    return consensus(parsed, merged, name, known[name].why)
