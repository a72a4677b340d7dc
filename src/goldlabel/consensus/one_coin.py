"""One coin per worker: right with one probability, whatever the class."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from goldlabel.consensus.em import Rule
from goldlabel.consensus.model import Model
from goldlabel.consensus.result import Floats
from goldlabel.consensus.special import digamma
from goldlabel.consensus.votes import Votes

STEPS = 20
LIMITS = (1e-2, 1e3)


@dataclass(frozen=True)
class OneCoin(Model):
    """P(worker w is right) = p[w] ~ Beta(a, b), with a and b learned from all workers; wrong answers fall evenly on the
    other classes.

    Formula: log P(t) = ψ(items of t + 1) + Σ over answers of E log p[w] if it says t, else E log((1 - p[w]) /
    (classes - 1)). Source: Zhang et al. 2014 (one-coin Dawid–Skene), JMLR 17; a, b by the fixed point of Minka 2000 for
    the beta-binomial. `uniform`: no class prior. Cost as `DawidSkene`. Not where workers differ by class or answer one
    class out of habit: on noisy sets it collapses onto that class.
    """

    rounds: int = 10
    uniform: bool = False

    name: ClassVar[str] = "one-coin"

    def rule(self, votes: Votes) -> Rule:
        classes = votes.classes
        at = np.arange(classes)
        total = votes.per_worker

        def step(counts: Floats, mass: Floats) -> tuple[Floats, Floats]:
            right = np.minimum(counts[:, at, at].sum(1), total)
            a, b = beta_prior(right, total)
            whole = digamma(total + a + b)
            table = np.empty(counts.shape)
            table[:] = (digamma(total - right + b) - whole - np.log(max(classes - 1, 1)))[:, None, None]
            table[:, at, at] = (digamma(right + a) - whole)[:, None]
            return table, np.zeros(classes) if self.uniform else np.log(mass + 1.0)

        return step


def beta_prior(right: Floats, total: Floats, a: float = 2.0, b: float = 1.0) -> tuple[float, float]:
    """Beta(a, b) of the workers' skills from `right` of `total` expected counts; one worker with 2 right of 3 is added,
    so that few workers do not make it sharp. O(steps · workers)."""
    right, total = np.append(right, 2.0), np.append(total, 3.0)
    for _ in range(STEPS):
        below = float((digamma(total + (a + b)) - digamma(np.array([a + b]))).sum())
        if below <= 0:
            break
        before = a, b
        a *= float((digamma(right + a) - digamma(np.array([a]))).sum()) / below
        b *= float((digamma(total - right + b) - digamma(np.array([b]))).sum()) / below
        a, b = float(np.clip(a, *LIMITS)), float(np.clip(b, *LIMITS))
        if abs(a - before[0]) < 1e-3 * a and abs(b - before[1]) < 1e-3 * b:
            break
    return a, b
