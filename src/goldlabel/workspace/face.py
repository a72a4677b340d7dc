"""What a workspace and its projects offer to Python, wherever they are: a folder here, or a server.

`goldlabel.workspace.local` and `goldlabel.client` implement it; one test suite runs on both.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

from goldlabel.core.change import Change
from goldlabel.core.schema import Schema
from goldlabel.workspace.parts import Exported, Item, Job, Progress, Source, Submitted, Task, Tie, Whole
from goldlabel.workspace.values import Labels


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

    def items(
        self, state: str | None = None, *, search: str | None = None, where: Sequence[Sequence[Any]] = ()
    ) -> Iterator[Item]:
        """By the order they came in; `state` is open, done, parked, resolved or tie.

        `search` finds items with all its words; `where` is a list of `(what, how, value)` that must all hold, as in
        `("meta.source", "is", "web")`. Raises Invalid for what cannot be filtered by.
        """
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

    def file(self, of: Task | int | str, source: str) -> bytes:
        """A file that a task, or an item by id or key, shows under `source` in its data. Raises NotFound."""
        ...

    def submit(
        self, task: Task, labels: Labels, *, labeler: str | None = None, seconds: float | None = None
    ) -> Submitted:
        """Stores what the labeler says (see `workspace.values`). Raises Invalid with every problem."""
        ...

    def reopen(self, annotation: int, labeler: str | None = None) -> Task:
        """One of the labeler's own annotations as a task again, to be changed by `submit`. Raises NotFound."""
        ...

    def skip(self, task: Task, reason: str = "", *, labeler: str | None = None) -> None: ...

    def progress(self, labeler: str | None = None) -> dict[str, int]:
        """Counts: items, done, resolved, annotations, surplus, parked, mine."""
        ...

    def resolve(self, *, progress: Progress | None = None) -> Job:
        """From many answers to one, for every item that has enough; ties wait for `adjudicate`."""
        ...

    def agreement(self) -> dict[str, Any]: ...

    def overview(self) -> dict[str, Any]:
        """The project at a glance: `next` (what to do and why), `progress`, `forecast`, `people`, `hours`, and under
        `measured` agreement with intervals and how the labels are distributed."""
        ...

    def comments(self, state: Literal["open", "resolved", "all"] = "open") -> Iterator[dict[str, Any]]:
        """What labelers ask the lead, newest first: `id`, `item`, `by`, `region`, `resolved`, and `said`: a list of
        `name`, `body`, `created_at`."""
        ...

    def ties(self) -> Iterator[Tie]: ...

    def adjudicate(self, item: Tie | int | str, labels: Labels, *, labeler: str | None = None, note: str = "") -> Whole:
        """Decides an item; what is not said stays as agreed. A region that is there is named by its `id` alone.

        `note`: the reason, kept in the evidence. Raises Invalid while something required is open, Conflict when it was
        decided meanwhile or nobody has answered it.
        """
        ...

    def release(self, *, title: str = "", names: bool = False, progress: Progress | None = None) -> dict[str, Any]:
        """An immutable, hashed snapshot of the resolved labels: its `number`, `hash`, `items` and so on.

        People stand in it as numbers, or under their `names`. Raises Invalid when nothing is resolved.
        """
        ...

    def releases(self) -> list[dict[str, Any]]:
        """Newest first."""
        ...

    def withdraw_release(self, number: int) -> dict[str, Any]:
        """Marks a release as not to be used: it stays listed, its file is not handed out any more."""
        ...

    def datasheet(self, number: int) -> dict[str, Any]:
        """A release's numbers: distribution, agreement, who, which versions, what was left out."""
        ...

    def save_release(self, number: int, out: str | Path) -> Path:
        """Writes a release as one ZIP, the same bytes each time; `goldlabel.release.verify` checks it."""
        ...

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

    def undo_import(self, id: int, *, progress: Progress | None = None) -> Job:
        """Removes the items that an import added and nobody worked on; `result` says how many, and how many stay."""
        ...

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
    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None: ...
