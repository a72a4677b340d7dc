"""Where the columns of a table are likely to go: the first guess that a person then corrects."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Any, cast

from goldlabel.catalog import catalog
from goldlabel.core.schema import DataField, Question, Schema
from goldlabel.formats.parts.origin import own_columns
from goldlabel.work.mend import notes_of

KEYS = ("key", "id", "uuid", "guid", "item_id", "_id", "item id", "document_id", "doc_id", "nr", "no")


def suggest(schema: Schema, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """`key`, `labels` and `fields` of the read options, by the names of the columns, then by what stands in them."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    values = {name: [row[name] for row in rows if row.get(name) not in (None, "")] for name in columns}
    notes = (*notes_of(columns), *own_columns(columns))
    notes = () if {field.source for field in schema.fields}.intersection(notes) else notes
    free = dict.fromkeys(name for name in columns if name not in notes)
    out: dict[str, Any] = {"leave_out": list(notes)} if notes else {}
    fields = _fields(schema, free, values)
    labels = {c: q.name for q in _about_items(schema) if (c := _called(free, q.name, q.id)) and _fits(q, values[c])}
    for column in labels:
        free.pop(column)
    if key := next((c for name in KEYS if (c := _called(free, name)) and _distinct(values[c])), None):
        out["key"] = key
    if labels:
        out["labels"] = labels
    if renamed := {column: field.name for column, field in fields.items() if column != field.source}:
        out["fields"] = renamed
    return out


def completed(kept: dict[str, Any], guess: dict[str, Any], schema: Schema, columns: Sequence[str]) -> dict[str, Any]:
    """`kept`, and what the guess says of columns and places that it leaves free."""
    out = dict(kept)
    taken = {*kept.get("fields", {}), *kept.get("labels", {}), *kept.get("meta", ()), *kept.get("leave_out", ())}
    taken |= {kept["key"]} if kept.get("key") else set()
    if (key := guess.get("key")) and not kept.get("key") and key not in taken:
        out["key"] = key
        taken.add(key)
    for part in ("fields", "labels"):
        filled = set(kept.get(part, {}).values())
        if part == "fields":
            filled |= {name for f in schema.fields if f.source in columns for name in (f.name, f.id)}
        more = {c: to for c, to in guess.get(part, {}).items() if c not in taken and to not in filled}
        if more:
            out[part] = kept.get(part, {}) | more
            taken |= set(more)
    if more := [column for column in guess.get("leave_out", ()) if column not in taken]:
        out["leave_out"] = [*kept.get("leave_out", ()), *more]
    return out


def _fields(schema: Schema, free: dict[str, None], values: dict[str, list[Any]]) -> dict[str, DataField]:
    """Fields by the name of a column, then the others by their content; what is taken is free no more."""
    out: dict[str, DataField] = {}
    open: list[DataField] = []
    for field in schema.fields:
        column = _called(free, field.source, field.name, field.id, field.label)
        if column is None:
            open.append(field)
        else:
            out[column] = field
            free.pop(column)
    for field in open:
        weights = {column: _weight(field.medium, values[column]) for column in free}
        best = max(free, key=lambda column: weights[column], default=None)
        if best is not None and weights[best] > 0:
            out[best] = field
            free.pop(best)
    return out


def _called(columns: dict[str, None], *names: str) -> str | None:
    """The column of one of these names, in any case."""
    folded = [name.casefold() for name in names if name]
    return next((column for column in columns if column.strip().casefold() in folded), None)


def _about_items(schema: Schema) -> list[Question]:
    return [question for question in schema.questions if question.about == "item"]


def _fits(question: Question, values: Sequence[Any]) -> bool:
    """Whether a column of a question's name holds its values: a column "type" may well be about something else."""
    offered: Any = question.config.get("values")
    if question.kind != "choice" or not isinstance(offered, list) or not values:
        return bool(values)
    listed = cast(list[dict[str, Any]], offered)
    known = {str(value.get(part)).casefold() for value in listed for part in ("id", "name")}
    return any(str(value).strip().casefold() in known for value in values)


def _distinct(values: Sequence[Any]) -> bool:
    texts = [str(value) for value in values]
    return bool(texts) and len(set(texts)) == len(texts) and max(len(text) for text in texts) <= 200


def why_no_key(column: str, values: Sequence[Any]) -> str:
    """Why a column called like a key is none; empty for others and for a sound key."""
    if column.strip().casefold() not in KEYS:
        return ""
    filled = [str(value) for value in values if value not in (None, "")]
    twice = next((value for value, count in Counter(filled).items() if count > 1), None)
    if twice is not None:
        return f'would be the key, but "{twice[:40]}" stands in several rows'
    empty = len(values) - len(filled)
    return f"rows without a value come in without a key: {empty} of the first {len(values)}" if empty else ""


def _weight(medium: str, values: Sequence[Any]) -> float:
    """How likely a column holds what a field of the medium shows: files of its kind, else much to read."""
    kind = catalog().media.get(medium)
    return _files(values, tuple(kind.endings)) if kind and kind.mimes else _words(values)


def _files(values: Sequence[Any], endings: Collection[str]) -> float:
    """The share of values that look like names or addresses of files that end so."""
    found = [v for v in values if isinstance(v, str) and PurePosixPath(v.split("?")[0]).suffix.lower() in endings]
    return len(found) / len(values) if values else 0.0


def _words(values: Sequence[Any]) -> float:
    """How much there is to read: the mean number of words of values that are text; files are none."""
    texts = [value for value in values if isinstance(value, str)]
    if not texts or _files(values, every_ending()) > 0.5:
        return 0.0
    return sum(1 + text.count(" ") for text in texts) / len(values)


@cache
def every_ending() -> frozenset[str]:
    return frozenset(ending for medium in catalog().media.values() for ending in medium.endings)
