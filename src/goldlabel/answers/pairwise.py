"""Which of two is better."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from ..core.kind import Answer, Example, Scale, Target
from ..core.model import Model, Plain
from ..core.problem import Problem

Side = Literal["left", "right", "tie", "neither"]


class PairwiseConfig(Model):
    """`left`, `right`: what the two are called; `ties`: they may be alike; `neither`: both may be bad."""

    left: str = Field(default="", max_length=100)
    right: str = Field(default="", max_length=100)
    ties: bool = True
    neither: bool = False


class PairwiseValue(Plain[Side]):
    """`left` or `right` is better, both are alike (`tie`), or none will do (`neither`)."""


class Pairwise(Answer[PairwiseConfig, PairwiseValue]):
    """Which of two is better. Distance: 0 for the same, 1 between left and right, else 1/2."""

    name, scale, Config, Value = "pairwise", Scale.nominal, PairwiseConfig, PairwiseValue

    def check(self, value: PairwiseValue, config: PairwiseConfig, target: Target) -> list[Problem]:
        if value.root in self.options(config):
            return []
        return [Problem("", f'"{value.root}" is not offered here')]

    def distance(self, a: PairwiseValue, b: PairwiseValue, config: PairwiseConfig) -> float:
        if a.root == b.root:
            return 0.0
        return 1.0 if {a.root, b.root} == {"left", "right"} else 0.5

    def options(self, config: PairwiseConfig) -> list[str]:
        more = [("tie", config.ties), ("neither", config.neither)]
        return ["left", "right", *(name for name, offered in more if offered)]

    def summary(self, value: PairwiseValue, config: PairwiseConfig) -> str:
        return {"left": config.left, "right": config.right}.get(value.root) or value.root

    def key(self, value: PairwiseValue, config: PairwiseConfig) -> str:
        return value.root

    def examples(self) -> Sequence[Example[PairwiseConfig, PairwiseValue]]:
        make = PairwiseValue
        return [
            Example(PairwiseConfig(), valid=[make("left"), make("right"), make("tie")], invalid=[make("neither")]),
            Example(
                PairwiseConfig(left="Answer A", right="Answer B", ties=False, neither=True),
                valid=[make("left"), make("neither")],
                invalid=[make("tie")],
            ),
        ]
