"""The default: several models of the crowd, each heard as far as it foretells answers that it was not shown.

No single model wins everywhere. One coin is best where classes are alike and answers few, confusion matrices where
workers lean to a class, kinds of items where many workers err together, and a weighted vote where there is little to
learn from. So all are fitted, and their posteriors averaged. A model whose classes drift away from what people
said has collapsed and is left out.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from goldlabel.consensus.dawid_skene import DawidSkene
from goldlabel.consensus.diagonal import Diagonal
from goldlabel.consensus.em import Fit
from goldlabel.consensus.hierarchical import Hierarchical
from goldlabel.consensus.large import LARGE, add_model, add_vote, sample
from goldlabel.consensus.model import Model, chances, right_answers
from goldlabel.consensus.one_coin import OneCoin
from goldlabel.consensus.outside import Outside, outside
from goldlabel.consensus.plurality import Plurality
from goldlabel.consensus.result import Floats, Ints, Posterior
from goldlabel.consensus.stacking import Member, drifted, evidence, foretold, fresh, splits, weights
from goldlabel.consensus.subtypes import Subtypes
from goldlabel.consensus.votes import Votes, votes
from goldlabel.consensus.zero_based_skill import ZeroBasedSkill
from goldlabel.frames.answers import Coded

HELD_OUT = 0.1
SHARPNESS = 0.03
"""Nats per held-out answer that divide a model's weight by e."""
NEAR = 1e-4
"""Share of its probability that the average item may still move when a member is done."""
SUBTYPES_UP_TO = 10
BEYOND, THIN = 5_000_000, 50
"""Numbers in the confusion matrices, together and for each answer, from which none are learned."""
SILENT = 0.05
"""On a large crowd, models with less weight are not carried over from the sample."""


def members(votes: Votes) -> list[Member]:
    """Confusion matrices at three strengths of trust in people beforehand, and four other views of a crowd; these two
    alone where there are so many classes that nearly every number of a matrix would be a guess."""
    classes = votes.classes
    numbers = votes.workers * classes**2
    if numbers > BEYOND and numbers > THIN * len(votes):
        return [ZeroBasedSkill(), OneCoin(tolerance=NEAR)]
    few: list[Member] = [Subtypes(tolerance=NEAR)] if classes <= SUBTYPES_UP_TO else []
    return [
        ZeroBasedSkill(),
        OneCoin(tolerance=NEAR),
        Hierarchical(tolerance=NEAR),
        DawidSkene(rounds=50, tolerance=NEAR, smoothing=0.01),
        Diagonal(tolerance=NEAR),
        Diagonal(right=8.0, wrong=1.0, tolerance=NEAR),
        *few,
    ]


@dataclass
class Heard:
    """One member on the answers it was fitted on, and its weight in the mixture."""

    member: Member
    known: Outside | None
    found: Posterior
    fit: Fit | None
    refused: str
    weight: float = 0.0


@dataclass(frozen=True)
class Mixture:
    """q = Σ weight[m] · q_m, weight[m] ∝ exp(evidence[m] / (`sharpness` + standard error)).

    evidence[m] is the mean of log Σ_t q_m[item, t] · c_m[w, t, l] over answers that m was not fitted on (a share
    `held_out` of them, never the only one of an item), c_m the confusion matrices that q_m implies. The split depends
    on the data alone, not on names, rows or chance. Source: stacking of predictive distributions, Yao et al. 2018,
    Bayesian Analysis 13, with a softmax for its optimum. Shapes: q float[items, classes]. Cost: that of all members,
    two to four times; from 600,000 answers on, that on a sample of 400,000 and two passes over all. The weights follow
    how well answers are foretold; workers who err together foretell each other's errors, so confidence is an upper
    bound where they do. Not for certifying: that needs an audit.
    """

    sharpness: float = SHARPNESS
    held_out: float = HELD_OUT

    name: ClassVar[str] = "auto"

    def fit_predict(
        self, coded: Coded, *, gold: Ints | None = None, probabilities: Floats | None = None, seed: int = 0
    ) -> Posterior:
        """See `Model.fit_predict`."""
        return self.posterior(votes(coded), outside(gold, probabilities, len(coded.items), len(coded.classes)))

    def posterior(self, votes: Votes, known: Outside | None = None) -> Posterior:
        if len(votes) <= 1.5 * LARGE:
            heard = self.hear(votes, known)
            return mixed(votes, heard, words(votes, heard)) if heard else fallen_back(votes, known)
        chosen = sample(votes)
        inside = None if known is None else known.rows(chosen)
        shown, asked = next(splits(votes.of_items(chosen), self.held_out))
        heard = self.hear(shown, inside, asked)
        return spread_out(votes, shown, heard, known) if heard else fallen_back(votes, known)

    def hear(self, votes: Votes, known: Outside | None, asked: Votes | None = None) -> list[Heard]:
        """All members with their weights; none where every one drifts away. `asked`: answers already held out."""
        heard = [_fitted(votes, member, fresh(known)) for member in members(votes)]
        accepted = np.array([not one.refused for one in heard])
        if asked is None:
            scores = evidence(votes, known, [one.member for one in heard], self.held_out)
        else:
            scores = np.stack([foretold(votes, asked, one.found.q) for one in heard])
        for one, weight in zip(heard, weights(scores, accepted, self.sharpness).tolist(), strict=True):
            one.weight = weight
        return heard if accepted.any() else []


