"""Annotations and their revisions: append-only facts, with derived index rows for the current revision."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from goldlabel.core.problem import Conflict
from goldlabel.store.tx import Tx

_decode = msgspec.json.Decoder().decode


class AnnotationRow(msgspec.Struct, frozen=True, gc=False):
    id: int
    project: int
    item: int
    round: int | None
    labeler: int
    purpose: str
    revision: int
    counted: bool
    item_revision: int
    schema_version: int
    guideline_version: int
    seconds: float | None
    based_on: int | None
    created_at: int
    updated_at: int
    cost: float | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class NewAnnotation:
    """A first revision to be stored. `index` holds its answers as (question, region or '', kind, key)."""

    project: int
    item: int
    round: int | None
    labeler: int
    purpose: str
    counted: bool
    item_revision: int
    item_hash: str
    schema_version: int
    guideline_version: int
    body: str
    seconds: float | None = None
    cost: float | None = None
    confidence: float | None = None
    saw: str | None = None
    selected: str | None = None
    based_on: int | None = None
    created_at: int | None = None
    index: Sequence[tuple[str, str, str, str]] = ()
    regions: Sequence[tuple[str, str, str]] = ()


_COLUMNS = (
    "a.id, a.project, a.item, a.round, a.labeler, a.purpose, a.revision, a.counted, a.item_revision, "
    "a.schema_version, a.guideline_version, a.seconds, a.based_on, a.created_at, a.updated_at, "
    "a.cost, a.confidence"
)


def _row(row: tuple[Any, ...]) -> AnnotationRow:
    values = list(row[:17])
    values[7] = bool(values[7])
    return AnnotationRow(*values)


def insert(tx: Tx, new: NewAnnotation) -> int:
    """Stores an annotation with its first revision and index rows; its id."""
    id = int(tx.value(
        "INSERT INTO annotation (project, item, round, labeler, purpose, revision, counted, item_revision, item_hash, "
        "schema_version, guideline_version, seconds, cost, confidence, saw, selected, based_on, created_at, "
        "updated_at) "
        "VALUES (:project, :item, :round, :labeler, :purpose, 1, :counted, :item_revision, :item_hash, "
        ":schema_version, :guideline_version, :seconds, :cost, :confidence, :saw, :selected, :based_on, "
        "coalesce(:at, @now), @now) RETURNING id",
        project=new.project, item=new.item, round=new.round, labeler=new.labeler, purpose=new.purpose,
        counted=int(new.counted), item_revision=new.item_revision, item_hash=new.item_hash,
        schema_version=new.schema_version, guideline_version=new.guideline_version, seconds=new.seconds,
        cost=new.cost, confidence=new.confidence, saw=new.saw, selected=new.selected, based_on=new.based_on,
        at=new.created_at,
    ))  # fmt: skip
    _store_revision(tx, id, 1, new.body, new.schema_version, new.seconds)
    _index(tx, id, new.project, new.index, new.regions)
    return id


def revise(
    tx: Tx, row: AnnotationRow, base_revision: int | None, body: str, schema_version: int, seconds: float | None,
    index: Sequence[tuple[str, str, str, str]], regions: Sequence[tuple[str, str, str]],
) -> int:  # fmt: skip
    """A new revision on top of `base_revision`; its number. Raises Conflict when that is not the newest."""
    moved = tx.value(
        "UPDATE annotation SET revision = revision + 1, schema_version = :schema_version, updated_at = @now, "
        "seconds = coalesce(seconds, 0) + coalesce(:seconds, 0) WHERE id = :id AND revision = :base RETURNING revision",
        id=row.id, base=base_revision if base_revision is not None else 0, schema_version=schema_version,
        seconds=seconds,
    )  # fmt: skip
    if moved is None:
        current = by_id(tx, row.id)
        assert current is not None
        raise Conflict(
            "this annotation was changed elsewhere meanwhile; compare the two versions and choose",
            detail={"revision": current.revision, "theirs": body_of(tx, row.id), "yours": json.loads(body)},
        )
    _store_revision(tx, row.id, moved, body, schema_version, seconds)
    tx.run("DELETE FROM answer WHERE annotation = :id", id=row.id)
    tx.run("DELETE FROM region WHERE annotation = :id", id=row.id)
    _index(tx, row.id, row.project, index, regions)
    return int(moved)


def _store_revision(tx: Tx, id: int, revision: int, body: str, schema_version: int, seconds: float | None) -> None:
    tx.run(
        "INSERT INTO annotation_revision (annotation, revision, body, schema_version, seconds, created_at) "
        "VALUES (:id, :revision, :body, :schema_version, :seconds, @now)",
        id=id, revision=revision, body=body, schema_version=schema_version, seconds=seconds,
    )  # fmt: skip


def _index(
    tx: Tx, id: int, project: int, index: Sequence[tuple[str, str, str, str]], regions: Sequence[tuple[str, str, str]]
) -> None:
    for question, region, kind, key in index:
        tx.run(
            "INSERT INTO answer (annotation, question, region, project, kind, key) "
            "VALUES (:id, :question, :region, :project, :kind, :key)",
            id=id, question=question, region=region, project=project, kind=kind, key=key,
        )  # fmt: skip
    if regions:
        tx.insert(
            "region", "annotation, id, project, region_set, shape",
            [(id, region, project, group, shape) for region, group, shape in regions],
        )  # fmt: skip


def by_id(tx: Tx, id: int) -> AnnotationRow | None:
    row = tx.one(f"SELECT {_COLUMNS} FROM annotation a WHERE a.id = :id", id=id)
    return _row(row) if row else None


def body_of(tx: Tx, id: int, revision: int | None = None) -> dict[str, Any]:
    """The body of a revision, by default the newest."""
    body = tx.value(
        "SELECT body FROM annotation_revision WHERE annotation = :id "
        + ("AND revision = :revision" if revision else "ORDER BY revision DESC LIMIT 1"),
        **({"id": id, "revision": revision} if revision else {"id": id}),
    )
    return _decode(body)


def of_items(tx: Tx, items: Sequence[int]) -> list[tuple[AnnotationRow, dict[str, Any], str, str]]:
    """All annotations of the items, newest revisions: (row, body, labeler's name, labeler's kind), by item and id."""
    return [(row, _decode(body), name, kind) for row, body, name, kind in stored_of_items(tx, items)]


def stored_of_items(tx: Tx, items: Sequence[int]) -> list[tuple[AnnotationRow, str, str, str]]:
    """The same with bodies as the JSON texts that they are stored as."""
    rows = tx.all(
        f"SELECT {_COLUMNS}, r.body, l.name, l.kind FROM annotation a "
        "JOIN annotation_revision r ON r.annotation = a.id AND r.revision = a.revision "
        "JOIN labeler l ON l.id = a.labeler WHERE a.item IN @ids(items) ORDER BY a.item, a.id",
        items=json.dumps(list(items)),
    )  # fmt: skip
    return [(_row(row), row[17], row[18], row[19]) for row in rows]


def mine(tx: Tx, project: int, labeler: int, before: int, limit: int) -> list[AnnotationRow]:
    """A labeler's own annotations, newest first, with id < `before`."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM annotation a WHERE a.labeler = :labeler AND a.project = :project AND a.id < :before "
        "ORDER BY a.id DESC LIMIT :limit",
        labeler=labeler, project=project, before=before, limit=limit,
    )  # fmt: skip
    return [_row(row) for row in rows]


