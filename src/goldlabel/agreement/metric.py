"""Krippendorff's difference functions δ² on arrays: nominal, ordinal, interval, ratio.

Source: Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section on metrics. Interval and ordinal
differences are squared distances of *places* on a line: of the values themselves, or of their mid-ranks, since Σ n_g
from c to k less (n_c + n_k)/2 is the distance of two mid-ranks. That makes them O(classes) instead of O(classes²).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
METRICS = ("nominal", "ordinal", "interval", "ratio")
BLOCK = 4_000_000
"""So many differences are held at once."""


def add_up(codes: Ints, weights: Floats, length: int) -> Floats:
    """Σ of the weights of each code: float64[length]."""
    return np.bincount(codes, weights=weights, minlength=length).astype(np.float64, copy=False)


def dot(a: Floats, b: Floats | Ints) -> float:
    """Σ a · b, by one thread: on a busy machine a matrix library's threads wait for each other."""
    return float(np.einsum("i,i->", a, b))


def places(metric: str, values: Floats, marginal: Floats) -> Floats | None:
    """Where each class lies on a line, so that δ² is the squared distance; None for nominal and ratio.

    `values` float[classes], ascending for ordinal; `marginal` float[classes]: how often each was given.
    """
    if metric == "interval":
        return values
    return np.cumsum(marginal) - marginal / 2 if metric == "ordinal" else None


def difference(metric: str, values: Floats, marginal: Floats, a: Ints, b: Ints) -> Floats:
    """δ² of classes `a` and `b`, element by element (they are broadcast)."""
    where = places(metric, values, marginal)
    with np.errstate(over="ignore", invalid="ignore"):
        if where is not None:
            return (where[a] - where[b]) ** 2
        if metric == "ratio":
            total = values[a] + values[b]
            return ((values[a] - values[b]) / np.where(total == 0, 1, total)) ** 2 * (total != 0)
    return (a != b).astype(np.float64)


def expected(metric: str, values: Floats, marginal: Floats) -> float:
    """Σ n_a · n_b · δ²(a, b) over ordered pairs of classes. O(classes), for ratio O(classes²)."""
    total = float(marginal.sum())
    if metric == "nominal":
        return total * total - float(marginal @ marginal)
    where = places(metric, values, marginal)
    with np.errstate(over="ignore", invalid="ignore"):
        if where is not None:
            return 2 * total * _squares(where, marginal)
    every = np.arange(len(values))
    step = max(1, BLOCK // max(1, len(values)))
    return sum(
        float(
            marginal[at : at + step]
            @ difference(metric, values, marginal, every[at : at + step, None], every)
            @ marginal
        )
        for at in range(0, len(values), step)
    )


def _squares(where: Floats, marginal: Floats) -> float:
    """Σ n · (place − mean)², about the commonest place first: exactly 0 where only one class was given."""
    if not len(where):
        return 0.0
    shifted = where - where[int(marginal.argmax())]
    shifted = shifted - float(marginal @ shifted) / max(float(marginal.sum()), 1.0)
    return float(marginal @ (shifted * shifted))
