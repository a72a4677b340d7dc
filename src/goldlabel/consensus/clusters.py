"""One list of regions for many: regions of all workers gathered into things, then each thing decided on its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.agreement.gather import Likeness, gather
from goldlabel.agreement.match import THRESHOLD
from goldlabel.consensus.existence import Cells, Existence, existence
from goldlabel.consensus.keep import expected_f1, threshold
from goldlabel.consensus.parsed import Merged, Parsed
from goldlabel.consensus.places import PLACES, Place, precision
from goldlabel.consensus.pooled import mostly_right, pooled_dawid_skene
from goldlabel.consensus.result import Floats, Ints
from goldlabel.consensus.skills import share_skills
from goldlabel.frames.answers import Coded
from goldlabel.frames.regions import Region


@dataclass(frozen=True)
class Thing:
    """Regions of several workers that are one thing. `rows`: who drew it, by the row of his answer."""

    item: int
    rows: list[int]
    regions: list[Region]
    gold: Region | None = None


@dataclass(frozen=True)
class Clusters:
    """Regions matched once, then existence, class and place of every cluster.

    Matching: see `agreement.gather`; one cluster per thing, one region per worker in it, mean 1 − IoU at most
    `apart`. Existence: two-coin Dawid–Skene over clusters (`existence`), so that it counts who drew and who did not;
    kept is what has the largest expected F1. Class: Dawid–Skene over the clusters' labels with pooled workers. Place:
    weighted median (`places`), weights one over a worker's mean distance, estimated in `rounds`.
    Cost: workers² · regions per item for matching. Not for things that cannot be told apart by where they lie
    (crowds, amorphous stuff): use masks.
    """

    apart: float = THRESHOLD
    rounds: int = 2

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        place = PLACES[parsed.scale.name]
        things = gathered(parsed, place, self.apart)
        found = existence(cells_of(parsed, things), only_marked=True)
        labels, sure = classes(parsed, things)
        places, offsets = self._places(parsed, place, things)
        regions = [Region(where, label) for where, label in zip(places, labels, strict=True)]
        return merged(parsed, things, regions, found, sure, offsets)

    def _places(self, parsed: Parsed, place: Place, things: Sequence[Thing]) -> tuple[list[Any], Floats]:
        """Of every thing, and the mean distance of its regions from it."""
        weight = np.ones(len(parsed.workers))
        found: list[Any] = []
        far = np.zeros(len(things))
        for _ in range(self.rounds):
            offsets, count = np.zeros(len(weight)), np.zeros(len(weight))
            found = []
            for number, thing in enumerate(things):
                workers = parsed.worker[thing.rows]
                found.append(_combined(place, thing, weight[workers].tolist()))
                gaps = np.array([place.apart(found[-1], one.place) for one in thing.regions])
                far[number] = float(gaps.mean()) if len(gaps) else 0.0
                if len(gaps) > 1:
                    np.add.at(offsets, workers, gaps)
                    np.add.at(count, workers, 1.0)
            weight = precision(offsets, count)
        return found, far


def _combined(place: Place, thing: Thing, weights: list[float]) -> Any:
    if thing.gold is not None:
        return thing.gold.place
    # by content, not by worker, so that no name decides between equals
    order = sorted(range(len(thing.regions)), key=lambda at: place.extent(thing.regions[at].place))
    places = [thing.regions[at].place for at in order]
    if all(one == places[0] for one in places):
        return places[0]
    return place.combine(places, [weights[at] for at in order])


def gathered(parsed: Parsed, place: Place, apart: float) -> list[Thing]:
    like: Likeness[Region] = Likeness(
        lambda a, b: place.apart(a.place, b.place),
        lambda a, b: float(a.label != b.label),
        lambda one: place.extent(one.place),
    )
    out: list[Thing] = []
    for item in range(len(parsed.items)):
        rows = list(parsed.rows_of(item))
        gold = parsed.gold[item]
        drawn: list[Sequence[Region]] = [_once(parsed.value[row], place) for row in rows]
        drawn += [_once(gold, place)] if gold is not None else []
        for members in gather(drawn, like, apart).clusters:
            own = {who: drawn[who][at] for who, at in members.items() if who < len(rows)}
            known = drawn[-1][members[len(rows)]] if gold is not None and len(rows) in members else None
            out.append(Thing(item, [rows[who] for who in own], list(own.values()), known))
    return out


def _once(regions: Sequence[Region], place: Place) -> list[Region]:
    """A region drawn twice by one worker counts once."""
    return sorted(dict.fromkeys(regions), key=lambda one: (place.extent(one.place), one.label))


def cells_of(parsed: Parsed, things: Sequence[Thing]) -> Cells:
    cell: list[Ints] = []
    rows: list[Ints] = []
    for number, thing in enumerate(things):
        own = parsed.rows_of(thing.item)
        asked = np.arange(own.start, own.stop, dtype=np.int64)
        rows.append(asked)
        cell.append(np.full(len(asked), number))
    asked_rows = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    cells = np.concatenate(cell) if cell else np.zeros(0, np.int64)
    drew = {(number, row) for number, thing in enumerate(things) for row in thing.rows}
    yes = np.array([float(pair in drew) for pair in zip(cells.tolist(), asked_rows.tolist(), strict=True)])
    known = [-1 if parsed.gold[thing.item] is None else int(thing.gold is not None) for thing in things]
    return Cells(
        len(things), len(parsed.workers), cells, parsed.worker[asked_rows], yes, np.zeros(len(things), np.int64),
        gold=np.array(known, np.int64),
    )  # fmt: skip


def classes(parsed: Parsed, things: Sequence[Thing]) -> tuple[list[str], Floats]:
    """The label of every thing and its probability."""
    regions = [
        (number, row, one)
        for number, thing in enumerate(things)
        for row, one in zip(thing.rows, thing.regions, strict=True)
    ]
    names = sorted({one.label for _, _, one in regions} | {thing.gold.label for thing in things if thing.gold})
    if len(names) < 2:
        return [names[0]] * len(things) if names else [], np.ones(len(things))
    at = {name: number for number, name in enumerate(names)}
    coded = Coded(
        items=list(range(len(things))), workers=parsed.workers, classes=names,
        item=np.array([number for number, _, _ in regions], np.int64),
        worker=parsed.worker[[row for _, row, _ in regions]],
        label=np.array([at[one.label] for _, _, one in regions], np.int64),
    )  # fmt: skip
    gold = np.array([at[thing.gold.label] if thing.gold else -1 for thing in things], np.int64)
    q = pooled_dawid_skene(coded, mostly_right(len(names)), gold=gold).q
    best = q.argmax(1)
    return [names[one] for one in best.tolist()], q[np.arange(len(q)), best]


def merged(
    parsed: Parsed, things: Sequence[Thing], regions: Sequence[Region], found: Existence, sure: Floats, offsets: Floats
) -> Merged:
    """What is kept of the things, with the evidence for every one of them."""
    keep = threshold(found.q, float(found.q.sum()))
    by_item: list[list[int]] = [[] for _ in parsed.items]
    for number, thing in enumerate(things):
        by_item[thing.item].append(number)
    values: list[Any] = []
    confidence = np.ones(len(parsed.items))
    evidence: list[Any] = []
    nobody = np.exp(np.bincount(parsed.item, np.log1p(-found.finds)[parsed.worker], len(parsed.items)))
    for item, own in enumerate(by_item):
        known = parsed.gold[item] is not None
        kept = [n for n in own if (things[n].gold is not None if known else found.q[n] >= keep - 1e-9)]
        values.append(tuple(regions[n] for n in kept))
        if not known:
            right = found.q[kept] * sure[kept]
            confidence[item] = expected_f1(right, float(found.q[own].sum())) if own else 1 - nobody[item]
        evidence.append(
            {"regions": [_told(parsed, things[n], regions[n], found.q[n], sure[n], offsets[n], n in kept) for n in own]}
        )
    return Merged(values, confidence, _skills(parsed, things, found), evidence)


def _told(
    parsed: Parsed, thing: Thing, region: Region, exists: float, sure: float, offset: float, kept: bool
) -> dict[str, Any]:
    asked = [parsed.workers[parsed.worker[row]] for row in parsed.rows_of(thing.item)]
    by = [parsed.workers[parsed.worker[row]] for row in thing.rows]
    return {
        "region": parsed.scale.write((region,))[0], "probability": round(float(exists), 6),
        "label_probability": round(float(sure), 6), "spread": round(float(offset), 6), "kept": kept,
        "by": by, "not_by": [name for name in asked if name not in by],
    }  # fmt: skip


def _skills(parsed: Parsed, things: Sequence[Thing], found: Existence) -> Any:
    """F1 of what a worker drew against what probably exists."""
    workers = len(parsed.workers)
    hit, drawn, there = np.zeros(workers), np.zeros(workers), np.zeros(workers)
    for number, thing in enumerate(things):
        rows = parsed.rows_of(thing.item)
        there[parsed.worker[rows.start : rows.stop]] += found.q[number]
        hit[parsed.worker[thing.rows]] += found.q[number]
        drawn[parsed.worker[thing.rows]] += 1
    return share_skills(parsed.workers, parsed.count_by_worker(), hit, (drawn + there) / 2)
