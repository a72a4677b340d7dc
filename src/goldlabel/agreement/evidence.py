"""Agreement with what it rests on: the units are kept, so that α has an interval, and can be told by guideline version
and by labeler. For samples; `questions.Agreement` streams over projects of any size.

The interval is a delete-a-group jackknife over items (20 groups; Kott 2001): items are what was drawn, so regions of
one item stay together.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from goldlabel.agreement.cluster import cluster
from goldlabel.agreement.questions import ENOUGH, accumulator_of, metric_of, told, unit_value
from goldlabel.agreement.reading import Reader, Reply, Said
from goldlabel.core.record import Labeled
from goldlabel.core.schema import ITEM

GROUPS = 20
T_19 = 2.093
"""Student's t, 97.5 %, for the 19 degrees of freedom of 20 groups."""
Z = 1.96


@dataclass(frozen=True, slots=True)
class Unit:
    """What was answered by two labelers or more. `version`: the guideline's, None when they had different ones."""

    item: int
    version: int | None
    replies: tuple[tuple[str, Reply], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """α with a 95 % interval (None where there is too little, or the scale has none), and what it rests on."""

    value: float | None
    low: float | None
    high: float | None
    agreement: float | None
    units: int
    note: str


@dataclass(slots=True)
class Share:
    """How often a labeler said the same as another one."""

    equal: float = 0.0
    pairs: int = 0

    def add(self, equal: float, pairs: int = 1) -> None:
        self.equal, self.pairs = self.equal + equal, self.pairs + pairs


@dataclass(slots=True)
class Evidence:
    reader: Reader
    items: int = 0
    units: dict[str, list[Unit]] = field(default_factory=dict[str, "list[Unit]"])
    sets: dict[str, Share] = field(default_factory=dict[str, "Share"])
    """By region set: matches (twice) of regions drawn, over pairs of labelers; the share is their F1."""
    people: dict[str, Share] = field(default_factory=dict[str, "Share"])

    def add(self, bodies: Sequence[Labeled], version: int | None = None) -> None:
        """All counted, independent annotations of one item."""
        if len(bodies) < 2:
            return
        self.items += 1
        said = self.reader.read_all(bodies)
        for question in self.reader.schema.about(ITEM):
            self._add(question.id, version, [(one.labeler, one.answers.get(question.id)) for one in said])
        for group in self.reader.schema.region_sets:
            if any(one.regions.get(group.id) for one in said):
                self._regions(group.id, version, said)

    def _regions(self, group: str, version: int | None, said: Sequence[Said]) -> None:
        found = cluster(self.reader, said, group)
        self.sets.setdefault(group, Share()).add(2 * found.matched, found.drawn)
        both: dict[tuple[int, int], int] = {}
        for one in found.clusters:
            for pair in combinations(sorted(one.members), 2):
                both[pair] = both.get(pair, 0) + 1
            for question in self.reader.schema.about(group):
                replies = [(said[who].labeler, drawn.answers.get(question.id)) for who, drawn in one.members.items()]
                self._add(question.id, version, replies)
        drawn = [len(one.regions.get(group, ())) for one in said]
        for a, b in combinations(range(len(said)), 2):
            if drawn[a] + drawn[b]:
                f1 = 2 * both.get((a, b), 0) / (drawn[a] + drawn[b])
                self._pair(said[a].labeler, said[b].labeler, f1)

    def _add(self, question: str, version: int | None, replies: Iterable[tuple[str, Reply | None]]) -> None:
        given = tuple((labeler, reply) for labeler, reply in replies if reply is not None)
        if len(given) < 2:
            return
        self.units.setdefault(question, []).append(Unit(self.items, version, given))
        ready = self.reader.answers[question]
        if metric_of(ready) == "interval":  # numbers are hardly ever equal
            return
        for (a, one), (b, other) in combinations(given, 2):
            same = one.key == other.key
            near = 1.0 if same else 0.0
            if not same and metric_of(ready) not in ("nominal", "ordinal"):
                near = max(0.0, 1 - ready.distance(one, other))
            self._pair(a, b, near)

    def _pair(self, a: str, b: str, equal: float) -> None:
        for labeler in (a, b):
            self.people.setdefault(labeler, Share()).add(equal)

    # -- results

    def question(self, id: str, version: int | None = None) -> Told:
        """α of a question, over all units or those of one guideline version."""
        units = [unit for unit in self.units.get(id, []) if version is None or unit.version == version]
        whole = told(self._alpha(id, units))
        low, high = None, None
        if whole.value is not None and metric_of(self.reader.answers[id]) in ("nominal", "ordinal", "interval"):
            low, high = self._interval(id, units, whole.value)
        return Told(whole.value, low, high, whole.agreement, whole.units, whole.note)

    def _alpha(self, id: str, units: Iterable[Unit]) -> Any:
        ready = self.reader.answers[id]
        into = accumulator_of(ready)
        for unit in units:
            into.add([unit_value(ready, reply) for _, reply in unit.replies])
        return into.result()

    def _interval(self, id: str, units: Sequence[Unit], value: float) -> tuple[float | None, float | None]:
        left_out: list[float] = []
        for group in range(GROUPS):
            rest = [unit for unit in units if unit.item % GROUPS != group]
            if len(rest) == len(units):
                continue
            found = self._alpha(id, rest).value
            if found is None:
                return None, None
            left_out.append(found)
        if len(left_out) < GROUPS // 2:
            return None, None
        mean = sum(left_out) / len(left_out)
        error = math.sqrt((len(left_out) - 1) / len(left_out) * sum((one - mean) ** 2 for one in left_out))
        return max(-1.0, value - T_19 * error), min(1.0, value + T_19 * error)

    def by_version(self, id: str) -> dict[int, Told]:
        """By guideline version, those with enough units."""
        versions = sorted({unit.version for unit in self.units.get(id, []) if unit.version is not None})
        found = {version: self.question(id, version) for version in versions}
        return {version: one for version, one in found.items() if one.units >= ENOUGH}


def fell(by_version: Mapping[int, Told]) -> tuple[int, int] | None:
    """(before, now): the newest guideline version, if agreement is surely lower under it than under the one before."""
    known = [version for version, one in sorted(by_version.items()) if one.value is not None]
    if len(known) < 2:
        return None
    before, now = by_version[known[-2]], by_version[known[-1]]
    if before.value is None or now.value is None or now.high is None or before.low is None or now.low is None:
        return None
    gap = before.value - now.value
    error = math.hypot(before.value - before.low, now.high - now.value)
    return (known[-2], known[-1]) if gap > max(0.05, error) else None


def wilson(equal: float, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if of == 0:
        return 0.0, 1.0
    share, square = equal / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z * math.sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, middle - half), min(1.0, middle + half)
