"""Votes weighted by skill: majority, Wawa and zero-based skill differ only in whose votes weigh how much."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from goldlabel.consensus.model import right_answers
from goldlabel.consensus.outside import Outside, outside
from goldlabel.consensus.result import Floats, Ints, Posterior
from goldlabel.consensus.votes import Votes, votes
from goldlabel.frames.answers import Coded

LEVEL = 1e-9
"""Votes closer than this are tied."""


@dataclass(frozen=True)
class WeightedVote:
    """A label's share of the skill of those who answered, float[items, classes]. A machine's probabilities are one
    more voter's split vote."""

    name: ClassVar[str] = ""

    def skill(self, votes: Votes, known: Outside | None) -> tuple[Floats, int]:
        """Weight of each worker's votes, rounds it took."""
        raise NotImplementedError

    def fit_predict(
        self, coded: Coded, *, gold: Ints | None = None, probabilities: Floats | None = None, seed: int = 0
    ) -> Posterior:
        """See `Model.fit_predict`."""
        return self.posterior(votes(coded), outside(gold, probabilities, len(coded.items), len(coded.classes)))

    def posterior(self, votes: Votes, known: Outside | None = None) -> Posterior:
        skill, rounds = self.skill(votes, known)
        q = split(votes, skill, known)
        return Posterior(q, skill, right_answers(votes, decided(q)), None, rounds, self.name)


def split(votes: Votes, skill: Floats, known: Outside | None) -> Floats:
    """Share of the skill behind each class; even where there is none."""
    worth = skill[votes.worker]
    own = Votes(
        votes.items, votes.workers, votes.classes, votes.item, votes.cell,
        worth if votes.weight is None else worth * votes.weight,
    )  # fmt: skip
    tally = own.tally()
    if known is not None and known.log_p is not None:
        tally += np.exp(known.log_p) * (float(skill.mean()) if len(skill) else 1.0)
    total = tally.sum(1, keepdims=True)
    q = np.where(total > LEVEL, tally / np.maximum(total, LEVEL), 1 / max(votes.classes, 1))
    return q if known is None else known.clamp(q)


def decided(q: Floats) -> Floats:
    """1 for the leading class, shared among those that tie."""
    best = q >= q.max(1, keepdims=True) - LEVEL if q.size else np.zeros(q.shape, bool)
    return best / np.maximum(best.sum(1, keepdims=True), 1)


def agreement(votes: Votes, q: Floats) -> Floats:
    """Share of each worker's answers that are the leading class."""
    return right_answers(votes, decided(q)) / np.maximum(votes.per_worker, 1e-12)
