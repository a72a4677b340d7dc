"""Adaptive redundancy: which items deserve one more opinion, and when none does any more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.consensus.diagonal import Diagonal
from goldlabel.consensus.result import Floats, Ints, Posterior
from goldlabel.consensus.votes import Votes, votes
from goldlabel.frames.answers import Answers, read_answers

TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Wanted:
    """Items that deserve one more opinion, the most worthwhile first, in parallel columns.

    `confidence`: of the leading class; `gain`: bits that one more answer of an average worker is expected to tell about
    the item. `open` of `items` items are not settled; none open: stop.
    """

    item: list[Any]
    answers: list[int]
    confidence: list[float]
    gain: list[float]
    items: int

    @property
    def open(self) -> int:
        return len(self.item)


@dataclass(frozen=True)
class Redundancy:
    """Ask on while an item has fewer than `least` answers, or its class is less than `target` probable and it has fewer
    than `most`.

    The posterior is `Diagonal`'s: sharp, so that easy items settle early. gain[i] = H(next answer) - Σ_t q[i, t]
    H(next answer | t), with the confusion matrix of an average worker; the order spends a budget where it tells most.
    Source: information gain, Lindley 1956; adaptive redundancy after Sheng et al. 2008, KDD. Cost: one fit and
    O(items · classes²). `target` is no promise: posteriors are overconfident, and .998 was chosen by looking at three
    sets (about 0.5 to 1 point lost at 15 to 58 % of the answers). Not for certifying quality: that takes an audit.
    """

    target: float = 0.998
    least: int = 3
    most: int | None = None

    def unsettled(self, votes: Votes, found: Posterior) -> Ints:
        """Numbers of the items to ask about, the most worthwhile first."""
        have = votes.per_item
        ask = (have < self.least) | (found.q.max(1, initial=0.0) < self.target)
        if self.most is not None:
            ask &= have < self.most
        numbers = np.flatnonzero(ask)
        worth = gains(found.q[numbers], average_worker(votes, found))
        return numbers[np.lexsort((numbers, -np.round(worth, 9)))]

    def wanted(self, answers: Any) -> Wanted:
        """From a table of answers (see `aggregate`), or `Answers`."""
        read: Answers = answers if isinstance(answers, Answers) else read_answers(answers)
        coded = read.coded()
        own = votes(coded)
        if not len(own):
            return Wanted([], [], [], [], 0)
        found = Diagonal().posterior(own)
        numbers = self.unsettled(own, found)
        worth = gains(found.q[numbers], average_worker(own, found))
        return Wanted(
            item=[coded.items[at] for at in numbers.tolist()],
            answers=own.per_item[numbers].tolist(),
            confidence=found.q[numbers].max(1).tolist() if len(numbers) else [],
            gain=worth.tolist(),
            items=own.items,
        )

    def replay(self, arrived: Votes, rank: Ints, fit: Callable[[Votes], Posterior] | None = None) -> Votes:
        """The answers that this rule would have bought of those that are there: `rank` is each answer's place in the
        order of arrival at its item. One answer per open item and round."""
        fit = fit or Diagonal().posterior
        full = arrived.per_item
        have = np.minimum(full, self.least)
        while True:
            bought = arrived.rows(rank < have[arrived.item])
            ask = self.unsettled(bought, fit(bought))
            ask = ask[have[ask] < full[ask]]
            if not len(ask):
                return bought
            have[ask] += 1


def average_worker(votes: Votes, found: Posterior) -> Floats:
    """Confusion float[true, said] of the workers together, by how much each answered."""
    assert found.confusion is not None
    share = votes.per_worker / max(votes.per_worker.sum(), 1.0)
    return np.asarray(np.tensordot(share, found.confusion, axes=1), np.float64)


def gains(q: Floats, confusion: Floats) -> Floats:
    """Bits that one more answer tells: mutual information of truth and answer."""
    known = np.asarray(q @ _entropy(confusion), np.float64)
    gain = _entropy(np.asarray(q @ confusion, np.float64)) - known
    return np.where(gain > 0, gain, 0.0)


def _entropy(p: Floats) -> Floats:
    bits = np.asarray(p * np.log2(np.maximum(p, TINY)), np.float64)
    return np.asarray(-bits.sum(1), np.float64)
