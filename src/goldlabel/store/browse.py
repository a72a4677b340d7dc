"""Pages of items for people who look: every sort and filter is an index range, so page 10,000 costs what page 1 does.

A page is followed by `after`, the place where it ended. Sorting and filtering take only what stands in SORTS,
STATES and the project's indexed fields: nothing that a client sends becomes SQL.
"""

import json
from dataclasses import dataclass
from typing import Any

from goldlabel.core.problem import Invalid
from goldlabel.store.items import ItemRow, by_ids, index_key
from goldlabel.store.tx import Tx

SORTS = ("id", "key")
QUEUE_STATES = ("open", "done", "parked")
RESOLUTION_STATES = ("resolved", "tie")
STATES = (*QUEUE_STATES, *RESOLUTION_STATES, "surplus", "skipped")


@dataclass(frozen=True, slots=True)
class Listed:
    """An item with where it stands in the label round; `resolution` is `resolved`, `tie` or None."""

    item: ItemRow
    state: str
    done: int
    wanted: int
    resolution: str | None


@dataclass(frozen=True, slots=True)
class Query:
    """`sort` is one of SORTS or an indexed field; `field` with `value` and `key` (a beginning) narrow."""

    state: str | None = None
    sort: str = "id"
    descending: bool = False
    key: str | None = None
    field: str | None = None
    value: str | None = None
    limit: int = 50
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    items: list[Listed]
    after: str | None
    """Where the next page starts; None at the end."""


def page(tx: Tx, project: int, round: int, query: Query, indexed: tuple[str, ...] = ()) -> Page:
    """Raises Invalid for a sort, state or field that is not on the lists, and for combinations without an index."""
    _check(query, indexed)
    limit = max(1, min(query.limit, 500))
    rows = _ids(tx, project, round, query, limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    after = json.dumps([rows[-1][1], rows[-1][0]]) if more else None
    return Page(_listed(tx, round, [row[0] for row in rows]), after)


def _check(query: Query, indexed: tuple[str, ...]) -> None:
    if query.state is not None and query.state not in STATES:
        raise Invalid(f"must be one of {', '.join(STATES)}", where="state")
    if query.sort not in (*SORTS, *indexed):
        raise Invalid(f"must be one of {', '.join((*SORTS, *indexed))} (index a field to sort by it)", where="sort")
    if query.field is not None and query.field not in indexed:
        raise Invalid("is not among the project's indexed fields", where="field")
    used = [query.state is not None, query.sort != "id" and query.field is None, query.field is not None]
    if sum(used) > 1 or (query.key is not None and (query.state or query.field or query.sort not in SORTS)):
        raise Invalid("filter by one of state, key and field at a time, and sort by it or by id", where="filter")


def _ids(tx: Tx, project: int, round: int, query: Query, limit: int) -> list[tuple[int, Any]]:
    """(item id, sort value) of a page."""
    place = _place(query.after)
    if query.state in QUEUE_STATES:
        source = "SELECT item AS id, item AS by FROM queue WHERE round = :round AND state = :state"
    elif query.state in RESOLUTION_STATES:
        source = (
            "SELECT item AS id, item AS by FROM resolution WHERE project = :project AND state = :state AND current = 1"
        )
    elif query.state == "surplus":
        source = (
            "SELECT DISTINCT item AS id, item AS by FROM annotation "
            "WHERE project = :project AND counted = 0 AND purpose = 'label'"
        )
    elif query.state == "skipped":
        source = "SELECT DISTINCT item AS id, item AS by FROM slot WHERE project = :project AND state = 'skipped'"
    elif query.field is not None:
        source = (
            "SELECT item AS id, item AS by FROM item_field "
            "WHERE project = :project AND field = :field AND value = :value"
        )
    elif query.sort not in SORTS:
        source = "SELECT item AS id, value AS by FROM item_field WHERE project = :project AND field = :sort"
    elif query.sort == "key" or query.key is not None:
        source = "SELECT id, key AS by FROM item WHERE project = :project AND key >= :key AND key < :key_end"
    else:
        source = "SELECT id, id AS by FROM item WHERE project = :project"
    down = query.descending
    if place is not None:
        source = f"SELECT * FROM ({source}) p WHERE (p.by, p.id) {'<' if down else '>'} (:by, :id)"
    order = "DESC" if down else "ASC"
    sql = f"SELECT id, by FROM ({source}) q ORDER BY by {order}, id {order} LIMIT :limit"
    values = {
        "project": project, "round": round, "state": query.state, "field": query.field, "value": _value(query.value),
        "sort": query.sort, **_key_range(query, place), "limit": limit,
        "by": place[0] if place else None, "id": place[1] if place else None,
    }  # fmt: skip
    return [
        (row[0], row[1]) for row in tx.all(sql, **{name: value for name, value in values.items() if f":{name}" in sql})
    ]


def _key_range(query: Query, place: tuple[Any, int] | None) -> dict[str, str]:
    """From the place where the last page ended on: the index is entered there, not at the beginning of the range."""
    first, end = query.key or "", (query.key or "") + "\U0010ffff"
    if place is not None and isinstance(place[0], str):
        if query.descending:
            end = min(end, place[0] + "\x01")
        else:
            first = max(first, place[0])
    return {"key": first, "key_end": end}


def _value(given: str | None) -> str | None:
    """A filter's value as it stands in the index: what reads as a number or true is one."""
    if given is None:
        return None
    try:
        return index_key(json.loads(given))
    except ValueError:
        return index_key(given)


def _place(after: str | None) -> tuple[Any, int] | None:
    if after is None:
        return None
    try:
        by, id = json.loads(after)
    except (ValueError, TypeError):
        raise Invalid("is not what an earlier page gave", where="after") from None
    if not isinstance(id, int) or not isinstance(by, (int, str)):
        raise Invalid("is not what an earlier page gave", where="after")
    return by, id


def _listed(tx: Tx, round: int, ids: list[int]) -> list[Listed]:
    rows = by_ids(tx, ids)
    wanted = json.dumps(ids)
    places = {
        row[0]: row[1:]
        for row in tx.all(
            "SELECT item, state, done, wanted FROM queue WHERE round = :round AND item IN @ids(ids)",
            round=round, ids=wanted,
        )
    }  # fmt: skip
    resolved = dict(tx.all("SELECT item, state FROM resolution WHERE current = 1 AND item IN @ids(ids)", ids=wanted))
    return [
        Listed(rows[id], *(places.get(id) or ("outside", 0, 0)), resolved.get(id))  # type: ignore[arg-type]
        for id in ids
    ]
