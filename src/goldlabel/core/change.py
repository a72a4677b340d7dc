"""What a new schema version changes, and how answers given under an older one are read under it.

Everything is matched by id, so a rename, an addition or a new order keeps every answer. What was removed, or
became something else, cannot be carried: `carry` leaves it out and counts it; the stored annotation under its
own version is never touched.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from .annotation import Answer, Body, Region, Relation
from .model import Json
from .record import Loss
from .schema import ITEM, DataField, Question, RegionSet, RelationSet, Schema, Value

Action = Literal["add", "remove", "rename", "reorder", "retype", "change"]
What = Literal["field", "region_set", "relation_set", "question", "value"]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `means` says what becomes of existing answers; `loses` whether some cannot be carried."""

    action: Action
    what: What
    where: str
    id: str
    name: str
    means: str
    loses: bool = False
    was: str = ""


def plan(old: Schema, new: Schema) -> list[Change]:
    """Every change from `old` to `new`, fields first; empty when both ask for the same."""
    return [
        *_fields(old, new),
        *_layout(old, new),
        *_compare("region_set", "region_sets", old.region_sets, new.region_sets, _group_changes),
        *_compare("relation_set", "relation_sets", old.relation_sets, new.relation_sets, _relation_changes),
        *_compare("question", "questions", old.questions, new.questions, _question_changes),
    ]


def carry(body: Body, old: Schema, new: Schema) -> tuple[Body, list[Loss]]:
    """`body`, given under `old`, as an answer to `new`, and what had to be left out."""
    return Carrier(old, new).carry(body)


class Carrier:
    """The mapping from one schema version to another; made once, used on many bodies."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self.old, self.new = old, new
        self._groups = {group.id: _kept_shapes(group, new.region_set(group.id)) for group in old.region_sets}
        self._questions = {question.id: new.question(question.id) for question in old.questions}
        self._paths = {
            question.id: (_paths(question), _paths(its))
            for question in old.questions
            if (its := self._questions[question.id]) is not None
        }

    def carry(self, body: Body) -> tuple[Body, list[Loss]]:
        lost: dict[tuple[str, str], int] = {}
        regions = tuple(self._track(region, lost) for region in body.regions if self._keeps(region, lost))
        kept = {region.id for region in regions}
        relations = tuple(one for one in body.relations if self._joins(one, {r.id: r.set for r in regions}, lost))
        kept |= {relation.id for relation in relations}
        answers = [self._answer(answer, kept, lost) for answer in body.answers]
        said = tuple(answer for answer in answers if answer is not None)
        out = Body(answers=said, regions=regions, relations=relations)
        return out, [Loss(what, count, why) for (what, why), count in sorted(lost.items())]

    def _keeps(self, region: Region, lost: dict[tuple[str, str], int]) -> bool:
        shapes = self._groups.get(region.set)
        if shapes is not None and region.shape in shapes:
            return True
        group = self.old.region_set(region.set)
        name = group.name if group else region.set
        why = (
            "its set was removed or moved to another field" if not shapes else f"{region.shape} is not drawn there now"
        )
        _lose(lost, f"regions of {name}", why)
        return False

    def _track(self, region: Region, lost: dict[tuple[str, str], int]) -> Region:
        """The region with what its keyframes answer, as far as that is carried."""
        if not any(keyframe.answers for keyframe in region.keyframes):
            return region
        keyframes = [
            keyframe.model_copy(
                update={"answers": tuple(one for raw in keyframe.answers if (one := self._answer(raw, set(), lost)))}
            )
            for keyframe in region.keyframes
        ]
        return region.model_copy(update={"keyframes": tuple(keyframes)})

    def _joins(self, relation: Relation, sets: Mapping[str, str], lost: dict[tuple[str, str], int]) -> bool:
        group, before = self.new.relation_set(relation.set), self.old.relation_set(relation.set)
        start, end = sets.get(relation.from_id), sets.get(relation.to_id)
        if group is not None and start is not None and end is not None and group.joins(start, end):
            return True
        why = "the set was removed" if group is None else "it does not join these regions now"
        _lose(lost, f"relations of {before.name if before else relation.set}", why)
        return False

    def _answer(self, answer: Answer, regions: set[str], lost: dict[tuple[str, str], int]) -> Answer | None:
        before, now = self.old.question(answer.question), self._questions.get(answer.question)
        name = f"answers to {before.name if before else answer.question}"
        if before is None or now is None:
            return _lose(lost, name, "the question was removed")
        if now.kind != before.kind or answer.kind != now.kind:
            return _lose(lost, name, f"it asks for {now.kind} now")
        if now.about != before.about:
            return _lose(lost, name, "it is about something else now")
        if answer.region is not None and answer.region not in regions:
            return _lose(lost, name, "their region or relation was left out")
        old, new = self._paths[answer.question]
        if not old or not new:
            return answer
        value, dropped = _carried(answer.value, old, new)
        if dropped:
            _lose(lost, name, "a value was removed", dropped)
        return None if value is None else answer.model_copy(update={"value": value})


def _carried(value: Json, old: dict[str, Path], new: dict[str, Path]) -> tuple[Json, int]:
    """A value made of option ids under new options, and how many of its parts had to go. None: nothing is left."""
    if isinstance(value, str):
        return (value, 0) if value in new or value not in old else (None, 1)
    if not isinstance(value, list) or not value:
        return value, 0
    if any(isinstance(part, list) for part in value):
        paths = [_carried_path(part, new) for part in value]
        kept: list[Json] = [list(path) for path in dict.fromkeys(path for path, _ in paths if path)]
        return (kept or None), sum(not whole for _, whole in paths)
    members: list[Json] = [part for part in value if part in new or part not in old]
    return (members or None), len(value) - len(members)


def _carried_path(part: Json, new: dict[str, Path]) -> tuple[Path, bool]:
    """Where the deepest node of a path that is still there stands now; whether it is the path's own end."""
    steps = [str(step) for step in part] if isinstance(part, list) else []
    for depth in range(len(steps), 0, -1):
        if steps[depth - 1] in new:
            return new[steps[depth - 1]], depth == len(steps)
    return (), False


