"""Accounts, for admins: list, invite, disable, make admin, sign-in links."""

from typing import Annotated

from fastapi import APIRouter

from goldlabel.server.access import Access, may
from goldlabel.server.links import invite_url, link_url
from goldlabel.server.routes.members import describe_invite
from goldlabel.server.wire import ChangePerson, InviteAnyone, InviteMade, InviteOut, Link, Ok, PersonOut, RowId
from goldlabel.store import people as rows
from goldlabel.store.people import Person
from goldlabel.store.sessions import DAY
from goldlabel.store.tx import Tx
from goldlabel.work import people

router = APIRouter(tags=["people"])
Admin = Annotated[Access, may("people")]


def describe(tx: Tx, found: list[Person], lifetime: int) -> list[PersonOut]:
    known = rows.known_of(tx)
    return [
        PersonOut(
            id=one.id, name=one.name, email=one.email, admin=one.admin, disabled=one.disabled_at is not None,
            created_at=one.created_at, has_password=one.password is not None,
            projects=known.get(one.id, (0, None))[0], seen_at=_seen(known.get(one.id, (0, None))[1], lifetime),
        )
        for one in found
    ]  # fmt: skip


def _seen(expires_at: int | None, lifetime: int) -> int | None:
    """A session is renewed as it is used."""
    return None if expires_at is None else expires_at - lifetime


def _lifetime(access: Access) -> int:
    return int(access.context.workspace.settings.server.session_days * DAY)


@router.get("/api/people")
async def list_people(access: Admin) -> list[PersonOut]:
    """Every account."""
    return await access.read_long(lambda tx: describe(tx, rows.persons(tx), _lifetime(access)))


@router.patch("/api/people/{person}")
async def change_person(person: RowId, given: ChangePerson, access: Admin) -> PersonOut:
    """Makes somebody admin or not, disables or enables an account. The last admin stays."""

    def change(tx: Tx) -> PersonOut:
        if given.admin is not None:
            people.set_admin(tx, person, given.admin, access.person)
        if given.disabled is not None:
            (people.disable if given.disabled else people.enable)(tx, person, access.person)
        return describe(tx, [people.person(tx, person)], _lifetime(access))[0]

    return await access.write(change)


@router.post("/api/people/{person}/link")
async def make_link(person: RowId, access: Admin) -> Link:
    """A one-time link that signs this person in; good for 15 minutes."""
    secret = await access.write(lambda tx: people.make_link(tx, person, access.person))
    return Link(url=link_url(access.context.workspace, secret))


@router.post("/api/people/{person}/reset-password")
async def reset_password(person: RowId, access: Admin) -> Link:
    """Takes the password away, ends the sessions, and gives a link by which to set a new one."""

    def reset(tx: Tx) -> str:
        people.change_password(tx, person, None, by=access.person)
        return people.make_link(tx, person, access.person)

    return Link(url=link_url(access.context.workspace, await access.write(reset)))


@router.get("/api/invites")
async def list_all_invites(access: Admin) -> list[InviteOut]:
    """Invitations that wait to be accepted, of all projects."""
    return [describe_invite(one) for one in await access.read(lambda tx: people.invites(tx, None))]


@router.post("/api/invites")
async def invite_to_instance(given: InviteAnyone, access: Admin) -> InviteMade:
    """Invites somebody to the instance, without a project."""
    made = await access.write(lambda tx: people.invite(tx, given.email, admin=given.admin, by=access.person))
    return InviteMade(email=made.email, url=invite_url(access.context.workspace, made.secret))


@router.delete("/api/invites/{invite}")
async def revoke_any_invite(invite: RowId, access: Admin) -> Ok:
    """Withdraws an invitation."""
    await access.write(lambda tx: people.revoke_invite(tx, invite, None, access.person))
    return Ok()
