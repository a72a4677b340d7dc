"""Who a request comes from and whether they may: the dependency `may("items.read")` of every route."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import Depends, Request

from goldlabel.core.problem import Forbidden, NotFound, Unauthorized
from goldlabel.server.context import Context
from goldlabel.server.permissions import ADMIN, ANYONE, TABLE, Rule
from goldlabel.store import projects, sessions
from goldlabel.store.projects import ProjectRow
from goldlabel.store.sessions import DAY, SECOND, Visitor
from goldlabel.store.tx import Tx
from goldlabel.work.people import TOKEN_PREFIX, fingerprint

T = TypeVar("T")
HOUR = 3600 * SECOND


@dataclass(frozen=True, slots=True)
class Access:
    """A request that may go on. `visitor` is None only where anyone may."""

    context: Context
    visitor: Visitor | None
    role: str
    session: str
    """Fingerprint of the session; empty for tokens and strangers."""

    @property
    def who(self) -> Visitor:
        if self.visitor is None:
            raise Unauthorized("sign in first")
        return self.visitor

    @property
    def person(self) -> int:
        return self.who.person

    @property
    def labeler(self) -> int:
        return self.who.labeler

    @property
    def project_id(self) -> int:
        assert self.who.project is not None, "this route names no project"
        return self.who.project

    def project(self, tx: Tx) -> ProjectRow:
        """The project of the address, as it is in this transaction."""
        return projects.by_id(tx, self.project_id)

    async def write(self, fn: Callable[[Tx], T]) -> T:
        return await self.context.db.write(fn)

    async def queue(self, fn: Callable[[Tx], T]) -> T:
        """A write that queues a job, which a worker then begins at once."""
        result = await self.context.db.write(fn)
        self.context.wake_workers()
        return result

    async def read(self, fn: Callable[[Tx], T]) -> T:
        return await self.context.db.read(fn)

    async def read_long(self, fn: Callable[[Tx], T]) -> T:
        return await self.context.db.read_long(fn)


class May:
    """The check of one permission. Raises Unauthorized, Forbidden, or NotFound for a project one has no part in."""

    def __init__(self, permission: str) -> None:
        self.permission = permission
        self.rule: Rule = TABLE[permission]

    async def __call__(self, request: Request) -> Access:
        context: Context = request.app.state.context
        if ANYONE in self.rule.roles:
            return Access(context, None, ANYONE, "")
        project = request.path_params.get("project") if self.rule.project else None
        visitor, session = await identify(context, request, project)
        if visitor is None:
            raise Unauthorized("sign in first")
        if (meant := request.headers.get(PERSON)) and meant != str(visitor.person):
            raise Unauthorized("somebody else is signed in here now; sign in again")
        role = self._role(visitor, project)
        scope = visitor.scope if visitor.token is not None else "session"
        if visitor.bound is not None and not self.rule.project and self.permission not in BOUND_MAY:
            raise Forbidden("this token is bound to one project and does not reach here")
        if not self.rule.allows(role, scope):
            raise Forbidden(_sentence(self.rule, role, scope))
        return Access(context, visitor, role, session)

    def _role(self, visitor: Visitor, project: str | None) -> str:
        if self.rule.project and (
            visitor.project is None
            or (visitor.bound is not None and visitor.bound != visitor.project)
            or (visitor.role is None and not visitor.admin)
        ):
            raise NotFound(f"no project {(project or '')[:60]!r}")
        return ADMIN if visitor.admin else visitor.role or ""


PERSON = "goldlabel-person"
"""What the web app sends with every call: the person on its screen. Two people at one machine share its cookies, and
nobody's work ever goes out under the other's name."""
BOUND_MAY = frozenset({"me", "catalog", "projects.list"})
"""What a token that is bound to one project reaches outside of it."""


def _sentence(rule: Rule, role: str, scope: str) -> str:
    if scope != "session" and rule.allows(role, "session"):
        return f"a token of scope {scope!r} does not reach this: {rule.what}"
    return f"this needs the role {' or '.join(sorted(rule.roles | {ADMIN}))}; yours is {role or 'none'}"


def may(permission: str) -> Any:
    """`access: Annotated[Access, may("items.read")]`"""
    return Depends(May(permission))


async def identify(context: Context, request: Request, project: str | None = None) -> tuple[Visitor | None, str]:
    """The visitor and, for a browser, their session's fingerprint. A bearer token stands above a cookie."""
    if authorization := request.headers.get("authorization"):
        kind, _, token = authorization.partition(" ")
        token = token.strip()
        if kind.lower() != "bearer" or not token.startswith(TOKEN_PREFIX):
            return None, ""
        return await _by_token(context, fingerprint(token), project), ""
    secret = request.cookies.get(context.cookie)
    if not secret:
        return None, ""
    session = fingerprint(secret)
    visitor = await context.db.read(lambda tx: sessions.visitor_by_session(tx, session, project))
    if visitor is not None and visitor.expires_at is not None:
        lifetime = int(context.workspace.settings.server.session_days * DAY)
        if visitor.expires_at - visitor.now < lifetime - HOUR:
            context.db.later(lambda tx: sessions.renew_session(tx, session, lifetime))
    return visitor, session


async def _by_token(context: Context, hash: str, project: str | None) -> Visitor | None:
    visitor = await context.db.read(lambda tx: sessions.visitor_by_token(tx, hash, project))
    if visitor is not None and (visitor.used_at is None or visitor.now - visitor.used_at > HOUR):
        token = visitor.token or 0
        context.db.later(lambda tx: sessions.touch_token(tx, token))
    return visitor
