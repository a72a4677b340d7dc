"""Whether a body fits its schema: every problem with its place, and the one form in which it is stored.

Places are `answers[2].value.start`, `regions[0].shape`; for what is missing `answers.<question id>`,
`answers.<question id>.<region id>`, `region_sets.<set id>`, `relation_sets.<set id>`.

Answers to questions that are not asked (`ask_if`) are no problem and are not looked at: a labeler who changed
an earlier answer has not made a mistake. `clean` leaves them out; `unasked` lists them.
Kinds that are not in the catalog (their plugin is gone) pass through untouched.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from .annotation import Answer, Body, Relation
from .check_track import Tracks
from .check_value import Ready, check_value, cleaned, made_ready
from .condition import Conditions, Given, given_by
from .kind import Catalog, Extent, Target
from .model import Json
from .problem import Invalid, Problem
from .schema import ITEM, Question, RegionSet, RelationSet, Schema

NOWHERE = Extent()


class Checker:
    """One schema's rules, parsed once. Raises `Invalid` when a config of the schema does not fit its kind."""

    def __init__(self, schema: Schema, catalog: Catalog) -> None:
        self.schema, self.conditions = schema, Conditions(schema)
        self.questions = {question.id: question for question in schema.questions}
        self.sets = {group.id: group for group in schema.region_sets}
        self.relation_sets = {group.id: group for group in schema.relation_sets}
        self.order = {question.id: index for index, question in enumerate(schema.questions)}
        self.fields = {field.id: field for field in schema.fields}
        self._media = {field.id: catalog.media.get(field.medium) for field in schema.fields}
        problems: list[Problem] = []
        self._answers = {
            question.id: made_ready(
                catalog.answers.get(question.kind), question.config, f"questions[{index}].config", problems
            )
            for index, question in enumerate(schema.questions)
        }
        self._shapes = {
            (group.id, shape): made_ready(
                catalog.shapes.get(shape),
                group.config.get(shape, {}),
                f"region_sets[{index}].config.{shape}",
                problems,
            )
            for index, group in enumerate(schema.region_sets)
            for shape in group.shapes
        }
        if problems:
            raise Invalid(problems)
        self.tracks = Tracks(schema, self._media, self._answers)

    def answer_config(self, question: str) -> Any:
        """The parsed config of a question; the raw one if its kind is unknown."""
        return self._answers[question].config

    def shape_config(self, group: str, shape: str) -> Any:
        return self._shapes[group, shape].config

    def check(
        self,
        body: Body,
        data: Mapping[str, Json] | None = None,
        extents: Mapping[str, Extent] | None = None,
        *,
        complete: bool = True,
    ) -> list[Problem]:
        """Every problem. `extents` by field id, as far as known (text measures itself).

        `complete=False` does not ask for required answers and smallest numbers of regions: drafts, suggestions.
        """
        data = data or {}
        given = given_by(body.answers)
        out: list[Problem] = []
        sets = self._check_regions(body, data, extents or {}, out) if body.regions else {}
        if body.relations:
            sets = sets | self._check_relations(body, sets, out)
        self._check_answers(body, data, given, sets, out)
        if complete:
            self._check_missing(body, given, out)
        return out

    def unasked(self, body: Body) -> list[int]:
        """Places in `body.answers` of answers to questions that are not asked."""
        given = given_by(body.answers)
        return [index for index, answer in enumerate(body.answers) if not self._is_asked(answer, given)]

    def clean(self, body: Body, data: Mapping[str, Json] | None = None) -> Body:
        """A body without problems in its one stored form: the schema's order, values of today's version in their
        kind's own form, without answers to questions that are not asked."""
        given, target = given_by(body.answers), Target(data or {})
        place = {group.id: index for index, group in enumerate(self.schema.region_sets)}
        regions = sorted(body.regions, key=lambda region: place.get(region.set, len(place)))
        relations = _sorted_relations(body.relations, self.schema)
        rank: dict[str | None, int] = {part.id: index for index, part in enumerate([*regions, *relations])}
        answers = sorted(
            (answer for answer in body.answers if self._is_asked(answer, given)),
            key=lambda answer: (
                rank.get(answer.region, -1),
                self.order.get(answer.question, len(self.order)),
            ),
        )
        return Body(
            answers=tuple(
                cleaned(answer, self._answers.get(answer.question), answer.kind, target) for answer in answers
            ),
            regions=tuple(
                self.tracks.clean(region, self._shapes.get((region.set, region.shape)), target) for region in regions
            ),
            relations=tuple(relations),
        )

    def _is_asked(self, answer: Answer, given: Given) -> bool:
        question = self.questions.get(answer.question)
        return question is None or self.conditions.asks(question, answer.region, given)

    def _check_answers(
        self,
        body: Body,
        data: Mapping[str, Json],
        given: Given,
        sets: Mapping[str, str],
        out: list[Problem],
    ) -> None:
        seen: set[tuple[str, str | None]] = set()
        target = Target(data)
        for index, answer in enumerate(body.answers):
            question = self.questions.get(answer.question)
            if question is None:
                out.append(Problem(f"answers[{index}].question", f'no question "{answer.question}"'))
                continue
            if problem := _misplaced(answer, question, sets):
                out.append(problem.inside(f"answers[{index}]"))
                continue
            place = (answer.question, answer.region)
            if place in seen:
                out.append(Problem(f"answers[{index}]", f'"{question.name}" is answered twice'))
            seen.add(place)
            if question.ask_if and not self.conditions.asks(question, answer.region, given):
                continue
            if answer.kind != question.kind:
                message = f'is {answer.kind}, but "{question.name}" asks for {question.kind}'
                out.append(Problem(f"answers[{index}].kind", message))
                continue
            check_value(self._answers[question.id], answer, target, f"answers[{index}]", out)

    def _check_regions(
        self, body: Body, data: Mapping[str, Json], extents: Mapping[str, Extent], out: list[Problem]
    ) -> dict[str, str]:
        """Adds problems; returns each region's set by the region's id."""
        sets: dict[str, str] = {}
        targets: dict[str, Target] = {}
        for index, region in enumerate(body.regions):
            group = self.sets.get(region.set)
            if region.id in sets:
                out.append(Problem(f"regions[{index}].id", f'"{region.id}" stands twice'))
            sets[region.id] = region.set
            if group is None:
                out.append(Problem(f"regions[{index}].set", f'no region set "{region.set}"'))
                continue
            ready = self._shapes.get((group.id, region.shape))
            if ready is None:
                message = f'"{group.name}" takes {" or ".join(group.shapes)}, not {region.shape}'
                out.append(Problem(f"regions[{index}].shape", message))
                continue
            if problem := self._off_surface(ready, group):
                out.append(problem.inside(f"regions[{index}]"))
                continue
            if group.field not in targets:
                targets[group.field] = Target(data, extents.get(group.field) or self._measured(group.field, data))
            check_value(ready, region, targets[group.field], f"regions[{index}]", out)
            if region.keyframes:
                out += self.tracks.check(ready, region, targets[group.field], f"regions[{index}]")
        for group in self.schema.region_sets:
            count = sum(region.set == group.id for region in body.regions) if group.max is not None else 0
            if group.max is not None and count > group.max:
                message = f'"{group.name}" takes at most {group.max}, has {count}'
                out.append(Problem(f"region_sets.{group.id}", message))
        return sets

    def _off_surface(self, ready: Ready, group: RegionSet) -> Problem | None:
        surface = getattr(ready.kind, "surface", None)
        medium = self._media.get(group.field)
        if ready.kind is None or medium is None or surface in medium.surfaces:
            return None
        return Problem("shape", f"{ready.kind.name} lies on a {surface}, which {medium.name} does not have")

    def _check_relations(self, body: Body, regions: Mapping[str, str], out: list[Problem]) -> dict[str, str]:
        """Adds problems; returns each relation's set by the relation's id."""
        sets: dict[str, str] = {}
        drawn: set[tuple[str, str, str]] = set()
        for index, relation in enumerate(body.relations):
            where = f"relations[{index}]"
            if relation.id in sets or relation.id in regions:
                out.append(Problem(f"{where}.id", f'"{relation.id}" stands twice'))
            sets[relation.id] = relation.set
            group = self.relation_sets.get(relation.set)
            if group is None:
                out.append(Problem(f"{where}.set", f'no relation set "{relation.set}"'))
                continue
            if problem := _wrong_ends(relation, group, regions):
                out.append(problem.inside(where))
                continue
            ends = (relation.from_id, relation.to_id)
            place = (group.id, *ends) if group.directed else (group.id, min(ends), max(ends))
            if place in drawn:
                out.append(Problem(where, f'the same two regions are joined by "{group.name}" twice'))
            drawn.add(place)
        for group in self.schema.relation_sets:
            count = sum(relation.set == group.id for relation in body.relations) if group.max is not None else 0
            if group.max is not None and count > group.max:
                message = f'"{group.name}" takes at most {group.max}, has {count}'
                out.append(Problem(f"relation_sets.{group.id}", message))
        return sets

    def _measured(self, field: str, data: Mapping[str, Json]) -> Extent:
        medium, source = self._media.get(field), self.fields[field].source if field in self.fields else ""
        return NOWHERE if medium is None or source not in data else medium.extent(data[source], {})

    def _check_missing(self, body: Body, given: Given, out: list[Problem]) -> None:
        parts = (*body.regions, *body.relations)
        targets: list[tuple[str, str | None]] = [(ITEM, None), *((part.set, part.id) for part in parts)]
        for target, region in targets:
            for question in self.conditions.about.get(target, ()):
                missing = question.required and (question.id, region) not in given
                if missing and self.conditions.asks(question, region, given):
                    where = f"answers.{question.id}" + (f".{region}" if region else "")
                    about = (
                        ""
                        if not region
                        else " for this relation"
                        if target in self.relation_sets
                        else " for this region"
                    )
                    out.append(Problem(where, f'"{question.name}" is not answered{about}'))
        for group in (group for group in self.schema.region_sets if group.min):
            count = sum(region.set == group.id for region in body.regions)
            if count < group.min:
                message = f'"{group.name}" needs at least {group.min}, has {count}'
                out.append(Problem(f"region_sets.{group.id}", message))
        for group in (group for group in self.schema.relation_sets if group.min):
            count = sum(relation.set == group.id for relation in body.relations)
            if count < group.min:
                message = f'"{group.name}" needs at least {group.min}, has {count}'
                out.append(Problem(f"relation_sets.{group.id}", message))


