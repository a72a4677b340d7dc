"""Structured data by a JSON Schema: extraction, forms, tool arguments."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Annotated, Any, TypeVar, cast

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from ..core.geometry import unanimous
from ..core.kind import Answer, Example, Scale, Target, short
from ..core.model import Json as AnyJson
from ..core.model import Model, Plain, canonical, unstorable
from ..core.problem import Problem

MAX_BYTES = 1_000_000
"""Of one answer, as canonical JSON."""
SHOWN = 5
"""Problems of one answer that are told."""
T = TypeVar("T")


class JsonConfig(Model):
    """`schema` is JSON Schema, draft 2020-12. References stay inside it (`#/$defs/…`); patterns know no look-around."""

    json_schema: dict[str, AnyJson] = Field(default_factory=lambda: {"type": "object"}, alias="schema")

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="after")
    def _usable(self) -> "JsonConfig":
        from jsonschema import Draft202012Validator, SchemaError

        try:
            Draft202012Validator.check_schema(self.json_schema)
        except SchemaError as error:
            where = "/".join(str(part) for part in error.path)
            raise ValueError(f"is no JSON Schema (draft 2020-12): {where or 'schema'}: {error.message}") from None
        for part in _objects(self.json_schema):
            reference, pattern = part.get("$ref"), part.get("pattern")
            if isinstance(reference, str) and not reference.startswith("#"):
                raise ValueError(f"refers to {reference[:100]}; only references inside it (#/$defs/…) are followed")
            if isinstance(pattern, str) and _searcher(pattern) is None:
                raise ValueError(f"pattern {pattern[:100]} is no regular expression that can be used here")
        return self

    @cached_property
    def validator(self) -> Any:
        """Of values. Patterns are matched in linear time (Rust's regex): no answer can hang the server."""
        from jsonschema import Draft202012Validator, validators

        extend = cast(Callable[..., Any], validators.extend)  # pyright: ignore[reportUnknownMemberType]
        return extend(Draft202012Validator, {"pattern": _pattern})(self.json_schema)


class JsonValue(Plain[AnyJson]):
    """What the schema asks for."""


class Json(Answer[JsonConfig, JsonValue]):
    """Structured data by a JSON Schema. Distance: the mean over the parts, each between 0 and 1.

    Objects: over all keys of both, 1 for a key that only one has. Lists: the cheapest way to make one of the other
    by leaving out, adding (1 each) and changing entries (their distance), over the longer length. Numbers: |a − b| /
    max(|a|, |b|). Text: Levenshtein / the longer length. Combined: objects key by key, a key that more than half
    have; single values by weight; lists and whatever then breaks the schema by the medoid.
    """

    name, scale, Config, Value = "json", Scale.structure, JsonConfig, JsonValue

    def check(self, value: JsonValue, config: JsonConfig, target: Target) -> list[Problem]:
        if broken := unstorable(value.root):
            return [broken]
        if (size := len(canonical(value.root))) > MAX_BYTES:
            return [Problem("", f"has {size:,} bytes; at most {MAX_BYTES:,} are taken")]
        found: list[Problem] = []
        for error in config.validator.iter_errors(value.root):
            where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
            found.append(Problem(where.lstrip("."), short(str(error.message), 200)))
            if len(found) == SHOWN:
                break
        return found

    def distance(self, a: JsonValue, b: JsonValue, config: JsonConfig) -> float:
        one, other = sorted((a.root, b.root), key=canonical)  # the same sum, whichever comes first
        return apart(one, other)

    def combine(self, values: Sequence[JsonValue], weights: Sequence[float], config: JsonConfig) -> JsonValue:
        if unanimous(values):
            return values[0]
        joined = JsonValue(_together([value.root for value in values], list(weights)))
        fits = next(config.validator.iter_errors(joined.root), None) is None
        return joined if fits else super().combine(values, weights, config)

    def summary(self, value: JsonValue, config: JsonConfig) -> str:
        return short(_line(value.root))

    def key(self, value: JsonValue, config: JsonConfig) -> str:
        return short(canonical(value.root).decode())

    def examples(self) -> Sequence[Example[JsonConfig, JsonValue]]:
        invoice: dict[str, AnyJson] = {
            "type": "object",
            "required": ["vendor", "total"],
            "additionalProperties": False,
            "properties": {
                "vendor": {"type": "string", "minLength": 1},
                "total": {"type": "number", "minimum": 0},
                "currency": {"enum": ["EUR", "USD"]},
                "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}},
            },
            "$defs": {
                "line": {
                    "type": "object",
                    "required": ["text"],
                    "properties": {"text": {"type": "string"}, "price": {"type": "number"}},
                }
            },
        }
        make = JsonValue
        return [
            Example(
                JsonConfig(schema=invoice),
                valid=[
                    make({"vendor": "Café Nord", "total": 12.5, "currency": "EUR"}),
                    make({"vendor": "Café Nord", "total": 12.5, "lines": [{"text": "Espresso", "price": 5.2}]}),
                    make({"vendor": "Bäckerei", "total": 3}),
                ],
                invalid=[
                    make({"vendor": "Café Nord"}),
                    make({"vendor": "", "total": 1}),
                    make({"vendor": "x", "total": "1"}),
                    make([]),
                    make({"vendor": "NUL \x00", "total": 1}),
                ],
            ),
            Example(
                JsonConfig(schema={"type": "array", "items": {"type": "string", "pattern": "^[A-Z]{2}$"}}),
                valid=[make(["DE", "FR"]), make([]), make(["FR", "DE"])],
                invalid=[make(["de"]), make("DE")],
            ),
        ]


def apart(a: AnyJson, b: AnyJson) -> float:
    """How far two JSON values are apart, from 0 to 1; see `Json`. Time: the product of the lists' lengths."""
    if isinstance(a, bool) or isinstance(b, bool) or a is None or b is None:
        return 0.0 if a is b else 1.0
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        largest = max(abs(a), abs(b))
        return min(1.0, abs(a - b) / largest) if largest and a != b else 0.0
    if isinstance(a, str) and isinstance(b, str):
        from rapidfuzz.distance import Levenshtein

        return Levenshtein.normalized_distance(a, b)
    if isinstance(a, dict) and isinstance(b, dict):
        keys = sorted({*a, *b})
        return sum(apart(a[key], b[key]) if key in a and key in b else 1.0 for key in keys) / max(len(keys), 1)
    if isinstance(a, list) and isinstance(b, list):
        return _edits(a, b) / max(len(a), len(b), 1)
    return 1.0


def _edits(a: list[AnyJson], b: list[AnyJson]) -> float:
    """The weighted edit distance of two lists."""
    above = [float(column) for column in range(len(b) + 1)]
    for row, one in enumerate(a, 1):
        here = [float(row)]
        for column, other in enumerate(b, 1):
            here.append(min(above[column] + 1, here[-1] + 1, above[column - 1] + apart(one, other)))
        above = here
    return above[-1]


def _together(values: list[AnyJson], weights: list[float]) -> AnyJson:
    if all(isinstance(value, dict) for value in values):
        return _objects_together(cast(list[dict[str, AnyJson]], values), weights)
    if any(isinstance(value, (dict, list)) for value in values):
        costs = [
            sum(weight * apart(value, other) for other, weight in zip(values, weights, strict=True)) for value in values
        ]
        return values[costs.index(min(costs))]
    votes: dict[bytes, float] = {}
    for value, weight in zip(values, weights, strict=True):
        votes[canonical(value)] = votes.get(canonical(value), 0.0) + weight
    best = max(votes, key=lambda one: votes[one])
    return next(value for value in values if canonical(value) == best)


def _objects_together(values: list[dict[str, AnyJson]], weights: list[float]) -> dict[str, AnyJson]:
    out: dict[str, AnyJson] = {}
    for key in dict.fromkeys(key for value in values for key in value):
        given = [(value[key], weight) for value, weight in zip(values, weights, strict=True) if key in value]
        if 2 * sum(weight for _, weight in given) > sum(weights):
            out[key] = _together([one for one, _ in given], [weight for _, weight in given])
    return out


def _line(value: AnyJson) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_line(part)}" for key, part in value.items())
    if isinstance(value, list):
        return f"[{'; '.join(_line(part) for part in value)}]"
    return value if isinstance(value, str) else json.dumps(value)


def _objects(raw: Any) -> Sequence[Mapping[str, Any]]:
    """Every object in a JSON value."""
    out: list[Mapping[str, Any]] = []
    waiting: list[Any] = [raw]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            out.append(cast(Mapping[str, Any], one))
            waiting += cast(Mapping[str, Any], one).values()
        elif isinstance(one, (list, tuple)):
            waiting += cast(Sequence[Any], one)
    return out


@lru_cache(maxsize=256)
def _searcher(pattern: str) -> TypeAdapter[str] | None:
    try:
        return TypeAdapter(Annotated[str, Field(pattern=pattern)])
    except Exception:  # pydantic's SchemaError has no public base
        return None


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Any:
    from jsonschema import ValidationError as Wrong

    searcher = _searcher(pattern)
    if isinstance(instance, str) and searcher is not None:
        try:
            searcher.validate_python(instance)
        except ValidationError:
            yield Wrong(f"{instance!r} does not match {pattern}")
