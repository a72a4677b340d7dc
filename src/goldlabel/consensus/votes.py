"""Coded answers sorted by item, as all iterating algorithms read them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from goldlabel.consensus.result import Floats, Ints
from goldlabel.consensus.special import sums
from goldlabel.frames.answers import Coded


@dataclass(frozen=True)
class Votes:
    """One row per answer, sorted by item. `cell` = worker · classes + label. `weight`: how much an answer counts."""

    items: int
    workers: int
    classes: int
    item: Ints
    cell: Ints
    weight: Floats | None = None

    def __len__(self) -> int:
        return len(self.item)

    @cached_property
    def per_item(self) -> Ints:
        """Answers of each item."""
        return np.bincount(self.item, minlength=self.items)

    @cached_property
    def start(self) -> Ints:
        """Rows of item i: start[i] … start[i + 1]."""
        return np.concatenate(([0], np.cumsum(self.per_item)))

    @cached_property
    def label(self) -> Ints:
        return self.cell % max(self.classes, 1)

    @cached_property
    def worker(self) -> Ints:
        return self.cell // max(self.classes, 1)

    @cached_property
    def per_worker(self) -> Floats:
        """Answers of each worker (their weights)."""
        return sums(self.worker, self.weight, self.workers)

    def rows(self, keep: NDArray[np.bool_]) -> "Votes":
        """Only some answers; items and workers keep their numbers."""
        weight = None if self.weight is None else self.weight[keep]
        return Votes(self.items, self.workers, self.classes, self.item[keep], self.cell[keep], weight)

    def of_items(self, keep: NDArray[np.bool_]) -> "Votes":
        """Only some items, numbered anew."""
        rows = keep[self.item]
        weight = None if self.weight is None else self.weight[rows]
        number = np.cumsum(keep) - 1
        return Votes(int(keep.sum()), self.workers, self.classes, number[self.item[rows]], self.cell[rows], weight)

    def block(self, first: int, last: int) -> "Votes":
        """The items first … last alone, numbered from 0."""
        rows = slice(int(self.start[first]), int(self.start[last]))
        weight = None if self.weight is None else self.weight[rows]
        return Votes(last - first, self.workers, self.classes, self.item[rows] - first, self.cell[rows], weight)

    def tally(self) -> Floats:
        """Votes for each class (their weights): float[items, classes]."""
        place = self.item * self.classes + self.label
        return sums(place, self.weight, self.items * self.classes).reshape(self.items, self.classes)

    def shares(self) -> Floats:
        """Share of the votes; where there is none, the same share everywhere."""
        tally = self.tally()
        total = tally.sum(1, keepdims=True)
        tally /= np.where(total > 0, total, 1.0)
        tally[total[:, 0] <= 0] = 1 / max(self.classes, 1)
        return tally


def votes(coded: Coded, weight: Floats | None = None) -> Votes:
    """Sorted by item; by worker and label within. O(answers · log answers), nothing when they stand by item already."""
    classes = len(coded.classes)
    cell = coded.worker * classes + coded.label
    item = coded.item
    if len(item) and bool((item[1:] < item[:-1]).any()):
        order = np.argsort(item * (len(coded.workers) * classes) + cell, kind="stable")
        item, cell = item[order], cell[order]
        weight = None if weight is None else weight[order]
    return Votes(len(coded.items), len(coded.workers), classes, item, cell, weight)
