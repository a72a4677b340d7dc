"""The signed-in person: profile, password, sessions."""

from typing import Annotated

from fastapi import APIRouter, Path

from goldlabel.core.problem import NotFound, Unauthorized
from goldlabel.server.access import Access, may
from goldlabel.server.routes.auth import describe
from goldlabel.server.wire import ChangeMe, ChangePassword, Ended, Me, Ok, SessionOut
from goldlabel.store import audit, sessions
from goldlabel.store.sessions import DAY, NAMED_BY
from goldlabel.store.tx import Tx
from goldlabel.work import people
from goldlabel.work.people import Preferences

router = APIRouter(tags=["me"])


@router.get("/api/me")
async def me(access: Annotated[Access, may("me")]) -> Me:
    """Who is signed in."""
    return describe(await access.read(lambda tx: people.person(tx, access.person)))


@router.patch("/api/me")
async def change_me(given: ChangeMe, access: Annotated[Access, may("me.change")]) -> Me:
    """Own name and preferences (language, theme, shortcuts)."""
    preferences = None if given.preferences is None else Preferences.read(dict(given.preferences))
    changed = await access.write(
        lambda tx: people.set_preferences(tx, access.person, name=given.name, preferences=preferences)
    )
    return describe(changed)


@router.post("/api/me/password")
async def change_password(given: ChangePassword, access: Annotated[Access, may("me.change")]) -> Ok:
    """A new password; needs the current one if there is one. Ends all other sessions."""
    person = await access.read(lambda tx: people.person(tx, access.person))
    access.context.limits.count("password", person.email)
    if person.password is not None and not await access.context.verify(given.current or "", person.password):
        raise Unauthorized("the current password is not right")
    hash = await access.context.hash(given.password)
    await access.write(
        lambda tx: people.change_password(tx, access.person, hash, keep=access.session, by=access.person)
    )
    return Ok()


@router.get("/api/me/sessions")
async def list_sessions(access: Annotated[Access, may("me.change")]) -> list[SessionOut]:
    """Where you are signed in, the newest first."""
    lifetime = int(access.context.workspace.settings.server.session_days * DAY)
    return [
        SessionOut(
            name=one.name, here=access.session.startswith(one.name), created_at=one.created_at,
            seen_at=max(one.created_at, one.expires_at - lifetime), expires_at=one.expires_at, address=one.address,
            agent=one.agent,
        )
        for one in await access.read(lambda tx: sessions.of_person(tx, access.person))
    ]  # fmt: skip


@router.delete("/api/me/sessions")
async def end_sessions(access: Annotated[Access, may("me.change")]) -> Ended:
    """Signs you out everywhere but here."""

    def end(tx: Tx) -> int:
        ended = sessions.end_sessions(tx, access.person, but=access.session)
        audit.record(tx, "sessions.end", actor=access.person, target=access.who.email, sessions=ended)
        return ended

    return Ended(ended=await access.write(end))


@router.delete("/api/me/sessions/{session}")
async def end_session(
    session: Annotated[str, Path(pattern=r"^[0-9a-f]+$", max_length=NAMED_BY)],
    access: Annotated[Access, may("me.change")],
) -> Ended:
    """Ends one of your sessions."""

    def end(tx: Tx) -> int:
        if not sessions.end_named(tx, access.person, session):
            raise NotFound("you have no such session")
        audit.record(tx, "sessions.end", actor=access.person, target=access.who.email, sessions=1)
        return 1

    return Ended(ended=await access.write(end))
