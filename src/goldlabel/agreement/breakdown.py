"""Agreement by item, worker, value and slice.

- A worker's α is 1 − D / De: D the mean difference of this worker's answers to the others' answers to the same items,
  De the expected disagreement of all answers. The mean of all workers', weighed by their answers, is the α of everybody
  (with as many answers to every item). Its interval is D ± 1.96 standard errors over items, De being taken as known.
- A value's α is that of "this value or another" (Krippendorff 2013, chapter 12): which class the trouble comes from.
- A slice is α of its rows alone. Slices with other class shares have another chance: compare their percent, too.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from goldlabel.agreement.bootstrap import Weighed, interval, resampled, whole
from goldlabel.agreement.measures import ON_A_LINE, Found, Measures, alpha_of, per_answer
from goldlabel.agreement.metric import Floats, add_up
from goldlabel.agreement.positions import Positions
from goldlabel.agreement.things import figures
from goldlabel.agreement.units import Units
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import PAIR, canonical_order
from goldlabel.frames.column import Column, text_of
from goldlabel.frames.regions import FORMS
from goldlabel.frames.table import Table as Tabular
from goldlabel.frames.table import table_of

Table = dict[str, list[Any]]


def by_item(made: Measures) -> Table:
    """`item`, `answers`, `agreement` (share of equal pairs), `disagreement` (mean difference, 1 = as by chance)."""
    units, chance = made.units, alpha_of(made)[1]
    pairs = np.maximum(units.sizes * (units.sizes - 1.0), 1)
    within = add_up(units.unit, np.nan_to_num(per_answer(made)[1]), len(units)) / np.maximum(units.sizes, 1)
    paired = units.sizes > 1
    return {
        "item": [made.coded.items[at] for at in units.item.tolist()],
        "answers": units.sizes.tolist(),
        "agreement": listed(np.where(paired, units.equal / pairs, np.nan)),
        "disagreement": listed(np.where(paired & (chance > 0), within / (chance if chance > 0 else 1), np.nan)),
    }


def by_worker(made: Measures) -> Table:
    """`worker`, `answers` that others answered too, `agreement` with them, `alpha` with its interval; worst first."""
    units, chance = made.units, alpha_of(made)[1]
    equal, apart = per_answer(made)
    paired, count = np.isfinite(apart), len(made.coded.workers)
    who = units.worker[paired]
    answers = np.bincount(who, minlength=count)
    least = np.maximum(answers, 1)
    mean = add_up(who, apart[paired], count) / least
    off = add_up(who, (apart[paired] - mean[who]) ** 2, count)
    error = np.sqrt(np.where(answers > 1, off / (least * np.maximum(answers - 1, 1)), np.nan))
    scale = 1 / chance if chance > 0 else np.nan
    rows = {
        "answers": answers,
        "agreement": np.where(answers > 0, add_up(who, equal[paired], count) / least, np.nan),
        "alpha": np.where(answers > 0, 1 - mean * scale, np.nan),
        "low": np.where(answers > 0, 1 - (mean + 1.96 * error) * scale, np.nan),
        "high": np.where(answers > 0, 1 - np.maximum(mean - 1.96 * error, 0) * scale, np.nan),
    }
    names = made.coded.workers
    order = sorted(
        range(count), key=lambda at: (-np.nan_to_num(mean[at] if answers[at] else -1), canonical_order(names[at]))
    )
    return {"worker": [names[at] for at in order], **{key: _plain(part[order]) for key, part in rows.items()}}


def _plain(part: Any) -> list[Any]:
    return part.tolist() if part.dtype.kind == "i" else listed(part)


def listed(values: Floats) -> list[float | None]:
    """Plain numbers, None for nan."""
    return [value if np.isfinite(value) else None for value in values.tolist()]


class ByClass:
    """α of each class against all others, all at once: float64[classes]. O(answers)."""

    def __init__(self, units: Units) -> None:
        runs, length = units.runs
        self._unit, self._code = units.unit[runs], units.code[runs]
        self._apart = 2.0 * length * (units.sizes[self._unit] - length) * units.per_pair[self._unit]

    def values(self, weighed: Weighed) -> Floats:
        marginal = weighed.marginal
        total = float(marginal.sum())
        if total < 2:
            return np.full(len(marginal), np.nan)
        observed = add_up(self._code, weighed.weight[self._unit] * self._apart, len(marginal)) / total
        chance = 2 * marginal * (total - marginal) / (total * (total - 1))
        return np.where(chance > 0, 1 - observed / np.where(chance > 0, chance, 1), np.nan)


def by_value(made: Measures, draws: int, seed: int) -> Table:
    """`value`, `answers` (in items with two), `share` of them, `alpha` with its interval."""
    if made.kind.name == "set":
        return _by_member(made, draws, seed)
    if made.kind.name in FORMS:
        return _by_label(made)
    if made.kind.name in ("numeric", "text", "ranking"):
        raise Invalid(f"values of the scale {made.kind.name} are no classes to look at one by one", where="by")
    classes = ByClass(made.base)
    found = classes.values(whole(made.base))
    drawn = np.array([classes.values(weighed) for weighed in resampled(made.base, draws, seed)])
    marginal = whole(made.base).marginal
    return _values(made.units.classes, marginal, float(marginal.sum()), found, drawn)


def _by_member(made: Measures, draws: int, seed: int) -> Table:
    """Sets: each member is asked of every answer, there or not."""
    units = made.units
    members = sorted({member for value in units.classes for member in value})
    has = np.array([[member in value for member in members] for value in units.classes], np.float64)
    has = has.reshape(len(units.classes), len(members))
    given = np.stack([add_up(units.unit, has[units.code, at], len(units)) for at in range(len(members))], axis=1)
    apart = 2 * given * (units.sizes[:, None] - given) * units.per_pair[:, None]
    paired = (units.sizes > 1) * 1.0

    def values(weight: Floats) -> tuple[Floats, Floats, float]:
        counts, total = (weight * paired) @ given, float(weight @ (paired * units.sizes))
        chance = 2 * counts * (total - counts) / max(total * (total - 1), 1)
        ratio = (weight @ apart) / max(total, 1) / np.where(chance > 0, chance, 1)
        return np.where(chance > 0, 1 - ratio, np.nan), counts, total

    found, counts, total = values(units.times)
    drawn = np.array([values(weighed.weight)[0] for weighed in resampled(units, draws, seed)])
    return _values(members, counts, total, found, drawn)


def _by_label(made: Measures) -> Table:
    """Regions: those of one label alone, by F1, on a line also by α over positions."""
    units = made.units
    labels = sorted({region.label for value in units.classes for region in value})
    out: Table = {"value": labels, "answers": [], "f1": []}
    if made.kind.name in ON_A_LINE:
        out["alpha"] = []
    for label in labels:
        kept: list[Any] = [tuple(region for region in value if region.label == label) for value in units.classes]
        part = replace(units, classes=kept)
        marks = np.array([len(value) for value in kept], np.int64)[units.code]
        out["answers"].append(int(marks[(units.sizes > 1)[units.unit]].sum()))
        out["f1"] += listed(np.array([figures(part, FORMS[made.kind.name].apart)["f1"].value(whole(part))]))
        if "alpha" in out:
            out["alpha"] += listed(np.array([Positions(part).value(whole(part))]))
    return out


def _values(names: Sequence[Any], counts: Floats, total: float, found: Floats, drawn: Floats) -> Table:
    ends = [
        interval(drawn[:, at]) if len(drawn) and np.isfinite(found[at]) else None for at in range(len(names))
    ]  # fmt: skip
    return {
        "value": list(names),
        "answers": [round(count) for count in counts.tolist()],
        "share": [count / total if total else None for count in counts.tolist()],
        "alpha": listed(found),
        "low": [end[0] if end else None for end in ends],
        "high": [end[1] if end else None for end in ends],
    }


def slices(name: str, parts: Sequence[tuple[Any, Measures, list[Found]]]) -> Table:
    """One row per value of a column: `items` and `answers` that two workers stand behind, `alpha` with its interval,
    `agreement`."""
    out: Table = {key: [] for key in (name, "items", "answers", "alpha", "low", "high", "agreement")}
    for value, made, found in parts:
        paired = made.units.sizes > 1
        alpha = found[0]
        agreed = next((one.value for one in found if one.name == "percent"), None)
        row = (value, int(paired.sum()), int(made.units.sizes[paired].sum()))
        for key, cell in zip(out, (*row, alpha.value, alpha.low, alpha.high, agreed), strict=True):
            out[key].append(cell)
    return out


def narrow(made: Measures) -> Measures:
    """With α and percent agreement alone."""
    return replace(made, coefficients={name: made.coefficients[name] for name in ("alpha", "percent")}, alone={})


def with_unit(table: Any, columns: Sequence[str], item: str, further: str, scale: str) -> Tabular:
    """The table with item and a further column together as item."""
    source = table_of(table, [*columns, *(PAIR if scale == "pairwise" else ())])
    one, other = source.column(item), source.column(further)
    width = max(len(other.values), 1)
    units, codes = np.unique(one.codes * width + other.codes, return_inverse=True)
    names: list[Any] = [
        f"{text_of(one.values[at // width])} | {text_of(other.values[at % width])}" for at in units.tolist()
    ]
    return replace(source, columns={**source.columns, item: Column(names, codes.reshape(-1).astype(np.int64))})
