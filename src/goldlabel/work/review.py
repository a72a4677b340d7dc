"""Review: what waits for a reviewer, one item after the other; accept, decide, send back, and undo.

Decisions are adjudications (`work.adjudicate`); here is the queue around them. Two reviewers are not handed the same
item at once: who opens one has it for two minutes, renewed while they look. What was sent back is handed to its author
by `work.label.next_tasks`, before anything else, and waits for nobody else meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from goldlabel.catalog import catalog
from goldlabel.core.annotation import Body
from goldlabel.core.problem import Conflict, Invalid, NotFound
from goldlabel.core.schema import DataField
from goldlabel.store import annotations, items, projects, resolutions, reviews, slots
from goldlabel.store.items import ItemRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.resolutions import NewResolution, ResolutionRow
from goldlabel.store.reviews import ReviewRow, SentBack, Waiting
from goldlabel.store.tx import Tx
from goldlabel.work import adjudicate, notifications
from goldlabel.work.adjudicate import Case
from goldlabel.work.projects import schema_of

QUEUES = ("ties", "doubts", "unreviewed")
Queue = Literal["ties", "doubts", "unreviewed"]
COUNTED = 1000
"""Queues are counted up to here: a number that a person works off, at a bounded cost."""
PREVIEW = 160


@dataclass(frozen=True, slots=True)
class Listed:
    """A waiting item for a list: what it is, what its labelers are at odds about, who has it open."""

    waiting: Waiting
    item: ItemRow
    resolution: ResolutionRow
    preview: str
    held_by: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A case on a reviewer's table. `held_by`: another reviewer who has it open now."""

    case: Case
    waiting: Waiting | None
    held_by: str | None
    history: list[tuple[ReviewRow, str]]
    sent_back: list[SentBack]


@dataclass(frozen=True, slots=True)
class Done:
    """What a reviewer did, for a list. `label`: what was decided; None for what went back, or is large."""

    row: ReviewRow
    by: str
    item: ItemRow
    preview: str
    label: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    review: int
    annotation: int
    resolution: int


def counts(tx: Tx, project: ProjectRow) -> dict[str, int]:
    """How many wait in each queue, up to COUNTED, and how many went back to their authors."""
    found = {queue: reviews.count(tx, project.id, queue, COUNTED) for queue in QUEUES}
    return {**found, "sent_back": len(reviews.sent_back(tx, project.id, COUNTED))}


def listed(tx: Tx, project: ProjectRow, queue: Queue, after: tuple[float, int], limit: int) -> list[Listed]:
    """What waits, the least agreed first."""
    found = reviews.waiting(tx, project.id, queue, after, limit)
    ids = [one.item for one in found]
    if not ids:
        return []
    rows, current, held = items.by_ids(tx, ids), resolutions.current_of(tx, ids), reviews.held_by(tx, ids)
    fields = schema_of(tx, project).fields
    return [
        Listed(
            one, rows[one.item], current[one.item], _preview(rows[one.item], fields),
            held[one.item][1] if one.item in held else None,
        )
        for one in found
    ]  # fmt: skip


def done(tx: Tx, project: ProjectRow, before: int, limit: int) -> list[Done]:
    """What reviewers did, newest first; what was undone is left out."""
    found = reviews.done(tx, project.id, before, limit)
    rows = items.by_ids(tx, [row.item for row, _, _ in found])
    labels = resolutions.bodies_of(tx, [row.resolution for row, _, _ in found if row.resolution is not None])
    fields = schema_of(tx, project).fields
    return [
        Done(row, by, rows[row.item], _preview(rows[row.item], fields), labels.get(row.resolution or 0))
        for row, _, by in found
    ]


def _preview(item: ItemRow, fields: Sequence[DataField]) -> str:
    """The first words of an item that has any."""
    media = catalog().media
    texts = (media[one.medium].words(item.data.get(one.source)) for one in fields if one.medium in media)
    text = next((text for text in texts if text), "")
    return " ".join(text[: 2 * PREVIEW].split())[:PREVIEW]


def next_case(tx: Tx, project: ProjectRow, labeler: int, queue: Queue, without: Sequence[int] = ()) -> Opened | None:
    """The next item of a queue that no other reviewer has open, now on this one's table; None when none is left.

    `without`: items that this reviewer skips, or has on the table already.
    """
    for one in reviews.waiting(tx, project.id, queue, limit=5, free_for=labeler, without=without):
        if reviews.claim(tx, project.id, one.item, labeler):
            return _opened(tx, project, one.item, labeler, one)
    return None


def open_case(tx: Tx, project: ProjectRow, labeler: int, item: int) -> Opened:
    """This very item; taken if nobody has it. Raises NotFound."""
    items.by_id(tx, project.id, item)
    reviews.claim(tx, project.id, item, labeler)
    return _opened(tx, project, item, labeler, None)


