"""An order, the best first."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations, islice

from ..core.kind import Answer, Example, Scale, Target, short
from ..core.model import Plain
from ..core.options import Options
from ..core.problem import Problem
from ..core.schema import Value

SHOWN = 5
"""Ids that a problem names."""


class RankingConfig(Options):
    """`values`, or `values_from`: the key in each item's data that lists them."""


class RankingValue(Plain[tuple[str, ...]]):
    """The ids of all values, the best first."""


class Ranking(Answer[RankingConfig, RankingValue]):
    """All values in order, the best first. Distance: the share of pairs that stand the other way round (Kendall)."""

    name, scale, Config, Value = "ranking", Scale.ranking, RankingConfig, RankingValue

    def check(self, value: RankingValue, config: RankingConfig, target: Target) -> list[Problem]:
        offered = dict.fromkeys(config.offered(target))  # read once: lists may be long, and answers hostile
        counts = Counter(value.root)
        unknown = islice((one for one in counts if one not in offered), SHOWN)
        out = [found for one in unknown if (found := config.unknown(one, target))]
        if twice := sorted(one for one, count in counts.items() if count > 1):
            out.append(Problem("", f"stand twice: {_listed(twice)}"))
        if missing := [one for one in offered if one not in counts]:
            out.append(Problem("", f"have no place yet: {_listed(missing)}"))
        return out

    def distance(self, a: RankingValue, b: RankingValue, config: RankingConfig) -> float:
        if a.root == b.root:
            return 0.0
        place = {one: at for at, one in enumerate(b.root)}
        if sorted(a.root) != sorted(b.root) or len(place) < len(b.root):
            return 1.0
        pairs = list(combinations((place[one] for one in a.root), 2))
        return sum(first > second for first, second in pairs) / len(pairs)

    def summary(self, value: RankingValue, config: RankingConfig) -> str:
        return short(" > ".join(config.names.get(one, one) for one in value.root))

    def key(self, value: RankingValue, config: RankingConfig) -> str:
        return short(" > ".join(value.root))

    def examples(self) -> Sequence[Example[RankingConfig, RankingValue]]:
        fixed = RankingConfig(
            values=(Value(id="a", name="First"), Value(id="b", name="Second"), Value(id="c", name="Third"))
        )
        make = RankingValue
        return [
            Example(
                fixed,
                valid=[make(("a", "b", "c")), make(("c", "a", "b"))],
                invalid=[make(("a", "b")), make(("a", "b", "b")), make(("a", "b", "x")), make(())],
            ),
            Example(
                RankingConfig(values_from="results"),
                valid=[make(("r2", "r1"))],
                invalid=[make(("r1",)), make(("r1", "r3"))],
                target=Target(data={"results": [{"id": "r1", "name": "One"}, {"id": "r2", "name": "Two"}]}),
            ),
        ]


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(short(one, 80) for one in ids[:SHOWN])
