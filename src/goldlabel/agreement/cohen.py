"""Cohen's κ of two workers, plain or weighted.

κ = 1 − Σ v_ij p_ij / Σ v_ij p_i q_j over classes i (first worker) and j (second): p_ij the share of items, p and q
its margins, v the disagreement: 1 for different classes (`identity`), |i − j| (`linear`), (i − j)² (`quadratic`), or
a table of its own. Sources: Cohen (1960); Cohen, "Weighted kappa" (1968). The interval resamples items. O(items +
draws · classes²).

Not for more than two workers at once (see `fleiss`, `krippendorff`), nor for imbalanced classes: the same share of
equal answers gives another κ for each prevalence (Feinstein and Cicchetti 1990)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.agreement.bootstrap import DRAWS, interval
from goldlabel.agreement.metric import Floats, Ints
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Coded

WEIGHTS = ("identity", "linear", "quadratic")


@dataclass(frozen=True, slots=True)
class Kappa:
    """κ with a 95 % interval; None where nothing varies. `agreement`: share of items with the same class."""

    value: float | None
    low: float | None
    high: float | None
    agreement: float | None
    items: int


def disagreement(weights: str | NDArray[Any], classes: int) -> Floats:
    """The table v float64[classes, classes], by name or as given. Raises Invalid for another name, shape or sign."""
    if not isinstance(weights, str):
        table = np.asarray(weights, np.float64)
        if table.shape != (classes, classes) or (table < 0).any() or np.diag(table).any():
            raise Invalid(
                f"weights are {classes} × {classes} disagreements >= 0, with 0 for the same class", where="weights"
            )
        return table
    if weights not in WEIGHTS:
        raise Invalid(f"weights are {', '.join(WEIGHTS)} or a table, not {weights!r}", where="weights")
    place = np.arange(classes, dtype=np.float64)
    apart: Floats = np.abs(place[:, None] - place)
    return (apart > 0).astype(np.float64) if weights == "identity" else apart if weights == "linear" else apart * apart


def kappa_of(counts: Floats, apart: Floats) -> Floats:
    """κ of tables of counts float64[..., classes, classes]; nan where nothing varies."""
    total: Floats = counts.sum((-2, -1))
    observed: Floats = (counts * apart).sum((-2, -1)) * total
    by_chance: Floats = ((counts.sum(-1) @ apart) * counts.sum(-2)).sum(-1)
    return np.where(by_chance > 0, 1 - observed / np.where(by_chance > 0, by_chance, 1), np.nan)


def common(coded: Coded, first: Any, second: Any) -> Floats:
    """How often the two workers gave each pair of classes to one item: float64[classes, classes].

    Raises Invalid for a worker who is not there.
    """
    one, other = (given_by(coded, name) for name in (first, second))
    both = (one >= 0) & (other >= 0)
    count = len(coded.classes)
    cells = np.bincount(one[both] * count + other[both], minlength=count * count)
    return cells.reshape(count, count).astype(np.float64)


def given_by(coded: Coded, name: Any) -> Ints:
    """The class that a worker gave to each item, −1 for none: int64[items]."""
    if name not in coded.workers:
        raise Invalid(f"there is no worker {name!r}", where="worker")
    out = np.full(len(coded.items), -1, np.int64)
    own = coded.worker == coded.workers.index(name)
    out[coded.item[own]] = coded.label[own]
    return out


def cohen(
    coded: Coded,
    first: Any,
    second: Any,
    weights: str | NDArray[Any] = "identity",
    *,
    intervals: bool = True,
    draws: int = DRAWS,
    seed: int = 0,
) -> Kappa:
    """κ of two workers over the items both answered; classes in the order of `coded.classes`."""
    counts = common(coded, first, second)
    return kappa(counts, disagreement(weights, len(coded.classes)), draws=draws if intervals else 0, seed=seed)


def kappa(counts: Floats, apart: Floats, *, draws: int = DRAWS, seed: int = 0) -> Kappa:
    """κ of a table of counts, with its interval (none for 0 draws)."""
    items = int(counts.sum())
    value = float(kappa_of(counts, apart)) if items else np.nan
    found = None
    if items and draws and np.isfinite(value):
        cells = np.random.default_rng(seed).multinomial(items, counts.ravel() / items, draws)
        found = interval(kappa_of(cells.reshape(draws, *counts.shape).astype(np.float64), apart))
    low, high = found or (None, None)
    same = float(np.trace(counts)) / items if items else None
    return Kappa(value if np.isfinite(value) else None, low, high, same, items)
