"""The default: five models of the crowd, each heard as far as it foretells answers that it was not shown.

No single model wins everywhere. One coin is best where classes are alike and answers few, confusion matrices where
workers lean to a class, kinds of items where many workers err together, and a weighted vote where there is little to
learn from. So all are fitted, and their posteriors averaged. A model whose classes drift away from what people
said has collapsed and is left out.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from goldlabel.consensus.dense import counts as dense_counts
from goldlabel.consensus.diagonal import Diagonal
from goldlabel.consensus.fingerprint import fingerprints, uniform
from goldlabel.consensus.hierarchical import Hierarchical
from goldlabel.consensus.model import Model, diagonal, right_answers
from goldlabel.consensus.one_coin import OneCoin
from goldlabel.consensus.outside import Outside, outside
from goldlabel.consensus.plurality import Plurality
from goldlabel.consensus.result import Floats, Ints, Posterior
from goldlabel.consensus.subtypes import Subtypes
from goldlabel.consensus.votes import Votes, votes
from goldlabel.consensus.weighted_vote import WeightedVote, decided
from goldlabel.consensus.zero_based_skill import ZeroBasedSkill
from goldlabel.frames.answers import Coded

HELD_OUT = 0.1
ENOUGH = 3000
SPLITS = 3
"""Held-out answers wanted, from at most so many splits."""
SHARPNESS = 0.05
"""Nats per held-out answer that divide a model's weight by e."""
DRIFT = 0.25
SWAPPED = 0.4
SUBTYPES_UP_TO = 10


Member = Model | WeightedVote


def members(classes: int) -> list[Member]:
    few: list[Member] = [Subtypes()] if classes <= SUBTYPES_UP_TO else []
    return [ZeroBasedSkill(), OneCoin(), Hierarchical(), Diagonal(), *few]


@dataclass(frozen=True)
class Opinion:
    """One member: its weight in the mixture, and the evidence behind it."""

    name: str
    weight: float
    evidence: float
    """Mean log probability of held-out answers, against the best member."""
    refused: str = ""


