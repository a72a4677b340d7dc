"""One number for many: mean, trimmed mean, median, and means that know their workers.

Confidence is the reliability of the item's number: τ² / (τ² + its squared standard error), τ² the variance between
true values. A worker's skill is the reliability of one of his answers, τ² / (τ² + his error variance): the share of
what his answers vary by that is truth. Its 95 % interval is that of the error variance (χ², Wilson–Hilferty 1931).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from goldlabel.consensus.parsed import Merged, Parsed
from goldlabel.consensus.result import Floats, Skill
from goldlabel.consensus.skills import Z

PRIOR = 4.0
"""Answers that the error variance of all workers counts for in each worker's own."""
TINY = 1e-12
HUGE = 1e100


@dataclass(frozen=True)
class Mean:
    """The arithmetic mean of an item's answers.

    Least squared error when nothing is known of the workers; on emotion_numeric and in the VLDB 2017 comparison
    (Zheng et al.) no weighted method beats it in squared error. O(answers). Not with gross outliers (typing errors,
    other units): `Median` or `TrimmedMean`.
    """

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        return _in_units(parsed, lambda own: _told(own, _means(own, np.ones(len(own)), own.numbers)))


@dataclass(frozen=True)
class Median:
    """The middle answer; halfway between the two middle ones. Half of the answers may be wild. O(answers · log)."""

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        return _in_units(parsed, lambda own: _told(own, np.array([np.median(one) for one in _by_item(own)])))


