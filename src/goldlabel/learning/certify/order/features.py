"""What is known about an item before anybody is asked, as numbers: blocks of columns that a candidate model uses.

Each block is scaled by its prior: a weight of a column is expected to be of size 1, so that one penalty serves all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldlabel.learning.certify.order.text import vectors

Floats = NDArray[np.float64]
MOST_CLASSES = 30
FEWEST_OF_CLASS = 20
"""Rarer classes share the intercept: too few to tell anything about."""
KNOTS = 8


@dataclass(frozen=True)
class Features:
    """`candidates`: matrices, the plain one (confidence alone) first, then richer ones."""

    candidates: list[Floats]
    names: list[str]


def plain(confidence: Floats) -> Features:
    """Confidence alone."""
    return Features([standard(confidence)[:, None]], ["confidence"])


def features(confidence: Floats, label: Sequence[str] | Floats, text: Sequence[str] | None = None) -> Features:
    """The candidates that a table allows. `label` as text is a class, as numbers a quantity."""
    trust = standard(confidence)
    found = plain(confidence)
    kinds = _hats(label) if isinstance(label, np.ndarray) else class_columns(label)
    richer = np.hstack([found.candidates[0], 0.5 * _hats(trust), kinds, kinds * trust[:, None]])
    found.candidates.append(richer)
    found.names.append("confidence, label")
    if text is not None and any(text):
        words = vectors(text)
        crossed = [words * kinds[:, [at]] for at in range(min(kinds.shape[1], 6))]
        for name, scale in (("faint", 0.5), ("strong", 1.0)):
            found.candidates.append(np.hstack([richer, *(scale * block for block in (words, *crossed))]))
            found.names.append(f"confidence, label, text ({name})")
    return found


def standard(confidence: Floats) -> Floats:
    """Confidence on a straight line: log-odds where it is a probability, normal scores of the ranks otherwise; mean 0,
    deviation 1. Never changes the order."""
    if confidence.size and confidence.min() >= 0 and confidence.max() <= 1:
        inner = 0.0005 + 0.999 * confidence
        line = np.log(inner / (1 - inner))
    else:
        _, place, count = np.unique(confidence, return_inverse=True, return_counts=True)
        middle = (np.cumsum(count) - count / 2)[place] / max(len(confidence), 1)
        line = np.log(middle / (1 - middle)) if middle.size else middle
    spread = float(line.std()) if line.size else 0.0
    return (line - line.mean()) / spread if spread > 1e-12 else np.zeros(len(line))


def class_columns(label: Sequence[str]) -> Floats:
    values, code, count = np.unique(np.asarray(label, object).astype(str), return_inverse=True, return_counts=True)
    frequent = np.argsort(-count, kind="stable")[:MOST_CLASSES]
    frequent = frequent[count[frequent] >= FEWEST_OF_CLASS]
    return (code[:, None] == frequent[None, :]).astype(np.float64) if len(values) > 1 else np.zeros((len(label), 0))


def _hats(values: Floats) -> Floats:
    """Piecewise linear functions with knots at quantiles: a smooth curve of any shape."""
    knots = np.unique(np.quantile(values, np.linspace(0, 1, KNOTS))) if values.size else values
    if len(knots) < 2:
        return np.zeros((len(values), 0))
    return np.stack([np.interp(values, knots, one) for one in np.eye(len(knots))], axis=1)
