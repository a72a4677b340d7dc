"""Zero-based skill: agreement with the weighted vote, until it settles."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from goldlabel.consensus.outside import Outside
from goldlabel.consensus.result import Floats
from goldlabel.consensus.votes import Votes
from goldlabel.consensus.weighted_vote import WeightedVote, agreement, split

FIRST = 0.8


@dataclass(frozen=True)
class ZeroBasedSkill(WeightedVote):
    """skill[w] = share of w's answers that lead in the vote weighted by skill; `rounds` at most. Source: Toloka's
    zero-based skill; crowd-kit `ZeroBasedSkill` (there by gradient steps to the same fixed point). q in shares of
    skill. O(rounds · answers). Robust with few answers; not where most workers share a bias."""

    rounds: int = 100
    tolerance: float = 1e-6

    name: ClassVar[str] = "zero-based-skill"

    def skill(self, votes: Votes, known: Outside | None) -> tuple[Floats, int]:
        skill = np.full(votes.workers, FIRST)
        for done in range(1, self.rounds + 1):
            before, skill = skill, agreement(votes, split(votes, skill, known))
            if not len(skill) or float(np.abs(skill - before).max()) < self.tolerance:
                return skill, done
        return skill, self.rounds
