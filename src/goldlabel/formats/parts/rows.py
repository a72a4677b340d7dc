"""Rows of a table as records: which column is the key, which ones hold labels, what no database keeps."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from goldlabel.core.annotation import Answer, Body, Region
from goldlabel.core.model import unstorable
from goldlabel.core.problem import Invalid
from goldlabel.core.record import Labeled, Record, Reject
from goldlabel.core.schema import DataField, Question, RegionSet, Schema, slug
from goldlabel.formats.base import ReadOptions
from goldlabel.formats.parts import limits, origin
from goldlabel.formats.parts.moves import Moves
from goldlabel.formats.parts.names import Names, SchemaNames
from goldlabel.formats.parts.plain import is_list, is_object

KEY = "key"
_MAX_VALUES = 1_000


class Rows:
    """Makes records of rows. Made once per file, when the columns (None: they differ by row) are known."""

    def __init__(
        self,
        schema: Schema | None,
        options: ReadOptions,
        columns: Sequence[str] | None,
        name: str,
        *,
        typed: bool = False,
    ) -> None:
        self.typed = typed
        options = without_origin(options, columns)
        self.options = options
        self.labels = _label_columns(schema, options, name)
        self.moves = Moves(schema, options, columns)
        shown = schema is not None and any(field.source == KEY for field in schema.fields)
        taken = shown or KEY in self.labels or self.moves.takes(KEY)
        self.key = options.key or (None if taken or (columns is not None and KEY not in columns) else KEY)
        if columns is not None:
            for column in [*self.labels, *self.moves.named, *([options.key] if options.key else [])]:
                if column not in columns:
                    raise Invalid(f'has no column "{column}"; it has {_some(columns)}', where=name)
        self.as_it_stands = not self.labels and not self.moves.named and options.key is None
        """Whether a row without a column `key` is just its data: the quick way."""

    def record(self, data: dict[str, Any], where: str) -> Record | Reject:
        """A row whose values are storable JSON. `data` is taken over."""
        key: str | None = None
        keyed = self.key is not None and self.key in data
        whole = None if self.as_it_stands and not keyed else dict(data)
        if self.key is not None and keyed:
            raw_key = data.pop(self.key)
            key, problem = item_key(raw_key)
            if problem:
                data = {self.key: raw_key, **data}
                return reject(where, f'the key (column "{self.key}") {problem}', data)
        if not self.labels:
            return self.moves.record(data, key, where, whole)
        answers: list[Answer] = []
        regions: list[Region] = []
        problems: list[str] = []
        for column, asked in self.labels.items():
            raw = data.pop(column, None)
            if raw is None or (raw == "" and not self.typed):
                continue
            try:
                if isinstance(asked, _Regions):
                    asked.take(raw, regions, answers)
                else:
                    question = asked.question
                    answers.append(Answer(question=question.id, kind=question.kind, value=_cell(asked, raw)))
            except ValueError as error:
                problems.append(f'column "{column}": {error}')
        if problems:
            return reject(where, "; ".join(problems), whole)
        record = self.moves.record(data, key, where, whole)
        if answers or regions:
            record.annotations.append(imported(Body(answers=tuple(answers), regions=tuple(regions)), self.options))
        return record


def without_origin(options: ReadOptions, columns: Sequence[str] | None) -> ReadOptions:
    """A table that was written here says how its labels were made: no data, unless asked for by name."""
    named = {*options.labels, *options.fields, *options.meta, *options.leave_out, options.key}
    own = [column for column in origin.own_columns(columns or ()) if column not in named]
    return options.model_copy(update={"leave_out": (*options.leave_out, *own)}) if own else options


def imported(body: Body, options: ReadOptions, labeler: str | None = None) -> Labeled:
    """Labels that stood in a file."""
    return Labeled(body, labeler or options.labeler, "import")


def item_key(raw: Any) -> tuple[str | None, str | None]:
    """An item's key from a cell, and what is wrong with it. Empty is no key."""
    if raw is None or raw == "":
        return None, None
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, (str, int)):
        return None, "must be text or a whole number"
    key = str(raw)
    if len(key) > limits.MAX_KEY:
        return None, f"has {len(key):,} characters; the limit is {limits.MAX_KEY}"
    return key, None


def reject(where: str, message: str, raw: Any = "") -> Reject:
    text = raw if isinstance(raw, str) else msgspec.json.encode(raw, enc_hook=str).decode()
    text = text[: limits.CUT].replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    return Reject(where, message, text)


