"""What a list of items can be narrowed by, each said once: as ids from an index, as a test of one item, or both.

Nothing that a client sends becomes SQL: conditions are named here, their values are parameters.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from goldlabel.core.problem import Invalid
from goldlabel.store.items import ItemRow, index_key
from goldlabel.store.tx import Tx

QUEUE_STATES = ("open", "done", "parked")
RESOLUTION_STATES = ("resolved", "tie")
STATES = (*QUEUE_STATES, *RESOLUTION_STATES, "working", "surplus", "skipped", "commented", "decided")
DATA_OPS = ("is", "is_not", "contains", "at_least", "at_most", "set", "unset")
MOST_CONDITIONS = 12
LAST = "\U0010ffff"
_NAMED = re.compile(r"(?<![:\w]):([a-z_]\w*)|@(?:in|ids)\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Condition:
    """`by`: state, key, labeler, labels, added, `answer.<question>`, `data.<name>` or `meta.<name>`."""

    by: str
    op: str = "is"
    value: Any = None


@dataclass(slots=True)
class Compiled:
    """A condition as the databases take it. An item `w.id` meets it when `test` holds (if there is one) and `check`
    does; `source` gives ids from an index: exactly those that meet it, or (`exact` is false) some more."""

    source: str | None = None
    by_item: bool = False
    """The source's index is in the order of the items, so that it can be walked."""
    exact: bool = True
    test: str | None = None
    check: Callable[[ItemRow], bool] | None = None
    params: dict[str, Any] = field(default_factory=dict[str, Any])
    keys: tuple[str, str] | None = None
    """The range of keys that meets it, where it is one."""


def compile_all(
    conditions: Sequence[Condition], indexed: Sequence[str], kinds: Mapping[str, str], dialect: str
) -> list[Compiled]:
    """Raises Invalid for what is not on the lists. `kinds`: the answer kind of each question."""
    if len(conditions) > MOST_CONDITIONS:
        raise Invalid(f"has {len(conditions)} conditions; {MOST_CONDITIONS} at the most", where="where")
    return [_compile(one, f"c{number}", indexed, kinds) for number, one in enumerate(conditions)]


def _compile(one: Condition, name: str, indexed: Sequence[str], kinds: Mapping[str, str]) -> Compiled:
    place, _, rest = one.by.partition(".")
    if place in ("data", "meta") and rest:
        return _of_data(one, name, place, rest, indexed)
    if place == "answer" and rest:
        return _of_answer(one, name, rest, kinds)
    make = _BY.get(one.by)
    if make is None:
        raise Invalid(f"must be one of {', '.join(_BY)}, answer.…, data.… and meta.…, not {one.by!r}", where="where")
    return make(one, name)


def _ops(one: Condition, *allowed: str) -> None:
    if one.op not in allowed:
        raise Invalid(f"{one.by}: must be one of {', '.join(allowed)}, not {one.op!r}", where="where")


def _negated(one: Condition, made: Compiled) -> Compiled:
    """`is_not` of what `made` says for `is`."""
    if one.op != "is_not":
        return made
    return Compiled(test=f"NOT ({made.test})", params=made.params)


# -- where it stands


def _of_state(one: Condition, name: str) -> Compiled:
    _ops(one, "is", "is_not")
    if one.value not in STATES:
        raise Invalid(f"must be one of {', '.join(STATES)}", where="state")
    source, test, by_item = _STATES.get(str(one.value), (_IN_QUEUE[0], _IN_QUEUE[1], True))
    if one.value in RESOLUTION_STATES:
        source, test, by_item = (*_RESOLVED, True)
    put = {"state": f":{name}_state"}
    params = {f"{name}_state": one.value} if "{state}" in test else {}
    return _negated(one, Compiled(source.format(**put), by_item, True, test.format(**put), None, params))


