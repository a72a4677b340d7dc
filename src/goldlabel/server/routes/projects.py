"""Projects: list, create, read, change."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from goldlabel.core.problem import Invalid
from goldlabel.server.access import Access, may
from goldlabel.server.permissions import ADMIN, TABLE
from goldlabel.server.wire import (
    ChangeProject,
    MakeProject,
    Progress,
    ProjectBrief,
    ProjectName,
    ProjectOut,
)
from goldlabel.store import audit, people
from goldlabel.store import projects as rows
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.templates import load
from goldlabel.work import label, listing, media, projects

router = APIRouter(tags=["projects"])
Lead = Annotated[Access, may("project.change")]


@router.get("/api/projects")
async def list_projects(access: Annotated[Access, may("projects.list")]) -> list[ProjectBrief]:
    """The projects you are a member of; all of them for an admin."""
    return await access.read(lambda tx: _visible(tx, access))


def _visible(tx: Tx, access: Access) -> list[ProjectBrief]:
    roles = people.roles_of(tx, access.person)
    out: list[ProjectBrief] = []
    for row in rows.all_projects(tx):
        role = ADMIN if access.who.admin else roles.get(row.id)
        if role is not None and access.who.bound in (None, row.id):
            progress = Progress.model_validate(label.progress(tx, row, access.labeler))
            out.append(_brief(tx, access, row, role, progress, member=row.id in roles))
    return out


def _brief(
    tx: Tx, access: Access, row: ProjectRow, role: str, progress: Progress, *, member: bool
) -> ProjectBrief:  # fmt: skip
    card = listing.card(
        tx, row, projects.schema_of(tx, row), access.person if member else None, access.labeler,
        judges=role in (ADMIN, *TABLE["adjudicate"].roles), looks=role in (ADMIN, *TABLE["items.read"].roles),
    )  # fmt: skip
    hours = access.context.workspace.settings.server.media_hours
    return ProjectBrief(
        name=row.name, title=row.title, role=role, progress=progress, archived=row.archived_at is not None,
        waits=card.waits, active_at=card.active_at, text=card.text,
        picture=card.picture and media.media_url(access.context.media_key, row.name, card.picture, tx.now(), hours),
    )  # fmt: skip


@router.post("/api/projects", status_code=201)
async def create_project(given: MakeProject, access: Annotated[Access, may("projects.create")]) -> ProjectOut:
    """From a template or a schema. Who creates it is its manager."""
    if (given.schema_ is None) == (given.template is None):
        raise Invalid("needs exactly one of schema and template", where="schema")
    made_from = None if given.template is None else load(given.template)
    raw = given.schema_ or {} if made_from is None else made_from.schema
    guideline = given.guideline or ("" if made_from is None else made_from.guideline)
    settings = {**given.settings, **({} if given.overlap is None else {"overlap": given.overlap})}

    def create(tx: Tx) -> ProjectOut:
        row = projects.create(
            tx, given.name, raw, title=given.title, guideline=guideline, by=access.person,
            settings=settings,
        )  # fmt: skip
        people.set_member(tx, row.id, access.person, "manager")
        audit.record(tx, "project.create", actor=access.person, project=row.id, target=row.name)
        return describe(tx, row, ADMIN, access.labeler)

    return await access.write(create)


@router.get("/api/projects/{project}")
async def get_project(
    project: ProjectName,
    access: Annotated[Access, may("project.read")],
    schema_version: Annotated[int | None, Query(ge=1, le=2**31)] = None,
) -> ProjectOut:
    """With `schema_version`: the schema as it was then."""
    return await access.read(lambda tx: describe(tx, access.project(tx), access.role, access.labeler, schema_version))


def describe(tx: Tx, row: ProjectRow, role: str, labeler: int, version: int | None = None) -> ProjectOut:
    raw: dict[str, Any] = {
        "name": row.name,
        "title": row.title,
        "role": role,
        "schema": projects.schema_of(tx, row, version).model_dump(mode="json"),
        "schema_version": version or row.schema_version,
        "guideline": rows.guideline(tx, row.id, row.guideline_version),
        "guideline_version": row.guideline_version,
        "settings": {**projects.DEFAULTS, **row.settings},
        "progress": label.progress(tx, row, labeler),
        "archived": row.archived_at is not None,
        "created_at": row.created_at,
    }
    return ProjectOut.model_validate(raw)


@router.patch("/api/projects/{project}")
async def change_project(project: ProjectName, given: ChangeProject, access: Lead) -> ProjectOut:
    """Title and some settings; what is not named stays."""

    def change(tx: Tx) -> ProjectOut:
        row = projects.change_settings(
            tx, access.project(tx), title=given.title, settings=given.settings, by=access.person
        )
        if given.title is not None or given.settings:
            title = {} if given.title is None else {"title": row.title}
            audit.record(
                tx, "project.change", actor=access.person, project=row.id, target=row.name, settings=given.settings,
                **title,
            )  # fmt: skip
        if given.archived is not None:
            row = projects.archive(tx, row, given.archived, access.person)
        return describe(tx, row, access.role, access.labeler)

    return await access.queue(change)
