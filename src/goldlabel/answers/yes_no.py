"""Yes or no."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from ..core.kind import Answer, Example, Scale, Target
from ..core.model import Model, Plain
from ..core.problem import Problem


class YesNoConfig(Model):
    """What the two buttons say."""

    yes: str = Field(default="Yes", min_length=1, max_length=100)
    no: str = Field(default="No", min_length=1, max_length=100)


class YesNoValue(Plain[Annotated[bool, Field(strict=True)]]):
    """True for yes."""


class YesNo(Answer[YesNoConfig, YesNoValue]):
    """Yes or no. Distance: 0 or 1."""

    name, scale, Config, Value = "yes_no", Scale.nominal, YesNoConfig, YesNoValue

    def check(self, value: YesNoValue, config: YesNoConfig, target: Target) -> list[Problem]:
        return []

    def distance(self, a: YesNoValue, b: YesNoValue, config: YesNoConfig) -> float:
        return 0.0 if a.root == b.root else 1.0

    def options(self, config: YesNoConfig) -> list[str] | None:
        return ["true", "false"]

    def summary(self, value: YesNoValue, config: YesNoConfig) -> str:
        return config.yes if value.root else config.no

    def key(self, value: YesNoValue, config: YesNoConfig) -> str:
        return "true" if value.root else "false"

    def examples(self) -> Sequence[Example[YesNoConfig, YesNoValue]]:
        return [
            Example(YesNoConfig(), valid=[YesNoValue(True), YesNoValue(False)]),
            Example(YesNoConfig(yes="Spam", no="Fine"), valid=[YesNoValue(True)]),
        ]
