"""Krippendorff's α for any number of labelers, missing answers and any scale.

α = 1 − Do / De: observed disagreement within units over the disagreement expected when the same answers fall
on units by chance. 1 is perfect, 0 is chance, below 0 is systematic disagreement. A *unit* is what was
answered (an item, or a region that several labelers drew); units with one answer say nothing and are left
out.

Sources: K. Krippendorff, *Content Analysis* (3rd ed. 2013), chapter 12, and "Computing Krippendorff's
Alpha-Reliability" (2011), whose example with 4 observers the tests reproduce: .743 nominal, .815 ordinal,
.849 interval, .797 ratio. Arbitrary distances in place of the difference function: Braylan, Alonso and Lease,
"Measuring Annotator Agreement Generally across Complex Structured, Multi-object, and Free-text Annotation
Tasks" (WWW 2022).

Three accumulators, each streaming:
`Coincidences` for values from a short list, `Squares` for numbers, `Spread` for anything with a distance.
"""

import heapq
import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, Protocol

import numpy as np

from goldlabel.agreement.metric import METRICS, difference, expected

Distance = Callable[[Any, Any], float]
SAMPLE = 300
"""So many values estimate the expected disagreement of an arbitrary distance (44,850 pairs); fewer are
exact."""


@dataclass(frozen=True, slots=True)
class Alpha:
    """α with what it stands on. `value` is None where α is not defined; `note` says why, or what to mind."""

    value: float | None
    agreement: float | None
    """Share of all pairs of answers to the same unit that are equal; not corrected for chance."""
    units: int
    """Units with two answers or more."""
    answers: int
    """Answers in these units."""
    observed: float | None = None
    expected: float | None = None
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Accumulator(Protocol):
    """What the three have in common."""

    def add(self, answers: Sequence[Any]) -> None:
        """One more unit with all its answers, in any order."""
        ...

    def result(self) -> Alpha: ...


