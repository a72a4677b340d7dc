"""Three ways to learn from gold what votes mean. Each takes the votes and which items to learn from, and gives
float[items, classes] for all items.

All three let an abstention speak: what is known of silent items sits in the intercept (or, for `spread`, in the
shares of silence per class), and every vote moves the label away from there.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from goldlabel.consensus.label_model.votes import Ints, Votes
from goldlabel.consensus.result import Floats
from goldlabel.core.softmax import fit_softmax, softmax
from goldlabel.frames.column import text_of

Learner = Callable[[Votes, Ints], Floats]

STRENGTH = 4.0
"""Gold votes that the prior of one function's precision counts for."""
CAUTION = 0.7
"""Share of the naive Bayes weights that the regression starts from: functions repeat each other."""
RULES_RIDGE = 4.0
VOTES_RIDGE = 2.8
"""One over the variance of a weight around its start: standard deviations 0.5 and 0.6 (a vote's log-odds)."""
READ = 50_000
"""Items without gold that `spread` reads at most."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A function voting for a class: one feature."""

    function: int
    label: int


def cells(votes: Votes) -> list[Cell]:
    """Those that occur."""
    out: list[Cell] = []
    for at in range(len(votes.functions)):
        column = votes.vote[:, at]
        out += [Cell(at, int(label)) for label in np.unique(column[column >= 0])]
    return out


def features(votes: Votes, rows: Ints, of: list[Cell]) -> Floats:
    """0/1 float[rows, cells]."""
    out = np.empty((len(rows), len(of)))
    for at, cell in enumerate(of):
        out[:, at] = votes.vote[rows, cell.function] == cell.label
    return out


def from_rules(votes: Votes, gold: Ints) -> Floats:
    """Regression on the gold items that starts from each function's measured precision (see `precision_weights`)."""
    return _regress(votes, gold, CAUTION * precision_weights(votes, gold, cells(votes)), RULES_RIDGE)


def from_votes(votes: Votes, gold: Ints) -> Floats:
    """Regression on the gold items that starts from majority: every vote multiplies its class's odds by e."""
    start = np.zeros((len(of := cells(votes)), len(votes.classes)))
    start[np.arange(len(of)), [cell.label for cell in of]] = 1.0
    return _regress(votes, gold, start, VOTES_RIDGE)


def _regress(votes: Votes, gold: Ints, start: Floats, ridge: float) -> Floats:
    of = cells(votes)
    centre = start - start.mean(axis=1, keepdims=True)
    right = np.eye(len(votes.classes))[votes.gold[gold]]
    model = fit_softmax(
        features(votes, gold, of), right, ridge=ridge, centre=centre, intercept=np.log(class_shares(votes, gold))
    )
    logits = np.tile(model.intercept, (len(votes.items), 1))
    for at, cell in enumerate(of):
        logits[votes.vote[:, cell.function] == cell.label] += model.weights[at]
    return softmax(logits)


def class_shares(votes: Votes, gold: Ints) -> Floats:
    """float[classes], with one item added to each (Laplace)."""
    count = np.bincount(votes.gold[gold], minlength=len(votes.classes)) + 1.0
    return count / count.sum()


def precision_weights(votes: Votes, gold: Ints, of: list[Cell]) -> Floats:
    """float[cells, classes]: log P(class | this vote) − log P(class), the weights of naive Bayes.

    P(class | this vote) is the mean of a Dirichlet posterior: gold items with this vote, and `STRENGTH` more at the
    precision that all functions have together on gold (the Beta posterior of precision, for two classes).
    """
    shares = class_shares(votes, gold)
    said, right = votes.vote[gold], votes.gold[gold]
    fired = said >= 0
    pooled = (float((fired & (said == right[:, None])).sum()) + 1) / (float(fired.sum()) + 2)
    out = np.empty((len(of), len(votes.classes)))
    for at, cell in enumerate(of):
        expected = (1 - pooled) * shares
        expected[cell.label] += pooled
        seen = np.bincount(right[said[:, cell.function] == cell.label], minlength=len(shares))
        out[at] = np.log((seen + STRENGTH * expected) / (seen.sum() + STRENGTH)) - np.log(shares)
    return out


def spread(votes: Votes, gold: Ints) -> Floats:
    """One step of expectation maximisation from `from_rules` over the items without gold (Nigam et al., "Text
    classification from labeled and unlabeled documents using EM", 2000), then naive Bayes with silence as a vote.

    One step and no more: iterated, it drifts to whatever splits the votes best, and off the classes.
    """
    q = from_rules(votes, gold)
    q[gold] = np.eye(len(votes.classes))[votes.gold[gold]]
    read = sample(votes)
    total = q[read].sum(axis=0)
    logits = np.tile(np.log((total + 1) / (total.sum() + len(total))), (len(votes.items), 1))
    for at in range(len(votes.functions)):
        logits += _answer_rates(votes.vote[:, at], q, read, total)
    return softmax(logits)


def _answer_rates(column: Ints, q: Floats, read: Ints, total: Floats) -> Floats:
    """float[items, classes]: log P(this function's vote, or silence, | class); smoothed by one item of its own mix."""
    classes = q.shape[1]
    mass = np.zeros((classes + 1, classes))
    np.add.at(mass, column[read], q[read])  # silence, -1, is the last row
    mix = mass.sum(axis=1, keepdims=True) / max(len(read), 1) + 1e-3
    return np.log((mass + mix) / (total + mix.sum()))[column]


def sample(votes: Votes) -> Ints:
    """Rows to learn from: all, or `READ` and those with gold; drawn by the items' names, whatever the order of rows."""
    if len(votes.items) <= READ:
        return np.arange(len(votes.items))
    keys = np.array([zlib.crc32(text_of(item).encode()) for item in votes.items])
    return np.union1d(np.argsort(keys, kind="stable")[:READ], np.flatnonzero(votes.gold >= 0))


LEARNERS: dict[str, Learner] = {"rules": from_rules, "votes": from_votes, "spread": spread}
