"""Majority vote, the yardstick of all others."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from goldlabel.consensus.outside import Outside
from goldlabel.consensus.result import Floats
from goldlabel.consensus.votes import Votes
from goldlabel.consensus.weighted_vote import WeightedVote


@dataclass(frozen=True)
class Plurality(WeightedVote):
    """One worker, one vote; the class with most votes. q float[items, classes] = its share of the votes, so a tie of
    two has 0.5 each and the confidence is a share of voters, not the chance to be right. O(answers). Not where skills
    differ much and workers answer several items each."""

    name: ClassVar[str] = "majority"

    def skill(self, votes: Votes, known: Outside | None) -> tuple[Floats, int]:
        return np.ones(votes.workers), 1
