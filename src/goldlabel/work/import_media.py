"""The pictures of an import: from the source itself, or fetched once from their addresses and pinned by hash."""

from dataclasses import dataclass, field

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
class Pictures:
    workspace: Workspace
    project: ProjectRow
    schema: Schema
    source: Source
    fields: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.fields = media.file_sources(self.schema, self.workspace.catalog)

    def keep(self, record: Record) -> None:
        """Stores the record's pictures and puts their `blob:` names into its data.

        Raises NotFound for a name that the source does not hold, Invalid for a broken picture.
        """
        for source, file in record.media.items():
            record.data[source] = self._put(file)
        for source in self.fields:
            value = record.data.get(source)
            if isinstance(value, str) and not value.startswith(BLOB):
                record.data[source] = self._named(source, value)

    def _named(self, source: str, value: str) -> str:
        if value.startswith(("http://", "https://")):
            return _blob(media.fetch(self.workspace, self.project.id, value))
        if (file := self.source.find(value)) is not None:
            return self._put(MediaFile(file.base, file.read))
        raise NotFound(
            f"{source}: {value[:200]!r} is not in the source; import a ZIP or folder that holds the table and its "
            "pictures, or give http(s) addresses"
        )

    def _put(self, file: MediaFile) -> str:
        return _blob(media.keep(self.workspace, self.project.id, file.open(), file.name))


def _blob(row: MediaRow) -> str:
    return f"{BLOB}{row.hash}"
