"""Saved views of the data table: what is filtered, sorted and shown, under a name; one's own or shared."""

import json
from dataclasses import dataclass
from typing import Any

from goldlabel.core.problem import NotFound
from goldlabel.store.tx import Tx


@dataclass(frozen=True, slots=True)
class ViewRow:
    id: int
    person: int
    owner: str
    name: str
    body: dict[str, Any]
    shared: bool
    updated_at: int


_SELECT = (
    "SELECT v.id, v.person, p.name, v.name, v.body, v.shared, v.updated_at FROM saved_view v "
    "JOIN person p ON p.id = v.person "
)


def _row(row: tuple[Any, ...]) -> ViewRow:
    return ViewRow(row[0], row[1], row[2], row[3], json.loads(row[4]), bool(row[5]), row[6])


def seen_by(tx: Tx, project: int, person: int) -> list[ViewRow]:
    """A person's own and the shared ones, by name."""
    rows = tx.all(
        f"{_SELECT} WHERE v.project = :project AND (v.person = :person OR v.shared = 1) ORDER BY v.name, v.id",
        project=project, person=person,
    )  # fmt: skip
    return [_row(row) for row in rows]


def count_of(tx: Tx, project: int, person: int) -> int:
    return int(tx.value(
        "SELECT count(*) FROM saved_view WHERE project = :project AND person = :person", project=project, person=person
    ))  # fmt: skip


def by_id(tx: Tx, project: int, id: int) -> ViewRow:
    row = tx.one(f"{_SELECT} WHERE v.id = :id AND v.project = :project", id=id, project=project)
    if row is None:
        raise NotFound("there is no such view in this project")
    return _row(row)


def insert(tx: Tx, project: int, person: int, name: str, body: dict[str, Any], shared: bool) -> int:
    return int(tx.value(
        "INSERT INTO saved_view (project, person, name, body, shared, created_at, updated_at) "
        "VALUES (:project, :person, :name, :body, :shared, @now, @now) RETURNING id",
        project=project, person=person, name=name, body=json.dumps(body), shared=int(shared),
    ))  # fmt: skip


def update(tx: Tx, id: int, name: str, body: dict[str, Any], shared: bool) -> None:
    tx.run(
        "UPDATE saved_view SET name = :name, body = :body, shared = :shared, updated_at = @now WHERE id = :id",
        id=id, name=name, body=json.dumps(body), shared=int(shared),
    )  # fmt: skip


def delete(tx: Tx, id: int) -> None:
    tx.run("DELETE FROM saved_view WHERE id = :id", id=id)
