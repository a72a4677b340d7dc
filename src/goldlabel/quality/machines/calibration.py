"""Is a stated confidence true? Reliability curve, expected calibration error, Brier score.

Answers are put into bins by confidence: `mass` (default; as many in each) or `width` (each as wide). In a bin, gap =
mean confidence − share that is right. ECE = Σ n_b/n |gap_b| (Naeini, Cooper and Hauskrecht 2015). It is above 0 even
for a perfectly calibrated labeler, by chance alone; `ece_debiased` takes the expected excess away: Σ n_b/n (2 |gap_b|
− E|N(gap_b, s_b²)|) with s_b² the variance of the share (Kumar, Liang and Ma 2019, "Verified uncertainty
calibration", with the normal mean in closed form), not below 0. `rms_debiased` is their debiased ℓ2 error: √ Σ n_b/n
(gap_b² − s_b²), s_b² = r(1 − r)/(n_b − 1). Brier = mean (confidence − right)². Intervals resample answers, 95 %. O(n
log n + draws · n).

A curve needs some hundred answers, and blind ones: answers that the labeler saw the truth of, or people who saw its
answer, prove nothing. Calibrated is not accurate: always saying the base rate is calibrated (see `auroc`, for what
ranks)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erf, exp, pi, sqrt
from typing import Any

import numpy as np

from goldlabel.agreement.metric import Floats, Ints, add_up
from goldlabel.core.distribution import beta_quantile
from goldlabel.core.problem import Invalid

BINS = 15


@dataclass(frozen=True, slots=True)
class Bin:
    """`right`: share that is right, with its exact interval (Clopper and Pearson 1934)."""

    count: int
    least: float
    most: float
    confidence: float
    right: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """`curve` by rising confidence; `gap` = mean confidence − share right: above 0 is over-confident."""

    answers: int
    curve: list[Bin]
    gap: float
    ece: float
    ece_low: float
    ece_high: float
    ece_debiased: float
    rms_debiased: float
    brier: float
    brier_low: float
    brier_high: float

    def table(self) -> dict[str, list[Any]]:
        """Columns count, least, most, confidence, right, low, high."""
        names = ("count", "least", "most", "confidence", "right", "low", "high")
        return {name: [getattr(one, name) for one in self.curve] for name in names}


def calibration(
    confidence: Sequence[float] | Any,
    right: Sequence[bool] | Any,
    *,
    bins: int = BINS,
    by: str = "mass",
    draws: int = 1000,
    seed: int = 0,
) -> Calibration:
    """Of confidences float[n] in 0 … 1 and whether each answer is right, bool[n].

    Raises Invalid for no answers, other lengths, a confidence outside 0 … 1, and bins by something else.
    """
    given, true = np.asarray(confidence, np.float64), np.asarray(right, np.float64)
    _check(given, true, bins, by)
    order = np.lexsort((true, given))
    given, true = given[order], true[order]
    which = _bins(given, bins, by)
    sums = _sums(which, given, true, np.ones(len(given)))
    rng = np.random.default_rng(seed)
    again: list[tuple[float, float]] = []
    for _ in range(draws):
        weight = np.bincount(rng.integers(0, len(given), len(given)), minlength=len(given)).astype(np.float64)
        drawn = _sums(which, given, true, weight)
        again.append((_ece(*drawn), float(weight @ (given - true) ** 2) / len(given)))
    ends = np.quantile(np.array(again), [0.025, 0.975], axis=0) if draws else np.full((2, 2), np.nan)
    ends = ends.tolist()
    return Calibration(
        len(given), _curve(which, given, sums), float((given - true).mean()), _ece(*sums), ends[0][0], ends[1][0],
        _debiased(*sums), _rms(*sums), float(((given - true) ** 2).mean()), ends[0][1], ends[1][1],
    )  # fmt: skip


def brier(probabilities: Any, truth: Any) -> float:
    """Brier score of class probabilities float[n, classes] against the true classes int[n]: mean Σ_c (p_c − 1[c])².

    For two classes this is twice the Brier score of one of them. Raises Invalid for other shapes.
    """
    given, classes = np.asarray(probabilities, np.float64), np.asarray(truth, np.int64)
    if given.ndim != 2 or len(given) != len(classes) or not len(given):
        raise Invalid("probabilities are a table float[n, classes] with one true class per row")
    return float(((given - np.eye(given.shape[1])[classes]) ** 2).sum(1).mean())


def _check(given: Floats, true: Floats, bins: int, by: str) -> None:
    if given.shape != true.shape or given.ndim != 1 or not len(given):
        raise Invalid(f"{len(given)} confidences but {len(true)} answers whether right; at least one of each")
    wrong = np.flatnonzero(~((given >= 0) & (given <= 1)))
    if len(wrong):
        raise Invalid(
            f"confidence {given[wrong[0]]} at place {int(wrong[0])} does not lie in 0 … 1", where="confidence"
        )
    if by not in ("mass", "width") or bins < 1:
        raise Invalid("bins are 1 or more, by mass or width", where="by" if bins > 0 else "bins")


def _bins(given: Floats, bins: int, by: str) -> Ints:
    """The bin of each confidence (ascending); equal ones are never parted."""
    if by == "width":
        which = np.minimum((given * bins).astype(np.int64), bins - 1)
    else:
        which = (np.searchsorted(given, given, "left") * bins // len(given)).astype(np.int64)
    return np.unique(which, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _sums(which: Ints, given: Floats, true: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Count, mean confidence and share right of each bin."""
    count = int(which[-1]) + 1
    load = add_up(which, weight, count)
    least = np.maximum(load, 1e-300)
    return load, add_up(which, weight * given, count) / least, add_up(which, weight * true, count) / least


def _ece(load: Floats, stated: Floats, right: Floats) -> float:
    return float(load @ np.abs(stated - right)) / float(load.sum())


def _debiased(load: Floats, stated: Floats, right: Floats) -> float:
    gaps, spreads = np.abs(stated - right), np.sqrt(right * (1 - right) / load)
    expected = [_folded(gap, spread) for gap, spread in zip(gaps.tolist(), spreads.tolist(), strict=True)]
    return max(0.0, float(load @ (2 * gaps - np.array(expected))) / float(load.sum()))


def _folded(mean: float, spread: float) -> float:
    """E |N(mean, spread²)|."""
    if spread == 0:
        return abs(mean)
    z = mean / spread
    return spread * sqrt(2 / pi) * exp(-z * z / 2) + mean * erf(z / sqrt(2))


def _rms(load: Floats, stated: Floats, right: Floats) -> float:
    excess = np.where(load > 1, right * (1 - right) / np.maximum(load - 1, 1), 0.0)
    return sqrt(max(0.0, float(load @ ((stated - right) ** 2 - excess)) / float(load.sum())))


def _curve(which: Ints, given: Floats, sums: tuple[Floats, Floats, Floats]) -> list[Bin]:
    first = np.flatnonzero(np.diff(which, prepend=-1))
    last = np.append(first[1:], len(which)) - 1
    return [
        Bin(int(count), float(given[a]), float(given[b]), stated, right, *proportion(round(count * right), int(count)))
        for count, stated, right, a, b in zip(*(part.tolist() for part in sums), first, last, strict=True)
    ]


def proportion(hits: int, count: int, level: float = 0.95) -> tuple[float, float]:
    """Exact interval of a share (Clopper and Pearson 1934)."""
    tail = (1 - level) / 2
    low = beta_quantile(tail, hits, count - hits + 1) if hits else 0.0
    return low, beta_quantile(1 - tail, hits + 1, count - hits) if hits < count else 1.0
