"""Agreement on every question and region set of a schema, item by item, in bounded memory.

- Questions about the item: the items are the units.
- Questions about regions: the units are regions that at least two labelers drew, matched by `cluster`.
- Region sets: how often two labelers drew the same, as the F1 of one against the other over all pairs and items
  (Hripcsak and Rothschild 2005: F1 is κ's limit where what nobody marked cannot be counted).

α's metric follows the scale: nominal; ordinal; interval for numbers; for sets, trees, texts and the rest the kind's
own distance. An answer that was left empty is missing. α is given from `ENOUGH` units on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from goldlabel.agreement.alpha import Accumulator, Alpha, Coincidences, Spread, Squares
from goldlabel.agreement.cluster import cluster
from goldlabel.agreement.reading import Reader, Ready, Reply, Said
from goldlabel.core.kind import Scale
from goldlabel.core.record import Labeled
from goldlabel.core.schema import ITEM

ENOUGH = 10
"""With fewer units α says nothing: its sampling error is as wide as its range."""


class Agreement:
    """Adds items up; `report` may be asked at any time."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.items = 0
        """Items with two annotations or more."""
        self._questions = {id: accumulator_of(ready) for id, ready in reader.answers.items()}
        self._sets = {group.id: _Set() for group in reader.schema.region_sets}

    def add(self, bodies: Sequence[Labeled]) -> None:
        """All counted, independent annotations of one item."""
        if len(bodies) < 2:
            return
        self.items += 1
        said = self.reader.read_all(bodies)
        for question in self.reader.schema.about(ITEM):
            self._add(question.id, [one.answers.get(question.id) for one in said])
        for group in self.reader.schema.region_sets:
            if any(one.regions.get(group.id) for one in said):
                self._add_regions(group.id, said)

    def _add_regions(self, group: str, said: Sequence[Said]) -> None:
        found = cluster(self.reader, said, group)
        self._sets[group].add(found.drawn, found.matched, found.apart)
        for one in found.clusters:
            for question in self.reader.schema.about(group):
                self._add(question.id, [drawn.answers.get(question.id) for drawn in one.members.values()])

    def _add(self, question: str, replies: Sequence[Reply | None]) -> None:
        given = [reply for reply in replies if reply is not None]
        if len(given) > 1:
            self._questions[question].add([unit_value(self.reader.answers[question], reply) for reply in given])

    def report(self) -> dict[str, Any]:
        """Plain JSON: `items`, `questions` and `region_sets` by id, `overall`."""
        schema = self.reader.schema
        found = {question.id: self._questions[question.id].result() for question in schema.questions}
        return {
            "items": self.items,
            "overall": _overall(list(found.values())),
            "questions": {
                question.id: {
                    "name": question.name,
                    "metric": metric_of(self.reader.answers[question.id]),
                    **told(found[question.id]).to_json(),
                }
                for question in schema.questions
            },
            "region_sets": {
                group.id: {"name": group.name, **self._sets[group.id].report()} for group in schema.region_sets
            },
        }


@dataclass(slots=True)
class _Set:
    """Pairwise figures of one region set."""

    drawn: int = 0
    matched: int = 0
    apart: float = 0.0

    def add(self, drawn: int, matched: int, apart: float) -> None:
        self.drawn, self.matched, self.apart = self.drawn + drawn, self.matched + matched, self.apart + apart

    def report(self) -> dict[str, Any]:
        """`f1` over pairs of labelers, and the mean distance of what was matched (1 − IoU for boxes and the like)."""
        return {
            "f1": _rounded(2 * self.matched / self.drawn) if self.drawn else None,
            "matched": self.matched,
            "mean_distance": _rounded(self.apart / self.matched) if self.matched else None,
            "note": "" if self.drawn else "too little: no region on an item with two labelers",
        }


def accumulator_of(ready: Ready) -> Accumulator:
    metric = metric_of(ready)
    if metric in ("nominal", "ordinal"):
        return Coincidences(metric)
    return Squares() if metric == "interval" else Spread(ready.distance, lambda reply: reply.key)


def metric_of(ready: Ready) -> str:
    known: Mapping[Scale | None, str] = {
        None: "nominal", Scale.nominal: "nominal", Scale.ordinal: "ordinal", Scale.numeric: "interval"
    }  # fmt: skip
    return known.get(ready.scale, f"distance of {ready.name}")


def unit_value(ready: Ready, reply: Reply) -> Any:
    """What the question's accumulator counts: categories by their text, numbers as such, the rest with its distance."""
    metric = metric_of(ready)
    if metric == "nominal":
        return reply.key
    if metric in ("ordinal", "interval"):
        return float(reply.raw) if isinstance(reply.raw, (int, float)) else 0.0
    return reply


def told(found: Alpha) -> Alpha:
    """Without an α that too few units stand behind; rounded so that another order of the same items gives the same."""
    if found.value is not None and found.units < ENOUGH:
        return replace(_short(found), value=None, note=f"too little: {found.units} of at least {ENOUGH} units")
    return _short(found)


def _short(found: Alpha) -> Alpha:
    return replace(
        found,
        **{name: _rounded(getattr(found, name)) for name in ("value", "agreement", "observed", "expected")},
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")


def _overall(found: Sequence[Alpha]) -> dict[str, Any]:
    """Means over the questions, weighted by their answers; α over those that have one."""
    enough = [(one.value, one.answers) for one in found if one.value is not None and one.units >= ENOUGH]
    equal = [(one.agreement, one.answers) for one in found if one.agreement is not None]
    return {
        "alpha": _mean(enough),
        "agreement": _mean(equal),
        "questions": len(enough),
        "note": "" if enough else f"too little: no question has {ENOUGH} units with two answers and some variation",
    }


def _mean(parts: Sequence[tuple[float, int]]) -> float | None:
    total = sum(weight for _, weight in parts)
    return _rounded(sum(value * weight for value, weight in parts) / total) if total else None