@dataclass(frozen=True)
class Mixture:
    """q = Σ weight[m] · q_m, weight[m] ∝ exp(evidence[m] / (`sharpness` + standard error)).

    evidence[m] is the mean of log Σ_t q_m[item, t] · c_m[w, t, l] over answers that m was not fitted on (a share
    `held_out` of them, never the only one of an item), c_m the confusion matrices that q_m implies. The split depends
    on the data alone, not on names, rows or chance. Source: stacking of predictive distributions, Yao et al. 2018,
    Bayesian Analysis 13, with a softmax for its optimum. Shapes: q float[items, classes]. Cost: twice that of all
    members. The weights follow how well answers are foretold; workers who err together foretell each other's errors,
    so confidence is an upper bound where they do. Not for certifying: that needs an audit.
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
        crowd = members(votes.classes)
        found = [member.posterior(votes, _fresh(known)) for member in crowd]
        refused = [drifted(votes, one.q) for one in found]
        scores = evidence(votes, known, crowd, self.held_out)
        weight, gap = weights(scores, np.array([not why for why in refused]), self.sharpness)
        opinions = [
            Opinion(member.name, float(share), float(behind), why)
            for member, share, behind, why in zip(crowd, weight, gap, refused, strict=True)
        ]
        if not weight.any():
            found, weight = [Plurality().posterior(votes, known)], np.ones(1)
        return _mixed(votes, found, weight, self.name, words(votes, opinions))


def _fresh(known: Outside | None) -> Outside | None:
    """Every member weighs the machine anew."""
    return None if known is None else Outside(known.gold, known.log_p)


def _mixed(votes: Votes, found: list[Posterior], weight: Floats, name: str, why: str) -> Posterior:
    q = np.zeros(found[0].q.shape)
    confusion, total = np.zeros((votes.workers, votes.classes, votes.classes)), 0.0
    for share, one in zip(weight.tolist(), found, strict=True):
        q += share * one.q
        if one.confusion is not None:
            confusion += share * one.confusion
            total += share
    right = right_answers(votes, q)
    return Posterior(
        q=q, skill=right / np.maximum(votes.per_worker, 1e-12), right=right, method=name, why=why,
        confusion=confusion / total if total > 0 else None, rounds=max(one.rounds for one in found),
    )  # fmt: skip


def evidence(votes: Votes, known: Outside | None, crowd: list[Member], share: float) -> Floats:
    """Log probability of each held-out answer by each member: float[members, answers]; empty without any."""
    wanted = min(max(-(-ENOUGH // max(int(share * len(votes)), 1)), 1), SPLITS)
    parts: list[Floats] = []
    for split in range(wanted):
        hidden = uniform(fingerprints(votes, split)[0]) < share
        left = np.bincount(votes.item[~hidden], minlength=votes.items)
        hidden &= left[votes.item] > 0
        if hidden.any():
            shown, asked = votes.rows(~hidden), votes.rows(hidden)
            parts.append(np.stack([foretold(shown, asked, one.posterior(shown, _fresh(known)).q) for one in crowd]))
    return np.concatenate(parts, axis=1) if parts else np.zeros((len(crowd), 0))


def foretold(shown: Votes, asked: Votes, q: Floats) -> Floats:
    """Log P(answer) = log Σ_t q[item, t] · c[w, t, l]; c: expected counts of what was shown, with a diagonal prior."""
    classes = shown.classes
    table = dense_counts(shown, q).reshape(shown.workers, classes, classes) + diagonal(classes, 4.0, 0.5)
    table /= table.sum(1, keepdims=True)
    return np.log(np.maximum((q[asked.item] * table.reshape(-1, classes)[asked.cell]).sum(1), 1e-300))


def weights(scores: Floats, accepted: NDArray[np.bool_], sharpness: float) -> tuple[Floats, Floats]:
    """Share of each member and how far its evidence is behind the best accepted one."""
    if not accepted.any():
        return np.zeros(len(scores)), np.zeros(len(scores))
    if scores.shape[1] < 2:
        return accepted / accepted.sum(), np.zeros(len(scores))
    mean = scores.mean(1)
    best = int(np.argmax(np.where(accepted, mean, -np.inf)))
    gap = scores - scores[best]
    noise = gap.std(1) / np.sqrt(scores.shape[1])
    weight = np.where(accepted, np.exp(np.minimum(gap.mean(1), 0) / (sharpness + noise)), 0.0)
    return weight / weight.sum(), gap.mean(1)


def drifted(votes: Votes, q: Floats) -> str:
    """Why a posterior cannot be what people meant; empty if it can.

    It moves more than a quarter of all items to other classes than the votes as a whole name, or contradicts the clear
    majority of two items in five: a model that swapped its classes or fell into one of them.
    """
    if not len(votes):
        return ""
    shares = votes.shares()
    moved = float(np.abs(q.mean(0) - shares.mean(0)).sum() / 2)
    if moved > DRIFT:
        return f"it moves {moved:.0%} of the items to classes that the votes as a whole do not name"
    clear = shares.max(1) > 0.5
    against = float((decided(q) * decided(shares))[clear].sum())
    disagreement = 1 - against / max(int(clear.sum()), 1)
    if clear.any() and disagreement > SWAPPED:
        return f"it contradicts a clear majority on {disagreement:.0%} of the items"
    return ""


def words(votes: Votes, opinions: list[Opinion]) -> str:
    """Why the mixture is what it is, for people."""
    heard = sorted((one for one in opinions if one.weight >= 0.005), key=lambda one: -one.weight)
    refused = [one for one in opinions if one.refused]
    if not heard:
        return "majority: every model drifts away from the votes"
    parts = ", ".join(f"{one.name} {one.weight:.0%}" for one in heard)
    said = f"mixture by how well held-out answers are foretold: {parts}"
    if refused:
        said += "; refused " + "; ".join(f"{one.name}: {one.refused}" for one in refused)
    per_item = len(votes) / max(votes.items, 1)
    if per_item < 5:
        said += f"; {per_item:.1f} answers per item: few, so simple models count for more where they foretell as well"
    return said
