"""Labeling: the next tasks, submit, skip, drafts.

A *task* is a labeler's slot: its id is all that a client names, and it is the same for gold, audit and
ordinary items. A submit is never refused because it is late.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import msgspec

from goldlabel.core.model import content_hash
from goldlabel.core.problem import Conflict, Invalid, NotFound
from goldlabel.store import annotations, claiming, drafts, items, members, projects, queue, reviews, slots
from goldlabel.store.drafts import DraftRow
from goldlabel.store.projects import ProjectRow, RoundRow
from goldlabel.store.slots import Slot
from goldlabel.store.tx import Tx
from goldlabel.work import suggestions
from goldlabel.work.bodies import StoredBody, extents, ready
from goldlabel.work.projects import checker_of

MAX_TASKS = 20
ACTIVE_LEASE = 2 * 60 * 1_000_000
"""After a heartbeat; so that a lease ends two minutes after its labeler stopped."""


class Submission(msgspec.Struct, frozen=True):
    """What a client sends: `base_revision` is that of the annotation it changes, None for a first submit."""

    task: int
    body: dict[str, Any]
    schema_version: int | None = None
    base_revision: int | None = None
    item_revision: int | None = None
    seconds: float | None = None
    confidence: float | None = None
    saw: list[int] = []


class Submitted(msgspec.Struct, frozen=True):
    annotation: int
    revision: int
    counted: bool
    stale: bool = False
    """The item was changed while it was answered: kept under the revision it was made for, and asked anew."""


@dataclass(frozen=True, slots=True)
class Task:
    """A held slot with what is shown for it. `annotation` and `revision` are those of an earlier submit."""

    slot: Slot
    item: items.ItemRow
    draft: Any
    annotation: int | None = None
    revision: int | None = None
    body: Any = None
    kept: DraftRow | None = None
    schema_version: int | None = None
    """That of the earlier submit."""
    note: str | None = None
    """Why a reviewer sent it back."""


def next_tasks(tx: Tx, project: ProjectRow, labeler: int, count: int, holding: Sequence[int] = ()) -> list[Task]:
    """Claims until the labeler holds `count` tasks; what it held before (`holding`, or all after a restart) first.

    `holding` are tasks that the client has already: they are not sent again.
    """
    queue.sweep(tx, project.id)
    count = min(count, MAX_TASKS)
    back = _sent_back(tx, project, labeler)
    held = [slot for slot, _ in back] + slots.leased_by(tx, project.id, labeler)
    known = set(holding)
    fresh = [slot for slot in held if slot.id not in known][:count]
    missing = count - len(held)
    if missing > 0 and hands_out(project):
        for round in projects.rounds(tx, project.id):
            if missing <= 0:
                break
            if round.active and round.kind in ("label", "relabel", "audit", "training"):
                claimed = claiming.claim(tx, round, labeler, missing, lease_of(project))
                fresh.extend(claimed)
                missing -= len(claimed)
    return tasks_of(tx, fresh, {slot.id: note for slot, note in back})


def hands_out(project: ProjectRow) -> bool:
    return not project.settings.get("paused") and project.archived_at is None


Why = Literal["you_paused", "project_paused", "archived", "cap"]


def why_nothing(tx: Tx, project: ProjectRow, labeler: int) -> Why | None:
    """What somebody decided that keeps tasks from this labeler; None when there is just nothing open for them."""
    if project.archived_at is not None:
        return "archived"
    if project.settings.get("paused"):
        return "project_paused"
    return "cap" if members.capped(tx, project.id, labeler) else None


def _sent_back(tx: Tx, project: ProjectRow, labeler: int) -> list[tuple[Slot, str]]:
    """One's own answers that a reviewer asks to look at again, with the reason; without a lease, until answered."""
    back = reviews.sent_back_to(tx, project.id, labeler)
    found = ((slots.by_id(tx, one.slot), one) for one in back)
    return [(slot, one.note) for slot, one in found if slot and slot.annotation == one.annotation]


def lease_of(project: ProjectRow) -> int:
    """How long a task is held without a sign of life, in microseconds."""
    return int(float(project.settings.get("lease_seconds", 300)) * 1_000_000)


