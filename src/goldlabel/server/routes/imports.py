"""What an import would make of a file, before anything is stored."""

import asyncio
import threading
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from goldlabel.core.model import Json as JsonValue
from goldlabel.core.problem import TooMany
from goldlabel.server.access import Access, may
from goldlabel.server.origin import FromWhere
from goldlabel.server.wire import Out, ProjectName
from goldlabel.work import preview

router = APIRouter(tags=["jobs"])
_turns = threading.BoundedSemaphore(2)
"""Reading foreign files costs memory: two at a time."""


class AskPreview(FromWhere):
    """Without `options`: those of the last import of the same columns, else a guess."""

    format: str | None = Field(default=None, max_length=50)
    options: dict[str, JsonValue] | None = None
    purpose: str = Field(default="label", pattern="^(label|suggestion|gold)$")


class ColumnOut(Out):
    """`note`: what should be known before it is put somewhere; empty for most."""

    name: str
    values: list[str]
    note: str


class RowOut(Out):
    """`problem`: why it would not go in as it stands; `labels` by the question's name."""

    where: str
    key: str | None
    data: dict[str, Any]
    meta: dict[str, Any]
    labels: dict[str, Any]
    regions: int
    problem: str | None
    raw: str
    picture: str | None = Field(description="Small, as a data: address.")


class PreviewOut(Out):
    """`columns`: null where there is nothing to map. `problem`: why it cannot be read so. `picture`: of the first
    good row, as a data: address. `losses`: what, why, how often.
    """

    name: str
    format: str | None
    fits: list[str]
    options: dict[str, Any]
    purpose: str
    remembered: bool
    columns: list[ColumnOut] | None
    rows: list[RowOut]
    more: bool
    total: int | None
    counted: bool = Field(description="Whether `total` is exact.")
    losses: list[list[Any]]
    picture: str | None
    problem: str | None


@router.post("/api/projects/{project}/imports/preview")
async def preview_import(
    project: ProjectName, given: AskPreview, access: Annotated[Access, may("imports")]
) -> PreviewOut:  # fmt: skip
    """The first rows as the import would take them, and where its columns may go. Stores nothing."""
    workspace = access.context.workspace
    where = await asyncio.to_thread(given.origin, access, project)
    row = await access.read(access.project)

    def look() -> dict[str, Any]:
        if not _turns.acquire(timeout=30):
            raise TooMany("other files are being looked into; try again in a moment", retry_after=5)
        try:
            return preview.preview(
                workspace, row, where, format=given.format, options=given.options, purpose=given.purpose
            )
        finally:
            _turns.release()

    return PreviewOut.model_validate(await asyncio.to_thread(look))
