"""What commands share: where the workspace is, how they print, how long work shows itself."""

import json
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from goldlabel.core.naming import counted as counted
from goldlabel.core.problem import GoldlabelError

if TYPE_CHECKING:
    from rich.progress import Progress

    from goldlabel.workspace.face import Workspace
    from goldlabel.workspace.local import LocalWorkspace
    from goldlabel.workspace.parts import Job

DEFAULT_WORKSPACE = "goldlabel-data"


class Usage(GoldlabelError):
    """The command was called wrongly: exit code 2."""


@Parameter(name="*")
@dataclass(frozen=True)
class Where:
    workspace: Annotated[str, Parameter(env_var="GOLDLABEL_WORKSPACE")] = DEFAULT_WORKSPACE
    """A workspace's folder, or a server's address (then GOLDLABEL_TOKEN holds a token)."""
    debug: Annotated[bool, Parameter(show_default=False)] = False
    """Show where an error came from."""


@Parameter(name="*")
@dataclass(frozen=True)
class Reporting(Where):
    json: Annotated[bool, Parameter(show_default=False)] = False
    """Print the result as JSON."""


@contextmanager
def opened(where: Where, *, create: bool = False) -> "Generator[Workspace]":
    """The workspace by folder or address."""
    from goldlabel.workspace import open

    with open(where.workspace, create=create) as workspace:
        yield workspace


@contextmanager
def opened_here(where: Where, what: str, *, create: bool = False) -> "Generator[LocalWorkspace]":
    """A workspace's folder. Raises Usage for an address: `what` is done on the server's own machine."""
    from goldlabel.work.workspace import open_workspace
    from goldlabel.workspace.local import LocalWorkspace

    if is_address(where.workspace):
        raise Usage(f"{what} is done on the machine of the server: give the workspace's folder, not its address")
    with LocalWorkspace(open_workspace(where.workspace, create=create)) as workspace:
        yield workspace


def is_address(workspace: str) -> bool:
    return workspace.startswith(("http://", "https://"))


# -- printing


def say(line: str = "") -> None:
    print(line)


def note(line: str) -> None:
    """For people, beside the result."""
    print(line, file=sys.stderr)


def print_json(value: Any) -> None:
    print(json.dumps(value, indent=1, ensure_ascii=False, default=str))


def table(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Columns as wide as they must be; numbers to the right. Plain, so that it can be piped."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(line[at]) for line in [list(head), *cells]) for at in range(len(head))]
    right = [bool(cells) and all(_is_number(row[at]) for row in cells) for at in range(len(head))]
    for line in [list(head), *cells]:
        parts = [c.rjust(w) if r else c.ljust(w) for c, w, r in zip(line, widths, right, strict=True)]
        print("  ".join(parts).rstrip())


def _cell(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").replace(".", "", 1).isdigit() or cell in ("", "-")


def print_losses(losses: Sequence[Any]) -> None:
    """What could not be carried: `{what, why, count}` or [what, why, count]."""
    for loss in losses:
        what, why, count = (loss[part] for part in ("what", "why", "count")) if "what" in loss else loss
        note(f"  left out: {what} × {count:,} ({why})")


# -- long work


@contextmanager
def progress(where: Where, what: str) -> "Generator[Callable[[Job], None]]":
    """Shows how far a job is, when somebody looks; after Ctrl-C says how to go on."""
    from goldlabel.workspace.parts import Interrupted

    try:
        if sys.stderr.isatty():
            with _bar(what) as tell:
                yield tell
        else:
            yield lambda job: None
    except Interrupted as stopped:
        folder = "" if where.workspace == DEFAULT_WORKSPACE else f" --workspace {where.workspace}"
        stopped.way_out = (
            f"stopped: {what} (job {stopped.job.id}) was cancelled after {stopped.job.done:,}. What is done stays; "
            f"go on with `goldlabel jobs --resume {stopped.job.id}{folder}`"
        )
        raise


@contextmanager
def files_progress(what: str) -> "Generator[Callable[[int, int], None] | None]":
    """The same for work that tells (done, of)."""
    if not sys.stderr.isatty():
        yield None
        return
    with _bars() as shown:
        bar = shown.add_task(what, total=None)
        yield lambda done, total: shown.update(bar, completed=done, total=total)


@contextmanager
def _bar(what: str) -> "Generator[Callable[[Job], None]]":
    with _bars() as shown:
        bar = shown.add_task(what, total=None)
        yield lambda job: shown.update(bar, completed=job.done, total=job.total)


def _bars() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    return Progress("{task.description}", *columns, console=Console(stderr=True), transient=True)
