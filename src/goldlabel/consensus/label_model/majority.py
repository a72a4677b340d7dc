"""Labels from votes alone: majority in which near-copies of a function count as one.

Why no more than that: models that learn each function's accuracy from agreement with the others (Dawid and Skene 1979;
Ratner et al., "Data programming", 2016) collapse on functions that vote for one class only, since agreement among
them says nothing about the other class (sms: 56.5 % for Dawid–Skene, 82.5 % for majority).
"""

import numpy as np

from goldlabel.consensus.label_model.pairs import alike
from goldlabel.consensus.label_model.votes import Votes
from goldlabel.consensus.result import Floats

PRECISION = 0.75
"""How often a function is taken to be right while nobody has checked it."""


def tally(votes: Votes, weight: Floats | None = None) -> Floats:
    """float[items, classes]: votes for each class, each function counting `weight` (1)."""
    share = np.ones(len(votes.functions)) if weight is None else weight
    out = np.zeros((len(votes.items), len(votes.classes)))
    rows = np.arange(len(votes.items))
    for at, one in enumerate(share):
        fired = votes.vote[:, at] >= 0
        out[rows[fired], votes.vote[fired, at]] += one
    return out


def plain_majority(votes: Votes, fallback: int) -> Floats:
    """float[items, classes]: 1 on the class with most votes, split among ties; `fallback` where nobody votes.

    The yardstick: what every label model must not fall under.
    """
    count = tally(votes)
    best = (count == count.max(axis=1, keepdims=True)).astype(np.float64)
    best[count.sum(axis=1) == 0] = np.eye(len(votes.classes))[fallback]
    return best / best.sum(axis=1, keepdims=True)


def independence(votes: Votes) -> Floats:
    """float[functions]: 1 / (1 + Σ over the other functions of how alike they vote), so that c copies weigh 1 in all.

    Alike is the Jaccard share: items on which both vote the same, of those on which either votes.
    """
    likeness = alike(votes)
    np.fill_diagonal(likeness, 0.0)
    return 1 / (1 + likeness.sum(axis=1))


def without_gold(votes: Votes, balance: Floats | None = None) -> Floats:
    """float[items, classes]: (weighted votes for the class + prior) / (weighted votes + 1), the m-estimate (Cestnik
    1990) with m = 1, over `balance` (class shares; default uniform). Items without a vote: see `silent`.
    """
    classes = len(votes.classes)
    prior = np.full(classes, 1 / classes) if balance is None else balance
    weight = independence(votes)
    count = tally(votes, weight)
    q = (count + prior) / (count.sum(axis=1, keepdims=True) + 1)
    covered = votes.covered
    if not covered.all():
        q[~covered] = silent(votes, weight, q[covered], balance)
    return q


def silent(votes: Votes, weight: Floats, answered: Floats, balance: Floats | None) -> Floats:
    """float[classes]: what an item is on which every function stays silent.

    P(class | silence) ∝ P(class) · Π over functions of (1 − P(it votes | class))^weight: a class whose functions cover
    much of it would have been caught. P(it votes | class) follows from how often it votes and `PRECISION`.
    `balance` or, without it, the shares among the `answered` stand for P(class). It is a guess: gold decides better.
    """
    classes = len(votes.classes)
    share = (answered.sum(axis=0) + 1) / (len(answered) + classes) if balance is None else balance
    share = np.clip(share, 1e-6, 1 - 1e-6)
    log = np.log(share)
    for at, one in enumerate(weight):
        often = np.bincount(votes.vote[votes.vote[:, at] >= 0, at], minlength=classes) / max(len(votes.items), 1)
        for label in np.flatnonzero(often).tolist():
            fires = often[label] * (1 - PRECISION) / (1 - share[label]) * np.ones(classes)
            fires[label] = often[label] * PRECISION / share[label]
            log += one * np.log(1 - np.minimum(fires, 0.9))
    out = np.exp(log - log.max())
    return out / out.sum()
