"""Yes or no for many cells at once (a value of an item's set, the pixels of a mask), with every worker's two rates."""

from dataclasses import dataclass, field

import numpy as np

from goldlabel.consensus.result import Floats, Ints


@dataclass(frozen=True)
class Cells:
    """Pair p says whether `worker[p]`, who was asked, said yes to `cell[p]`."""

    count: int
    workers: int
    cell: Ints
    worker: Ints
    yes: Floats
    """1.0 or 0.0 per pair."""
    group: Ints
    """Per cell the number of its label: labels differ in how common they are."""
    weight: Floats
    """Per cell, how many questions it stands for."""
    never: Floats
    """float[workers, labels]: questions that nobody answered with yes, so that they are no cells."""
    asked: Floats
    """Per label: how many questions there are with those."""
    gold: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Per cell 1, 0, or −1: unknown."""


@dataclass(frozen=True)
class Existence:
    """`q[cell]`: probability of yes. float[workers, labels]: `finds` = P(says yes | yes), `invents` = P(says yes | no).
    Per worker `right`, `total`: the expected hits, and the mean of what he and the truth say yes to; their ratio is his
    F1."""

    q: Floats
    finds: Floats
    invents: Floats
    right: Floats
    total: Floats


def existence(cells: Cells, *, rounds: int = 100, tolerance: float = 1e-6, prior: float = 5.0) -> Existence:
    """Two-coin Dawid–Skene with a shared worker prior.

    Formula: P(yes) ∝ share of the label · Π over who was asked: finds or 1 − finds, by whether he said yes; the same
    with invents for no. Both rates are a worker's for a label. They are drawn by `prior` questions to what the label
    (over all workers) and the worker (over all labels) let expect: log odds of the label + of the worker − of
    everything. So a label that is often ticked without reason counts for less, whoever ticks it, and who answered
    little counts like everybody. EM from the share of workers who said yes; invents never exceeds finds, which keeps
    yes and no from changing places. Source: Dawid and Skene 1979, Raykar et al. 2010 (JMLR 11).
    Cost: rounds · pairs, workers · labels numbers. Labels are decided one by one: that two exclude each other is not
    known here.
    """
    labels = len(cells.asked)
    asked = np.bincount(cells.cell, minlength=cells.count)
    q = _fixed(np.bincount(cells.cell, cells.yes, cells.count) / np.maximum(asked, 1), cells.gold)
    place = cells.worker * labels + cells.group[cells.cell]
    weight = cells.weight[cells.cell]

    def table(per_pair: Floats) -> Floats:
        return np.bincount(place, per_pair, cells.workers * labels).reshape(cells.workers, labels).astype(np.float64)

    said, answers = table(weight * cells.yes), table(weight)
    there = right = finds = invents = np.zeros((cells.workers, labels))
    for _ in range(rounds):
        there, right = table(q[cells.cell] * weight), table(q[cells.cell] * weight * cells.yes)
        finds = _drawn(right, there, prior, 0.8)
        invents = np.minimum(_drawn(said - right, answers - there + cells.never, prior, 0.2), finds)
        yes, no = np.log(finds / invents).ravel(), np.log((1 - finds) / (1 - invents)).ravel()
        votes = np.where(cells.yes > 0, yes[place], no[place])
        odds = np.bincount(cells.cell, votes, cells.count) + _log_odds(_shares(cells, q))[cells.group]
        before, q = q, _fixed(1 / (1 + np.exp(-np.clip(odds, -700, 700))), cells.gold)
        if not len(q) or float(np.abs(q - before).max()) < tolerance:
            break
    return Existence(q, finds, invents, right.sum(1), (said.sum(1) + there.sum(1)) / 2)


def _drawn(hits: Floats, total: Floats, prior: float, guess: float) -> Floats:
    """`guess` counts as one observation of the rate of everything; kept off 0 and 1."""
    everything = (hits.sum() + guess) / (total.sum() + 1)
    by_label = (hits.sum(0) + prior * everything) / (total.sum(0) + prior)
    by_worker = (hits.sum(1) + prior * everything) / (total.sum(1) + prior)
    odds = _log_odds(by_label)[None, :] + _log_odds(by_worker)[:, None] - _log_odds(np.array([everything]))
    expected = 1 / (1 + np.exp(-odds))
    return np.clip((hits + prior * expected) / (total + prior), 1e-4, 1 - 1e-4)


def _log_odds(p: Floats) -> Floats:
    p = np.clip(p, 1e-6, 1 - 1e-6)
    return np.log(p) - np.log1p(-p)


def _shares(cells: Cells, q: Floats) -> Floats:
    """How common each label is, drawn to all labels by one question."""
    hits = np.bincount(cells.group, q * cells.weight, len(cells.asked))
    everything = (hits.sum() + 0.5) / (cells.asked.sum() + 1)
    return (hits + everything) / (cells.asked + 1)


def _fixed(q: Floats, gold: Ints) -> Floats:
    return np.where(gold >= 0, gold, q).astype(np.float64) if len(gold) else q
