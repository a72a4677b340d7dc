"""The three small open sets that every task is composed of: media, shapes, answers.

A kind is a stateless object. It must say what its owner may configure (`Config`), what a labeler gives
(`Value`), what is wrong with a value (`check`), how far two values are apart (`distance`), and give
`examples`. Storage, API, forms, agreement, a default consensus, formats and tests follow from these.
`goldlabel.testing` runs the promises against any kind, built in or plugged in.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from .model import Json, canonical, content_hash
from .problem import Invalid, Problem

C = TypeVar("C", bound=BaseModel)
V = TypeVar("V", bound=BaseModel)


IN_MEMORY = 256 << 20
"""Bytes of a file that may be held in memory."""


class Surface(StrEnum):
    """Where a shape can lie. A medium offers surfaces; a shape lives on one."""

    text = "text"
    line = "line"
    plane = "plane"
    grid = "grid"


class Scale(StrEnum):
    """How an answer's values compare; agreement and consensus dispatch on this, never on names."""

    nominal = "nominal"
    set = "set"
    ordinal = "ordinal"
    numeric = "numeric"
    ranking = "ranking"
    text = "text"
    tree = "tree"
    structure = "structure"


@dataclass(frozen=True, slots=True)
class Extent:
    """How large one field of one item is, as far as known: `length` in code points or microseconds, plane in pixels."""

    length: int | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """A file made of another when that is stored: an index of frames, peaks, a picture for lists.

    A path is a temporary file, which whoever stores it removes.
    """

    content: bytes | Path
    mime: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a value is about: the item's own data, and the extent of the field that a region lies on."""

    data: Mapping[str, Json] = field(default_factory=dict[str, Json])
    extent: Extent = Extent()


@dataclass(frozen=True, slots=True)
class Example(Generic[C, V]):
    """Values that fit a config and values that do not; tests, docs and seed data all use them."""

    config: C
    valid: Sequence[V]
    invalid: Sequence[V] = ()
    target: Target = Target()


class Kind(ABC, Generic[C, V]):
    """What answers and shapes share. One instance serves every project."""

    name: ClassVar[str]
    """In files, addresses and TypeScript; never changes."""
    version: ClassVar[int] = 1
    Config: type[C]
    Value: type[V]

    @abstractmethod
    def check(self, value: V, config: C, target: Target) -> list[Problem]:
        """Everything wrong with a well-formed value: unknown option, outside the text …; empty when fine."""

    @abstractmethod
    def distance(self, a: V, b: V, config: C) -> float:
        """0 for the same, finite and >= 0, symmetric. Bounded kinds end at 1 = nothing in common."""

    @abstractmethod
    def examples(self) -> Sequence[Example[C, V]]: ...

    def summary(self, value: V, config: C) -> str:
        """One short line for tables and diffs."""
        return canonical(value.model_dump(mode="json")).decode()

    def key(self, value: V, config: C) -> str:
        """The value as one comparable word for index rows and counts: a category, a rounded number."""
        return short(self.summary(value, config))

    def clean(self, value: V, config: C, target: Target) -> V:
        """The one form in which equal values are stored: the schema's order, angles in [0, 360). Valid values only."""
        return value

    def combine(self, values: Sequence[V], weights: Sequence[float], config: C) -> V:
        """One value for many: the medoid, nearest to all others by weight; the earliest wins a tie."""
        costs = [
            sum(weight * self.distance(value, other, config) for other, weight in zip(values, weights, strict=True))
            for value in values
        ]
        return values[costs.index(min(costs))]

    def upgrade(self, raw: Json, version: int) -> Json:
        """A stored value of an older `version` in today's form."""
        return raw

    def older(self) -> Sequence[tuple[int, Json, V]]:
        """Stored values of every older version, and what each is today; the tests of `upgrade`."""
        return ()

    def parse(self, raw: Json, config: C, target: Target, version: int | None = None) -> tuple[V | None, list[Problem]]:
        """A stored or sent value, validated and checked: the value (None if malformed) and the problems."""
        if version is not None and version < self.version:
            raw = self.upgrade(raw, version)
        try:
            value = self.Value.model_validate(raw)
        except ValidationError as error:
            return None, problems_of(error)
        return value, self.check(value, config, target)


