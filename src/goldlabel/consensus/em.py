"""Expectation-maximisation over coded answers: one driver for every model with a table of log probabilities.

A model is a `Rule`: from the expected counts it makes the table log P(worker w says l | column s) and the log prior of
the columns. A column is a class, or one of `parts` kinds of items within a class (column = class · parts + part). The
driver does the two sums of a round, on the quickest engine there is: over the classes that an item has votes for where
there are many classes, compiled where numba is there and the table large, else numpy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Protocol

import numpy as np

from goldlabel.consensus import dense
from goldlabel.consensus.dense import softmax
from goldlabel.consensus.fast import chunks, kernels, together
from goldlabel.consensus.outside import Outside
from goldlabel.consensus.result import Floats, Ints
from goldlabel.consensus.sparse import sparse
from goldlabel.consensus.votes import Votes
from goldlabel.consensus.votes import votes as sorted_votes
from goldlabel.frames.answers import Coded

__all__ = ["Fit", "Rule", "clamp", "confusion_counts", "converged", "fit", "fold", "log_scores", "shares", "softmax"]

MANY = 16
"""Classes from which the rounds keep to those that an item has votes for."""

Rule = Callable[[Floats, Floats], tuple[Floats, Floats]]
"""Expected counts float[workers, said, columns] and items per column float[columns] → log table, log prior."""


@dataclass(frozen=True, slots=True)
class Fit:
    """`q` float[items, columns]; `table`, `counts` float[workers, said, columns]; `prior`, `mass` float[columns]."""

    q: Floats
    table: Floats
    prior: Floats
    counts: Floats
    mass: Floats
    rounds: int


class Engine(Protocol):
    def counts(self) -> tuple[Floats, Floats]: ...

    def round(self, table: Floats, prior: Floats) -> tuple[Floats, Floats, float]:
        """New counts and mass after one expectation, and how much probability moved."""
        ...

    def posterior(self, table: Floats, prior: Floats) -> Floats: ...


def fit(
    votes: Votes,
    rule: Rule,
    start: Callable[[], Floats],
    *,
    parts: int = 1,
    outside: Outside | None = None,
    rounds: int = 100,
    tolerance: float = 1e-5,
    many: int = MANY,
) -> Fit:
    """Rounds until the average item moves by less than `tolerance` of its probability, at most `rounds`.

    `start` makes the first float[items, columns], where it is needed: with at least `many` classes and nothing known
    outside, the rounds begin at the shares of the votes and keep to classes with votes; only the last posterior covers
    all.
    """
    columns = votes.classes * parts
    shape, flat = (votes.workers, votes.classes, columns), (votes.workers * votes.classes, columns)
    engine = _engine(votes, start, parts, outside, many)
    counts, mass = engine.counts()
    table, prior, done = np.zeros(shape), np.zeros(columns), 0
    while done < max(rounds, 1):
        done += 1
        table, prior = rule(counts.reshape(shape), mass)
        counts, mass, moved = engine.round(table.reshape(flat), prior)
        if moved <= 2 * tolerance * votes.items:
            break
    q = engine.posterior(table.reshape(flat), prior)
    return Fit(q, table, prior, counts.reshape(shape), mass, done)


def posterior(votes: Votes, table: Floats, prior: Floats, parts: int = 1, outside: Outside | None = None) -> Floats:
    """float[items, columns] under a table float[workers, said, columns]; nothing is learned."""
    flat = np.ascontiguousarray(table.reshape(votes.workers * votes.classes, votes.classes * parts))
    compiled = kernels(len(votes) * flat.shape[1]) if outside is None and votes.weight is None else None
    if compiled:
        q = np.empty((votes.items, flat.shape[1]))
        start = votes.start
        parts_of = chunks(votes.items, 0)
        together(compiled.posterior, [(start[a : b + 1], votes.cell, flat, prior, q[a:b]) for a, b in parts_of])
        return q
    scores = dense.scores(votes, flat)
    if outside is None:
        scores += prior
        return softmax(scores)
    return softmax(outside.add(scores, prior, parts))


def counted(
    votes: Votes, table: Floats, prior: Floats, parts: int = 1, outside: Outside | None = None
) -> tuple[Floats, Floats]:
    """Expected counts, of the table's shape, and mass under a table: half a round."""
    columns = votes.classes * parts
    engine = _engine(votes, lambda: np.zeros((votes.items, columns)), parts, outside, MANY)
    counts, mass, _ = engine.round(table.reshape(votes.workers * votes.classes, columns), prior)
    return counts.reshape(table.shape), mass


def _engine(votes: Votes, start: Callable[[], Floats], parts: int, outside: Outside | None, many: int) -> Engine:
    plain = outside is None and votes.weight is None and len(votes) > 0
    compiled = kernels(len(votes) * min(votes.classes * parts, many)) if plain else None
    if plain and parts == 1 and votes.classes >= many and bool(votes.per_item.all()):
        return _CompiledSparse(votes, compiled) if compiled else _Sparse(votes)
    return _Compiled(votes, start(), compiled) if compiled else _Dense(votes, start(), parts, outside)


class _Dense:
    def __init__(self, votes: Votes, start: Floats, parts: int, outside: Outside | None) -> None:
        self.votes, self.q, self.parts, self.outside = votes, start, parts, outside

    def counts(self) -> tuple[Floats, Floats]:
        mass: Floats = self.q.sum(0)
        return dense.counts(self.votes, self.q), mass

    def round(self, table: Floats, prior: Floats) -> tuple[Floats, Floats, float]:
        before, self.q = self.q, self._expect(table, prior)
        before -= self.q
        return *self.counts(), float(np.abs(before, out=before).sum())

    def _expect(self, table: Floats, prior: Floats) -> Floats:
        scores = dense.scores(self.votes, table)
        if self.outside is None:
            scores += prior
        else:
            scores = self.outside.add(scores, prior, self.parts)
        return softmax(scores)

    def posterior(self, table: Floats, prior: Floats) -> Floats:
        return self.q