# -- labelers


def labeler(tx: Tx, project: int | None, kind: str, name: str, version: str = "", family: str | None = None) -> int:
    """The id of a labeler, made on first use. People have one for the whole instance; others one per project."""
    row = tx.one(
        "SELECT id FROM labeler WHERE coalesce(project, 0) = :project AND kind = :kind AND name = :name "
        "AND version = :version",
        project=project or 0, kind=kind, name=name, version=version,
    ) or tx.one(
        "INSERT INTO labeler (kind, name, project, family, version, created_at) "
        "VALUES (:kind, :name, :project, :family, :version, @now) "
        "ON CONFLICT (coalesce(project, 0), kind, name, version) DO UPDATE SET name = excluded.name RETURNING id",
        kind=kind, name=name, project=project, family=family, version=version,
    )  # fmt: skip
    assert row is not None
    return int(row[0])


# -- idempotency


def remembered(tx: Tx, actor: int, key: str) -> tuple[str, str] | None:
    """(hash of the request, response) of an earlier call with this key."""
    row = tx.one("SELECT request, response FROM idempotency WHERE actor = :actor AND key = :key", actor=actor, key=key)
    return (row[0], row[1]) if row else None


def remember(tx: Tx, actor: int, key: str, request: str, response: str) -> None:
    tx.run(
        "INSERT INTO idempotency (actor, key, request, response, created_at) "
        "VALUES (:actor, :key, :request, :response, @now)",
        actor=actor, key=key, request=request, response=response,
    )  # fmt: skip


