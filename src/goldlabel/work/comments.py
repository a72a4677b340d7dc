"""Comments to the lead, and the lead's answers. Who leads reads all; others their own threads and those to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from goldlabel.core.annotation import Region
from goldlabel.core.kind import validated
from goldlabel.core.model import canonical
from goldlabel.core.problem import Invalid, NotFound
from goldlabel.core.schema import Schema
from goldlabel.store import comments, history, items, people
from goldlabel.store.comments import Comment, State, Thread
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import notifications

LONGEST = 5000
LARGEST_PIN = 100_000
SHOWN = 80


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: `leads` may read and settle everything."""

    person: int
    labeler: int
    leads: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A thread with all that was said in it; `new`: something in it waits for the reader."""

    thread: Thread
    said: list[Comment]
    new: bool


def begin(
    tx: Tx, project: ProjectRow, who: Reader, item: int, body: str, *, pin: Mapping[str, Any] | None = None,
    to: int | None = None,
) -> int:  # fmt: skip
    """A new thread on an item; `pin` is the region it is about, as it is now. A lead may address it `to` a member.

    Raises NotFound for an item that is not of this project or that an annotator was never asked about.
    """
    items.by_id(tx, project.id, item)
    if not who.leads and not history.touched(tx, project.id, item, who.labeler):
        raise NotFound(f"no item {item} in this project")  # in the words for one that is not there
    if to is not None:
        if not who.leads:
            raise Invalid("your comment goes to the lead; leave this out", where="to")
        if all(member.person != to for member in people.members(tx, project.id)):
            raise Invalid("is no member of this project", where="to")
    thread = comments.begin(tx, project.id, item, who.person, to, _pinned(pin), _words(body))
    if to is not None:
        notifications.tell(tx, [to], "written", project=project.id, by=who.person, thread=thread)
    return thread


def reply(tx: Tx, project: ProjectRow, who: Reader, thread: int, body: str) -> int:
    """Says something in a thread; what was resolved is open again when its reader answers."""
    found = _own(tx, project, who, thread)
    words = _words(body)
    if found.resolved_at is not None and not who.leads:
        comments.resolve(tx, thread, who.person, resolved=False)
    parties = [found.person] if found.addressee is None else [found.person, found.addressee]
    notifications.tell(tx, parties, "comment", project=project.id, by=who.person, thread=thread)
    return comments.reply(tx, thread, who.person, words)


def resolve(tx: Tx, project: ProjectRow, who: Reader, thread: int, *, resolved: bool = True) -> None:
    _own(tx, project, who, thread)
    comments.resolve(tx, thread, who.person, resolved)


def seen(tx: Tx, project: ProjectRow, who: Reader, threads: Sequence[int]) -> None:
    comments.seen(tx, project.id, who.person, threads)


def listed(
    tx: Tx, project: ProjectRow, who: Reader, *, item: int | None = None, state: State = "all", before: int = 2**53,
    limit: int = 50,
) -> list[Shown]:  # fmt: skip
    """Newest first; to who does not lead, only their own and those addressed to them."""
    person = None if who.leads else who.person
    threads = comments.page(
        tx, project.id, person=person, item=item, state=state, before=before, limit=limit, reader=who.person
    )
    return shown(tx, who, threads)


def one(tx: Tx, project: ProjectRow, who: Reader, thread: int) -> Shown:
    return shown(tx, who, [_own(tx, project, who, thread)])[0]


def shown(tx: Tx, who: Reader, threads: Sequence[Thread]) -> list[Shown]:
    said = comments.said(tx, [thread.id for thread in threads]) if threads else {}
    return [Shown(thread, said[thread.id], thread.waits_for(who.person)) for thread in threads]


def pinned_words(schema: Schema, data: Mapping[str, Any], pin: Mapping[str, Any] | None) -> str:
    """The marked words of a comment about a stretch of text; of other shapes, nothing."""
    group = schema.region_set(str(pin["set"])) if pin else None
    field = schema.field(group.field) if group else None
    text, value = data.get(field.source) if field else None, pin["value"] if pin else None
    if not isinstance(text, str) or not isinstance(value, dict):
        return ""
    start, end = cast(dict[str, Any], value).get("start"), cast(dict[str, Any], value).get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        return ""
    words = " ".join(text[max(0, start) : max(0, end)].split())
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"


def _own(tx: Tx, project: ProjectRow, who: Reader, thread: int) -> Thread:
    found = comments.by_id(tx, project.id, thread)
    if found is None or not (who.leads or found.party(who.person)):
        raise NotFound("no such comment of yours")
    return found


def _words(body: str) -> str:
    words = body.strip()
    if not words:
        raise Invalid("say something", where="body")
    if len(words) > LONGEST:
        raise Invalid(f"may have {LONGEST} characters at the most", where="body")
    return words


def _pinned(raw: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if raw is None:
        return None
    region = validated(Region, raw, "region").model_dump(mode="json", exclude_none=True)
    if len(canonical(region)) > LARGEST_PIN:
        raise Invalid("is too large to be kept with a comment", where="region")
    return region
