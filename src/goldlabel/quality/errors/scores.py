"""How well a given label fits the class probabilities that a model foresees: 1 fits, 0 does not.

`p` float[items, classes], rows sum to 1, each foreseen by a model that has not seen the item's label; `given`
int[items]. All are O(items · classes). Northcutt, Jiang and Chuang, "Confident learning", JAIR 70 (2021); Kuan and
Mueller, "Model-agnostic label quality scoring" (2022).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Score = Callable[[Ints, Floats], Floats]


def normalized_margin(given: Ints, p: Floats) -> Floats:
    """(p of the given class − the largest p of any other + 1) / 2.

    Below 0.5 the model prefers another class. Best where a label is doubted only if *one* other class is likely.
    """
    rows = np.arange(len(given))
    others = p.copy()
    others[rows, given] = -np.inf
    rival = others.max(axis=1, initial=-np.inf) if p.shape[1] > 1 else np.zeros(len(given))
    return (p[rows, given] - rival + 1) / 2


def self_confidence(given: Ints, p: Floats) -> Floats:
    """The probability of the given class. Also low where the model is torn between many classes: outliers rank high."""
    return p[np.arange(len(given)), given]


def confidence_weighted_entropy(given: Ints, p: Floats) -> Floats:
    """The probability of the given class over the entropy of the row (in units of log classes), as x / (1 + x).

    Low for a doubted label, lowest where the model is torn: finds out-of-distribution items rather than swaps.
    """
    classes = max(p.shape[1], 2)
    entropy = -(p * np.log(np.maximum(p, 1e-300))).sum(axis=1) / np.log(classes)
    ratio = p[np.arange(len(given)), given] / np.maximum(entropy, 1e-6)
    return ratio / (1 + ratio)


SCORES: dict[str, Score] = {
    "normalized_margin": normalized_margin,
    "self_confidence": self_confidence,
    "confidence_weighted_entropy": confidence_weighted_entropy,
}
