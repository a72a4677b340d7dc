"""Between ids, which annotations hold, and names, which people and other tools read."""

import math
from collections.abc import Sequence
from typing import Any, cast

import msgspec

from goldlabel.core.schema import ITEM, Question, RegionSet, Schema, Value
from goldlabel.formats.parts.plain import is_list

_TRUE, _FALSE = {"true", "yes", "y", "1", "t"}, {"false", "no", "n", "0", "f"}


class Names:
    """One question's values: ids and names, both ways. Trees have paths."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.open = bool(question.config.get("values_from")) or not question.config.get("values")
        """Whether the values are not in the schema: names and ids are then the same."""
        self.names: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self.paths: dict[tuple[str, ...], tuple[str, ...]] = {}
        """Name paths of a tree to id paths."""
        self._walk(question.config.get("values"), (), ())
        self.order = {id: index for index, id in enumerate(self.names)}
        self._id_paths = {ids: names for names, ids in self.paths.items()}

    def _walk(self, values: Any, ids: tuple[str, ...], names: tuple[str, ...]) -> None:
        for raw in cast(Sequence[Any], values) if isinstance(values, (list, tuple)) else ():
            value = raw if isinstance(raw, Value) else Value.model_validate(raw)
            path, named = (*ids, value.id), (*names, value.name)
            self.names.setdefault(value.id, value.name)
            self._ids.setdefault(value.name, value.id)
            self.paths[named] = path
            self._walk(value.children, path, named)

    @property
    def known_kind(self) -> bool:
        """Whether values of this kind are read from plain cells and names."""
        return self.question.kind in _READERS

    def id_of(self, name: str) -> str:
        """The id of a value by its name, its id, or its name in other case; `ValueError` when there is
        none.
        """
        if name in self._ids:
            return self._ids[name]
        if self.open or name in self.names:
            return name
        folded = name.strip().casefold()
        for other, id in self._ids.items():
            if other.casefold() == folded:
                return id
        some = ", ".join(list(self._ids)[:8]) + (", …" if len(self._ids) > 8 else "")
        raise ValueError(f'"{name[:80]}" is not a value of the question "{self.question.name}" ({some})')

    def name_of(self, id: Any) -> str:
        return self.names.get(id, str(id)) if isinstance(id, str) else str(id)

    def path_of(self, names: list[Any]) -> list[str]:
        """The id path of a name path; each step by name or id."""
        known = self.paths.get(tuple(str(name) for name in names))
        return list(known) if known is not None else [self.id_of(str(name)) for name in names]

    def name_path(self, ids: list[Any]) -> list[str]:
        known = self._id_paths.get(tuple(str(id) for id in ids))
        return list(known) if known is not None else [self.name_of(id) for id in ids]

    def named(self, value: Any) -> Any:
        """A stored value with names in the place of ids."""
        kind = self.question.kind
        if kind == "choice":
            return self.name_of(value)
        if kind in ("choices", "ranking") and is_list(value):
            return [self.name_of(id) for id in value]
        if kind == "tree" and is_list(value):
            return [self.name_path(path) if is_list(path) else path for path in value]
        return value

    def value(self, raw: Any) -> Any:
        """A stored value from one with names, or from a cell of a table. `ValueError` says what is wrong
        with it.
        """
        reader = _READERS.get(self.question.kind)
        return raw if reader is None else reader(self, raw)


def _choice(names: Names, raw: Any) -> Any:
    if is_list(raw) and len(raw) == 1:
        raw = raw[0]
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float)):
        raise ValueError(f'the question "{names.question.name}" takes one value')
    return names.id_of(raw if isinstance(raw, str) else f"{raw:g}" if isinstance(raw, float) else str(raw))


def _choices(names: Names, raw: Any) -> Any:
    parts = _parts(names, raw)
    chosen = dict.fromkeys(names.id_of(str(part)) for part in parts)
    return sorted(chosen, key=lambda id: names.order.get(id, 0))


def _ranking(names: Names, raw: Any) -> Any:
    """In the order given; what stands twice stays, so that the kind's check names it."""
    return [names.id_of(str(part)) for part in _parts(names, raw)]


