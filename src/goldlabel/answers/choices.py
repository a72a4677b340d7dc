"""Any number of several values."""

from collections.abc import Sequence

from pydantic import Field, model_validator

from ..core.geometry import unanimous
from ..core.kind import Answer, Example, Scale, Target, short
from ..core.model import Plain
from ..core.options import Options
from ..core.problem import Problem
from ..core.schema import Value


class ChoicesConfig(Options):
    """`values` or `values_from` as in choice; at least `min` and at most `max` of them."""

    min: int = Field(default=0, ge=0)
    max: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _reachable(self) -> "ChoicesConfig":
        if self.max is not None and self.max < self.min:
            raise ValueError("max must not be below min")
        if self.values and self.min > len(self.values):
            raise ValueError(f"min is {self.min}, but only {len(self.values)} values are offered")
        return self


class ChoicesValue(Plain[tuple[str, ...]]):
    """The ids of the chosen values in the schema's order; an empty list says that none applies."""


class Choices(Answer[ChoicesConfig, ChoicesValue]):
    """A set of the values.

    Distance: 1 − Jaccard, |a ∩ b| / |a ∪ b|; two empty sets are the same. (MASI, Passonneau 2006, would weigh
    nested sets above crossing ones; Jaccard is taken because it does not depend on that choice.)
    """

    name, scale, Config, Value = "choices", Scale.set, ChoicesConfig, ChoicesValue

    def check(self, value: ChoicesValue, config: ChoicesConfig, target: Target) -> list[Problem]:
        out: list[Problem] = []
        chosen = value.root
        for index, one in enumerate(chosen):
            found = config.unknown(one, target)
            if found is None and one in chosen[:index]:
                found = Problem("", f'"{short(one, 80)}" stands twice')
            if found:
                out.append(found.inside(f"[{index}]"))
        if len(chosen) < config.min:
            out.append(Problem("", f"choose at least {config.min}"))
        if config.max is not None and len(chosen) > config.max:
            out.append(Problem("", f"choose at most {config.max}"))
        return out

    def clean(self, value: ChoicesValue, config: ChoicesConfig, target: Target) -> ChoicesValue:
        rank = {id: index for index, id in enumerate(config.offered(target))} if config.values_from else config.rank
        return ChoicesValue(tuple(sorted(value.root, key=lambda id: rank.get(id, len(rank)))))

    def distance(self, a: ChoicesValue, b: ChoicesValue, config: ChoicesConfig) -> float:
        one, other = set(a.root), set(b.root)
        union = len(one | other)
        return 1 - len(one & other) / union if union else 0.0

    def combine(self, values: Sequence[ChoicesValue], weights: Sequence[float], config: ChoicesConfig) -> ChoicesValue:
        """Every value that more than half the weight chose; then the likeliest up to `min`, no more than `max`."""
        if unanimous(values):
            return values[0]
        votes: dict[str, float] = {}
        for value, weight in zip(values, weights, strict=True):
            for one in set(value.root):
                votes[one] = votes.get(one, 0.0) + weight
        rank = config.rank
        ranked = sorted(votes, key=lambda one: (-votes[one], rank.get(one, len(rank)), one))
        count = sum(vote > sum(weights) / 2 for vote in votes.values())
        count = min(max(count, config.min), config.max or len(ranked))
        return ChoicesValue(tuple(sorted(ranked[:count], key=lambda one: (rank.get(one, len(rank)), one))))

    def options(self, config: ChoicesConfig) -> list[str] | None:
        return None if config.values_from else list(config.ids)

    def summary(self, value: ChoicesValue, config: ChoicesConfig) -> str:
        return short(", ".join(config.names.get(one, one) for one in value.root) or "none")

    def key(self, value: ChoicesValue, config: ChoicesConfig) -> str:
        return short("|".join(value.root))

    def examples(self) -> Sequence[Example[ChoicesConfig, ChoicesValue]]:
        values = tuple(Value(id=id, name=id.title()) for id in ("sports", "politics", "science"))
        make = ChoicesValue
        return [
            Example(
                ChoicesConfig(values=values, max=2),
                valid=[make(()), make(("sports",)), make(("sports", "science"))],
                invalid=[
                    make(("music",)),
                    make(("sports", "sports")),
                    make(("sports", "politics", "science")),
                ],
            ),
            Example(
                ChoicesConfig(values_from="tags", min=1),
                valid=[make(("red",)), make(("red", "blue"))],
                invalid=[make(()), make(("green",))],
                target=Target(data={"tags": ["red", "blue"]}),
            ),
        ]
