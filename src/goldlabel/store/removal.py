"""Taking items out again that nobody worked on: the rows themselves, whatever hangs on them, and their counts."""

import json
from collections.abc import Sequence

from goldlabel.store import projects
from goldlabel.store.tx import Tx

WORKED_ON = (
    "EXISTS (SELECT 1 FROM annotation a JOIN labeler l ON l.id = a.labeler WHERE a.item = i.id AND l.kind = 'person') "
    "OR EXISTS (SELECT 1 FROM resolution r WHERE r.item = i.id) "
    "OR EXISTS (SELECT 1 FROM comment_thread c WHERE c.item = i.id) "
    "OR EXISTS (SELECT 1 FROM review v WHERE v.item = i.id) "
    "OR EXISTS (SELECT 1 FROM slot s WHERE s.item = i.id AND (s.state = 'leased' AND s.deadline > @now "
    "OR EXISTS (SELECT 1 FROM draft d WHERE d.slot = s.id)))"
)
"""What of item `i` is somebody's: answers of a person, a label, a talk, what they have open or begun."""
Range = tuple[int, int]
"""First and last id."""


def counts(tx: Tx, project: int, ranges: Sequence[Range]) -> tuple[int, int]:
    """(how many of these items are still there, how many of them somebody worked on)."""
    there = kept = 0
    for first, last in ranges:
        row = tx.one(
            f"SELECT count(*), coalesce(sum(CASE WHEN {WORKED_ON} THEN 1 ELSE 0 END), 0) FROM item i "
            "WHERE i.project = :project AND i.id BETWEEN :first AND :last",
            project=project, first=first, last=last,
        )  # fmt: skip
        there, kept = there + int((row or (0, 0))[0]), kept + int((row or (0, 0))[1])
    return there, kept


def page(tx: Tx, project: int, within: Range, limit: int) -> list[int]:
    """The first ids within."""
    rows = tx.all(
        "SELECT id FROM item WHERE project = :project AND id BETWEEN :first AND :last ORDER BY id LIMIT :limit",
        project=project, first=within[0], last=within[1], limit=limit,
    )  # fmt: skip
    return [int(row[0]) for row in rows]


def remove(tx: Tx, project: int, ids: Sequence[int]) -> int:
    """Removes those that nobody worked on; how many. Queue rows are locked first, so that nobody claims them now."""
    listed = json.dumps(list(ids))
    tx.all("SELECT item FROM queue WHERE item IN @ids(ids) ORDER BY item, round @lock", ids=listed)
    found = tx.all(f"SELECT i.id FROM item i WHERE i.project = :project AND i.id IN @ids(ids) AND NOT ({WORKED_ON})",
                   project=project, ids=listed)  # fmt: skip
    free = json.dumps([row[0] for row in found])
    if not found:
        return 0
    _uncount(tx, project, free, len(found))
    _annotations(tx, free)
    tx.run("DELETE FROM draft WHERE slot IN (SELECT id FROM slot WHERE item IN @ids(ids))", ids=free)
    for table in ("slot", "queue", "item_field", "item_revision", "review_claim", "search_todo"):
        tx.run(f"DELETE FROM {table} WHERE item IN @ids(ids)", ids=free)
    if tx.dialect == "postgres":  # SQLite's index holds numbers alone, and finds only items that are there
        tx.run("DELETE FROM item_words WHERE item IN @ids(ids)", ids=free)
    tx.run("DELETE FROM item WHERE id IN @ids(ids)", ids=free)
    return len(found)


def _annotations(tx: Tx, ids: str) -> None:
    """Those that came along or that a machine made: nobody else's are left here."""
    own = "(SELECT id FROM annotation WHERE item IN @ids(ids))"
    for table in ("answer", "region", "annotation_revision"):
        tx.run(f"DELETE FROM {table} WHERE annotation IN {own}", ids=ids)
    tx.run("DELETE FROM annotation WHERE item IN @ids(ids)", ids=ids)


def _uncount(tx: Tx, project: int, ids: str, items: int) -> None:
    projects.count(tx, project, "items", -items)
    states = tx.all(
        "SELECT q.state, count(*) FROM queue q JOIN round r ON r.id = q.round "
        "WHERE q.item IN @ids(ids) AND r.kind = 'label' GROUP BY q.state",
        ids=ids,
    )
    for state, count in states:
        if state in ("done", "parked"):
            projects.count(tx, project, state, -int(count))
    said = tx.all(
        "SELECT labeler, count(*), sum(1 - counted) FROM annotation WHERE item IN @ids(ids) AND purpose = 'label' "
        "GROUP BY labeler",
        ids=ids,
    )
    for labeler, count, surplus in said:
        projects.count(tx, project, f"mine:{labeler}", -int(count))
        projects.count(tx, project, "annotations", -int(count))
        projects.count(tx, project, "surplus", -int(surplus))
    tx.run(
        "UPDATE search_state SET done = done - (SELECT count(*) FROM item WHERE id IN @ids(ids) AND id <= upto) "
        "WHERE project = :project",
        project=project, ids=ids,
    )  # fmt: skip
