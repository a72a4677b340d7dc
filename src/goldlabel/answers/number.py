"""A number."""

import sys
from collections.abc import Sequence
from typing import Annotated

from pydantic import AfterValidator, Field, PlainSerializer, model_validator

from ..core.geometry import median, unanimous
from ..core.kind import Answer, Example, Scale, Target
from ..core.model import Model, Plain
from ..core.problem import Problem

EXACT = 2**53
"""Up to here a whole number is the same in JSON, JavaScript and Python."""


def _tidy(value: float) -> float:
    """Whole numbers without a point: 4, never 4.0."""
    return int(value) if value.is_integer() and abs(value) <= EXACT else value


class NumberConfig(Model):
    """Bounds (inclusive), the `step` counted from `min` or 0, a `unit` that is shown, whole numbers only."""

    min: float | None = None
    max: float | None = None
    step: float | None = Field(default=None, gt=0)
    unit: str = Field(default="", max_length=30)
    integer: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> "NumberConfig":
        if self.min is not None and self.max is not None and self.max <= self.min:
            raise ValueError("max must be above min")
        return self


class NumberValue(
    Plain[
        Annotated[
            float,
            Field(strict=True),
            AfterValidator(_tidy),
            PlainSerializer(lambda value: value, return_type=int | float),
        ]
    ]
):
    """A finite number."""


class Number(Answer[NumberConfig, NumberValue]):
    """A number. Distance: |a − b| in its own unit, not bounded; agreement has a metric of its own for numbers."""

    name, scale, Config, Value = "number", Scale.numeric, NumberConfig, NumberValue

    def check(self, value: NumberValue, config: NumberConfig, target: Target) -> list[Problem]:
        number = value.root
        out: list[Problem] = []
        if config.min is not None and number < config.min:
            out.append(Problem("", f"must be at least {config.min:g}"))
        if config.max is not None and number > config.max:
            out.append(Problem("", f"must be at most {config.max:g}"))
        if config.integer and not float(number).is_integer():
            out.append(Problem("", "must be a whole number"))
        if config.step is not None:
            steps = (number - (config.min or 0.0)) / config.step
            if abs(steps) < EXACT and abs(steps - round(steps)) > 1e-6:
                out.append(Problem("", f"must go in steps of {config.step:g} from {config.min or 0:g}"))
        return out

    def distance(self, a: NumberValue, b: NumberValue, config: NumberConfig) -> float:
        return min(abs(float(a.root) - float(b.root)), sys.float_info.max)

    def combine(self, values: Sequence[NumberValue], weights: Sequence[float], config: NumberConfig) -> NumberValue:
        """The weighted median; one of the given numbers where not every number is allowed."""
        if unanimous(values):
            return values[0]
        given = config.integer or config.step is not None
        return NumberValue(float(median([value.root for value in values], weights, given=given)))

    def summary(self, value: NumberValue, config: NumberConfig) -> str:
        return f"{value.root:.10g} {config.unit}".strip()

    def key(self, value: NumberValue, config: NumberConfig) -> str:
        """Rounded to 6 significant digits."""
        return f"{value.root + 0.0:.6g}" if value.root else "0"

    def examples(self) -> Sequence[Example[NumberConfig, NumberValue]]:
        make = NumberValue
        return [
            Example(NumberConfig(), valid=[make(4.25), make(-3), make(0), make(1e300)]),
            Example(
                NumberConfig(min=0, max=10, step=0.1, unit="kg"),
                valid=[make(0), make(0.3), make(9.7), make(10)],
                invalid=[make(-0.1), make(10.1), make(0.35)],
            ),
            Example(NumberConfig(integer=True, min=1), valid=[make(1), make(7)], invalid=[make(1.5), make(0)]),
        ]
