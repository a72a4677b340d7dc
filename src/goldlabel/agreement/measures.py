"""Which coefficients a scale has, made ready on its units; and how far two answers on it are apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from goldlabel.agreement import kendall, things, transcripts
from goldlabel.agreement.bootstrap import DRAWS, Coefficient, Weighed, draw, interval, whole
from goldlabel.agreement.cohen import common, disagreement, kappa
from goldlabel.agreement.fleiss import Fleiss
from goldlabel.agreement.gwet import Gwet
from goldlabel.agreement.icc import NAMES, Components, Form, complete, icc
from goldlabel.agreement.krippendorff import ByDistance, Krippendorff
from goldlabel.agreement.metric import Floats, Ints, difference
from goldlabel.agreement.percent import equal_pairs
from goldlabel.agreement.positions import Positions
from goldlabel.agreement.units import Units, units_of
from goldlabel.agreement.values import coded_values
from goldlabel.core.problem import Invalid
from goldlabel.frames import regions
from goldlabel.frames.answers import Answers, Coded
from goldlabel.frames.scale import LabelScale, is_regions, scale

METRIC = {"nominal": "nominal", "pairwise": "nominal", "ordinal": "ordinal", "numeric": "interval"}
"""α's metric by scale; the others have a distance."""
ON_A_LINE = ("spans", "segments")
FEW = 50_000
"""Answers up to which W is resampled: beyond, its interval has no width to speak of."""
ALIKE = "not defined: too few answers, or all are the same"
TOO_LARGE = "not defined: the numbers are too large to be squared"
LARGEST = 1e150
Distance = Callable[[Any, Any], float]


@dataclass(frozen=True, slots=True)
class Found:
    """One coefficient with its 95 % interval. `value` is None where it is not defined; `note` says why, or what to
    mind."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Measures:
    """`coefficients` are made on `base`: the units, or their patterns where nothing needs the workers."""

    kind: LabelScale
    coded: Coded
    units: Units
    base: Units
    coefficients: dict[str, Coefficient]
    alpha: Krippendorff | ByDistance
    between: Callable[[Ints, Ints], Floats]
    """δ of the classes of two answers."""
    alone: dict[str, Callable[[int, int], Found]] = field(default_factory=dict[str, Callable[[int, int], Found]])
    """Coefficients with an interval of their own, by draws (0: none) and seed."""

    @property
    def undefined(self) -> str:
        """Why a coefficient has no value."""
        return TOO_LARGE if np.abs(self.units.values).max(initial=0.0) > LARGEST else ALIKE

    def found(self, draws: int = DRAWS, seed: int = 0) -> list[Found]:
        """Every coefficient, the first of them α, with intervals from `draws` resamplings."""
        own = whole(self.base)
        drawn = draw(list(self.coefficients.values()), self.base, draws, seed)
        out = [
            _found(name, one.value(own), drawn[:, at], bool(draws), self.undefined)
            for at, (name, one) in enumerate(self.coefficients.items())
        ]
        if isinstance(self.alpha, ByDistance) and self.alpha.sampled:
            note = f"expected disagreement from a sample of {len(self.alpha.table)} answers"
            out[0] = Found(out[0].name, out[0].value, out[0].low, out[0].high, out[0].note or note)
        return out + [one(draws, seed) for one in self.alone.values()]


def _found(name: str, value: float, drawn: Floats, wanted: bool, undefined: str = ALIKE) -> Found:
    if not np.isfinite(value):
        return Found(name, None, note=undefined)
    ends = interval(drawn) if wanted else None
    low, high = ends or (None, None)
    return Found(name, value, low, high, "" if ends or not wanted else "too few items vary for an interval")


def measures(
    answers: Answers,
    scale_name: str,
    *,
    classes: Sequence[Any] | None = None,
    metric: str | None = None,
    distance: Distance | None = None,
    seed: int = 0,
) -> Measures:
    """Raises Invalid for an unknown scale or metric, and labels without the scale's form."""
    kind = scale(scale_name, classes if scale_name == "ordinal" else None)
    if metric is not None and (scale_name, metric) not in (("numeric", "interval"), ("numeric", "ratio")):
        raise Invalid("a metric to choose has the scale numeric: interval or ratio", where="metric")
    coded = coded_values(answers, kind, classes)
    if metric == "ratio":
        _no_negatives(answers, coded)
    units = units_of(coded)
    if scale_name in METRIC and distance is None:
        return _by_metric(kind, coded, units, metric or METRIC[scale_name])
    alpha = ByDistance(units, distance or kind.distance, seed)
    named: dict[str, Coefficient] = {"alpha": alpha}
    if is_regions(scale_name):
        named |= {"alpha_positions": Positions(units)} if scale_name in ON_A_LINE else {}
        named |= things.figures(units, regions.FORMS[scale_name].apart)
    elif scale_name == "text":
        named |= {"wer": transcripts.between_workers(units, "words")}
        named |= {"cer": transcripts.between_workers(units, "characters")}
    elif scale_name == "ranking":
        named |= {"kendall_w": kendall.concordance(units)}
    named["percent"] = equal_pairs(units)
    return Measures(kind, coded, units, units, named, alpha, alpha.between)


