"""A day, or a day and a time."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from ..core.kind import Answer, Example, Scale, Target
from ..core.model import Model, Plain
from ..core.problem import Problem

FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?")


def _real(value: str) -> str:
    """There is no 30 February, and 2026-1-5 would sort wrongly."""
    try:
        if FORM.fullmatch(value) is None:
            raise ValueError
        datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("must be a day such as 2026-11-24, or with a time, 2026-11-24T09:30") from None
    return value


Moment = Annotated[str, Field(max_length=16), AfterValidator(_real)]


class DateConfig(Model):
    """The `earliest` and the `latest` day, inclusive; with `time`, hours and minutes are asked for too."""

    earliest: Moment | None = None
    latest: Moment | None = None
    time: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> "DateConfig":
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest[: len(self.latest)]:
            raise ValueError("latest must not be before earliest")
        return self


class DateValue(Plain[Moment]):
    """ISO 8601, of the calendar on the wall: no zone."""


class Date(Answer[DateConfig, DateValue]):
    """A day, or a day and a time. Distance: 0 or 1; a date is right or wrong."""

    name, scale, Config, Value = "date", Scale.nominal, DateConfig, DateValue

    def check(self, value: DateValue, config: DateConfig, target: Target) -> list[Problem]:
        day, out = value.root, list[Problem]()
        if config.time != ("T" in day):
            out.append(Problem("", "needs a time" if config.time else "takes a day without a time"))
        # A bound that is a day means all of it.
        if config.earliest is not None and day < config.earliest[: len(day)]:
            out.append(Problem("", f"must not be before {config.earliest}"))
        if config.latest is not None and day[: len(config.latest)] > config.latest:
            out.append(Problem("", f"must not be after {config.latest}"))
        return out

    def distance(self, a: DateValue, b: DateValue, config: DateConfig) -> float:
        return 0.0 if a.root == b.root else 1.0

    def summary(self, value: DateValue, config: DateConfig) -> str:
        return value.root.replace("T", " ")

    def key(self, value: DateValue, config: DateConfig) -> str:
        return value.root

    def examples(self) -> Sequence[Example[DateConfig, DateValue]]:
        make = DateValue
        return [
            Example(
                DateConfig(earliest="1900-01-01", latest="2026-12-31"),
                valid=[make("1900-01-01"), make("2024-02-29"), make("2026-12-31")],
                invalid=[make("1899-12-31"), make("2027-01-01"), make("2024-02-29T10:00")],
            ),
            Example(
                DateConfig(time=True, latest="2026-12-31"),
                valid=[make("2026-12-31T23:59"), make("0001-01-01T00:00")],
                invalid=[make("2027-01-01T00:00"), make("2026-01-01")],
            ),
        ]
