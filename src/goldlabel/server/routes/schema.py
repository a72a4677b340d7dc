"""Schemas: check one without a project; a project's: what a change would do, then do it; every version so far."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from goldlabel.core.change import Change
from goldlabel.core.kind import validated
from goldlabel.core.model import Json
from goldlabel.core.problem import Conflict, Invalid
from goldlabel.core.read import read_schema
from goldlabel.core.schema import Schema
from goldlabel.core.write import write_schema
from goldlabel.formats.parts.ls_schema import schema_of_config
from goldlabel.server.access import Access, may
from goldlabel.server.wire import ChangeSchema, Given, Out, Problems, ProjectName, SchemaChanged
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


class CheckSchema(Given):
    """Exactly one of `schema`, as people write it, and `label_studio`, the text of a labeling config.

    `before`: the schema in full that this one is to follow; it says which ids and renames are meant.
    """

    schema_: dict[str, Json] | None = Field(default=None, alias="schema")
    label_studio: str | None = Field(default=None, max_length=1_000_000)
    before: dict[str, Json] | None = None


class SchemaChecked(Out):
    """`schema` in full and `written` for a file, unless there are problems.

    `left_out`: tags of a labeling config that have no counterpart here.
    """

    schema_: dict[str, Any] | None = Field(alias="schema")
    written: dict[str, Any] | None
    problems: list[Problems]
    left_out: list[str] = Field(default_factory=list)


class LostAnswers(Out):
    """How many answers (or regions) a change at `where` leaves behind; counted up to 10,000, then `more`."""

    where: str
    count: int
    more: bool


class SchemaPlanned(SchemaChanged):
    lost: list[LostAnswers]


@router.post("/api/schema/check")
async def check_schema(given: CheckSchema, access: Annotated[Access, may("catalog")]) -> SchemaChecked:
    """Reads a schema as making a project would, and says everything that is wrong with it. Nothing is written."""
    if (given.schema_ is None) == (given.label_studio is None):
        raise Invalid("needs exactly one of schema and label_studio", where="schema")
    before = None if given.before is None else validated(Schema, given.before, "before")
    left_out: list[str] = []
    try:
        raw = given.schema_
        if given.label_studio is not None:
            config, left_out = schema_of_config(given.label_studio)
            raw = config.model_dump(mode="json")
        schema = read_schema(raw, access.context.workspace.catalog, before).schema
    except Invalid as wrong:
        problems = [Problems(where=one.where, message=one.message) for one in wrong.problems]
        return SchemaChecked.model_validate({"schema": None, "written": None, "problems": problems})
    found: dict[str, Any] = {
        "schema": schema.model_dump(mode="json"), "written": write_schema(schema), "problems": [],
        "left_out": left_out,
    }  # fmt: skip
    return SchemaChecked.model_validate(found)


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
async def plan_schema(project: ProjectName, given: ChangeSchema, access: Lead) -> SchemaPlanned:
    """What this schema would change, and how many answers it would lose; nothing is written."""

    def plan(tx: Tx) -> SchemaPlanned:
        row = access.project(tx)
        schema, changes = projects.plan_schema(tx, row, given.schema_)
        lost = [
            LostAnswers(where=change.where, count=min(count, projects.COUNTED), more=count > projects.COUNTED)
            for change, count in projects.lost_by(tx, row, changes)
        ]
        changed = _changed(schema, row.schema_version, changes)
        return SchemaPlanned.model_validate({**changed.model_dump(by_alias=True), "lost": lost})

    return await access.read_long(plan)


@router.put("/api/projects/{project}/schema")
async def change_schema(project: ProjectName, given: ChangeSchema, access: Lead) -> SchemaChanged:
    """The next version of the schema; a Conflict if `schema_version` is given and no longer the newest.

    Answers stay under the version they were made with.
    """

    def change(tx: Tx) -> SchemaChanged:
        before = access.project(tx)
        if given.schema_version not in (None, before.schema_version):
            raise Conflict(
                f"the task was changed meanwhile: it is version {before.schema_version} now",
                detail={"schema_version": before.schema_version},
            )
        row, changes = projects.change_schema(tx, before, given.schema_, access.person)
        if changes:
            version = row.schema_version
            audit.record(tx, "schema.change", actor=access.person, project=row.id, target=row.name, version=version)
        return _changed(projects.schema_of(tx, row), row.schema_version, changes)

    return await access.write(change)
