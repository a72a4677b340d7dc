"""What the models fitted by expectation-maximisation have in common."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from goldlabel.consensus.em import Fit, Rule, fit, fold
from goldlabel.consensus.outside import Outside, outside
from goldlabel.consensus.result import Floats, Ints, Posterior
from goldlabel.consensus.special import sums
from goldlabel.consensus.votes import Votes, votes
from goldlabel.frames.answers import Coded


@dataclass(frozen=True)
class Model:
    """`rounds` at most, fewer when the average item moves by less than `tolerance` of its probability."""

    rounds: int = 100
    tolerance: float = 1e-5

    name: ClassVar[str] = ""
    parts: ClassVar[int] = 1
    """Columns per class."""

    def rule(self, votes: Votes) -> Rule:
        """The step from expected counts to log probabilities; may hold state of one fit."""
        raise NotImplementedError

    def begin(self, shares: Floats) -> Floats:
        """Columns from the first guess of the classes."""
        return shares

    def fit(self, votes: Votes, known: Outside | None = None) -> Fit:
        def start() -> Floats:
            shares = votes.shares()
            return self.begin(shares if known is None else known.start(shares))

        return fit(
            votes, self.rule(votes), start,
            parts=self.parts, outside=known, rounds=self.rounds, tolerance=self.tolerance,
        )  # fmt: skip

    def fit_predict(
        self, coded: Coded, *, gold: Ints | None = None, probabilities: Floats | None = None, seed: int = 0
    ) -> Posterior:
        """`gold` int64[items], -1 where unknown: held fixed. `probabilities` float[items, classes]: a machine's, one
        more voice that is weighed as the answers bear it out. No chance is involved; `seed` is for the common face."""
        return self.posterior(votes(coded), outside(gold, probabilities, len(coded.items), len(coded.classes)))

    def posterior(self, votes: Votes, known: Outside | None = None) -> Posterior:
        return self.result(votes, self.fit(votes, known))

    def result(self, votes: Votes, found: Fit) -> Posterior:
        q = fold(found.q, self.parts)
        right = right_answers(votes, q)
        return Posterior(
            q=q, skill=right / np.maximum(votes.per_worker, 1), right=right,
            confusion=chances(found.table, found.mass, self.parts), rounds=found.rounds, method=self.name,
        )  # fmt: skip


def right_answers(votes: Votes, q: Floats) -> Floats:
    """Expected number of right answers of each worker."""
    share = q[votes.item, votes.label]
    if votes.weight is not None:
        share = share * votes.weight
    return sums(votes.worker, share, votes.workers)


def chances(table: Floats, mass: Floats, parts: int) -> Floats:
    """Confusion float[workers, true class, answered class], rows sum to 1: exp of the log table, kinds of one class
    averaged by how frequent they are."""
    chance = np.exp(table)
    chance /= np.maximum(chance.sum(1, keepdims=True), 1e-300)
    if parts > 1:
        workers, classes, _ = chance.shape
        weight = mass.reshape(classes, parts) + 1e-9
        weight /= weight.sum(1, keepdims=True)
        chance = (chance.reshape(workers, classes, classes, parts) * weight).sum(3)
    return np.ascontiguousarray(chance.transpose(0, 2, 1))


def diagonal(classes: int, right: float, wrong: float) -> Floats:
    """Pseudo-counts float[said, true]: `right` on the diagonal, `wrong` off it."""
    return np.full((classes, classes), wrong) + (right - wrong) * np.eye(classes)
