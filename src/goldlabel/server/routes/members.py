"""Who is in a project, and invitations to it."""

from typing import Annotated

from fastapi import APIRouter

from goldlabel.server.access import Access, may
from goldlabel.server.links import invite_url
from goldlabel.server.wire import Invite, InviteMade, InviteOut, MemberOut, Ok, ProjectName, RowId, SetMember
from goldlabel.work import people

router = APIRouter(tags=["members"])
Lead = Annotated[Access, may("members")]


@router.get("/api/projects/{project}/members")
async def list_members(project: ProjectName, access: Lead) -> list[MemberOut]:
    """Who is in the project, by name."""
    found = await access.read(lambda tx: people.members(tx, access.project(tx)))
    return [MemberOut(person=m.person, name=m.name, email=m.email, role=m.role, disabled=m.disabled) for m in found]


@router.put("/api/projects/{project}/members/{person}")
async def set_member(project: ProjectName, person: RowId, given: SetMember, access: Lead) -> Ok:
    """Gives an account a role in this project, or another one."""
    await access.write(lambda tx: people.set_member(tx, access.project(tx), person, given.role, access.person))
    return Ok()


@router.delete("/api/projects/{project}/members/{person}")
async def end_member(project: ProjectName, person: RowId, access: Lead) -> Ok:
    """Takes somebody out of the project; what they did stays."""
    await access.write(lambda tx: people.end_member(tx, access.project(tx), person, access.person))
    return Ok()


@router.get("/api/projects/{project}/invites")
async def list_invites(project: ProjectName, access: Lead) -> list[InviteOut]:
    """Invitations to this project that wait to be accepted."""
    return [InviteOut(id=i.id, email=i.email, role=i.role, admin=i.admin, expires_at=i.expires_at)
            for i in await access.read(lambda tx: people.invites(tx, access.project(tx)))]  # fmt: skip


@router.post("/api/projects/{project}/invites")
async def invite(project: ProjectName, given: Invite, access: Lead) -> InviteMade:
    """A link for somebody new; somebody who has an account is a member at once."""
    made = await access.write(
        lambda tx: people.invite(tx, given.email, project=access.project(tx), role=given.role, by=access.person)
    )
    return InviteMade(email=made.email, url=invite_url(access.context.workspace, made.secret))


@router.delete("/api/projects/{project}/invites/{invite}")
async def revoke_invite(project: ProjectName, invite: RowId, access: Lead) -> Ok:
    """Withdraws an invitation to this project."""
    await access.write(lambda tx: people.revoke_invite(tx, invite, access.project(tx), access.person))
    return Ok()
