"""Worker agreement with the aggregate."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from goldlabel.consensus.outside import Outside
from goldlabel.consensus.result import Floats
from goldlabel.consensus.votes import Votes
from goldlabel.consensus.weighted_vote import WeightedVote, agreement, split


@dataclass(frozen=True)
class Wawa(WeightedVote):
    """Majority, then each worker's share of agreement with it, then the vote weighted by that share. Source: Appen's
    "worker agreement with aggregate"; crowd-kit `Wawa`. q as in `Plurality`, in shares of skill. O(answers). Not
    where most workers share a bias: it rewards it."""

    name: ClassVar[str] = "wawa"

    def skill(self, votes: Votes, known: Outside | None) -> tuple[Floats, int]:
        return agreement(votes, split(votes, np.ones(votes.workers), known)), 1
