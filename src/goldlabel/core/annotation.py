"""What one labeler said about one item: answers, regions and relations, as one document.

Questions, region and relation sets and values are named by their ids (see `schema`); kinds carry the version they were
written with, so that an old value is upgraded on read and a value of an unknown kind is kept as it is.
"""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from .model import Json, Model

RegionId = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Score = Annotated[float, Field(ge=0, le=1)]


class Purpose(StrEnum):
    """Why an annotation was made. Agreement and skill use `label` alone."""

    label = "label"
    suggestion = "suggestion"
    review = "review"
    adjudication = "adjudication"
    audit = "audit"
    gold = "gold"
    training = "training"


class Answer(Model):
    """The reply to one question about the item, or about the region (or relation) `region` of the same document."""

    question: str
    kind: str
    value: Json
    region: RegionId | None = None
    version: int = 1
    confidence: Score | None = None


class Keyframe(Model):
    """How a track stands from one moment on; between two keyframes the shape says how it goes (`Shape.between`).

    `outside`: not to be seen from here to the next keyframe; `value` is then where it was lost. `occluded`: hidden
    behind something. `answers` (without `region`) hold from here on instead of the document's own about the region.
    """

    time: Annotated[int, Field(ge=0, strict=True)]
    """Integer microseconds from the stream's start."""
    value: Json
    outside: bool = False
    occluded: bool = False
    answers: tuple[Answer, ...] = ()

    @model_serializer(mode="wrap")
    def _plain(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        out: dict[str, Any] = handler(self)
        return {name: part for name, part in out.items() if part or name in ("time", "value")}


class Region(Model):
    """A shape on the field of its set. `id` is made by the client and stays over revisions.

    With `keyframes` (sorted by time) it is a track, and `value` is the first keyframe's. Without, on a medium that
    has time, it lies there all the time.
    """

    id: RegionId
    set: str
    shape: str
    value: Json
    version: int = 1
    confidence: Score | None = None
    keyframes: tuple[Keyframe, ...] = ()

    @model_serializer(mode="wrap")
    def _plain(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without keyframes it is what it was before there were any."""
        out: dict[str, Any] = handler(self)
        if not self.keyframes:
            out.pop("keyframes", None)
        return out


class Relation(Model):
    """From one region of the document to another; its id is unlike any region's, so that answers can name it."""

    id: RegionId
    set: str
    from_id: RegionId
    to_id: RegionId
    confidence: Score | None = None


class Body(Model):
    answers: tuple[Answer, ...] = ()
    regions: tuple[Region, ...] = ()
    relations: tuple[Relation, ...] = ()

    @model_serializer(mode="wrap")
    def _plain(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without relations the document is what it was before there were any: stored bodies and hashes stay."""
        out: dict[str, Any] = handler(self)
        if not self.relations:
            out.pop("relations", None)
        return out

    def answer(self, question: str, region: str | None = None) -> Answer | None:
        return next((a for a in self.answers if a.question == question and a.region == region), None)
