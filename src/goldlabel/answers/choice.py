"""One of several values."""

from collections.abc import Sequence

from ..core.kind import Answer, Example, Scale, Target, short
from ..core.model import Plain
from ..core.options import Options
from ..core.problem import Problem
from ..core.schema import Value


class ChoiceConfig(Options):
    """`values`, or `values_from`: the key in each item's data that lists them."""


class ChoiceValue(Plain[str]):
    """The id of the chosen value."""


class Choice(Answer[ChoiceConfig, ChoiceValue]):
    """Exactly one of the values. Distance: 0 or 1."""

    name, scale, Config, Value = "choice", Scale.nominal, ChoiceConfig, ChoiceValue

    def check(self, value: ChoiceValue, config: ChoiceConfig, target: Target) -> list[Problem]:
        found = config.unknown(value.root, target)
        return [found] if found else []

    def distance(self, a: ChoiceValue, b: ChoiceValue, config: ChoiceConfig) -> float:
        return 0.0 if a.root == b.root else 1.0

    def options(self, config: ChoiceConfig) -> list[str] | None:
        return None if config.values_from else list(config.ids)

    def summary(self, value: ChoiceValue, config: ChoiceConfig) -> str:
        return short(config.names.get(value.root, value.root))

    def key(self, value: ChoiceValue, config: ChoiceConfig) -> str:
        return short(value.root)

    def examples(self) -> Sequence[Example[ChoiceConfig, ChoiceValue]]:
        fixed = ChoiceConfig(
            values=(Value(id="positive", name="Positive", key="p"), Value(id="negative", name="Negative"))
        )
        return [
            Example(
                fixed,
                valid=[ChoiceValue("positive"), ChoiceValue("negative")],
                invalid=[ChoiceValue("neutral"), ChoiceValue("")],
            ),
            Example(
                ChoiceConfig(values_from="candidates"),
                valid=[ChoiceValue("Paris"), ChoiceValue("Lyon"), ChoiceValue("3")],
                invalid=[ChoiceValue("Berlin")],
                target=Target(data={"candidates": ["Paris", {"id": "Lyon"}, 3]}),
            ),
        ]