def tasks_of(tx: Tx, wanted: Sequence[Slot], notes: Mapping[int, str] | None = None) -> list[Task]:
    """The slots with their items, drafts and earlier submits; `notes` by slot."""
    if not wanted:
        return []
    rows = items.by_ids(tx, [slot.item for slot in wanted])
    kept = drafts.of(tx, [slot.id for slot in wanted])
    tasks = [_task(tx, slot, rows[slot.item], kept.get(slot.id)) for slot in wanted]
    return (
        [replace(task, note=notes[task.slot.id]) if task.slot.id in notes else task for task in tasks]
        if notes
        else tasks
    )


def _task(tx: Tx, slot: Slot, item: items.ItemRow, kept: DraftRow | None) -> Task:
    draft = kept.body if kept and kept.item_revision in (None, item.revision) else None
    row = annotations.by_id(tx, slot.annotation) if slot.annotation else None
    if row is None:
        return Task(slot, item, draft, kept=kept)
    body = annotations.body_of(tx, row.id)
    return Task(slot, item, draft, row.id, row.revision, body, kept, row.schema_version)


def claim_item(tx: Tx, project: ProjectRow, labeler: int, item: int) -> Task:
    """This very item for this labeler, in the project's label round.

    Raises Conflict when it is done, parked or already answered by this labeler.
    """
    queue.sweep(tx, project.id)
    items.by_id(tx, project.id, item)
    slot = claiming.claim_item(tx, label_round(tx, project), labeler, item, lease_of(project))
    if slot is None:
        raise Conflict("this item has no open place for you: it is complete, parked, or you answered or skipped it")
    return tasks_of(tx, [slot])[0]


def label_round(tx: Tx, project: ProjectRow) -> RoundRow:
    return next(round for round in projects.rounds(tx, project.id) if round.kind == "label")


def reopen(tx: Tx, project: ProjectRow, labeler: int, annotation: int) -> Task:
    """One of the labeler's own annotations, to be changed by it."""
    row = annotations.by_id(tx, annotation)
    if row is None or row.labeler != labeler or row.project != project.id or row.round is None:
        raise NotFound("no such annotation of yours")
    slot = slots.of_labeler(tx, row.item, row.round, labeler)
    if slot is None or slot.annotation != row.id:
        raise Conflict("the item was changed since; it is asked anew")
    return tasks_of(tx, [slot])[0]


def submit(
    tx: Tx, project: ProjectRow, labeler: int, given: Submission, key: str | None = None, purpose: str = "label"
) -> Submitted:
    """Stores an annotation, or the next revision of the labeler's own.

    Raises Invalid with every problem, NotFound for a task that is not this labeler's, Conflict with both
    versions when `base_revision` is not the newest; the same `key` with another body is Invalid.
    """
    request = content_hash(msgspec.to_builtins(given)) if key else ""
    if key and (earlier := annotations.remembered(tx, labeler, key)):
        if earlier[0] != request:
            raise Invalid("this idempotency key was used for another submit; make a new key", where="Idempotency-Key")
        return msgspec.json.decode(earlier[1], type=Submitted)
    slot = _locked_slot(tx, project, labeler, given.task)
    item = items.by_id(tx, project.id, slot.item)
    version = given.schema_version or project.schema_version
    checker = checker_of(tx, project, version)
    # Checked against what was on the screen: an item that changed meanwhile must not make the answer wrong.
    seen = items.as_it_was(tx, item, given.item_revision or item.revision)
    body = ready(given.body, checker, seen.data, extents(tx, project.id, checker.schema, seen.data))
    if slot.annotation is not None and seen.revision == item.revision:
        result = _revision(tx, slot, given, version, body)
    else:
        new = annotations.NewAnnotation(
            project=project.id, item=item.id, round=slot.round, labeler=labeler, purpose=purpose, counted=False,
            item_revision=seen.revision, item_hash=seen.hash, schema_version=version,
            guideline_version=project.guideline_version, body=body.text, seconds=given.seconds,
            confidence=given.confidence, index=body.answers, regions=body.regions,
            saw=suggestions.saw(tx, item.id, given.saw),
        )  # fmt: skip
        result = _first(tx, slot, new, current=seen.revision == item.revision)
    if key:
        annotations.remember(tx, labeler, key, request, msgspec.json.encode(result).decode())
    return result