def _lose(lost: dict[tuple[str, str], int], what: str, why: str, count: int = 1) -> None:
    lost[what, why] = lost.get((what, why), 0) + count


def _kept_shapes(old: RegionSet, new: RegionSet | None) -> tuple[str, ...]:
    return tuple(shape for shape in old.shapes if shape in new.shapes) if new and new.field == old.field else ()


def options(question: Question) -> list[Value]:
    """The values a question offers, as a tree; empty for open answers and for values that are not ours."""
    raw = question.config.get("values")
    listed = cast(list[Any], raw) if isinstance(raw, list) else []
    if not all(isinstance(one, dict) and "id" in one and "name" in one for one in listed):
        return []
    return [Value.model_validate(one) for one in listed]


def _paths(question: Question) -> dict[str, Path]:
    """The path of every value by its id."""

    def walk(values: Sequence[Value], above: Path) -> Iterator[tuple[str, Path]]:
        for value in values:
            yield value.id, (*above, value.id)
            yield from walk(value.children, (*above, value.id))

    return dict(walk(options(question), ()))


def _fields(old: Schema, new: Schema) -> Iterator[Change]:
    yield from _compare("field", "fields", old.fields, new.fields, _field_changes)


def _layout(old: Schema, new: Schema) -> Iterator[Change]:
    if old.layout != new.layout:
        yield Change("change", "field", "layout", "", "", "the fields are laid out differently; every answer is kept")


def _looks(what: What, old: Any, new: Any, where: str, *keys: str) -> Iterator[Change]:
    """What neither asks for something else nor touches an answer, but must be stored all the same."""
    if any(getattr(old, key) != getattr(new, key) for key in keys):
        means = "it looks or reads differently; every answer is kept"
        yield Change("change", what, where, new.id, new.name, means)


def _compare(what: What, list_: str, old: Sequence[Any], new: Sequence[Any], inner: Any) -> Iterator[Change]:
    """Additions, removals, renames and order in one list; `inner` says what changed within what stayed."""
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    for id, one in before.items():
        if id not in after:
            yield Change("remove", what, f"{list_}.{id}", id, one.name, REMOVED[what], loses=what != "field")
    for id, one in after.items():
        where = f"{list_}.{id}"
        if id not in before:
            yield Change("add", what, where, id, one.name, _added(what, one))
            continue
        if before[id].name != one.name:
            yield Change("rename", what, where, id, one.name, "every answer is kept", was=before[id].name)
        yield from inner(before[id], one, where)
    stayed = [id for id in before if id in after]
    if stayed != [id for id in after if id in before]:
        yield Change("reorder", what, list_, "", "", "every answer is kept")


REMOVED: dict[What, str] = {
    "field": "it is not shown any more; what lies on it is listed with its region sets",
    "region_set": "its regions, and the answers about them, are not carried; they stay in their version",
    "relation_set": "its relations, and the answers about them, are not carried; they stay in their version",
    "question": "its answers are not carried; they stay in their version",
    "value": "answers with it are not carried; they stay in their version",
}


def _added(what: What, one: Any) -> str:
    if isinstance(one, Question):
        wanted = "must be answered" if one.required else "may be answered"
        return f"existing annotations have no answer to it yet; it {wanted} from now on"
    if isinstance(one, RegionSet) and one.min:
        return f"existing annotations have none of its at least {one.min} regions"
    if isinstance(one, RelationSet) and one.min:
        return f"existing annotations have none of its at least {one.min} relations"
    return {"field": "it is shown from now on", "value": "existing answers never had it to choose from"}.get(
        what, "every answer is kept"
    )


