"""What ties questions together, as `read` finds it: conditions, circles of conditions, shortcut keys."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from .naming import Raw, Reading, unknown
from .schema import ITEM

Path = tuple[str, ...]
Refer = Callable[[Any, Sequence[Raw], str, str, Reading], str | None]


def read_conditions(questions: Sequence[Raw], reading: Reading, refer: Refer) -> None:
    """`ask_if` with ids for names, in place; one condition may stand without a list."""
    for index, entry in enumerate(questions):
        where = f"questions[{index}].ask_if"
        raw: Any = entry.get("ask_if")
        if raw is None:
            entry.pop("ask_if", None)
            continue
        listed = [cast(Raw, raw)] if isinstance(raw, dict) else raw
        if not isinstance(listed, (list, tuple)) or not all(isinstance(one, dict) for one in cast(list[Any], listed)):
            reading.say(where, "must be a condition ({question, any_of | none_of | answered}) or a list of them")
            entry["ask_if"] = []
            continue
        entry["ask_if"] = [
            _condition(
                dict(one),
                entry,
                questions,
                where if isinstance(raw, dict) else f"{where}[{at}]",
                reading,
                refer,
            )
            for at, one in enumerate(cast(list[Raw], listed))
        ]


def _condition(one: Raw, asker: Raw, questions: Sequence[Raw], where: str, reading: Reading, refer: Refer) -> Raw:
    id = refer(one.get("question"), questions, f"{where}.question", "question", reading)
    other = next((entry for entry in questions if entry["id"] == id), None)
    if other is None:
        return one | {"question": "unknown"}
    if other.get("about") not in (asker.get("about"), ITEM, None):
        reading.say(f"{where}.question", f'"{other["name"]}" is about other regions; it cannot decide here')
    paths = dict(_paths(other))
    for key in ("any_of", "none_of"):
        if one.get(key) is None:
            continue
        listed: Any = one[key] if isinstance(one[key], (list, tuple)) else [one[key]]
        if not listed:
            reading.say(f"{where}.{key}", "is empty; name at least one value")
        one[key] = [
            _meant(value, other, paths, f"{where}.{key}[{at}]", reading)
            for at, value in enumerate(cast(list[Any], listed))
        ]
    return one | {"question": id}


def _meant(value: Any, other: Raw, paths: dict[Path, Path], where: str, reading: Reading) -> Any:
    """The id, or in a tree the path of ids, that a condition's value means by name or id."""
    if not paths:
        return value
    steps = tuple(str(step) for step in cast(list[Any], value)) if isinstance(value, (list, tuple)) else (str(value),)
    ways: tuple[Callable[[Path, Path], bool], ...] = (
        lambda ids, _: ids == steps,
        lambda ids, _: steps == ids[-1:],
        lambda _, names: names == steps,
        lambda _, names: steps == names[-1:],
    )
    for way in ways:
        for ids, names in paths.items():
            if way(ids, names):
                return list(ids) if other.get("kind") == "tree" or len(ids) > 1 else "".join(ids)
    known = [names[-1] for names in paths.values()]
    reading.say(where, unknown("value", " / ".join(steps), known))
    return cast(Any, value)


def _paths(question: Raw) -> Iterator[tuple[Path, Path]]:
    """Ids and names of every value's path; of values that could be read only."""

    def walk(values: Any, ids: tuple[str, ...], names: tuple[str, ...]) -> Iterator[Any]:
        for value in values or ():
            path = (*ids, value["id"]), (*names, value["name"])
            yield path
            yield from walk(value.get("children"), *path)

    config: Any = question.get("config")
    values: Any = cast(Raw, config).get("values") if isinstance(config, dict) else None
    if isinstance(values, list) and all(isinstance(one, dict) and "id" in one for one in cast(list[Any], values)):
        yield from walk(values, (), ())


def check_circles(questions: Sequence[Raw], reading: Reading) -> None:
    """Says every circle of conditions once, at the first question in it."""
    needs = {entry["id"]: [str(one.get("question")) for one in entry.get("ask_if") or ()] for entry in questions}
    names = {entry["id"]: entry["name"] for entry in questions}
    done: set[str] = set()

    def follow(id: str, path: list[str]) -> list[str] | None:
        if id in path:
            return [*path[path.index(id) :], id]
        if id in done or id not in needs:
            return None
        for other in needs[id]:
            if circle := follow(other, [*path, id]):
                return circle
        done.add(id)
        return None

    for index, entry in enumerate(questions):
        if circle := follow(entry["id"], []):
            reading.say(f"questions[{index}].ask_if", f"goes in a circle: {' → '.join(names[id] for id in circle)}")
            done |= set(circle)


def check_keys(questions: Sequence[Raw], reading: Reading) -> None:
    """No two values that may be on screen together for one target share a shortcut key."""
    taken: dict[tuple[str, str], str] = {}
    for index, entry in enumerate(questions):
        for place, value in _keyed(entry.get("config"), f"questions[{index}].config.values"):
            slot = (str(entry.get("about")), str(value["key"]).lower())
            if slot in taken:
                reading.say(f"{place}.key", f'"{value["key"]}" is the key of "{taken[slot]}" already')
            taken.setdefault(slot, str(value.get("name")))


def _keyed(config: Any, where: str) -> Iterator[tuple[str, Raw]]:
    values: Any = cast(Raw, config).get("values") if isinstance(config, dict) else None
    if not isinstance(values, list):
        return
    for index, value in enumerate(cast(list[Any], values)):
        if isinstance(value, dict):
            one = cast(Raw, value)
            if one.get("key"):
                yield f"{where}[{index}]", one
            yield from _keyed({"values": one.get("children")}, f"{where}[{index}].children")
