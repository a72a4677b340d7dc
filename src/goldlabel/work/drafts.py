"""Unfinished work: kept on top of what was there, never over it; read under the schema and the item of today."""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from pydantic import ValidationError

from goldlabel.core.annotation import Body
from goldlabel.core.change import carry
from goldlabel.core.problem import Conflict, Invalid, NotFound
from goldlabel.core.record import Loss
from goldlabel.store import annotations, drafts, slots
from goldlabel.store.drafts import DraftRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.slots import Slot
from goldlabel.store.tx import Tx
from goldlabel.work.projects import schema_of

if TYPE_CHECKING:
    from goldlabel.work.label import Task

MAX_BYTES = 2_000_000


class Basis(msgspec.Struct, frozen=True):
    """What a draft was made on top of, as the client last saw it: the draft before it, the annotation's revision."""

    draft: int | None = None
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Had:
    """What a labeler has on a task. `lost` did not fit today's schema; `before` is of an earlier item revision."""

    body: Any = None
    version: int | None = None
    lost: list[Loss] = field(default_factory=list[Loss])
    before: Any = None


def save(
    tx: Tx, project: ProjectRow, labeler: int, task: int, body: dict[str, Any], *, schema_version: int | None = None,
    item_revision: int | None = None, on: Basis | None = None,
) -> int:  # fmt: skip
    """Keeps unfinished work, unchecked, one per task; its version.

    Raises Conflict with the other version when `on` is not what is there, Invalid over 2 MB.
    """
    slot = slots.by_id(tx, task)
    if slot is None or slot.labeler != labeler or slot.project != project.id:
        raise NotFound("no such task of yours in this project")
    if len(json.dumps(body)) > MAX_BYTES:
        raise Invalid("a draft may have 2 MB at the most", where="body")
    there = drafts.of(tx, [slot.id]).get(slot.id)
    if on is not None:
        _check(tx, slot, there, on)
    before = there.before if there else None
    if there and there.item_revision is not None and there.item_revision != item_revision:
        before = {"body": there.body, "item_revision": there.item_revision, "schema_version": there.schema_version}
    return drafts.put(tx, slot.id, DraftRow(body, 0, schema_version, item_revision, before))


def _check(tx: Tx, slot: Slot, there: DraftRow | None, on: Basis) -> None:
    row = annotations.by_id(tx, slot.annotation) if slot.annotation else None
    if row is not None and row.revision != on.revision:
        raise Conflict(
            "this item was submitted elsewhere meanwhile; compare the two versions and choose",
            detail={"revision": row.revision, "theirs": annotations.body_of(tx, row.id)},
        )
    if there is not None and there.version != on.draft:
        raise Conflict(
            "this draft was changed elsewhere meanwhile; compare the two versions and choose",
            detail={"draft": there.version, "theirs": there.body},
        )


def had(tx: Tx, project: ProjectRow, task: "Task") -> Had:
    """The draft, else what was submitted, as an answer to today's schema."""
    kept = task.kept
    if kept is None:
        body, lost = _carried(tx, project, task.body, task.schema_version)
        return Had(body, None, lost)
    before = kept.before["body"] if kept.before else None
    if kept.item_revision not in (None, task.item.revision):
        return Had(None, kept.version, [], kept.body)
    body, lost = _carried(tx, project, kept.body, kept.schema_version)
    return Had(body, kept.version, lost, before)


def _carried(tx: Tx, project: ProjectRow, body: Any, version: int | None) -> tuple[Any, list[Loss]]:
    if body is None or version is None or version == project.schema_version:
        return body, []
    try:
        whole = Body.model_validate(body)
    except ValidationError:
        return body, []
    mapped, lost = carry(whole, schema_of(tx, project, version), schema_of(tx, project))
    return mapped.model_dump(mode="json", exclude_none=True), lost
