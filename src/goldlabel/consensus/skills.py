"""Credible intervals of workers' skills, for all workers at once."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from goldlabel.consensus.result import Floats, Ints, Skill

LEVEL = 0.95
Z = 1.959963985
EXACT = 2000.0
"""Up to so many counts the beta quantiles are found by halving; above, logit-normal is as good."""
TERMS = 300


def share_skills(names: Sequence[Any], answers: Ints, right: Floats, total: Floats, prior: float = 1.0) -> list[Skill]:
    """Skill as a share, `right` of `total` (expected counts): mean and central 95 % interval of Beta(right + a,
    wrong + b). The prior is worth `prior` observations at the mean of all workers, so that who answered little is
    neither praised nor blamed."""
    everybody = (right.sum() + 1) / (total.sum() + 2) if len(total) else 0.5
    a = right + prior * everybody + 0.5
    b = np.maximum(total - right, 0) + prior * (1 - everybody) + 0.5
    low, high = beta_interval(a, b)
    skill = a / (a + b)
    return [
        Skill(name, int(count), float(one), float(under), float(over))
        for name, count, one, under, over in zip(names, answers, skill, low, high, strict=True)
    ]


def beta_interval(a: Floats, b: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Central interval of Beta(a, b), elementwise."""
    tail = (1 - level) / 2
    return _quantile(tail, a, b), _quantile(1 - tail, a, b)


def _quantile(p: float, a: Floats, b: Floats) -> Floats:
    out = np.empty(len(a))
    large = a + b > EXACT
    out[~large] = _halved(p, a[~large], b[~large])
    a, b = a[large], b[large]
    middle, spread = np.log(a / b), np.sqrt(1 / a + 1 / b)
    out[large] = 1 / (1 + np.exp(-(middle + (Z if p > 0.5 else -Z) * spread)))
    return out


def _halved(p: float, a: Floats, b: Floats) -> Floats:
    low, high = np.zeros(len(a)), np.ones(len(a))
    log_beta = np.array([math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y) for x, y in zip(a, b, strict=True)])
    for _ in range(40):
        middle = (low + high) / 2
        under = _cdf(middle, a, b, log_beta) < p
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return (low + high) / 2


def _cdf(x: Floats, a: Floats, b: Floats, log_beta: Floats) -> Floats:
    """I_x(a, b) by its continued fraction (DLMF 8.17.22, Lentz), on the side where it converges fast."""
    turned = x > (a + 1) / (a + b + 2)
    x, a, b = np.where(turned, 1 - x, x), np.where(turned, b, a), np.where(turned, a, b)
    front = np.exp(a * np.log(np.maximum(x, 1e-300)) + b * np.log1p(-np.minimum(x, 1 - 1e-16)) - log_beta) / a
    c, d = np.ones_like(x), 1 / (1 - (a + b) * x / (a + 1))
    out = d.copy()
    for m in range(1, TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + even * d)
        c = 1 + even / c
        out *= c * d
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / (1 + odd * d)
        c = 1 + odd / c
        step = c * d
        out *= step
        if not len(step) or float(np.abs(step - 1).max()) < 1e-12:
            break
    inside = front * out
    return np.where(turned, 1 - inside, inside)
