"""Who is in a project and how they stand, items kept for them, invitations to it."""

from typing import Annotated

from fastapi import APIRouter

from goldlabel.core.problem import Conflict, Invalid
from goldlabel.server.access import Access, may
from goldlabel.server.links import invite_url
from goldlabel.server.wire import (
    Assign,
    Assigned,
    ChangeMember,
    Invite,
    InviteMade,
    InviteOut,
    MemberChanged,
    MemberOut,
    Ok,
    ProjectName,
    RowId,
    SetMember,
)
from goldlabel.store import members
from goldlabel.store import people as rows
from goldlabel.store.members import Standing
from goldlabel.store.sessions import Invite as InviteRow
from goldlabel.store.tx import Tx
from goldlabel.work import people, team

router = APIRouter(tags=["members"])
Lead = Annotated[Access, may("members")]
MEMBER = "/api/projects/{project}/members/{person}"


def describe(one: Standing) -> MemberOut:
    return MemberOut(
        person=one.person, labeler=one.labeler, name=one.name, email=one.email, role=one.role, disabled=one.disabled,
        joined_at=one.created_at, paused=one.paused, per_day=one.per_day, in_all=one.in_all, answers=one.answers,
        last_at=one.last_at, at_work=one.at_work, assigned=one.assigned,
    )  # fmt: skip


@router.get("/api/projects/{project}/members")
async def list_members(project: ProjectName, access: Lead) -> list[MemberOut]:
    """Who is in the project, by name, and what they did."""
    return [describe(one) for one in await access.read_long(lambda tx: team.standing(tx, access.project(tx)))]


@router.put(MEMBER)
async def set_member(project: ProjectName, person: RowId, given: SetMember, access: Lead) -> Ok:
    """Gives an account a role in this project, or another one."""
    await access.write(lambda tx: people.set_member(tx, access.project(tx), person, given.role, access.person))
    return Ok()


@router.patch(MEMBER)
async def change_member(project: ProjectName, person: RowId, given: ChangeMember, access: Lead) -> MemberChanged:
    """Pauses or resumes somebody, or caps what they do. Who is paused gets no tasks; what they hold goes to others."""

    def change(tx: Tx) -> int:
        row = access.project(tx)
        team.member_labeler(tx, row, person)
        named = given.model_fields_set
        if {"per_day", "in_all"} & named:
            before = members.one(tx, row.id, person)
            assert before is not None
            team.set_caps(
                tx, row, person, by=access.person,
                per_day=given.per_day if "per_day" in named else before[2],
                in_all=given.in_all if "in_all" in named else before[3],
            )  # fmt: skip
        return 0 if given.paused is None else team.pause(tx, row, person, given.paused, access.person)

    return MemberChanged(given_back=await access.write(change))


@router.delete(MEMBER)
async def end_member(project: ProjectName, person: RowId, access: Lead) -> Ok:
    """Takes somebody out of the project; what they did stays, what they held goes to others."""
    await access.write(lambda tx: team.remove(tx, access.project(tx), person, access.person))
    return Ok()


# -- items kept for somebody


@router.post(f"{MEMBER}/assigned")
async def assign(project: ProjectName, person: RowId, given: Assign, access: Lead) -> Assigned:
    """Keeps an open place of these items for a member: they come first for them, and nobody else gets that place."""
    if (given.items is None) == (given.count is None):
        raise Invalid("needs exactly one of count and items", where="count")
    if given.items is not None:
        kept = len(await _assign_these(access, person, given.items))
    else:
        kept = await _assign_next(access, person, given.count or 0)
    await access.write(lambda tx: team.record_assigned(tx, access.project(tx), person, access.person, kept))
    return Assigned(items=kept)


async def _assign_these(access: Access, person: int, items: list[int | str]) -> list[int]:
    try:
        ids = sorted({int(item) for item in items})
    except ValueError:
        raise Invalid("must be ids of items", where="items") from None
    kept: list[int] = []
    for start in range(0, len(ids), team.CHUNK):
        some = ids[start : start + team.CHUNK]
        kept += await access.write(lambda tx, some=some: team.assign(tx, access.project(tx), person, some))
    return kept


async def _assign_next(access: Access, person: int, count: int) -> int:
    kept, after = 0, None
    while kept < count:
        # Short writes: labeling goes on beside it.
        more, after = await access.write(
            lambda tx, left=count - kept, start=after: team.assign_next(tx, access.project(tx), person, left, start)
        )
        kept += more
        if after is None:
            break
    return kept


@router.delete(f"{MEMBER}/assigned")
async def unassign(project: ProjectName, person: RowId, access: Lead) -> Assigned:
    """Gives what is kept for a member and not begun to everybody."""
    freed = 0
    while more := await access.write(lambda tx: team.unassign(tx, access.project(tx), person)):
        freed += more
    await access.write(lambda tx: team.record_assigned(tx, access.project(tx), person, access.person, -freed))
    return Assigned(items=freed)


# -- invitations


def describe_invite(one: InviteRow) -> InviteOut:
    return InviteOut(
        id=one.id, email=one.email, role=one.role, admin=one.admin, expires_at=one.expires_at,
        created_at=one.created_at, project=one.project_name, by=one.by_name,
    )  # fmt: skip


@router.get("/api/projects/{project}/invites")
async def list_invites(project: ProjectName, access: Lead) -> list[InviteOut]:
    """Invitations to this project that wait to be accepted."""
    return [describe_invite(one) for one in await access.read(lambda tx: people.invites(tx, access.project(tx)))]


@router.post("/api/projects/{project}/invites")
async def invite(project: ProjectName, given: Invite, access: Lead) -> InviteMade:
    """A link for somebody new, in place of one they had; somebody who has an account is a member at once."""

    def make(tx: Tx) -> people.Invited:
        row = access.project(tx)
        known = rows.person_by_email(tx, people.clean_email(given.email))
        if known and (found := members.one(tx, row.id, known.id)):
            raise Conflict(f"{known.name} is in this project already, as {found[0]}; change the role in the list")
        return people.invite(tx, given.email, project=row, role=given.role, by=access.person)

    made = await access.write(make)
    return InviteMade(email=made.email, url=invite_url(access.context.workspace, made.secret))


@router.delete("/api/projects/{project}/invites/{invite}")
async def revoke_invite(project: ProjectName, invite: RowId, access: Lead) -> Ok:
    """Withdraws an invitation to this project."""
    await access.write(lambda tx: people.revoke_invite(tx, invite, access.project(tx), access.person))
    return Ok()
