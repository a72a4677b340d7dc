"""Resolutions: the current label of each item with its evidence. Append-only; only the `current` mark moves."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from goldlabel.store.tx import Tx


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    id: int
    project: int
    item: int
    revision: int
    current: bool
    state: str
    """`resolved`, or `tie`: a person must decide."""
    source: str
    """`consensus`, `adjudication` or `gold`."""
    body: dict[str, Any]
    evidence: dict[str, Any]
    confidence: float | None
    basis: dict[str, Any]
    """What it was made from: `method`, and `annotations` as [[id, revision], …]."""
    item_revision: int
    schema_version: int
    guideline_version: int
    by_labeler: int | None
    created_at: int


@dataclass(frozen=True, slots=True)
class NewResolution:
    """A resolution to be appended. JSON as text."""

    item: int
    state: str
    source: str
    body: str
    evidence: str
    confidence: float | None
    basis: str
    item_revision: int
    schema_version: int
    guideline_version: int
    by_labeler: int | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """A counted label annotation of an item's current revision, without its body."""

    item: int
    annotation: int
    revision: int
    labeler: int
    schema_version: int
    guideline_version: int


_COLUMNS = (
    "r.id, r.project, r.item, r.revision, r.current, r.state, r.source, r.body, r.evidence, r.confidence, r.basis, "
    "r.item_revision, r.schema_version, r.guideline_version, r.by_labeler, r.created_at"
)


def _row(row: tuple[Any, ...]) -> ResolutionRow:
    parts: list[Any] = list(row)
    parts[4] = bool(parts[4])
    for at in (7, 8, 10):
        parts[at] = json.loads(parts[at])
    return ResolutionRow(*parts)


def lock(tx: Tx, project: int) -> None:
    """Lets one transaction at a time change resolutions of the project, so that their ids are in commit order."""
    if tx.dialect == "postgres":  # SQLite has one writer anyway
        tx.run("SELECT pg_advisory_xact_lock(7460718, CAST(:project % 2147483647 AS integer))", project=project)


def done_items(tx: Tx, round: int, after: int, limit: int) -> list[int]:
    """Items with id > `after` whose round is complete, by id."""
    rows = tx.all(
        "SELECT item FROM queue WHERE round = :round AND state = 'done' AND item > :after ORDER BY item LIMIT :limit",
        round=round, after=after, limit=limit,
    )  # fmt: skip
    return [row[0] for row in rows]


def answered_twice(tx: Tx, project: int, before: int | None, limit: int) -> list[int]:
    """Items with id < `before` whose queue row counts two answers or more, newest first."""
    rows = tx.all(
        "SELECT i.id FROM item i WHERE i.project = :project AND i.id < :before "
        "AND (SELECT sum(q.done) FROM queue q WHERE q.item = i.id) >= 2 ORDER BY i.id DESC LIMIT :limit",
        project=project, before=before if before is not None else 2**62, limit=limit,
    )  # fmt: skip
    return [row[0] for row in rows]


def votes(tx: Tx, items: Sequence[int]) -> list[Vote]:
    """The counted label annotations of the items' current revisions, by item and id."""
    rows = tx.all(
        "SELECT a.item, a.id, a.revision, a.labeler, a.schema_version, a.guideline_version FROM annotation a "
        "JOIN item i ON i.id = a.item AND i.revision = a.item_revision "
        "WHERE a.item IN @ids(items) AND a.purpose = 'label' AND a.counted = 1 ORDER BY a.item, a.id",
        items=json.dumps(list(items)),
    )  # fmt: skip
    return [Vote(*row) for row in rows]


def bodies(tx: Tx, wanted: Iterable[tuple[int, int]]) -> dict[int, str]:
    """Bodies (JSON text) of annotations at given revisions, by annotation."""
    at = dict(wanted)
    rows = tx.all(
        "SELECT annotation, revision, body FROM annotation_revision WHERE annotation IN @ids(ids)",
        ids=json.dumps(sorted(at)),
    )
    return {annotation: body for annotation, revision, body in rows if at[annotation] == revision}


