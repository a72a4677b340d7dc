"""Labels as people write them in scripts, by names, and as they are stored, by ids.

    {"sentiment": "positive"}                                               answers about the item
    {"entities": [{"span": [0, 5], "type": "PER"}]}                         regions with answers about them
    {"objects": [{"box": [10, 20, 64, 48], "class": "car", "id": "car-1"}]}
    {"links": [{"from": "car-1", "to": "r2", "where": "behind"}]}           relations between regions by their ids

A region without an id is r1, r2 … in the order given. A shape's value may be a list of its numbers in order instead of
an object with their names. A whole body `{"answers": […], "regions": […]}` with ids is taken as it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from goldlabel.catalog import catalog
from goldlabel.core.annotation import Answer, Body, Region, Relation
from goldlabel.core.kind import problems_of
from goldlabel.core.naming import perhaps
from goldlabel.core.problem import Invalid, Problem
from goldlabel.core.schema import ITEM, RegionSet, RelationSet, Schema
from goldlabel.formats.parts.names import Names, SchemaNames

Labels = Mapping[str, Any]


def body_of(schema: Schema, given: Labels | Body) -> Body:
    """Raises Invalid with every name that the schema does not know and every value that cannot be read."""
    if isinstance(given, Body):
        return given
    names = SchemaNames(schema)
    if given and set(given) <= {"answers", "regions", "relations"} and not any(_known(names, word) for word in given):
        try:
            return Body.model_validate(dict(given))
        except ValidationError as error:
            raise Invalid(problems_of(error)) from None
    reader = _Reader(names)
    for name, value in given.items():
        reader.read(str(name), value)
    if reader.problems:
        raise Invalid(reader.problems)
    return Body(answers=tuple(reader.answers), regions=tuple(reader.regions), relations=tuple(reader.relations))


def amended(schema: Schema, base: Body, given: Labels | Body) -> Body:
    """`base` with what is given in place of its own. A region without a shape is one of `base`, named by its id."""
    if isinstance(given, Body):
        return given
    there = {region.id: region for region in base.regions}
    joined = {relation.id: relation for relation in base.relations}
    full: dict[str, Any] = {}
    for name, value in given.items():
        group = _group(schema, str(name)) or _relation_set(schema, str(name))
        parts: list[Any] = list(cast(Sequence[Any], value)) if group and isinstance(value, (list, tuple)) else []
        full[name] = [_with_ends(_with_shape(one, there), joined) for one in parts] if parts else value
    new = body_of(schema, full)
    said = {(answer.question, answer.region) for answer in new.answers}
    drawn = {region.id for region in new.regions}
    kept = [answer for answer in base.answers if (answer.question, answer.region) not in said]
    regions = [region for region in base.regions if region.id not in drawn]
    drawn = {relation.id for relation in new.relations}
    relations = [relation for relation in base.relations if relation.id not in drawn]
    return Body(answers=(*kept, *new.answers), regions=(*regions, *new.regions), relations=(*relations, *new.relations))


def _with_shape(raw: Any, there: Mapping[str, Region]) -> Any:
    if not isinstance(raw, Mapping):
        return raw
    entry = dict(cast(Mapping[str, Any], raw))
    known = there.get(str(entry.get("id")))
    if known is None or known.shape in entry:
        return entry
    return {known.shape: known.value, "keyframes": known.keyframes, **entry}


def _with_ends(raw: Any, there: Mapping[str, Relation]) -> Any:
    if not isinstance(raw, Mapping):
        return raw
    entry = dict(cast(Mapping[str, Any], raw))
    known = there.get(str(entry.get("id")))
    return entry if known is None else {"from": known.from_id, "to": known.to_id, **entry}


def named(schema: Schema, body: Body) -> dict[str, Any]:
    """The same body by names; `body_of` gives it back."""
    names = SchemaNames(schema)
    out: dict[str, Any] = {_name(names, a.question): _named(names, a) for a in body.answers if a.region is None}
    for region in body.regions:
        group = schema.region_set(region.set)
        entry: dict[str, Any] = {"id": region.id, region.shape: region.value}
        if region.keyframes:
            entry["keyframes"] = [one.model_dump(mode="json", exclude_none=True) for one in region.keyframes]
        entry |= {_name(names, a.question): _named(names, a) for a in body.answers if a.region == region.id}
        out.setdefault(group.name if group else region.set, []).append(entry)
    for relation in body.relations:
        joins = schema.relation_set(relation.set)
        entry = {"id": relation.id, "from": relation.from_id, "to": relation.to_id}
        entry |= {_name(names, a.question): _named(names, a) for a in body.answers if a.region == relation.id}
        out.setdefault(joins.name if joins else relation.set, []).append(entry)
    return out


def _known(names: SchemaNames, word: str) -> bool:
    sets = (_group(names.schema, word), _relation_set(names.schema, word))
    return names.find(word, ITEM) is not None or any(one is not None for one in sets)


def _relation_set(schema: Schema, word: str) -> RelationSet | None:
    groups = schema.relation_sets
    return next((g for g in groups if g.name == word), None) or next((g for g in groups if g.id == word), None)


def _group(schema: Schema, word: str) -> RegionSet | None:
    groups = schema.region_sets
    return next((g for g in groups if g.name == word), None) or next((g for g in groups if g.id == word), None)


def _name(names: SchemaNames, question: str) -> str:
    known = names.questions.get(question)
    return known.question.name if known else question


def _named(names: SchemaNames, answer: Answer) -> Any:
    known = names.questions.get(answer.question)
    return known.named(answer.value) if known else answer.value


class _Reader:
    def __init__(self, names: SchemaNames) -> None:
        self.names = names
        self.answers: list[Answer] = []
        self.regions: list[Region] = []
        self.relations: list[Relation] = []
        self.problems: list[Problem] = []

    def read(self, name: str, value: Any) -> None:
        if (question := self.names.find(name, ITEM)) is not None:
            self._answer(question, value, name, None)
        elif (group := _group(self.names.schema, name)) is not None:
            self._group(group, value, name)
        elif (joins := _relation_set(self.names.schema, name)) is not None:
            self._joins(joins, value, name)
        else:
            schema = self.names.schema
            sets = [one.name for one in (*schema.region_sets, *schema.relation_sets)]
            known = [n.question.name for n in self.names.about()] + sets
            there = perhaps(name, known) or f"; there is {', '.join(known) or 'nothing to answer'}"
            self._say(name, f"the schema has no such question or region set{there}")

    def _group(self, group: RegionSet, value: Any, where: str) -> None:
        if not isinstance(value, (list, tuple)):
            self._say(where, "must be a list of regions")
            return
        for index, raw in enumerate(cast(Sequence[Any], value)):
            if isinstance(raw, Mapping):
                self._region(group, dict(cast(Mapping[str, Any], raw)), f"{where}[{index}]")
            else:
                self._say(f"{where}[{index}]", f"must be an object with one of {', '.join(group.shapes)}")

    def _region(self, group: RegionSet, raw: dict[str, Any], where: str) -> None:
        shape = next((shape for shape in group.shapes if shape in raw), None)
        if shape is None:
            self._say(where, f"has no shape; give {' or '.join(group.shapes)}")
            return
        id = str(raw.pop("id", f"r{len(self.regions) + 1}"))
        value, keyframes = _shape_value(shape, raw.pop(shape)), raw.pop("keyframes", ())
        try:
            made = {"id": id, "set": group.id, "shape": shape, "value": value, "keyframes": keyframes}
            self.regions.append(Region.model_validate(made))
        except ValidationError as error:
            self.problems += [problem.inside(where) for problem in problems_of(error)]
        self._about(group, raw, where, id)

    def _joins(self, group: RelationSet, value: Any, where: str) -> None:
        if not isinstance(value, (list, tuple)):
            self._say(where, "must be a list of relations")
            return
        for index, part in enumerate(cast(Sequence[Any], value)):
            place = f"{where}[{index}]"
            if not isinstance(part, Mapping) or not {"from", "to"} <= set(cast(Mapping[str, Any], part)):
                self._say(place, "must be an object with from and to: ids of regions")
                continue
            raw = dict(cast(Mapping[str, Any], part))
            id = str(raw.pop("id", f"l{len(self.relations) + 1}"))
            ends = str(raw.pop("from")), str(raw.pop("to"))
            try:
                self.relations.append(Relation(id=id, set=group.id, from_id=ends[0], to_id=ends[1]))
            except ValidationError as error:
                self.problems += [problem.inside(place) for problem in problems_of(error)]
            self._about(group, raw, place, id)

    def _about(self, group: RegionSet | RelationSet, raw: Mapping[str, Any], where: str, id: str) -> None:
        for name, answer in raw.items():
            question = self.names.find(name, group.id)
            if question is None:
                known = [n.question.name for n in self.names.about(group.id)]
                self._say(f"{where}.{name}", f'is not asked about "{group.name}"{perhaps(name, known)}')
            else:
                self._answer(question, answer, f"{where}.{name}", id)

    def _answer(self, names: Names, value: Any, where: str, region: str | None) -> None:
        if value is None:
            return
        question = names.question
        try:
            answer = Answer(question=question.id, kind=question.kind, value=names.value(value), region=region)
        except ValueError as error:  # pydantic's too
            self._say(where, str(error))
        else:
            self.answers.append(answer)

    def _say(self, where: str, message: str) -> None:
        self.problems.append(Problem(where, message))


def _shape_value(shape: str, value: Any) -> Any:
    """A list of numbers as the object it stands for: `[10, 20, 64, 48]` is the box x, y, width, height."""
    kind = catalog().shapes.get(shape)
    if kind is None or not isinstance(value, (list, tuple)):
        return value
    parts: list[Any] = [_listed(part) for part in cast(Sequence[Any], value)]
    model: type[BaseModel] = kind.Value
    fields = list(model.model_fields)
    if len(fields) == 1:
        ring = shape == "polygon" and bool(parts) and not _nested(parts[0])
        return {fields[0]: [parts] if ring else parts}
    return dict(zip(fields, parts, strict=True)) if len(fields) == len(parts) else parts


def _listed(part: Any) -> Any:
    return list(cast(Sequence[Any], part)) if isinstance(part, tuple) else part


def _nested(part: Any) -> bool:
    return isinstance(part, list) and isinstance(next(iter(cast(list[Any], part)), None), (list, tuple))
