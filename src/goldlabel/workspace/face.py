"""What a workspace and its projects offer to Python, wherever they are: a folder here, or a server.

`goldlabel.workspace.local` and `goldlabel.client` implement it; one test suite runs on both.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from goldlabel.core.change import Change
from goldlabel.core.problem import GoldlabelError
from goldlabel.core.schema import Schema
from goldlabel.workspace.values import Labels

Source = Any
"""A path, an http(s) address, rows (dicts), or a table: a data frame or a dict of columns."""


@dataclass(frozen=True, slots=True)
class Task:
    """One item to label, held for its labeler. `draft` and `labels` are what was saved or submitted before."""

    id: int
    item: int
    data: dict[str, Any]
    schema_version: int
    item_revision: int
    annotation: int | None = None
    revision: int | None = None
    draft: Any = None


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
    """One thing to decide: a question (about a region, if `region`), or whether a region is one (`shape`, `value`).

    `votes` are (value by name, the labelers who gave it); None: left empty.
    """

    name: str
    why: str
    votes: list[tuple[Any, list[str]]]
    set: str | None = None
    region: str | None = None
    shape: str | None = None
    value: Any = None


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


class Project(Protocol):
    """One labeling effort."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def schema(self) -> Schema: ...
    @property
    def guideline(self) -> str: ...

    def plan(self, schema: Mapping[str, Any]) -> list[Change]:
        """What a new schema would change; nothing is written."""
        ...

    def change_schema(self, schema: Mapping[str, Any]) -> list[Change]:
        """Makes it the project's next schema version; answers are kept by ids and names."""
        ...

    def add(
        self,
        source: Source,
        *,
        format: str | None = None,
        key: str | None = None,
        labels: Mapping[str, str] | None = None,
        purpose: str = "label",
        priority: float = 0.5,
        options: Mapping[str, Any] | None = None,
        progress: Progress | None = None,
    ) -> Job:
        """Brings data in; `result` counts added, changed, unchanged, duplicates, rejected, labels.

        `key`: the column that names an item. `labels`: columns that hold labels, and the question each answers;
        `purpose` says what such labels are: label, suggestion or gold. Raises JobFailed.
        """
        ...

    def items(self, state: str | None = None) -> Iterator[Item]:
        """By the order they came in; `state` is open, done, parked, resolved or tie."""
        ...

    def item(self, item: int | str) -> Whole:
        """One item by id or key, with what was said about it. Raises NotFound."""
        ...

    def next(self, labeler: str | None = None) -> Task | None:
        """The next item for a labeler, the one they hold already first; None when nothing is left for them."""
        ...

    def tasks(self, labeler: str | None = None) -> Iterator[Task]:
        """`next` again and again; each must be submitted or skipped before the next one comes."""
        ...

    def submit(
        self, task: Task, labels: Labels, *, labeler: str | None = None, seconds: float | None = None
    ) -> Submitted:
        """Stores what the labeler says (see `workspace.values`). Raises Invalid with every problem."""
        ...

    def skip(self, task: Task, reason: str = "", *, labeler: str | None = None) -> None: ...

    def progress(self, labeler: str | None = None) -> dict[str, int]:
        """Counts: items, done, resolved, annotations, surplus, parked, mine."""
        ...

    def resolve(self, *, progress: Progress | None = None) -> Job:
        """From many answers to one, for every item that has enough; ties wait for `adjudicate`."""
        ...

    def agreement(self) -> dict[str, Any]: ...

    def ties(self) -> Iterator[Tie]: ...

    def adjudicate(self, item: Tie | int | str, labels: Labels, *, labeler: str | None = None) -> Whole:
        """Decides an item; what is not said stays as agreed. A region that is there is named by its `id` alone.

        Raises Invalid while something required is open, Conflict when it was decided meanwhile.
        """
        ...

    def release(self, *, note: str = "", progress: Progress | None = None) -> dict[str, Any]:
        """An immutable, hashed snapshot of the resolved labels; its number, hash and datasheet."""
        ...

    def releases(self) -> list[dict[str, Any]]: ...

    def export(
        self,
        format: str,
        out: str | Path,
        *,
        release: int | None = None,
        select: str = "all",
        options: Mapping[str, Any] | None = None,
        progress: Progress | None = None,
    ) -> Exported:
        """Writes to a file, or a folder for formats of several files. `select`: all, labeled or resolved."""
        ...

    def jobs(self, limit: int = 50) -> list[Job]:
        """Newest first."""
        ...

    def job(self, id: int) -> Job: ...
    def cancel(self, id: int) -> Job: ...
    def resume(self, id: int, *, progress: Progress | None = None) -> Job: ...

    def rejects(self, id: int) -> Iterator[dict[str, str]]:
        """The rows that an import could not take: `where`, `message`, `raw`."""
        ...


class Workspace(Protocol):
    """Where projects live."""

    @property
    def where(self) -> str:
        """Its folder or address."""
        ...

    @property
    def projects(self) -> Sequence[Project]: ...

    def project(self, name: str) -> Project:
        """Raises NotFound."""
        ...

    def create(
        self,
        name: str,
        *,
        template: str | None = None,
        schema: Mapping[str, Any] | Schema | None = None,
        title: str = "",
        guideline: str | None = None,
        overlap: int | None = None,
    ) -> Project:
        """A new project from a template or a schema. Raises Conflict when the name is taken."""
        ...

    def close(self) -> None: ...
    def __enter__(self) -> "Workspace": ...
    def __exit__(self, *_: object) -> None: ...