_IN_QUEUE = (
    "SELECT item AS id FROM queue WHERE round = :round AND state = {state}",
    "EXISTS (SELECT 1 FROM queue q WHERE q.item = w.id AND q.round = :round AND q.state = {state})",
)
_RESOLVED = (
    "SELECT item AS id FROM resolution WHERE project = :project AND state = {state} AND current = 1",
    "EXISTS (SELECT 1 FROM resolution r WHERE r.item = w.id AND r.current = 1 AND r.state = {state})",
)
_STATES: dict[str, tuple[str, str, bool]] = {
    "working": (
        "SELECT DISTINCT item AS id FROM slot WHERE project = :project AND state = 'leased' AND deadline >= @now",
        "EXISTS (SELECT 1 FROM slot s WHERE s.item = w.id AND s.state = 'leased' AND s.deadline >= @now)",
        False,
    ),
    "surplus": (
        "SELECT DISTINCT item AS id FROM annotation WHERE project = :project AND counted = 0 AND purpose = 'label'",
        "EXISTS (SELECT 1 FROM annotation a WHERE a.item = w.id AND a.counted = 0 AND a.purpose = 'label')",
        True,
    ),
    "skipped": (
        "SELECT DISTINCT item AS id FROM slot WHERE project = :project AND state = 'skipped'",
        "EXISTS (SELECT 1 FROM slot s WHERE s.item = w.id AND s.state = 'skipped')",
        True,
    ),
    "commented": (
        "SELECT DISTINCT item AS id FROM comment_thread WHERE project = :project AND resolved_at IS NULL",
        "EXISTS (SELECT 1 FROM comment_thread t WHERE t.item = w.id AND t.resolved_at IS NULL)",
        False,
    ),
    "decided": (
        "SELECT item AS id FROM resolution WHERE project = :project AND state = 'resolved' AND current = 1 "
        "AND source = 'adjudication'",
        "EXISTS (SELECT 1 FROM resolution r WHERE r.item = w.id AND r.current = 1 AND r.source = 'adjudication')",
        False,
    ),
}


# -- who, how many, when


def _of_labeler(one: Condition, name: str) -> Compiled:
    _ops(one, "is", "is_not")
    params = {f"{name}_labeler": _whole(one)}
    return _negated(one, Compiled(
        f"SELECT DISTINCT item AS id FROM annotation WHERE labeler = :{name}_labeler AND project = :project",
        False, True,
        f"EXISTS (SELECT 1 FROM annotation a WHERE a.item = w.id AND a.labeler = :{name}_labeler)",
        None, params,
    ))  # fmt: skip


_COMPARE = {"is": "=", "is_not": "<>", "at_least": ">=", "at_most": "<="}


def _of_labels(one: Condition, name: str) -> Compiled:
    _ops(one, *_COMPARE)
    test = (
        f"EXISTS (SELECT 1 FROM queue q WHERE q.item = w.id AND q.round = :round "
        f"AND q.done {_COMPARE[one.op]} :{name}_n)"
    )
    return Compiled(test=test, params={f"{name}_n": _whole(one)})


def _of_added(one: Condition, name: str) -> Compiled:
    _ops(one, "at_least", "at_most")
    test = f"EXISTS (SELECT 1 FROM item i WHERE i.id = w.id AND i.created_at {_COMPARE[one.op]} :{name}_at)"
    return Compiled(test=test, params={f"{name}_at": _whole(one)})


def _whole(one: Condition) -> int:
    try:
        number = int(one.value)
    except (TypeError, ValueError):
        raise Invalid(f"{one.by}: must be a whole number, not {one.value!r}", where="where") from None
    if abs(number) > 2**53:
        raise Invalid(f"{one.by}: is too large", where="where")
    return number


def _of_key(one: Condition, name: str) -> Compiled:
    _ops(one, "is", "begins")
    first = str(one.value)
    if one.op == "is":
        within, params = f"key = :{name}_key", {f"{name}_key": first}
    else:
        within = f"key >= :{name}_from AND key < :{name}_to"
        params = {f"{name}_from": first, f"{name}_to": first + LAST}
    return Compiled(
        f"SELECT id FROM item WHERE project = :project AND {within}",
        test=f"EXISTS (SELECT 1 FROM item i WHERE i.id = w.id AND {within.replace('key ', 'i.key ')})",
        params=params, keys=(first, first + LAST) if one.op == "begins" else None,
    )  # fmt: skip


_BY = {"state": _of_state, "labeler": _of_labeler, "labels": _of_labels, "added": _of_added, "key": _of_key}


# -- what was answered


