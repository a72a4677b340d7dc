"""Bland and Altman's limits of agreement: how far two workers' numbers differ, in their own unit.

bias = mean(a − b); limits = bias ± z · sd(a − b), within which 95 % of differences lie if they are normal. Intervals:
of the bias by Student's t, of the limits with standard error sd · √(1/n + z² / (2 (n − 1))). Source: Bland and
Altman, "Measuring agreement in method comparison studies" (1999). O(n).

Not where the difference grows with the size (look at the plot: logarithms, or ratios, then), nor for fewer than some
10 items."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from goldlabel.agreement.metric import Floats
from goldlabel.core.distribution import t_quantile
from goldlabel.core.problem import Invalid

Ends = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Limits:
    """`bias` and the limits `lower` and `upper`, each with its interval; `slope`: of the difference on the mean."""

    items: int
    bias: float
    sd: float
    lower: float
    upper: float
    bias_interval: Ends
    lower_interval: Ends
    upper_interval: Ends
    slope: float
    """Change of the difference per unit of size; far from 0, the limits do not hold for all sizes."""


def bland_altman(first: Floats, second: Floats, level: float = 0.95) -> Limits | None:
    """Limits of agreement of two float64[items]; None for fewer than two items. Raises Invalid for other shapes."""
    a, b = np.asarray(first, np.float64), np.asarray(second, np.float64)
    if a.shape != b.shape or a.ndim != 1:
        raise Invalid("the two workers' numbers are not about the same items")
    count = len(a)
    if count < 2:
        return None
    apart, size = a - b, (a + b) / 2
    bias, sd, z = float(apart.mean()), float(apart.std(ddof=1)), NormalDist().inv_cdf((1 + level) / 2)
    t = t_quantile((1 + level) / 2, count - 1)
    of_bias, of_limit = t * sd / sqrt(count), t * sd * sqrt(1 / count + z * z / (2 * (count - 1)))
    lower, upper, spread = bias - z * sd, bias + z * sd, float(size.var())
    slope = float(((size - size.mean()) * (apart - bias)).mean()) / spread if spread > 0 else 0.0
    return Limits(
        count, bias, sd, lower, upper, (bias - of_bias, bias + of_bias),
        (lower - of_limit, lower + of_limit), (upper - of_limit, upper + of_limit), slope,
    )  # fmt: skip
