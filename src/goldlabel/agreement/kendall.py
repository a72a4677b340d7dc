"""Kendall's coefficient of concordance W: how alike several workers rank the same objects, 0 … 1.

W = 12 Σ_i (R_i − R̄)² / (m² (n³ − n) − m Σ_j T_j), for m workers and n objects, R_i the sum of the ranks of object i
and T_j = Σ (t³ − t) over the groups of t tied ranks of worker j. Sources: Kendall and Babington Smith (1939); Siegel
and Castellan (1988) for ties. W = (1 + (m − 1) r̄) / m with r̄ the mean Spearman correlation of pairs. O(m n log n).

W cannot say that workers rank in opposite ways (two of them: W = 0; r̄ or α over rankings can), and by chance its
mean is 1/m, not 0: compare it among tasks with as many workers only."""

import numpy as np

from goldlabel.agreement.bootstrap import Ratio
from goldlabel.agreement.metric import Floats
from goldlabel.agreement.units import Units


def mean_ranks(numbers: Floats) -> Floats:
    """Ranks from 1 along the last axis, ties sharing their mean."""
    count = numbers.shape[-1]
    less = (numbers[..., :, None] > numbers[..., None, :]).sum(-1) if count <= 64 else None
    if less is not None:
        same = (numbers[..., :, None] == numbers[..., None, :]).sum(-1)
        return less + (same + 1) / 2
    return np.apply_along_axis(_ranks, -1, numbers)


def _ranks(numbers: Floats) -> Floats:
    ordered = np.sort(numbers)
    low, high = np.searchsorted(ordered, numbers, "left"), np.searchsorted(ordered, numbers, "right")
    return (low + high + 1) / 2


def kendall_w(numbers: Floats) -> float | None:
    """W of float64[workers, objects]: each row the scores (or ranks) of one worker. None where all are tied, or with
    one worker or object.
    """
    m, n = numbers.shape
    if m < 2 or n < 2:
        return None
    ranks = mean_ranks(numbers)
    ties = 0.0
    for row in ranks:
        _, count = np.unique(row, return_counts=True)
        ties += float((count.astype(np.float64) ** 3 - count).sum())
    below = m * m * (n**3 - n) - m * ties
    sums = ranks.sum(0)
    return 12 * float(((sums - sums.mean()) ** 2).sum()) / below if below > 0 else None


def concordance(units: Units) -> Ratio:
    """Mean W over items that are each ranked by two workers or more; an item counts by its workers.

    `units.classes` are rankings (tuples of names, best first). What a worker leaves out stands tied at the end.
    """
    each, load = np.zeros(len(units)), np.zeros(len(units))
    for at in np.flatnonzero(units.sizes > 1).tolist():
        given = [units.classes[code] for code in units.code[units.start[at] : units.start[at + 1]].tolist()]
        names = sorted({name for ranking in given for name in ranking})
        places = [{name: rank for rank, name in enumerate(ranking)} for ranking in given]
        found = kendall_w(np.array([[float(by.get(name, len(by))) for name in names] for by in places]))
        if found is not None:
            each[at], load[at] = found * len(given), len(given)
    return Ratio(each, load)
