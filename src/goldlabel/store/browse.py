"""Pages of items for people who look. A page is followed by `after`, the place where it ended.

A page costs the same wherever it lies: when some condition is met by few items, those few are looked at; else the
index of the sort is walked and each item tested, for a fraction of a second at a time. A page that ran out of time
is `partial`: it may be short, even empty, and `after` goes on behind what was looked at.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from goldlabel.core.problem import Invalid
from goldlabel.core.words import matches, text_of, words_of
from goldlabel.store import projects, search
from goldlabel.store.conditions import LAST, STATES, Compiled, Condition, compile_all, small, used
from goldlabel.store.items import by_ids
from goldlabel.store.listed import Listed, listed
from goldlabel.store.tx import Tx

SORTS = ("id", "key")
SECONDS = 0.08
"""So long a page walks for what it looks for."""
FEW = 4000
"""Conditions that so many items meet are answered by looking at all of them, which makes count and place exact."""
CHUNK = 4000

__all__ = ["FEW", "SORTS", "STATES", "Condition", "Found", "Listed", "Page", "Query", "count", "ids", "page"]


@dataclass(frozen=True, slots=True)
class Query:
    """`sort` is one of SORTS or an indexed field; items without that field come last. All of `where`, `search` and
    the short forms `state`, `key` (a beginning), `field` with `value` must hold. `offset` counts from the start."""

    state: str | None = None
    sort: str = "id"
    descending: bool = False
    key: str | None = None
    field: str | None = None
    value: str | None = None
    limit: int = 50
    after: str | None = None
    where: tuple[Condition, ...] = ()
    search: str | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    items: list[Listed]
    after: str | None
    """Where the next page starts; None at the end."""
    partial: bool = False


Place = tuple[Any, int]
"""(value of the sort, item); the value is None behind those that have the field."""


@dataclass(frozen=True, slots=True)
class Found:
    ids: list[int]
    place: Place | None
    """Where the next page starts; None at the end."""
    partial: bool = False


@dataclass(slots=True)
class Plan:
    tx: Tx
    project: int
    query: Query
    compiled: list[Compiled]
    params: dict[str, Any]
    words: list[str]
    few: list[int] | None = None
    """All items that meet a condition that few meet, if there is one."""
    driver: Compiled | None = None
    """The condition whose ids are looked at, in place of all items."""
    tests: list[Compiled] = field(default_factory=list[Compiled])

    @property
    def direct(self) -> bool:
        """Everything that the walked index has is on the list: places in it can be counted."""
        return self.few is None and not self.searched and not any(one.test or one.check for one in self.tests)

    @property
    def searched(self) -> bool:
        """The text index is walked."""
        return self.few is None and self.driver is not None and self.driver.source in search.FOUND.values()


def page(
    tx: Tx, project: int, round: int, query: Query, indexed: tuple[str, ...] = (), kinds: dict[str, str] | None = None
) -> Page:
    """Raises Invalid for a sort, state or field that is not on the lists."""
    found = ids(tx, project, round, query, indexed, kinds)
    after = json.dumps(list(found.place)) if found.place else None
    return Page(listed(tx, project, round, found.ids), after, found.partial)


def ids(
    tx: Tx, project: int, round: int, query: Query, indexed: tuple[str, ...] = (), kinds: dict[str, str] | None = None
) -> Found:
    """The items of a page, in order."""
    plan = _plan(tx, project, round, query, indexed, kinds or {})
    limit = max(1, min(query.limit, 500))
    place = _place(query.after)
    if plan.few is not None:
        return _of_few(plan, place, limit)
    if query.offset:
        if not plan.direct:
            raise Invalid("this list is walked; go on from `after`", where="offset")
        return _at_offset(plan, query.offset, limit)
    return _walked(plan, place, limit)


def count(
    tx: Tx, project: int, round: int, query: Query, indexed: tuple[str, ...] = (), kinds: dict[str, str] | None = None
) -> int | None:
    """How many items are on the list; None when only walking all of them would tell."""
    plan = _plan(tx, project, round, query, indexed, kinds or {})
    if plan.few is not None:
        return len(_met(plan, plan.few))
    return _total(plan) if plan.direct else None


# -- how it will be looked for


def _plan(tx: Tx, project: int, round: int, query: Query, indexed: tuple[str, ...], kinds: dict[str, str]) -> Plan:
    if query.sort not in (*SORTS, *indexed):
        raise Invalid(f"must be one of {', '.join((*SORTS, *indexed))} (index a field to sort by it)", where="sort")
    compiled = compile_all(_conditions(query, indexed), indexed, kinds, tx.dialect)
    words = sorted(words_of(query.search)) if query.search else []
    plan = Plan(tx, project, query, compiled, {"project": project, "round": round, "sort": query.sort}, words)
    if words:
        compiled.append(_of_search(plan))
    for one in compiled:
        plan.params |= one.params
    _choose(plan)
    return plan


def _conditions(query: Query, indexed: Sequence[str]) -> list[Condition]:
    out = list(query.where)
    if query.state is not None:
        out.append(Condition("state", "is", query.state))
    if query.key is not None:
        out.append(Condition("key", "begins", query.key))
    if query.field is not None:
        if query.field not in indexed:
            raise Invalid("is not among the project's indexed fields", where="field")
        out.append(Condition(f"data.{query.field}", "is", query.value))
    return out


def _of_search(plan: Plan) -> Compiled:
    dialect, words = plan.tx.dialect, plan.words
    made = Compiled(search.FOUND[dialect], True, True, params={"words": search.query(dialect, plan.project, words)})
    if dialect == "postgres":
        made.test = search.HAS_WORDS
    else:
        made.check = lambda row: matches(words_of(text_of(row.key, row.data, row.meta)), words)
    return made


def _choose(plan: Plan) -> None:
    """Few items to look at, else an index to walk."""
    sizes = [
        (size, number) for number, one in enumerate(plan.compiled)
        if (size := small(plan.tx, one, FEW + 1, plan.params)) is not None
    ]  # fmt: skip
    if sizes and min(sizes)[0] <= FEW:
        plan.driver = plan.compiled[min(sizes)[1]]
        sql = f"SELECT DISTINCT id FROM ({plan.driver.source}) s ORDER BY id"
        plan.few = [row[0] for row in plan.tx.all(sql, **used(sql, plan.params))]
    elif plan.query.sort == "id":
        walkable = [plan.compiled[n] for _, n in sizes if plan.compiled[n].by_item]
        # What searches by words comes first: to test other items for them, their texts would have to be read.
        plan.driver = next((one for one in walkable if "words" in one.params), walkable[0] if walkable else None)
    elif plan.query.sort == "key":
        plan.driver = next((one for one in plan.compiled if one.keys), None)
    plan.tests = [one for one in plan.compiled if one is not plan.driver or not one.exact]


# -- few: all of them


def _met(plan: Plan, ids: list[int]) -> list[int]:
    """Those of the ids that meet every condition."""
    tests = [one.test for one in plan.tests if one.test]
    if tests and ids:
        sql = f"SELECT w.id FROM item w WHERE w.id IN @ids(ids) AND {' AND '.join(tests)}"
        met = {row[0] for row in plan.tx.all(sql, **used(sql, {**plan.params, "ids": json.dumps(ids)}))}
        ids = [id for id in ids if id in met]
    return _checked(plan, ids)


def _checked(plan: Plan, ids: list[int]) -> list[int]:
    checks = [one.check for one in plan.tests if one.check]
    if not checks or not ids:
        return ids
    rows = by_ids(plan.tx, ids)
    return [id for id in ids if id in rows and all(check(rows[id]) for check in checks)]


def _of_few(plan: Plan, place: Place | None, limit: int) -> Found:
    query = plan.query
    order = _sorted(plan, _met(plan, plan.few or []))
    start = query.offset or 0
    if place is not None:
        mark = _sort_key(place)
        start = next((n for n, one in enumerate(order) if _behind(_sort_key(one), mark, query.descending)), len(order))
    taken = order[start : start + limit]
    return Found([id for _, id in taken], taken[-1] if taken and start + limit < len(order) else None)


def _sorted(plan: Plan, ids: list[int]) -> list[Place]:
    query = plan.query
    if query.sort == "id":
        places: list[Place] = [(id, id) for id in ids]
    else:
        if query.sort == "key":
            sql = "SELECT id, key FROM item WHERE id IN @ids(ids)"
        else:
            sql = "SELECT item, value FROM item_field WHERE item IN @ids(ids) AND field = :sort"
        values: dict[int, str] = dict(plan.tx.all(sql, **used(sql, {"ids": json.dumps(ids), "sort": query.sort})))
        places = [(values.get(id), id) for id in ids]
    with_value = sorted((one for one in places if one[0] is not None), reverse=query.descending)
    return with_value + sorted((one for one in places if one[0] is None), reverse=query.descending)


def _sort_key(place: Place) -> tuple[bool, Any, int]:
    return place[0] is None, place[0] if place[0] is not None else 0, place[1]


def _behind(one: tuple[bool, Any, int], mark: tuple[bool, Any, int], descending: bool) -> bool:
    if one[0] != mark[0]:
        return one[0]
    return one < mark if descending else one > mark


# -- many: an index, walked


def _phases(plan: Plan) -> list[tuple[str, bool]]:
    """(SELECT id, by …; whether `by` is the sort's value) one after the other."""
    query, driver = plan.query, plan.driver
    if query.sort == "id" and driver is not None:
        inner = driver.source or ""
        if plan.searched:
            inner += search.FOUND_FROM[plan.tx.dialect][query.descending] + " LIMIT :size"
        return [(f"SELECT id, id AS by FROM ({inner}) d", True)]
    if query.sort == "id":
        return [("SELECT id, id AS by FROM item WHERE project = :project", True)]
    if query.sort == "key":
        return [
            ("SELECT id, key AS by FROM item WHERE project = :project AND key >= :key_from AND key < :key_to", True)
        ]
    return [
        ("SELECT item AS id, value AS by FROM item_field WHERE project = :project AND field = :sort", True),
        (
            "SELECT i.id, i.id AS by FROM item i WHERE i.project = :project AND NOT EXISTS "
            "(SELECT 1 FROM item_field f WHERE f.item = i.id AND f.project = :project AND f.field = :sort)",
            False,
        ),
    ]


def _entry(plan: Plan, place: Place | None) -> dict[str, Any]:
    """Where the index is entered: at the place where the last page ended, not at the beginning of the range."""
    query = plan.query
    first, end = (plan.driver.keys if plan.driver else None) or ("", LAST)
    if query.sort == "key" and place is not None and query.descending:
        end = min(end, f"{place[0]}\x01")
    elif query.sort == "key" and place is not None:
        first = max(first, str(place[0]))
    row = search.from_row(plan.tx.dialect, place[1] if place else None, descending=query.descending)
    return {"key_from": first, "key_to": end, "from_row": row}


def _walked(plan: Plan, place: Place | None, limit: int) -> Found:
    until = time.monotonic() + SECONDS
    simple = not any(one.test or one.check for one in plan.tests)
    out: list[int] = []
    for source, valued in _phases(plan):
        if place is not None and (place[0] is not None) != valued:
            if valued:
                continue  # the page before ended behind those that have the field
            place = None
        size = limit + 1 if simple else min(CHUNK, max(200, limit * 2))
        while True:
            rows = _chunk(plan, source, place, valued, size)
            for id in _taken(plan, rows):
                if len(out) == limit:
                    return Found(out, plan_place(rows, out[-1], valued, place))
                out.append(id)
            if len(rows) < size:
                break
            place = (rows[-1][1] if valued else None, rows[-1][0])
            if time.monotonic() > until and not simple:
                return Found(out, place, partial=True)
            size = min(CHUNK, size * 2)
        place = None
    return Found(out, None)


def plan_place(rows: list[tuple[int, Any, int]], last: int, valued: bool, before: Place | None) -> Place | None:
    """The place of the last item taken: in this chunk, or where the chunk before ended."""
    for id, by, _ in rows:
        if id == last:
            return (by if valued else None, id)
    return before


def _chunk(plan: Plan, source: str, place: Place | None, valued: bool, size: int) -> list[tuple[int, Any, int]]:
    """(id, sort value, whether the tests hold) of the next items in the walk."""
    down = plan.query.descending
    order, than = ("DESC", "<") if down else ("ASC", ">")
    by_id = plan.query.sort == "id" or not valued
    by_key = plan.query.sort == "key"
    behind = ""
    params = {**plan.params, **_entry(plan, place)}
    if place is not None:
        params |= {"by": place[0], "id": place[1]}
        behind = f"WHERE p.by {than} :id" if by_id else f"WHERE (p.by, p.id) {than} (:by, :id)"
        behind = f"WHERE p.by {than} :by" if by_key else behind
    ordered = f"ORDER BY p.by {order}" + ("" if by_id or by_key else f", p.id {order}")
    tests = " AND ".join(one.test for one in plan.tests if one.test)
    ok = f"CASE WHEN {tests} THEN 1 ELSE 0 END" if tests else "1"
    sql = (
        f"SELECT w.id, w.by, {ok} FROM (SELECT p.id, p.by FROM ({source}) p {behind} {ordered} LIMIT :size) w "
        f"ORDER BY w.by {order}, w.id {order}"
    )
    return [(row[0], row[1], row[2]) for row in plan.tx.all(sql, **used(sql, {**params, "size": size}))]


def _taken(plan: Plan, rows: list[tuple[int, Any, int]]) -> list[int]:
    return _checked(plan, [id for id, _, ok in rows if ok])


# -- how many, and the n-th


def _sizes(plan: Plan) -> list[int]:
    if plan.query.sort == "id" and plan.driver is None:
        return [projects.counts(plan.tx, plan.project, "items")["items"]]
    out: list[int] = []
    for source, valued in _phases(plan):
        if (plan.query.sort == "key" and plan.driver is None) or not valued:
            out.append(projects.counts(plan.tx, plan.project, "items")["items"] - sum(out))
        else:
            sql = f"SELECT count(*) FROM ({source}) s"
            out.append(int(plan.tx.value(sql, **used(sql, {**plan.params, **_entry(plan, None)}))))
    return out


def _total(plan: Plan) -> int:
    return sum(_sizes(plan))


def _at_offset(plan: Plan, offset: int, limit: int) -> Found:
    """From the nearer end of the index: half of it is the most that is passed over."""
    sizes = _sizes(plan)
    for (source, valued), size in zip(_phases(plan), sizes, strict=True):
        if offset >= size and valued and len(sizes) == 2:
            offset -= size
            continue
        from_end = offset > size // 2
        down = plan.query.descending != from_end
        order = "DESC" if down else "ASC"
        take = min(limit, max(0, size - offset)) if from_end else limit
        sql = (
            f"SELECT p.id, p.by FROM ({source}) p ORDER BY p.by {order}"
            f"{'' if plan.query.sort in SORTS or not valued else f', p.id {order}'} LIMIT :size OFFSET :skip"
        )
        skip = max(0, size - offset - take) if from_end else offset
        rows = plan.tx.all(sql, **used(sql, {**plan.params, **_entry(plan, None), "size": take, "skip": skip}))
        rows = rows[::-1] if from_end else rows
        if not rows:
            return Found([], None)
        last: Place = (rows[-1][1] if valued else None, rows[-1][0])
        more = len(rows) + offset < size or (valued and len(sizes) == 2 and sizes[1] > 0)
        return Found([row[0] for row in rows], last if more else None)
    return Found([], None)


def _place(after: str | None) -> Place | None:
    if after is None:
        return None
    try:
        by, id = json.loads(after)
    except (ValueError, TypeError):
        raise Invalid("is not what an earlier page gave", where="after") from None
    if not isinstance(id, int) or not isinstance(by, (int, str, type(None))):
        raise Invalid("is not what an earlier page gave", where="after")
    return by, id
