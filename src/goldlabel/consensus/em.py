"""The few sums that every expectation-maximisation here is made of, on coded answers."""

import numpy as np

from goldlabel.consensus.result import Floats, Ints
from goldlabel.frames.answers import Coded


def shares(coded: Coded) -> Floats:
    """Share of the votes, float[items, classes]; an item without answers gets the same share everywhere."""
    n, k = len(coded.items), len(coded.classes)
    votes = np.bincount(coded.item * k + coded.label, minlength=n * k).reshape(n, k).astype(np.float64)
    total = votes.sum(1, keepdims=True)
    return np.where(total > 0, votes / np.maximum(total, 1), 1 / max(k, 1))


def confusion_counts(coded: Coded, q: Floats) -> Floats:
    """Expected number of times that worker w said l where t is true: float[workers, t, l]. O(answers · classes)."""
    w, k = len(coded.workers), len(coded.classes)
    cell = coded.worker * k + coded.label
    out = np.empty((w, k, k))
    for t in range(k):
        out[:, t, :] = np.bincount(cell, weights=q[coded.item, t], minlength=w * k).reshape(w, k)
    return out


def log_scores(coded: Coded, log_confusion: Floats) -> Floats:
    """Sum over an item's answers of log_confusion[worker, t, label]: float[items, t]. O(answers · classes)."""
    n, k = len(coded.items), len(coded.classes)
    out = np.empty((n, k))
    for t in range(k):
        out[:, t] = np.bincount(coded.item, weights=log_confusion[coded.worker, t, coded.label], minlength=n)
    return out


def softmax(scores: Floats) -> Floats:
    """Rows to probabilities; overwrites its argument."""
    if scores.size:
        scores -= scores.max(1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(1, keepdims=True)
    return scores


def clamp(q: Floats, gold: Ints | None) -> Floats:
    """`q` with the items whose truth is known (gold >= 0) fixed."""
    if gold is not None:
        known = np.flatnonzero(gold >= 0)
        q[known] = 0.0
        q[known, gold[known]] = 1.0
    return q


def converged(before: Floats, after: Floats, tolerance: float) -> bool:
    """Whether the average item moved by less than `tolerance` of its probability mass."""
    return not after.size or float(np.abs(after - before).sum()) <= 2 * tolerance * len(after)