def _of_answer(one: Condition, name: str, question: str, kinds: Mapping[str, str]) -> Compiled:
    """Somebody said so about the item (or about one of its regions) as it is now; for sets: among other things."""
    _ops(one, "is", "is_not")
    if question not in kinds:
        raise Invalid(f"{one.by}: the schema has no such question", where="where")
    several = kinds[question] in ("choices", "tree")
    key, params = f":{name}_key", {f"{name}_question": question, f"{name}_key": str(one.value)[:200]}
    same = f"x.key = {key}"
    if several:
        same = f"('|' || replace(x.key, '/', '|') || '|') LIKE {key} ESCAPE '!'"
        params[f"{name}_key"] = f"%|{_plain(str(one.value))}|%"
    test = (
        "EXISTS (SELECT 1 FROM annotation a JOIN answer x ON x.annotation = a.id JOIN item i ON i.id = a.item "
        "WHERE a.item = w.id AND a.item_revision = i.revision AND a.purpose IN ('label', 'adjudication', 'review') "
        f"AND x.question = :{name}_question AND {same})"
    )
    source = (
        "SELECT DISTINCT a.item AS id FROM answer x JOIN annotation a ON a.id = x.annotation "
        f"WHERE x.project = :project AND x.question = :{name}_question AND {same}"
    )
    return _negated(one, Compiled(None if several else source, False, False, test, None, params))


def _plain(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


# -- what the item holds


def _of_data(one: Condition, name: str, place: str, path: str, indexed: Sequence[str]) -> Compiled:
    """Read from the items themselves, so that both databases say the same; an indexed field brings few to read."""
    _ops(one, *DATA_OPS)
    made = Compiled(check=_data_check(one, place, path), exact=False)
    if place == "data" and one.op == "is" and path in indexed:
        made.source = (
            f"SELECT item AS id FROM item_field WHERE project = :project AND field = :{name}_field "
            f"AND value = :{name}_value"
        )
        made.by_item, made.exact = True, True
        made.params = {f"{name}_field": path, f"{name}_value": value_key(one.value)}
        made.test = (
            f"EXISTS (SELECT 1 FROM item_field f WHERE f.item = w.id AND f.project = :project "
            f"AND f.field = :{name}_field AND f.value = :{name}_value)"
        )
        made.check = None
    return made


def value_key(given: Any) -> str:
    """A filter's value as it stands in the index: what reads as a number or true is one."""
    if not isinstance(given, str):
        return index_key(given)
    try:
        return index_key(json.loads(given))
    except ValueError:
        return index_key(given)


def _data_check(one: Condition, place: str, path: str) -> Callable[[ItemRow], bool]:
    wanted = "" if one.value is None else str(one.value)
    number = _number(wanted)
    folded = wanted.casefold()

    def check(row: ItemRow) -> bool:
        value = at_path(row.data if place == "data" else row.meta, path)
        if one.op in ("set", "unset"):
            return (value is None or value == "") == (one.op == "unset")
        if value is None:
            return one.op == "is_not"
        if one.op in ("is", "is_not"):
            return _same(value, wanted, number) == (one.op == "is")
        if one.op == "contains":
            return folded in text_form(value).casefold()
        own = _number(value)
        if number is not None and own is not None:
            return own >= number if one.op == "at_least" else own <= number
        text = text_form(value)
        return number is None and own is None and (text >= wanted if one.op == "at_least" else text <= wanted)

    return check


def _same(value: Any, wanted: str, number: float | None) -> bool:
    if number is not None and not isinstance(value, (str, bool)) and isinstance(value, (int, float)):
        return value == number
    return text_form(value) == wanted


def text_form(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def at_path(values: Mapping[str, Any], path: str) -> Any:
    """The value under a name, or under names joined by dots."""
    if path in values:
        return values[path]
    head, dot, rest = path.partition(".")
    inner = values.get(head)
    return at_path(cast("Mapping[str, Any]", inner), rest) if dot and isinstance(inner, Mapping) else None


def small(tx: Tx, made: Compiled, most: int, params: Mapping[str, Any]) -> int | None:
    """How many ids the source has, counted up to `most`; None without a source."""
    if made.source is None:
        return None
    sql = f"SELECT count(*) FROM (SELECT id FROM ({made.source}) s LIMIT :most) n"
    return int(tx.value(sql, **used(sql, {**params, **made.params, "most": most})))


def used(sql: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Those parameters that the statement names."""
    names = _names(sql)
    return {name: value for name, value in params.items() if name in names}


@lru_cache(maxsize=1000)
def _names(sql: str) -> frozenset[str]:
    return frozenset(first or second for first, second in _NAMED.findall(sql))
