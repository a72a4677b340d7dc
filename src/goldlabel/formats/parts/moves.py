"""Where the columns of a table go: into a field of the schema, into the metadata, nowhere, or as they are."""

from collections.abc import Sequence
from typing import Any

from goldlabel.core.problem import Invalid
from goldlabel.core.record import Record
from goldlabel.core.schema import Schema
from goldlabel.formats.base import ReadOptions
from goldlabel.formats.parts.plain import is_object


class Moves:
    """Made once per file from `fields`, `meta` and `leave_out` of the options."""

    def __init__(self, schema: Schema | None, options: ReadOptions, columns: Sequence[str] | None) -> None:
        self.fields = {column: _source(schema, name) for column, name in options.fields.items()}
        self.meta, self.out = options.meta, options.leave_out
        self.named = (*self.fields, *self.meta, *self.out)
        both = [*self.named, *options.labels, *([options.key] if options.key else [])]
        if twice := next((column for column in both if both.count(column) > 1), None):
            raise Invalid(f'column "{twice}" is to go to two places; choose one', where="options")
        targets = list(self.fields.values())
        stays = set(columns or ()) - set(both)
        for column, target in self.fields.items():
            if targets.count(target) > 1 or (target != column and target in stays):
                raise Invalid(f'two columns are to fill "{target}"; choose one of them', where="options.fields")

    def takes(self, column: str) -> bool:
        return column in self.named

    def record(
        self, data: dict[str, Any], key: str | None, where: str, row: dict[str, Any] | None = None
    ) -> Record:  # fmt: skip
        """`data` is taken over; `row` is what it was before anything was taken out."""
        record = Record(data, key, where=where, row=row)
        if not self.named:
            return record
        for column in self.out:
            data.pop(column, None)
        for column in self.meta:
            value = data.pop(column, None)
            if value is not None and value != "" and not _bytes(value):
                record.meta[column] = value
        moved = {target: data.pop(column) for column, target in self.fields.items() if column in data}
        data.update(moved)
        return record


def _source(schema: Schema | None, name: str) -> str:
    if schema is None:
        return name
    field = next((f for f in schema.fields if name in (f.name, f.id)), None)
    if field is None:
        known = ", ".join(f'"{f.name}"' for f in schema.fields)
        raise Invalid(f'the schema has no field "{name}"; it has {known}', where="options.fields")
    return field.source


def _bytes(value: Any) -> bool:
    """Files inside of tables (Parquet) are for fields; metadata are text and numbers."""
    return isinstance(value, bytes) or (is_object(value) and any(isinstance(part, bytes) for part in value.values()))
