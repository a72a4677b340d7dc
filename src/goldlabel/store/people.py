"""Persons and their memberships."""

import json
from dataclasses import dataclass
from typing import Any

from goldlabel.store.sessions import end_sessions
from goldlabel.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    email: str
    name: str
    password: str | None
    admin: bool
    labeler: int
    disabled_at: int | None
    created_at: int
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    person: int
    name: str
    email: str
    role: str
    labeler: int
    disabled: bool
    created_at: int


# -- persons

_PERSON = "id, email, name, password, admin, labeler, disabled_at, created_at, settings"


def _person(row: tuple[Any, ...]) -> Person:
    return Person(
        *row[:4], admin=bool(row[4]), labeler=row[5], disabled_at=row[6], created_at=row[7], settings=json.loads(row[8])
    )  # fmt: skip


def add_person(tx: Tx, email: str, name: str, password: str | None, *, admin: bool) -> int:
    """A new person with a labeler of their own; the person's id."""
    labeler = tx.value(
        "INSERT INTO labeler (kind, name, created_at) VALUES ('person', :name, @now) RETURNING id",
        name=_free_labeler_name(tx, name),
    )
    id = tx.value(
        "INSERT INTO person (email, name, password, admin, labeler, created_at) "
        "VALUES (:email, :name, :password, :admin, :labeler, @now) RETURNING id",
        email=email, name=name, password=password, admin=int(admin), labeler=labeler,
    )  # fmt: skip
    tx.run("UPDATE labeler SET person = :id WHERE id = :labeler", id=id, labeler=labeler)
    return int(id)


def _free_labeler_name(tx: Tx, name: str) -> str:
    """`name`, or `name 2` … when another person's answers already go under it."""
    candidate, number = name, 1
    while tx.one("SELECT 1 FROM labeler WHERE project IS NULL AND kind = 'person' AND name = :name", name=candidate):
        number += 1
        candidate = f"{name} {number}"
    return candidate


def person(tx: Tx, id: int) -> Person | None:
    row = tx.one(f"SELECT {_PERSON} FROM person WHERE id = :id", id=id)
    return _person(row) if row else None


def person_by_email(tx: Tx, email: str) -> Person | None:
    row = tx.one(f"SELECT {_PERSON} FROM person WHERE email = :email", email=email)
    return _person(row) if row else None


def persons(tx: Tx) -> list[Person]:
    return [_person(row) for row in tx.all(f"SELECT {_PERSON} FROM person ORDER BY id")]


def known_of(tx: Tx) -> dict[int, tuple[int, int | None]]:
    """By person: (of how many projects a member, until when the longest of their sessions runs)."""
    rows = tx.all(
        "SELECT p.id, (SELECT count(*) FROM member m WHERE m.person = p.id), "
        "(SELECT max(s.expires_at) FROM session s WHERE s.person = p.id AND s.expires_at > @now) FROM person p"
    )
    return {int(row[0]): (int(row[1]), row[2]) for row in rows}


def count_persons(tx: Tx) -> int:
    return int(tx.value("SELECT count(*) FROM person"))


def first_admin(tx: Tx) -> Person | None:
    row = tx.one(f"SELECT {_PERSON} FROM person WHERE admin = 1 AND disabled_at IS NULL ORDER BY id LIMIT 1")
    return _person(row) if row else None


def lock_admins(tx: Tx) -> list[int]:
    """Ids of the active admins, locked, so that two requests cannot remove the last two at once."""
    return [row[0] for row in tx.all("SELECT id FROM person WHERE admin = 1 AND disabled_at IS NULL ORDER BY id @lock")]


def set_password(tx: Tx, person: int, password: str | None) -> None:
    tx.run("UPDATE person SET password = :password WHERE id = :id", id=person, password=password)


def set_profile(tx: Tx, person: int, *, name: str, settings: dict[str, Any]) -> None:
    tx.run(
        "UPDATE person SET name = :name, settings = :settings WHERE id = :id",
        id=person, name=name, settings=json.dumps(settings),
    )  # fmt: skip


def set_admin(tx: Tx, person: int, admin: bool) -> None:
    tx.run("UPDATE person SET admin = :admin WHERE id = :id", id=person, admin=int(admin))


def set_disabled(tx: Tx, person: int, disabled: bool) -> None:
    if disabled:
        tx.run("UPDATE person SET disabled_at = @now WHERE id = :id AND disabled_at IS NULL", id=person)
        end_sessions(tx, person)
    else:
        tx.run("UPDATE person SET disabled_at = NULL WHERE id = :id", id=person)


# -- members


def set_member(tx: Tx, project: int, person: int, role: str) -> None:
    tx.run(
        "INSERT INTO member (project, person, role, created_at) VALUES (:project, :person, :role, @now) "
        "ON CONFLICT (project, person) DO UPDATE SET role = excluded.role",
        project=project, person=person, role=role,
    )  # fmt: skip


def end_member(tx: Tx, project: int, person: int) -> bool:
    return (
        tx.run("DELETE FROM member WHERE project = :project AND person = :person", project=project, person=person) > 0
    )


def members(tx: Tx, project: int) -> list[Member]:
    rows = tx.all(
        "SELECT p.id, p.name, p.email, m.role, p.labeler, p.disabled_at, m.created_at FROM member m "
        "JOIN person p ON p.id = m.person WHERE m.project = :project ORDER BY p.name, p.id",
        project=project,
    )
    return [Member(*row[:5], disabled=row[5] is not None, created_at=row[6]) for row in rows]


def roles_of(tx: Tx, person: int) -> dict[int, str]:
    """The person's role in each project they are a member of."""
    return dict(tx.all("SELECT project, role FROM member WHERE person = :person", person=person))
