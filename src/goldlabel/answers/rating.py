"""A place on a scale of whole steps."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, model_validator

from ..core.geometry import median, unanimous
from ..core.kind import Answer, Example, Scale, Target
from ..core.model import Model, Plain
from ..core.problem import Problem


class RatingConfig(Model):
    """From `min` to `max`; `labels` name both ends (two of them) or every step."""

    min: int = Field(default=1, ge=-1000, le=1000)
    max: int = Field(default=5, ge=-1000, le=1000)
    labels: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _steps(self) -> "RatingConfig":
        steps = self.max - self.min + 1
        if not 2 <= steps <= 101:
            raise ValueError("max must be 1 to 100 above min")
        if len(self.labels) not in (0, 2, steps):
            raise ValueError(f"labels must name both ends (2) or every step ({steps})")
        return self


class RatingValue(Plain[Annotated[int, Field(strict=True, ge=-1000, le=1000)]]):
    """The chosen step."""


class Rating(Answer[RatingConfig, RatingValue]):
    """A step on a scale. Distance: |a − b| / (max − min)."""

    name, scale, Config, Value = "rating", Scale.ordinal, RatingConfig, RatingValue

    def check(self, value: RatingValue, config: RatingConfig, target: Target) -> list[Problem]:
        if config.min <= value.root <= config.max:
            return []
        return [Problem("", f"must be {config.min} to {config.max}")]

    def distance(self, a: RatingValue, b: RatingValue, config: RatingConfig) -> float:
        return min(1.0, abs(a.root - b.root) / (config.max - config.min))

    def combine(self, values: Sequence[RatingValue], weights: Sequence[float], config: RatingConfig) -> RatingValue:
        """The weighted median; the lower one where the weight splits evenly."""
        if unanimous(values):
            return values[0]
        return RatingValue(int(median([value.root for value in values], weights, given=True)))

    def options(self, config: RatingConfig) -> list[str] | None:
        return [str(step) for step in range(config.min, config.max + 1)]

    def summary(self, value: RatingValue, config: RatingConfig) -> str:
        step = value.root - config.min
        full = len(config.labels) == config.max - config.min + 1 and 0 <= step < len(config.labels)
        return f"{value.root} ({config.labels[step]})" if full else f"{value.root} of {config.max}"

    def key(self, value: RatingValue, config: RatingConfig) -> str:
        return str(value.root)

    def examples(self) -> Sequence[Example[RatingConfig, RatingValue]]:
        make = RatingValue
        return [
            Example(RatingConfig(), valid=[make(1), make(4), make(5)], invalid=[make(0), make(6)]),
            Example(
                RatingConfig(min=-1, max=1, labels=("worse", "same", "better")),
                valid=[make(-1), make(0)],
                invalid=[make(2)],
            ),
        ]
