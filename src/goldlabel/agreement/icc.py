"""Intraclass correlation: how much of the variance of numbers lies between items, not within them.

| name | model | what it says |
| --- | --- | --- |
| ICC(1,1), ICC(1,k) | one way: every item has workers of its own | one answer, or the mean of k, for a crowd |
| ICC(2,1), ICC(2,k) | two way, workers random | the same with the workers' own levels as error: absolute agreement |
| ICC(3,1), ICC(3,k) | two way, workers fixed | without their levels: consistency of just these workers |

Source: Shrout and Fleiss, "Intraclass correlations: uses in assessing rater reliability" (1979), for items that all
workers answered, with their exact F intervals; ICC(2) after McGraw and Wong (1996). Where answers are missing,
variance components come from Henderson's method 1 (1953), which equals the analysis of variance on complete data;
intervals then resample items. O(answers), per draw too.

Not for numbers whose error grows with their size (take logarithms first), nor to compare sets with another spread of
items: a wider range of items alone raises it. A value below 0 says that items differ less than answers to one item do.
"""

from dataclasses import dataclass

import numpy as np

from goldlabel.agreement.bootstrap import DRAWS, Weighed, draw, interval, whole
from goldlabel.agreement.metric import Floats, Ints, add_up, dot
from goldlabel.agreement.units import Units
from goldlabel.core.distribution import f_quantile

NAMES = ("icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k")


@dataclass(frozen=True, slots=True)
class Icc:
    """One form with its 95 % interval; None where it is not defined. `k`: answers that the mean is of."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    k: float


def icc(numbers: Floats, level: float = 0.95) -> dict[str, Icc]:
    """All six forms of a complete table float64[items, workers], by name; two items and two workers at least."""
    items, k = numbers.shape
    if items < 2 or k < 2:
        return {name: Icc(name, None, None, None, float(k)) for name in NAMES}
    between, within, judges, error = _mean_squares(numbers)
    ends = {**_one_way(between, within, items, k, level), **_two_way(between, judges, error, items, k, level)}
    values = {
        "icc_1_1": _ratio(between - within, between + (k - 1) * within),
        "icc_2_1": _ratio(between - error, between + (k - 1) * error + k * (judges - error) / items),
        "icc_3_1": _ratio(between - error, between + (k - 1) * error),
        "icc_1_k": _ratio(between - within, between),
        "icc_2_k": _ratio(between - error, between + (judges - error) / items),
        "icc_3_k": _ratio(between - error, between),
    }
    return {name: Icc(name, value, *(_known(ends[name]) if value is not None else (None, None)), float(k))
            for name, value in values.items()}  # fmt: skip


def _known(ends: tuple[float, float]) -> tuple[float | None, float | None]:
    low, high = ends
    return (None, None) if low != low or high != high else (low, high)


def _mean_squares(numbers: Floats) -> tuple[float, float, float, float]:
    """Between items, within items, between workers, residual."""
    items, k = numbers.shape
    centred = numbers - numbers.mean()
    rows, columns = centred.mean(1), centred.mean(0)
    between = k * float(rows @ rows) / (items - 1)
    judges = items * float(columns @ columns) / (k - 1)
    off = centred - rows[:, None]
    within = float((off * off).sum()) / (items * (k - 1))
    rest = off - columns
    return between, within, judges, float((rest * rest).sum()) / ((items - 1) * (k - 1))


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None


Ends = dict[str, tuple[float, float]]
Variances = tuple[float, float, float, float]


def _one_way(between: float, within: float, items: int, k: int, level: float) -> Ends:
    ends = _ends_of_f(between, within, items - 1, items * (k - 1), level)
    return {"icc_1_1": _single(ends, k), "icc_1_k": _mean(ends)}


def _two_way(between: float, judges: float, error: float, items: int, k: int, level: float) -> Ends:
    ends = _ends_of_f(between, error, items - 1, (items - 1) * (k - 1), level)
    agreed = _absolute(between, judges, error, items, k, level)
    stepped = tuple(k * end / (1 + end * (k - 1)) for end in agreed)
    return {
        "icc_3_1": _single(ends, k), "icc_3_k": _mean(ends),
        "icc_2_1": agreed, "icc_2_k": (stepped[0], stepped[1]),
    }  # fmt: skip


def _ends_of_f(above: float, below: float, first: int, second: int, level: float) -> tuple[float, float]:
    """The interval of the ratio of two variances."""
    tail = (1 + level) / 2
    ratio = above / below if below > 0 else float("inf")
    return ratio / f_quantile(tail, first, second), ratio * f_quantile(tail, second, first)


def _single(ends: tuple[float, float], k: int) -> tuple[float, float]:
    low, high = ((f - 1) / (f + k - 1) if np.isfinite(f) else 1.0 for f in ends)
    return low, high


def _mean(ends: tuple[float, float]) -> tuple[float, float]:
    low, high = (1 - 1 / f if f > 0 else float("-inf") for f in ends)
    return low, high


def _absolute(b: float, j: float, e: float, n: int, k: int, level: float) -> tuple[float, float]:
    """Satterthwaite's interval of ICC(2,1) (McGraw and Wong 1996, table 7)."""
    rho = _ratio(b - e, b + (k - 1) * e + k * (j - e) / n)
    if rho is None or rho >= 1 or (j == 0 and e == 0):
        return 1.0, 1.0
    a = k * rho / (n * (1 - rho))
    c = 1 + k * rho * (n - 1) / (n * (1 - rho))
    if a * j + c * e == 0:  # items do not differ at all, and nothing else is left but the workers
        return float("nan"), float("nan")
    degrees = (a * j + c * e) ** 2 / ((a * j) ** 2 / (k - 1) + (c * e) ** 2 / ((n - 1) * (k - 1)))
    rest = k * j + (k * n - k - n) * e
    below = f_quantile((1 + level) / 2, n - 1, degrees)
    above = f_quantile((1 + level) / 2, degrees, n - 1)
    return n * (b - below * e) / (below * rest + n * b), n * (above * b - e) / (rest + n * above * b)


