"""Hierarchical Dawid–Skene: confusion matrices are shrunk towards what all workers do and what this worker can do."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from goldlabel.consensus.em import Rule
from goldlabel.consensus.model import Model, diagonal
from goldlabel.consensus.one_coin import beta_prior
from goldlabel.consensus.result import Floats, Ints
from goldlabel.consensus.special import digamma, expected_log
from goldlabel.consensus.votes import Votes

START = 2.0
LIMITS = (1e-2, 1e3)
STEPS = 5
SEEN = 100_000
"""Numbers in the tables that the strengths are learned from; of larger crowds, the busiest workers."""


@dataclass(frozen=True)
class Hierarchical(Model):
    """Row t of worker w's confusion matrix ~ Dirichlet(s · population[t] + u · own[w, t]).

    `population[t]` are the shares of all workers together; `own[w, t]` is the same row with its diagonal moved to w's
    skill, as his other rows show it (a beta prior learned from all workers, odds against the average). The strengths s
    and u, in answers, are learned from the expected counts by the fixed point for Dirichlet mixtures of pseudo-counts
    (Minka 2000); with large s everybody answers alike, with small s and u it is `Diagonal`. Sources: Paun et al. 2018,
    TACL 6 (hierarchical Dawid–Skene), here in variational form; skill from the other rows is our own.
    Shapes as `DawidSkene`; cost: rounds · (answers · classes + steps · workers · classes²). Few rounds on purpose:
    each makes the model surer of itself. Not for one or two workers: there is no population.
    """

    rounds: int = 10

    name: ClassVar[str] = "hierarchical"

    def rule(self, votes: Votes) -> Rule:
        guess = diagonal(votes.classes, 0.7, 0.3 / max(votes.classes - 1, 1)) if votes.classes > 1 else np.ones((1, 1))
        busiest = _busiest(votes)
        strength = [START, START]

        def step(counts: Floats, mass: Floats) -> tuple[Floats, Floats]:
            population = counts.sum(0) + votes.classes * guess
            population /= population.sum(0)
            own = _own_rows(counts, population)
            _learn(strength, counts[busiest], population, own[busiest])
            own *= strength[1]
            own += strength[0] * population
            own += counts
            return expected_log(own, axis=1), digamma(mass + 1.0)

        return step


def _busiest(votes: Votes) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Those with most answers (all that share the last place), as many as `SEEN` allows."""
    room = max(SEEN // max(votes.classes**2, 1), 20)
    if votes.workers <= room:
        return np.ones(votes.workers, bool)
    return votes.per_worker >= np.sort(votes.per_worker)[-room]


def _own_rows(counts: Floats, population: Floats) -> Floats:
    """float[workers, said, true]: population rows with the diagonal at the worker's skill in his other rows."""
    at: Ints = np.arange(len(population))
    total, right = counts.sum(1), counts[:, at, at]
    a, b = beta_prior(right.sum(1), total.sum(1))
    right = right.sum(1, keepdims=True) - right
    total = total.sum(1, keepdims=True) - total
    skill = np.clip((right + a) / (total + a + b), 1e-9, 1 - 1e-9)
    odds = skill / (1 - skill) * (b / a)
    usual = np.clip(population[at, at], 1e-3, 1 - 1e-3)
    right_share = usual * odds / (usual * odds + 1 - usual)
    others = population.copy()
    others[at, at] = 0.0
    others /= np.maximum(others.sum(0), 1e-12)
    rows = (1 - right_share)[:, None, :] * others
    rows[:, at, at] = right_share
    return rows


def _learn(strength: list[float], counts: Floats, population: Floats, own: Floats) -> None:
    """Moves both strengths towards the likeliest; one imagined row each with a strength of 3 keeps them finite."""
    # Where nothing is counted there is no gain: of many classes, few numbers are left.
    there = np.nonzero(counts)
    total, counted = counts.sum(1), counts[there]
    parts = population[there[1:]], own[there]
    rows = population.sum(0), own.sum(1)
    for _ in range(STEPS):
        pseudo = strength[0] * parts[0] + strength[1] * parts[1]
        gain = digamma(counted + pseudo) - digamma(pseudo)
        whole = strength[0] * rows[0] + strength[1] * rows[1]
        below = float((digamma(total + whole) - digamma(whole)).sum()) + 1 / 3
        for at, part in enumerate(parts):
            above = float((part * gain).sum()) + 1.0
            strength[at] = float(np.clip(strength[at] * above / below, *LIMITS))
