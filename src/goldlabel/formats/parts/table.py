"""The base of formats whose files are tables: a row is an item, a column a part of its data."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar

from goldlabel.core.record import Reject
from goldlabel.core.schema import Schema
from goldlabel.formats.base import FileFormat, Got, ReadOptions
from goldlabel.formats.parts import rows
from goldlabel.formats.parts.source import File, Source

Row = tuple[str, dict[str, Any]]
"""Where it stood, and its values: JSON that a database keeps."""


class TableFormat(FileFormat):
    typed: ClassVar[bool] = False
    """Whether empty text in a cell is a value, not the absence of one."""

    @abstractmethod
    def columns(self, file: File, options: ReadOptions) -> list[str] | None:
        """The header; None when each row names its own columns."""

    @abstractmethod
    def rows(self, file: File, options: ReadOptions) -> Iterator[Row | Reject]: ...

    def schema(self, source: Source, options: ReadOptions | None = None) -> Schema | None:
        options = options or ReadOptions()
        file = next(iter(self.pick(source)), None)
        if file is None:
            return None
        columns = self.columns(file, options)
        if columns is None:
            first = next(self._data(file, options), None)
            columns = list(first or ())
        return rows.implied(columns, options, self._data(file, options), file.name)

    def first_rows(self, source: Source, options: ReadOptions, count: int) -> list[dict[str, Any]] | None:
        file = next(iter(self.pick(source)), None)
        if file is None:
            return None
        found = [dict(row) for row in islice(self._data(file, options), count)]
        return found or [dict.fromkeys(self.columns(file, options) or ())]

    def _data(self, file: File, options: ReadOptions) -> Iterator[Mapping[str, Any]]:
        return (row[1] for row in self.rows(file, options) if not isinstance(row, Reject))

    def read_file(self, file: File, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        make = rows.Rows(schema, options, self.columns(file, options), file.name, typed=self.typed).record
        for row in self.rows(file, options):
            yield row if isinstance(row, Reject) else make(row[1], row[0])
