"""What proves who somebody is: sessions, tokens, invitations, one-time links. All stored as SHA-256 only."""

from dataclasses import dataclass
from typing import Any

from goldlabel.store.tx import Tx

SECOND = 1_000_000
DAY = 24 * 3600 * SECOND


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who a request comes from, and what their place is in the project that it names. One row, one query."""

    person: int
    name: str
    email: str
    admin: bool
    labeler: int
    project: int | None
    role: str | None
    expires_at: int | None
    used_at: int | None
    now: int
    token: int | None = None
    scope: str = "all"
    bound: int | None = None
    paused: bool = False
    """In that project: gets no tasks."""


@dataclass(frozen=True, slots=True)
class Invite:
    id: int
    kind: str
    email: str | None
    person: int | None
    project: int | None
    role: str | None
    admin: bool
    created_by: int | None
    expires_at: int
    created_at: int
    project_name: str | None = None
    project_title: str | None = None
    by_name: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    id: int
    person: int
    name: str
    scope: str
    project: str | None
    created_at: int
    expires_at: int | None
    used_at: int | None


# -- sessions


def add_session(tx: Tx, hash: str, person: int, lifetime: int, *, address: str = "", agent: str = "") -> None:
    """A session that lasts `lifetime` microseconds; sessions that ran out are cleared on the way."""
    tx.run("DELETE FROM session WHERE expires_at < @now")
    tx.run(
        "INSERT INTO session (hash, person, created_at, expires_at, address, agent) "
        "VALUES (:hash, :person, @now, @now + :lifetime, :address, :agent)",
        hash=hash, person=person, lifetime=lifetime, address=address, agent=agent,
    )  # fmt: skip


NAMED_BY = 16
"""So much of its fingerprint names a session to its person; with it alone nobody gets in."""


@dataclass(frozen=True, slots=True)
class Session:
    """`name`: the beginning of its fingerprint."""

    name: str
    created_at: int
    expires_at: int
    address: str
    agent: str


def of_person(tx: Tx, person: int) -> list[Session]:
    """The newest first."""
    rows = tx.all(
        "SELECT hash, created_at, expires_at, address, agent FROM session WHERE person = :person "
        "AND expires_at > @now ORDER BY created_at DESC, hash",
        person=person,
    )
    return [Session(row[0][:NAMED_BY], *row[1:]) for row in rows]


def end_named(tx: Tx, person: int, name: str) -> bool:
    return tx.run(
        "DELETE FROM session WHERE person = :person AND substr(hash, 1, :length) = :name",
        person=person, name=name, length=NAMED_BY,
    ) > 0  # fmt: skip


def renew_session(tx: Tx, hash: str, lifetime: int) -> None:
    tx.run("UPDATE session SET expires_at = @now + :lifetime WHERE hash = :hash", hash=hash, lifetime=lifetime)


def end_session(tx: Tx, hash: str) -> int | None:
    """Ends one session; the person whose it was."""
    return tx.value("DELETE FROM session WHERE hash = :hash RETURNING person", hash=hash)


def end_sessions(tx: Tx, person: int, *, but: str = "") -> int:
    return tx.run("DELETE FROM session WHERE person = :person AND hash <> :but", person=person, but=but)


_PLACE = "LEFT JOIN project j ON j.name = :project LEFT JOIN member m ON m.project = j.id AND m.person = p.id"


def visitor_by_session(tx: Tx, hash: str, project: str | None) -> Visitor | None:
    """The person of a running session, with their role in the project of that name (if it exists)."""
    row = tx.one(
        "SELECT p.id, p.name, p.email, p.admin, p.labeler, j.id, m.role, s.expires_at, NULL, @now, m.paused_at "
        f"FROM session s JOIN person p ON p.id = s.person {_PLACE} "
        "WHERE s.hash = :hash AND s.expires_at > @now AND p.disabled_at IS NULL",
        hash=hash, project=project or "",
    )  # fmt: skip
    return _visitor(row) if row else None


def _visitor(row: tuple[Any, ...]) -> Visitor:
    token, scope, bound = row[11:] or (None, "all", None)
    return Visitor(
        *row[:3], admin=bool(row[3]), labeler=row[4], project=row[5], role=row[6], expires_at=row[7], used_at=row[8],
        now=row[9], token=token, scope=scope, bound=bound, paused=row[10] is not None,
    )  # fmt: skip


def visitor_by_token(tx: Tx, hash: str, project: str | None) -> Visitor | None:
    """The person whose token this is, as far as the token reaches."""
    row = tx.one(
        "SELECT p.id, p.name, p.email, p.admin, p.labeler, j.id, m.role, t.expires_at, t.used_at, @now, "
        f"m.paused_at, t.id, t.scope, t.project FROM token t JOIN person p ON p.id = t.person {_PLACE} "
        "WHERE t.hash = :hash AND (t.expires_at IS NULL OR t.expires_at > @now) AND p.disabled_at IS NULL",
        hash=hash, project=project or "",
    )  # fmt: skip
    return _visitor(row) if row else None


# -- tokens


def add_token(
    tx: Tx, person: int, hash: str, name: str, scope: str, project: int | None, lifetime: int | None
) -> int:  # fmt: skip
    return int(tx.value(
        "INSERT INTO token (person, hash, name, scope, project, created_at, expires_at) "
        "VALUES (:person, :hash, :name, :scope, :project, @now, @now + :lifetime) RETURNING id",
        person=person, hash=hash, name=name, scope=scope, project=project, lifetime=lifetime,
    ))  # fmt: skip


def tokens(tx: Tx, person: int) -> list[Token]:
    rows = tx.all(
        "SELECT t.id, t.person, t.name, t.scope, j.name, t.created_at, t.expires_at, t.used_at FROM token t "
        "LEFT JOIN project j ON j.id = t.project WHERE t.person = :person ORDER BY t.id",
        person=person,
    )
    return [Token(*row) for row in rows]


def end_token(tx: Tx, person: int, id: int) -> str | None:
    """The name that it had; None when there is no such token of this person."""
    return tx.value("DELETE FROM token WHERE id = :id AND person = :person RETURNING name", id=id, person=person)


def touch_token(tx: Tx, id: int) -> None:
    tx.run("UPDATE token SET used_at = @now WHERE id = :id", id=id)


# -- invitations and one-time links


def add_invite(
    tx: Tx,
    hash: str,
    kind: str,
    lifetime: int,
    *,
    email: str | None = None,
    person: int | None = None,
    project: int | None = None,
    role: str | None = None,
    admin: bool = False,
    by: int | None = None,
) -> int:
    return int(tx.value(
        "INSERT INTO invite (hash, kind, email, person, project, role, admin, created_by, created_at, expires_at) "
        "VALUES (:hash, :kind, :email, :person, :project, :role, :admin, :by, @now, @now + :lifetime) RETURNING id",
        hash=hash, kind=kind, email=email, person=person, project=project, role=role, admin=int(admin), by=by,
        lifetime=lifetime,
    ))  # fmt: skip


_INVITE = "id, kind, email, person, project, role, admin, created_by, expires_at, created_at"
_NAMED = (
    "SELECT i.id, i.kind, i.email, i.person, i.project, i.role, i.admin, i.created_by, i.expires_at, i.created_at, "
    "j.name, j.title, p.name FROM invite i LEFT JOIN project j ON j.id = i.project "
    "LEFT JOIN person p ON p.id = i.created_by WHERE i.kind = 'invite' AND i.used_at IS NULL AND i.expires_at > @now "
)


def _invite(row: tuple[Any, ...]) -> Invite:
    names = row[10:] or (None, None, None)
    return Invite(
        *row[:6], admin=bool(row[6]), created_by=row[7], expires_at=row[8], created_at=row[9], project_name=names[0],
        project_title=names[1], by_name=names[2],
    )  # fmt: skip


def use_invite(tx: Tx, hash: str, kind: str) -> Invite | None:
    """Takes an invitation or link that is still good; it is good for one time."""
    row = tx.one(
        "UPDATE invite SET used_at = @now WHERE hash = :hash AND kind = :kind AND used_at IS NULL "
        f"AND expires_at > @now RETURNING {_INVITE}",
        hash=hash, kind=kind,
    )  # fmt: skip
    return _invite(row) if row else None


def open_invites(tx: Tx, project: int | None) -> list[Invite]:
    """Invitations that wait to be accepted, of a project or (None) all."""
    rows = tx.all(
        f"{_NAMED} AND (:every = 1 OR i.project = :project) ORDER BY i.id",
        every=int(project is None), project=project or 0,
    )  # fmt: skip
    return [_invite(row) for row in rows]


def open_invite(tx: Tx, hash: str) -> Invite | None:
    """An invitation that is still good, left as it is."""
    row = tx.one(f"{_NAMED} AND i.hash = :hash", hash=hash)
    return _invite(row) if row else None


def replace_invites(tx: Tx, email: str, project: int | None) -> None:
    """Ends the open invitations of this address to this project (None: to the instance)."""
    tx.run(
        "DELETE FROM invite WHERE kind = 'invite' AND used_at IS NULL AND email = :email "
        "AND coalesce(project, 0) = :project",
        email=email, project=project or 0,
    )  # fmt: skip


def end_invite(tx: Tx, id: int, project: int | None) -> str | None:
    """Whom it was for; None when there is no such open invitation."""
    return tx.value(
        "DELETE FROM invite WHERE id = :id AND kind = 'invite' AND used_at IS NULL AND "
        "(:every = 1 OR project = :project) RETURNING email",
        id=id, every=int(project is None), project=project or 0,
    )  # fmt: skip
