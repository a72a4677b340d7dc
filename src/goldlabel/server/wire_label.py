"""Bodies of the label loop as documented; hot routes read and write the same with msgspec."""

from typing import Annotated, Any

from pydantic import Field

from goldlabel.server.wire import Given, Out, Progress
from goldlabel.work.label import Why

TaskId = Annotated[str | int, Field(description="Digits, as text or number.")]


class MediaOut(Out):
    url: str
    mime: str
    width: int | None
    height: int | None
    name: str


class SuggestionOut(Out):
    """What a machine suggests: shown, never taken for an answer. `confidence` is its own, if it said any."""

    id: str
    source: str
    kind: str
    confidence: float | None
    body: dict[str, Any]


class LossOut(Out):
    what: str
    count: int
    why: str


class TaskOut(Out):
    """One item to answer. `annotation` and `revision` are set when you answered it before, `note` when a reviewer
    asks you to look at your answer again."""

    task: str
    item: str
    data: dict[str, Any]
    media: dict[str, MediaOut]
    schema_version: int
    guideline_version: int
    item_revision: int
    deadline: int
    draft: dict[str, Any] | None
    draft_version: int | None = Field(description="Of the draft kept here; to be handed back when saving another.")
    lost: list[LossOut] = Field(description="What was said under an earlier schema and does not fit today's.")
    before: dict[str, Any] | None = Field(description="A draft made before the item was changed.")
    annotation: str | None
    revision: int | None
    note: str | None
    suggestions: list[SuggestionOut]


class NextIn(Given):
    count: int = Field(default=1, ge=1, le=20)
    holding: list[int | str] = Field(default=[], max_length=100)


class Versions(Out):
    """Today's task and guideline: whoever holds tasks made under earlier ones asks for them anew."""

    schema_version: int
    guideline_version: int


class NextOut(Versions):
    """`why`: what somebody decided that keeps tasks from you; null when there is just nothing open."""

    tasks: list[TaskOut]
    progress: Progress
    why: Why | None


class SubmitIn(Given):
    task: int | str
    body: dict[str, Any]
    schema_version: int | None = Field(default=None, ge=1)
    base_revision: int | None = Field(default=None, ge=1)
    item_revision: int | None = Field(default=None, ge=1)
    seconds: float | None = Field(default=None, ge=0, le=1e7)
    confidence: float | None = Field(default=None, ge=0, le=1)
    saw: list[int | str] = Field(default=[], max_length=100, description="Ids of the suggestions that were shown.")


class SubmitOut(Out):
    annotation: str
    revision: int
    counted: bool
    stale: bool = Field(description="The item was changed meanwhile: kept under the revision it was made for.")
    progress: Progress


class SkipIn(Given):
    task: int | str
    reason: str = Field(default="", max_length=1000)


class Skipped(Out):
    parked: bool


class TasksIn(Given):
    tasks: list[int | str] = Field(max_length=100)


class Renewed(Versions):
    tasks: list[str]


class GivenBack(Out):
    given_back: int


class DraftIn(Given):
    """With `on`, a draft or annotation that changed meanwhile is a 409 that carries it, and nothing is overwritten."""

    task: int | str
    body: dict[str, Any]
    schema_version: int | None = Field(default=None, ge=1)
    item_revision: int | None = Field(default=None, ge=1)
    on: dict[str, int | None] | None = Field(
        default=None,
        description="`{draft, revision}`: the draft's version and the annotation's revision that the client saw last.",
    )


class DraftKept(Out):
    draft: int = Field(description="The draft's version.")
