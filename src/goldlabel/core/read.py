"""From a schema as people write it to `Schema`.

In a hand-written schema ids may be left out, values may be bare words, a field's `source` defaults to its
name, `about`, `field` and conditions may name things by name, and `was: <old name>` says that something was
renamed. Given the schema before, ids are kept: by explicit id, else `was`, else the name. An id that stood in
the schema before is not given to something new. `core/write.py` goes the other way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from .kind import Catalog, problems_of
from .model import unstorable
from .naming import EXPLICIT, Names, Raw, Reading, Rename, perhaps, read_values, unknown
from .problem import Invalid, Problem
from .reading_questions import check_circles, check_keys, read_conditions
from .reading_relations import read_relations
from .schema import ITEM, DataField, Question, RegionSet, RelationSet, Schema, Value

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Read:
    """A schema and what its author says was renamed."""

    schema: Schema
    renames: list[Rename]


def read_schema(raw: Any, catalog: Catalog, before: Schema | None = None) -> Read:
    """Raises `Invalid` with every problem found, each with its place: `questions[2].config.values[1].name`."""
    if not isinstance(raw, dict):
        raise Invalid("a schema is an object with fields, region_sets and questions")
    top = cast(Raw, raw)
    if problem := unstorable({str(key): part for key, part in top.items()}):
        raise Invalid([problem])
    reading = Reading(catalog, before)
    for key in top.keys() - Schema.model_fields.keys():
        reading.say(str(key), f"is not known here{perhaps(str(key), Schema.model_fields)}")
    fields = _entries(top, "fields", before.fields if before else (), reading)
    groups = _entries(top, "region_sets", before.region_sets if before else (), reading, ITEM)
    relations = _entries(top, "relation_sets", before.relation_sets if before else (), reading, ITEM)
    questions = _entries(top, "questions", before.questions if before else (), reading)
    _read_fields(fields, reading)
    _read_groups(groups, fields, reading)
    read_relations(relations, groups, reading, refer)
    _read_questions(questions, [*groups, *relations], reading)
    schema = _assemble(top, fields, groups, relations, questions, reading)
    if schema is None or reading.problems:
        raise Invalid(list(dict.fromkeys(reading.problems)))
    return Read(schema, reading.renames)


def _entries(top: Raw, key: str, before: Sequence[Any], reading: Reading, reserved: str = "") -> list[Raw]:
    """The list under `key` as objects of our own with names and ids; what is no object is a problem."""
    raw: Any = top.get(key) if top.get(key) is not None else []
    if not isinstance(raw, (list, tuple)):
        reading.say(key, "must be a list")
        return []
    out: list[Raw] = []
    for index, part in enumerate(cast(list[Any], raw)):
        if isinstance(part, dict):
            out.append(dict(cast(Raw, part)))
        else:
            reading.say(f"{key}[{index}]", "must be an object with a name")
    Names(out, before, reading, reserved).give(out, key, before)
    return out


def refer(wanted: Any, entries: Sequence[Raw], where: str, what: str, reading: Reading, also: str = "") -> str | None:
    """The id that a reference means: an id written in the file, else a name, else an id made by us."""
    if also and wanted == also:
        return also
    ways: tuple[Callable[[Raw], bool], ...] = (
        lambda entry: EXPLICIT in entry and entry["id"] == wanted,
        lambda entry: entry["name"] == wanted,
        lambda entry: entry["id"] == wanted,
    )
    for way in ways:
        for entry in entries:
            if way(entry):
                return entry["id"]
    names = [also] * bool(also) + [entry["name"] for entry in entries]
    if wanted is None:
        reading.say(where, f"is missing; one of {', '.join(names)}" if names else "is missing")
    else:
        reading.say(where, unknown(what, wanted, names) if names else f'no {what} "{wanted}"')
    return None


def _read_fields(fields: Sequence[Raw], reading: Reading) -> None:
    media = reading.catalog.media
    stored = {one.medium for one in reading.before.fields} if reading.before else set[str]()
    sources = {one.id: one.source for one in reading.before.fields} if reading.before else dict[str, str]()
    seen: set[str] = set()
    for index, entry in enumerate(fields):
        source = entry.setdefault("source", sources.get(entry["id"], entry["name"]))  # a rename moves no data
        medium = entry.get("medium")
        if medium is None:
            reading.say(f"fields[{index}].medium", f"is missing; one of {', '.join(media)}")
        elif not isinstance(medium, str) or (medium not in media and medium not in stored):
            reading.say(f"fields[{index}].medium", unknown("medium", medium, media))
        if isinstance(source, str) and source in seen:
            reading.say(f"fields[{index}].source", f'"{source}" is shown by an earlier field already')
        seen.add(str(source))


def _read_groups(groups: Sequence[Raw], fields: Sequence[Raw], reading: Reading) -> None:
    for index, entry in enumerate(groups):
        where = f"region_sets[{index}]"
        if "field" not in entry and len(fields) == 1:
            entry["field"] = fields[0]["id"]
        else:
            entry["field"] = refer(entry.get("field"), fields, f"{where}.field", "field", reading)
        shapes: Any = entry.get("shapes")
        if isinstance(shapes, str):
            shapes = entry["shapes"] = [shapes]
        if not isinstance(shapes, (list, tuple)) or not shapes:
            reading.say(f"{where}.shapes", f"must list at least one of {', '.join(reading.catalog.shapes)}")
            entry["shapes"] = ["(none)"]
            continue
        names = cast(list[Any], shapes)
        data = next((one for one in fields if one["id"] == entry["field"]), None)
        for at, shape in enumerate(names):
            _read_shape(shape, data, f"{where}.shapes[{at}]", reading)
            if shape in names[:at]:
                reading.say(f"{where}.shapes[{at}]", f'"{shape}" stands twice')
        low, high = entry.get("min", 0), entry.get("max")
        if isinstance(low, int) and isinstance(high, int) and high < low:
            reading.say(f"{where}.max", f"is below min ({low})")
        _read_shape_configs(entry, names, where, reading)


def _read_shape(name: Any, data: Raw | None, where: str, reading: Reading) -> None:
    shape = reading.catalog.shapes.get(name) if isinstance(name, str) else None
    medium = reading.catalog.media.get(str(data.get("medium"))) if data else None
    if shape is None:
        stored = reading.before is not None and any(name in one.shapes for one in reading.before.region_sets)
        if not stored:
            reading.say(where, unknown("shape", name, reading.catalog.shapes))
    elif medium is not None and data is not None and shape.surface not in medium.surfaces:
        fitting = [one.name for one in reading.catalog.shapes.values() if one.surface in medium.surfaces]
        way_out = f"; it takes {', '.join(fitting)}" if fitting else ""
        reading.say(where, f'a {name} cannot be drawn on "{data["name"]}" ({medium.name}){way_out}')


def _read_shape_configs(entry: Raw, shapes: list[Any], where: str, reading: Reading) -> None:
    configs: Any = entry.get("config")
    if not isinstance(configs, dict):
        return
    entry["config"] = out = dict(cast(Raw, configs))
    for name, raw in out.items():
        shape = reading.catalog.shapes.get(name)
        if name not in shapes:
            reading.say(f"{where}.config.{name}", f"is not one of the shapes ({', '.join(map(str, shapes))})")
        elif shape is not None:
            out[name] = _config(shape.Config, raw, f"{where}.config.{name}", reading)


def _read_questions(questions: Sequence[Raw], groups: Sequence[Raw], reading: Reading) -> None:
    answers = reading.catalog.answers
    stored = {question.id: question for question in reading.before.questions} if reading.before else {}
    for index, entry in enumerate(questions):
        where = f"questions[{index}]"
        entry["about"] = refer(
            entry.get("about", ITEM), groups, f"{where}.about", "region or relation set", reading, ITEM
        )
        name, before = entry.get("kind"), stored.get(entry["id"])
        kind = answers.get(name) if isinstance(name, str) else None
        if name is None:
            reading.say(f"{where}.kind", f"is missing; one of {', '.join(answers)}")
        elif kind is None and (before is None or before.kind != name):
            reading.say(f"{where}.kind", unknown("answer kind", name, answers))
        elif kind is not None:
            for key in (entry.keys() & kind.Config.model_fields.keys()) - Question.model_fields.keys():
                reading.say(f"{where}.{key}", "belongs into config")
                del entry[key]
            entry["config"] = _answer_config(kind.Config, entry.get("config"), before, f"{where}.config", reading)
    read_conditions(questions, reading, refer)
    check_circles(questions, reading)
    check_keys(questions, reading)


def _answer_config(model: type[BaseModel], raw: Any, before: Question | None, where: str, reading: Reading) -> Raw:
    """A question's config: its values named, then validated; compact, without defaults."""
    if raw is not None and not isinstance(raw, dict):
        reading.say(where, "must be an object")
        return {}
    config: dict[Any, Any] = dict(cast(Raw, raw or {}))
    for word, key in ((True, "yes"), (False, "no")):
        if word in config and key in model.model_fields:  # YAML: a bare `yes:` is `true:`
            config[key] = config.pop(word)
    listed = model.model_fields.get("values")
    found = len(reading.problems)
    if listed is not None and listed.annotation == tuple[Value, ...] and config.get("values") is not None:
        old = (
            [Value.model_validate(one) for one in cast(list[Any], before.config.get("values") or [])] if before else []
        )
        config["values"] = read_values(config["values"], old, f"{where}.values", reading)
    return config if len(reading.problems) > found else _config(model, config, where, reading)


