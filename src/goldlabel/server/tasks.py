"""What a labeler receives: every task has the same fields, whatever it is asked for."""

from collections.abc import Sequence
from typing import Any

from goldlabel.core.schema import Schema
from goldlabel.server.context import Context
from goldlabel.store.media import MediaRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import drafts, media, projects, suggestions
from goldlabel.work.label import Task

BLOB = media.BLOB


def render(context: Context, tx: Tx, project: ProjectRow, tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """Tasks as JSON. Of an item's data, only what the schema shows leaves the server."""
    if not tasks:
        return []
    schema = projects.schema_of(tx, project)
    shown = sources_of(schema)
    files = media.used_by(tx, project.id, schema, context.workspace.catalog, [task.item.data for task in tasks])
    sources = media.file_sources(schema, context.workspace.catalog)
    suggested = suggestions.shown(tx, project, [task.item for task in tasks])
    now = tx.now()
    return [
        {
            "task": str(task.slot.id),
            "item": str(task.item.id),
            "data": {name: task.item.data[name] for name in shown if name in task.item.data},
            "media": media_of(context, project, task.item.data, sources, files, now),
            "schema_version": project.schema_version,
            "guideline_version": project.guideline_version,
            "item_revision": task.item.revision,
            "deadline": task.slot.deadline,
            **_had(drafts.had(tx, project, task)),
            "annotation": None if task.annotation is None else str(task.annotation),
            "revision": task.revision,
            "note": task.note,
            "suggestions": suggested.get(task.item.id, []),
        }
        for task in tasks
    ]


def _had(had: drafts.Had) -> dict[str, Any]:
    lost = [{"what": loss.what, "count": loss.count, "why": loss.why} for loss in had.lost]
    return {"draft": had.body, "draft_version": had.version, "lost": lost, "before": had.before}


def sources_of(schema: Schema) -> list[str]:
    """The keys of the data that fields show, and those that questions take their values from."""
    offered = [question.config.get("values_from") for question in schema.questions]
    return list(dict.fromkeys([*(field.source for field in schema.fields), *(str(name) for name in offered if name)]))


def media_of(
    context: Context,
    project: ProjectRow,
    data: dict[str, Any],
    sources: Sequence[str],
    files: dict[str, MediaRow],
    now: int,
) -> dict[str, dict[str, Any]]:
    """The files of one item by source, each with a signed address."""
    out: dict[str, dict[str, Any]] = {}
    hours = context.workspace.settings.server.media_hours
    for source in sources:
        value = data.get(source)
        row = files.get(value.removeprefix(BLOB)) if isinstance(value, str) else None
        if row is not None:
            out[source] = {
                "url": media.media_url(context.media_key, project.name, row.hash, now, hours),
                "mime": row.mime,
                "width": row.info.get("width"),
                "height": row.info.get("height"),
                "name": row.name,
            }
    return out
