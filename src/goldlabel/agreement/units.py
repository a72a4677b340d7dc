"""Answers gathered by unit (item), as flat arrays: what the coefficients are computed on.

Nearly all of them depend on a unit only through how many answers it has and how often each class was given. Units that
are alike in this are gathered into one *pattern* with its number of times: 200,000 items with 5 answers of 4 classes
are 56 patterns, and resampling items is then drawing 56 numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.agreement.metric import Floats, Ints, add_up, difference, places
from goldlabel.frames.answers import Coded, canonical_order

DENSE = 40_000_000
"""So many counts (of units and classes) are held as a table."""
ONE_THREAD = 12_000
"""Units · classes of one piece of a product."""
FEW = 0.25
"""Patterns are used where they are at most this share of the units."""


@dataclass(frozen=True)
class Units:
    """Answers sorted by unit and class. Unit u has the answers `start[u]` … `start[u + 1]`.

    `code` int64[answers]: place in `classes`; `worker` int64[answers]; `times` float64[units]: how many like it there
    are. `values` float64[classes]: the classes as numbers, zeros where they are none."""

    classes: list[Any]
    values: Floats
    start: Ints
    code: Ints
    worker: Ints
    item: Ints
    times: Floats

    def __len__(self) -> int:
        return len(self.start) - 1

    @cached_property
    def sizes(self) -> Ints:
        """Answers of each unit."""
        return np.diff(self.start)

    @cached_property
    def unit(self) -> Ints:
        """The unit of each answer."""
        return np.repeat(np.arange(len(self)), self.sizes)

    @cached_property
    def per_pair(self) -> Floats:
        """1 / (m − 1) of each unit, 0 where it has less than two answers."""
        return np.where(self.sizes > 1, 1 / np.maximum(self.sizes - 1, 1), 0.0)

    def marginals(self, weights: NDArray[np.float32]) -> Floats | None:
        """Answers per class in units with two answers, for several weighings at once: float64[weighings, classes]. None
        where that is too much memory, or too many answers to be counted exactly.

        The product is cut into pieces small enough for one thread: on a busy machine, threads of a matrix library that
        wait for each other cost a hundred times what they bring.
        """
        counts = self._counts
        if counts is None:
            return None
        pieces, width, _ = counts.shape
        padded = np.zeros((len(weights), pieces * width), np.float32)
        padded[:, : len(self)] = weights
        cut = np.ascontiguousarray(padded.reshape(len(weights), pieces, width).swapaxes(0, 1))
        return np.matmul(cut, counts).sum(0, dtype=np.float64)

    @cached_property
    def _counts(self) -> NDArray[np.float32] | None:
        """Answers per class of units with two answers, in pieces: float32[pieces, units of a piece, classes]."""
        if len(self) * len(self.classes) > DENSE or len(self.code) >= 2**24:
            return None
        width = max(1, ONE_THREAD // max(1, len(self.classes)))
        out = np.zeros((-(-len(self) // width) * width, len(self.classes)), np.float32)
        runs, length = self.runs
        out[self.unit[runs], self.code[runs]] = length
        out[: len(self)][self.sizes < 2] = 0
        return out.reshape(-1, width, len(self.classes))

    @cached_property
    def even(self) -> bool:
        """Whether every unit has as many answers, two at least."""
        return len(self) > 0 and int(self.sizes.min()) == int(self.sizes.max()) > 1

    @cached_property
    def equal(self) -> Floats:
        """Ordered pairs of equal answers in each unit: Σ n_c (n_c − 1)."""
        runs, length = self.runs
        return add_up(self.unit[runs], length * (length - 1.0), len(self))

    @cached_property
    def runs(self) -> tuple[Ints, Ints]:
        """Where a class begins within a unit, and how often it was given there."""
        new = np.ones(len(self.code), bool)
        new[1:] = (self.code[1:] != self.code[:-1]) | (self.unit[1:] != self.unit[:-1])
        first = np.flatnonzero(new)
        return first, np.diff(np.append(first, len(self.code)))

    def apart(self, metric: str, marginal: Floats) -> Floats:
        """Σ δ² over ordered pairs of answers of each unit. O(answers); for ratio O(pairs)."""
        where = places(metric, self.values, marginal)
        if metric == "nominal":
            return self.sizes * (self.sizes - 1.0) - self.equal
        if where is None:
            return self.added(partial(difference, metric, self.values, marginal))
        if metric == "ordinal" and self._by_size is not None:
            return self._exactly_apart(self._by_size, where - where.mean() if len(where) else where)
        given = where[self.code]
        mean = add_up(self.unit, given, len(self)) / np.maximum(self.sizes, 1)
        with np.errstate(over="ignore", invalid="ignore"):
            off = given - mean[self.unit]
            return 2.0 * self.sizes * add_up(self.unit, off * off, len(self))

    @cached_property
    def _by_size(self) -> list[tuple[Ints, Ints]] | None:
        """Units of one size after the other, with their classes int64[size, units]; None for too many sizes."""
        known = [size for size in np.unique(self.sizes).tolist() if size > 1]
        if sum(known) > 1000:
            return None
        rows = [np.flatnonzero(self.sizes == size) for size in known]
        return [
            (row, self.code[self.start[row] + np.arange(size)[:, None]])
            for row, size in zip(rows, known, strict=True)
        ]  # fmt: skip

    def _exactly_apart(self, by_size: list[tuple[Ints, Ints]], where: Floats) -> Floats:
        """2 (m Σ p² − (Σ p)²), for places that are ranks: sums of halves are exact."""
        squares, out = where * where, np.zeros(len(self))
        for rows, codes in by_size:
            first, second = np.zeros(len(rows)), np.zeros(len(rows))
            for code in codes:
                first += where[code]
                second += squares[code]
            out[rows] = 2 * (len(codes) * second - first * first)
        return out

    def added(self, between: Callable[[Ints, Ints], Floats]) -> Floats:
        """Σ over ordered pairs of different classes of each unit of `between(codes, codes)`. O(pairs of classes)."""
        runs, length = self.runs
        unit, code, out = self.unit[runs], self.code[runs], np.zeros(len(self))
        for step in range(1, len(self.classes)):
            first = np.flatnonzero(unit[:-step] == unit[step:])
            if not len(first):
                break
            second = first + step
            weight = 2.0 * length[first] * length[second] * between(code[first], code[second])
            out += add_up(unit[first], weight, len(self))
        return out

    def keep(self, mask: Any) -> "Units":
        """The units where `mask` holds."""
        of_answer = mask[self.unit]
        start = np.concatenate([[0], np.cumsum(self.sizes[mask])])
        kept = replace(self, start=start, code=self.code[of_answer], worker=self.worker[of_answer])
        return replace(kept, item=self.item[mask], times=self.times[mask])

    @cached_property
    def patterns(self) -> "Units":
        """One unit for all with the same classes given as often, `times` added up; the units themselves where that
        does not pay, or a pattern's number has no room in 63 bits."""
        base, widest = len(self.classes) + 1, int(self.sizes.max(initial=0))
        if widest * np.log2(max(base, 2)) > 62:
            return self
        place = np.arange(len(self.code)) - self.start[:-1][self.unit]
        numbers = np.zeros(len(self), np.int64)
        np.add.at(numbers, self.unit, (self.code + 1) * base**place)
        order = np.argsort(numbers, kind="stable")
        new = np.flatnonzero(np.diff(numbers[order], prepend=-1))
        if len(new) > FEW * len(self):
            return self
        few = self.sorted_by(order[new])
        return replace(few, times=np.add.reduceat(self.times[order], new) if len(new) else few.times)

    def sorted_by(self, order: Ints) -> "Units":
        """These units (by their places), in this order."""
        sizes = self.sizes[order]
        start = np.concatenate([[0], np.cumsum(sizes)])
        at: Ints = np.arange(int(start[-1])) + np.repeat(self.start[order] - start[:-1], sizes)
        return replace(
            self,
            start=start,
            code=self.code[at],
            worker=self.worker[at],
            item=self.item[order],
            times=self.times[order],
        )