def _no_negatives(answers: Answers, coded: Coded) -> None:
    """Ratios are of numbers with a true zero. Raises Invalid with the first row of one below it."""
    below = np.array([value < 0 for value in coded.classes], bool)[coded.label]
    if below.any():
        at = int(np.argmax(below))
        raise Invalid(
            f"{coded.classes[coded.label[at]]:g} is below zero; the metric ratio is for numbers with a true zero, "
            "take the metric interval",
            where=answers.place(int(answers.rows[at])),
        )


def _by_metric(kind: LabelScale, coded: Coded, units: Units, metric: str) -> Measures:
    numeric = kind.name == "numeric"
    places = coded.classes if numeric else range(len(coded.classes))
    units = Units(
        units.classes, np.array(places, np.float64), units.start, units.code, units.worker, units.item, units.times
    )
    base = units if numeric else units.keep(units.sizes > 1).patterns
    alpha = Krippendorff(base, metric)
    between = partial(difference, metric, units.values, whole(units).marginal)
    if numeric:
        named: dict[str, Coefficient] = {"alpha": alpha, "percent": equal_pairs(base)}
        components = Components(base)
        table = complete(units)
        if table is None:
            named |= {name: Form(name, components) for name in NAMES}
        alone = {} if table is None else {name: partial(_icc, table, name) for name in NAMES}
        return Measures(kind, coded, units, base, named, alpha, between, {**alone, **_concordance(units)})
    ordered = kind.name == "ordinal"
    named = {"alpha": alpha, "fleiss_kappa": Fleiss(base), "percent": equal_pairs(base)}
    named["ac2" if ordered else "ac1"] = Gwet(base, "quadratic" if ordered else "identity")
    if ordered:
        del named["fleiss_kappa"]  # it knows no order
    alone = _two(coded, ordered) | (_concordance(units) if ordered else {})
    return Measures(kind, coded, units, base, named, alpha, between, alone)


def _icc(table: Floats, name: str, draws: int, seed: int) -> Found:
    one = icc(table)[name]
    if one.value is None:
        return Found(name, None, note="not defined: all answers are the same, or there is one item")
    if not np.isfinite(one.value):
        return Found(name, None, note=TOO_LARGE)
    return Found(name, one.value, *((one.low, one.high) if draws else (None, None)))


def _two(coded: Coded, ordered: bool) -> dict[str, Callable[[int, int], Found]]:
    """Cohen's κ, where just two workers are there; weighted by squared steps where classes have an order."""
    if len(coded.workers) != 2:
        return {}
    name, weights = ("weighted_kappa", "quadratic") if ordered else ("cohen_kappa", "identity")
    counts = common(coded, *coded.workers)

    def found(draws: int, seed: int) -> Found:
        one = kappa(counts, disagreement(weights, len(coded.classes)), draws=draws, seed=seed)
        return Found(name, one.value, one.low, one.high, "" if one.value is not None else "not defined")

    return {name: found}


def _concordance(units: Units) -> dict[str, Callable[[int, int], Found]]:
    """Kendall's W of the items, where every worker answered all of them."""
    table = complete(units)
    if table is None or min(table.shape) < 2:
        return {}

    def found(draws: int, seed: int) -> Found:
        value = kendall.kendall_w(table.T)
        rng = np.random.default_rng(seed)
        draws = draws if table.size <= FEW else 0
        again = [kendall.kendall_w(table[rng.integers(0, len(table), len(table))].T) for _ in range(draws)]
        drawn = np.array([np.nan if one is None else one for one in again], np.float64)
        return _found("kendall_w", np.nan if value is None else value, drawn, bool(draws))

    return {"kendall_w": found}


def per_answer(made: Measures) -> tuple[Floats, Floats]:
    """For each answer of `units`: the share of the item's other answers that are equal, and the mean δ to them; nan
    where the worker was alone."""
    units = made.units
    others = np.where(units.sizes > 1, units.sizes - 1.0, np.nan)[units.unit]
    length = units.runs[1]
    equal = np.repeat(length - 1.0, length)
    if made.kind.name == "nominal":
        return equal / others, 1 - equal / others
    apart = np.zeros(len(units.code))
    for step in range(1, int(units.sizes.max(initial=1))):
        first = np.flatnonzero(units.unit[:-step] == units.unit[step:])
        gap = made.between(units.code[first], units.code[first + step])
        apart[first] += gap
        apart[first + step] += gap
    return equal / others, apart / others


def alpha_of(made: Measures, weighed: Weighed | None = None) -> tuple[float, float]:
    """Observed and expected disagreement of all units."""
    return made.alpha.parts(weighed or whole(made.base))