@dataclass(frozen=True)
class TrimmedMean:
    """The mean without the lowest and highest `share` of an item's answers (Tukey 1962), floor(share · n) on either
    side. Between mean and median in both robustness and efficiency. O(answers · log)."""

    share: float = 0.2

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        def trimmed(own: Floats) -> float:
            cut = min(int(self.share * len(own)), (len(own) - 1) // 2)
            return float(np.sort(own)[cut : len(own) - cut].mean())

        return _in_units(parsed, lambda own: _told(own, np.array([trimmed(one) for one in _by_item(own)])))


@dataclass(frozen=True)
class Weighted:
    """Mean of answers less their worker's bias (`bias`), weighed by 1 / his error variance (`variance`).

    Model: answer = truth + bias_w + normal error of variance σ²_w; alternating estimates, σ²_w drawn to the variance
    of all workers by `PRIOR` answers, biases drawn to 0 by σ²_w / n against the variance of biases. Source: the normal
    case of Raykar et al. 2010 (JMLR 11) with priors. O(rounds · answers). Not under about 10 answers per worker:
    weights are then noise.
    """

    bias: bool = True
    variance: bool = True
    rounds: int = 50

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        return _in_units(parsed, self._merge)

    def _merge(self, parsed: Parsed) -> Merged:
        values, count = parsed.numbers, np.maximum(parsed.count_by_worker(), 1)
        bias = np.zeros(len(parsed.workers))
        weight = np.ones(len(parsed.workers))
        found = _means(parsed, weight[parsed.worker], values)
        for _ in range(self.rounds):
            before = found
            if self.bias:
                left = np.bincount(parsed.worker, values - found[parsed.item], len(bias))
                noise = _error_variance(parsed, found, bias)
                spread = max(float(np.var(left / count) - np.mean(noise / count)), 0.0)
                bias = left / count * (spread / np.maximum(spread + noise / count, TINY))
                bias -= np.average(bias, weights=count) if len(bias) else 0.0
            if self.variance:
                weight = 1 / np.maximum(_error_variance(parsed, found, bias), TINY)
            found = _means(parsed, weight[parsed.worker], values - bias[parsed.worker])
            if not len(found) or float(np.abs(found - before).max()) <= 1e-9 * (1 + float(np.abs(found).max())):
                break
        return _told(parsed, found, bias)


def _in_units(parsed: Parsed, merge: Callable[[Parsed], Merged]) -> Merged:
    """Squares of huge numbers leave the range of floats: those are measured in a power of two of their own."""
    known = [one for one in parsed.gold if one is not None]
    largest = max((abs(one) for one in (*parsed.value, *known)), default=0.0)
    if largest < HUGE:
        return merge(parsed)
    unit = 2.0 ** math.floor(math.log2(largest))
    gold = [None if one is None else one / unit for one in parsed.gold]
    told = merge(replace(parsed, value=[one / unit for one in parsed.value], gold=gold))
    evidence = [
        {name: one if name == "answers" else one * unit for name, one in shown.items()} for shown in told.evidence or ()
    ]
    return replace(told, values=[one * unit for one in told.values], evidence=evidence)


def _by_item(parsed: Parsed) -> list[Floats]:
    values, starts = parsed.numbers, parsed.starts
    return [
        values[starts[item] : starts[item + 1]] if known is None else np.array([known])
        for item, known in enumerate(parsed.gold)
    ]


def _means(parsed: Parsed, weight: Floats, values: Floats) -> Floats:
    n = len(parsed.items)
    total = np.bincount(parsed.item, weight, n)
    found = np.bincount(parsed.item, weight * values, n) / np.maximum(total, 1e-300)
    known = [at for at, one in enumerate(parsed.gold) if one is not None]
    found[known] = [parsed.gold[at] for at in known]
    return found


def _error_variance(parsed: Parsed, found: Floats, bias: Floats) -> Floats:
    """Per worker; the found value was made from the answers themselves, which takes 1 / n of the error's variance."""
    size = np.bincount(parsed.item, minlength=len(parsed.items))
    free = np.where([one is None for one in parsed.gold], 1 - 1 / np.maximum(size, 1), 1.0)[parsed.item]
    square = (parsed.numbers - bias[parsed.worker] - found[parsed.item]) ** 2
    worker = len(parsed.workers)
    pooled = float(square.sum() / free.sum()) if free.sum() > 0 else 0.0
    return (np.bincount(parsed.worker, square, worker) + PRIOR * pooled) / (
        np.bincount(parsed.worker, free, worker) + PRIOR
    )


def _told(parsed: Parsed, found: Floats, bias: Floats | None = None) -> Merged:
    bias = np.zeros(len(parsed.workers)) if bias is None else bias
    noise = _error_variance(parsed, found, bias)
    size = np.maximum(np.bincount(parsed.item, minlength=len(parsed.items)), 1)
    spread = np.bincount(parsed.item, (parsed.numbers - bias[parsed.worker] - found[parsed.item]) ** 2, len(size))
    expected = np.bincount(parsed.item, noise[parsed.worker], len(size)) / size
    own = (spread + PRIOR * expected) / (size - 1 + PRIOR)
    error = np.where([one is None for one in parsed.gold], own / size, 0.0)
    truth = _true_variance(parsed, found, error)
    confidence = np.where(error > 0, truth / np.maximum(truth + error, 1e-300), 1.0)
    evidence: list[Any] = [
        {"answers": int(n), "standard_error": e, "low": float(v - Z * e), "high": float(v + Z * e)}
        for n, e, v in zip(size, np.sqrt(error).tolist(), found, strict=True)
    ]
    return Merged(found.tolist(), confidence, _skills(parsed, noise, truth), evidence)


def _true_variance(parsed: Parsed, found: Floats, error: Floats) -> float:
    """Between items; of one item alone nothing is known but its answers."""
    if len(found) > 1:
        return max(float(np.var(found) - error.mean()), 0.0)
    return float(np.var(parsed.numbers)) if len(found) else 0.0


def _skills(parsed: Parsed, noise: Floats, truth: float) -> list[Skill]:
    count = parsed.count_by_worker()
    free = count + PRIOR
    cube = 2 / (9 * free)
    low_noise = noise / (1 - cube + Z * np.sqrt(cube)) ** 3
    high_noise = noise / np.maximum(1 - cube - Z * np.sqrt(cube), 1e-3) ** 3

    def reliability(variance: float) -> float:
        return truth / (truth + variance) if truth + variance > 0 else 1.0

    return [
        Skill(name, int(n), reliability(float(v)), reliability(float(high)), reliability(float(low)))
        for name, n, v, low, high in zip(parsed.workers, count, noise, low_noise, high_noise, strict=True)
    ]
