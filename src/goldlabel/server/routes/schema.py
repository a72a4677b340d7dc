"""A project's schema: what a change would do, then do it; every version so far."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter

from goldlabel.core.change import Change
from goldlabel.core.schema import Schema
from goldlabel.server.access import Access, may
from goldlabel.server.wire import ChangeSchema, Out, ProjectName, SchemaChanged
from goldlabel.store import audit
from goldlabel.store import projects as rows
from goldlabel.store.tx import Tx
from goldlabel.work import projects

router = APIRouter(tags=["schema"])
Lead = Annotated[Access, may("project.change")]


class SchemaVersion(Out):
    version: int
    changes: list[dict[str, Any]]
    created_at: int


def _changed(schema: Schema, version: int, changes: list[Change]) -> SchemaChanged:
    raw: dict[str, Any] = {
        "schema": schema.model_dump(mode="json"),
        "schema_version": version,
        "changes": [asdict(change) for change in changes],
    }
    return SchemaChanged.model_validate(raw)


@router.get("/api/projects/{project}/schema")
async def schema_versions(
    project: ProjectName, access: Annotated[Access, may("project.read")]
) -> list[SchemaVersion]:  # fmt: skip
    """Every version with what it changed, oldest first."""
    found = await access.read(lambda tx: rows.schema_versions(tx, access.project_id))
    return [SchemaVersion(version=version, changes=changes, created_at=at) for version, changes, at in found]


@router.post("/api/projects/{project}/schema/plan")
async def plan_schema(project: ProjectName, given: ChangeSchema, access: Lead) -> SchemaChanged:
    """What this schema would change, and which answers it would lose; nothing is written."""

    def plan(tx: Tx) -> SchemaChanged:
        row = access.project(tx)
        schema, changes = projects.plan_schema(tx, row, given.schema_)
        return _changed(schema, row.schema_version, changes)

    return await access.read(plan)


@router.put("/api/projects/{project}/schema")
async def change_schema(project: ProjectName, given: ChangeSchema, access: Lead) -> SchemaChanged:
    """The next version of the schema. Answers stay under the version they were made with."""

    def change(tx: Tx) -> SchemaChanged:
        row, changes = projects.change_schema(tx, access.project(tx), given.schema_, access.person)
        if changes:
            version = row.schema_version
            audit.record(tx, "schema.change", actor=access.person, project=row.id, target=row.name, version=version)
        return _changed(projects.schema_of(tx, row), row.schema_version, changes)

    return await access.write(change)