def check(data: Mapping[str, Any]) -> str | None:
    """Everything that the database would refuse in a row, as a sentence."""
    problem = unstorable(dict(data))
    if problem is not None:
        return f"column {problem.where!r} {problem.message}" if problem.where else problem.message
    return names_problem(data)


def names_problem(data: Mapping[str, Any]) -> str | None:
    """What is wrong with the names of an item's data, as a sentence."""
    if not data:
        return "is an empty object"
    for name in data:
        if len(name) > limits.MAX_NAME:
            return f"has a key of {len(name):,} characters ({name[:40]!r}…); the limit is {limits.MAX_NAME:,}"
    return None


def _label_columns(schema: Schema | None, options: ReadOptions, name: str) -> "dict[str, Names | _Regions]":
    if not options.labels:
        return {}
    if schema is None:
        raise Invalid("labels need a schema that says what was asked", where=name)
    known = SchemaNames(schema)
    out: dict[str, Names | _Regions] = {}
    for column, question in options.labels.items():
        found = known.find(question, "item")
        group = next((g for g in schema.region_sets if question in (g.name, g.id)), None)
        if found is None and group is not None:
            out[column] = _Regions(group, known)
        elif found is None:
            asked = [n.question.name for n in known.about()]
            raise Invalid(f'no question "{question}" about the item; there is {_some(asked)}', where=f"labels.{column}")
        else:
            out[column] = found
    return out


def _cell(asked: Names, raw: Any) -> Any:
    """A cell as a value; of a kind without names it is JSON, as `parts.flat` writes it."""
    if asked.known_kind or not isinstance(raw, str):
        return asked.value(raw)
    try:
        return msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return raw


class _Regions:
    """A column with the regions of a set, as `parts.flat.region_json` writes them."""

    def __init__(self, group: RegionSet, names: SchemaNames) -> None:
        self.group, self.names = group, names

    def take(self, raw: Any, regions: list[Region], answers: list[Answer]) -> None:
        if isinstance(raw, str):
            try:
                raw = msgspec.json.decode(raw)
            except msgspec.DecodeError as error:
                raise ValueError(f"is not JSON: {error}") from None
        if not is_list(raw):
            raise ValueError('is not a list of regions such as [{"id": "r1", "shape": "span", "value": {…}}]')
        for part in raw:
            if not is_object(part):
                raise ValueError("holds something that is not a region")
            given = {name: value for name, value in part.items() if name != "answers"}
            region = Region.model_validate({"set": self.group.id, **given})
            regions.append(region)
            for name, value in part.get("answers", {}).items():
                asked = self.names.find(name, self.group.id)
                if asked is None:
                    raise ValueError(f'there is no question "{name}" about "{self.group.name}"')
                question = asked.question
                answers.append(
                    Answer(question=question.id, kind=question.kind, value=asked.value(value), region=region.id)
                )


def _some(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names[:12]) + (", …" if len(names) > 12 else "") if names else "none"


def implied(
    columns: Iterable[str], options: ReadOptions, rows: Iterable[Mapping[str, Any]], name: str
) -> Schema | None:
    """What a table itself tells: its columns as text fields, its label columns as choices between what
    stands there.
    """
    taken: set[str] = set()
    columns = list(columns)
    options = without_origin(options, columns)
    hidden = {*options.labels, *options.meta, *options.leave_out, options.key or KEY}
    shown = [options.fields.get(column, column) for column in columns if column not in hidden]
    fields = [DataField(id=slug(name, taken), name=_name(name), medium="text", source=name) for name in shown]
    if not fields:
        return None
    found: dict[str, dict[str, None]] = {column: {} for column in options.labels}
    if found:
        for row in rows:
            for column, values in found.items():
                value = row.get(column)
                if value is not None and value != "":
                    values[value if isinstance(value, str) else str(value)] = None
                    if len(values) > _MAX_VALUES:
                        raise Invalid(
                            f'column "{column}" has more than {_MAX_VALUES:,} values; give a schema',
                            where=name,
                        )
    questions: list[Question] = []
    for column, values in found.items():
        title = options.labels[column]
        if values:
            ids: set[str] = set()
            config: dict[str, Any] = {"values": [{"id": slug(value, ids), "name": _name(value)} for value in values]}
            questions.append(Question(id=slug(title, taken), name=_name(title), kind="choice", config=config))
    return Schema(fields=tuple(fields), questions=tuple(questions))


def _name(text: str) -> str:
    """A name the schema takes: no control characters, at most 100 characters."""
    return "".join(char if char >= " " else " " for char in text)[:100].strip() or "unnamed"
