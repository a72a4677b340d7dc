"""A labeler's own history: what was answered and skipped, what became of it, and the way back to each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from goldlabel.catalog import catalog
from goldlabel.core.problem import Conflict, NotFound
from goldlabel.core.schema import Schema
from goldlabel.store import annotations, comments, history, items, projects, queue, reviews, slots
from goldlabel.store.annotations import AnnotationRow
from goldlabel.store.items import ItemRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.slots import Slot
from goldlabel.store.tx import Tx
from goldlabel.work.label import Task, lease_of, tasks_of
from goldlabel.work.projects import schema_of

State = Literal["counted", "surplus", "changed", "sent_back"]
Talk = Literal["none", "open", "answered", "resolved"]
_RANK: tuple[Talk, ...] = ("none", "resolved", "open", "answered")
"""Of several threads on one item, which one counts."""
SEARCHED = 2000
"""How many of one's newest annotations one request looks through at the most."""
TITLE = 140


@dataclass(frozen=True, slots=True)
class Done:
    """An annotation of one's own. `changed`: the item is another now, or was asked anew."""

    row: AnnotationRow
    title: str
    state: State
    note: str
    talk: Talk


@dataclass(frozen=True, slots=True)
class Page:
    done: list[Done]
    before: int | None


def done(
    tx: Tx, project: ProjectRow, labeler: int, person: int, *, before: int = 2**53, limit: int = 50, search: str = ""
) -> Page:
    """Newest first. With `search`, those whose shown data hold the words, of the next `SEARCHED` annotations."""
    schema, wanted = schema_of(tx, project), search.casefold().split()
    found: list[tuple[AnnotationRow, ItemRow]] = []
    looked = 0
    while len(found) < limit and looked < (SEARCHED if wanted else 1):
        rows = annotations.mine(tx, project.id, labeler, before, 200 if wanted else limit)
        known = items.by_ids(tx, list({row.item for row in rows}))
        for row in rows:
            looked, before = looked + 1, row.id
            if len(found) < limit and _holds(known[row.item].data, schema, wanted):
                found.append((row, known[row.item]))
                if len(found) == limit:
                    break
        if len(rows) < (200 if wanted else limit):
            return Page(_states(tx, project, schema, labeler, person, found), before if len(found) == limit else None)
    return Page(_states(tx, project, schema, labeler, person, found), before)


def _holds(data: Mapping[str, Any], schema: Schema, words: Sequence[str]) -> bool:
    if not words:
        return True
    text = " ".join(str(data.get(field.source, "")) for field in schema.fields).casefold()
    return all(word in text for word in words)


def title_of(data: Mapping[str, Any], schema: Schema) -> str:
    """The beginning of the first words that are shown; of files alone, nothing."""
    for field in schema.fields:
        medium = catalog().media.get(field.medium)
        words = medium.words(data.get(field.source)) if medium else ""
        if words.strip():
            text = " ".join(words[: TITLE * 2].split())
            return text if len(text) <= TITLE else f"{text[: TITLE - 1]}…"
    return ""


def _states(
    tx: Tx, project: ProjectRow, schema: Schema, labeler: int, person: int,
    found: Sequence[tuple[AnnotationRow, ItemRow]],
) -> list[Done]:  # fmt: skip
    back = {one.annotation: one.note for one in reviews.sent_back_to(tx, project.id, labeler)}
    talks: dict[int, Talk] = {}
    for thread in comments.of_person(tx, person, list({item.id for _, item in found})) if found else ():
        talk: Talk = (
            "answered" if thread.waits_for(person) else "resolved" if thread.resolved_at is not None else "open"
        )
        before = talks.get(thread.item, "none")
        talks[thread.item] = talk if _RANK.index(talk) > _RANK.index(before) else before
    return [
        Done(
            row, title_of(item.data, schema), _state(row, item, back), back.get(row.id, ""), talks.get(item.id, "none")
        )
        for row, item in found
    ]


def _state(row: AnnotationRow, item: ItemRow, back: Mapping[int, str]) -> State:
    if row.id in back:
        return "sent_back"
    if row.item_revision != item.revision:
        return "changed"
    return "counted" if row.counted else "surplus"


@dataclass(frozen=True, slots=True)
class Skipped:
    """`open`: there is a place to take it back to."""

    slot: Slot
    title: str
    reason: str
    open: bool


def skipped(tx: Tx, project: ProjectRow, labeler: int, before: int = 2**53, limit: int = 50) -> list[Skipped]:
    rows = history.skipped(tx, project.id, labeler, before, limit)
    schema, known = schema_of(tx, project), items.by_ids(tx, [slot.item for slot, _, _ in rows])
    return [Skipped(slot, title_of(known[slot.item].data, schema), reason, open) for slot, reason, open in rows]


def take_back(tx: Tx, project: ProjectRow, labeler: int, task: int) -> Task:
    """A skipped item again, to be answered after all.

    Raises NotFound for a task that is not this labeler's, Conflict when others took its places meanwhile.
    """
    slot = slots.by_id(tx, task)
    if slot is None or slot.labeler != labeler or slot.project != project.id:
        raise NotFound("no such task of yours in this project")
    queue.lock_row(tx, slot.item, slot.round)
    slot = slots.by_id(tx, task)
    assert slot is not None
    if slot.state == "leased":
        return tasks_of(tx, [slot])[0]
    if slot.state != "skipped":
        raise Conflict("this item is not skipped")
    taken, unparked = history.unskip(tx, slot, lease_of(project))
    if taken is None:
        raise Conflict("others have taken this item meanwhile; it has all the answers it needs")
    if unparked:
        projects.count(tx, project.id, "parked", -1)
    return tasks_of(tx, [taken])[0]
