"""The rounds compiled by numba (extra `fast`): one pass over the items does both sums. Imported only by `fast.py`."""

# numba compiles these by what the arguments are; nothing of it is typed.
# pyright: basic, reportUnknownParameterType=false, reportMissingParameterType=false

import numpy as np
from numba import njit  # pyright: ignore[reportMissingImports]


@njit(cache=True, fastmath=True, nogil=True)
def dense_round(start, cell, table, prior, q, counts, mass):
    """Overwrites q with the new posterior and adds to counts and mass; how much probability moved."""
    columns = q.shape[1]
    score = np.empty(columns)
    moved = 0.0
    for i in range(q.shape[0]):
        for t in range(columns):
            score[t] = prior[t]
        for j in range(start[i], start[i + 1]):
            row = table[cell[j]]
            for t in range(columns):
                score[t] += row[t]
        high = score[0]
        for t in range(1, columns):
            high = max(high, score[t])
        total = 0.0
        for t in range(columns):
            score[t] = np.exp(score[t] - high)
            total += score[t]
        total = 1.0 / total
        for t in range(columns):
            share = score[t] * total
            moved += abs(share - q[i, t])
            q[i, t] = share
            score[t] = share
            mass[t] += share
        for j in range(start[i], start[i + 1]):
            row = counts[cell[j]]
            for t in range(columns):
                row[t] += score[t]
    return moved


@njit(cache=True, fastmath=True, nogil=True)
def dense_counts(start, cell, q, counts, mass):
    for i in range(q.shape[0]):
        for t in range(q.shape[1]):
            mass[t] += q[i, t]
        for j in range(start[i], start[i + 1]):
            row = counts[cell[j]]
            for t in range(q.shape[1]):
                row[t] += q[i, t]


@njit(cache=True, fastmath=True, nogil=True)
def posterior(start, cell, table, prior, q):
    """Overwrites q, counts nothing."""
    columns = q.shape[1]
    for i in range(q.shape[0]):
        for t in range(columns):
            q[i, t] = prior[t]
        for j in range(start[i], start[i + 1]):
            row = table[cell[j]]
            for t in range(columns):
                q[i, t] += row[t]
        high = q[i, 0]
        for t in range(1, columns):
            high = max(high, q[i, t])
        total = 0.0
        for t in range(columns):
            q[i, t] = np.exp(q[i, t] - high)
            total += q[i, t]
        total = 1.0 / total
        for t in range(columns):
            q[i, t] *= total


@njit(cache=True, fastmath=True, nogil=True)
def sparse_start(start, cell, k, first, pair, q):
    """Distinct labels of each item with their share of its votes; `first` receives where each item's pairs begin."""
    at = 0
    for i in range(len(start) - 1):
        first[i] = at
        for j in range(start[i], start[i + 1]):
            label = cell[j] % k
            place = first[i]
            while place < at and pair[place] != label:
                place += 1
            if place == at:
                pair[at] = label
                q[at] = 0.0
                at += 1
            q[place] += 1.0 / (start[i + 1] - start[i])
    first[len(start) - 1] = at
    return at


@njit(cache=True, fastmath=True, nogil=True)
def sparse_counts(start, cell, first, pair, q, counts, mass):
    for i in range(len(start) - 1):
        for p in range(first[i], first[i + 1]):
            mass[pair[p]] += q[p]
        for j in range(start[i], start[i + 1]):
            row = counts[cell[j]]
            for p in range(first[i], first[i + 1]):
                row[pair[p]] += q[p]


@njit(cache=True, fastmath=True, nogil=True)
def sparse_round(start, cell, first, pair, table, prior, q, counts, mass):
    moved = 0.0
    score = np.empty(table.shape[1])
    for i in range(len(start) - 1):
        low, end = first[i], first[i + 1]
        if end == low:
            continue
        high = -1e300
        for p in range(low, end):
            t = pair[p]
            value = prior[t]
            for j in range(start[i], start[i + 1]):
                value += table[cell[j], t]
            score[p - low] = value
            high = max(high, value)
        total = 0.0
        for p in range(low, end):
            score[p - low] = np.exp(score[p - low] - high)
            total += score[p - low]
        for p in range(low, end):
            share = score[p - low] / total
            moved += abs(share - q[p])
            q[p] = share
            mass[pair[p]] += share
        for j in range(start[i], start[i + 1]):
            row = counts[cell[j]]
            for p in range(low, end):
                row[pair[p]] += q[p]
    return moved
