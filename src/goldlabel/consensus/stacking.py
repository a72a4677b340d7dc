"""How far to hear each of several models: by how well it foretells answers that it was not shown."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from goldlabel.consensus.dense import counts as dense_counts
from goldlabel.consensus.fingerprint import fingerprints, uniform
from goldlabel.consensus.model import Model, diagonal
from goldlabel.consensus.outside import Outside
from goldlabel.consensus.result import Floats
from goldlabel.consensus.votes import Votes
from goldlabel.consensus.weighted_vote import WeightedVote, decided

Member = Model | WeightedVote

ENOUGH = 3000
SPLITS = 3
"""Held-out answers wanted, from at most so many splits."""
HEAVY = 1_000_000
"""Numbers in the confusion matrices from which one split has to do."""
DRIFT = 0.25
SWAPPED = 0.4
CONSTANT, MONOTONE = 10, 0.25
"""Who gave so many answers, with less than this share of the entropy of all answers, says much the same of all."""
LEAST = 50
"""Held-out answers under which no member is judged: all count alike."""


def splits(votes: Votes, share: float) -> Iterator[tuple[Votes, Votes]]:
    """Answers shown and answers asked, several times where they are few; what is asked is never all of an item."""
    wanted = min(max(-(-ENOUGH // max(int(share * len(votes)), 1)), 1), SPLITS)
    if votes.workers * votes.classes**2 > HEAVY:
        wanted = 1
    for split in range(wanted):
        hidden = uniform(fingerprints(votes, split)) < share
        left = np.bincount(votes.item[~hidden], minlength=votes.items)
        hidden &= left[votes.item] > 0
        if hidden.any():
            yield votes.rows(~hidden), votes.rows(hidden)


def evidence(votes: Votes, known: Outside | None, crowd: Sequence[Member], share: float) -> Floats:
    """Log probability of each held-out answer by each member: float[members, answers]; empty without any."""
    parts = [
        np.stack([foretold(shown, asked, one.posterior(shown, fresh(known)).q) for one in crowd])
        for shown, asked in splits(votes, share)
    ]
    return np.concatenate(parts, axis=1) if parts else np.zeros((len(crowd), 0))


def foretold(shown: Votes, asked: Votes, q: Floats) -> Floats:
    """Log P(answer) = log Σ_t q[item, t] · c[w, t, l]; c: expected counts of what was shown, with a diagonal prior."""
    classes = shown.classes
    table = dense_counts(shown, q).reshape(shown.workers, classes, classes) + diagonal(classes, 4.0, 0.5)
    table /= table.sum(1, keepdims=True)
    return np.log(np.maximum((q[asked.item] * table.reshape(-1, classes)[asked.cell]).sum(1), 1e-300))


def telling(votes: Votes) -> Votes:
    """Without workers who say much the same of every item; all votes where nobody else is left."""
    given = np.bincount(votes.cell, minlength=votes.workers * votes.classes).reshape(votes.workers, votes.classes)
    answers = given.sum(1, keepdims=True)
    own = _spread(given / np.maximum(answers, 1))
    monotone = (answers[:, 0] >= CONSTANT) & (own < MONOTONE * _spread(given.sum(0) / max(len(votes), 1)))
    keep = ~monotone[votes.worker]
    return votes.rows(keep) if monotone.any() and keep.any() else votes


def weights(scores: Floats, accepted: NDArray[np.bool_], sharpness: float) -> Floats:
    """Share of each member, by how far its evidence is behind that of the best accepted one."""
    if not accepted.any():
        return np.zeros(len(scores))
    if scores.shape[1] < LEAST:
        return accepted / accepted.sum()
    mean = scores.mean(1)
    best = int(np.argmax(np.where(accepted, mean, -np.inf)))
    gap = scores - scores[best]
    noise = gap.std(1) / np.sqrt(scores.shape[1])
    weight = np.where(accepted, np.exp(np.minimum(gap.mean(1), 0) / (sharpness + noise)), 0.0)
    return weight / weight.sum()


def drifted(votes: Votes, q: Floats) -> str:
    """Why a posterior cannot be what people meant; empty if it can.

    It gathers more than a quarter of all items in fewer classes than the votes as a whole name (it fell into one of
    them), or contradicts the clear majority of two items in five (it swapped them). Who says much the same of every
    item is not asked: a majority of such workers tells nothing about any of them.
    """
    if not len(votes):
        return ""
    votes = telling(votes)
    asked = votes.per_item > 0
    shares, q = votes.shares()[asked], q[asked]
    said, found = shares.mean(0), q.mean(0)
    moved = float(np.abs(found - said).sum() / 2)
    if moved > DRIFT and _spread(found) < _spread(said):
        return f"it gathers {moved:.0%} of the items in fewer classes than the votes name"
    clear = shares.max(1) > 0.5
    against = float((decided(q) * decided(shares))[clear].sum())
    disagreement = 1 - against / max(int(clear.sum()), 1)
    if clear.any() and disagreement > SWAPPED:
        return f"it contradicts a clear majority on {disagreement:.0%} of the items"
    return ""


def fresh(known: Outside | None) -> Outside | None:
    """Every member weighs the machine anew."""
    return None if known is None else Outside(known.gold, known.log_p)


def _spread(shares: Floats) -> Floats:
    """Entropy of the classes."""
    entropy: Floats = -(shares * np.log(np.maximum(shares, 1e-300))).sum(-1)
    return entropy