def _field_changes(old: DataField, new: DataField, where: str) -> Iterator[Change]:
    if old.medium != new.medium:
        means = "the regions on it were drawn on another medium"
        yield Change("retype", "field", where, new.id, new.name, means, loses=False, was=old.medium)
    if old.source != new.source:
        means = f'it shows "{new.source}" of the data instead of "{old.source}"; existing answers were about that'
        yield Change("change", "field", where, new.id, new.name, means)
    yield from _looks("field", old, new, where, "label", "private")


def _group_changes(old: RegionSet, new: RegionSet, where: str) -> Iterator[Change]:
    if old.field != new.field:
        means = "its regions lie on another field and are not carried"
        yield Change("retype", "region_set", where, new.id, new.name, means, loses=True, was=old.field)
    for shape in (one for one in old.shapes if one not in new.shapes):
        means = f"regions drawn as {shape} are not carried"
        yield Change("retype", "region_set", where, new.id, new.name, means, loses=True, was=shape)
    for shape in (one for one in new.shapes if one not in old.shapes):
        yield Change("change", "region_set", where, new.id, new.name, f"{shape} may be drawn as well")
    if (old.min, old.max) != (new.min, new.max):
        means = "annotations with fewer or more regions are kept and flagged when they are next edited"
        yield Change("change", "region_set", where, new.id, new.name, means)
    yield from _looks("region_set", old, new, where, "description", "config")


def _relation_changes(old: RelationSet, new: RelationSet, where: str) -> Iterator[Change]:
    if (old.from_sets, old.to_sets) != (new.from_sets, new.to_sets):
        narrower = _narrower(old.from_sets, new.from_sets) or _narrower(old.to_sets, new.to_sets)
        means = "relations between other regions are not carried" if narrower else "it may join more regions"
        yield Change("change", "relation_set", where, new.id, new.name, means, loses=narrower)
    if old.directed != new.directed:
        means = "its relations keep their two ends; which is first " + (
            "counts now" if new.directed else "means nothing"
        )
        yield Change("change", "relation_set", where, new.id, new.name, means)
    if (old.min, old.max) != (new.min, new.max):
        means = "annotations with fewer or more relations are kept and flagged when they are next edited"
        yield Change("change", "relation_set", where, new.id, new.name, means)
    yield from _looks("relation_set", old, new, where, "description")


def _narrower(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether some set that could be joined no longer can; an empty list means any."""
    return bool(new) and (not old or not set(old) <= set(new))


def _question_changes(old: Question, new: Question, where: str) -> Iterator[Change]:
    def change(action: Action, means: str, *, loses: bool = False, was: str = "") -> Change:
        return Change(action, "question", where, new.id, new.name, means, loses, was)

    if old.kind != new.kind:
        yield change("retype", f"answers given as {old.kind} are not carried", loses=True, was=old.kind)
        return
    if old.about != new.about:
        target = "the item" if new.about == ITEM else "other regions or relations"
        yield change("retype", f"it is about {target} now; its answers are not carried", loses=True, was=old.about)
    before, after = options(old), options(new)
    yield from _value_changes(before, after, f"{where}.values")
    rest = [{key: part for key, part in one.config.items() if key != "values"} for one in (old, new)]
    if rest[0] != rest[1] or bool(before) != bool(after):
        yield change("change", "answers outside the new settings are kept and flagged when they are next edited")
    if old.ask_if != new.ask_if:
        yield change("change", "it is asked under other conditions; answers where it is not asked do not count")
    if new.required and not old.required:
        yield change("change", "it must be answered from now on")
    if old.required and not new.required:
        yield change("change", "it may be left open from now on")
    yield from _looks("question", old, new, where, "text", "description")


def _value_changes(old: Sequence[Value], new: Sequence[Value], where: str) -> Iterator[Change]:
    """Values at any depth; one that moved to another parent is carried to its new place."""

    def walk(values: Sequence[Value], above: str) -> Iterator[tuple[str, Value]]:
        for value in values:
            yield above, value
            yield from walk(value.children, value.id)

    above = {value.id: parent for parent, value in walk(old, "")}
    yield from _compare(
        "value",
        where,
        [value for _, value in walk(old, "")],
        [value for _, value in walk(new, "")],
        _same_value,
    )
    for parent, value in walk(new, ""):
        if above.get(value.id, parent) != parent:
            means = "answers with it are carried to its new place"
            yield Change("change", "value", f"{where}.{value.id}", value.id, value.name, means)


def _same_value(old: Value, new: Value, where: str) -> Iterator[Change]:
    if old.description != new.description:
        means = "every answer is kept; they were given under the old description"
        yield Change("change", "value", where, new.id, new.name, means)
    yield from _looks("value", old, new, where, "colour", "key", "examples")
