"""Releases: the rows that name them, and the reads they are made of."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldlabel.core.problem import NotFound
from goldlabel.store.tx import Tx


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    id: int
    project: int
    number: int
    title: str
    hash: str
    manifest: dict[str, Any]
    created_by: int | None
    created_at: int
    withdrawn_at: int | None


@dataclass(frozen=True, slots=True)
class Marks:
    """The newest item, resolution and annotation when a release began: nothing newer gets into it."""

    item: int
    resolution: int
    annotation: int


@dataclass(frozen=True, slots=True)
class AnnotationAt:
    """An annotation at the revision that a resolution stands on."""

    id: int
    revision: int
    labeler: int
    purpose: str
    counted: bool
    item_revision: int
    schema_version: int
    guideline_version: int
    seconds: float | None
    cost: float | None
    confidence: float | None
    created_at: int
    body: str


_COLUMNS = "id, project, number, title, hash, manifest, created_by, created_at, withdrawn_at"


def _row(row: tuple[Any, ...]) -> ReleaseRow:
    parts: list[Any] = list(row)
    parts[5] = json.loads(parts[5])
    return ReleaseRow(*parts)


def insert(tx: Tx, project: int, title: str, hash: str, manifest: dict[str, Any], by: int | None) -> ReleaseRow:
    """The project's next release. The caller holds the project's lock (`resolutions.lock`)."""
    row = tx.one(
        "INSERT INTO release (project, number, title, hash, manifest, created_by, created_at) "
        "VALUES (:project, coalesce((SELECT max(number) FROM release WHERE project = :project), 0) + 1, "
        f":title, :hash, :manifest, :by, @now) RETURNING {_COLUMNS}",
        project=project, title=title, hash=hash, manifest=json.dumps(manifest), by=by,
    )  # fmt: skip
    assert row is not None
    return _row(row)


def of_project(tx: Tx, project: int) -> list[ReleaseRow]:
    """Newest first."""
    rows = tx.all(f"SELECT {_COLUMNS} FROM release WHERE project = :project ORDER BY number DESC", project=project)
    return [_row(row) for row in rows]


def by_number(tx: Tx, project: int, number: int) -> ReleaseRow:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM release WHERE project = :project AND number = :number", project=project, number=number
    )
    if row is None:
        raise NotFound(f"the project has no release {number}")
    return _row(row)


def withdraw(tx: Tx, project: int, number: int) -> None:
    """Marks a release as not to be used any more; it stays where it is."""
    tx.run(
        "UPDATE release SET withdrawn_at = coalesce(withdrawn_at, @now) WHERE project = :project AND number = :number",
        project=project, number=number,
    )  # fmt: skip


# -- what a release is made of


def marks(tx: Tx, project: int) -> Marks:
    """Taken under the project's lock, so that no resolution with a smaller id is still on its way."""
    item = tx.value("SELECT max(id) FROM item WHERE project = :project", project=project)
    resolution = tx.value("SELECT max(id) FROM resolution WHERE project = :project", project=project)
    return Marks(item or 0, resolution or 0, tx.value("SELECT max(id) FROM annotation") or 0)


def resolved_once(tx: Tx, project: int) -> bool:
    """Whether there is anything to release."""
    return bool(tx.one(
        "SELECT 1 FROM resolution r JOIN item i ON i.id = r.item AND i.revision = r.item_revision "
        "WHERE r.project = :project AND r.current = 1 AND r.state = 'resolved' LIMIT 1",
        project=project,
    ))  # fmt: skip


def complete(tx: Tx, items: Sequence[int]) -> set[int]:
    """Those of the items that have all wanted answers in some round."""
    rows = tx.all("SELECT item FROM queue WHERE item IN @ids(items) AND state = 'done'", items=json.dumps(list(items)))
    return {row[0] for row in rows}


def annotations_at(tx: Tx, wanted: Sequence[tuple[int, int]]) -> dict[int, AnnotationAt]:
    """Annotations at the given revisions, by id. Schema version and seconds are those of the revision."""
    at = dict(wanted)
    rows = tx.all(
        "SELECT a.id, v.revision, a.labeler, a.purpose, a.counted, a.item_revision, v.schema_version, "
        "a.guideline_version, CASE WHEN a.revision = v.revision THEN a.seconds ELSE v.seconds END, a.cost, "
        "a.confidence, a.created_at, v.body FROM annotation a JOIN annotation_revision v ON v.annotation = a.id "
        "WHERE a.id IN @ids(ids)",
        ids=json.dumps(sorted(at)),
    )  # fmt: skip
    out: dict[int, AnnotationAt] = {}
    for row in rows:
        if at[row[0]] == row[1]:
            parts: list[Any] = list(row)
            parts[4] = bool(parts[4])
            out[row[0]] = AnnotationAt(*parts)
    return out


def not_counted(tx: Tx, project: int, mark: int) -> dict[str, int]:
    """Label annotations up to the mark that do not count, and rows that imports could not take."""
    surplus, stale = tx.all(
        "SELECT coalesce(sum(CASE WHEN a.item_revision = i.revision THEN 1 ELSE 0 END), 0), "
        "coalesce(sum(CASE WHEN a.item_revision <> i.revision THEN 1 ELSE 0 END), 0) "
        "FROM annotation a JOIN item i ON i.id = a.item "
        "WHERE a.project = :project AND a.counted = 0 AND a.purpose = 'label' AND a.id <= :mark",
        project=project, mark=mark,
    )[0]  # fmt: skip
    rejected = tx.value(
        "SELECT count(*) FROM job j JOIN job_reject r ON r.job = j.id WHERE j.project = :project AND j.kind = 'import'",
        project=project,
    )
    return {
        "surplus_answers": int(surplus),
        "answers_to_older_data": int(stale),
        "rows_rejected_at_import": int(rejected),
    }
