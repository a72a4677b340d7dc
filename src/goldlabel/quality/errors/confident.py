"""Confident learning: how many labels are wrong, by given and true class, and which (Northcutt, Jiang and Chuang,
JAIR 70, 2021).

A class's threshold is the mean probability of that class among the items given it. An item counts as *confidently* of
a class when its probability reaches the class's threshold; of several such classes, of the most probable. The
confident joint C[given, true] counts those items; calibrated, its rows add up to the number of items given each class.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from goldlabel.quality.errors.scores import Floats, Ints, self_confidence

Mask = NDArray[np.bool_]
Filter = Callable[[Ints, Floats], Mask]
ROUNDING = 1e-6
"""A probability this little below its threshold still reaches it."""
EQUAL = 1e-12
"""Scores no further apart are a tie: what is left of the order of summing."""


def thresholds(given: Ints, p: Floats) -> Floats:
    """float[classes]: mean of p[:, k] over the items given k; infinite for a class that no item is given."""
    count = np.bincount(given, minlength=p.shape[1])
    total = np.bincount(given, weights=self_confidence(given, p), minlength=p.shape[1])
    return np.where(count > 0, total / np.maximum(count, 1), np.inf)


def confident_classes(given: Ints, p: Floats) -> Ints:
    """int[items]: the class each item is confidently of, or -1."""
    reached = p >= thresholds(given, p) - ROUNDING
    best = np.where(reached, p, -1.0).argmax(axis=1) if p.shape[1] else np.zeros(len(p), np.int64)
    return np.where(reached.any(axis=1), best, -1)


def confident_joint(given: Ints, p: Floats) -> Floats:
    """C float[given, true], calibrated: its rows add up to the items given each class.

    Each class that occurs counts as confidently right at least once, so that no row is empty.
    """
    classes = p.shape[1]
    true = confident_classes(given, p)
    sure = true >= 0
    out = np.zeros((classes, classes))
    np.add.at(out, (given[sure], true[sure]), 1.0)
    count = np.bincount(given, minlength=classes)
    np.fill_diagonal(out, np.maximum(np.diagonal(out), count > 0))
    total = out.sum(axis=1)
    return out * (count / np.maximum(total, 1))[:, None]


def estimated_errors(given: Ints, p: Floats) -> float:
    """Number of labels expected to be wrong: what the calibrated confident joint has off its diagonal."""
    joint = confident_joint(given, p)
    return float(joint.sum() - np.trace(joint))


def prune_by_noise_rate(given: Ints, p: Floats) -> Mask:
    """For each pair (given j, true k): as many items given j as the joint expects there, by largest p_k − p_j."""
    joint = whole(confident_joint(given, p))
    out = np.zeros(len(given), bool)
    for j, k in np.argwhere(joint > 0).tolist():
        if j != k:
            rows = np.flatnonzero(given == j)
            out[_worst(rows, p[rows, j] - p[rows, k], int(joint[j, k]))] = True
    return _disagreeing(out, given, p)


def prune_by_class(given: Ints, p: Floats) -> Mask:
    """For each class: as many items given it as the joint expects to be wrong, by least probability of the class."""
    joint = whole(confident_joint(given, p))
    out = np.zeros(len(given), bool)
    for j in range(p.shape[1]):
        rows = np.flatnonzero(given == j)
        out[_worst(rows, p[rows, j], int(joint[j].sum() - joint[j, j]))] = True
    return _disagreeing(out, given, p)


def prune_by_both(given: Ints, p: Floats) -> Mask:
    """What `prune_by_noise_rate` and `prune_by_class` both flag: fewer, surer."""
    return prune_by_noise_rate(given, p) & prune_by_class(given, p)


def confidently_other(given: Ints, p: Floats) -> Mask:
    """Items that count off the diagonal of the confident joint."""
    true = confident_classes(given, p)
    return _disagreeing((true >= 0) & (true != given), given, p)


def predicted_other(given: Ints, p: Floats) -> Mask:
    """Items whose most probable class is another: the baseline, which flags most."""
    return _disagreeing(np.ones(len(given), bool), given, p)


FILTERS: dict[str, Filter] = {
    "prune_by_noise_rate": prune_by_noise_rate,
    "prune_by_class": prune_by_class,
    "both": prune_by_both,
    "confident_learning": confidently_other,
    "predicted_neq_given": predicted_other,
}


def whole(joint: Floats) -> Ints:
    """Rounded to whole items, largest remainders first, so that each row keeps its sum."""
    down = np.floor(joint + 1e-9)
    rest = np.rint(joint.sum(axis=1) - down.sum(axis=1)).astype(np.int64)
    order = np.argsort(-(joint - down), axis=1, kind="stable")
    for row, count in enumerate(rest.tolist()):
        down[row, order[row, :count]] += 1
    return down.astype(np.int64)


def _worst(rows: Ints, fit: Floats, count: int) -> Ints:
    """The `count` rows of least fit; fewer where a tie crosses the cut, since which of the tied ones went in would
    depend on the order of rows."""
    if count <= 0 or not len(rows):
        return rows[:0]
    if count >= len(rows):
        return rows
    cut = np.partition(fit, count - 1)[count - 1]
    within = rows[fit <= cut + EQUAL]
    return within if len(within) == count else rows[fit < cut - EQUAL]


def _disagreeing(flagged: Mask, given: Ints, p: Floats) -> Mask:
    """Never an item on which the model agrees with its label."""
    return flagged & (self_confidence(given, p) < p.max(axis=1, initial=0.0))
