"""The label model with gold: the learners weighed by how well they foresee gold they have not seen, and majority
where even that falls short of it.
"""

import hashlib
from dataclasses import dataclass, replace

import numpy as np

from goldlabel.consensus.label_model.learners import LEARNERS, sample
from goldlabel.consensus.label_model.majority import plain_majority
from goldlabel.consensus.label_model.votes import Ints, Votes
from goldlabel.consensus.result import Floats
from goldlabel.frames.column import text_of

FOLDS = 5
ENOUGH = 10
"""Gold items below which nothing is learnt from them: five folds of two."""


@dataclass(frozen=True, slots=True)
class Check:
    """On the gold items, each judged by what was learnt without it; ties count in expectation."""

    gold: int
    model_right: float
    majority_right: float
    weights: dict[str, float]
    """Of the learners; empty where majority was kept."""

    @property
    def kept_majority(self) -> bool:
        return not self.weights


def with_gold(votes: Votes, gold: Ints) -> tuple[Floats, Check]:
    """float[items, classes] for all items, and the evidence. `gold`: the rows with gold, at least `ENOUGH`.

    The learners' out-of-fold probabilities of the right class give the weights of their mixture (stacking, Wolpert
    1992; the mixture weights by EM with one item added to each). If the mixture is right on fewer gold items than
    plain majority, majority is the answer, with its measured accuracy as confidence. O(folds · items · functions ·
    classes).
    """
    weights, right, yardstick = weigh(votes.take(sample(votes)))
    check = Check(len(gold), right, _right(yardstick, votes.gold[gold]), weights)
    if check.model_right < check.majority_right:
        return measured_majority(votes, gold, yardstick), replace(check, weights={})
    q = np.zeros((len(votes.items), len(votes.classes)))
    for name, learner in LEARNERS.items():
        q += weights[name] * learner(votes, gold)
    return q, check


def weigh(votes: Votes) -> tuple[dict[str, float], float, Floats]:
    """The weights of the learners; on how many gold items their mixture is right; what majority says of these."""
    gold = np.flatnonzero(votes.gold >= 0)
    truth = votes.gold[gold]
    fold = _folds(votes, gold)
    foreseen = {name: np.empty((len(gold), len(votes.classes))) for name in LEARNERS}
    yardstick = np.empty_like(next(iter(foreseen.values())))
    for one in range(FOLDS):
        train, test = gold[fold != one], fold == one
        if not test.any():
            continue
        for name, learner in LEARNERS.items():
            foreseen[name][test] = learner(votes, train)[gold[test]]
        yardstick[test] = plain_majority(votes, _commonest(votes, train))[gold[test]]
    rows = np.arange(len(gold))
    weights = mixture({name: q[rows, truth] for name, q in foreseen.items()})
    mixed = sum((weights[name] * q for name, q in foreseen.items()), np.zeros_like(yardstick))
    return weights, _right(mixed, truth), yardstick


def mixture(likelihood: dict[str, Floats]) -> dict[str, float]:
    """Weights that foresee best together: EM on Π_i Σ_m weight_m · likelihood_m[i], one item added to each."""
    table = np.maximum(np.stack(list(likelihood.values())), 1e-6)
    weight = np.full(len(table), 1 / len(table))
    for _ in range(200):
        share = weight[:, None] * table
        share /= share.sum(axis=0)
        weight = (share.sum(axis=1) + 1) / (table.shape[1] + len(table))
    return {name: float(one) for name, one in zip(likelihood, weight, strict=True)}


def measured_majority(votes: Votes, gold: Ints, yardstick: Floats) -> Floats:
    """Majority, with the share of gold it has right as confidence, apart for items with votes and without."""
    q = plain_majority(votes, _commonest(votes, gold))
    classes = len(votes.classes)
    if classes == 1:
        return q
    truth, covered = votes.gold[gold], votes.covered
    for part in (covered, ~covered):
        own = part[gold]
        right = (_right(yardstick[own], truth[own]) + 1) / (int(own.sum()) + 2)
        sure = max(right, 1 / classes + 0.01)
        q[part] = q[part] * sure + (1 - q[part]) * (1 - sure) / (classes - 1)
    return q / q.sum(axis=1, keepdims=True)


def _commonest(votes: Votes, gold: Ints) -> int:
    return int(np.bincount(votes.gold[gold], minlength=len(votes.classes)).argmax())


def _right(q: Floats, truth: Ints) -> float:
    """Expected number right when ties are broken at random."""
    best = q >= q.max(axis=1, keepdims=True, initial=0.0) - 1e-9
    return float((best[np.arange(len(truth)), truth] / best.sum(axis=1)).sum())


def _folds(votes: Votes, gold: Ints) -> Ints:
    """int[gold]: a fold each, classes spread evenly; by the items' names, so that the order of rows is no matter."""
    names = [hashlib.blake2b(text_of(votes.items[row]).encode(), digest_size=8).digest() for row in gold.tolist()]
    order = sorted(range(len(gold)), key=lambda at: (int(votes.gold[gold[at]]), names[at]))
    out = np.empty(len(gold), np.int64)
    out[order] = np.arange(len(gold)) % FOLDS
    return out
