"""The signed-in person: profile, password."""

from typing import Annotated

from fastapi import APIRouter

from goldlabel.core.problem import Unauthorized
from goldlabel.server.access import Access, may
from goldlabel.server.routes.auth import describe
from goldlabel.server.wire import ChangeMe, ChangePassword, Me, Ok
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
