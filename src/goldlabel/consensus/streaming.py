"""Consensus that keeps up with answers as they arrive, one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.consensus.diagonal import Diagonal
from goldlabel.consensus.em import fit
from goldlabel.consensus.model import chances, right_answers
from goldlabel.consensus.nominal import leading, named
from goldlabel.consensus.result import Consensus, Floats, Posterior
from goldlabel.consensus.special import digamma
from goldlabel.consensus.votes import votes
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Coded
from goldlabel.frames.column import text_of

STEPS = 2
FIRST = 64


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed about an item now."""

    item: Any
    label: Any
    confidence: float
    answers: int


class Stream:
    """`Diagonal` kept up to date: one answer updates its item and the workers who answered it, nothing else.

    Each answer is a step of coordinate ascent on `Diagonal`'s objective: the item's posterior under its workers'
    counts, then those counts under the new posterior (incremental EM: Neal & Hinton 1998). Other items of these workers
    keep what they have until they are touched, or until `settle()` fits everything anew; that happens by itself
    whenever the answers have grown by the share `refit`. After `settle()` the state is that of a fit from scratch
    (within 1e-9). In between, the leading class of at least 96 of 100 items is the refit's (measured on the shared sets
    with the default). A second answer of a worker to an item replaces the first.

    Cost of `add`: O(answers of the item · classes), plus, spread over the answers, rounds · classes / `refit`. State:
    items · classes + workers · classes² numbers. Not for unknown classes: they are fixed at the start.
    """

    def __init__(
        self, classes: Sequence[Any], model: Diagonal | None = None, refit: float = 0.1, seed: int = 0
    ) -> None:
        if not classes or len({text_of(one) for one in classes}) < len(classes):
            raise Invalid("a stream needs its classes, each once", where="classes")
        self.classes, self.model, self.refit, self.seed = list(classes), model or Diagonal(), refit, seed
        k = len(self.classes)
        self._label = {text_of(one): at for at, one in enumerate(self.classes)}
        self._item: dict[Any, int] = {}
        self._worker: dict[Any, int] = {}
        self._said: list[dict[int, int]] = []
        self._q: Floats = np.full((FIRST, k), 1 / k)
        self._counts: Floats = np.zeros((FIRST, k, k))
        """Per worker, said, true; only what was counted, without the prior."""
        self._mass: Floats = np.zeros(k)
        self._size = 0
        self._settle_at = FIRST

    def __len__(self) -> int:
        """Answers so far."""
        return self._size

    def add(self, item: Any, worker: Any, label: Any) -> Belief:
        """Takes in one answer. Raises Invalid for a label that is none of the classes."""
        said = self._label.get(text_of(label))
        if said is None:
            raise Invalid(f"label {text_of(label)!r} is none of the classes", where="label")
        i, w = self._number(item, worker)
        answers = self._said[i]
        if answers:
            self._count(i, -1.0)
        elif self._q[i].max() > 0:
            self._q[i] = np.bincount([said], minlength=len(self.classes))
        self._size += w not in answers
        answers[w] = said
        self._count(i, 1.0)
        for _ in range(STEPS):
            new = self._posterior(i)
            self._count(i, -1.0)
            self._q[i] = new
            self._count(i, 1.0)
        if self._size >= self._settle_at:
            self.settle()
        return self.belief(item)

    def belief(self, item: Any) -> Belief:
        """What is believed about an item. Raises Invalid for one that nobody answered."""
        if item not in self._item:
            raise Invalid(f"nobody answered item {text_of(item)}", where="item")
        i = self._item[item]
        at = int(leading([item], self._q[i : i + 1], self.seed)[0])
        return Belief(item, self.classes[at], float(self._q[i, at]), len(self._said[i]))

    def settle(self) -> int:
        """Fits all answers from scratch; how many rounds it took."""
        own = votes(self._coded())
        if not len(own):
            return 0
        n, w = len(self._item), len(self._worker)
        found = fit(
            own, self.model.rule(own), own.shares,
            rounds=self.model.rounds, tolerance=self.model.tolerance, many=len(self.classes) + 1,
        )  # fmt: skip
        self._q[:n], self._counts[:w], self._mass = found.q, found.counts, found.mass
        self._settle_at = max(int(self._size * (1 + self.refit)), self._size + 1)
        return found.rounds

    def result(self) -> Consensus:
        """All items and workers as they are believed to be now."""
        coded = self._coded()
        own = votes(coded)
        n, w = len(self._item), len(self._worker)
        q = self._q[:n].copy()
        right = right_answers(own, q)
        confusion = chances(self._table(np.arange(w)), self._mass, 1)
        why = "asked for: kept up to date answer by answer"
        return named(
            coded, Posterior(q, right / np.maximum(own.per_worker, 1), right, confusion, 0, "stream", why), self.seed
        )

    def _number(self, item: Any, worker: Any) -> tuple[int, int]:
        i, w = self._item.setdefault(item, len(self._item)), self._worker.setdefault(worker, len(self._worker))
        if i == len(self._said):
            self._said.append({})
        if i == len(self._q):
            self._q = np.concatenate((self._q, np.full_like(self._q, 1 / len(self.classes))))
        if w == len(self._counts):
            self._counts = np.concatenate((self._counts, np.zeros_like(self._counts)))
        return i, w

    def _count(self, i: int, sign: float) -> None:
        """Adds the item's posterior to the cells that were said, or takes it away."""
        answers, q = self._said[i], sign * self._q[i]
        self._counts[list(answers), list(answers.values())] += q
        self._mass += q

    def _posterior(self, i: int) -> Floats:
        answers = self._said[i]
        workers, said = np.array(list(answers)), np.array(list(answers.values()))
        rows = self._table(workers)[np.arange(len(workers)), said]
        scores = rows.sum(0) + digamma(np.maximum(self._mass, 0.0) + 1.0)
        scores = np.exp(scores - scores.max())
        return scores / scores.sum()

    def _table(self, workers: Any) -> Floats:
        """Rows of the model's log table: float[workers, said, true]."""
        coded = Coded([], [0], self.classes, np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.int64))
        counts = np.maximum(self._counts[workers], 0.0)
        return self.model.rule(votes(coded))(counts, np.maximum(self._mass, 0.0))[0]

    def _coded(self) -> Coded:
        sizes = [len(answers) for answers in self._said]
        return Coded(
            list(self._item), list(self._worker), self.classes,
            np.repeat(np.arange(len(sizes)), sizes),
            np.array([w for answers in self._said for w in answers], np.int64),
            np.array([said for answers in self._said for said in answers.values()], np.int64),
        )  # fmt: skip
