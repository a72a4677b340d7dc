"""Agreement of every two workers who answered the same items.

κ per pair is Cohen's for classes, with squared steps for ordered ones; for numbers it is, with the same formula, Lin's
concordance correlation (1989). Everything is added up over pairs of answers at once. O(pairs of answers · log).
"""

import math
from typing import Any

import numpy as np

from goldlabel.agreement.measures import Measures, alpha_of
from goldlabel.agreement.metric import Floats, Ints, add_up
from goldlabel.agreement.things import matches
from goldlabel.agreement.units import Units
from goldlabel.core.problem import Invalid
from goldlabel.frames.regions import FORMS

MOST = 50_000_000
"""Pairs of answers that are held at once."""
Table = dict[str, list[Any]]


class _Pairs:
    """Every two answers to one item by different workers, the one with the smaller number first."""

    def __init__(self, units: Units) -> None:
        count = int((units.sizes * (units.sizes - 1) // 2).sum())
        if count > MOST:
            raise Invalid(f"{count:,} pairs of answers are too many (at most {MOST:,}): take fewer items or workers")
        steps = range(1, int(units.sizes.max(initial=1)))
        later = (np.flatnonzero(units.unit[:-step] == units.unit[step:]) for step in steps)
        first: list[Ints] = [np.empty(0, np.int64), *later]
        step_of = np.repeat(np.arange(len(first)), [len(one) for one in first])
        one = np.concatenate(first)
        other = one + step_of
        swapped = units.worker[one] > units.worker[other]
        one, other = np.where(swapped, other, one), np.where(swapped, one, other)
        width = int(units.worker.max(initial=0)) + 1
        keys, inverse = np.unique(units.worker[one] * width + units.worker[other], return_inverse=True)
        self.workers = np.divmod(keys, width)
        self.pair: Ints = inverse.reshape(-1)
        self.codes = units.code[one], units.code[other]
        self.items = np.bincount(self.pair, minlength=len(keys))

    def mean(self, amounts: Floats) -> Floats:
        return add_up(self.pair, amounts, len(self.items)) / self.items


def pairs(made: Measures) -> Table:
    """One row per two workers: `first`, `second`, `items`, `agreement` (share of equal answers), and by scale `kappa`,
    `concordance` with `bias` and limits of agreement, `f1`, or `alpha` (1 − their distance / that of chance)."""
    found = _Pairs(made.units)
    names = made.coded.workers
    agreed = found.mean((found.codes[0] == found.codes[1]).astype(np.float64))
    out: Table = {
        "first": [names[at] for at in found.workers[0].tolist()],
        "second": [names[at] for at in found.workers[1].tolist()],
        "items": found.items.tolist(),
        "agreement": agreed.tolist(),
    }
    if made.kind.name in ("nominal", "pairwise"):
        return out | {"kappa": _listed(_kappa(found, agreed, len(made.units.classes)))}
    if made.kind.name == "ordinal":
        return out | {"kappa": _listed(_squared(found, made.units.values))}
    if made.kind.name == "numeric":
        return out | {"concordance": _listed(_squared(found, made.units.values))} | _limits(found, made.units.values)
    chance = alpha_of(made)[1]
    apart = found.mean(made.between(*found.codes))
    out["alpha"] = _listed(1 - apart / chance if chance > 0 else np.full(len(apart), np.nan))
    return out | ({"f1": _listed(_f1(found, made))} if made.kind.name in FORMS else {})


def _listed(values: Floats) -> list[float | None]:
    """None for what is not defined, or too large to be said."""
    return [value if math.isfinite(value) else None for value in values.tolist()]


def _kappa(found: _Pairs, agreed: Floats, classes: int) -> Floats:
    """Cohen's κ; chance from both workers' margins, class by class where both used it."""
    counts = [np.unique(found.pair * classes + code, return_counts=True) for code in found.codes]
    both, one, other = np.intersect1d(counts[0][0], counts[1][0], return_indices=True)
    home: Ints = both.astype(np.int64) // max(classes, 1)
    products = counts[0][1][one].astype(np.float64) * counts[1][1][other]
    chance = add_up(home, products, len(found.items)) / found.items.astype(np.float64) ** 2
    return np.where(chance < 1, (agreed - chance) / np.where(chance < 1, 1 - chance, 1), np.nan)


def _squared(found: _Pairs, values: Floats) -> Floats:
    """1 − E(a − b)² / (E a² + E b² − 2 E a E b)."""
    centre = float(values.mean()) if len(values) else 0.0
    a, b = (values[codes] - centre for codes in found.codes)
    apart = found.mean((a - b) ** 2)
    chance = found.mean(a * a) + found.mean(b * b) - 2 * found.mean(a) * found.mean(b)
    varied = chance > 1e-12 * np.maximum(found.mean(a * a) + found.mean(b * b), 1e-300)
    return np.where(varied, 1 - apart / np.where(varied, chance, 1), np.nan)


def _limits(found: _Pairs, values: Floats) -> Table:
    """Bland and Altman's bias and limits, first less second; the limits need two items."""
    apart = values[found.codes[0]] - values[found.codes[1]]
    bias = found.mean(apart)
    off = add_up(found.pair, (apart - bias[found.pair]) ** 2, len(found.items))
    spread = np.sqrt(np.where(found.items > 1, off / np.maximum(found.items - 1, 1), np.nan))
    return {
        "bias": _listed(bias),
        "lower": _listed(bias - 1.959964 * spread),
        "upper": _listed(bias + 1.959964 * spread),
    }


def _f1(found: _Pairs, made: Measures) -> Floats:
    apart = FORMS[made.kind.name].apart
    drawn, same = np.zeros(len(found.pair)), np.zeros(len(found.pair))
    for at, (a, b) in enumerate(zip(found.codes[0].tolist(), found.codes[1].tolist(), strict=True)):
        one = matches(made.units.classes[a], made.units.classes[b], apart)
        drawn[at], same[at] = one.drawn, one.same
    marks = found.mean(drawn)
    return np.where(marks > 0, 2 * found.mean(same) / np.where(marks > 0, marks, 1), np.nan)
