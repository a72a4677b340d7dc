"""What choice and choices share: the values to choose from, fixed in the schema or read from each item's data."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from pydantic import Field, model_validator

from .kind import Target
from .model import Json, Model
from .problem import Problem
from .schema import Value


class Options(Model):
    """Exactly one of `values` and `values_from` (a key of the item's data that holds a list)."""

    values: tuple[Value, ...] = ()
    values_from: str | None = Field(default=None, min_length=1, max_length=200)

    @model_validator(mode="after")
    def _one_source(self) -> "Options":
        if bool(self.values) == (self.values_from is not None):
            raise ValueError("needs values to choose from: either values or values_from")
        if any(value.children for value in self.values):
            raise ValueError("values have children only in a tree")
        ids = [value.id for value in self.values]
        if twice := sorted({id for id in ids if ids.count(id) > 1}):
            raise ValueError(f"value ids stand twice: {', '.join(twice)}")
        return self

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(value.id for value in self.values)

    @cached_property
    def rank(self) -> dict[str, int]:
        """Each fixed value's place in the schema's order."""
        return {id: index for index, id in enumerate(self.ids)}

    @cached_property
    def names(self) -> dict[str, str]:
        return {value.id: value.name for value in self.values}

    def offered(self, target: Target) -> Sequence[str]:
        """The ids to choose from for this item, in order."""
        return self.ids if self.values_from is None else offered_by(target.data.get(self.values_from))

    def unknown(self, chosen: str, target: Target) -> Problem | None:
        """The problem with a value that is not offered for this item."""
        if self.values_from is None:
            return None if chosen in self.rank else Problem("", f'no value "{_cut(chosen)}" is offered here')
        offered = self.offered(target)
        if chosen in offered:
            return None
        if not offered:
            return Problem("", f'the item has no list of values under "{self.values_from}"')
        return Problem("", f'"{_cut(chosen)}" is not among the item\'s values under "{self.values_from}"')


def offered_by(raw: Json) -> list[str]:
    """Ids from an item's data: strings and whole numbers stand for themselves, objects for their `id` or `name`."""
    out: list[str] = []
    for part in raw if isinstance(raw, list) else ():
        named: Any = (part.get("id") or part.get("name")) if isinstance(part, dict) else part
        if isinstance(named, int) and not isinstance(named, bool):
            named = str(named)
        if isinstance(named, str) and named and named not in out:
            out.append(named)
    return out


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