def _opened(tx: Tx, project: ProjectRow, item: int, labeler: int, waiting: Waiting | None) -> Opened:
    held = reviews.held_by(tx, [item]).get(item)
    return Opened(
        adjudicate.case(tx, project, item), waiting, held[1] if held and held[0] != labeler else None,
        reviews.of_items(tx, [item]), reviews.sent_back_of(tx, [item]),
    )  # fmt: skip


def decide(
    tx: Tx, project: ProjectRow, labeler: int, item: int, body: Mapping[str, Any] | Body, *, act: str = "decide",
    note: str = "", seen: int | None = None, saw: Sequence[tuple[int, int]] | None = None,
    based_on: int | None = None, seconds: float | None = None,
) -> Reviewed:  # fmt: skip
    """The item's label is `body`, decided by this reviewer; what it asks of its authors ends. Raises as
    `adjudicate.adjudicate` does."""
    done = adjudicate.adjudicate(
        tx, project, item, body, labeler, based_on=based_on, seen=seen, saw=saw, seconds=seconds, note=note
    )
    for back in reviews.sent_back_of(tx, [item]):
        reviews.end_sent_back(tx, back.review)
    reviews.let_go(tx, project.id, [item], labeler)
    review = reviews.record(
        tx, project.id, item, labeler, act, note, resolution=done.resolution, annotation=done.annotation
    )
    return Reviewed(review, done.annotation, done.resolution)


def send_back(tx: Tx, project: ProjectRow, labeler: int, item: int, annotation: int, note: str) -> int:
    """Asks an annotation's author to look at it again, with the reason; the review's id.

    Raises Invalid without a reason, NotFound for a foreign annotation, Conflict where the author cannot be asked.
    """
    items.by_id(tx, project.id, item)
    if not note.strip():
        raise Invalid("say what to look at; the author sees it", where="note")
    row = annotations.by_id(tx, annotation)
    if row is None or row.item != item or row.project != project.id:
        raise NotFound("annotation: no such annotation of this item")
    slot = slots.of_labeler(tx, item, row.round, row.labeler) if row.round is not None else None
    if row.labeler == labeler or slot is None or slot.annotation != row.id or not _is_person(tx, row.labeler):
        raise Conflict("only an answer that somebody else gave in this project can go back to its author")
    if any(back.annotation == annotation for back in reviews.sent_back_of(tx, [item])):
        raise Conflict("this answer is with its author already")
    review = reviews.record(tx, project.id, item, labeler, "send_back", note, annotation=annotation)
    reviews.send_back(tx, review, project.id, item, row.labeler, slot.id, row.id, row.revision, note)
    reviews.let_go(tx, project.id, [item], labeler)
    notifications.tell_labelers(tx, [row.labeler], "sent_back", project=project.id, item=str(item))
    return review


def _is_person(tx: Tx, labeler: int) -> bool:
    return resolutions.labelers(tx, [labeler])[labeler][0] == "person"


def undo(tx: Tx, project: ProjectRow, labeler: int, review: int) -> int:
    """Takes one's own decision back: what stood before stands again. The item's id.

    Raises NotFound for another's, Conflict when something was decided or answered on top of it.
    """
    done = reviews.by_id(tx, project.id, review)
    if done is None or done.labeler != labeler:
        raise NotFound("no such decision of yours")
    if done.act == "send_back":
        if not any(back.review == review for back in reviews.sent_back_of(tx, [done.item])):
            raise Conflict("its author has answered again already")
        reviews.end_sent_back(tx, review)
    else:
        _take_back(tx, project, done)
    reviews.undo(tx, review)
    reviews.claim(tx, project.id, done.item, labeler)
    return done.item


def _take_back(tx: Tx, project: ProjectRow, done: ReviewRow) -> None:
    resolutions.lock(tx, project.id)
    current = resolutions.current_of(tx, [done.item]).get(done.item)
    if current is None or current.id != done.resolution:
        raise Conflict("this item was decided or changed since; your decision is not the one in force")
    before = current.evidence.get("before", {}).get("resolution")
    row = reviews.restored(tx, before) if before else None
    made = NewResolution(*row) if row else _nothing(current)
    projects.count(tx, project.id, "resolved", resolutions.append(tx, project.id, [made]))
    if row is None:
        reviews.retire(tx, done.item)


def _nothing(current: ResolutionRow) -> NewResolution:
    """A resolution that says: undone, and nothing stood before. Never in force."""
    return NewResolution(
        current.item, "undone", "adjudication", '{"answers":[],"regions":[]}', '{"method":"undone"}', None,
        '{"method":"undone","annotations":[]}', current.item_revision, current.schema_version,
        current.guideline_version,
    )  # fmt: skip
