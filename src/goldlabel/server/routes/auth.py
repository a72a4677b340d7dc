"""Signing in and out: by password, one-time link or invitation."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from goldlabel.core.problem import Unauthorized
from goldlabel.server.access import Access, may
from goldlabel.server.wire import Accept, Invitation, Me, Ok, SignIn, UseLink
from goldlabel.store import audit, people, sessions
from goldlabel.store.people import Person
from goldlabel.work import people as verbs

router = APIRouter(tags=["auth"])
Anyone = Annotated[Access, may("public")]


def describe(person: Person) -> Me:
    return Me(
        id=person.id, name=person.name, email=person.email, admin=person.admin, preferences=person.settings,
        has_password=person.password is not None,
    )  # fmt: skip


def address_of(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def set_cookie(request: Request, response: Response, access: Access, secret: str) -> None:
    """The server decides when a session ends; the browser keeps the cookie as long as it may."""
    public = access.context.workspace.settings.server.public_url or ""
    response.set_cookie(
        access.context.cookie, secret, max_age=400 * 24 * 3600, path="/", httponly=True, samesite="lax",
        secure=public.startswith("https:") or request.url.scheme == "https",
    )  # fmt: skip


async def _begin(request: Request, response: Response, access: Access, person: Person, how: str) -> Me:
    days, address = access.context.workspace.settings.server.session_days, address_of(request)
    agent = request.headers.get("user-agent", "")
    secret = await access.write(lambda tx: verbs.start_session(tx, person, days, how, address, agent))
    set_cookie(request, response, access, secret)
    return describe(person)


@router.post("/api/auth/sign-in")
async def sign_in(request: Request, response: Response, given: SignIn, access: Anyone) -> Me:
    """Takes as long and says the same for a wrong password, an unknown address and a disabled account."""
    email = given.email.strip().lower()
    address = address_of(request)
    access.context.limits.count(address, email)
    person = await access.read(lambda tx: people.person_by_email(tx, email))
    usable = person is not None and person.disabled_at is None
    right = await access.context.verify(given.password, person.password if person and usable else None)
    if person is None or not right:
        actor = person.id if person else None
        await access.write(lambda tx: audit.record(tx, "sign_in.failed", actor=actor, target=email, address=address))
        raise Unauthorized("this e-mail address and password do not belong together")
    access.context.limits.forget(email)
    return await _begin(request, response, access, person, "password")


@router.post("/api/auth/link")
async def use_link(request: Request, response: Response, given: UseLink, access: Anyone) -> Me:
    """Signs in by a one-time link."""
    access.context.limits.count(address_of(request), "")
    person = await access.write(lambda tx: verbs.use_link(tx, given.token))
    return await _begin(request, response, access, person, "link")


@router.post("/api/auth/invitation")
async def see_invitation(request: Request, given: UseLink, access: Anyone) -> Invitation:
    """Whom an invitation is for and to what, for who holds its link; it stays good."""
    access.context.limits.count(address_of(request), "")
    found = await access.read(lambda tx: verbs.invitation(tx, given.token))
    return Invitation(
        email=found.email or "", project=found.project_title or found.project_name, role=found.role,
        admin=found.admin, by=found.by_name, expires_at=found.expires_at,
    )  # fmt: skip


@router.post("/api/auth/accept")
async def accept(request: Request, response: Response, given: Accept, access: Anyone) -> Me:
    """Makes the account that an invitation promised, and signs in."""
    access.context.limits.count(address_of(request), "")
    hash = await access.context.hash(given.password)
    name = verbs.clean_name(given.name)
    person = await access.write(lambda tx: verbs.accept(tx, given.token, name, hash))
    return await _begin(request, response, access, person, "invitation")


@router.post("/api/auth/sign-out")
async def sign_out(request: Request, response: Response, access: Anyone) -> Ok:
    """Ends this session; signing out twice is fine."""
    secret = request.cookies.get(access.context.cookie)
    response.delete_cookie(access.context.cookie, path="/", httponly=True, samesite="lax")
    if secret:
        await access.write(lambda tx: _end(tx, verbs.fingerprint(secret)))
    return Ok()


def _end(tx: Any, session: str) -> None:
    if person := sessions.end_session(tx, session):
        audit.record(tx, "sign_out", actor=person)
