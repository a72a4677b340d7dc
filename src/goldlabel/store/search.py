"""Text search: FTS5 on SQLite, a tsvector with GIN on PostgreSQL, fed in the background from the items.

`search_state` says how far a project's items are in the index (`upto`, a high-water mark by id); what was changed
below that mark waits in `search_todo`. On SQLite the index holds no texts: a row's number is made of item and
revision, so a row of an earlier revision is known as such and never found.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from goldlabel.core.words import BEGINNING, text_of, words_of
from goldlabel.store import items
from goldlabel.store.items import ItemRow
from goldlabel.store.tx import Tx

REVISION_BITS = 12
_MASK = (1 << REVISION_BITS) - 1
_SCOPE = "\ue000"
"""Begins the word that stands for a project; no text has it, because it is no letter."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """How far the index is: `done` items of it are in; `behind` says that there are more."""

    done: int
    behind: bool


def state(tx: Tx, project: int) -> Indexed:
    row = tx.one("SELECT upto, done FROM search_state WHERE project = :project", project=project)
    upto, done = row or (0, 0)
    todo = tx.one("SELECT 1 FROM search_todo WHERE project = :project LIMIT 1", project=project)
    return Indexed(done, bool(todo) or items.last_id(tx, project) > upto)


def waiting(tx: Tx, project: int, most: int) -> int:
    """How many items are not in the index yet, counted up to `most`."""
    upto = tx.value("SELECT upto FROM search_state WHERE project = :project", project=project) or 0
    return int(tx.value(
        "SELECT count(*) FROM (SELECT id FROM item WHERE project = :project AND id > :upto LIMIT :most) n",
        project=project, upto=upto, most=most,
    )) + int(tx.value(
        "SELECT count(*) FROM (SELECT item FROM search_todo WHERE project = :project LIMIT :most) n",
        project=project, most=most,
    ))  # fmt: skip


def fold(tx: Tx, project: int, limit: int) -> int:
    """Brings up to `limit` items into the index, changed ones first; how many. 0: all are in."""
    tx.run(
        "INSERT INTO search_state (project, upto, done) VALUES (:project, 0, 0) ON CONFLICT (project) DO NOTHING",
        project=project,
    )
    # Locked: two who fold at once would both take the same items.
    row = tx.one("SELECT upto, done FROM search_state WHERE project = :project @lock", project=project)
    upto, done = row or (0, 0)
    changed = [row[0] for row in tx.all(
        "SELECT item FROM search_todo WHERE project = :project ORDER BY item LIMIT :limit", project=project, limit=limit
    )]  # fmt: skip
    if changed:
        _put(tx, list(items.by_ids(tx, changed).values()))
        tx.run(
            "DELETE FROM search_todo WHERE project = :project AND item IN @ids(items)",
            project=project, items=json.dumps(changed),
        )  # fmt: skip
        return len(changed)
    fresh = items.page(tx, project, upto, limit)
    if fresh:
        _put(tx, fresh)
        tx.run(
            "UPDATE search_state SET upto = :upto, done = :done WHERE project = :project",
            project=project, upto=fresh[-1].id, done=done + len(fresh),
        )  # fmt: skip
    return len(fresh)


def _put(tx: Tx, rows: Sequence[ItemRow]) -> None:
    cut = [(row, words_of(text_of(row.key, row.data, row.meta))) for row in rows]
    if tx.dialect == "sqlite":
        tx.insert(
            "item_words", "rowid, words",
            [((row.id << REVISION_BITS) + (row.revision & _MASK), " ".join([scope(row.project), *words]))
             for row, words in cut],
        )  # fmt: skip
        return
    tx.run_many(
        "INSERT INTO item_words (item, project, words) VALUES (:item, :project, CAST(:words AS tsvector)) "
        "ON CONFLICT (item) DO UPDATE SET words = excluded.words",
        [{"item": row.id, "project": row.project, "words": " ".join(f"'{word}'" for word in words)}
         for row, words in cut],
    )  # fmt: skip


def scope(project: int) -> str:
    return f"{_SCOPE}{project}"


def query(dialect: str, project: int, wanted: Sequence[str]) -> str:
    """The database's own form of a search for these words."""
    if dialect == "sqlite":
        words = [f'"{word}" *' if len(word) >= BEGINNING else f'"{word}"' for word in wanted]
        return " AND ".join([f'"{scope(project)}"', *words])
    return " & ".join(f"'{word}':*" if len(word) >= BEGINNING else f"'{word}'" for word in wanted)


FOUND = {
    "sqlite": (
        f"SELECT f.rowid >> {REVISION_BITS} AS id FROM item_words f JOIN item i ON i.id = f.rowid >> {REVISION_BITS} "
        f"WHERE item_words MATCH :words AND (f.rowid & {_MASK}) = (i.revision & {_MASK})"
    ),
    "postgres": "SELECT item AS id FROM item_words WHERE project = :project AND words @@ CAST(:words AS tsquery)",
}
FOUND_FROM = {
    "sqlite": {
        False: " AND f.rowid > :from_row ORDER BY f.rowid",
        True: " AND f.rowid < :from_row ORDER BY f.rowid DESC",
    },
    "postgres": {False: " AND item > :from_row ORDER BY item", True: " AND item < :from_row ORDER BY item DESC"},
}  # fmt: skip
HAS_WORDS = "EXISTS (SELECT 1 FROM item_words f WHERE f.item = w.id AND f.words @@ CAST(:words AS tsquery))"
"""A test of one item, on PostgreSQL; SQLite would read the whole index for it, so there the item's text is read."""


def from_row(dialect: str, item: int | None, *, descending: bool) -> int:
    """Where a walk through what was found goes on behind `item`; None: at its beginning."""
    if item is None:
        return 2**62 if descending else 0
    if dialect == "postgres":
        return item
    return item << REVISION_BITS if descending else (item << REVISION_BITS) | _MASK
