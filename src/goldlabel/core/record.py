"""An item together with all that was said about it: what formats read and write, releases hold, consensus eats.

Records stream: nothing here needs more than one of them in memory.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .annotation import Body, Purpose
from .model import Json


def _object() -> dict[str, Any]:  # made for every row: `dict[str, Any]` as a factory takes five times as long
    return {}


def _list() -> list[Any]:
    return []


@dataclass(slots=True)
class Labeled:
    """One annotation, or a resolution, with where it came from. Times in integer microseconds, UTC."""

    body: Body
    labeler: str
    labeler_kind: str = "person"
    purpose: Purpose = Purpose.label
    seconds: float | None = None
    cost: float | None = None
    confidence: float | None = None
    schema_version: int | None = None
    guideline_version: int | None = None
    item_revision: int | None = None
    created_at: int | None = None
    counted: bool = True
    note: dict[str, Any] = field(default_factory=_object)
    """Evidence of a resolution (method, votes, agreement) or facts that a format wants kept."""


@dataclass(slots=True)
class MediaFile:
    """A file that a field of the item shows. `open` gives its bytes; the rest as far as known.

    Width and height are those of the EXIF-upright picture.
    """

    name: str
    open: Callable[[], bytes]
    mime: str | None = None
    sha256: str | None = None
    width: int | None = None
    height: int | None = None
    local: Callable[[], AbstractContextManager[Path]] | None = None
    """Its bytes as a file on this machine while the block runs; for files that are better not held in memory."""


@dataclass(slots=True)
class Record:
    data: dict[str, Json]
    key: str | None = None
    meta: dict[str, Json] = field(default_factory=_object)
    annotations: list[Labeled] = field(default_factory=_list)
    resolution: Labeled | None = None
    media: dict[str, MediaFile] = field(default_factory=_object)
    """By the field's `source`: the key in `data` whose value the file replaces or describes."""
    where: str = ""
    """Where it stood in its source, for messages: `tasks.csv row 12`."""
    revision: int = 1
    split: str | None = None
    row: dict[str, Any] | None = None
    """The row as it stood, where the data are other columns: what is shown of it when it cannot be taken."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that could not be taken: its place, why and how to mend it, and (cut to 2,000 characters) the row."""

    where: str
    message: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a format could not carry, with how often: `keypoints`, 2, `goldlabel has no skeleton yet`."""

    what: str
    count: int
    why: str
    where: str = ""


@dataclass(slots=True)
class Report:
    """What a conversion did. `losses` are added up by `lose`."""

    records: int = 0
    annotations: int = 0
    files: list[str] = field(default_factory=list[str])
    losses: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    rejects: int = 0

    def lose(self, what: str, why: str, count: int = 1) -> None:
        self.losses[what, why] = self.losses.get((what, why), 0) + count

    def loss_list(self) -> list[dict[str, Any]]:
        return [{"what": what, "why": why, "count": count} for (what, why), count in sorted(self.losses.items())]