def units_of(coded: Coded, numbers: bool = False) -> Units:
    """Every item with an answer, in canonical order of the items' names, so that nothing depends on the order of rows.

    `numbers`: the classes are numbers. O(answers · log answers).
    """
    rank = np.empty(len(coded.items), np.int64)
    rank[canonical_places(coded.items)] = np.arange(len(coded.items))
    item, width = rank[coded.item], max(len(coded.classes), 1)
    order = np.argsort(item * width + coded.label, kind="stable")
    start = np.searchsorted(item[order], np.arange(len(coded.items) + 1))
    values = np.array(coded.classes if numbers else [0.0] * len(coded.classes), np.float64)
    back = np.argsort(rank)
    return Units(
        coded.classes, values, start, coded.label[order], coded.worker[order], back, np.ones(len(coded.items))
    )  # fmt: skip


def canonical_places(names: list[Any]) -> Ints:
    """The places of the names in canonical order: numbers by size, then texts."""
    if all(type(name) is str for name in names) or all(type(name) is int for name in names):
        return np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
    return np.array(sorted(range(len(names)), key=lambda at: canonical_order(names[at])), np.int64)


def paired(between: Callable[[int, int], float]) -> Callable[[Ints, Ints], Floats]:
    """A symmetric function of two places as one of arrays; each pair is asked once."""
    known: dict[tuple[int, int], float] = {}

    def of(a: Ints, b: Ints) -> Floats:
        out = np.empty(len(a))
        for at, (one, other) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
            pair = (one, other) if one <= other else (other, one)
            if pair not in known:
                known[pair] = between(*pair)
            out[at] = known[pair]
        return out

    return of
