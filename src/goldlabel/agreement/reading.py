"""Bodies as agreement and consensus see them: typed values, only what was asked, regions with their answers.

A value whose kind is not in the catalog (its plugin is gone) or that no longer parses stays opaque: two of
them are equal when their JSON is, and 1 apart otherwise.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from pydantic import ValidationError

from goldlabel.core import track
from goldlabel.core.annotation import Body, Region
from goldlabel.core.check import Checker
from goldlabel.core.condition import given_by
from goldlabel.core.geometry import PolygonValue, bounds
from goldlabel.core.kind import Catalog, Kind, Scale, Shape, Surface, Target
from goldlabel.core.model import Json, canonical
from goldlabel.core.record import Labeled
from goldlabel.core.schema import ITEM, Question, Schema
from goldlabel.core.track import Moment, Track, track_of

NOTHING = Target()


@dataclass(frozen=True, slots=True)
class Reply:
    """One value: as stored, typed (the raw JSON when opaque), and as a text that equal values share."""

    raw: Json
    value: Any
    key: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A kind with its config; kind None: opaque."""

    name: str
    kind: Kind[Any, Any] | None
    config: Any

    @property
    def scale(self) -> Scale | None:
        return getattr(self.kind, "scale", None)

    def read(self, raw: Json, version: int) -> Reply:
        if self.kind is not None:
            if version < self.kind.version:
                raw = self.kind.upgrade(raw, version)
            try:
                value = self.kind.clean(self.kind.Value.model_validate(raw), self.config, NOTHING)
            except ValidationError:
                return Reply(raw, raw, canonical(raw).decode())
            raw = value.model_dump(mode="json")
            return Reply(raw, value, canonical(raw).decode())
        return Reply(raw, raw, canonical(raw).decode())

    def read_region(self, region: Region) -> Reply:
        """Its place; of one that moves, a `Track`."""
        if not region.keyframes:
            return self.read(region.value, region.version)
        moving = track_of(region, self.kind) if isinstance(self.kind, Shape) else None
        said = [one.model_dump(mode="json", exclude={"answers"}) for one in region.keyframes]
        return Reply(region.value, said if moving is None else moving, canonical(said).decode())

    def typed(self, reply: Reply) -> bool:
        return self.kind is not None and isinstance(reply.value, (self.kind.Value, Track))

    def track(self, reply: Reply) -> Track[Any]:
        """A typed place as a track; one that does not move is there all the time."""
        value: Any = reply.value
        return cast(Track[Any], value) if isinstance(value, Track) else Track((Moment(0, value),))

    def distance(self, a: Reply, b: Reply) -> float:
        if a.key == b.key:
            return 0.0
        if self.kind is None or not (self.typed(a) and self.typed(b)):
            return 1.0
        if isinstance(self.kind, Shape) and (isinstance(a.value, Track) or isinstance(b.value, Track)):
            return track.distance(self.track(a), self.track(b), self.kind, self.config)
        return self.kind.distance(a.value, b.value, self.config)

    def extent(self, place: Reply) -> tuple[float, float, float, float] | None:
        """Of a place that covers something: without touching extents there is no overlap, so the distance is 1.

        None for places that have a nearness instead (points, lines), and for opaque ones.
        """
        kind = self.kind
        if not isinstance(kind, Shape) or not self.typed(place):
            return None
        value: Any = place.value
        if isinstance(value, Track):
            return self._swept(cast(Track[Any], value))
        if kind.surface == Surface.text and isinstance(start := getattr(place.value, "start", None), int):
            return float(start), 0.0, float(place.value.end), 0.0
        lowered = kind.lower(place.value)
        covered = place.value if isinstance(place.value, PolygonValue) else lowered.get("polygon")
        points = [point for ring in covered.parts for point in ring] if isinstance(covered, PolygonValue) else []
        return bounds(points) if points else None

    def _swept(self, swept: Track[Any]) -> tuple[float, float, float, float] | None:
        """What a track may touch: its keyframes' extents, and as much around them as turning on the way may need."""
        found = [self.extent(Reply(None, one.value, "")) for one in swept.moments]
        extents = [one for one in found if one is not None]
        if len(extents) < len(found):
            return None
        room = max(math.hypot(right - left, bottom - top) for left, top, right, bottom in extents) / 2
        lefts, tops, rights, bottoms = zip(*extents, strict=True)
        return min(lefts) - room, min(tops) - room, max(rights) + room, max(bottoms) + room

    def write(self, value: Any, data: Mapping[str, Json]) -> Json:
        """A typed value in its stored form."""
        assert self.kind is not None
        return self.kind.clean(value, self.config, Target(data)).model_dump(mode="json")