class _Compiled:
    def __init__(self, votes: Votes, start: Floats, compiled: ModuleType) -> None:
        self.votes, self.q, self.compiled = votes, start, compiled
        self.table = votes.workers * votes.classes, start.shape[1]
        self.chunks = chunks(votes.items, self.table[0] * self.table[1])

    def _tables(self) -> list[tuple[Floats, Floats]]:
        return [(np.zeros(self.table), np.zeros(self.table[1])) for _ in self.chunks]

    def _parts(self) -> list[tuple[Floats | Ints, ...]]:
        start = self.votes.start
        return [(start[a : b + 1], self.votes.cell, self.q[a:b]) for a, b in self.chunks]

    def counts(self) -> tuple[Floats, Floats]:
        made = self._tables()
        together(self.compiled.dense_counts, [(*part, *table) for part, table in zip(self._parts(), made, strict=True)])
        return _added(made)

    def round(self, table: Floats, prior: Floats) -> tuple[Floats, Floats, float]:
        made, table = self._tables(), np.ascontiguousarray(table)
        work = [(start, cell, table, prior, q, *own) for (start, cell, q), own in zip(self._parts(), made, strict=True)]
        moved = together(self.compiled.dense_round, work)
        return *_added(made), float(sum(moved))

    def posterior(self, table: Floats, prior: Floats) -> Floats:
        return self.q


def _added(made: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    counts, mass = made[0]
    for more, heavier in made[1:]:
        counts += more
        mass += heavier
    return counts, mass


class _Sparse:
    def __init__(self, votes: Votes) -> None:
        self.votes, self.pairs = votes, sparse(votes)

    def counts(self) -> tuple[Floats, Floats]:
        return self.pairs.counts(), self.pairs.mass()

    def round(self, table: Floats, prior: Floats) -> tuple[Floats, Floats, float]:
        moved = self.pairs.expect(np.ascontiguousarray(table), prior)
        return *self.counts(), moved

    def posterior(self, table: Floats, prior: Floats) -> Floats:
        return posterior(self.votes, table, prior)


class _CompiledSparse:
    """Pairs of an item lie from `first[item]` on."""

    def __init__(self, votes: Votes, compiled: ModuleType) -> None:
        self.votes, self.compiled, k = votes, compiled, votes.classes
        self.table = votes.workers * k, k
        self.chunks = chunks(votes.items, self.table[0] * k)
        self.first = np.zeros(votes.items + 1, np.int64)
        self.pair, self.q = np.zeros(len(votes), np.int64), np.zeros(len(votes))
        size = compiled.sparse_start(votes.start, votes.cell, k, self.first, self.pair, self.q)
        self.pair, self.q = self.pair[:size].copy(), self.q[:size].copy()

    def _tables(self) -> list[tuple[Floats, Floats]]:
        return [(np.zeros(self.table), np.zeros(self.table[1])) for _ in self.chunks]

    def _parts(self) -> list[tuple[Ints, ...]]:
        start, cell = self.votes.start, self.votes.cell
        return [(start[a : b + 1], cell, self.first[a : b + 1], self.pair) for a, b in self.chunks]

    def counts(self) -> tuple[Floats, Floats]:
        made = self._tables()
        work = [(*part, self.q, *own) for part, own in zip(self._parts(), made, strict=True)]
        together(self.compiled.sparse_counts, work)
        return _added(made)

    def round(self, table: Floats, prior: Floats) -> tuple[Floats, Floats, float]:
        made, table = self._tables(), np.ascontiguousarray(table)
        work = [(*part, table, prior, self.q, *own) for part, own in zip(self._parts(), made, strict=True)]
        moved = together(self.compiled.sparse_round, work)
        return *_added(made), float(sum(moved))

    def posterior(self, table: Floats, prior: Floats) -> Floats:
        return posterior(self.votes, table, prior)


def fold(q: Floats, parts: int) -> Floats:
    """From columns to classes."""
    return q if parts == 1 else q.reshape(len(q), q.shape[1] // parts, parts).sum(2)


# -- the same sums on coded answers, for algorithms with rounds of their own


def shares(coded: Coded) -> Floats:
    """Share of the votes, float[items, classes]; an item without answers gets the same share everywhere."""
    return sorted_votes(coded).shares()


def confusion_counts(coded: Coded, q: Floats) -> Floats:
    """Expected number of times that worker w said l where t is true: float[workers, t, l]. O(answers · classes)."""
    w, k = len(coded.workers), len(coded.classes)
    return np.ascontiguousarray(dense.counts(sorted_votes(coded), q).reshape(w, k, k).transpose(0, 2, 1))


def log_scores(coded: Coded, log_confusion: Floats) -> Floats:
    """Sum over an item's answers of log_confusion[worker, t, label]: float[items, t]. O(answers · classes)."""
    k = len(coded.classes)
    return dense.scores(sorted_votes(coded), log_confusion.transpose(0, 2, 1).reshape(-1, k))


def clamp(q: Floats, gold: Ints | None) -> Floats:
    """`q` with the items whose truth is known (gold >= 0) fixed."""
    return Outside(gold).clamp(q)


def converged(before: Floats, after: Floats, tolerance: float) -> bool:
    """Whether the average item moved by less than `tolerance` of its probability mass."""
    return not after.size or float(np.abs(after - before).sum()) <= 2 * tolerance * len(after)
