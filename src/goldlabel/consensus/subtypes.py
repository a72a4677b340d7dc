"""Correlated workers: items of one class come in kinds, and on a hard kind many workers err together."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from goldlabel.consensus.em import Rule
from goldlabel.consensus.model import Model, diagonal
from goldlabel.consensus.result import Floats
from goldlabel.consensus.special import digamma, expected_log_of
from goldlabel.consensus.votes import Votes

SPARE = 0.1
"""Dirichlet pseudo-count of the kinds within a class: small, so that kinds nobody needs die out."""


@dataclass(frozen=True)
class Subtypes(Model):
    """Every class has three kinds of items; each worker has a row of answers per kind.

    Formula: P(class t, kind m) ∝ prior[t] · share[t, m] · Π over answers of row[w, (t, m), l]; within a kind workers
    are independent, across the class they are not. Rows ~ Dirichlet(`right` on the class, `wrong` else). Source: Li,
    Rubinstein & Cohn 2019 (EBCC), ICML; here the kinds begin as bands of agreement (a share v of the votes: v²,
    2v(1 - v), (1 - v)²) in place of 40 random starts, so the result depends on no chance and on no names. Shapes as
    `DawidSkene`, with three columns a class; cost: 3 · rounds · answers · classes. Not for many classes with few
    answers per worker.
    """

    rounds: int = 10
    right: float = 4.0
    wrong: float = 1.0

    name: ClassVar[str] = "subtypes"
    parts: ClassVar[int] = 3

    def begin(self, shares: Floats) -> Floats:
        other = 1 - shares
        bands = np.stack([shares * shares, 2 * shares * other, other * other], axis=2)
        return (shares[:, :, None] * bands).reshape(len(shares), shares.shape[1] * self.parts)

    def rule(self, votes: Votes) -> Rule:
        pseudo = np.repeat(diagonal(votes.classes, self.right, self.wrong), self.parts, axis=1)

        def step(counts: Floats, mass: Floats) -> tuple[Floats, Floats]:
            kinds = mass.reshape(votes.classes, self.parts)
            classes = kinds.sum(1, keepdims=True)
            share = digamma(kinds + SPARE) - digamma(classes + SPARE * self.parts)
            return expected_log_of(counts, pseudo, axis=1), (digamma(classes + 1.0) + share).reshape(-1)

        return step