def check_body(
    body: Body,
    schema: Schema,
    catalog: Catalog,
    data: Mapping[str, Json] | None = None,
    extents: Mapping[str, Extent] | None = None,
) -> list[Problem]:
    """`Checker.check` for a single body."""
    return Checker(schema, catalog).check(body, data, extents)


def clean_body(body: Body, schema: Schema, catalog: Catalog, data: Mapping[str, Json] | None = None) -> Body:
    """`Checker.clean` for a single body."""
    return Checker(schema, catalog).clean(body, data)


def _misplaced(answer: Answer, question: Question, sets: Mapping[str, str]) -> Problem | None:
    if question.about == ITEM:
        if answer.region is not None:
            return Problem("region", f'"{question.name}" is about the item, not about a region')
        return None
    if answer.region is None:
        return Problem("region", f'"{question.name}" is about a region; say which')
    if answer.region not in sets:
        return Problem("region", f'no region "{answer.region}"')
    if sets[answer.region] != question.about:
        return Problem("region", f'"{question.name}" is not asked about regions of "{sets[answer.region]}"')
    return None


def _wrong_ends(relation: Relation, group: RelationSet, regions: Mapping[str, str]) -> Problem | None:
    for place, id in (("from_id", relation.from_id), ("to_id", relation.to_id)):
        if id not in regions:
            return Problem(place, f'no region "{id}"')
    if relation.from_id == relation.to_id:
        return Problem("to_id", "a relation joins two different regions")
    start, end = regions[relation.from_id], regions[relation.to_id]
    if not group.joins(start, end):
        return Problem("", f'"{group.name}" does not go from "{start}" to "{end}"')
    return None


def _sorted_relations(relations: Sequence[Relation], schema: Schema) -> list[Relation]:
    place = {group.id: index for index, group in enumerate(schema.relation_sets)}
    return sorted(relations, key=lambda relation: place.get(relation.set, len(place)))
