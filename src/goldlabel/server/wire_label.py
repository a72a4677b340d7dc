"""Bodies of the label loop as documented; hot routes read and write the same with msgspec."""

from typing import Annotated, Any

from pydantic import Field

from goldlabel.server.wire import Given, Out, Progress

TaskId = Annotated[str | int, Field(description="Digits, as text or number.")]


class MediaOut(Out):
    url: str
    mime: str
    width: int | None
    height: int | None
    name: str


class TaskOut(Out):
    """One item to answer. `annotation` and `revision` are set when you answered it before."""

    task: str
    item: str
    data: dict[str, Any]
    media: dict[str, MediaOut]
    schema_version: int
    guideline_version: int
    item_revision: int
    deadline: int
    draft: dict[str, Any] | None
    annotation: str | None
    revision: int | None


class NextIn(Given):
    count: int = Field(default=1, ge=1, le=20)
    holding: list[int | str] = Field(default=[], max_length=100)


class NextOut(Out):
    tasks: list[TaskOut]
    progress: Progress


class SubmitIn(Given):
    task: int | str
    body: dict[str, Any]
    schema_version: int | None = Field(default=None, ge=1)
    base_revision: int | None = Field(default=None, ge=1)
    item_revision: int | None = Field(default=None, ge=1)
    seconds: float | None = Field(default=None, ge=0, le=1e7)
    confidence: float | None = Field(default=None, ge=0, le=1)


class SubmitOut(Out):
    annotation: str
    revision: int
    counted: bool
    progress: Progress


class SkipIn(Given):
    task: int | str
    reason: str = Field(default="", max_length=1000)


class Skipped(Out):
    parked: bool


class TasksIn(Given):
    tasks: list[int | str] = Field(max_length=100)


class Renewed(Out):
    tasks: list[str]


class GivenBack(Out):
    given_back: int


class DraftIn(Given):
    task: int | str
    body: dict[str, Any]