def revisions_of(tx: Tx, items: Sequence[int]) -> dict[int, int]:
    """The items' current revisions."""
    rows = tx.all("SELECT id, revision FROM item WHERE id IN @ids(items)", items=json.dumps(list(items)))
    return dict(rows)


def current_of(tx: Tx, items: Sequence[int]) -> dict[int, ResolutionRow]:
    """The items' current resolutions, ties included."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM resolution r WHERE r.item IN @ids(items) AND r.current = 1",
        items=json.dumps(list(items)),
    )
    return {row[2]: _row(row) for row in rows}


def bodies_of(tx: Tx, ids: Sequence[int], large: int = 50_000) -> dict[int, dict[str, Any]]:
    """The bodies of these resolutions, without those of more than `large` characters."""
    rows = tx.all(
        "SELECT id, body FROM resolution WHERE id IN @ids(ids) AND length(body) <= :large",
        ids=json.dumps(list(ids)), large=large,
    )  # fmt: skip
    return {row[0]: json.loads(row[1]) for row in rows}


def at_mark(tx: Tx, items: Sequence[int], mark: int) -> dict[int, ResolutionRow]:
    """The items' newest resolutions with id <= `mark`, whether or not they are current."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM resolution r WHERE r.id IN "
        "(SELECT max(n.id) FROM resolution n WHERE n.item IN @ids(items) AND n.id <= :mark GROUP BY n.item)",
        items=json.dumps(list(items)), mark=mark,
    )  # fmt: skip
    return {row[2]: _row(row) for row in rows}


def history(tx: Tx, project: int, item: int) -> list[ResolutionRow]:
    """All resolutions of an item, oldest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM resolution r WHERE r.item = :item AND r.project = :project ORDER BY r.revision",
        item=item, project=project,
    )  # fmt: skip
    return [_row(row) for row in rows]


def append(tx: Tx, project: int, rows: Sequence[NewResolution]) -> int:
    """Makes these the current resolutions of their items; by how many the resolved items became more (or fewer).

    The caller holds the project's `lock`.
    """
    if not rows:
        return 0
    items = json.dumps([row.item for row in rows])
    before = tx.all(
        "UPDATE resolution SET current = 0 WHERE item IN @ids(items) AND current = 1 RETURNING state", items=items
    )
    last: dict[int, int] = dict(
        tx.all("SELECT item, max(revision) FROM resolution WHERE item IN @ids(items) GROUP BY item", items=items)
    )
    now = tx.now()
    tx.insert(
        "resolution",
        "project, item, revision, current, state, source, body, evidence, confidence, basis, item_revision, "
        "schema_version, guideline_version, by_labeler, created_at",
        [
            (
                project, row.item, last.get(row.item, 0) + 1, 1, row.state, row.source, row.body, row.evidence,
                row.confidence, row.basis, row.item_revision, row.schema_version, row.guideline_version,
                row.by_labeler, now,
            )
            for row in rows
        ],
    )  # fmt: skip
    return sum(row.state == "resolved" for row in rows) - sum(state == "resolved" for (state,) in before)


def ties(tx: Tx, project: int, after: int, limit: int) -> list[ResolutionRow]:
    """Current ties about the items as they are now, by item, with item id > `after`."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM resolution r JOIN item i ON i.id = r.item AND i.revision = r.item_revision "
        "WHERE r.project = :project AND r.current = 1 AND r.state = 'tie' AND r.item > :after "
        "ORDER BY r.item LIMIT :limit",
        project=project, after=after, limit=limit,
    )  # fmt: skip
    return [_row(row) for row in rows]


def count_ties(tx: Tx, project: int) -> int:
    return int(tx.value(
        "SELECT count(*) FROM resolution r JOIN item i ON i.id = r.item AND i.revision = r.item_revision "
        "WHERE r.project = :project AND r.current = 1 AND r.state = 'tie'",
        project=project,
    ))  # fmt: skip


def labelers(tx: Tx, ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """(kind, name, version) of labelers by id."""
    rows = tx.all("SELECT id, kind, name, version FROM labeler WHERE id IN @ids(ids)", ids=json.dumps(sorted(ids)))
    return {id: (kind, name, version) for id, kind, name, version in rows}
