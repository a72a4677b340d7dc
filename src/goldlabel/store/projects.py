"""Projects, their schema and guideline versions, their rounds."""

import json
from dataclasses import dataclass
from typing import Any

from goldlabel.core.problem import Conflict, NotFound
from goldlabel.store.tx import Tx


@dataclass(frozen=True, slots=True)
class ProjectRow:
    id: int
    name: str
    title: str
    settings: dict[str, Any]
    schema_version: int
    guideline_version: int
    created_at: int
    archived_at: int | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    id: int
    project: int
    kind: str
    wanted: int
    excludes: tuple[int, ...]
    active: bool


_COLUMNS = "id, name, title, settings, schema_version, guideline_version, created_at, archived_at"


def _project(row: tuple[Any, ...]) -> ProjectRow:
    return ProjectRow(row[0], row[1], row[2], json.loads(row[3]), *row[4:])


def insert(tx: Tx, name: str, title: str, settings: dict[str, Any], by: int | None) -> int:
    """A new project without schema; its id. Raises Conflict when the name is taken."""
    row = tx.one(
        "INSERT INTO project (name, title, settings, schema_version, guideline_version, created_by, created_at) "
        "VALUES (:name, :title, :settings, 0, 0, :by, @now) ON CONFLICT (name) DO NOTHING RETURNING id",
        name=name, title=title, settings=json.dumps(settings), by=by,
    )  # fmt: skip
    if row is None:
        raise Conflict(f"there is already a project {name!r}; choose another name")
    return int(row[0])


def by_name(tx: Tx, name: str) -> ProjectRow:
    row = tx.one(f"SELECT {_COLUMNS} FROM project WHERE name = :name", name=name)
    if row is None:
        raise NotFound(f"no project {name!r}")
    return _project(row)


def by_id(tx: Tx, id: int) -> ProjectRow:
    row = tx.one(f"SELECT {_COLUMNS} FROM project WHERE id = :id", id=id)
    if row is None:
        raise NotFound("no such project")
    return _project(row)


def all_projects(tx: Tx) -> list[ProjectRow]:
    return [_project(row) for row in tx.all(f"SELECT {_COLUMNS} FROM project ORDER BY id")]


def update(tx: Tx, id: int, *, title: str, settings: dict[str, Any]) -> None:
    tx.run(
        "UPDATE project SET title = :title, settings = :settings WHERE id = :id",
        id=id, title=title, settings=json.dumps(settings),
    )  # fmt: skip


def set_archived(tx: Tx, id: int, archived: bool) -> None:
    tx.run(
        "UPDATE project SET archived_at = CASE WHEN :archived = 1 THEN coalesce(archived_at, @now) END WHERE id = :id",
        id=id, archived=int(archived),
    )  # fmt: skip


def add_schema(tx: Tx, project: int, body: dict[str, Any], changes: list[dict[str, Any]], by: int | None) -> int:
    """Makes `body` the project's newest schema; its version."""
    version = int(tx.value(
        "UPDATE project SET schema_version = schema_version + 1 WHERE id = :id RETURNING schema_version", id=project
    ))  # fmt: skip
    tx.run(
        "INSERT INTO schema_version (project, version, body, changes, created_by, created_at) "
        "VALUES (:project, :version, :body, :changes, :by, @now)",
        project=project, version=version, body=json.dumps(body), changes=json.dumps(changes), by=by,
    )  # fmt: skip
    return version


def schema_body(tx: Tx, project: int, version: int) -> dict[str, Any]:
    body = tx.value(
        "SELECT body FROM schema_version WHERE project = :project AND version = :version",
        project=project, version=version,
    )  # fmt: skip
    if body is None:
        raise NotFound(f"the project has no schema version {version}")
    return json.loads(body)


def schema_versions(tx: Tx, project: int) -> list[tuple[int, list[dict[str, Any]], int]]:
    """(version, changes against the one before, created_at), oldest first."""
    rows = tx.all(
        "SELECT version, changes, created_at FROM schema_version WHERE project = :project ORDER BY version",
        project=project,
    )
    return [(version, json.loads(changes), at) for version, changes, at in rows]


def add_guideline(tx: Tx, project: int, body: str, by: int | None) -> int:
    version = int(tx.value(
        "UPDATE project SET guideline_version = guideline_version + 1 WHERE id = :id RETURNING guideline_version",
        id=project,
    ))  # fmt: skip
    tx.run(
        "INSERT INTO guideline_version (project, version, body, created_by, created_at) "
        "VALUES (:project, :version, :body, :by, @now)",
        project=project, version=version, body=body, by=by,
    )  # fmt: skip
    return version


def guideline(tx: Tx, project: int, version: int) -> str:
    return tx.value(
        "SELECT body FROM guideline_version WHERE project = :project AND version = :version",
        project=project, version=version,
    ) or ""  # fmt: skip


# -- rounds


def add_round(tx: Tx, project: int, kind: str, wanted: int, excludes: tuple[int, ...] = ()) -> int:
    return int(tx.value(
        "INSERT INTO round (project, kind, wanted, excludes, active, created_at) "
        "VALUES (:project, :kind, :wanted, :excludes, 1, @now) RETURNING id",
        project=project, kind=kind, wanted=wanted, excludes=json.dumps(excludes),
    ))  # fmt: skip


def rounds(tx: Tx, project: int) -> list[RoundRow]:
    """All rounds of the project, in the order they were made; the first is its label round."""
    rows = tx.all(
        "SELECT id, project, kind, wanted, excludes, active FROM round WHERE project = :project ORDER BY id",
        project=project,
    )
    return [RoundRow(r[0], r[1], r[2], r[3], tuple(json.loads(r[4])), bool(r[5])) for r in rows]


def set_wanted(tx: Tx, project: int, wanted: int) -> None:
    """How many labelers the label round wants for items that join it from now on."""
    tx.run(
        "UPDATE round SET wanted = :wanted WHERE project = :project AND kind = 'label'", project=project, wanted=wanted
    )


# -- counters


def count(tx: Tx, project: int, name: str, by: int, shard: int = 0) -> None:
    """Adds to a counter of the project. Shards (any small number) keep concurrent writers apart on PostgreSQL."""
    if by == 0:
        return
    tx.run(
        "INSERT INTO tally (project, name, shard, value) VALUES (:project, :name, :shard, :by) "
        "ON CONFLICT (project, name, shard) DO UPDATE SET value = tally.value + :by",
        project=project, name=name, shard=shard % 8 if tx.dialect == "postgres" else 0, by=by,
    )  # fmt: skip


def counts(tx: Tx, project: int, *names: str) -> dict[str, int]:
    """The counters asked for, 0 where nothing was counted."""
    rows = tx.all(
        "SELECT name, sum(value) FROM tally WHERE project = :project AND name IN @in(names) GROUP BY name",
        project=project, names=json.dumps(names),
    )  # fmt: skip
    found = {name: int(value) for name, value in rows}
    return {name: found.get(name, 0) for name in names}
