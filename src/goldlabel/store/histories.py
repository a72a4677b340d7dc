"""What happened to one item: its revisions, those of its annotations, its labels, its reviews."""

from typing import Any

import msgspec

from goldlabel.store.tx import Tx

MOST = 200
"""So much of each is told, newest first."""
_decode = msgspec.json.Decoder().decode


def item_revisions(tx: Tx, item: int) -> list[dict[str, Any]]:
    """Newest first, the current one included: `revision`, `data`, `meta`, `at`."""
    rows = tx.all(
        "SELECT revision, data, meta, created_at FROM item WHERE id = :item UNION ALL "
        "SELECT revision, data, meta, created_at FROM item_revision WHERE item = :item "
        "ORDER BY revision DESC LIMIT :most",
        item=item, most=MOST,
    )  # fmt: skip
    return [{"revision": row[0], "data": _decode(row[1]), "meta": _decode(row[2]), "at": row[3]} for row in rows]


def annotation_revisions(tx: Tx, item: int) -> list[dict[str, Any]]:
    """Every saved revision of every annotation, newest first."""
    rows = tx.all(
        "SELECT a.id, r.revision, l.name, a.purpose, r.schema_version, r.seconds, r.created_at, r.body "
        "FROM annotation a JOIN annotation_revision r ON r.annotation = a.id JOIN labeler l ON l.id = a.labeler "
        "WHERE a.item = :item ORDER BY r.created_at DESC, a.id DESC, r.revision DESC LIMIT :most",
        item=item, most=MOST,
    )  # fmt: skip
    return [
        {
            "annotation": str(row[0]), "revision": row[1], "labeler": row[2], "purpose": row[3],
            "schema_version": row[4], "seconds": row[5], "at": row[6], "body": _decode(row[7]),
        }
        for row in rows
    ]  # fmt: skip


def resolutions(tx: Tx, item: int) -> list[dict[str, Any]]:
    rows = tx.all(
        "SELECT r.revision, r.state, r.source, r.current, l.name, r.created_at, r.body FROM resolution r "
        "LEFT JOIN labeler l ON l.id = r.by_labeler WHERE r.item = :item ORDER BY r.revision DESC LIMIT :most",
        item=item, most=MOST,
    )  # fmt: skip
    return [
        {
            "revision": row[0], "state": row[1], "source": row[2], "current": bool(row[3]), "by": row[4],
            "at": row[5], "body": _decode(row[6]),
        }
        for row in rows
    ]  # fmt: skip


def reviews(tx: Tx, item: int) -> list[dict[str, Any]]:
    rows = tx.all(
        "SELECT v.act, v.note, l.name, v.created_at, v.undone_at FROM review v JOIN labeler l ON l.id = v.labeler "
        "WHERE v.item = :item ORDER BY v.id DESC LIMIT :most",
        item=item, most=MOST,
    )  # fmt: skip
    return [{"act": row[0], "note": row[1], "by": row[2], "at": row[3], "undone_at": row[4]} for row in rows]


def skips(tx: Tx, item: int) -> list[dict[str, Any]]:
    rows = tx.all(
        "SELECT l.name, s.reason, s.claimed_at FROM slot s JOIN labeler l ON l.id = s.labeler "
        "WHERE s.item = :item AND s.state = 'skipped' ORDER BY s.id DESC LIMIT :most",
        item=item, most=MOST,
    )  # fmt: skip
    return [{"by": row[0], "reason": row[1] or "", "at": row[2]} for row in rows]


def neighbours(tx: Tx, project: int, key: str) -> tuple[int | None, int | None]:
    """The items before and after this one, by key."""
    before = tx.value(
        "SELECT id FROM item WHERE project = :project AND key < :key ORDER BY key DESC LIMIT 1",
        project=project, key=key,
    )  # fmt: skip
    after = tx.value(
        "SELECT id FROM item WHERE project = :project AND key > :key ORDER BY key LIMIT 1", project=project, key=key
    )
    return before, after
