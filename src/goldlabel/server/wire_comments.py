"""Bodies of comments and of one's own history."""

from typing import Any, Literal

from pydantic import Field

from goldlabel.core.model import Json
from goldlabel.server.wire import Given, Out
from goldlabel.work.comments import LONGEST, Shown
from goldlabel.work.mine import State, Talk


class CommentOut(Out):
    id: int
    person: int
    name: str
    mine: bool
    body: str
    created_at: int


class ThreadOut(Out):
    """`region` is the region it is about, as it was then, `words` what it marked in a text; `new` says that something
    in it waits for you."""

    id: int
    item: str
    title: str
    by: str
    mine: bool
    region: dict[str, Any] | None
    words: str
    created_at: int
    last_at: int
    resolved: bool
    new: bool
    comments: list[CommentOut]

    @classmethod
    def of(cls, shown: Shown, person: int, title: str, words: str) -> "ThreadOut":
        thread = shown.thread
        return cls(
            id=thread.id, item=str(thread.item), title=title, by=shown.said[0].name, mine=thread.person == person,
            region=thread.pin, words=words, created_at=thread.created_at, last_at=thread.last_at,
            resolved=thread.resolved_at is not None, new=shown.new,
            comments=[
                CommentOut(
                    id=one.id, person=one.person, name=one.name, mine=one.person == person, body=one.body,
                    created_at=one.created_at,
                )
                for one in shown.said
            ],
        )  # fmt: skip


class ThreadPage(Out):
    """`waiting`: threads with something new for you; `open`: all open ones of the project, for who leads."""

    threads: list[ThreadOut]
    before: int | None
    waiting: int
    open: int | None


class BeginIn(Given):
    item: int | str
    body: str = Field(min_length=1, max_length=LONGEST)
    region: dict[str, Json] | None = None
    to: int | None = Field(default=None, ge=1, le=2**53)


class ReplyIn(Given):
    body: str = Field(min_length=1, max_length=LONGEST)


class ResolveIn(Given):
    resolved: bool = True


class SeenIn(Given):
    threads: list[int] = Field(max_length=200)


class MineOut(Out):
    """`title` is the beginning of its text. `state`: in the count, outside of it, of an item that has changed, or sent
    back to you (with the reviewer's `note`). `comments`: whether one of yours is open, answered, resolved."""

    annotation: str
    item: str
    revision: int
    schema_version: int
    seconds: float | None
    created_at: int
    updated_at: int
    title: str
    state: State
    note: str
    comments: Talk


class MinePage(Out):
    annotations: list[MineOut]
    before: str | None


class SkippedOut(Out):
    """`open`: you may still take it back."""

    task: str
    item: str
    title: str
    reason: str
    open: bool


class SkippedPage(Out):
    skipped: list[SkippedOut]
    before: str | None


ThreadState = Literal["open", "resolved", "all", "waiting"]
