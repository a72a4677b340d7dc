"""Comments on items: threads, and what was said in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from goldlabel.store.tx import Tx

State = Literal["open", "resolved", "all", "waiting"]
"""`waiting`: those with something new for who asks."""


@dataclass(frozen=True, slots=True)
class Comment:
    id: int
    thread: int
    person: int
    name: str
    body: str
    created_at: int


@dataclass(frozen=True, slots=True)
class Thread:
    """`person` began it; `addressee` is who else, besides the leads, reads it. `pin` is the region it is about."""

    id: int
    project: int
    item: int
    person: int
    addressee: int | None
    pin: dict[str, Any] | None
    replies: int
    created_at: int
    last_at: int
    last_by: int
    seen_at: int
    resolved_at: int | None
    resolved_by: int | None

    def party(self, person: int) -> bool:
        return person in (self.person, self.addressee)

    def waits_for(self, person: int) -> bool:
        """Whether somebody else said something since this person, for whom it is, last looked."""
        reader = self.addressee if self.addressee is not None else self.person
        return reader == person and self.last_by != person and self.last_at > self.seen_at


_COLUMNS = (
    "t.id, t.project, t.item, t.person, t.addressee, t.pin, t.replies, t.created_at, t.last_at, t.last_by, t.seen_at, "
    "t.resolved_at, t.resolved_by"
)
_STATES = {"open": "AND t.resolved_at IS NULL", "resolved": "AND t.resolved_at IS NOT NULL", "all": ""}
_WAITING = (
    "t.project = :project AND t.last_by <> :person AND t.last_at > t.seen_at "
    "AND (t.addressee = :person OR (t.person = :person AND t.addressee IS NULL))"
)


def _thread(row: tuple[Any, ...]) -> Thread:
    values = list(row)
    values[5] = None if row[5] is None else json.loads(row[5])
    return Thread(*values)


def begin(tx: Tx, project: int, item: int, person: int, addressee: int | None, pin: Any, body: str) -> int:
    id = int(tx.value(
        "INSERT INTO comment_thread (project, item, person, addressee, pin, created_at, last_at, last_by, seen_at) "
        "VALUES (:project, :item, :person, :addressee, :pin, @now, @now, :person, :seen) RETURNING id",
        project=project, item=item, person=person, addressee=addressee, seen=0 if addressee is not None else tx.now(),
        pin=None if pin is None else json.dumps(pin),
    ))  # fmt: skip
    _say(tx, id, person, body)
    return id


def reply(tx: Tx, thread: int, person: int, body: str) -> int:
    tx.run(
        "UPDATE comment_thread SET replies = replies + 1, last_at = @now, last_by = :person WHERE id = :thread",
        thread=thread, person=person,
    )  # fmt: skip
    return _say(tx, thread, person, body)


def _say(tx: Tx, thread: int, person: int, body: str) -> int:
    return int(tx.value(
        "INSERT INTO comment (thread, person, body, created_at) VALUES (:thread, :person, :body, @now) RETURNING id",
        thread=thread, person=person, body=body,
    ))  # fmt: skip


def resolve(tx: Tx, thread: int, person: int, resolved: bool) -> None:
    tx.run(
        "UPDATE comment_thread SET resolved_at = CASE WHEN :yes = 1 THEN @now ELSE NULL END, "
        "resolved_by = CASE WHEN :yes = 1 THEN :person ELSE NULL END WHERE id = :thread",
        yes=int(resolved), person=person, thread=thread,
    )  # fmt: skip


def seen(tx: Tx, project: int, person: int, threads: Sequence[int]) -> None:
    """This person, for whom they are, has read them."""
    tx.run(
        f"UPDATE comment_thread SET seen_at = @now WHERE id IN (SELECT t.id FROM comment_thread t "
        f"WHERE t.id IN @ids(threads) AND {_WAITING})",
        threads=json.dumps(list(threads)), project=project, person=person,
    )  # fmt: skip


def by_id(tx: Tx, project: int, id: int) -> Thread | None:
    row = tx.one(f"SELECT {_COLUMNS} FROM comment_thread t WHERE t.id = :id AND t.project = :project",
                 id=id, project=project)  # fmt: skip
    return _thread(row) if row else None


def page(
    tx: Tx,
    project: int,
    *,
    person: int | None,
    item: int | None,
    state: State,
    before: int,
    limit: int,
    reader: int | None = None,
) -> list[Thread]:
    """Newest first, with id < `before`; `person`: only those that are that person's or addressed to them. `reader`:
    for whom `waiting` is."""
    mine = "AND (t.person = :person OR t.addressee = :person)" if person is not None else ""
    on = "AND t.item = :item" if item is not None else ""
    waits = f"AND {_WAITING}" if state == "waiting" else ""
    asks = person if person is not None else reader
    given = {"person": asks} if person is not None or waits else {}
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM comment_thread t WHERE t.project = :project AND t.id < :before "
        f"{_STATES.get(state, waits)} {mine} {on} ORDER BY t.id DESC LIMIT :limit",
        project=project, before=before, limit=limit, **given, **({"item": item} if item is not None else {}),
    )  # fmt: skip
    return [_thread(row) for row in rows]


def said(tx: Tx, threads: Sequence[int]) -> dict[int, list[Comment]]:
    """All that was said, oldest first, by thread."""
    rows = tx.all(
        "SELECT c.id, c.thread, c.person, p.name, c.body, c.created_at FROM comment c JOIN person p ON p.id = c.person "
        "WHERE c.thread IN @ids(threads) ORDER BY c.id",
        threads=json.dumps(list(threads)),
    )  # fmt: skip
    out: dict[int, list[Comment]] = {id: [] for id in threads}
    for row in rows:
        out[row[1]].append(Comment(*row))
    return out


def waiting(tx: Tx, project: int, person: int) -> int:
    """How many threads have something new for this person; at most 100 are counted."""
    return int(tx.value(
        f"SELECT count(*) FROM (SELECT 1 FROM comment_thread t WHERE {_WAITING} LIMIT 100) AS found",
        project=project, person=person,
    ))  # fmt: skip


def open_count(tx: Tx, project: int) -> int:
    """Open threads of a project; at most 1,000 are counted."""
    return int(tx.value(
        "SELECT count(*) FROM (SELECT 1 FROM comment_thread WHERE project = :project AND resolved_at IS NULL "
        "LIMIT 1000) AS found",
        project=project,
    ))  # fmt: skip


def of_person(tx: Tx, person: int, items: Sequence[int]) -> list[Thread]:
    """A person's threads, and those addressed to them, on these items."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM comment_thread t WHERE t.item IN @ids(items) "
        "AND (t.person = :person OR t.addressee = :person) ORDER BY t.id",
        items=json.dumps(list(items)), person=person,
    )  # fmt: skip
    return [_thread(row) for row in rows]
