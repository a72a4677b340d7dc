"""Projects: create, describe, change the schema without losing an answer."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from goldlabel.catalog import catalog
from goldlabel.core.change import Change, plan
from goldlabel.core.check import Checker
from goldlabel.core.problem import Invalid, NotFound
from goldlabel.core.read import read_schema
from goldlabel.core.schema import Schema
from goldlabel.store import answer_counts, audit, projects
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import fields

NAME = re.compile(r"^[a-z0-9][a-z0-9_-]{0,59}$")
DEFAULTS: dict[str, Any] = {
    "overlap": 1, "lease_seconds": 300, "park_after_skips": 3, "indexed": [], "paused": False,
    "suggestions": True, "suggestions_blind": 0,
}  # fmt: skip
MOST_INDEXED = 20


def create(
    tx: Tx, name: str, raw_schema: Mapping[str, Any], *, title: str = "", guideline: str = "", by: int | None = None,
    settings: Mapping[str, Any] | None = None,
) -> ProjectRow:  # fmt: skip
    """A project with its first schema and guideline and a label round of `settings["overlap"]` labelers.

    Raises Invalid with every problem of the schema, Conflict when the name is taken.
    """
    if not NAME.match(name):
        raise Invalid("use 1 to 60 of: lower-case letters, digits, - and _; a letter or digit first", where="name")
    merged = checked_settings({**DEFAULTS, **(settings or {})})
    schema = read_schema(raw_schema, catalog()).schema
    id = projects.insert(tx, name, title or name, merged, by)
    projects.add_schema(tx, id, schema.model_dump(mode="json"), [], by)
    projects.add_guideline(tx, id, guideline, by)
    projects.add_round(tx, id, "label", int(merged["overlap"]))
    return projects.by_id(tx, id)


def checked_settings(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings, or Invalid naming the wrong one."""
    if unknown := sorted(set(settings) - set(DEFAULTS)):
        raise Invalid(f"unknown setting; there are {', '.join(DEFAULTS)}", where=f"settings.{unknown[0]}")
    whole = {"overlap": (1, 100), "park_after_skips": (1, 1000), "lease_seconds": (1, 86400)}
    for key, (low, high) in whole.items():
        value = settings[key]
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise Invalid(f"must be a whole number from {low} to {high}, not {value!r}", where=f"settings.{key}")
    share: Any = settings["suggestions_blind"]
    if isinstance(share, bool) or not isinstance(share, (int, float)) or not 0 <= share <= 1:
        raise Invalid(f"must be a number from 0 to 1, not {share!r}", where="settings.suggestions_blind")
    for key in ("suggestions", "paused"):
        if not isinstance(settings[key], bool):
            raise Invalid("must be true or false", where=f"settings.{key}")
    indexed: Any = settings["indexed"]
    if not isinstance(indexed, list) or not all(isinstance(one, str) and 0 < len(one) <= 200 for one in indexed):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        raise Invalid("must be a list of names", where="settings.indexed")
    if len(indexed) > MOST_INDEXED:  # pyright: ignore[reportUnknownArgumentType]
        raise Invalid(f"at most {MOST_INDEXED} fields can be indexed", where="settings.indexed")
    return settings


def schema_of(tx: Tx, project: ProjectRow, version: int | None = None) -> Schema:
    """The project's schema, by default today's. Raises NotFound for a version it never had."""
    number = project.schema_version if version is None else version
    if not 1 <= number <= project.schema_version:
        raise NotFound(f"the project has no schema version {number}")
    return checker_of(tx, project, number).schema


def checker_of(tx: Tx, project: ProjectRow, version: int) -> Checker:
    """What checks bodies against a schema version. Versions never change, so each is read once per process."""
    key = (project.id, project.created_at, version)
    if (found := _checkers.get(key)) is None:
        schema = Schema.model_validate(projects.schema_body(tx, project.id, version))
        if len(_checkers) > 1000:
            _checkers.clear()
        found = _checkers[key] = Checker(schema, catalog())
    return found


_checkers: dict[tuple[int, int, int], Checker] = {}


def plan_schema(tx: Tx, project: ProjectRow, raw_schema: Mapping[str, Any]) -> tuple[Schema, list[Change]]:
    """What a new schema would be and change; nothing is written."""
    old = schema_of(tx, project)
    new = read_schema(raw_schema, catalog(), old).schema
    return new, plan(old, new)


COUNTED = 10_000
"""Lost answers are counted so far and no further: it costs the same in a project of any size."""


def lost_by(tx: Tx, project: ProjectRow, changes: list[Change]) -> list[tuple[Change, int]]:
    """How many answers each losing change leaves behind, where the index of answers can tell."""
    kinds = {one.id: one.kind for one in schema_of(tx, project).questions}
    out: list[tuple[Change, int]] = []
    for change in (one for one in changes if one.loses):
        if change.what == "question":
            out.append((change, answer_counts.up_to(tx, project.id, change.id, None, COUNTED + 1)))
        elif change.what == "value":
            question = change.where.removeprefix("questions.").removesuffix(f".values.{change.id}")
            if kinds.get(question) == "choice":
                out.append((change, answer_counts.up_to(tx, project.id, question, change.id, COUNTED + 1)))
    return out


def change_schema(
    tx: Tx, project: ProjectRow, raw_schema: Mapping[str, Any], by: int | None = None
) -> tuple[ProjectRow, list[Change]]:
    """Makes it the project's next schema version; unchanged schemas write nothing."""
    new, changes = plan_schema(tx, project, raw_schema)
    if changes:
        projects.add_schema(tx, project.id, new.model_dump(mode="json"), [asdict(change) for change in changes], by)
    return projects.by_id(tx, project.id), changes


def archive(tx: Tx, project: ProjectRow, archived: bool, by: int | None = None) -> ProjectRow:
    """Out of the way, or back: an archived project hands out no tasks and is kept whole."""
    if archived != (project.archived_at is not None):
        projects.set_archived(tx, project.id, archived)
        audit.record(
            tx, "project.archive" if archived else "project.unarchive", actor=by, project=project.id,
            target=project.name,
        )  # fmt: skip
    return projects.by_id(tx, project.id)


def change_settings(
    tx: Tx, project: ProjectRow, *, title: str | None, settings: Mapping[str, Any], by: int | None = None
) -> ProjectRow:  # fmt: skip
    """Changes some settings. A new `overlap` holds for items that are added from now on; a new list of `indexed`
    fields for those too, and by a job for the others."""
    merged = checked_settings({**DEFAULTS, **project.settings, **settings})
    projects.update(tx, project.id, title=title or project.title, settings=merged)
    if merged["overlap"] != project.settings.get("overlap"):
        projects.set_wanted(tx, project.id, int(merged["overlap"]))
    if set(merged["indexed"]) != set(project.settings.get("indexed") or ()):
        fields.start(tx, project.id, by)
    return projects.by_id(tx, project.id)