def forget_old_keys(tx: Tx, days: int = 30, limit: int = 1000) -> int:
    """Deletes up to `limit` remembered calls older than `days`."""
    return tx.run(
        "DELETE FROM idempotency WHERE (actor, key) IN (SELECT actor, key FROM idempotency "
        "WHERE created_at < @now - :age ORDER BY created_at LIMIT :limit)",
        age=days * 86_400_000_000, limit=limit,
    )  # fmt: skip


# -- what a new item revision does to the answers of the old one


def set_stale(tx: Tx, items: Sequence[int]) -> None:
    """Annotations of earlier item revisions leave the count; they stay readable."""
    tx.run("UPDATE annotation SET counted = 0 WHERE item IN @ids(items)", items=json.dumps(list(items)))


def drop_resolutions(tx: Tx, items: Sequence[int]) -> int:
    """The items' resolutions are history now; how many were resolved."""
    rows = tx.all(
        "UPDATE resolution SET current = 0 WHERE item IN @ids(items) AND current = 1 RETURNING state",
        items=json.dumps(list(items)),
    )
    return sum(row[0] == "resolved" for row in rows)


# -- many at once


def reserve(tx: Tx, table: str, count: int) -> list[int]:
    """Ids that no other row of `table` (ours, never data) will get; SQLite's writer is alone in its transaction."""
    if tx.dialect == "postgres":
        rows = tx.all(
            f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, :count)", count=count
        )
        return [row[0] for row in rows]
    last = tx.value("SELECT seq FROM sqlite_sequence WHERE name = :table", table=table) or 0
    return list(range(last + 1, last + 1 + count))


def insert_many(tx: Tx, rows: Sequence[NewAnnotation]) -> None:
    """First revisions of annotations on items that nobody has answered yet, with their slots and index rows.

    Those with a round get slot numbers in the order given; what exceeds the wanted number is uncounted.
    The caller has set the queue rows' counts (`queue.enqueue(done=…)`).
    """
    if not rows:
        return
    ids, now = reserve(tx, "annotation", len(rows)), tx.now()
    tx.insert(
        "annotation",
        "id, project, item, round, labeler, purpose, revision, counted, item_revision, item_hash, schema_version, "
        "guideline_version, seconds, cost, confidence, created_at, updated_at",
        [
            (
                id, new.project, new.item, new.round, new.labeler, new.purpose, 1, int(new.counted), new.item_revision,
                new.item_hash, new.schema_version, new.guideline_version, new.seconds, new.cost, new.confidence,
                new.created_at or now, now,
            )
            for id, new in zip(ids, rows, strict=True)
        ],
    )  # fmt: skip
    tx.insert(
        "annotation_revision", "annotation, revision, body, schema_version, seconds, created_at",
        [(id, 1, new.body, new.schema_version, new.seconds, now) for id, new in zip(ids, rows, strict=True)],
    )  # fmt: skip
    tx.insert(
        "answer", "annotation, question, region, project, kind, key",
        [
            (id, question, region, new.project, kind, key)
            for id, new in zip(ids, rows, strict=True) for question, region, kind, key in new.index
        ],
    )  # fmt: skip
    tx.insert(
        "region", "annotation, id, project, region_set, shape",
        [
            (id, region, new.project, group, shape)
            for id, new in zip(ids, rows, strict=True) for region, group, shape in new.regions
        ],
    )  # fmt: skip
    _slots_for(tx, [(id, new) for id, new in zip(ids, rows, strict=True) if new.round is not None], now)


def _slots_for(tx: Tx, rows: Sequence[tuple[int, NewAnnotation]], now: int) -> None:
    numbers: dict[int, int] = {}
    out: list[tuple[Any, ...]] = []
    for id, new in rows:
        number = None
        if new.counted:
            number = numbers[new.item] = numbers.get(new.item, 0) + 1
        state = "done" if new.counted else "surplus"
        out.append((new.item, new.round, new.project, new.labeler, number, state, now, now, id))
    tx.insert("slot", "item, round, project, labeler, slot, state, deadline, claimed_at, annotation", out)