@dataclass(slots=True)
class _Pairs:
    """Counts that every accumulator keeps: units, answers, pairs, equal pairs."""

    units: int = 0
    answers: int = 0
    pairs: int = 0
    equal: int = 0

    def add(self, keys: Sequence[Hashable]) -> None:
        counts: dict[Hashable, int] = {}
        for key in keys:
            counts[key] = counts.get(key, 0) + 1
        self.units += 1
        self.answers += len(keys)
        self.pairs += len(keys) * (len(keys) - 1) // 2
        self.equal += sum(count * (count - 1) // 2 for count in counts.values())

    def result(self, observed: float, expected: float, note: str = "") -> Alpha:
        """α from the two mean disagreements."""
        if not self.pairs:
            return Alpha(None, None, 0, 0, note="too little: nothing was answered by two labelers")
        agreement = self.equal / self.pairs
        if not (math.isfinite(observed) and math.isfinite(expected)):
            return Alpha(None, agreement, self.units, self.answers, note="the numbers are too large to be squared")
        if expected <= 0:
            note = "all answers are the same: α is not defined without variation"
            return Alpha(None, agreement, self.units, self.answers, observed, expected, note)
        return Alpha(1 - observed / expected, agreement, self.units, self.answers, observed, expected, note)


class Coincidences:
    """Values from a short list, counted in a coincidence matrix; `metric` is nominal, ordinal, interval or
    ratio.

    Ordinal, interval and ratio values are numbers.
    """

    def __init__(self, metric: str = "nominal") -> None:
        self.metric = metric
        self._pairs = _Pairs()
        self._matrix: dict[tuple[Any, Any], float] = {}
        if metric not in METRICS:
            raise ValueError(f"no metric {metric!r}; there are {', '.join(METRICS)}")

    def add(self, answers: Sequence[Any]) -> None:
        if len(answers) < 2:
            return
        self._pairs.add(answers)
        weight = 1 / (len(answers) - 1)
        for a, b in combinations(answers, 2):
            self._matrix[a, b] = self._matrix.get((a, b), 0.0) + weight
            self._matrix[b, a] = self._matrix.get((b, a), 0.0) + weight

    def result(self) -> Alpha:
        marginal: dict[Any, float] = {}
        for (a, _), weight in self._matrix.items():
            marginal[a] = marginal.get(a, 0.0) + weight
        total = self._pairs.answers
        if total < 2:
            return self._pairs.result(0.0, 0.0)
        values = list(marginal) if self.metric == "nominal" else sorted(marginal)
        code = {value: place for place, value in enumerate(values)}
        a, b = (np.array([code[pair[side]] for pair in self._matrix], np.int64) for side in (0, 1))
        numbers = np.array([0.0] * len(values) if self.metric == "nominal" else values, np.float64)
        given = np.array([marginal[value] for value in values], np.float64)
        weight = np.array(list(self._matrix.values()), np.float64)
        observed = float(weight @ difference(self.metric, numbers, given, a, b))
        return self._pairs.result(observed / total, expected(self.metric, numbers, given) / (total * (total - 1)))


class Squares:
    """Numbers under the interval metric (a − b)², by sums: any number of distinct values, constant memory."""

    def __init__(self) -> None:
        self._pairs = _Pairs()
        self._shift: float | None = None
        """The first value: sums are about it, which keeps them exact for numbers far from 0."""
        self._sums: list[float] = [0.0, 0.0, 0.0]

    def add(self, answers: Sequence[float]) -> None:
        if len(answers) < 2:
            return
        self._pairs.add(answers)
        if self._shift is None:
            self._shift = float(answers[0])
        moved = [float(value) - self._shift for value in sorted(answers)]
        squares = math.fsum((a - b) * (a - b) for a, b in combinations(moved, 2))
        self._sums[0] += sum(moved)
        self._sums[1] += sum(value * value for value in moved)
        self._sums[2] += 2 * squares / (len(moved) - 1)

    def result(self) -> Alpha:
        total = self._pairs.answers
        if total < 2:
            return self._pairs.result(0.0, 0.0)
        first, second, observed = self._sums
        expected = 2 * (total * second - first * first) / (total * (total - 1))
        if expected < 1e-12 * second:  # rounding, not variation
            expected = 0.0
        return self._pairs.result(observed / total, expected)


class Spread:
    """Any value with a distance >= 0: sets, trees, texts, shapes. `key` is the same for equal values.

    Expected disagreement needs every pair of answers. Up to `SAMPLE` different values it is exact, by their counts;
    beyond, it is the mean over a sample of answers that depends on nothing but the order of arrival, and the
    result says so.
    """

    def __init__(self, distance: Distance, key: Callable[[Any], Hashable] = repr) -> None:
        self._distance, self._key = distance, key
        self._pairs = _Pairs()
        self._observed: float = 0.0
        self._counts: dict[Hashable, int] = {}
        self._values: dict[Hashable, Any] = {}
        self._sample: list[tuple[int, int, Any]] = []

    def add(self, answers: Sequence[Any]) -> None:
        if len(answers) < 2:
            return
        first = self._pairs.answers
        keys = [self._key(value) for value in answers]
        self._pairs.add(keys)
        if any(key != keys[0] for key in keys):
            between = math.fsum(self._distance(a, b) for a, b in combinations(answers, 2))
            self._observed += 2 * between / (len(answers) - 1)
        for offset, (key, value) in enumerate(zip(keys, answers, strict=True)):
            if len(self._values) <= SAMPLE:
                self._values.setdefault(key, value)
                self._counts[key] = self._counts.get(key, 0) + 1
            entry = (-_scatter(first + offset), first + offset, value)
            if len(self._sample) < SAMPLE:
                heapq.heappush(self._sample, entry)
            elif entry[:2] > self._sample[0][:2]:
                heapq.heapreplace(self._sample, entry)

    def result(self) -> Alpha:
        total = self._pairs.answers
        if total < 2:
            return self._pairs.result(0.0, 0.0)
        if len(self._values) <= SAMPLE:
            apart = math.fsum(
                self._counts[a] * self._counts[b] * self._distance(self._values[a], self._values[b])
                for a, b in combinations(self._values, 2)
            )
            return self._pairs.result(self._observed / total, 2 * apart / (total * (total - 1)))
        values = [value for _, _, value in sorted(self._sample, key=lambda one: one[1])]
        apart = math.fsum(self._distance(a, b) for a, b in combinations(values, 2))
        expected = 2 * apart / (len(values) * (len(values) - 1))
        note = f"expected disagreement from a sample of {SAMPLE} answers"
        return self._pairs.result(self._observed / total, expected, note)


def alpha(units: Iterable[Sequence[Any]], metric: str | Distance = "nominal") -> Alpha:
    """α over units, each the list of its answers (missing ones left out).

    `metric` is a name (nominal, ordinal, interval, ratio) or a distance of two answers.
    """
    into: Accumulator = Coincidences(metric) if isinstance(metric, str) else Spread(metric)
    for answers in units:
        into.add(answers)
    return into.result()


def by_unit(answers: Iterable[tuple[Hashable, Any]]) -> Iterator[list[Any]]:
    """Groups (unit, answer) pairs; holds them all."""
    units: dict[Hashable, list[Any]] = {}
    for unit, answer in answers:
        units.setdefault(unit, []).append(answer)
    yield from units.values()


def _scatter(number: int) -> int:
    """A fixed pseudo-random 64-bit number for 0, 1, 2 … (splitmix64, Steele et al. 2014)."""
    z = (number + 1) * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & 0xFFFFFFFFFFFFFFFF
    z = (z ^ z >> 27) * 0x94D049BB133111EB & 0xFFFFFFFFFFFFFFFF
    return z ^ z >> 31
