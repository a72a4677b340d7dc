"""Agreement offline, on a table of answers of any scale: coefficients with intervals, in whole and in parts."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from goldlabel.agreement import breakdown, pairwise
from goldlabel.agreement.bootstrap import DRAWS
from goldlabel.agreement.meaning import SAYS, notes
from goldlabel.agreement.measures import Distance, Found, Measures, alpha_of, measures
from goldlabel.agreement.units import canonical_places
from goldlabel.core.naming import counted
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Answers, Duplicates, read_answers
from goldlabel.frames.column import text_of

PARTS = ("item", "worker", "value")
"""What `by` always knows; else it names a column."""
Table = dict[str, list[Any]]


@dataclass(frozen=True)
class Report:
    """How far workers agree. `coefficients`: the first is α; `by`: a table (dict of columns) per part asked for.

    `value`, `low`, `high`: α and its interval; `agreement`: share of equal pairs; `observed`, `expected`: the two
    disagreements behind α; `units`: items with two answers, `answers`: the answers in them.
    """

    scale: str
    items: int
    workers: int
    units: int
    answers: int
    coefficients: list[Found]
    observed: float | None
    expected: float | None
    by: dict[str, Table] = field(default_factory=dict[str, Table])
    notes: list[str] = field(default_factory=list[str])
    made: Measures | None = field(default=None, repr=False, compare=False)

    @property
    def value(self) -> float | None:
        return self.coefficients[0].value

    @property
    def low(self) -> float | None:
        return self.coefficients[0].low

    @property
    def high(self) -> float | None:
        return self.coefficients[0].high

    @property
    def agreement(self) -> float | None:
        return self["percent"].value

    @property
    def note(self) -> str:
        return self.coefficients[0].note

    def __getitem__(self, name: str) -> Found:
        """A coefficient by its name. Raises KeyError."""
        for one in self.coefficients:
            if one.name == name:
                return one
        raise KeyError(f"{name}; there are {', '.join(one.name for one in self.coefficients)}")

    def table(self) -> Table:
        """Columns coefficient, value, low, high, units, answers, note, says."""
        found = self.coefficients
        return {
            "coefficient": [one.name for one in found],
            "value": [one.value for one in found],
            "low": [one.low for one in found],
            "high": [one.high for one in found],
            "units": [self.units] * len(found),
            "answers": [self.answers] * len(found),
            "note": [one.note for one in found],
            "says": [SAYS[one.name] for one in found],
        }

    @cached_property
    @np.errstate(over="ignore", invalid="ignore")
    def pairs(self) -> Table:
        """One row per two workers with an item in common; made when it is first asked for."""
        return pairwise.pairs(self.made) if self.made is not None else {}

    def matrix(self, figure: str = "agreement") -> tuple[list[Any], list[list[float | None]]]:
        """The workers, and a figure of `pairs` for every two of them; None where they share no item, and on the
        diagonal."""
        if figure not in self.pairs or figure in ("first", "second"):
            raise Invalid(f"pairs have no {figure!r}; there is {', '.join(list(self.pairs)[2:])}", where="figure")
        names = self.made.coded.workers if self.made is not None else []
        place = {text_of(name): at for at, name in enumerate(names)}
        out: list[list[float | None]] = [[None] * len(names) for _ in names]
        for one, other, value in zip(self.pairs["first"], self.pairs["second"], self.pairs[figure], strict=True):
            a, b = place[text_of(one)], place[text_of(other)]
            out[a][b] = out[b][a] = value
        return names, out

    def json(self, pairs: bool = True) -> dict[str, Any]:
        """Plain JSON; without the pairwise figures if they are not wanted (they grow with the square of workers)."""
        plain = {name: getattr(self, name) for name in ("scale", "items", "workers", "units", "answers")}
        told = [{**asdict(one), "says": SAYS[one.name]} for one in self.coefficients]
        out = {
            **plain, "observed": _finite(self.observed), "expected": _finite(self.expected), "coefficients": told,
            "by": self.by, "notes": self.notes,
        }  # fmt: skip
        return out | ({"pairs": self.pairs} if pairs else {})

    def __str__(self) -> str:
        given, people = counted(self.answers, "answer"), counted(self.workers, "worker")
        lines = [f"{counted(self.units, 'item')} with two answers or more, {given}, {people}"]
        for one in self.coefficients:
            ends = f"{one.low:.3f} … {one.high:.3f}" if one.low is not None and one.high is not None else ""
            value = "-" if one.value is None else f"{one.value:.3f}"
            lines.append(f"{one.name:16} {value:>7}  {ends:16} {one.note or SAYS[one.name]}")
        return "\n".join([*lines, *self.notes])


def _finite(value: float | None) -> float | None:
    """JSON has no infinity."""
    return value if value is not None and math.isfinite(value) else None


@np.errstate(over="ignore", invalid="ignore")  # what no float can hold is not defined, and its note says so
def report(
    answers: Any,
    scale: str = "nominal",
    *,
    item: str = "item",
    worker: str = "worker",
    label: str = "label",
    by: str | Sequence[str] = (),
    classes: Sequence[Any] | None = None,
    metric: str | None = None,
    distance: Distance | None = None,
    intervals: bool = True,
    draws: int = DRAWS,
    seed: int = 0,
    duplicates: Duplicates = "last",
) -> Report:
    """How far the workers of a table agree, on any scale of `goldlabel.frames.scale`.

    `answers`: a file's path, dict of columns, data frame, list of dicts, or `Answers` (which keep further columns only
    if they were read with them). `by`: "item", "worker", "value", or further columns, each of whose values is a slice
    of its own; a column "question" also tells apart answers of one worker to one item. `classes`: all classes there
    are, of an ordinal scale in order. `metric`: interval (default) or ratio for numbers. `distance(a, b)` >= 0 on
    parsed labels takes the place of the scale's own. Intervals: 95 %, from `draws` resamplings of the items.

    Raises Invalid for a missing column, a label without the scale's form, an unknown scale, metric or part. O(answers ·
    draws) at most; for few classes the draws cost nothing to speak of. Not a measure of how good resolved labels are.
    """
    asked = [by] if isinstance(by, str) else list(dict.fromkeys(by))
    columns = [name for name in asked if name not in PARTS]
    read = answers if isinstance(answers, Answers) else _read(answers, scale, item, worker, label, columns, duplicates)
    options: dict[str, Any] = {"classes": classes, "metric": metric, "distance": distance, "seed": seed}
    draws = draws if intervals else 0
    made = measures(read, scale, **options)
    found = made.found(draws, seed)
    parts: dict[str, Table] = {}
    for name in asked:
        if name in PARTS:
            parts[name] = _part(made, name, draws, seed)
        else:
            parts[name] = _slices(read, scale, name, options, draws, seed)
    paired = made.units.sizes > 1
    observed, expected = (None if value != value else value for value in alpha_of(made))
    return Report(
        scale, len(made.coded.items), len(made.coded.workers), int(paired.sum()), int(made.units.sizes[paired].sum()),
        found, observed, expected, parts, notes(made, found), made,
    )  # fmt: skip


def _read(
    answers: Any, scale: str, item: str, worker: str, label: str, columns: Sequence[str], duplicates: Duplicates
) -> Answers:
    names = {"item": item, "worker": worker, "label": label}
    if "question" in columns:
        answers = breakdown.with_unit(answers, [*names.values(), *columns], item, "question", scale)
    return read_answers(answers, **names, scale=scale, extra=columns, duplicates=duplicates)


def _part(made: Measures, name: str, draws: int, seed: int) -> Table:
    if name == "value":
        return breakdown.by_value(made, draws, seed)
    return breakdown.by_item(made) if name == "item" else breakdown.by_worker(made)


def _slices(answers: Answers, scale: str, name: str, options: dict[str, Any], draws: int, seed: int) -> Table:
    if name not in answers.extra:
        raise Invalid(f"the answers were read without the column {name!r}", where="by")
    column = answers.extra[name]
    parts: list[tuple[Any, Measures, list[Found]]] = []
    for at in canonical_places(column.values).tolist():
        made = breakdown.narrow(measures(answers.keep(column.codes == at), scale, **options))
        parts.append((column.values[at], made, made.found(draws, seed)))
    return breakdown.slices(name, parts)
