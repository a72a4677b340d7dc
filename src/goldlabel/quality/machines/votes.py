"""How many independent votes several labelers are worth whose errors go together.

Model: labeler k is wrong on item i (e_ik = 1) or right (0); for numbers e_ik is the signed error. Every two labelers'
errors have the same correlation ρ. Then the mean of m votes varies as that of m / (1 + (m − 1) ρ) independent ones
(Kish 1965, the design effect of a cluster): that many they are worth. ρ is the mean of the pairwise correlations over
items that both answered. ρ = 1: one vote; ρ = 0: m votes; below 0 errors cancel and they are worth more than m.

Errors need a truth: known labels, or the majority of workers outside the group (then errors of this majority look
like shared ones, and the votes come out too few: the safe side). Interval: items resampled, 95 %. O(labelers² · items
· draws).

The model is an average: look at `pairs` for families within the group. Not for weighing single votes (that is
consensus), nor with labelers who are never wrong: they have no errors to compare and are left out of ρ."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from goldlabel.agreement.metric import Floats
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Coded
from goldlabel.frames.column import matched, text_of
from goldlabel.frames.wide import read_labels
from goldlabel.quality.machines.reading import number_of, read


@dataclass(frozen=True)
class Votes:
    """`value`: the votes that `labelers` are worth, with a 95 % interval; `correlation`: the mean ρ of their errors.

    None where no two of them are both wrong now and then on items both answered. `pairs`: columns first, second, items,
    correlation, both_wrong (share of items), same_wrong (of these, the share with the same wrong label).
    """

    labelers: list[Any]
    value: float | None
    low: float | None
    high: float | None
    correlation: float | None
    items: int
    truth: str
    pairs: dict[str, list[Any]]
    note: str = ""


def effective_votes(
    answers: Any,
    labelers: list[Any] | None = None,
    *,
    truth: Any = None,
    scale: str = "nominal",
    draws: int = 1000,
    seed: int = 0,
    item: str = "item",
    worker: str = "worker",
    label: str = "label",
) -> Votes:
    """Of some workers of a table (default: all), on the scale nominal or numeric.

    `truth`: a table item, label, or a dict of labels by item; without it, what most of the other workers said (for
    numbers their mean). Raises Invalid for a worker that is not there, no truth and no other workers, another scale.
    """
    if scale not in ("nominal", "numeric"):
        raise Invalid(f"errors are right or wrong (nominal) or a difference (numeric), not {scale}", where="scale")
    coded = read(answers, scale, item, worker, label)
    group = list(range(len(coded.workers))) if labelers is None else [number_of(coded, one) for one in labelers]
    if len(set(group)) < 2:
        raise Invalid("name two labelers or more", where="labelers")
    known = _known(coded, truth, scale) if truth is not None else _others(coded, group, scale)
    said = _said(coded, group, scale)
    errors: Floats = (said != known).astype(np.float64) if scale == "nominal" else said - known
    errors[np.isnan(said) | np.isnan(known)] = np.nan
    seen = np.isfinite(errors).sum(0) > 0
    errors, said = errors[:, seen], said[:, seen]
    rho = _mean_correlation(errors, np.ones(len(errors.T)))
    value, low, high = _worth(errors, len(group), rho, draws, seed)
    count = [coded.workers[at] for at in group]
    return Votes(
        count, value, low, high, rho, int(seen.sum()), "given" if truth is not None else "majority of the others",
        _pairs(count, errors, said), "" if rho is not None else "no two labelers with errors on common items",
    )  # fmt: skip


def _said(coded: Coded, group: list[int], scale: str) -> Floats:
    """float[labelers, items]: the class's place or the number; nan where there is none."""
    out = np.full((len(group), len(coded.items)), np.nan)
    values = np.array(coded.classes if scale == "numeric" else range(len(coded.classes)), np.float64)
    for row, at in enumerate(group):
        own = coded.worker == at
        out[row, coded.item[own]] = values[coded.label[own]]
    return out


