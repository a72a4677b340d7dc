"""The files of an import: from the source itself, or fetched once from their addresses and pinned by hash."""

from dataclasses import dataclass, field

from goldlabel.core.kind import IN_MEMORY
from goldlabel.core.problem import NotFound
from goldlabel.core.record import MediaFile, Record
from goldlabel.core.schema import Schema
from goldlabel.formats import Source
from goldlabel.store.media import MediaRow
from goldlabel.store.projects import ProjectRow
from goldlabel.work import media
from goldlabel.work.media import BLOB
from goldlabel.work.workspace import Workspace


@dataclass(slots=True)
class Files:
    workspace: Workspace
    project: ProjectRow
    schema: Schema
    source: Source
    media: dict[str, str] = field(init=False)
    """The medium of each key of the data that holds files."""

    def __post_init__(self) -> None:
        held = set(media.file_sources(self.schema, self.workspace.catalog))
        self.media = {field.source: field.medium for field in self.schema.fields if field.source in held}

    def keep(self, record: Record) -> None:
        """Stores the record's files and puts their `blob:` names into its data.

        Raises NotFound for a name that the source does not hold, Invalid for a broken one.
        """
        for source, file in record.media.items():
            record.data[source] = self._put(file, self.media.get(source))
        for source in self.media:
            value = record.data.get(source)
            if isinstance(value, str) and not value.startswith(BLOB):
                record.data[source] = self._named(source, value)

    def _named(self, source: str, value: str) -> str:
        if value.startswith(("http://", "https://")):
            return _blob(media.fetch(self.workspace, self.project.id, value, medium=self.media[source]))
        if (file := self.source.find(value)) is not None:
            return self._put(MediaFile(file.base, file.read, local=file.local), self.media[source])
        raise NotFound(
            f"{source}: {value[:200]!r} is not in the source; import a ZIP or folder that holds the table and its "
            "files, or give http(s) addresses"
        )

    def _put(self, file: MediaFile, medium: str | None) -> str:
        kind = self.workspace.catalog.media.get(medium or "")
        if file.local is None or kind is None or kind.max_bytes <= IN_MEMORY:
            return _blob(media.keep(self.workspace, self.project.id, file.open(), file.name, medium=medium))
        with file.local() as path:
            return _blob(media.keep(self.workspace, self.project.id, path, file.name, medium=medium))


def _blob(row: MediaRow) -> str:
    return f"{BLOB}{row.hash}"
