"""One list of regions for many: regions of all workers gathered into things, then each thing decided on its own."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.agreement.match import THRESHOLD
from goldlabel.consensus.keep import expected_f1, threshold
from goldlabel.consensus.parsed import Merged, Parsed
from goldlabel.consensus.places import PLACES, Place, precision
from goldlabel.consensus.presence import Presence, presence
from goldlabel.consensus.result import Floats
from goldlabel.consensus.skills import share_skills
from goldlabel.consensus.stretches import overlap
from goldlabel.consensus.things import Thing, coded, gathered
from goldlabel.frames.answers import Coded
from goldlabel.frames.regions import Region


@dataclass(frozen=True)
class Clusters:
    """Regions matched once, then existence, class and place of every cluster.

    Matching: see `agreement.gather`; one cluster per thing, one region per worker in it, mean 1 − IoU at most
    `apart`. Existence and class: Dawid–Skene with "nothing" as a class (`presence`), so that it counts who drew and
    who did not, label by label. Place: weighted median (`places`), weights one over a worker's mean distance,
    estimated in `rounds`. Kept are the clusters with the largest expected F1. Skill: F1 of what a worker drew against
    what probably exists.
    Cost: workers² · regions per item for matching, then 100 · workers · regions · labels. Not for what cannot be told
    apart by where it lies (crowds, amorphous stuff): use masks.
    """

    apart: float = THRESHOLD
    rounds: int = 3

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        place = PLACES[parsed.scale.name]
        things = gathered(parsed, place, self.apart)
        places, far = self._places(parsed, place, things)
        return merged(parsed, things, places, far)

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


def merged(
    parsed: Parsed, things: Sequence[Thing], places: Sequence[Any], far: Floats, quality: Floats | None = None
) -> Merged:
    """What is kept of the things, with the evidence for every one of them. `quality`: how far each thing's place can be
    trusted, 0 … 1, which counts in the confidence."""
    table, gold = coded(parsed, things)
    found = presence(table, gold=gold)
    best = found.q[:, 1:].argmax(1) + 1 if len(things) else np.zeros(0, np.int64)
    right = found.q[np.arange(len(things)), best]
    regions = [Region(where, table.classes[label]) for where, label in zip(places, best.tolist(), strict=True)]
    keep = threshold(right, float(found.exists.sum()))
    by_item: dict[int, list[int]] = defaultdict(list)
    for number, thing in enumerate(things):
        by_item[thing.item].append(number)
    exclusive = parsed.scale.name in ("spans", "segments") and not overlap(parsed)
    nobody = np.exp(np.bincount(parsed.item, np.log1p(-found.finds)[parsed.worker], len(parsed.items)))
    values: list[Any] = []
    confidence = np.ones(len(parsed.items))
    evidence: list[Any] = []
    for item in range(len(parsed.items)):
        own = by_item[item]
        if parsed.gold[item] is not None:
            kept = [number for number in own if things[number].gold is not None]
        else:
            kept = [number for number in own if right[number] >= keep - 1e-9]
            kept = _apart(kept, regions, right) if exclusive else kept
            expected = float(found.exists[own].sum())
            trusted = right[kept] if quality is None else right[kept] * quality[kept]
            confidence[item] = expected_f1(trusted, expected) if own else 1 - nobody[item]
        values.append(tuple(regions[number] for number in kept))
        evidence.append(
            {
                "regions": [
                    _told(parsed, things[n], regions[n], right[n], found.exists[n], far[n], n in kept) for n in own
                ]
            }
        )
    return Merged(values, confidence, _skills(parsed, table, found), evidence)


def _apart(kept: Sequence[int], regions: Sequence[Region], right: Floats) -> list[int]:
    """Stretches that do not overlap, the surest first; for answers in which none do."""
    out: list[int] = []
    for number in sorted(kept, key=lambda number: (-round(float(right[number]), 9), number)):
        start, end = regions[number].place
        if all(end <= regions[one].place[0] or regions[one].place[1] <= start for one in out):
            out.append(number)
    return sorted(out, key=lambda number: regions[number].place)


def _told(
    parsed: Parsed, thing: Thing, region: Region, right: float, exists: float, far: float, kept: bool
) -> dict[str, Any]:
    """`exists`: that something is there; `probability`: of this label; `spread`: mean 1 − IoU of its regions."""
    asked = [parsed.workers[parsed.worker[row]] for row in parsed.rows_of(thing.item)]
    by = [parsed.workers[parsed.worker[row]] for row in thing.rows]
    return {
        "region": parsed.scale.write((region,))[0], "probability": round(float(right), 6),
        "exists": round(float(exists), 6), "spread": round(float(far), 6), "kept": kept,
        "by": by, "not_by": [name for name in asked if name not in by],
    }  # fmt: skip


def _skills(parsed: Parsed, table: Coded, found: Presence) -> Any:
    """F1 of what a worker drew, with its label, against what probably exists."""
    workers = len(parsed.workers)
    drew = table.label > 0
    right = np.where(drew, found.q[table.item, table.label], 0.0)
    hit = np.bincount(table.worker, right, workers).astype(np.float64)
    there = np.bincount(table.worker, found.exists[table.item], workers)
    return share_skills(
        parsed.workers, parsed.count_by_worker(), hit, (np.bincount(table.worker, drew, workers) + there) / 2
    )
