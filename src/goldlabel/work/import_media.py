"""The pictures of an import: from the source itself, or fetched once from their addresses and pinned by hash."""

from dataclasses import dataclass, field

from ..catalog import catalog
from ..core.problem import NotFound
from ..core.record import MediaFile, Record
from ..core.schema import Schema
from ..formats import Source
from ..store.projects import ProjectRow
from ..store.tx import Tx
from . import media
from .bodies import BLOB
from .workspace import Workspace


@dataclass(slots=True)
class Pictures:
    workspace: Workspace
    project: ProjectRow
    schema: Schema
    source: Source
    kept: dict[str, media.Kept] = field(default_factory=dict[str, media.Kept])
    """By hash: stored as blobs, not yet named by a row."""

    def keep(self, record: Record) -> None:
        """Puts the record's pictures into the blob store and their `blob:` names into its data.

        Raises NotFound for a name that the source does not hold, Invalid for a broken picture.
        """
        for source, file in record.media.items():
            record.data[source] = self._put(file)
        for shown in self.schema.fields:
            medium = catalog().media.get(shown.medium)
            value = record.data.get(shown.source)
            if medium is None or not medium.mimes or not isinstance(value, str) or value.startswith(BLOB):
                continue
            record.data[shown.source] = self._named(shown.source, value)

    def _named(self, source: str, value: str) -> str:
        if value.startswith(("http://", "https://")):
            return self._remember(media.fetch(self.workspace, value))
        if (file := self.source.find(value)) is not None:
            return self._put(MediaFile(file.base, file.read))
        raise NotFound(
            f"{source}: {value[:200]!r} is not in the source; import a ZIP or folder that holds the table and its "
            "pictures, or give http(s) addresses"
        )

    def _put(self, file: MediaFile) -> str:
        return self._remember(media.keep(self.workspace, file.open(), file.name))

    def _remember(self, kept: media.Kept) -> str:
        self.kept[kept.hash] = kept
        return f"{BLOB}{kept.hash}"

    def name(self, tx: Tx) -> None:
        """Writes the media rows of what was kept and not yet forgotten."""
        for kept in self.kept.values():
            media.name(tx, self.project.id, kept)
