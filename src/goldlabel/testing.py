"""The promises that every kind keeps, as checks to run against your own. Public: plugins run it in their tests.

    import pytest
    from goldlabel.testing import checks, run

    @pytest.mark.parametrize("check", checks(), ids=lambda check: check.__name__)
    def test_colour(check):
        run(check, Colour(), expected={"bounded": "distance is in degrees"})

Each check takes a kind and raises `AssertionError` with what it saw. `expected` names checks that must fail,
with the reason: one that passes after all is an error too. Needs nothing but goldlabel; with hypothesis
installed, `strategy(kind)` also makes values to try.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations_with_replacement
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from .core.annotation import Answer as AnswerPart
from .core.annotation import Body, Region
from .core.kind import Answer, Example, Kind, Scale, Shape, Target
from .core.model import canonical, unstorable
from .core.schema import DataField, Question, RegionSet, Schema

AnyKind = Kind[Any, Any]
Check = Callable[[AnyKind], None]
UNBOUNDED = {Scale.numeric}
"""Scales whose distance may exceed 1."""


def checks() -> list[Check]:
    """Every promise, in an order that names causes before effects."""
    return [
        has_examples,
        round_trip,
        schema_accepts,
        valid_is_valid,
        invalid_is_invalid,
        foreign_values_refused,
        distance_self,
        distance_symmetric,
        bounded,
        unanimous,
        combine_valid,
        clean_settles,
        words,
        options_known,
        lowers,
        between_ends,
        upgrades,
    ]


def run(check: Check, kind: AnyKind, expected: Mapping[str, str] | None = None) -> None:
    """One check; if it is in `expected`, it must fail."""
    reason = (expected or {}).get(check.__name__)
    try:
        check(kind)
    except AssertionError:
        if reason is None:
            raise
    else:
        assert reason is None, f"{check.__name__} passes; take it out of the expected failures ({reason})"


def cases(kinds: Sequence[AnyKind]) -> list[tuple[Check, AnyKind]]:
    """Every check with every kind, for `pytest.mark.parametrize`."""
    return [(check, kind) for kind in kinds for check in checks()]


def has_examples(kind: AnyKind) -> None:
    examples = kind.examples()
    assert examples, "examples() is empty"
    assert all(example.valid for example in examples), "an example without valid values shows nothing"
    assert any(len(example.valid) > 1 for example in examples), "no two valid values to compare"


def round_trip(kind: AnyKind) -> None:
    for example, value in _every(kind):
        for model, one in ((kind.Value, value), (kind.Config, example.config)):
            raw = one.model_dump(mode="json")
            assert model.model_validate(json.loads(json.dumps(raw))) == one, f"{raw} reads back as something else"
            again = model.model_validate(raw).model_dump(mode="json")
            assert canonical(again) == canonical(raw), f"{raw} is written as {again} the second time"
        compact = example.config.model_dump(mode="json", exclude_defaults=True)
        assert kind.Config.model_validate(compact) == example.config, f"{compact} loses settings"


def schema_accepts(kind: AnyKind) -> None:
    """The JSON schema, which forms and the API rest on, takes what the model takes."""
    for example, value in _every(kind):
        for model, one in ((kind.Value, value), (kind.Config, example.config)):
            problem = _against(one.model_dump(mode="json"), model.model_json_schema())
            assert problem is None, f"{one!r}: the JSON schema says {problem}"


def valid_is_valid(kind: AnyKind) -> None:
    for example in kind.examples():
        for value in example.valid:
            problems = kind.check(value, example.config, example.target)
            assert not problems, f"{value!r}: {problems[0]}"


def invalid_is_invalid(kind: AnyKind) -> None:
    for example in kind.examples():
        for value in example.invalid:
            problems = kind.check(value, example.config, example.target)
            assert problems, f"{value!r} has no problem"
            assert all(problem.message for problem in problems), "a problem must say what is wrong"


def foreign_values_refused(kind: AnyKind) -> None:
    """Values of no kind are a problem with a place, never an exception."""
    for example in kind.examples():
        strange: tuple[Any, ...] = (None, {"no": "such"}, [[[[]]]], math.nan)
        for raw in strange:
            value, problems = kind.parse(raw, example.config, example.target)
            assert value is None or problems, f"{raw!r} is taken as {value!r}"


def distance_self(kind: AnyKind) -> None:
    for example, value in _every(kind):
        again = kind.Value.model_validate(value.model_dump(mode="json"))
        assert kind.distance(value, again, example.config) == 0, f"{value!r} is away from itself"


def distance_symmetric(kind: AnyKind) -> None:
    for config, a, b in _pairs(kind):
        there, back = kind.distance(a, b, config), kind.distance(b, a, config)
        assert there == back, f"{a!r} to {b!r} is {there}, back {back}"


def bounded(kind: AnyKind) -> None:
    for config, a, b in _pairs(kind):
        distance = kind.distance(a, b, config)
        assert math.isfinite(distance), f"{a!r} to {b!r}: {distance}"
        assert distance >= 0, f"{a!r} to {b!r}: {distance}"
        if getattr(kind, "scale", None) not in UNBOUNDED:
            assert distance <= 1, f"{a!r} to {b!r}: {distance}, above 1"


def unanimous(kind: AnyKind) -> None:
    for example, value in _every(kind):
        for weights in ([1.0], [1.0, 1.0, 1.0], [0.1, 0.7]):
            combined = kind.combine([value] * len(weights), weights, example.config)
            assert combined == value, f"{len(weights)} × {value!r} become {combined!r}"


def combine_valid(kind: AnyKind) -> None:
    for example in kind.examples():
        count = len(example.valid)
        for weights in ([1.0] * count, [1.0 + place for place in range(count)]):
            combined = kind.combine(example.valid, weights, example.config)
            problems = kind.check(combined, example.config, example.target)
            assert not problems, f"combined to {combined!r}: {problems[0]}"


def clean_settles(kind: AnyKind) -> None:
    for example in kind.examples():
        for value in example.valid:
            clean = kind.clean(value, example.config, example.target)
            assert not kind.check(clean, example.config, example.target), f"{value!r} is cleaned to {clean!r}"
            assert kind.clean(clean, example.config, example.target) == clean, f"{clean!r} changes when cleaned twice"
            apart = kind.distance(value, clean, example.config)
            assert apart < 1e-9, f"{value!r} means something else when cleaned: {clean!r}"


def words(kind: AnyKind) -> None:
    """`key` and `summary` are short, storable, and equal for equal values."""
    for example, value in _every(kind):
        for word in (kind.key(value, example.config), kind.summary(value, example.config)):
            assert isinstance(word, str), f"{word!r} is not text"
            assert len(word) <= 200, f"{len(word)} characters for {value!r}"
            assert unstorable(word) is None, f"{word!r} cannot be stored"
            assert "\n" not in kind.summary(value, example.config), "a summary is one line"


def options_known(kind: AnyKind) -> None:
    """What `options` lists is unique text."""
    if isinstance(kind, Answer):
        for example in kind.examples():
            listed: list[str] | None = kind.options(example.config)
            assert listed is None or len(set(listed)) == len(listed), f"{listed} has duplicates"


def lowers(kind: AnyKind) -> None:
    """Simpler shapes are valid where the shape itself is."""
    if not isinstance(kind, Shape):
        return
    from .catalog import catalog

    shapes = catalog().shapes
    for example in kind.examples():
        for value in example.valid:
            lowered: dict[str, BaseModel] = kind.lower(value)
            for name, simpler in lowered.items():
                assert name in shapes, f"lower() names {name}, which is no shape"
                other = shapes[name]
                assert isinstance(simpler, other.Value), f"{name} of {value!r} is {simpler!r}"
                problems = other.check(simpler, other.Config(), Target(data=example.target.data))
                assert not problems, f"{name} of {value!r}: {problems[0]}"


def between_ends(kind: AnyKind) -> None:
    if isinstance(kind, Shape):
        for _, a, b in _pairs(kind):
            assert kind.between(a, b, 0.0) == a, f"at 0, between {a!r} and {b!r} is not the first"


def upgrades(kind: AnyKind) -> None:
    """Today's values pass `parse` untouched; those of `older()` arrive in today's form."""
    for example in kind.examples():
        for value in example.valid:
            for version in (None, kind.version):
                parsed, _ = kind.parse(value.model_dump(mode="json"), example.config, example.target, version)
                assert parsed == value, f"version {version} of {value!r} reads as {parsed!r}"
    older = list(kind.older())
    missing = set(range(1, kind.version)) - {version for version, _, _ in older}
    assert not missing, f"older() has no stored value of version {min(missing)}"
    config, target = kind.examples()[0].config, kind.examples()[0].target
    for version, raw, value in older:
        parsed, _ = kind.parse(raw, config, target, version)
        assert parsed == value, f"version {version}: {raw} reads as {parsed!r}, not {value!r}"


def strategy(kind: AnyKind) -> Any:
    """A hypothesis strategy of (config, target, value): the kind's examples, and values like them with numbers
    and texts changed that the kind's model still takes."""
    from hypothesis import strategies as st

    def like(example: Example[Any, Any], value: BaseModel) -> Any:
        return near(value.model_dump(mode="json")).map(lambda raw: parsed(example, value, raw))  # pyright: ignore

    def near(raw: Any) -> Any:
        if isinstance(raw, bool):
            return st.booleans()
        if isinstance(raw, int):
            return st.integers(-5, 1000)
        if isinstance(raw, float):
            return st.floats(-10, 1000, width=32) | st.just(raw)
        if isinstance(raw, str):
            return st.sampled_from([raw, raw + "x", raw[:1]]) | st.text(max_size=8)
        if isinstance(raw, list):
            return st.tuples(*(near(part) for part in cast(list[Any], raw))).map(list)
        if isinstance(raw, dict):
            return st.fixed_dictionaries({key: near(part) for key, part in cast(dict[str, Any], raw).items()})
        return st.just(raw)

    def parsed(example: Example[Any, Any], value: BaseModel, raw: Any) -> Any:
        try:
            return example.config, example.target, kind.Value.model_validate(raw)
        except ValidationError:  # as with the few words that a kind knows: the example itself then
            return example.config, example.target, value

    one_of = [like(example, value) for example in kind.examples() for value in example.valid]
    return st.one_of(one_of)


