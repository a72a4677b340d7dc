"""The two sums of a round over all columns, with numpy: scores of every item, expected counts of every cell.

A *column* is what an item can be: a class, or a kind of item within a class. Tables are float[workers · classes,
columns]: a row for each thing a worker can say.
"""

import numpy as np

from goldlabel.consensus.result import Floats
from goldlabel.consensus.special import sums
from goldlabel.consensus.votes import Votes


def scores(votes: Votes, table: Floats) -> Floats:
    """Σ over an item's answers of table[cell]: float[items, columns]. O(answers · columns)."""
    columns = np.ascontiguousarray(table.T)
    out = np.empty((votes.items, len(columns)))
    for at, column in enumerate(columns):
        worth = column[votes.cell]
        if votes.weight is not None:
            worth *= votes.weight
        out[:, at] = sums(votes.item, worth, votes.items)
    return out


def counts(votes: Votes, q: Floats) -> Floats:
    """Σ over the answers in a cell of q[item]: float[workers · classes, columns]. O(answers · columns)."""
    cells = votes.workers * votes.classes
    out = np.empty((cells, q.shape[1]))
    for at in range(q.shape[1]):
        share = np.repeat(q[:, at], votes.per_item)
        if votes.weight is not None:
            share *= votes.weight
        out[:, at] = sums(votes.cell, share, cells)
    return out


def softmax(scores: Floats) -> Floats:
    """Rows to probabilities; overwrites its argument."""
    if scores.size:
        scores -= scores.max(1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(1, keepdims=True)
    return scores
