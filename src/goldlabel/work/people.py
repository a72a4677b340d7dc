"""People: accounts, sign-in, invitations, one-time links, tokens, membership.

Passwords are hashed by argon2id outside of transactions (`Passwords`), everything else that proves who
somebody is (sessions, tokens, links) is random and stored as SHA-256.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, ValidationError

from goldlabel.core.kind import problems_of
from goldlabel.core.model import Model
from goldlabel.core.problem import Conflict, Invalid, NotFound, Problem, Unauthorized
from goldlabel.store import audit, people, projects, sessions
from goldlabel.store.people import Member, Person
from goldlabel.store.projects import ProjectRow
from goldlabel.store.sessions import DAY, SECOND, Invite
from goldlabel.store.tx import Tx
from goldlabel.work.workspace import PasswordSettings

Role = Literal["manager", "reviewer", "annotator", "viewer", "service"]
ROLES: tuple[Role, ...] = ("manager", "reviewer", "annotator", "viewer", "service")
Scope = Literal["all", "read", "label", "data"]
SCOPES: tuple[Scope, ...] = ("all", "read", "label", "data")
LINK_MINUTES = 15
INVITE_DAYS = 7
MIN_PASSWORD = 10
MAX_PASSWORD = 1000
TOKEN_PREFIX = "gl_"
_EMAIL = re.compile(r"[^@\s\x00-\x1f<>\"']{1,64}@[^@\s\x00-\x1f<>\"']{1,190}")


class Preferences(Model):
    """A person's own settings, each of a fixed form: nothing here is ever text to be shown as markup."""

    language: str | None = Field(default=None, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?$")
    theme: Literal["light", "dark", "contrast", "auto"] | None = None
    density: Literal["comfortable", "compact"] | None = None
    keys: dict[str, str] = Field(default_factory=dict, max_length=300)
    """Own shortcuts: command name to keys, e.g. `{"submit": "mod+enter"}`; `none` for no key."""
    single_keys: bool = True
    """False: keys that type a character do nothing without Ctrl, Cmd or Alt (WCAG 2.1.4)."""

    @classmethod
    def read(cls, raw: dict[str, Any]) -> "Preferences":
        """Raises Invalid naming the wrong one."""
        try:
            given = cls.model_validate(raw)
        except ValidationError as error:
            raise Invalid([problem.inside("preferences") for problem in problems_of(error)]) from None
        problems = [
            Problem(f"preferences.keys.{name[:40]}", "must map a command name to keys such as mod+enter")
            for name, keys in given.keys.items()
            if not re.fullmatch(r"[a-z0-9_.:-]{1,80}", name)
            or not re.fullmatch(r'[^\s<>&"\x00-\x1f\x7f]{1,20}( [^\s<>&"\x00-\x1f\x7f]{1,20})?', keys)
        ]
        if problems:
            raise Invalid(problems)
        return given


class Passwords:
    """Hashes and checks passwords; slow on purpose, so call it in a thread and never in a transaction."""

    def __init__(self, settings: PasswordSettings) -> None:
        from pwdlib import PasswordHash
        from pwdlib.hashers.argon2 import Argon2Hasher

        self._hash = PasswordHash(
            [Argon2Hasher(settings.time_cost, settings.memory_kib, settings.parallelism)]
        )  # fmt: skip
        self._nobody = self._hash.hash(secrets.token_urlsafe())

    def hash(self, password: str) -> str:
        """Raises Invalid for a password of under 10 characters; there are no other rules."""
        if len(password) < MIN_PASSWORD:
            raise Invalid(f"use at least {MIN_PASSWORD} characters", where="password")
        if len(password) > MAX_PASSWORD:
            raise Invalid(f"use at most {MAX_PASSWORD} characters", where="password")
        return self._hash.hash(password)

    def verify(self, password: str, hash: str | None) -> bool:
        """Takes as long for `None` (no such person, no password) as for a wrong password."""
        try:
            right = self._hash.verify(password[:MAX_PASSWORD], hash or self._nobody)
        except Exception:  # a damaged hash is no password
            right = False
        return right and hash is not None


def fingerprint(secret: str) -> str:
    """What is stored of a random secret. These have 256 bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def clean_email(email: str) -> str:
    """Raises Invalid for what is no e-mail address."""
    cleaned = email.strip().lower()
    if not _EMAIL.fullmatch(cleaned):
        raise Invalid("is not an e-mail address", where="email")
    return cleaned


def clean_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not 1 <= len(cleaned) <= 100 or not cleaned.isprintable():
        raise Invalid("use 1 to 100 printable characters", where="name")
    return cleaned


# -- accounts


def add_person(
    tx: Tx, email: str, name: str, password_hash: str | None, *, admin: bool = False, by: int | None = None
) -> Person:  # fmt: skip
    """A new account. Raises Conflict when the address has one, Invalid for a bad address or name."""
    email, name = clean_email(email), clean_name(name)
    if people.person_by_email(tx, email):
        raise Conflict(f"{email} has an account already")
    id = people.add_person(tx, email, name, password_hash, admin=admin)
    audit.record(tx, "person.add", actor=by, target=email, admin=admin)
    return person(tx, id)


def person(tx: Tx, id: int) -> Person:
    found = people.person(tx, id)
    if found is None:
        raise NotFound(f"no person {id}")
    return found


def change_password(tx: Tx, id: int, password_hash: str | None, *, keep: str = "", by: int | None = None) -> None:
    """A new password ends all sessions but `keep` (a session's fingerprint). None takes the password away."""
    people.set_password(tx, person(tx, id).id, password_hash)
    sessions.end_sessions(tx, id, but=keep)
    audit.record(tx, "person.password" if password_hash else "person.password_reset", actor=by, target=str(id))


def set_admin(tx: Tx, id: int, admin: bool, by: int | None) -> None:
    """Raises Conflict rather than leaving nobody who may administer."""
    found = person(tx, id)
    if not admin:
        _keep_an_admin(tx, id)
    people.set_admin(tx, id, admin)
    audit.record(tx, "person.admin", actor=by, target=found.email, admin=admin)


def disable(tx: Tx, id: int, by: int | None) -> None:
    """Ends the sessions and stops the tokens of a person; what they did stays. Raises Conflict for the last admin."""
    found = person(tx, id)
    _keep_an_admin(tx, id)
    people.set_disabled(tx, id, True)
    audit.record(tx, "person.disable", actor=by, target=found.email)


def enable(tx: Tx, id: int, by: int | None) -> None:
    found = person(tx, id)
    people.set_disabled(tx, id, False)
    audit.record(tx, "person.enable", actor=by, target=found.email)


def _keep_an_admin(tx: Tx, id: int) -> None:
    if people.lock_admins(tx) == [id]:
        raise Conflict("this is the last admin; make somebody else admin first")


def set_preferences(tx: Tx, id: int, *, name: str | None, preferences: Preferences | None) -> Person:
    found = person(tx, id)
    settings = found.settings if preferences is None else preferences.model_dump(mode="json", exclude_defaults=True)
    people.set_profile(tx, id, name=found.name if name is None else clean_name(name), settings=settings)
    return person(tx, id)


# -- signing in


def start_session(tx: Tx, who: Person, days: float, how: str, address: str = "", agent: str = "") -> str:
    """A session for this person; the secret that the cookie holds. `agent`: what the browser calls itself."""
    secret = secrets.token_urlsafe(32)
    sessions.add_session(
        tx, fingerprint(secret), who.id, int(days * DAY), address=address[:100],
        agent="".join(c for c in agent[:300] if c.isprintable()),
    )  # fmt: skip
    audit.record(tx, "sign_in", actor=who.id, target=who.email, how=how, address=address)
    return secret


def make_link(tx: Tx, id: int, by: int | None, minutes: float = LINK_MINUTES) -> str:
    """A secret that signs this person in once, within `minutes`."""
    secret = secrets.token_urlsafe(32)
    sessions.add_invite(tx, fingerprint(secret), "link", int(minutes * 60 * SECOND), person=id, by=by)
    audit.record(tx, "link.make", actor=by, target=person(tx, id).email)
    return secret


def use_link(tx: Tx, secret: str) -> Person:
    """The person that the link signs in. Raises Unauthorized when it was used or ran out."""
    link = sessions.use_invite(tx, fingerprint(secret), "link")
    who = people.person(tx, link.person) if link and link.person else None
    if who is None or who.disabled_at is not None:
        raise Unauthorized("this sign-in link was used already or ran out; ask for a new one")
    return who


# -- invitations


@dataclass(frozen=True, slots=True)
class Invited:
    """`secret` for a new person, None when the address had an account, which is now a member."""

    secret: str | None
    email: str


def invite(
    tx: Tx, email: str, *, project: ProjectRow | None = None, role: Role | None = None, admin: bool = False,
    by: int | None = None,
) -> Invited:  # fmt: skip
    """The only way to a new account. Somebody who has one becomes a member of the project at once.

    A new invitation takes the place of an open one of the same address to the same project.
    """
    email = clean_email(email)
    known = people.person_by_email(tx, email)
    if known is not None:
        if project is None or role is None:
            raise Conflict(f"{email} has an account already")
        set_member(tx, project, known.id, role, by)
        return Invited(None, email)
    sessions.replace_invites(tx, email, project.id if project else None)
    secret = secrets.token_urlsafe(32)
    sessions.add_invite(
        tx, fingerprint(secret), "invite", INVITE_DAYS * DAY, email=email,
        project=project.id if project else None, role=role, admin=admin, by=by,
    )  # fmt: skip
    audit.record(
        tx, "invite.make", actor=by, project=project.id if project else None, target=email, role=role, admin=admin
    )
    return Invited(secret, email)


def accept(tx: Tx, secret: str, name: str, password_hash: str) -> Person:
    """Makes the account that an invitation promised. Raises Unauthorized when it was used, revoked or ran out."""
    found = sessions.use_invite(tx, fingerprint(secret), "invite")
    if found is None or found.email is None:
        raise Unauthorized("this invitation was used already, withdrawn, or ran out; ask for a new one")
    who = add_person(tx, found.email, name, password_hash, admin=found.admin, by=found.created_by)
    if found.project is not None and found.role is not None:
        people.set_member(tx, found.project, who.id, found.role)
        audit.record(tx, "member.set", actor=found.created_by, project=found.project, target=who.email, role=found.role)
    return who


def invitation(tx: Tx, secret: str) -> Invite:
    """What an open invitation promises. Raises Unauthorized when it was used, withdrawn or ran out."""
    found = sessions.open_invite(tx, fingerprint(secret))
    if found is None:
        raise Unauthorized("this invitation was used already, withdrawn, or ran out; ask for a new one")
    return found


def invites(tx: Tx, project: ProjectRow | None) -> list[Invite]:
    return sessions.open_invites(tx, project.id if project else None)


def revoke_invite(tx: Tx, id: int, project: ProjectRow | None, by: int | None) -> None:
    email = sessions.end_invite(tx, id, project.id if project else None)
    if email is None:
        raise NotFound("no such open invitation")
    audit.record(tx, "invite.revoke", actor=by, project=project.id if project else None, target=email)


# -- tokens


def make_token(
    tx: Tx, person: int, name: str, scope: Scope, *, project: str | None = None, days: float | None = 90
) -> tuple[int, str]:
    """A token for programs: (id, the secret, shown this once). `project` binds it to one project."""
    bound = projects.by_name(tx, project).id if project else None
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    lifetime = None if days is None else int(days * DAY)
    id = sessions.add_token(tx, person, fingerprint(secret), clean_name(name), scope, bound, lifetime)
    audit.record(tx, "token.make", actor=person, project=bound, target=clean_name(name), scope=scope, days=days)
    return id, secret


def end_token(tx: Tx, person: int, id: int) -> None:
    name = sessions.end_token(tx, person, id)
    if name is None:
        raise NotFound("you have no such token")
    audit.record(tx, "token.end", actor=person, target=name)


# -- members


def members(tx: Tx, project: ProjectRow) -> list[Member]:
    return people.members(tx, project.id)


def set_member(tx: Tx, project: ProjectRow, id: int, role: Role, by: int | None) -> None:
    found = person(tx, id)
    people.set_member(tx, project.id, id, role)
    audit.record(tx, "member.set", actor=by, project=project.id, target=found.email, role=role)
