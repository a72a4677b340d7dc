"""What Label Studio tasks ask: read off their results, and off the labeling config when it lies beside them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

from goldlabel.core.problem import Invalid
from goldlabel.core.schema import DataField, Question, RegionSet, Schema, slug
from goldlabel.formats.parts.ls_config import Config, Control, read_config
from goldlabel.formats.parts.pictures import ENDINGS
from goldlabel.formats.parts.plain import is_list, is_number, is_object

SHAPES = {
    "rectanglelabels": "box",
    "rectangle": "box",
    "polygonlabels": "polygon",
    "polygon": "polygon",
    "keypointlabels": "point",
    "keypoint": "point",
    "labels": "span",
}
"""Result types that are regions here. `labels` is a span when it has text offsets."""
ANSWERS = {"choices": "choices", "taxonomy": "tree", "number": "number", "rating": "rating", "textarea": "text"}
"""Result types that are answers, by the key that holds the value too, and our kind."""


def results_of(task: dict[str, Any]) -> Iterable[list[dict[str, Any]]]:
    """The result lists of annotations and predictions."""
    for key in ("annotations", "completions", "predictions"):
        for given in task.get(key) or ():
            if is_object(given) and is_list(given.get("result")):
                yield [part for part in given["result"] if is_object(part) and is_object(part.get("value"))]


def is_region(result: dict[str, Any]) -> bool:
    value = result["value"]
    if result.get("type") == "labels":
        return isinstance(value.get("start"), int) and isinstance(value.get("end"), int) and "channel" not in value
    return result.get("type") in SHAPES and ("x" in value or "points" in value)


def clean(name: Any) -> str:
    """A label as a name of our schemas: control characters become spaces, at most 100 characters."""
    return "".join(char if char >= " " else " " for char in str(name))[:100].strip() or "_"


@dataclass
class _Set:
    to_name: str
    shapes: dict[str, None] = field(default_factory=dict[str, None])
    labels: dict[str, None] = field(default_factory=dict[str, None])
    many: bool = False


@dataclass
class _Asked:
    type: str
    about: str | None
    values: dict[Any, None] = field(default_factory=dict[Any, None])
    many: bool = False
    highest: float = 5


class Found:
    """Gathers what all tasks show."""

    def __init__(self, config: Config | None) -> None:
        self.config = config or Config()
        self.fields: dict[str, tuple[str, str]] = dict(self.config.objects)
        """Medium and data key by object name."""
        self.sets: dict[str, _Set] = {}
        self.asked: dict[tuple[str, str | None], _Asked] = {}
        self.first: dict[str, Any] = {}
        """Data of the first task, for a field when no result names one."""

    def task(self, task: dict[str, Any]) -> None:
        data = task.get("data")
        data = data if is_object(data) else {}
        self.first = self.first or data
        for results in results_of(task):
            sets = {part.get("id"): str(part.get("from_name")) for part in results if is_region(part)}
            for part in results:
                self._result(part, data, sets)

    def _result(self, part: dict[str, Any], data: dict[str, Any], sets: dict[Any, str]) -> None:
        type, name, value = str(part.get("type")), str(part.get("from_name")), part["value"]
        to_name = str(part.get("to_name"))
        if is_region(part):
            shape = "rotated_box" if SHAPES[type] == "box" and value.get("rotation") else SHAPES[type]
            self._field(to_name, "text" if shape == "span" else "image", data, value)
            group = self.sets.setdefault(name, _Set(to_name))
            group.shapes[shape] = None
            self._labels(group, value.get(type))
        elif type == "labels" and part.get("id") in sets:
            self._labels(self.sets[sets[part.get("id")]], value.get("labels"))
        elif type in ANSWERS:
            about = sets.get(part.get("id"))
            if about is None:
                self._field(to_name, None, data, value)
            asked = self.asked.setdefault((name, about), _Asked(type, about))
            given = value.get(type if type != "textarea" else "text")
            if is_number(given):
                asked.highest = max(asked.highest, given)
            for label in given if is_list(given) and type in ("choices", "taxonomy") else ():
                asked.values[tuple(clean(p) for p in label) if is_list(label) else clean(label)] = None
            asked.many = asked.many or (is_list(given) and len(given) > 1)

    def _labels(self, group: _Set, labels: Any) -> None:
        for label in labels if is_list(labels) else ():
            group.labels[clean(label)] = None
        group.many = group.many or (is_list(labels) and len(labels) > 1)

    def _field(self, to_name: str, medium: str | None, data: dict[str, Any], value: dict[str, Any]) -> None:
        if to_name not in self.fields:
            key = data_key(to_name, medium, data, value)
            if key is not None:
                self.fields[to_name] = (medium or _medium(data.get(key)), key)

    def schema(self) -> Schema | None:
        self._from_config()
        taken: set[str] = set()
        fields: dict[str, DataField] = {}
        for medium, key in self.fields.values():
            if medium in ("text", "image") and key not in fields:
                fields[key] = DataField(id=slug(key, taken), name=clean(key), medium=medium, source=key)
        if not fields:
            key = next(
                (key for key, value in self.first.items() if isinstance(value, str)), next(iter(self.first), None)
            )
            if key is None:
                return None
            fields[key] = DataField(id=slug(key, taken), name=clean(key), medium=_medium(self.first[key]), source=key)
        sets: dict[str, RegionSet] = {}
        questions: list[Question] = []
        for name, group in self.sets.items():
            _, key = self.fields.get(group.to_name, ("", ""))
            if key not in fields:
                continue
            made = RegionSet(id=slug(name, taken), name=clean(name), field=fields[key].id, shapes=tuple(group.shapes))
            sets[name] = made
            if group.labels:
                kind = "choices" if group.many else "choice"
                questions.append(_question(name, kind, made.id, _values(group.labels), taken))
        for (name, about), asked in self.asked.items():
            if about is None or about in sets:
                title = name if (name, None) not in self.asked or about is None else f"{name} ({about})"
                questions.append(_asked(title, asked, sets[about].id if about is not None else "item", taken))
        return Schema(fields=tuple(fields.values()), region_sets=tuple(sets.values()), questions=tuple(questions))

    def _from_config(self) -> None:
        """Controls that no result used yet, and values in their own order."""
        for name, control in self.config.controls.items():
            if control.tag in SHAPES and self.fields.get(control.to_name, ("",))[0] in ("text", "image"):
                group = self.sets.setdefault(name, _Set(control.to_name))
                group.shapes.setdefault(SHAPES[control.tag])
                group.labels = dict.fromkeys([*map(clean, control.values), *group.labels])
            elif control.tag in ANSWERS:
                known = [asked for (other, _), asked in self.asked.items() if other == name]
                for asked in known or [self.asked.setdefault((name, None), _Asked(control.tag, None))]:
                    asked.values = dict.fromkeys([*_offered(control), *asked.values])
                    asked.many = asked.many or control.many


def schema_of_config(text: str) -> tuple[Schema, list[str]]:
    """What a labeling config asks, and the tags of its controls that have no counterpart here.

    Raises Invalid where it is no such config, or shows nothing that we can.
    """
    try:
        config = read_config(text.encode())
        schema = config and Found(config).schema()
    except RecursionError:
        config = schema = None
    if config is None:
        raise Invalid("this is not a labeling config of Label Studio: no well-formed XML without a DOCTYPE")
    if schema is None:
        raise Invalid("this labeling config shows neither text nor a picture from the data")
    known = {name for name, control in config.controls.items() if control.tag in SHAPES.keys() | ANSWERS.keys()}
    return schema, sorted({control.tag for name, control in config.controls.items() if name not in known})


def _offered(control: Control) -> list[Any]:
    if control.tag != "taxonomy":
        return [clean(value) for value in control.values]
    out: list[Any] = []

    def walk(elements: Iterable[ElementTree.Element], path: tuple[str, ...]) -> None:
        for element in elements:
            if element.tag.lower() == "choice":
                here = (*path, clean(element.get("value")))
                out.append(here)
                walk(element, here)

    walk(control.tree, ())
    return out


def data_key(to_name: str, medium: str | None, data: dict[str, Any], value: dict[str, Any]) -> str | None:
    """The key in the data that an object shows: of its name, else where the span's text stands, else what looks
    right.
    """
    bare = to_name.removeprefix("$")
    if bare in data:
        return bare
    start, end, text = value.get("start"), value.get("end"), value.get("text")
    if medium == "text" and isinstance(start, int) and isinstance(end, int) and isinstance(text, str):
        found = next((key for key, part in data.items() if isinstance(part, str) and text in part), None)
        if found is not None:
            return found
    fits = [key for key, part in data.items() if isinstance(part, str) and (medium is None or _medium(part) == medium)]
    return fits[0] if fits else None


def _medium(value: Any) -> str:
    path = str(value).split("?")[0].lower()
    return "image" if path.endswith(tuple(ENDINGS)) else "text"


def _values(names: Iterable[str]) -> dict[str, Any]:
    used: set[str] = set()
    return {"values": [{"id": slug(name, used), "name": name} for name in names]}


def _question(name: str, kind: str, about: str, config: dict[str, Any], taken: set[str]) -> Question:
    return Question(id=slug(name, taken), name=clean(name), kind=kind, about=about, required=False, config=config)


def _asked(name: str, asked: _Asked, about: str, taken: set[str]) -> Question:
    kind, config = ANSWERS[asked.type], dict[str, Any]()
    if asked.type == "choices":
        kind, config = ("choices" if asked.many else "choice"), _values(asked.values)
    elif asked.type == "taxonomy":
        config = {
            "values": _nested([path if isinstance(path, tuple) else (path,) for path in asked.values]),
            "multiple": True,
        }
    elif asked.type == "rating":
        config = {"max": int(asked.highest)}
    elif asked.type == "textarea":
        config = {"multiline": True}
    return _question(name, kind, about, config, taken)


def _nested(paths: list[tuple[str, ...]], used: set[str] | None = None) -> list[dict[str, Any]]:
    """Paths as nested values; ids differ over the whole tree."""
    used = set() if used is None else used
    heads: dict[str, list[tuple[str, ...]]] = {}
    for path in paths:
        if path:
            heads.setdefault(path[0], []).append(path[1:])
    out: list[dict[str, Any]] = []
    for name, rest in heads.items():
        value: dict[str, Any] = {"id": slug(name, used), "name": name}
        children = _nested([path for path in rest if path], used)
        out.append(value | ({"children": children} if children else {}))
    return out
