"""Dawid–Skene: every worker has a confusion matrix of his own."""

from dataclasses import dataclass

import numpy as np

from goldlabel.consensus.em import clamp, confusion_counts, converged, log_scores, shares, softmax
from goldlabel.consensus.result import Floats, Ints, Posterior
from goldlabel.frames.answers import Coded

TINY = 1e-10


@dataclass(frozen=True)
class DawidSkene:
    """Maximum likelihood by EM, from the shares of the votes.

    Formula: P(truth t of an item) ∝ prior[t] · Π over its answers (worker w said l) confusion[w, t, l]; prior and
    confusion are the expected shares under those probabilities. Source: Dawid & Skene 1979, Applied Statistics 28.
    Shapes: q[items, classes], confusion[workers, classes, classes]. Cost: rounds · answers · classes time,
    (items + workers · classes) · classes memory. Not for workers with few answers or under about 5 answers per
    item: a matrix of classes² numbers is then noise; `HierarchicalDawidSkene` pools it over workers.
    """

    rounds: int = 100
    tolerance: float = 1e-5
    smoothing: float = 0.0

    def fit_predict(
        self, coded: Coded, *, gold: Ints | None = None, probabilities: Floats | None = None, seed: int = 0
    ) -> Posterior:
        k = len(coded.classes)
        q = clamp(shares(coded), gold)
        confusion = np.zeros((len(coded.workers), k, k))
        done = 0
        for done in range(1, self.rounds + 1):
            counts = confusion_counts(coded, q) + self.smoothing
            confusion = counts / np.maximum(counts.sum(2, keepdims=True), TINY)
            prior = q.mean(0) if len(q) else np.full(k, 1 / max(k, 1))
            scores = log_scores(coded, np.log(np.maximum(confusion, TINY))) + np.log(np.maximum(prior, TINY))
            if probabilities is not None:
                scores += np.log(np.maximum(probabilities, TINY)) - np.log(np.maximum(prior, TINY))
            before, q = q, clamp(softmax(scores), gold)
            if converged(before, q, self.tolerance):
                break
        right = np.bincount(coded.worker, weights=q[coded.item, coded.label], minlength=len(coded.workers))
        answers = np.bincount(coded.worker, minlength=len(coded.workers))
        return Posterior(q, right / np.maximum(answers, 1), right, confusion, done, "dawid-skene")
