"""The order with the least weight of pairs turned round."""

from collections.abc import Sequence

import numpy as np

from goldlabel.consensus.result import Floats

EXACT = 10
"""Up to so many names all orders are considered, by subsets."""


def kemeny(above: Floats) -> list[int]:
    """The order that minimises Σ above[b, a] over a placed before b; `above[a, b]`: weight of those who put a above b.

    Exact up to `EXACT` names (Held–Karp over subsets, 2ⁿ · n²; of equals the lexicographically first), beyond that
    Borda's order improved by moving single names until nothing gets better (no guarantee; Ali and Meilă 2012 find
    this close to the optimum). The general problem is NP-hard."""
    n = len(above)
    return _exact(above) if n <= EXACT else _moved(above)


def cost(order: Sequence[int], above: Floats) -> float:
    """Weight of the pairs that the order turns round."""
    at = np.asarray(order, np.int64)
    return float(np.triu(above[np.ix_(at, at)].T, 1).sum())


def borda(above: Floats) -> list[int]:
    """By the weight of pairs won less lost."""
    gain = above.sum(1) - above.sum(0)
    return sorted(range(len(above)), key=lambda at: (-round(float(gain[at]), 9), at))


def _exact(above: Floats) -> list[int]:
    n = len(above)
    size = 1 << n
    # added[S, j]: what it costs to place j when exactly S follows it
    added = np.zeros((size, n))
    for low in range(n):
        added[1 << low : 2 << low] = added[: 1 << low] + above[low]
    best = np.full(size, np.inf)
    best[0] = 0.0
    first = np.zeros(size, np.int64)
    members = np.arange(size)
    counts = np.array([bin(one).count("1") for one in range(size)])
    for count in range(1, n + 1):
        sets = members[counts == count]
        for j in range(n):
            own = sets[(sets >> j) & 1 == 1]
            rest = own ^ (1 << j)
            total = best[rest] + added[rest, j]
            better = total < best[own] - 1e-12
            best[own[better]] = total[better]
            first[own[better]] = j
    order: list[int] = []
    left = size - 1
    while left:
        order.append(int(first[left]))
        left ^= 1 << order[-1]
    return order


def _moved(above: Floats) -> list[int]:
    order = borda(above)
    surplus = above - above.T
    while True:
        improved = False
        for name in order:
            at = order.index(name)
            others = order[:at] + order[at + 1 :]
            # gain of standing before others[k:] instead of behind all of them
            gains = np.concatenate([np.cumsum(surplus[name, others][::-1])[::-1], [0.0]])
            best = int(np.argmax(gains))
            if gains[best] > gains[at] + 1e-9:
                order = [*others[:best], name, *others[best:]]
                improved = True
        if not improved:
            return order
