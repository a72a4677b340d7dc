"""Folders and archives of files of one medium: each file an item, its path the key; folders may be classes."""

from collections.abc import Iterator
from typing import Any, ClassVar

from goldlabel.core.annotation import Answer, Body
from goldlabel.core.kind import Medium
from goldlabel.core.problem import Invalid
from goldlabel.core.record import MediaFile, Record, Reject
from goldlabel.core.schema import DataField, Question, Schema, slug
from goldlabel.formats.base import Format, Got, ReadOptions
from goldlabel.formats.parts import limits, rows
from goldlabel.formats.parts.names import Names, SchemaNames
from goldlabel.formats.parts.pictures import class_of, classes_in, split_of
from goldlabel.formats.parts.source import File, Source
from goldlabel.formats.text import field_source

TABLES = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx"})


class MediaFiles(Format):
    """What a subclass says: `name`, `title`, `about` and the `medium` whose files it takes."""

    medium: ClassVar[Medium]

    def sniff(self, source: Source) -> float:
        found = len(self._files(source))
        if not found:
            return 0.0
        if any(file.ending in TABLES for file in source.files):
            return 0.2  # a table with the pictures it names
        return 0.5 if found * 2 > len(source.files) else 0.2

    def schema(self, source: Source, options: ReadOptions | None = None) -> Schema | None:
        options = options or ReadOptions()
        if not self._files(source):
            return None
        name = options.field or self.medium.name
        field = DataField(id=self.medium.name, name=name, medium=self.medium.name, source=name)
        if options.folders is None:
            return Schema(fields=(field,))
        taken: set[str] = set()
        config: dict[str, Any] = {
            "values": [{"id": slug(c, taken), "name": c[:100]} for c in classes_in(self._files(source))]
        }
        if not config["values"]:
            return Schema(fields=(field,))
        asked = Question(
            id=slug(options.folders, {self.medium.name}), name=options.folders, kind="choice", config=config
        )
        return Schema(fields=(field,), questions=(asked,))

    def read(self, source: Source, schema: Schema | None, options: ReadOptions) -> Iterator[Got]:
        if schema is None:
            schema = self.schema(source, options)
        key = field_source(schema, self.medium.name, options)
        names = self._question(schema, options, source)
        yield from source.rejects
        for file in self._files(source):
            if len(file.name) > limits.MAX_KEY:
                yield Reject(file.name[:200], f"has a path of more than {limits.MAX_KEY} characters")
                continue
            record = Record(
                {key: file.name},
                file.name,
                where=file.name,
                split=split_of(file.name),
                media={key: self._media_of(file)},
            )
            folder = class_of(file.name) if names is not None else None
            if names is not None and folder is not None:
                try:
                    value = names.value(folder)
                except ValueError as error:
                    yield Reject(file.name, f"its folder {error}")
                    continue
                answer = Answer(question=names.question.id, kind=names.question.kind, value=value)
                record.annotations.append(rows.imported(Body(answers=(answer,)), options))
            yield record

    def _question(self, schema: Schema | None, options: ReadOptions, source: Source) -> Names | None:
        if options.folders is None or schema is None:
            return None
        names = SchemaNames(schema).find(options.folders, "item")
        if names is None:
            raise Invalid(f'the schema has no question "{options.folders}" about the item', where="folders")
        return names

    def _files(self, source: Source) -> list[File]:
        return [file for file in source.files if file.ending in self.medium.endings]

    def _media_of(self, file: File) -> MediaFile:
        return MediaFile(file.base, file.read, self.medium.endings.get(file.ending), local=file.local)
