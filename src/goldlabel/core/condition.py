"""Which questions are asked: `ask_if` evaluated on the answers given so far.

The web app does the same; `web/src/examples.gen.json` carries vectors that hold both to it.

- All conditions of a question must hold. A condition looks at the answer about the same region, or, if its
  question is about the item, at the item's; an answer to a question that is itself not asked does not count.
- `any_of`: a single value is one of those listed; of a set, any member is; of tree paths, any path begins with
  one of those listed. Numbers compare by value, and `true` is not 1.
- `none_of`: answered, with none of these. `answered: true | false`: answered or not.
"""

from collections.abc import Mapping
from functools import cached_property

from .annotation import Answer, Body
from .model import Json
from .schema import ITEM, Condition, Question, Schema

Given = Mapping[tuple[str, str | None], Json]
"""Answer values by question and region (None: the item)."""


class Conditions:
    """The conditions of one schema; built once, asked often."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.questions = {question.id: question for question in schema.questions}

    @cached_property
    def about(self) -> dict[str, tuple[Question, ...]]:
        """The questions of the item and of each region and relation set, in order."""
        targets = [ITEM, *(group.id for group in (*self.schema.region_sets, *self.schema.relation_sets))]
        return {target: tuple(self.schema.about(target)) for target in targets}

    def asks(self, question: Question, region: str | None, given: Given) -> bool:
        """Whether `question` is asked about `region` (None: the item)."""
        return not question.ask_if or self._all(question, region, given, frozenset())

    def asked(self, target: str, region: str | None, given: Given) -> list[Question]:
        """The questions asked about the item (`target` item) or a region of the set `target`, in order."""
        return [question for question in self.about.get(target, ()) if self.asks(question, region, given)]

    def _all(self, question: Question, region: str | None, given: Given, above: frozenset[str]) -> bool:
        if question.id in above:  # a circle, which no schema that was read has
            return False
        above = above | {question.id}
        return all(self._holds(condition, question, region, given, above) for condition in question.ask_if)

    def _holds(
        self, condition: Condition, asker: Question, region: str | None, given: Given, above: frozenset[str]
    ) -> bool:
        other = self.questions.get(condition.question)
        place = (condition.question, region if other and other.about == asker.about else None)
        reachable = other is not None and other.about in (asker.about, ITEM) and place in given
        answered = other is not None and reachable and self._all(other, place[1], given, above)
        if condition.answered is not None:
            return answered is condition.answered
        if not answered:
            return False
        if condition.any_of is not None:
            return matches(given[place], condition.any_of)
        return not matches(given[place], condition.none_of or ())


def given_by(answers: tuple[Answer, ...]) -> dict[tuple[str, str | None], Json]:
    return {(answer.question, answer.region): answer.value for answer in answers}


def asked(schema: Schema, body: Body) -> dict[tuple[str, str | None], bool]:
    """For every question and target of a body, whether it is asked."""
    conditions, given = Conditions(schema), given_by(body.answers)
    out = {(question.id, None): False for question in conditions.about[ITEM]}
    parts = (*body.regions, *body.relations)
    out |= {(question.id, part.id): False for part in parts for question in schema.about(part.set)}
    return {(id, region): conditions.asks(conditions.questions[id], region, given) for id, region in out}


def matches(value: Json, listed: tuple[Json, ...]) -> bool:
    """Whether a value, a member of a set or the beginning of a path is among those listed."""
    parts = value if isinstance(value, list) else [value]
    return any(_same(part, one) for part in parts for one in listed)


def _same(part: Json, one: Json) -> bool:
    if isinstance(part, list):
        path = one if isinstance(one, list) else [one]
        return part[: len(path)] == path
    if isinstance(part, bool) or isinstance(one, bool):
        return part is one
    return part == one
