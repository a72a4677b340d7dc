"""A link to an entry of a knowledge base, found by search."""

from collections.abc import Sequence
from functools import cached_property

from pydantic import Field, model_validator

from ..core.kind import Answer, Example, Scale, Target, short
from ..core.model import Model, Plain
from ..core.options import offered_by
from ..core.problem import Problem
from ..core.schema import Value

NONE = "none"
"""The id that says that no entry is right."""


class LinkConfig(Model):
    """`entries`: thousands if need be, told apart by id alone; their `examples` are other names they are found by.

    `entries_from`: the key in each item's data that lists its candidates. `address` opens an entry elsewhere, `{id}`
    in it standing for the entry's id. `none`: the words of a last answer, that no entry is right; without, there is
    none.
    """

    entries: tuple[Value, ...] = ()
    entries_from: str | None = Field(default=None, min_length=1, max_length=200)
    address: str = Field(default="", max_length=2000, pattern=r"^(https?://[^\s\x00-\x1f]+)?$")
    none: str = Field(default="", max_length=100)

    @model_validator(mode="after")
    def _sound(self) -> "LinkConfig":
        if self.entries and self.entries_from is not None:
            raise ValueError("takes only one of entries and entries_from")
        if any(entry.children for entry in self.entries):
            raise ValueError("entries have no children")
        if len(self.names) < len(self.entries):
            ids = [entry.id for entry in self.entries]
            raise ValueError(f"entry ids stand twice: {', '.join(sorted({id for id in ids if ids.count(id) > 1}))}")
        return self

    @cached_property
    def names(self) -> dict[str, str]:
        return {entry.id: entry.name for entry in self.entries}


class LinkValue(Plain[str]):
    """The id of the entry, or `none`."""


class Link(Answer[LinkConfig, LinkValue]):
    """An entry of a knowledge base, found by search; or that it has none. Distance: 0 or 1."""

    name, scale, Config, Value = "link", Scale.nominal, LinkConfig, LinkValue

    def check(self, value: LinkValue, config: LinkConfig, target: Target) -> list[Problem]:
        if value.root == NONE and config.none:
            return []
        if config.entries_from is None:
            return [] if value.root in config.names else [Problem("", f'no entry "{short(value.root, 80)}"')]
        if value.root in offered_by(target.data.get(config.entries_from)):
            return []
        return [
            Problem("", f'"{short(value.root, 80)}" is not among the item\'s entries under "{config.entries_from}"')
        ]

    def distance(self, a: LinkValue, b: LinkValue, config: LinkConfig) -> float:
        return 0.0 if a.root == b.root else 1.0

    def options(self, config: LinkConfig) -> list[str] | None:
        return None if config.entries_from else [*config.names, *([NONE] if config.none else [])]

    def summary(self, value: LinkValue, config: LinkConfig) -> str:
        if value.root == NONE and config.none:
            return short(config.none)
        return short(config.names.get(value.root, value.root))

    def key(self, value: LinkValue, config: LinkConfig) -> str:
        return short(value.root)

    def examples(self) -> Sequence[Example[LinkConfig, LinkValue]]:
        cities = (
            Value(id="Q64", name="Berlin", description="capital of Germany"),
            Value(id="Q821244", name="Berlin", description="town in New Hampshire", examples=("Berlin Falls",)),
        )
        make = LinkValue
        return [
            Example(
                LinkConfig(entries=cities, address="https://www.wikidata.org/wiki/{id}", none="Not in the list"),
                valid=[make("Q64"), make("Q821244"), make("none")],
                invalid=[make("Q1"), make("")],
            ),
            Example(
                LinkConfig(entries_from="candidates"),
                valid=[make("Q90"), make("Q830149")],
                invalid=[make("none"), make("Paris")],
                target=Target(
                    data={"candidates": [{"id": "Q90", "name": "Paris"}, {"id": "Q830149", "name": "Paris"}]}
                ),
            ),
        ]
