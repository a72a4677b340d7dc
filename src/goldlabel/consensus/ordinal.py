"""One level for many on an ordered scale: an error by one step is likelier than by three."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.consensus.em import clamp, confusion_counts, converged, log_scores, shares, softmax
from goldlabel.consensus.parsed import Merged, Parsed
from goldlabel.consensus.result import Floats, Ints
from goldlabel.consensus.skills import share_skills
from goldlabel.frames.answers import Coded
from goldlabel.frames.column import text_of
from goldlabel.frames.scale import number

TOLERANCE = 1e-5
SLIPS = 0.01


@dataclass(frozen=True)
class LatentNormal:
    """Workers read the true level with a bias and a spread of their own, and round.

    Formula: P(worker w says l | truth t) = Φ((l + ½ − t − b_w) / s_w) − Φ((l − ½ − t − b_w) / s_w), the ends open, in
    steps of the scale; EM with expected moments, b_w drawn to 0 and s_w² to all workers' by `prior` answers. Two
    numbers per worker (leniency, noise) instead of a matrix. The label is the posterior median, which has the smallest
    expected distance in steps; confidence its probability; skill the probability that an answer is exactly right.
    Source: the probit of Johnson 1996 (JASA 91) with fixed, evenly spaced cut points. O(rounds · answers · levels).
    Not where levels are no scale to the workers (they confuse far ones as easily): nominal.
    """

    prior: float = 5.0
    rounds: int = 100

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        coded, gold = levels(parsed)
        k = len(coded.classes)
        q = clamp(shares(coded), gold)
        for _ in range(self.rounds):
            confusion = confusions(coded, q, self.prior)
            share = (q.sum(0) + 1 / max(k, 1)) / (len(q) + 1)
            before, q = q, clamp(softmax(log_scores(coded, np.log(confusion)) + np.log(share)), gold)
            if converged(before, q, TOLERANCE):
                break
        return told(parsed, coded, q)


@dataclass(frozen=True)
class OrdinalDawidSkene:
    """Dawid–Skene whose confusions are smoothed along the scale.

    Row t of a worker's confusion is drawn by `prior` answers to a mixture: `own` of his `LatentNormal` row (leniency,
    noise), the rest everybody's row, which beforehand has half as much for every further step. With few answers it is
    the normal model, with many any confusion, also of uneven steps. Label, confidence and skill as in `LatentNormal`.
    O(rounds · answers · levels).
    """

    prior: float = 20.0
    own: float = 0.8
    rounds: int = 100

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        coded, gold = levels(parsed)
        k = len(coded.classes)
        likely = 0.5 ** np.abs(np.subtract.outer(np.arange(k), np.arange(k))) + np.eye(k)
        q = clamp(shares(coded), gold)
        for _ in range(self.rounds):
            counts = confusion_counts(coded, q)
            everybody = counts.sum(0) + likely
            everybody /= everybody.sum(1, keepdims=True)
            rows = self.own * confusions(coded, q) + (1 - self.own) * everybody
            confusion = counts + self.prior * rows
            confusion /= confusion.sum(2, keepdims=True)
            share = (q.sum(0) + 1 / max(k, 1)) / (len(q) + 1)
            before, q = q, clamp(softmax(log_scores(coded, np.log(confusion)) + np.log(share)), gold)
            if converged(before, q, TOLERANCE):
                break
        return told(parsed, coded, q)


def confusions(coded: Coded, q: Floats, prior: float = 5.0) -> Floats:
    """Of every worker as a `LatentNormal`, from expected moments: float[workers, truth, answer]."""
    k, workers = len(coded.classes), len(coded.workers)
    steps = np.arange(k)
    mean, square = q @ steps, q @ steps**2
    count = np.bincount(coded.worker, minlength=workers)
    bias = np.bincount(coded.worker, coded.label - mean[coded.item], workers) / (count + prior)
    level = coded.label - bias[coded.worker]
    away = level**2 - 2 * level * mean[coded.item] + square[coded.item]
    everybody = (away.sum() + 0.25) / (len(coded) + 1)
    spread = np.sqrt((np.bincount(coded.worker, away, workers) + prior * everybody) / (count + prior))
    edges = np.concatenate([[-np.inf], steps[1:] - 0.5, [np.inf]])
    scaled = (edges[None, None, :] - steps[None, :, None] - bias[:, None, None]) / spread[:, None, None]
    # a slip of the mouse knows no distance
    return (1 - SLIPS) * np.diff(_normal(scaled), axis=2) + SLIPS / max(k, 1)


@dataclass(frozen=True)
class MedianLevel:
    """The middle answer; of two middle ones the lower. Confidence: the share of exactly this answer. The baseline."""

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        coded, gold = levels(parsed)
        return told(parsed, coded, clamp(shares(coded), gold))


def levels(parsed: Parsed) -> tuple[Coded, Ints]:
    """Answers and gold as places on the scale: the given classes, else the numbers that occur, by size."""
    known = [value for value in parsed.gold if value is not None]
    names = parsed.classes
    if names is None:
        once = {text_of(value): value for value in (*parsed.value, *known)}
        names = sorted(once.values(), key=number)
    at = {text_of(name): place for place, name in enumerate(names)}
    coded = Coded(
        items=parsed.items, workers=parsed.workers, classes=list(names), item=parsed.item, worker=parsed.worker,
        label=np.array([at[text_of(value)] for value in parsed.value], np.int64),
    )  # fmt: skip
    return coded, np.array([-1 if value is None else at[text_of(value)] for value in parsed.gold], np.int64)


def told(parsed: Parsed, coded: Coded, q: Floats) -> Merged:
    below = np.cumsum(q, axis=1)
    middle = (below < 0.5 - 1e-9).sum(1) if q.size else np.zeros(len(q), np.int64)
    right = np.bincount(coded.worker, q[coded.item, coded.label], len(coded.workers)).astype(np.float64)
    count = parsed.count_by_worker()
    evidence: list[Any] = [{"levels": _shown(coded.classes, row)} for row in q]
    values = [coded.classes[place] for place in middle.tolist()]
    skills = share_skills(parsed.workers, count, right, count.astype(np.float64))
    return Merged(values, q[np.arange(len(q)), middle], skills, evidence)


def _shown(names: Sequence[Any], row: Floats) -> list[Any]:
    return [[name, round(float(p), 6)] for name, p in zip(names, row, strict=True)]


_ERF = np.vectorize(math.erf, otypes=[np.float64])


def _normal(x: Floats) -> Floats:
    return (1 + _ERF(x / math.sqrt(2))) / 2
