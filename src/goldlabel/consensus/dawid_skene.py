"""Dawid–Skene: every worker has a confusion matrix of his own."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from goldlabel.consensus.em import Rule
from goldlabel.consensus.model import Model
from goldlabel.consensus.result import Floats
from goldlabel.consensus.votes import Votes

TINY = 1e-10


@dataclass(frozen=True)
class DawidSkene(Model):
    """Maximum likelihood by EM, from the shares of the votes.

    Formula: P(truth t of an item) ∝ prior[t] · Π over its answers (worker w said l) confusion[w, t, l]; prior and
    confusion are the expected shares under those probabilities, `smoothing` added to every count.
    Source: Dawid & Skene 1979, Applied Statistics 28:20–28.
    Shapes: q float[items, classes], confusion float[workers, true, said]. Cost: rounds · answers · classes time,
    (items + workers · classes) · classes numbers. From 16 classes on, the rounds keep to classes that an item has votes
    for. Not for workers with few answers or under about 5 answers per item: a matrix of classes² numbers is then
    noise, and it may fall under majority; `Diagonal` and `Hierarchical` shrink it.
    """

    smoothing: float = 0.0

    name: ClassVar[str] = "dawid-skene"

    def rule(self, votes: Votes) -> Rule:
        def step(counts: Floats, mass: Floats) -> tuple[Floats, Floats]:
            table = counts + self.smoothing
            table /= np.maximum(table.sum(1, keepdims=True), TINY)
            np.log(np.maximum(table, TINY, out=table), out=table)
            return table, np.log(np.maximum(mass / max(votes.items, 1), TINY))

        return step
