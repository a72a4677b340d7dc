"""Functions on arrays that numpy lacks."""

import numpy as np

from goldlabel.consensus.result import Floats, Ints

SHIFT = 6.0


def digamma(x: Floats) -> Floats:
    """ψ(x), the derivative of log Γ(x), for x > 0. Recurrence up to 6, then the asymptotic series (DLMF 5.11.2);
    absolute error below 1e-10 for x >= 1e-3."""
    shifted = x + SHIFT
    product, slope = x.copy(), np.ones_like(x)
    for step in range(1, int(SHIFT)):  # the sum of 1 / (x + j) as one fraction: a single division
        factor = x + step
        slope *= factor
        slope += product
        product *= factor
    square = 1.0 / (shifted * shifted)
    series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
    out = np.log(shifted) - 0.5 / shifted - series
    out -= slope / product
    return out


def sums(group: Ints, weight: Floats | None, size: int) -> Floats:
    """Sum of the weights (1 without any) in each group 0 … size - 1; also of nothing."""
    return np.bincount(group, weights=weight, minlength=size).astype(np.float64, copy=False)


def expected_log(pseudo: Floats, axis: int) -> Floats:
    """E log π for π ~ Dirichlet(pseudo) along an axis."""
    return digamma(pseudo) - digamma(pseudo.sum(axis, keepdims=True))


FEW = 0.25
"""Share of the counts above 0 from which all are worked out."""


def expected_log_of(counts: Floats, pseudo: Floats, axis: int) -> Floats:
    """The same for Dirichlet(counts + pseudo), pseudo of the counts' last axes: where most counts are 0, as with many
    classes, only the others cost."""
    flat = counts.reshape(-1)
    there = np.flatnonzero(flat)
    if len(there) > FEW * flat.size:
        return expected_log(counts + pseudo, axis)
    out = np.broadcast_to(digamma(pseudo), counts.shape).copy()
    out.reshape(-1)[there] = digamma(flat[there] + pseudo.reshape(-1)[there % pseudo.size])
    out -= digamma(counts.sum(axis, keepdims=True) + pseudo.sum(axis - counts.ndim, keepdims=True))
    return out