def _config(model: type[BaseModel], raw: Any, where: str, reading: Reading) -> Raw:
    try:
        return model.model_validate(raw).model_dump(mode="json", exclude_defaults=True)
    except ValidationError as error:
        reading.problems += [problem.inside(where) for problem in problems_of(error)]
        return {}


def _assemble(
    top: Raw, fields: list[Raw], groups: list[Raw], relations: list[Raw], questions: list[Raw], reading: Reading
) -> Schema | None:
    def parts(entries: list[Raw], model: type[M], key: str) -> tuple[M, ...]:
        return tuple(
            part for index, entry in enumerate(entries) if (part := _part(entry, model, f"{key}[{index}]", reading))
        )

    out = {
        "fields": parts(fields, DataField, "fields"),
        "region_sets": parts(groups, RegionSet, "region_sets"),
        "relation_sets": parts(relations, RelationSet, "relation_sets"),
        "questions": parts(questions, Question, "questions"),
    }
    if not fields and "fields" not in {problem.where for problem in reading.problems}:
        reading.say("fields", "needs at least one: what is shown")
    if reading.problems:
        return None
    try:
        return Schema.model_validate(out | {key: top[key] for key in top.keys() - out.keys()})
    except ValidationError as error:
        reading.problems += problems_of(error)
        return None


def _part(entry: Raw, model: type[M], where: str, reading: Reading) -> M | None:
    """One entry as its model. A problem at a place that has one already is not said again."""
    entry.pop(EXPLICIT, None)
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        known = {problem.where for problem in reading.problems}
        for problem in problems_of(error):
            placed: Problem = problem.inside(where)
            if placed.where not in known:
                reading.problems.append(placed)
        return None
