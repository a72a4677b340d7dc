"""Dawid–Skene with pooled workers: what the scales beyond nominal use for the classes within them."""

from dataclasses import dataclass

import numpy as np

from goldlabel.consensus.em import clamp, confusion_counts, converged, log_scores, shares, softmax
from goldlabel.consensus.result import Floats, Ints
from goldlabel.frames.answers import Coded

TINY = 1e-12


@dataclass(frozen=True)
class Pooled:
    """`q[items, classes]` and `confusion[workers, true class, class]`."""

    q: Floats
    confusion: Floats


def pooled_dawid_skene(
    coded: Coded,
    likely: Floats,
    *,
    prior: float = 5.0,
    gold: Ints | None = None,
    share: Floats | None = None,
    rounds: int = 100,
    tolerance: float = 1e-5,
) -> Pooled:
    """EM in which each row of a worker's confusion is drawn by `prior` answers to everybody's, and everybody's to
    `likely` float[classes, classes], counts that say which confusions are likely beforehand. `share`: probabilities
    before any answer, float[items, classes] or float[classes]; estimated when None. O(rounds · answers · classes)."""
    k = len(coded.classes)
    q = clamp(shares(coded), gold)
    confusion = np.zeros((len(coded.workers), k, k))
    for _ in range(rounds):
        confusion = drawn(confusion_counts(coded, q), likely, prior)
        before_answers = share if share is not None else (q.sum(0) + 1 / max(k, 1)) / (len(q) + 1)
        scores = log_scores(coded, np.log(np.maximum(confusion, TINY))) + np.log(np.maximum(before_answers, TINY))
        before, q = q, clamp(softmax(scores), gold)
        if converged(before, q, tolerance):
            break
    return Pooled(q, confusion)


def drawn(counts: Floats, likely: Floats, prior: float) -> Floats:
    """Confusions from expected counts float[workers, true class, class]."""
    everybody = counts.sum(0) + likely
    everybody /= everybody.sum(1, keepdims=True)
    own = counts + prior * everybody
    return own / own.sum(2, keepdims=True)


def mostly_right(k: int) -> Floats:
    """One answer's worth of being right in each class, a hundredth for every confusion."""
    return np.eye(k) + 0.01
