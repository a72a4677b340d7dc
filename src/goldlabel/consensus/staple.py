"""One mask for many: pixels decided by skill, on runs instead of pixels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from goldlabel.consensus.clusters import merged
from goldlabel.consensus.existence import Cells, existence
from goldlabel.consensus.parsed import Merged, Parsed
from goldlabel.consensus.places import Place, medoid
from goldlabel.consensus.result import Floats, Ints
from goldlabel.consensus.skills import share_skills
from goldlabel.consensus.things import Thing, by_label, gathered
from goldlabel.core.problem import Invalid
from goldlabel.frames.masks import Mask
from goldlabel.frames.regions import FORMS


@dataclass(frozen=True)
class Staple:
    """Masks matched into things, existence and class as for other regions, then every pixel by skill.

    Matching: by overlap as in `Clusters`; where no answer has two masks of one label (semantic masks), by label. The
    pixels of a thing are asked of those who marked it; pixels with the same workers are one cell, found on the run
    lengths, so that memory grows with runs · workers and not with pixels. Formula: two-coin Dawid–Skene (`existence`),
    which is STAPLE (Warfield, Zou and Wells 2004); a worker's sensitivity and specificity are those of all his masks.
    Each thing weighs `evidence` questions, not its pixels, since pixels are not independent. On: probability above 1/2.
    STAPLE over the whole picture lets its empty background drive specificity to 1, and then one worker's extra pixel
    counts as found; here the background is as large as what anybody marked.
    Confidence: expected F1 over the things, each with its expected Dice. Skill: Dice of the worker's pixels with the
    probable ones, as of `evidence` questions a mask. Not for soft edges (no probability map is kept), nor for several
    hundred workers per item.
    """

    apart: float = 0.5
    evidence: float = 50.0

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        _same_size(parsed)
        things = by_label(parsed, MASK) if _semantic(parsed) else gathered(parsed, MASK, self.apart)
        patterns = [_patterns([one.place for one in thing.regions]) for thing in things]
        found = existence(self._cells(parsed, things, patterns))
        at = 0
        places: list[Any] = []
        dice = np.ones(len(things))
        for number, (thing, pattern) in enumerate(zip(things, patterns, strict=True)):
            own = found.q[at : at + len(pattern.votes)]
            at += len(own)
            places.append(_place(thing, pattern, own))
            on = own > 0.5 + 1e-9
            size = pattern.pixels[on].sum() + (pattern.pixels * own).sum()
            dice[number] = 2 * (pattern.pixels * own)[on].sum() / size if size else 1.0
        far = [
            np.mean([FORMS["masks"].apart(where, one.place) for one in thing.regions]) if thing.regions else 0.0
            for where, thing in zip(places, things, strict=True)
        ]
        whole = merged(parsed, things, places, np.array(far, np.float64), dice)
        return replace(whole, skills=share_skills(parsed.workers, parsed.count_by_worker(), found.right, found.total))

    def _cells(self, parsed: Parsed, things: Sequence[Thing], patterns: Sequence["_Patterns"]) -> Cells:
        cell: list[Ints] = [np.zeros(0, np.int64)]
        worker: list[Ints] = [np.zeros(0, np.int64)]
        yes: list[Floats] = [np.zeros(0)]
        weight: list[Floats] = [np.zeros(0)]
        at = 0
        never = np.zeros((len(parsed.workers), 1))
        for thing, pattern in zip(things, patterns, strict=True):
            count, drew = pattern.votes.shape
            never[parsed.worker[thing.rows]] += self.evidence
            cell.append(np.repeat(np.arange(at, at + count, dtype=np.int64), drew))
            worker.append(np.tile(parsed.worker[thing.rows], count))
            yes.append(pattern.votes.ravel().astype(np.float64))
            weight.append(pattern.pixels * self.evidence / max(pattern.pixels.sum(), 1.0))
            at += count
        weights = np.concatenate(weight)
        return Cells(
            count=at, workers=len(parsed.workers), cell=np.concatenate(cell), worker=np.concatenate(worker),
            yes=np.concatenate(yes), group=np.zeros(at, np.int64), weight=weights,
            never=never, asked=np.array([2 * weights.sum()]),
        )  # fmt: skip


@dataclass(frozen=True)
class _Patterns:
    """`votes[pattern, mask]`: which masks cover it; its `pixels`; `lengths` and `pattern` of every run (−1: none)."""

    votes: Ints
    pixels: Floats
    lengths: Ints
    pattern: Ints


def _patterns(masks: Sequence[Mask]) -> _Patterns:
    """Stretches between any mask's changes, grouped by who covers them; O(runs · masks)."""
    if not masks:
        return _Patterns(np.zeros((0, 0), np.int64), np.zeros(0), np.zeros(0, np.int64), np.zeros(0, np.int64))
    ends = [np.cumsum(mask.runs) for mask in masks]
    cuts = np.unique(np.concatenate(ends))
    cuts = cuts[cuts > 0]
    lengths = np.diff(np.concatenate([[0], cuts]))
    inside = np.stack([np.searchsorted(own, cuts, side="left") % 2 for own in ends], 1)
    votes, pattern = np.unique(inside, axis=0, return_inverse=True)
    pattern = pattern.reshape(-1)
    pixels = np.bincount(pattern, lengths, len(votes)).astype(np.float64)
    if not votes[0].any():
        votes, pixels, pattern = votes[1:], pixels[1:], pattern - 1
    return _Patterns(votes.astype(np.int64), pixels, lengths, pattern)


def _place(thing: Thing, pattern: _Patterns, q: Floats) -> Mask:
    if thing.gold is not None:
        return thing.gold.place
    masks = [one.place for one in thing.regions]
    on = np.concatenate([q > 0.5 + 1e-9, [False]])[pattern.pattern]
    if not on.any():
        return medoid(masks, [1.0] * len(masks), FORMS["masks"].apart)
    starts = np.flatnonzero(np.concatenate([[True], on[1:] != on[:-1]]))
    runs = np.add.reduceat(pattern.lengths, starts).tolist()
    return Mask(masks[0].height, masks[0].width, tuple([0, *runs] if on[0] else runs))


def _extent(mask: Mask) -> tuple[float, float, float, float]:
    """Columns exactly; rows not, where a run goes on over several columns."""
    ends = np.cumsum(mask.runs)
    starts, stops = ends[0::2][: len(mask.runs) // 2], ends[1::2]
    if not len(stops):
        return 0.0, 0.0, 0.0, 0.0
    left, right = int(starts[0]) // mask.height, int(stops[-1] - 1) // mask.height + 1
    within = starts // mask.height == (stops - 1) // mask.height
    if not within.all():
        return float(left), 0.0, float(right), float(mask.height)
    return float(left), float((starts % mask.height).min()), float(right), float(((stops - 1) % mask.height).max() + 1)


MASK = Place(FORMS["masks"].apart, _extent, lambda masks, weights: medoid(masks, weights, FORMS["masks"].apart))


def _semantic(parsed: Parsed) -> bool:
    every = (*parsed.value, *(known for known in parsed.gold if known is not None))
    return all(len({one.label for one in value}) == len(value) for value in every)


def _same_size(parsed: Parsed) -> None:
    for item in range(len(parsed.items)):
        sizes = {(one.place.height, one.place.width) for row in parsed.rows_of(item) for one in parsed.value[row]}
        if len(sizes) > 1:
            named = ", ".join(f"{height} × {width}" for height, width in sorted(sizes))
            raise Invalid(f"its masks have different sizes: {named} pixels", where=f"item {parsed.items[item]}")
