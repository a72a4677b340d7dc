"""Which clusters are things, and of what class: Dawid–Skene in which "nothing there" is a class too."""

from dataclasses import dataclass

import numpy as np

from goldlabel.consensus.em import clamp, confusion_counts, converged, log_scores, shares, softmax
from goldlabel.consensus.pooled import drawn
from goldlabel.consensus.result import Floats, Ints
from goldlabel.frames.answers import Coded

TINY = 1e-9
STILL = 1e-3
FINDS, NAMES_RIGHT, INVENTS = 0.8, 0.95, 0.1
"""Beforehand, worth one answer per class: most things are found and named right, most of nothing is left alone."""


@dataclass(frozen=True)
class Presence:
    """`q[cluster, class]`, class 0: nothing. `finds[worker]`: how probably he marks a thing."""

    q: Floats
    finds: Floats

    @property
    def exists(self) -> Floats:
        return 1 - self.q[:, 0]


def presence(
    coded: Coded, *, gold: Ints | None = None, prior: float = 5.0, rounds: int = 100, tolerance: float = 1e-5
) -> Presence:
    """`coded`: one row per cluster and worker who was asked; class 0 when he marked nothing there, else his label.

    Formula: P(class t of a cluster) ∝ share[t] · Π confusion[worker, t, answer] / (1 − Π confusion[worker, t, 0]):
    a cluster is there only because somebody marked it, hence the division, and the expected things that all
    overlooked count in the confusions (EM on truncated data: Dempster, Laird and Rubin 1977, 4.2). Rows of a worker's
    confusion are drawn to everybody's by `prior` answers. So a miss counts by how often this worker misses this
    class, an extra region by how often he invents one. Source: Dawid and Skene 1979 on clusters.
    Cost: rounds · rows · classes. With one worker per item nothing can be learned: what he marked counts as there.
    """
    k = len(coded.classes)
    likely = _likely(k)
    q = clamp(shares(coded), gold)
    confusion = np.repeat((likely / likely.sum(1, keepdims=True))[None], len(coded.workers), 0)
    for _ in range(rounds):
        seen = _seen(coded, confusion)
        counts = confusion_counts(coded, q)
        overlooked = q * (1 - seen) / seen
        for t in range(k):
            counts[:, t, 0] += np.bincount(coded.worker, overlooked[coded.item, t], len(coded.workers))
        last, confusion = confusion, np.clip(drawn(counts, likely, prior), 1e-4, 0.999)
        share = (q.sum(0) + 1 / k) / (len(q) + 1)
        scores = log_scores(coded, np.log(confusion)) + np.log(share) - np.log(_seen(coded, confusion))
        before, q = q, clamp(softmax(scores), gold)
        # what is overlooked settles after the clusters do
        if converged(before, q, tolerance) and float(np.abs(confusion - last).max()) < STILL:
            break
    if k < 2:
        return Presence(q, np.full(len(coded.workers), FINDS))
    things = q[:, 1:].sum(0) + TINY
    return Presence(q, 1 - (confusion[:, 1:, 0] * (things / things.sum())).sum(1))


def _likely(k: int) -> Floats:
    out = np.full((k, k), FINDS * (1 - NAMES_RIGHT) / max(k - 2, 1))
    out[0] = INVENTS / max(k - 1, 1)
    out[1:, 0] = 1 - FINDS
    np.fill_diagonal(out, FINDS * NAMES_RIGHT)
    out[0, 0] = 1 - INVENTS
    return out


def _seen(coded: Coded, confusion: Floats) -> Floats:
    """Per cluster and class, how probable it is that anybody marks it."""
    misses = np.log(confusion[:, :, 0])
    nobody = [np.bincount(coded.item, misses[coded.worker, t], len(coded.items)) for t in range(len(coded.classes))]
    return np.maximum(-np.expm1(np.stack(nobody, 1)), TINY)
