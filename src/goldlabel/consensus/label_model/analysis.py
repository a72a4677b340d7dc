"""What labeling functions do, before anything is learnt from them."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.consensus.label_model.pairs import together
from goldlabel.consensus.label_model.votes import Votes
from goldlabel.core.distribution import beta_quantile


@dataclass(frozen=True, slots=True)
class Function:
    """One labeling function. Shares are of all items; precision is the share right of its votes on gold items.

    `low` … `high`: the exact 95 % interval of precision (Clopper and Pearson 1934); 0 … 1 without gold.
    """

    function: str
    votes: int
    coverage: float
    overlaps: float
    """Another function votes too."""
    conflicts: float
    """Another function votes differently."""
    polarity: list[Any]
    """The labels it gives."""
    gold_votes: int
    gold_right: int
    precision: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two functions: items on which both vote, the share of those on which they agree, and how alike they are (items
    on which both vote the same, of those on which either votes: 1 is a copy)."""

    first: str
    second: str
    both: int
    agree: float | None
    alike: float


@dataclass(frozen=True, slots=True)
class Analysis:
    items: int
    covered: int
    """Items with at least one vote."""
    overlapping: int
    """With at least two."""
    conflicting: int
    """With two different ones."""
    gold: int
    functions: list[Function]
    pairs: list[Pair]

    def table(self) -> dict[str, list[Any]]:
        """A row per function: `pandas.DataFrame(analysis.table())`."""
        names = Function.__dataclass_fields__
        return {name: [getattr(one, name) for one in self.functions] for name in names}

    def pair_table(self) -> dict[str, list[Any]]:
        """A row per two functions that ever vote together."""
        names = Pair.__dataclass_fields__
        return {name: [getattr(one, name) for one in self.pairs] for name in names}


def analyse_votes(votes: Votes) -> Analysis:
    """Coverage, overlaps, conflicts and polarity as Snorkel defines them (Ratner et al., VLDB 2017), precision on gold
    with exact intervals, and every pair that votes together, most alike first. O(items · functions²)."""
    fired = votes.fired
    count = fired.sum(axis=1)
    low = np.where(fired, votes.vote, np.iinfo(np.int64).max).min(axis=1, initial=np.iinfo(np.int64).max)
    high = votes.vote.max(axis=1, initial=-1)
    split = (count > 1) & (low != high)
    functions = [_function(votes, at, count, split) for at in range(len(votes.functions))]
    return Analysis(
        items=len(votes.items), covered=int((count > 0).sum()), overlapping=int((count > 1).sum()),
        conflicting=int(split.sum()), gold=int((votes.gold >= 0).sum()), functions=functions, pairs=_pairs(votes),
    )  # fmt: skip


def _function(votes: Votes, at: int, count: Any, split: Any) -> Function:
    column = votes.vote[:, at]
    fired = column >= 0
    judged = fired & (votes.gold >= 0)
    right, seen = int((judged & (column == votes.gold)).sum()), int(judged.sum())
    low, high = exact_interval(right, seen)
    # In an item of several labels some other function votes differently from this one, whichever it is.
    items = max(len(column), 1)
    return Function(
        function=votes.functions[at], votes=int(fired.sum()), coverage=int(fired.sum()) / items,
        overlaps=int((fired & (count > 1)).sum()) / items, conflicts=int((fired & split).sum()) / items,
        polarity=[votes.classes[label] for label in np.unique(column[fired]).tolist()],
        gold_votes=seen, gold_right=right, precision=right / seen if seen else None, low=low, high=high,
    )  # fmt: skip


def _pairs(votes: Votes) -> list[Pair]:
    both, same = together(votes)
    own = np.diagonal(both)
    out: list[Pair] = []
    for a, b in np.argwhere(np.triu(both, 1)).tolist():
        alike = float(same[a, b] / (own[a] + own[b] - both[a, b]))
        out.append(Pair(votes.functions[a], votes.functions[b], int(both[a, b]), float(same[a, b] / both[a, b]), alike))
    return sorted(out, key=lambda pair: (-pair.alike, pair.first, pair.second))


def exact_interval(right: int, count: int, level: float = 0.95) -> tuple[float, float]:
    """Clopper–Pearson: every share under which `right` of `count` is no surprise at (1 − level) / 2 on either side."""
    tail = (1 - level) / 2
    low = beta_quantile(tail, right, count - right + 1) if right else 0.0
    high = beta_quantile(1 - tail, right + 1, count - right) if right < count else 1.0
    return low, high