def _parts(names: Names, raw: Any) -> list[Any]:
    """A list as it is; a cell as JSON, as one name, or cut at `|`, `;` or `,`."""
    if is_list(raw):
        return raw
    text = str(raw).strip()
    if text.startswith("["):
        return _json_list(text)
    try:
        names.id_of(text)
        if not names.open:
            return [text]
    except ValueError:
        pass
    mark = next((mark for mark in "|;," if mark in text), "|")
    return [part.strip() for part in text.split(mark) if part.strip()]


def _tree(names: Names, raw: Any) -> Any:
    if isinstance(raw, str):
        text = raw.strip()
        raw = _json_list(text) if text.startswith("[") else [part.strip().split("/") for part in text.split("|")]
    if not is_list(raw):
        raise ValueError(f'the question "{names.question.name}" takes paths such as animal/dog')
    paths = raw if all(is_list(part) for part in raw) else [raw]
    return [names.path_of(path) for path in paths]


def _json_list(text: str) -> list[Any]:
    try:
        return msgspec.json.decode(text, type=list[Any])
    except msgspec.DecodeError as error:
        raise ValueError(f"is not a JSON list: {error}") from None


def _number(names: Names, raw: Any) -> Any:
    if isinstance(raw, str):
        try:
            raw = int(raw)
        except ValueError:
            try:
                raw = float(raw)
            except ValueError:
                raise ValueError(f'"{raw[:80]}" is not a number') from None
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or not math.isfinite(raw):
        raise ValueError(f"{raw!r} is not a number")
    return raw


def _rating(names: Names, raw: Any) -> Any:
    number = _number(names, raw)
    if number != int(number):
        raise ValueError(f"{number} is not a whole number")
    return int(number)


def _yes_no(names: Names, raw: Any) -> Any:
    if isinstance(raw, bool):
        return raw
    text = str(raw).strip().casefold()
    yes, no = (str(names.question.config.get(part) or "").casefold() for part in ("yes", "no"))
    if text in _TRUE or (yes and text == yes):
        return True
    if text in _FALSE or (no and text == no):
        return False
    raise ValueError(f'"{str(raw)[:80]}" is neither yes nor no')


def _text(names: Names, raw: Any) -> Any:
    return raw if isinstance(raw, str) else msgspec.json.encode(raw).decode()


_READERS = {
    "choice": _choice,
    "choices": _choices,
    "ranking": _ranking,
    "tree": _tree,
    "number": _number,
    "rating": _rating,
    "yes_no": _yes_no,
    "text": _text,
}


class SchemaNames:
    """All of a schema's questions with their names; made once per read or write."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.questions = {question.id: Names(question) for question in schema.questions}

    def find(self, name: str, about: str | None = None) -> Names | None:
        """A question by name, else by id; `about` a target only, if given."""
        fits = [n for n in self.questions.values() if about is None or n.question.about == about]
        return next((n for n in fits if n.question.name == name), None) or next(
            (n for n in fits if n.question.id == name), None
        )

    def about(self, target: str = ITEM) -> list[Names]:
        return [names for names in self.questions.values() if names.question.about == target]

    def category(self, target: str) -> Names | None:
        """The question that says what a region (or item) is: the first choice about it, else tree, else
        choices.
        """
        asked = self.about(target)
        return next((n for kind in ("choice", "tree", "choices") for n in asked if n.question.kind == kind), None)

    def sets(self, medium: str, shapes: frozenset[str] | None = None) -> list[RegionSet]:
        """Region sets on fields of a medium that allow at least one of the shapes."""
        fields = {field.id for field in self.schema.fields if field.medium == medium}
        return [
            group
            for group in self.schema.region_sets
            if group.field in fields and (shapes is None or shapes & set(group.shapes))
        ]

    def source(self, medium: str) -> str | None:
        """The key in the data of the first field of a medium."""
        return next((field.source for field in self.schema.fields if field.medium == medium), None)

    def source_of(self, group: RegionSet) -> str:
        field = self.schema.field(group.field)
        return field.source if field is not None else group.field