@dataclass(slots=True)
class Drawn:
    """A region with the answers about it; None: asked and left empty."""

    id: str
    shape: str
    place: Reply
    answers: dict[str, Reply | None] = field(default_factory=dict[str, "Reply | None"])

    @property
    def order(self) -> tuple[Any, ...]:
        """Sorts regions from first to last, from left to right, whatever order they were drawn in."""
        answers = sorted((question, reply.key) for question, reply in self.answers.items() if reply)
        return self.shape, numbers(self.place.raw), self.place.key, answers, self.id


@dataclass(slots=True)
class Joined:
    """A relation, by the ids of the regions of the same labeler, with the answers about it."""

    from_id: str
    to_id: str
    answers: dict[str, Reply | None] = field(default_factory=dict[str, "Reply | None"])


@dataclass(slots=True)
class Said:
    """What one labeler said about one item."""

    labeler: str
    answers: dict[str, Reply | None]
    regions: dict[str, list[Drawn]]
    """By region set; in the order of `Drawn.order`."""
    relations: dict[str, list[Joined]] = field(default_factory=dict[str, list[Joined]])
    """By relation set."""


class Reader:
    """Reads the bodies of one schema."""

    def __init__(
        self, schema: Schema, catalog: Catalog, not_asked: Mapping[int, Collection[str]] | None = None
    ) -> None:
        """`not_asked`: questions that an older schema version did not have, by the version; who answered under it
        was not asked them."""
        self.schema = schema
        self.not_asked = not_asked or {}
        checker = Checker(schema, catalog)
        self.conditions = checker.conditions
        self.questions: dict[str, Question] = {question.id: question for question in schema.questions}
        self.answers: dict[str, Ready] = {
            question.id: Ready(question.kind, catalog.answers.get(question.kind), checker.answer_config(question.id))
            for question in schema.questions
        }
        self.shapes: dict[tuple[str, str], Ready] = {
            (group.id, shape): Ready(shape, catalog.shapes.get(shape), checker.shape_config(group.id, shape))
            for group in schema.region_sets
            for shape in group.shapes
        }

    def shape(self, group: str, name: str) -> Ready:
        """A set's shape; one that the schema does not list is opaque."""
        return self.shapes.get((group, name)) or Ready(name, None, None)

    def read(self, labeled: Labeled) -> Said:
        body = labeled.body
        given = given_by(body.answers)
        replies = self._replies(body)
        unknown = self.not_asked.get(labeled.schema_version or 0, ())
        asked = [q for q in self.conditions.asked(ITEM, None, given) if q.id not in unknown]
        said = Said(labeled.labeler, {q.id: replies.get((q.id, None)) for q in asked}, {})
        for region in body.regions:
            place = self.shape(region.set, region.shape).read_region(region)
            asked = [q for q in self.conditions.asked(region.set, region.id, given) if q.id not in unknown]
            answers = {q.id: replies.get((q.id, region.id)) for q in asked}
            said.regions.setdefault(region.set, []).append(Drawn(region.id, region.shape, place, answers))
        for relation in body.relations:
            asked = [q for q in self.conditions.asked(relation.set, relation.id, given) if q.id not in unknown]
            answers = {q.id: replies.get((q.id, relation.id)) for q in asked}
            said.relations.setdefault(relation.set, []).append(Joined(relation.from_id, relation.to_id, answers))
        for drawn in said.regions.values():
            drawn.sort(key=lambda one: one.order)
        return said

    def _replies(self, body: Body) -> dict[tuple[str, str | None], Reply]:
        out: dict[tuple[str, str | None], Reply] = {}
        for answer in body.answers:
            ready = self.answers.get(answer.question)
            if ready is not None and ready.name == answer.kind:
                out[answer.question, answer.region] = ready.read(answer.value, answer.version)
        return out

    def read_all(self, bodies: Sequence[Labeled]) -> list[Said]:
        """By labeler, then by content: whatever order they came in."""
        names = {one.labeler for one in bodies}
        if len(names) == len(bodies):
            return [self.read(one) for one in sorted(bodies, key=lambda one: one.labeler)]
        by_content = sorted(bodies, key=lambda one: (one.labeler, canonical(one.body.model_dump(mode="json"))))
        return [self.read(one) for one in by_content]


def numbers(value: Json) -> tuple[float, ...]:
    """All numbers of a JSON value, in its own order: what orders shapes by position."""
    if isinstance(value, bool):
        return ()
    if isinstance(value, (int, float)):
        return (float(value),)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return tuple(number for part in parts for number in numbers(part))
