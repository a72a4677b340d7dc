"""What is asked: fields that are shown, region sets that may be drawn, relations between regions, questions.

A schema is a versioned document, never edited in place. Fields, region and relation sets, questions and the values
of questions each have an `id` that stays when their `name` changes; annotations refer to ids only, so a rename
or an addition keeps every answer. In a hand-written file ids may be left out (they are made from the
names), and `was: old name` says that something was renamed.

    fields:      [{name: text, medium: text}]
    region_sets: [{name: entities, field: text, shapes: [span]}]
    relation_sets: [{name: links, from: entities, to: entities}]
    questions:
      - {name: sentiment, kind: choice, config: {values: [positive, negative]}}
      - {name: type, kind: choice, about: entities, config: {values: [PER, LOC]}}
      - {name: relation, kind: choice, about: links, config: {values: [lives in, born in]}}
"""

import re
from typing import Annotated, Any, Literal, cast

from pydantic import Field, model_validator

from .model import Json, Model

Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")]
Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]
ITEM = "item"
"""`about` of a question that is asked once about the whole item."""


class Value(Model):
    """One value that a question offers."""

    id: Id
    name: Name
    description: str = ""
    examples: tuple[str, ...] = ()
    colour: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")
    key: str | None = Field(default=None, max_length=20)
    children: tuple["Value", ...] = ()


class DataField(Model):
    """One part of the item's data that is shown: `source` is its key in the data (default: the name)."""

    id: Id
    name: Name
    medium: str
    source: str
    label: str = ""
    private: bool = False


class RegionSet(Model):
    """Regions of some shapes on one field."""

    id: Id
    name: Name
    field: Id
    shapes: tuple[str, ...] = Field(min_length=1)
    min: int = Field(default=0, ge=0)
    max: int | None = Field(default=None, ge=1)
    description: str = ""
    config: dict[str, dict[str, Json]] = Field(default_factory=dict)
    """Settings of its shapes, by the shape's name: `{point: {sigma: 5}}`."""


class RelationSet(Model):
    """Relations from a region of one of `from_sets` to one of `to_sets` (empty: of any set).

    Of an undirected one both ends are alike: either end may lie in either list.
    """

    id: Id
    name: Name
    from_sets: tuple[Id, ...] = ()
    to_sets: tuple[Id, ...] = ()
    directed: bool = True
    min: int = Field(default=0, ge=0)
    max: int | None = Field(default=None, ge=1)
    description: str = ""

    def joins(self, start: str, end: str) -> bool:
        """Whether it may go from a region of set `start` to one of set `end`."""
        if _listed(start, self.from_sets) and _listed(end, self.to_sets):
            return True
        return not self.directed and _listed(end, self.from_sets) and _listed(start, self.to_sets)


def _listed(set: str, sets: tuple[str, ...]) -> bool:
    return not sets or set in sets


class Condition(Model):
    """Asks only if another question's answer (about the same target, or the item) is right.

    Exactly one of: `any_of` (one of these values was given), `none_of` (answered, with none of these),
    `answered`.
    """

    question: Id
    any_of: tuple[Json, ...] | None = None
    none_of: tuple[Json, ...] | None = None
    answered: bool | None = None

    @model_validator(mode="after")
    def _one(self) -> "Condition":
        if sum(part is not None for part in (self.any_of, self.none_of, self.answered)) != 1:
            raise ValueError("needs exactly one of any_of, none_of, answered")
        return self


class Question(Model):
    """One thing that is asked: about the item (`about: item`), or each region or relation of a set (`<set id>`)."""

    id: Id
    name: Name
    kind: str
    about: Id = ITEM
    text: str = ""
    description: str = ""
    required: bool = True
    config: dict[str, Json] = Field(default_factory=dict)
    ask_if: tuple[Condition, ...] = ()


class Schema(Model):
    fields: tuple[DataField, ...] = Field(min_length=1)
    region_sets: tuple[RegionSet, ...] = ()
    relation_sets: tuple[RelationSet, ...] = ()
    questions: tuple[Question, ...] = ()
    layout: Literal["auto", "side", "stack"] = "auto"

    def field(self, id: str) -> DataField | None:
        return next((field for field in self.fields if field.id == id), None)

    def region_set(self, id: str) -> RegionSet | None:
        return next((group for group in self.region_sets if group.id == id), None)

    def relation_set(self, id: str) -> RelationSet | None:
        return next((group for group in self.relation_sets if group.id == id), None)

    def question(self, id: str) -> Question | None:
        return next((question for question in self.questions if question.id == id), None)

    def about(self, target: str) -> list[Question]:
        return [question for question in self.questions if question.about == target]


def slug(name: str, taken: set[str]) -> str:
    """A readable id from a name, unlike any id in `taken`, which it joins. A name that could be an id is one."""
    fits = re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,59}", name)
    base = name if fits else re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40] or "x"
    candidate, number = base, 2
    while candidate in taken:
        candidate, number = f"{base}_{number}", number + 1
    taken.add(candidate)
    return candidate


def values_of(config: dict[str, Any]) -> list[Value]:
    """All values in a question's config, trees flattened depth first; empty where it offers none."""
    out: list[Value] = []

    def walk(values: Any) -> None:
        for raw in cast(list[Any], values) if isinstance(values, (list, tuple)) else ():
            value = raw if isinstance(raw, Value) else Value.model_validate(raw)
            out.append(value.model_copy(update={"children": ()}))
            walk(value.children)

    walk(config.get("values"))
    return out
