"""A choice of items, named one by one or by what they have in common, walked page by page."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from goldlabel.core.problem import Invalid
from goldlabel.store import browse, items
from goldlabel.store.browse import Condition, Query
from goldlabel.store.database import Database
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work.items import kinds_of, label_round

MOST_IDS = 10_000
PAGE = 100


def conditions(raw: Any) -> tuple[Condition, ...]:
    """`[[by, op, value], …]`, as clients write it. Raises Invalid."""
    if not isinstance(raw, list):
        raise Invalid("must be a list of [what, how, value]", where="where")
    out: list[Condition] = []
    for entry in raw:  # pyright: ignore[reportUnknownVariableType]
        if not isinstance(entry, list) or not 2 <= len(entry) <= 3:  # pyright: ignore[reportUnknownArgumentType]
            raise Invalid("must be a list of [what, how, value]", where="where")
        by, op, value = [*entry, None][:3]  # pyright: ignore[reportUnknownVariableType]
        if not isinstance(by, str) or not isinstance(op, str) or isinstance(value, (list, dict)):
            raise Invalid("must be a list of [what, how, value]", where="where")
        out.append(Condition(by, op, value))
    return tuple(out)


def parsed(where: str | None) -> tuple[Condition, ...]:
    """The same from JSON text, as it stands in an address."""
    if not where:
        return ()
    try:
        return conditions(json.loads(where))
    except ValueError:
        raise Invalid("is not JSON", where="where") from None


def checked(tx: Tx, project: ProjectRow, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """A choice `{ids}` or `{where, search}` as a job keeps it: bounded by the items that there are now."""
    if (ids := chosen.get("ids")) is not None:
        if len(ids) > MOST_IDS:
            raise Invalid(f"names {len(ids):,} items; {MOST_IDS:,} at the most (choose by filter)", where="ids")
        return {"ids": sorted({int(id) for id in ids})}
    where: list[Any] = chosen.get("where") or []
    query = Query(where=conditions(where), search=chosen.get("search") or None, limit=1)
    round = label_round(tx, project)
    browse.ids(tx, project.id, round.id, query, _indexed(project), kinds_of(tx, project))
    return {"where": where, "search": chosen.get("search") or None, "until": items.last_id(tx, project.id)}


def _indexed(project: ProjectRow) -> tuple[str, ...]:
    return tuple(project.settings.get("indexed") or ())


def page(tx: Tx, project: ProjectRow, chosen: Mapping[str, Any], after: int) -> tuple[list[int], int | None]:
    """The next chosen items with id > `after`, by id, and where to go on (None at the end)."""
    if (ids := chosen.get("ids")) is not None:
        rest = [id for id in ids if id > after][:PAGE]
        known = items.by_ids(tx, rest)
        own = [id for id in rest if id in known and known[id].project == project.id]
        return own, rest[-1] if len(rest) == PAGE else None
    query = Query(
        where=conditions(chosen["where"]), search=chosen["search"], limit=PAGE, after=json.dumps([after, after])
    )
    round = label_round(tx, project)
    found = browse.ids(tx, project.id, round.id, query, _indexed(project), kinds_of(tx, project))
    until = chosen["until"]
    taken = [id for id in found.ids if id <= until]
    over = found.place is None or found.place[1] > until
    return taken, None if over or found.place is None else found.place[1]


def pages(database: Database, project: ProjectRow, chosen: Mapping[str, Any]) -> Iterator[Sequence[int]]:
    """All chosen items, each page in a read transaction of its own."""
    after: int | None = 0
    while after is not None:
        ids, after = database.read(lambda tx, start=after: page(tx, project, chosen, start))
        if ids:
            yield ids