def _locked_slot(tx: Tx, project: ProjectRow, labeler: int, task: int) -> Slot:
    """The labeler's slot with its queue row locked (queue before slot: everybody locks in that order)."""
    slot = slots.by_id(tx, task)
    if slot is None or slot.labeler != labeler or slot.project != project.id:
        raise NotFound("no such task of yours in this project")
    queue.lock_row(tx, slot.item, slot.round)
    again = slots.by_id(tx, task)
    assert again is not None
    return again


def _revision(tx: Tx, slot: Slot, given: Submission, version: int, body: StoredBody) -> Submitted:
    row = annotations.by_id(tx, slot.annotation) if slot.annotation else None
    assert row is not None
    revision = annotations.revise(
        tx, row, given.base_revision, body.text, version, given.seconds, body.answers, body.regions
    )
    slots.attach(tx, slot.id, row.id)
    return Submitted(row.id, revision, row.counted)


def _first(tx: Tx, slot: Slot, new: annotations.NewAnnotation, *, current: bool) -> Submitted:
    counted, complete = queue.finish(tx, slot) if current else (False, False)
    id = annotations.insert(tx, replace(new, counted=counted))
    if current:
        slots.attach(tx, slot.id, id)
    elif slot.annotation is None:
        queue.set_aside(tx, slot)
        drafts.drop(tx, slot.id)
    count_annotation(tx, new.project, new.labeler, counted=counted, complete=complete)
    return Submitted(id, 1, counted, stale=not current)


def count_annotation(tx: Tx, project: int, labeler: int, *, counted: bool, complete: bool) -> None:
    """Brings the project's counters up to date after a first annotation."""
    projects.count(tx, project, "annotations", 1, labeler)
    projects.count(tx, project, f"mine:{labeler}", 1)
    if not counted:
        projects.count(tx, project, "surplus", 1, labeler)
    if complete:
        projects.count(tx, project, "done", 1, labeler)


def take(tx: Tx, round: RoundRow, new: annotations.NewAnnotation) -> bool:
    """An annotation that comes from elsewhere (an import, a machine) takes an open place, else it is surplus.

    False when this labeler has answered or skipped the item already: then nothing is written.
    """
    slot = claiming.claim_item(tx, round, new.labeler, new.item) or claiming.claim_surplus(
        tx, round, new.labeler, new.item
    )
    if slot is None:
        return False
    _first(tx, slot, replace(new, round=round.id), current=True)
    return True


def skip(tx: Tx, project: ProjectRow, labeler: int, task: int, reason: str) -> bool:
    """Not for this labeler; True when the item is now parked for the lead. A second call changes nothing."""
    slot = _locked_slot(tx, project, labeler, task)
    if slot.state == "skipped":
        return False
    if slot.annotation is not None:
        raise Conflict("you have answered this item already; change the answer instead of skipping it")
    parked = queue.skip(tx, slot, reason[:1000], int(project.settings.get("park_after_skips", 3)))
    if parked:
        projects.count(tx, project.id, "parked", 1, labeler)
    return parked


def unpark(tx: Tx, project: ProjectRow, item: int) -> bool:
    """Back into the label round's queue; False when it was not parked."""
    items.by_id(tx, project.id, item)
    freed = queue.unpark(tx, item, label_round(tx, project).id)
    if freed:
        projects.count(tx, project.id, "parked", -1)
    return freed


def heartbeat(tx: Tx, labeler: int, tasks: Sequence[int]) -> list[int]:
    """Renews the leases that are still held; their tasks. The others were given on."""
    return slots.extend(tx, tasks, labeler, ACTIVE_LEASE)


def give_back(tx: Tx, project: ProjectRow, labeler: int, tasks: Sequence[int]) -> int:
    return queue.give_back(tx, tasks, labeler)


def progress(tx: Tx, project: ProjectRow, labeler: int | None = None) -> dict[str, int]:
    """Counts: items, done (all wanted answers in), resolved, annotations, surplus, parked, and `mine`."""
    mine = f"mine:{labeler}"
    found = projects.counts(tx, project.id, "items", "done", "resolved", "annotations", "surplus", "parked", mine)
    found["mine"] = found.pop(mine)
    return found