def sample(kind: AnyKind) -> tuple[Schema, Body]:
    """A small schema that uses the kind, built from its first example, and a body that fits."""
    example = kind.examples()[0]
    value, config = example.valid[0].model_dump(mode="json"), example.config.model_dump(mode="json")
    if isinstance(kind, Shape):
        medium = "text" if kind.surface == "text" else "image"
        group = RegionSet(id="places", name="places", field="data", shapes=(kind.name,), config={kind.name: config})
        fields = (DataField(id="data", name="data", medium=medium, source="data"),)
        return Schema(fields=fields, region_sets=(group,)), Body(
            regions=(Region(id="r1", set="places", shape=kind.name, value=value, version=kind.version),)
        )
    fields = (DataField(id="text", name="text", medium="text", source="text"),)
    question = Question(id="question", name="question", kind=kind.name, config=config)
    part = AnswerPart(question="question", kind=kind.name, value=value, version=kind.version)
    return Schema(fields=fields, questions=(question,)), Body(answers=(part,))


def _every(kind: AnyKind) -> Iterator[tuple[Example[Any, Any], Any]]:
    """All example values that can be stored; text with NUL is an example of what cannot."""
    for example in kind.examples():
        for value in (*example.valid, *example.invalid):
            yield example, value


def _pairs(kind: AnyKind) -> Iterator[tuple[Any, Any, Any]]:
    for example in kind.examples():
        for a, b in combinations_with_replacement((*example.valid, *example.invalid), 2):
            yield example.config, a, b


def _against(raw: Any, schema: dict[str, Any]) -> str | None:
    """What a JSON schema has against a value; None when nothing, or when jsonschema is not installed."""
    try:
        from jsonschema import Draft202012Validator
    except ImportError:
        return None
    error = next(Draft202012Validator(schema).iter_errors(raw), None)  # pyright: ignore[reportUnknownMemberType]
    return None if error is None else error.message