class Form:
    """One of the six, from variance components that all of them share."""

    def __init__(self, name: str, components: "Components") -> None:
        self.name, self.components = name, components

    def value(self, weighed: Weighed) -> float:
        item, worker, error, k = self.components.variances(weighed.weight)
        rest = error if self.name[4] == "3" else worker + error
        if self.name[4] == "1":
            item, rest = self.components.one_way(weighed.weight)
        if self.name.endswith("k"):
            rest = rest / k if k > 0 else float("nan")
        return item / (item + rest) if item + rest > 0 else float("nan")


class Components:
    """Variances between items, between workers, and what is left, of answers that may be missing (Henderson 1953)."""

    def __init__(self, units: Units) -> None:
        self.units = units
        given = units.values[units.code]
        self._last: tuple[Floats, Variances] | None = None
        self._given = given - given.mean() if len(given) else given
        self._squares = add_up(units.unit, self._given**2, len(units))
        self._sums = add_up(units.unit, self._given, len(units))

    def one_way(self, weight: Floats) -> tuple[float, float]:
        sizes, items = self.units.sizes, float(weight.sum())
        total = dot(weight, sizes)
        if total <= items or items < 2:
            return float("nan"), float("nan")
        between = dot(weight, self._sums**2 / np.maximum(sizes, 1)) - (dot(weight, self._sums)) ** 2 / total
        within = dot(weight, self._squares - self._sums**2 / np.maximum(sizes, 1))
        error = within / (total - items)
        k = (total - dot(weight, sizes * sizes) / total) / (items - 1)
        return float((between / (items - 1) - error) / k), float(error)

    def variances(self, weight: Floats) -> "Variances":
        """Of items, workers and error, nan where they cannot be told apart; and the answers per item, k, that an
        unbalanced design is worth."""
        if self._last is None or self._last[0] is not weight:
            self._last = weight, self._variances(weight)
        return self._last[1]

    def _variances(self, weight: Floats) -> "Variances":
        units = self.units
        each = np.repeat(weight, units.sizes)
        total, items = float(each.sum()), float(weight.sum())
        count = int(units.worker.max(initial=-1)) + 1
        by_worker = add_up(units.worker, each, count)
        sums = add_up(units.worker, each * self._given, count)
        level = float(sums.sum()) ** 2 / max(total, 1)
        item_load = dot(weight, units.sizes * units.sizes) / max(total, 1)
        worker_load = float(by_worker @ by_worker) / max(total, 1)
        workers = float((by_worker > 0).sum())
        k = (total - item_load) / max(items - 1, 1)
        system = np.array([
            [total - item_load, total - worker_load, total - 1],
            [total - item_load, items - worker_load, items - 1],
            [workers - item_load, total - worker_load, workers - 1],
        ])  # fmt: skip
        side = np.array([
            dot(weight, self._squares) - level,
            dot(weight, self._sums**2 / np.maximum(units.sizes, 1)) - level,
            float((sums[by_worker > 0] ** 2 / by_worker[by_worker > 0]).sum()) - level,
        ])  # fmt: skip
        if items < 2 or workers < 2 or np.linalg.cond(system) > 1e10:
            return float("nan"), float("nan"), float("nan"), k
        found = np.linalg.solve(system, side)
        return float(found[0]), max(0.0, float(found[1])), max(0.0, float(found[2])), k


def complete(units: Units) -> Floats | None:
    """The table float64[items, workers] if every worker answered every item once, else None."""
    workers = len(np.unique(units.worker))
    if not len(units) or (units.sizes != workers).any():
        return None
    order = np.argsort(units.unit * (int(units.worker.max()) + 1) + units.worker, kind="stable")
    who: Ints = units.worker[order].reshape(len(units), workers)
    if (who != who[0]).any() or (np.diff(who[0]) == 0).any():
        return None
    return units.values[units.code][order].reshape(len(units), workers)


def icc_of(units: Units, *, intervals: bool = True, draws: int = DRAWS, seed: int = 0) -> dict[str, Icc]:
    """All six forms of units whose classes are numbers: exact on a complete table, else by variance components."""
    table = complete(units)
    if table is not None:
        found = icc(table)
        return found if intervals else {name: Icc(name, one.value, None, None, one.k) for name, one in found.items()}
    components = Components(units)
    parts = [Form(name, components) for name in NAMES]
    k = components.variances(units.times)[3]
    drawn = draw(parts, units, draws if intervals else 0, seed)
    out: dict[str, Icc] = {}
    for at, (name, part) in enumerate(zip(NAMES, parts, strict=True)):
        value = part.value(whole(units))
        low, high = (interval(drawn[:, at]) if np.isfinite(value) else None) or (None, None)
        out[name] = Icc(name, value if np.isfinite(value) else None, low, high, k)
    return out
