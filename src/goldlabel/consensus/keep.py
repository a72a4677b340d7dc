"""Which of the regions that may exist to keep: those with the largest expected F1."""

from collections.abc import Iterable

import numpy as np

from goldlabel.consensus.result import Floats

LEAST = 0.25
"""Below this nothing is kept."""


def threshold(probabilities: Iterable[float], expected: float) -> float:
    """Keeping everything from this probability up has the largest expected F1, 2 · true kept / (kept + true), when
    `expected` regions exist. It is half of that F1 (Lipton, Elkan and Naryanaswamy 2014), so at most 1/2; and at least
    `LEAST`, since F1 knows no reward for finding nothing where there is nothing."""
    ranked = np.sort(np.fromiter(probabilities, np.float64))[::-1]
    if not len(ranked):
        return 0.5
    f1 = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + max(expected, 1e-12))
    return min(max(float(ranked[int(np.argmax(f1))]), LEAST), 0.5)


def expected_f1(kept: Floats, expected: float) -> float:
    """Of one item's kept regions; with none kept, the probability that there is none (Poisson)."""
    if not len(kept):
        return float(np.exp(-expected))
    return float(min(1.0, 2 * kept.sum() / (len(kept) + max(expected, float(kept.sum())))))
