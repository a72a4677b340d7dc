"""Ids for what people write by name: kept from the schema before, or made from the names."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, cast

from .kind import Catalog
from .problem import Problem
from .schema import Schema, Value, slug

Raw = dict[str, Any]
YES_NO = "is true or false: YAML reads a bare yes, no, on, off so; put quotes around it"
EXPLICIT = "_explicit"
"""Marks, while reading, an entry whose id stands in the file."""


@dataclass(frozen=True, slots=True)
class Rename:
    """Something the author says was renamed: its place, its id, the names."""

    where: str
    id: str
    was: str
    name: str


@dataclass(slots=True)
class Reading:
    """What reading one schema needs and finds."""

    catalog: Catalog
    before: Schema | None
    problems: list[Problem] = field(default_factory=list[Problem])
    renames: list[Rename] = field(default_factory=list[Rename])

    def say(self, where: str, message: str) -> None:
        self.problems.append(Problem(where, message))


class Names:
    """Gives ids to the entries of one list (or one tree of values), in place."""

    def __init__(self, every: Sequence[Raw], before: Sequence[Any], reading: Reading, reserved: str = "") -> None:
        """`every`: all entries of the list or tree; `before`: all that stood there before."""
        self.reading, self.reserved = reading, reserved
        self.explicit = Counter(str(entry["id"]) for entry in every if entry.get("id") is not None)
        self.by_id = {one.id: one for one in before}
        self.taken = {*self.explicit, *self.by_id, *([reserved] if reserved else [])}
        self.kept: set[str] = set()
        old, new = Counter(one.name for one in before), Counter(_text(entry.get("name")) for entry in every)
        self.claimed = {_text(entry.get("was")) for entry in every if _text(entry.get("name")) not in old}
        self.moved = {one.name: one for one in before if old[one.name] == 1 and new[one.name] <= 1}

    def give(self, entries: Sequence[Raw], where: str, before: Sequence[Any]) -> None:
        """Names and ids for siblings; `before`: those that stood at this place before. Takes `was` out."""
        by_name = {one.name: one for one in before}
        seen: set[str] = set()
        for index, entry in enumerate(entries):
            place = f"{where}[{index}]"
            given, was = entry.get("id"), entry.pop("was", None)
            name = entry["name"] = self._name_of(entry, f"{place}.name")
            if name in seen:
                self.reading.say(f"{place}.name", f'"{name}" stands twice')
            seen.add(name)
            if given is None:
                old = self._old(name, _text(was), by_name, place)
                entry["id"] = old.id if old else slug(name, self.taken)
            else:
                entry["id"], entry[EXPLICIT] = self._given(given, f"{place}.id"), True
            self.kept.add(entry["id"])
            if was is not None:
                self.reading.renames.append(Rename(place, entry["id"], str(was), name))

    def _name_of(self, entry: Raw, place: str) -> str:
        name = entry.get("name", entry.get("id"))
        if isinstance(name, bool):
            self.reading.say(place, YES_NO)
        elif not (text := _text(name)):
            self.reading.say(place, "is missing")
        else:
            return text
        return f"({place})"

    def _given(self, given: Any, place: str) -> str:
        id = str(given)
        if isinstance(given, bool):
            self.reading.say(place, YES_NO)
        elif id == self.reserved:
            self.reading.say(place, f'"{id}" has a meaning of its own; take another id')
        elif id in self.kept and self.explicit[id] > 1:
            self.reading.say(place, f'"{id}" stands twice')
        return id

    def _old(self, name: str, was: str, by_name: Mapping[str, Any], place: str) -> Any:
        """What this entry was before, if anything."""
        if was:
            return self._renamed(name, was, by_name, f"{place}.was")
        old = by_name.get(name) or self.moved.get(name)
        free = old is not None and not (old.id in self.kept or old.id in self.explicit or name in self.claimed)
        return old if free else None

    def _renamed(self, name: str, was: str, by_name: Mapping[str, Any], place: str) -> Any:
        old, done = by_name.get(was) or self.moved.get(was), by_name.get(name)
        if old is not None and done is not None:
            self.reading.say(place, f'both "{was}" and "{name}" are there already; say which is which by ids')
        elif old is None and done is None and self.reading.before is not None:
            self.reading.say(place, f'nothing was named "{was}"{perhaps(was, by_name)}')
        elif old is not None and (old.id in self.kept or old.id in self.explicit):
            self.reading.say(place, f'"{was}" became something else already')
            return None
        return old or done  # done: the file is read again after the rename


def read_values(raw: Any, before: Sequence[Value], where: str, reading: Reading) -> list[Raw]:
    """Values as written (bare words, objects, `{Animal: [Dog, Cat]}`) as objects with names and ids."""
    entries = _as_values(raw, where, reading)
    names = Names(list(_every(entries)), list(_every_value(before)), reading)
    _give_values(entries, where, before, names)
    return entries


def _give_values(entries: Sequence[Raw], where: str, before: Sequence[Value], names: Names) -> None:
    names.give(entries, where, before)
    for index, entry in enumerate(entries):
        entry.pop(EXPLICIT, None)
        if entry.get("children"):
            old = names.by_id.get(entry["id"])
            _give_values(entry["children"], f"{where}[{index}].children", old.children if old else (), names)


def _as_values(raw: Any, where: str, reading: Reading) -> list[Raw]:
    if not isinstance(raw, (list, tuple)):
        reading.say(where, "must be a list")
        return []
    out: list[Raw] = []
    for index, part in enumerate(cast(list[Any], raw)):
        place = f"{where}[{index}]"
        entry: Raw = dict(cast(Raw, part)) if isinstance(part, dict) else {"name": part}
        if len(entry) == 1 and not (entry.keys() & Value.model_fields.keys()):
            ((name, children),) = entry.items()
            entry = {"name": name, "children": children}
        for key in entry.keys() - Value.model_fields.keys() - {"was"}:
            reading.say(f"{place}.{key}", f"is not known here{perhaps(str(key), Value.model_fields)}")
        if entry.get("children") is not None:
            entry["children"] = _as_values(entry["children"], f"{place}.children", reading)
        out.append(entry)
    return out


def _every(entries: Iterable[Raw]) -> Iterable[Raw]:
    for entry in entries:
        yield entry
        yield from _every(entry.get("children") or ())


def _every_value(values: Iterable[Value]) -> Iterable[Value]:
    for value in values:
        yield value
        yield from _every_value(value.children)


def _text(name: Any) -> str:
    """A name as text; YAML may have taken it for a number."""
    return str(name).strip() if isinstance(name, (str, int, float)) else ""


def perhaps(word: str, known: Iterable[str]) -> str:
    """` – did you mean "span"?`, or nothing."""
    near = get_close_matches(word.lower(), {one.lower(): one for one in known}, n=1, cutoff=0.6)
    found = next((one for one in known if near and one.lower() == near[0]), None)
    return f'; did you mean "{found}"?' if found and found != word else ""


def unknown(what: str, name: Any, known: Iterable[str]) -> str:
    """Why a kind is not taken, with a way on."""
    names = list(known)
    return f'no {what} "{name}"' + (perhaps(str(name), names) or f"; there are {', '.join(names)}")


def counted(number: int, one: str, many: str = "") -> str:
    """`1 item`, `2 items`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