class Answer(Kind[C, V]):
    """*What*: the reply to one question."""

    scale: ClassVar[Scale]

    def options(self, config: C) -> list[str] | None:
        """The ids of the values to choose from, in order; None for open answers."""
        return None


class Shape(Kind[C, V]):
    """*Where*: a region's geometry on one surface."""

    surface: ClassVar[Surface]

    def between(self, a: V, b: V, t: float) -> V:
        """The shape a fraction `t` of the way from keyframe `a` to `b`; by default `a` holds."""
        return a

    def lower(self, value: V) -> dict[str, BaseModel]:
        """The same place in simpler shapes by their names (`polygon`, `box`), for formats that lack this one."""
        return {}


class Medium(ABC):
    """A kind of data shown. `value` is what the item's data holds for a field of this medium."""

    name: ClassVar[str]
    surfaces: ClassVar[tuple[Surface, ...]]
    mimes: ClassVar[tuple[str, ...]] = ()
    """Content types a file of this medium may have; empty when the data is inline."""
    endings: ClassVar[Mapping[str, str]] = {}
    """How names of its files end (lower case, with the dot) and what they then are; the first for a type is usual."""

    @abstractmethod
    def check(self, value: Json) -> list[Problem]:
        """What is wrong with the field's value as it stands in the item's data."""

    @abstractmethod
    def extent(self, value: Json, info: Mapping[str, Any]) -> Extent:
        """Its size from the value itself or from what `probe` found (`info`)."""

    def words(self, value: Json) -> str:
        """What there is to read in it, for headings, cards and cells; nothing where it is a file."""
        return value if isinstance(value, str) and not self.mimes else ""

    max_bytes: ClassVar[int] = IN_MEMORY
    """Of one file. Media whose files may be larger say so, and look into them by `probe_file`."""

    def probe(self, content: bytes) -> dict[str, Any]:
        """Facts of a file's bytes: at least `mime`; raises `Invalid` for a broken or foreign file.

        `derived` among them, `Derived` files by name, are stored beside it and reach the label screen with it.
        """
        raise NotImplementedError(f"{self.name} has no files")

    def probe_file(self, path: Path) -> dict[str, Any]:
        """`probe` of a file on disk; by default read whole."""
        return self.probe(path.read_bytes())


def short(text: str, limit: int = 200) -> str:
    """`text` without NUL in at most `limit` characters; a longer one keeps its beginning and ends in a hash."""
    text = text.replace("\x00", "\ufffd")
    return text if len(text) <= limit else f"{text[: limit - 14]}… {content_hash(text)[:12]}"


M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], raw: Any, where: str) -> M:
    """`raw` (None: all defaults) as the model. Raises Invalid with every problem, each inside `where`."""
    try:
        return model.model_validate({} if raw is None else raw)
    except ValidationError as error:
        raise Invalid([problem.inside(where) for problem in problems_of(error)]) from None


def problems_of(error: ValidationError) -> list[Problem]:
    """The complaints of pydantic as ours: path, then sentence."""
    out: list[Problem] = []
    for detail in error.errors(include_url=False):
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in detail["loc"]).lstrip(".")
        out.append(Problem(where, detail["msg"].removeprefix("Value error, ")))
    return out


@dataclass(frozen=True, slots=True)
class Catalog:
    """The ordered lists of kinds, by name. `goldlabel.catalog` makes the one with built-ins and plugins."""

    media: Mapping[str, Medium]
    shapes: Mapping[str, Shape[Any, Any]]
    answers: Mapping[str, Answer[Any, Any]]
