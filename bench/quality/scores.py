"""How well labels fit the truth."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def expected_accuracy(
    items: Sequence[Any], classes: Sequence[Any], q: NDArray[np.float64], truth: Mapping[Any, Any]
) -> float:
    """Percent right over the items with a truth, when ties for the most probable class are broken at random."""
    at = {item: index for index, item in enumerate(items)}
    column = {label: index for index, label in enumerate(classes)}
    total = 0.0
    for item, label in truth.items():
        row = q[at[item]] if item in at else np.zeros(len(classes))
        best = row >= row.max() - 1e-9
        total += best[column[label]] / best.sum() if label in column else 0.0
    return 100 * total / max(len(truth), 1)


def macro_f1(items: Sequence[Any], labels: Sequence[Any], truth: Mapping[Any, Any]) -> float:
    """Mean over the classes of the truth of F1, in percent."""
    given = dict(zip(items, labels, strict=True))
    scores: list[float] = []
    for label in sorted(set(truth.values())):
        hit = sum(given.get(item) == label for item, right in truth.items() if right == label)
        size = sum(right == label for right in truth.values()) + sum(given.get(item) == label for item in truth)
        scores.append(2 * hit / size if size else 0.0)
    return 100 * sum(scores) / max(len(scores), 1)
