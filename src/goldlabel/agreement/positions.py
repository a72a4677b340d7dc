"""α of spans and segments over positions: each character, or moment, is a unit; what covers it, or nothing, its value.

α = 1 − Do / De, nominal, positions weighed by their length: Do is the share of length on which two workers say
different things (within an item with m workers, ordered pairs by 1/(m − 1)), De = 1 − Σ p_c² with p_c the share of
all marked and unmarked length that carries the set of labels c. This is the family of Krippendorff, Mathet, Bouvry
and Widlöcher, "On the reliability of unitizing textual continua" (2016): gaps count as a value of their own, as in
|uα and uα. It differs in one point: chance is that of single positions, not of whole units laid down anew, so it
depends on how much is marked, not on how long the marks are. An item reaches from 0 to the last mark that anybody
made: what lies beyond is not known here.

O(marks · log marks) per item. Not for few long texts (positions hang together: the interval resamples items for that
reason), nor where only whole matches count: then see F1 in `things`.
"""

from bisect import bisect_left
from itertools import pairwise

import numpy as np

from goldlabel.agreement.bootstrap import Weighed
from goldlabel.agreement.krippendorff import corrected
from goldlabel.agreement.metric import add_up, dot
from goldlabel.agreement.units import Units
from goldlabel.frames.regions import Regions


class Positions:
    """`units.classes` are tuples of regions on a line."""

    def __init__(self, units: Units) -> None:
        self._apart = np.zeros(len(units))
        self._codes: dict[frozenset[str], int] = {}
        rows: list[tuple[int, int, float]] = []
        for at in np.flatnonzero(units.sizes > 1).tolist():
            given = [units.classes[code] for code in units.code[units.start[at] : units.start[at + 1]].tolist()]
            self._apart[at] = self._item(at, given, rows)
        self._unit, self._code = (np.array([row[side] for row in rows], np.int64) for side in (0, 1))
        self._length = np.array([row[2] for row in rows], np.float64)

    def _item(self, at: int, given: list[Regions], rows: list[tuple[int, int, float]]) -> float:
        """Length on which pairs differ; adds the length of each value to `rows`."""
        ends = {float(end) for regions in given for one in regions for end in one.place}
        bounds = sorted({0.0, *ends})
        covers = [_covers(regions, bounds) for regions in given]
        apart, lengths = 0.0, dict[int, float]()
        for place, (start, end) in enumerate(pairwise(bounds)):
            counts: dict[int, int] = {}
            for cover in covers:
                code = self._codes.setdefault(frozenset(cover[place]), len(self._codes))
                counts[code] = counts.get(code, 0) + 1
            for code, count in counts.items():
                lengths[code] = lengths.get(code, 0.0) + (end - start) * count
            same = sum(count * count for count in counts.values())
            apart += (end - start) * (len(given) ** 2 - same) / (len(given) - 1)
        rows += [(at, code, length) for code, length in lengths.items()]
        return apart

    def value(self, weighed: Weighed) -> float:
        lengths = add_up(self._code, weighed.weight[self._unit] * self._length, len(self._codes))
        total = float(lengths.sum())
        if not total:
            return float("nan")
        shares = lengths / total
        chance = 1 - float(shares @ shares) if np.count_nonzero(shares) > 1 else 0.0
        return corrected(dot(weighed.weight, self._apart) / total, chance)


def _covers(regions: Regions, bounds: list[float]) -> list[set[str]]:
    """What covers each stretch between two bounds."""
    out: list[set[str]] = [set() for _ in bounds]
    for one in regions:
        start, end = one.place
        for place in range(bisect_left(bounds, float(start)), bisect_left(bounds, float(end))):
            out[place].add(one.label)
    return out
