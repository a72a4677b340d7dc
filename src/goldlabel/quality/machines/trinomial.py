"""An exact test for the mean of a variable that is −1, 0 or 1, for small samples.

H0: E d >= ε. Outcomes are ordered by their likelihood ratio (the best of H0 over the best of all); p is the largest
probability, over all distributions with E d = ε, of an outcome ordered at or below the one seen (unconditional exact,
in the manner of Barnard 1947): with the share of zeros z, P(d = 1) = (1 − z + ε) / 2 and P(d = −1) = (1 − z − ε) / 2,
and z goes through a grid. Turning one d into a smaller one never raises the ratio, so larger means only make low
outcomes rarer. O(n² · grid): for n below 30; larger samples have Student's t."""

from functools import lru_cache
from math import lgamma

import numpy as np

from goldlabel.agreement.metric import Floats

GRID = 400


def trinomial(ups: int, downs: int, count: int, epsilon: float) -> float:
    """The p of `ups` times 1 and `downs` times −1 among `count`."""
    return float(_all(count, epsilon)[ups, downs])


@lru_cache(maxsize=256)
def _all(count: int, epsilon: float) -> Floats:
    """The p of every outcome, float64[ups, downs]; nan where there are too many."""
    every = np.arange(count + 1, dtype=np.float64)
    up, down = (part.ravel() for part in np.meshgrid(every, every, indexing="ij"))
    fits = up + down <= count
    up, down = up[fits], down[fits]
    parts = up, down, count - up - down
    zero: Floats = np.linspace(0, 1 - epsilon, GRID + 1)[:, None]
    chances = (1 - zero + epsilon) / 2, (1 - zero - epsilon) / 2, zero
    nothing = np.zeros((GRID + 1, len(up)))
    likely = sum((_times_log(part, chance) for part, chance in zip(parts, chances, strict=True)), nothing)
    best = sum((_times_log(part, part / count) for part in parts), np.zeros(len(up)))
    ratio = np.where(up - down >= epsilon * count, 0.0, likely.max(0) - best)
    order = np.argsort(ratio, kind="stable")
    p = np.exp(_ways(count, parts) + likely)[:, order].cumsum(1).max(0)
    last = np.searchsorted(ratio[order], ratio + 1e-9, "right") - 1
    out = np.full((count + 1, count + 1), np.nan)
    out[up.astype(np.int64), down.astype(np.int64)] = np.minimum(p[last], 1.0)
    return out


def _ways(count: int, parts: tuple[Floats, ...]) -> Floats:
    """Log of the multinomial coefficients."""
    logs = np.array([lgamma(n + 1.0) for n in range(count + 1)])
    return logs[count] - sum((logs[part.astype(np.int64)] for part in parts), np.zeros(len(parts[0])))


def _times_log(times: Floats, chance: Floats) -> Floats:
    """`times` · log `chance`, with 0 · log 0 = 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(times == 0, 0.0, times * np.log(np.maximum(chance, 0)))
