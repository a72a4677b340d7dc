"""Stretches of text or time as tags on units, so that units can be voted on.

The units of an item lie between neighbouring boundaries that anybody set: nobody distinguishes places within one. So
nothing depends on the unit of the offsets (tokens, characters, seconds), nor on how long a text is.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.consensus.chains import Chains
from goldlabel.consensus.parsed import Parsed
from goldlabel.consensus.result import Ints
from goldlabel.frames.answers import Coded
from goldlabel.frames.regions import Region

SELDOM = 0.01
"""Overlaps within an answer that are seldomer than this are slips; the longer stretch counts."""


@dataclass(frozen=True)
class Tagged:
    """One layer: answers as tags. `coded`: one row per unit and worker, items are units, classes are tags."""

    labels: list[str]
    chains: Chains
    cuts: list[Any]
    """Where each unit starts, and where its chain ends: per chain one more than its units."""
    coded: Coded
    gold: Ints
    """Per unit the true tag, −1 unknown."""

    def bounds(self, chain: int, first: int, last: int) -> tuple[Any, Any]:
        """Where the units first … last of a chain start and end."""
        at = int(self.chains.offsets[chain])
        cuts = at + chain
        return self.cuts[cuts + first - at], self.cuts[cuts + last - at + 1]


def layers(parsed: Parsed) -> list[list[str]]:
    """Labels that can share a row of tags: all, or one by one where workers let labels overlap."""
    labels = sorted({one.label for value in (*parsed.value, *_golden(parsed)) for one in value})
    if not labels:
        return []
    return [[label] for label in labels] if overlap(parsed) else [labels]


def overlap(parsed: Parsed) -> bool:
    """Whether workers let stretches overlap, more often than by slips."""
    crossing = sum(_overlaps(value) for value in parsed.value)
    return crossing > SELDOM * sum(len(value) for value in parsed.value)


def _overlaps(regions: Iterable[Region]) -> int:
    """Neighbours that overlap."""
    places = sorted({(one.place, one.label) for one in regions})
    return sum(one[0][1] > other[0][0] for one, other in itertools.pairwise(places))


def tag(parsed: Parsed, labels: Sequence[str]) -> Tagged:
    """The answers' stretches with one of `labels` as tags."""
    number = {label: at for at, label in enumerate(labels)}
    kept = [_apart(one for one in value if one.label in number) for value in parsed.value]
    known = [None if value is None else _apart(one for one in value if one.label in number) for value in parsed.gold]
    offsets, cuts = [0], list[Any]()
    units: list[Ints] = []
    workers: list[Ints] = []
    tags: list[Ints] = []
    gold: list[Ints] = []
    for item in range(len(parsed.items)):
        rows = parsed.rows_of(item)
        truth = known[item]
        own = sorted({edge for one in (*(kept[row] for row in rows), truth or ()) for r in one for edge in r.place})
        size = max(len(own) - 1, 0)
        place = {edge: at for at, edge in enumerate(own)}
        for row in rows:
            tags.append(_tags(kept[row], place, number, size))
            units.append(np.arange(offsets[-1], offsets[-1] + size))
            workers.append(np.full(size, parsed.worker[row]))
        gold.append(np.full(size, -1) if truth is None else _tags(truth, place, number, size))
        # an item that nobody marked still has one place in `cuts`
        cuts += own or [None]
        offsets.append(offsets[-1] + size)
    coded = Coded(
        items=list(range(offsets[-1])), workers=parsed.workers, classes=list(range(1 + 2 * len(labels))),
        item=_joined(units), worker=_joined(workers), label=_joined(tags),
    )  # fmt: skip
    return Tagged(list(labels), Chains(np.array(offsets)), cuts, coded, _joined(gold))


def _tags(regions: Sequence[Region], place: dict[Any, int], number: dict[str, int], size: int) -> Ints:
    out = np.zeros(size, np.int64)
    for one in regions:
        first, last = place[one.place[0]], place[one.place[1]]
        out[first] = 1 + 2 * number[one.label]
        out[first + 1 : last] = 2 + 2 * number[one.label]
    return out


def _apart(regions: Iterable[Region]) -> list[Region]:
    """Without overlaps: of two that do, the longer one."""
    out: list[Region] = []
    for one in sorted(set(regions), key=lambda one: (one.place[0] - one.place[1], one.place, one.label)):
        if all(one.place[1] <= other.place[0] or other.place[1] <= one.place[0] for other in out):
            out.append(one)
    return out


def _golden(parsed: Parsed) -> list[Any]:
    return [value for value in parsed.gold if value is not None]


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)
