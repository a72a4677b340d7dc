"""An exact test for the mean of a variable that is −1, 0 or 1, for small samples.

H0: E d >= ε. Outcomes are ordered by Student's t of d − ε; p is the largest probability, over all distributions with
E d = ε, of an outcome at or below the one seen (unconditional exact, in the manner of Barnard 1947): with zero share
z, P(d = 1) = (1 − z + ε) / 2 and P(d = −1) = (1 − z − ε) / 2, and z goes through a grid. Distributions with larger
means make low outcomes rarer. O(n² · grid): for n below 30; larger samples have Student's t."""

from math import lgamma

import numpy as np

from goldlabel.agreement.metric import Floats

GRID = 400


def trinomial(ups: int, downs: int, count: int, epsilon: float) -> float:
    """The p of `ups` times 1 and `downs` times −1 among `count`."""
    every = np.arange(count + 1, dtype=np.float64)
    up, down = (part.ravel() for part in np.meshgrid(every, every))
    fits = up + down <= count
    up, down = up[fits], down[fits]
    order = _statistic(up, down, count, epsilon)
    seen = float(_statistic(np.array([float(ups)]), np.array([float(downs)]), count, epsilon)[0])
    low = order <= seen + 1e-12
    logs = np.array([lgamma(n + 1.0) for n in range(count + 1)])
    rest = count - up - down
    ways = logs[count] - sum((logs[part.astype(np.int64)] for part in (up, down, rest)), np.zeros(len(up)))
    zero: Floats = np.linspace(0, 1 - epsilon, GRID + 1)[:, None]
    total = ways + _times_log(rest, zero)
    total = total + _times_log(up, (1 - zero + epsilon) / 2) + _times_log(down, (1 - zero - epsilon) / 2)
    return float(min(1.0, np.exp(total[:, low]).sum(1).max()))


def _times_log(times: Floats, chance: Floats) -> Floats:
    """`times` · log `chance`, with 0 · log 0 = 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(times == 0, 0.0, times * np.log(chance))


def _statistic(up: Floats, down: Floats, count: int, epsilon: float) -> Floats:
    mean = (up - down) / count
    spread = np.sqrt(np.maximum((up + down) / count - mean * mean, 0))
    off = mean - epsilon
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(spread > 0, off / np.where(spread > 0, spread, 1), np.where(off < 0, -np.inf, np.inf))
