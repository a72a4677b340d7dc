"""A round over those columns alone that somebody voted for: with many classes nearly all of an item's columns are
zero, and a round costs answers · (distinct labels of an item) instead of answers · classes."""

from dataclasses import dataclass, field

import numpy as np

from goldlabel.consensus.result import Floats, Ints
from goldlabel.consensus.special import sums
from goldlabel.consensus.votes import Votes


@dataclass
class Sparse:
    """Posterior on pairs (item, class that the item has a vote for). `q` float[pairs]."""

    votes: Votes
    pair_item: Ints
    pair_class: Ints
    entry_pair: Ints
    """Every answer meets every pair of its item once: an entry."""
    entry: Ints
    """Place of the entry in a table float[workers · classes, classes], flat."""
    q: Floats
    first: Ints = field(init=False)

    def __post_init__(self) -> None:
        self.first = np.flatnonzero(np.r_[True, self.pair_item[1:] != self.pair_item[:-1]])

    def counts(self) -> Floats:
        cells, k = self.votes.workers * self.votes.classes, self.votes.classes
        share = self.q[self.entry_pair]
        return sums(self.entry, share, cells * k).reshape(cells, k)

    def mass(self) -> Floats:
        return sums(self.pair_class, self.q, self.votes.classes)

    def expect(self, table: Floats, prior: Floats) -> float:
        """New posterior; how much probability moved."""
        scores = sums(self.entry_pair, table.reshape(-1)[self.entry], len(self.q))
        scores += prior[self.pair_class]
        size = np.diff(np.r_[self.first, len(scores)])
        scores -= np.repeat(np.maximum.reduceat(scores, self.first), size)
        np.exp(scores, out=scores)
        scores /= np.repeat(np.add.reduceat(scores, self.first), size)
        moved = float(np.abs(scores - self.q).sum())
        self.q = scores
        return moved


def sparse(votes: Votes) -> Sparse:
    """Starts at the shares of the votes. O(answers · distinct labels per item) memory, 16 bytes each."""
    k = votes.classes
    key = votes.item * k + votes.label
    pairs, count = np.unique(key, return_counts=True)
    pair_item = pairs // k
    pairs_of = np.bincount(pair_item, minlength=votes.items)
    first_of = np.concatenate(([0], np.cumsum(pairs_of)))[votes.item]
    width = pairs_of[votes.item]
    answer = np.repeat(np.arange(len(votes)), width)
    offset = np.arange(len(answer)) - np.repeat(np.cumsum(width) - width, width)
    entry_pair = first_of[answer] + offset
    pair_class = pairs % k
    entry = votes.cell[answer] * k + pair_class[entry_pair]
    return Sparse(votes, pair_item, pair_class, entry_pair, entry, count / votes.per_item[pair_item])
