"""Items: bulk upsert by key, revisions, pages by keyset."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from goldlabel.core.problem import NotFound
from goldlabel.store.tx import Tx

_decode = msgspec.json.Decoder().decode


class NewItem(msgspec.Struct, frozen=True, gc=False):
    """An item ready to be stored: data and meta as JSON text."""

    key: str
    hash: str
    data: str
    meta: str


class ItemRow(msgspec.Struct, frozen=True, gc=False):
    id: int
    project: int
    key: str
    revision: int
    hash: str
    data: dict[str, Any]
    meta: dict[str, Any]
    created_at: int


@dataclass(frozen=True, slots=True)
class Upserted:
    """What an upsert did: ids by key of the new (consecutive, in the order given) and of the changed; how many
    stayed as they were."""

    added: dict[str, int]
    changed: dict[str, int]
    unchanged: int


def allocate(tx: Tx, name: str, count: int) -> int:
    """Reserves `count` numbers of a sequence; the first of them. Serialises its users until they commit."""
    last = tx.value(
        "INSERT INTO sequence (name, last) VALUES (:name, :count) "
        "ON CONFLICT (name) DO UPDATE SET last = sequence.last + :count RETURNING last",
        name=name, count=count,
    )  # fmt: skip
    return int(last) - count + 1


def upsert(tx: Tx, project: int, items: Sequence[NewItem]) -> Upserted:
    """Adds new keys, revises changed ones, leaves equal ones alone. Keys within `items` are distinct."""
    known = {
        key: (id, hash)
        for key, id, hash in tx.all(
            "SELECT key, id, hash FROM item WHERE project = :project AND key IN @in(keys)",
            project=project, keys=msgspec.json.encode([item.key for item in items]).decode(),
        )
    }  # fmt: skip
    new = [item for item in items if item.key not in known]
    changed = [item for item in items if item.key in known and known[item.key][1] != item.hash]
    now = tx.now()
    added: dict[str, int] = {}
    if new:
        first = allocate(tx, "item", len(new))
        added = {item.key: first + offset for offset, item in enumerate(new)}
        tx.insert(
            "item",
            "id, project, key, revision, hash, data, meta, created_at",
            ((first + n, project, item.key, 1, item.hash, item.data, item.meta, now) for n, item in enumerate(new)),
        )
    for item in changed:
        _revise(tx, known[item.key][0], item)
    return Upserted(added, {item.key: known[item.key][0] for item in changed}, len(items) - len(new) - len(changed))


def _revise(tx: Tx, id: int, item: NewItem) -> None:
    tx.run(
        "INSERT INTO item_revision (item, revision, hash, data, meta, created_at) "
        "SELECT id, revision, hash, data, meta, created_at FROM item WHERE id = :id",
        id=id,
    )
    tx.run(
        "UPDATE item SET revision = revision + 1, hash = :hash, data = :data, meta = :meta, created_at = @now "
        "WHERE id = :id",
        id=id, hash=item.hash, data=item.data, meta=item.meta,
    )  # fmt: skip
    tx.run(
        "INSERT INTO search_todo (project, item) SELECT i.project, i.id FROM item i JOIN search_state s "
        "ON s.project = i.project AND s.upto >= i.id WHERE i.id = :id ON CONFLICT (project, item) DO NOTHING",
        id=id,
    )


def index_fields(tx: Tx, project: int, fields: Sequence[str], rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """Writes the index rows of the fields that the project declared indexed, for (item id, data) pairs."""
    if not fields:
        return
    tx.run("DELETE FROM item_field WHERE item IN @ids(items)", items=json.dumps([id for id, _ in rows]))
    entries = {(project, field, index_key(data[field]), id) for id, data in rows for field in fields if field in data}
    tx.insert("item_field", "project, field, value, item", sorted(entries))


def reindex(tx: Tx, project: int, fields: Sequence[str], rows: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """The same where the list of fields changed: with none, the old rows go."""
    if fields:
        index_fields(tx, project, fields, rows)
    else:
        tx.run("DELETE FROM item_field WHERE item IN @ids(items)", items=json.dumps([id for id, _ in rows]))


def index_key(value: Any) -> str:
    """Text that sorts as the value does: numbers by size, texts by code point (first 200)."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return f"{'1' if value >= 0 else '0'}{value if value >= 0 else 1e15 + value:024.6f}"
    return value[:200] if isinstance(value, str) else json.dumps(value)[:200]


_COLUMNS = "i.id, i.project, i.key, i.revision, i.hash, i.data, i.meta, i.created_at"


def _item(row: tuple[Any, ...]) -> ItemRow:
    id, project, key, revision, hash, data, meta, created_at = row
    decoded: dict[str, Any] = {} if meta == "{}" else _decode(meta)
    return ItemRow(id, project, key, revision, hash, _decode(data), decoded, created_at)


def by_id(tx: Tx, project: int, id: int) -> ItemRow:
    row = tx.one(f"SELECT {_COLUMNS} FROM item i WHERE i.id = :id AND i.project = :project", id=id, project=project)
    if row is None:
        raise NotFound(f"no item {id} in this project")
    return _item(row)


def as_it_was(tx: Tx, item: ItemRow, revision: int) -> ItemRow:
    """The item at an earlier revision; itself where there is none such."""
    row = None
    if revision != item.revision:
        row = tx.one(
            "SELECT hash, data, meta FROM item_revision WHERE item = :item AND revision = :revision",
            item=item.id, revision=revision,
        )  # fmt: skip
    if row is None:
        return item
    return ItemRow(item.id, item.project, item.key, revision, row[0], _decode(row[1]), _decode(row[2]), item.created_at)


def by_ids(tx: Tx, ids: Sequence[int]) -> dict[int, ItemRow]:
    rows = tx.all(f"SELECT {_COLUMNS} FROM item i WHERE i.id IN @ids(ids)", ids=json.dumps(list(ids)))
    return {row[0]: _item(row) for row in rows}


def ids_by_key(tx: Tx, project: int, keys: Sequence[str]) -> dict[str, int]:
    rows = tx.all(
        "SELECT key, id FROM item WHERE project = :project AND key IN @in(keys)",
        project=project, keys=json.dumps(list(keys)),
    )  # fmt: skip
    return dict(rows)


def page(tx: Tx, project: int, after: int, limit: int) -> list[ItemRow]:
    """Items of the project with id > `after`, by id."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM item i WHERE i.project = :project AND i.id > :after ORDER BY i.id LIMIT :limit",
        project=project, after=after, limit=limit,
    )  # fmt: skip
    return [_item(row) for row in rows]


def last_id(tx: Tx, project: int) -> int:
    """The newest item's id, 0 without items: a high-water mark for work that runs while items come in."""
    return int(tx.value("SELECT max(id) FROM item WHERE project = :project", project=project) or 0)


def revision(tx: Tx, id: int) -> int:
    return int(tx.value("SELECT revision FROM item WHERE id = :id", id=id))