def _known(coded: Coded, truth: Any, scale: str) -> Floats:
    if isinstance(truth, dict) and not {"item", "label"} <= cast(dict[Any, Any], truth).keys():
        by_item = cast(dict[Any, Any], truth)
        truth = {"item": list(by_item), "label": list(by_item.values())}
    labels = read_labels(truth)
    place = matched(coded.items, labels.items)
    out = np.full(len(coded.items), np.nan)
    classes = {text_of(one): at for at, one in enumerate(coded.classes)}
    for at, found in enumerate(place.tolist()):
        if found >= 0:
            given = labels.labels[found]
            out[at] = float(given) if scale == "numeric" else classes.get(text_of(given), -1)
    return out


def _others(coded: Coded, group: list[int], scale: str) -> Floats:
    """What most of the other workers said (nan for a tie), or their mean."""
    other = ~np.isin(coded.worker, group)
    if not other.any():
        raise Invalid(
            "without known labels, the truth is what workers outside the group say; there are none", where="truth"
        )
    shape = len(coded.items), len(coded.classes)
    counts = np.zeros(shape)
    np.add.at(counts, (coded.item[other], coded.label[other]), 1.0)
    total = counts.sum(1)
    if scale == "numeric":
        return np.where(total > 0, counts @ np.array(coded.classes, np.float64) / np.maximum(total, 1), np.nan)
    top = counts.max(1)
    alone = (counts == top[:, None]).sum(1) == 1
    return np.where((total > 0) & alone, counts.argmax(1), np.nan)


def _correlations(errors: Floats, weight: NDArray[Any]) -> Floats:
    """Correlation of every two labelers' errors over the items both answered; nan without variation."""
    there = np.isfinite(errors)
    filled, load = np.where(there, errors, 0.0), there * weight
    count = load @ there.T
    with np.errstate(divide="ignore", invalid="ignore"):
        first = (filled * weight) @ there.T / count
        second = first.T
        squares = (filled * filled * weight) @ there.T / count
        cross = (filled * weight) @ filled.T / count - first * second
        spread = np.maximum(squares - first * first, 0)
        both = spread * spread.T
        return np.where(both > 1e-24, cross / np.sqrt(np.where(both > 1e-24, both, 1)), np.nan)


def _mean_correlation(errors: Floats, weight: NDArray[Any]) -> float | None:
    table = _correlations(errors, weight)
    parts = table[np.triu_indices(len(table), 1)]
    parts = parts[np.isfinite(parts)]
    return float(parts.mean()) if len(parts) else None


def _worth(
    errors: Floats, count: int, rho: float | None, draws: int, seed: int
) -> tuple[float | None, float | None, float | None]:
    if rho is None:
        return None, None, None
    rng, items = np.random.default_rng(seed), len(errors.T)
    again: list[float] = []
    for _ in range(draws):
        weight: Floats = np.bincount(rng.integers(0, items, items), minlength=items).astype(np.float64)
        drawn = _mean_correlation(errors, weight)
        if drawn is not None:
            again.append(_votes(count, drawn))
    low, high = (float(end) for end in np.quantile(again, [0.025, 0.975])) if again else (None, None)
    return _votes(count, rho), low, high


def _votes(count: int, rho: float) -> float:
    """Kish: m / (1 + (m − 1) ρ); ρ cannot lie below −1 / (m − 1) for all pairs at once."""
    return count / max(1 + (count - 1) * rho, 1e-9)


def _pairs(names: list[Any], errors: Floats, said: NDArray[Any]) -> dict[str, list[Any]]:
    table = _correlations(errors, np.ones(len(errors.T)))
    out: dict[str, list[Any]] = {
        name: [] for name in ("first", "second", "items", "correlation", "both_wrong", "same_wrong")
    }
    for a, b in zip(*np.triu_indices(len(names), 1), strict=True):
        both = np.isfinite(errors[a]) & np.isfinite(errors[b])
        wrong = both & (errors[a] != 0) & (errors[b] != 0)
        items, off = int(both.sum()), int(wrong.sum())
        row = (
            names[a], names[b], items, float(table[a, b]) if np.isfinite(table[a, b]) else None,
            off / items if items else None, float((said[a] == said[b])[wrong].mean()) if off else None,
        )  # fmt: skip
        for key, cell in zip(out, row, strict=True):
            out[key].append(cell)
    return out
