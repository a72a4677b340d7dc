"""One list of stretches for many: every unit voted on as in Dawid–Skene, under the rule that stretches have a start."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.consensus.chains import Beliefs, beliefs, candidates
from goldlabel.consensus.em import confusion_counts, converged, log_scores, shares
from goldlabel.consensus.keep import expected_f1, threshold
from goldlabel.consensus.parsed import Merged, Parsed
from goldlabel.consensus.pooled import drawn, mostly_right
from goldlabel.consensus.result import Floats
from goldlabel.consensus.skills import share_skills
from goldlabel.consensus.stretches import Tagged, layers, tag
from goldlabel.frames.regions import Region

TINY = 1e-12
LEAST = 0.02
"""Less probable stretches are not listed."""


@dataclass(frozen=True)
class SequenceDawidSkene:
    """Dawid–Skene on units with valid BIO tags, then the exact stretches with the largest expected F1.

    Model: the true tags of an item are a chain in which "goes on" only follows its own kind and every other step has
    the tag's overall share; worker w tags unit u with confusion[w, true tag, tag], independently of others. EM by
    forward-backward; each row of a worker's confusion is drawn to everybody's by `prior` units. The probability of
    every exact stretch (this start, this end, this label) is read off the chain; kept are those from a threshold up,
    the one with the largest expected F1 over all items.
    Source: token Dawid–Skene and HMM-Crowd (Nguyen et al. 2017) with fixed transitions and pooled workers (compare
    Simpson and Gurevych 2019, BSC); F1 rule: Lipton et al. 2014. Learned transitions or workers with memory fit the
    shared set worse: with few answers they explain workers' habits instead of the text.
    Shapes: confusion[workers, 1 + 2 · labels, 1 + 2 · labels]. Cost: rounds · units · workers per item · labels.
    Not for stretches of one label that overlap each other: `Clusters`.
    """

    rounds: int = 30
    tolerance: float = 1e-4
    prior: float = 5.0

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        found = [_Layer.of(self, tag(parsed, labels)) for labels in layers(parsed)]
        listed: list[list[tuple[Region, float]]] = [[] for _ in parsed.items]
        expected = np.zeros(len(parsed.items))
        for layer in found:
            for item in range(len(parsed.items)):
                listed[item] += layer.stretches(item)
                expected[item] += layer.expected(item)
        keep = threshold((p for own in listed for _, p in own), float(expected.sum()))
        values: list[Any] = []
        confidence = np.ones(len(parsed.items))
        evidence: list[Any] = []
        silence = _silence(parsed, found)
        for item, own in enumerate(listed):
            known = parsed.gold[item]
            kept = [one for one in own if one[1] >= keep - 1e-9] if known is None else [(one, 1.0) for one in known]
            values.append(tuple(one for one, _ in sorted(kept, key=_position)))
            if known is None:
                confidence[item] = expected_f1(np.array([p for _, p in kept]), float(expected[item]))
                confidence[item] *= 1.0 if own else silence[item]
            evidence.append(_evidence(parsed, item, own, {one for one, _ in kept}))
        return Merged(values, confidence, _skills(parsed, found), evidence)


@dataclass(frozen=True)
class _Layer:
    tagged: Tagged
    believed: Beliefs
    share: Floats
    confusion: Floats

    @staticmethod
    def of(model: SequenceDawidSkene, tagged: Tagged) -> "_Layer":
        coded, k = tagged.coded, len(tagged.coded.classes)
        q = _fixed(shares(coded), tagged)
        share, confusion = np.full(k, 1 / k), np.zeros((len(coded.workers), k, k))
        believed = Beliefs(q, q, q, q)
        for _ in range(model.rounds):
            confusion = drawn(confusion_counts(coded, q), mostly_right(k), model.prior)
            share = (q.sum(0) + 0.1) / (len(q) + 0.1 * k)
            scores = log_scores(coded, np.log(np.maximum(confusion, TINY)))
            known = np.flatnonzero(tagged.gold >= 0)
            scores[known] = -1e6
            scores[known, tagged.gold[known]] = 0.0
            believed = beliefs(tagged.chains, scores, share)
            before, q = q, believed.q
            if converged(before, q, model.tolerance):
                break
        return _Layer(tagged, believed, share, confusion)

    def stretches(self, item: int) -> list[tuple[Region, float]]:
        """The likeliest stretches that do not overlap, with their probability."""
        out: list[tuple[Region, float]] = []
        found = candidates(self.tagged.chains, self.believed, self.share, item, LEAST)
        taken: list[tuple[int, int]] = []
        for one in sorted(found, key=lambda one: (-round(one.probability, 9), one.first, one.last, one.label)):
            if all(one.last < first or last < one.first for first, last in taken):
                taken.append((one.first, one.last))
                place = self.tagged.bounds(item, one.first, one.last)
                out.append((Region(place, self.tagged.labels[one.label]), one.probability))
        return out

    def expected(self, item: int) -> float:
        """Number of stretches."""
        offsets = self.tagged.chains.offsets
        return float(self.believed.q[offsets[item] : offsets[item + 1], 1::2].sum())


def _fixed(q: Floats, tagged: Tagged) -> Floats:
    known = np.flatnonzero(tagged.gold >= 0)
    q[known] = 0
    q[known, tagged.gold[known]] = 1
    return q


def _position(one: tuple[Region, float]) -> Any:
    return one[0].place, one[0].label


def _evidence(parsed: Parsed, item: int, listed: list[tuple[Region, float]], kept: set[Region]) -> dict[str, Any]:
    by: dict[Region, list[Any]] = defaultdict(list)
    for row in parsed.rows_of(item):
        for one in set(parsed.value[row]):
            by[one].append(parsed.workers[parsed.worker[row]])
    return {
        "regions": [
            {"region": parsed.scale.write((one,))[0], "probability": round(p, 6), "kept": one in kept, "by": by[one]}
            for one, p in sorted(listed, key=_position)
        ]
    }


def _silence(parsed: Parsed, found: list[_Layer]) -> Floats:
    """Per item: the probability that somebody would have marked what there is."""
    missed = np.full(len(parsed.workers), 0.5)
    if found:
        missed = np.max([layer.confusion[:, 1::2, 0].max(1) for layer in found], axis=0)
    return 1 - np.exp(np.bincount(parsed.item, np.log(np.maximum(missed, TINY))[parsed.worker], len(parsed.items)))


def _skills(parsed: Parsed, found: list[_Layer]) -> Any:
    """F1 of a worker's marked units against the probable truth, as if on so many stretches, not units."""
    workers = len(parsed.workers)
    hit, marked, true, stretches = (np.zeros(workers) for _ in range(4))
    for layer in found:
        coded, q = layer.tagged.coded, layer.believed.q
        inside = coded.label > 0
        begin = 2 * ((coded.label - 1) // 2) + 1
        label = np.where(inside, q[coded.item, begin] + q[coded.item, np.minimum(begin + 1, q.shape[1] - 1)], 0.0)
        hit += np.bincount(coded.worker, label, workers)
        marked += np.bincount(coded.worker, inside, workers)
        true += np.bincount(coded.worker, 1 - q[coded.item, 0], workers)
        stretches += np.bincount(coded.worker, (coded.label % 2 == 1) + q[coded.item, 1::2].sum(1), workers) / 2
    total = (marked + true) / 2
    return share_skills(parsed.workers, parsed.count_by_worker(), stretches * hit / np.maximum(total, TINY), stretches)
