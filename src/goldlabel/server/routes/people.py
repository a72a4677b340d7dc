"""Accounts, for admins: list, invite, disable, make admin, sign-in links."""

from typing import Annotated

from fastapi import APIRouter

from goldlabel.server.access import Access, may
from goldlabel.server.links import invite_url, link_url
from goldlabel.server.wire import ChangePerson, InviteAnyone, InviteMade, InviteOut, Link, Ok, PersonOut, RowId
from goldlabel.store import people as rows
from goldlabel.store.people import Person
from goldlabel.work import people

router = APIRouter(tags=["people"])
Admin = Annotated[Access, may("people")]


def describe(person: Person) -> PersonOut:
    return PersonOut(
        id=person.id, name=person.name, email=person.email, admin=person.admin,
        disabled=person.disabled_at is not None, created_at=person.created_at,
    )  # fmt: skip


@router.get("/api/people")
async def list_people(access: Admin) -> list[PersonOut]:
    """Every account."""
    return [describe(person) for person in await access.read(rows.persons)]


@router.patch("/api/people/{person}")
async def change_person(person: RowId, given: ChangePerson, access: Admin) -> PersonOut:
    """Makes somebody admin or not, disables or enables an account. The last admin stays."""

    def change(tx: rows.Tx) -> Person:
        if given.admin is not None:
            people.set_admin(tx, person, given.admin, access.person)
        if given.disabled is not None:
            (people.disable if given.disabled else people.enable)(tx, person, access.person)
        return people.person(tx, person)

    return describe(await access.write(change))


@router.post("/api/people/{person}/link")
async def make_link(person: RowId, access: Admin) -> Link:
    """A one-time link that signs this person in; good for 15 minutes."""
    secret = await access.write(lambda tx: people.make_link(tx, person, access.person))
    return Link(url=link_url(access.context.workspace, secret))


@router.post("/api/people/{person}/reset-password")
async def reset_password(person: RowId, access: Admin) -> Link:
    """Takes the password away, ends the sessions, and gives a link by which to set a new one."""

    def reset(tx: rows.Tx) -> str:
        people.change_password(tx, person, None, by=access.person)
        return people.make_link(tx, person, access.person)

    return Link(url=link_url(access.context.workspace, await access.write(reset)))


@router.get("/api/invites")
async def list_all_invites(access: Admin) -> list[InviteOut]:
    """Invitations that wait to be accepted, of all projects."""
    return [InviteOut(id=i.id, email=i.email, role=i.role, admin=i.admin, expires_at=i.expires_at)
            for i in await access.read(lambda tx: people.invites(tx, None))]  # fmt: skip


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