def _fitted(votes: Votes, member: Member, known: Outside | None) -> Heard:
    if isinstance(member, Model):
        fit = member.fit(votes, known)
        found = member.result(votes, fit)
    else:
        fit, found = None, member.posterior(votes, known)
    return Heard(member, known, found, fit, drifted(votes, found.q))


def fallen_back(votes: Votes, known: Outside | None) -> Posterior:
    found = Plurality().posterior(votes, known)
    return Posterior(found.q, found.skill, found.right, None, 1, Mixture.name, "majority: every model drifts away")


def mixed(votes: Votes, heard: list[Heard], why: str) -> Posterior:
    q = np.zeros((votes.items, votes.classes))
    confusion, total = np.zeros((votes.workers, votes.classes, votes.classes)), 0.0
    for one in heard:
        q += one.weight * one.found.q
        if one.found.confusion is not None:
            confusion += one.weight * one.found.confusion
            total += one.weight
    return _posterior(votes, q, confusion / total if total > 0 else None, heard, why)


def spread_out(votes: Votes, shown: Votes, heard: list[Heard], known: Outside | None) -> Posterior:
    """The same mixture on all answers, with members and weights as the sample has them."""
    loud = [one for one in heard if one.weight >= SILENT]
    total = sum(one.weight for one in loud)
    q = np.zeros((votes.items, votes.classes))
    confusion, shares = np.zeros((votes.workers, votes.classes, votes.classes)), 0.0
    for one in loud:
        share = one.weight / total
        own = None if known is None or one.known is None else Outside(known.gold, known.log_p, one.known.trust)
        if isinstance(one.member, Model) and one.fit is not None:
            table = add_model(q, share, votes, one.member, one.fit, own)
            confusion += share * chances(table, one.fit.mass, one.member.parts)
            shares += share
        else:
            add_vote(q, share, votes, shown, one.found.skill, own)
    why = f"{words(votes, heard)}; learned from {shown.items:,} of {votes.items:,} items"
    return _posterior(votes, q, confusion / shares if shares > 0 else None, heard, why)


def _posterior(votes: Votes, q: Floats, confusion: Floats | None, heard: list[Heard], why: str) -> Posterior:
    q /= q.sum(1, keepdims=True)  # the weights add up to 1 but for rounding, and gold is exactly 1
    right = right_answers(votes, q)
    skill = right / np.maximum(votes.per_worker, 1e-12)
    return Posterior(q, skill, right, confusion, max(one.found.rounds for one in heard), Mixture.name, why)


def words(votes: Votes, heard: list[Heard]) -> str:
    """Why the mixture is what it is, for people."""
    shares: dict[str, float] = {}
    for one in heard:
        shares[one.member.name] = shares.get(one.member.name, 0.0) + one.weight
    loud = sorted((name for name, share in shares.items() if share >= 0.005), key=lambda name: -shares[name])
    parts = ", ".join(f"{name} {shares[name]:.0%}" for name in loud)
    judged = len({round(one.weight, 12) for one in heard if not one.refused}) > 1
    if sum(not one.refused for one in heard) == 1:
        how = "of the one model that does not drift away"
    elif judged:
        how = "by how well held-out answers are foretold"
    else:
        how = "of models that count alike, too few to judge them"
    said = f"mixture {how}: {parts}"
    if refused := [one for one in heard if one.refused]:
        said += "; refused " + "; ".join(f"{one.member.name}: {one.refused}" for one in refused)
    per_item = len(votes) / max(votes.items, 1)
    if per_item < 5:
        said += f"; {per_item:.1f} answers per item are few: simple models count for as much as they foretell"
    return said
