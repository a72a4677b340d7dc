"""Does it exist, does it apply: yes or no for many cells at once, with what every worker overlooks and makes up."""

from dataclasses import dataclass, field

import numpy as np

from goldlabel.consensus.result import Floats, Ints

TINY = 1e-12


@dataclass(frozen=True)
class Cells:
    """A cell is a thing that somebody marked (a cluster of regions) or that somebody chose (a value of an item's set).
    Pair p says whether `worker[p]`, who was asked, marked `cell[p]`."""

    count: int
    workers: int
    cell: Ints
    worker: Ints
    yes: Floats
    """1.0 or 0.0 per pair."""
    group: Ints
    """Per cell, the number of its label, where labels differ in how common they are (sets). Regions have one group:
    with truncated data a share per label feeds on itself and drives seldom labels out."""
    never: Floats = field(default_factory=lambda: np.zeros(0))
    """Per worker: questions that everybody answered with no, so that they are no cells (sets only)."""
    asked: Floats = field(default_factory=lambda: np.zeros(0))
    """Per label: how many cells there would be with those (sets only)."""
    gold: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    """Per cell 1, 0, or −1: unknown."""


@dataclass(frozen=True)
class Existence:
    """`q[cell]`: probability. Per worker: `finds`, how probably he marks what exists; `invents`, what does not."""

    q: Floats
    finds: Floats
    invents: Floats


def existence(
    cells: Cells, *, only_marked: bool, rounds: int = 200, tolerance: float = 1e-6, prior: float = 5.0
) -> Existence:
    """Two-coin Dawid–Skene with a shared worker prior.

    Formula: P(exists) ∝ share of its label · Π over who was asked: finds or 1 − finds, by whether he marked it; the
    same with invents for what does not exist. `only_marked`: a cell is there only because somebody marked it (regions),
    so both products are divided by the probability that anybody would, and the rates count the expected cells that
    nobody marked (EM on truncated data, Dempster, Laird and Rubin 1977, 4.2); without that, what few find passes for
    invented. Each worker's two rates are drawn to those of all workers by `prior` cells. Starts from the share of
    workers who marked it. Source: Dawid and Skene 1979, Raykar et al. 2010. Cost: rounds · pairs.
    """
    state = _State(cells, only_marked, prior)
    q = _fixed(np.bincount(cells.cell, cells.yes, cells.count) / np.maximum(state.asked, 1), cells.gold)
    seen = np.ones(cells.count), np.ones(cells.count)
    rates = np.full(cells.workers, 0.8), np.full(cells.workers, 0.1)
    if only_marked:
        seen = state.seen(rates[0]), state.seen(rates[1])
    for _ in range(rounds):
        rates = state.rates(q, *seen)
        seen = (state.seen(rates[0]), state.seen(rates[1])) if only_marked else seen
        before, q = q, _fixed(state.posterior(q, *rates, *seen), cells.gold)
        if not len(q) or float(np.abs(q - before).max()) < tolerance:
            break
    return Existence(q, *rates)


@dataclass(frozen=True)
class _State:
    cells: Cells
    only_marked: bool
    prior: float

    @property
    def asked(self) -> Floats:
        return np.bincount(self.cells.cell, minlength=self.cells.count).astype(np.float64)

    def seen(self, rate: Floats) -> Floats:
        """Per cell, how probable it is that anybody marks it."""
        nobody = np.bincount(self.cells.cell, np.log1p(-rate)[self.cells.worker], self.cells.count)
        return np.maximum(-np.expm1(nobody), TINY)

    def rates(self, q: Floats, seen: Floats, invented: Floats) -> tuple[Floats, Floats]:
        cells = self.cells
        never = cells.never if len(cells.never) else np.zeros(cells.workers)

        def per_worker(weight: Floats) -> Floats:
            return np.bincount(cells.worker, weight, cells.workers).astype(np.float64)

        finds = self._drawn(per_worker(q[cells.cell] * cells.yes), per_worker((q / seen)[cells.cell]), 0.8)
        absent = per_worker(((1 - q) / invented)[cells.cell]) + never
        invents = self._drawn(per_worker((1 - q)[cells.cell] * cells.yes), absent, 0.1)
        return finds, np.minimum(invents, finds)

    def _drawn(self, hits: Floats, total: Floats, guess: float) -> Floats:
        """To everybody's rate, in which `guess` counts as one observation; kept off 0 and 1."""
        everybody = (hits.sum() + guess) / (total.sum() + 1)
        return np.clip((hits + self.prior * everybody) / (total + self.prior), 1e-3, 1 - 1e-3)

    def posterior(self, q: Floats, finds: Floats, invents: Floats, seen: Floats, invented: Floats) -> Floats:
        cells = self.cells
        yes, no = np.log(finds / invents), np.log((1 - finds) / (1 - invents))
        odds = np.bincount(cells.cell, np.where(cells.yes > 0, yes[cells.worker], no[cells.worker]), cells.count)
        share = self._shares(q)[cells.group]
        odds += np.log(share / (1 - share)) - np.log(seen / invented)
        return 1 / (1 + np.exp(-np.clip(odds, -700, 700)))

    def _shares(self, q: Floats) -> Floats:
        """How common each label is, drawn to all labels by one cell."""
        labels = int(self.cells.group.max()) + 1 if len(self.cells.group) else 0
        asked = self.cells.asked
        total = asked if len(asked) else np.bincount(self.cells.group, minlength=labels).astype(np.float64)
        hits = np.bincount(self.cells.group, q, len(total))
        everybody = (hits.sum() + 0.5) / (total.sum() + 1)
        return np.clip((hits + everybody) / (total + 1), 1e-6, 1 - 1e-6)


def _fixed(q: Floats, gold: Ints) -> Floats:
    return np.where(gold >= 0, gold, q).astype(np.float64) if len(gold) else q
