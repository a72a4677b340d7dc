"""Dawid–Skene with a prior that trusts people: the variational Bayes form of independent classifier combination."""

from dataclasses import dataclass
from typing import ClassVar

from goldlabel.consensus.em import Rule
from goldlabel.consensus.model import Model, diagonal
from goldlabel.consensus.result import Floats
from goldlabel.consensus.special import digamma, expected_log_of
from goldlabel.consensus.votes import Votes


@dataclass(frozen=True)
class Diagonal(Model):
    """Rows of the confusion matrices ~ Dirichlet(`right` on the diagonal, `wrong` off it); prior ~ Dirichlet(1).

    Formula: as Dawid–Skene, with E log confusion = ψ(count + pseudo-count) - ψ(their row sum) in place of the log of
    the share: a worker with few answers says little either way. Source: Kim & Ghahramani 2012 (IBCC), AISTATS;
    Simpson et al. 2013 for the variational form. Shapes and cost as `DawidSkene`. Not where labels are named the other
    way round by many workers: the prior holds "what they say is what is".
    """

    rounds: int = 30
    right: float = 4.0
    wrong: float = 0.5

    name: ClassVar[str] = "diagonal"

    def rule(self, votes: Votes) -> Rule:
        pseudo = diagonal(votes.classes, self.right, self.wrong)

        def step(counts: Floats, mass: Floats) -> tuple[Floats, Floats]:
            return expected_log_of(counts, pseudo, axis=1), digamma(mass + 1.0)

        return step
