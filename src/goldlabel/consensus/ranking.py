"""One ranking for many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.consensus.kemeny import borda, kemeny
from goldlabel.consensus.parsed import Merged, Parsed
from goldlabel.consensus.result import Floats
from goldlabel.consensus.skills import share_skills


@dataclass(frozen=True)
class Kemeny:
    """The order that turns round the least weight of pairs (Kemeny 1959), workers weighed by how they order pairs.

    Weight of a worker: log(p / (1 − p)), p the share of pairs that he orders as the consensus, drawn to everybody's by
    `prior` pairs and kept above 1/2; orders and weights alternate. This is the likeliest order when every worker
    turns each pair independently with probability 1 − p (Mallows 1957 with a spread per worker, Young 1988 on its
    link to Condorcet). What a ranking leaves out stands below its end, in no order. Confidence: mean probability of the
    pairs of the label under that model; skill: p.
    Exact up to 10 names per item (`kemeny`), else by local search. O(rounds · items · (2ⁿ n + answers · n²)).
    """

    rounds: int = 5
    prior: float = 10.0

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        items = [_Item.of(parsed, item) for item in range(len(parsed.items))]
        weight = np.ones(len(parsed.workers))
        orders: list[list[int]] = []
        agreed = pairs = np.zeros(len(weight))
        for _ in range(self.rounds):
            before, orders = orders, [one.order(weight) for one in items]
            agreed, pairs = _agreement(parsed, items, orders)
            everybody = (agreed.sum() + 1) / (pairs.sum() + 2)
            p = np.clip((agreed + self.prior * everybody) / (pairs + self.prior), 0.501, 0.99)
            weight = np.log(p / (1 - p))
            if orders == before:
                break
        return _told(parsed, items, orders, weight, agreed, pairs)


@dataclass(frozen=True)
class PlackettLuce:
    """By worth: P(ranking) = Π over its places of worth[chosen] / Σ worth[not yet chosen] (Plackett 1975, Luce 1959).

    Worths per item by the MM algorithm of Hunter 2004, every name having once won and once lost against an imagined
    name of worth 1. Uses how far down a name stands, not only which pairs are turned; all workers count alike.
    Confidence: mean probability of the label's pairs, worth[a] / (worth[a] + worth[b]). O(steps · answers · n).
    """

    steps: int = 200

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        items = [_Item.of(parsed, item) for item in range(len(parsed.items))]
        worths = [worth(one.rankings, len(one.names), self.steps) for one in items]
        orders = [
            one.gold or sorted(range(len(own)), key=lambda at: (-round(float(own[at]), 9), at))
            for one, own in zip(items, worths, strict=True)
        ]
        agreed, pairs = _agreement(parsed, items, orders)
        told = _told(parsed, items, orders, np.ones(len(parsed.workers)), agreed, pairs)
        confidence = np.array([_mean_pair(own[order]) for own, order in zip(worths, orders, strict=True)])
        known = np.array([one.gold is not None for one in items], bool)
        return Merged(told.values, np.where(known, 1.0, confidence), told.skills, told.evidence)


@dataclass(frozen=True)
class Borda:
    """By pairs won less pairs lost, every worker alike (Borda 1781). The baseline. O(answers · n²)."""

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        items = [_Item.of(parsed, item) for item in range(len(parsed.items))]
        weight = np.ones(len(parsed.workers))
        orders = [one.gold or borda(one.above(weight)) for one in items]
        return _told(parsed, items, orders, weight, *_agreement(parsed, items, orders))


@dataclass(frozen=True)
class _Item:
    names: list[str]
    workers: list[int]
    rankings: list[list[int]]
    """By row: places in `names`, best first."""
    gold: list[int] | None

    @staticmethod
    def of(parsed: Parsed, item: int) -> "_Item":
        rows = parsed.rows_of(item)
        known = parsed.gold[item]
        names = sorted({name for row in rows for name in parsed.value[row]} | set(known or ()))
        at = {name: place for place, name in enumerate(names)}
        rankings = [[at[name] for name in parsed.value[row]] for row in rows]
        workers = parsed.worker[rows.start : rows.stop].tolist()
        return _Item(names, workers, rankings, [at[name] for name in known] if known is not None else None)

    def prefers(self, ranking: Sequence[int]) -> Floats:
        """1 where the row's name stands above the column's."""
        place = np.full(len(self.names), len(ranking))
        place[np.asarray(ranking, np.int64)] = np.arange(len(ranking))
        return (place[:, None] < place[None, :]).astype(np.float64)

    def above(self, weight: Floats) -> Floats:
        out = np.zeros((len(self.names), len(self.names)))
        for worker, ranking in zip(self.workers, self.rankings, strict=True):
            out += weight[worker] * self.prefers(ranking)
        return out

    def order(self, weight: Floats) -> list[int]:
        return self.gold or kemeny(self.above(weight))


def worth(rankings: Sequence[Sequence[int]], names: int, steps: int = 200) -> Floats:
    """Plackett–Luce worths with mean 1, by MM. A ranking of some names says that all others stand below."""
    places = np.array([[*own, *sorted({*range(names)} - {*own})] for own in rankings], np.int64).reshape(-1, names)
    # a choice among one is none
    choices = np.array([min(len(own), names - 1) for own in rankings], np.int64)[:, None]
    stage = np.arange(names)[None, :] < choices
    found = np.ones(names)
    wins = np.ones(names) + np.bincount(places[stage], minlength=names)
    for _ in range(steps):
        left = np.cumsum(found[places][:, ::-1], axis=1)[:, ::-1]
        present = np.cumsum(np.where(stage, 1 / left, 0.0), axis=1)
        share = 2 / (found + 1) + np.bincount(places.ravel(), present.ravel(), names)
        before, found = found, wins / share
        if float(np.abs(found - before).max(initial=0.0)) < 1e-9:
            break
    return found / found.mean() if names else found


def _agreement(parsed: Parsed, items: Sequence[_Item], orders: Sequence[list[int]]) -> tuple[Floats, Floats]:
    """Per worker, pairs ordered like the label and pairs ordered."""
    agreed, pairs = np.zeros(len(parsed.workers)), np.zeros(len(parsed.workers))
    for one, order in zip(items, orders, strict=True):
        label = one.prefers(order)
        for worker, ranking in zip(one.workers, one.rankings, strict=True):
            own = one.prefers(ranking)
            agreed[worker] += (own * label).sum()
            pairs[worker] += (own * (label + label.T)).sum()
    return agreed, pairs


def _mean_pair(worths: Floats) -> float:
    """Mean probability of the pairs of an order, from the worths in that order."""
    p = worths[:, None] / (worths[:, None] + worths[None, :])
    above = np.triu_indices(len(worths), 1)
    return float(p[above].mean()) if len(above[0]) else 1.0


def _told(
    parsed: Parsed, items: Sequence[_Item], orders: Sequence[list[int]], weight: Floats, agreed: Floats, pairs: Floats
) -> Merged:
    confidence = np.ones(len(items))
    evidence: list[Any] = []
    for number, (one, order) in enumerate(zip(items, orders, strict=True)):
        above = one.above(weight)
        surplus = (above - above.T)[np.ix_(order, order)]
        upper = np.triu_indices(len(order), 1)
        if one.gold is None and len(upper[0]):
            confidence[number] = float((1 / (1 + np.exp(-surplus[upper]))).mean())
        counted = sum((one.prefers(ranking) for ranking in one.rankings), np.zeros(above.shape))
        evidence.append({"names": [[one.names[at], _share(counted, at)] for at in order]})
    values = [tuple(one.names[at] for at in order) for one, order in zip(items, orders, strict=True)]
    return Merged(values, confidence, share_skills(parsed.workers, parsed.count_by_worker(), agreed, pairs), evidence)


def _share(counted: Floats, at: int) -> float:
    """Share of the pairs with this name that it won."""
    total = counted[at].sum() + counted[:, at].sum()
    return round(float(counted[at].sum() / total), 6) if total else 0.5
