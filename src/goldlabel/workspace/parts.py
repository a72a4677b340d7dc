"""What a project gives and takes: plain data, the same here and over HTTP."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from goldlabel.core.problem import GoldlabelError

Source = Any
"""A path, an http(s) address, `storage://NAME/PATH`, rows (dicts), or a table: a data frame or a dict of columns."""


def stored(source: Source) -> dict[str, str] | None:
    """The storage and path that `storage://NAME/PATH` names; None for any other source."""
    if not isinstance(source, str) or not source.startswith("storage://"):
        return None
    name, _, path = source.removeprefix("storage://").partition("/")
    return {"storage": name, "path": path}


@dataclass(frozen=True, slots=True)
class Task:
    """One item to label, held for its labeler. `draft` is what was saved or submitted before.

    `media` tells about the files that it shows, by their key in `data`; `Project.file` reads them.
    """

    id: int
    item: int
    data: dict[str, Any]
    schema_version: int
    item_revision: int
    annotation: int | None = None
    revision: int | None = None
    draft: Any = None
    media: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]], repr=False)


@dataclass(frozen=True, slots=True)
class Submitted:
    annotation: int
    revision: int
    counted: bool
    """False: enough others were faster; kept outside the count."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item and where it stands: `state` open, done or parked; `resolution` resolved, tie or None."""

    id: int
    key: str
    data: dict[str, Any]
    revision: int
    state: str
    done: int
    wanted: int
    resolution: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """What one labeler said about an item, by names."""

    labeler: str
    labels: dict[str, Any]
    purpose: str = "label"
    counted: bool = True
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """An item with everything that was said about it. `labels` are its resolved ones, None before."""

    id: int
    key: str
    data: dict[str, Any]
    meta: dict[str, Any]
    said: list[Said]
    labels: dict[str, Any] | None
    resolution: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """Long work: `state` is waiting, running, done, failed or cancelled; `result` what came of it."""

    id: int
    kind: str
    state: str
    done: int
    total: int | None
    result: dict[str, Any]
    error: str | None
    project: str


@dataclass(frozen=True, slots=True)
class Tie:
    """An item on which labelers disagree: `open` says about what, with the votes; `agreed` is what stands, by names."""

    item: int
    key: str
    data: dict[str, Any]
    said: list[Said]
    open: list["Open"]
    agreed: dict[str, Any]
    resolution: int
    """What the adjudicator looked at; given back, so that two people do not decide at once."""


@dataclass(frozen=True, slots=True)
class Open:
    """One thing to decide: a question (about a region, if `region`), or whether a region is one (`shape`, `value`), or
    whether two are joined (`ends`).

    `votes` are (value by name, the labelers who gave it); None: left empty.
    """

    name: str
    why: str
    votes: list[tuple[Any, list[str]]]
    set: str | None = None
    region: str | None = None
    shape: str | None = None
    value: Any = None
    ends: tuple[str, str] | None = None
    """Of a relation: the agreed regions that it would join."""


@dataclass(frozen=True, slots=True)
class Exported:
    """`files` were written; `losses` are what the format could not carry: `{what, why, count}`."""

    files: list[Path]
    records: int
    annotations: int
    losses: list[dict[str, Any]]


Progress = Callable[[Job], None]
"""Is told how far long work got, a few times a second."""


class JobFailed(GoldlabelError):
    """Long work ended otherwise than done; `job` says how far it got and can be resumed."""

    def __init__(self, job: Job) -> None:
        why = job.error or f"it was {job.state}"
        super().__init__(f"{job.kind} (job {job.id}) did not end well: {why}", detail={"job": job.id})
        self.job = job


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during long work, which was cancelled between two chunks and can be resumed."""

    def __init__(self, job: Job) -> None:
        super().__init__(f"job {job.id} was cancelled")
        self.job = job
        self.way_out = ""
        """A sentence for the person, where one is known."""


class Abandoned(KeyboardInterrupt):
    """A second Ctrl-C: the job's thread is still at work, so its workspace stays open until the program ends."""

    def __init__(self, job: int) -> None:
        super().__init__(f"job {job} was left in the middle of a step")
        self.way_out = f"stopped at once; what job {job} had finished stays, and it can be resumed"
