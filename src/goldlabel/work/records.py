"""What is stored about items as a stream of records: what exports, releases and consensus read.

Short pages, each its own read transaction, so that an export of any length holds up no writer and its memory
is flat.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from goldlabel.consensus.evidence import labelers_in, rename
from goldlabel.core.annotation import Body, Purpose
from goldlabel.core.record import Labeled, MediaFile, Record
from goldlabel.core.schema import Schema
from goldlabel.store import annotations, items, media, resolutions
from goldlabel.store.blobs import Blobs
from goldlabel.store.database import Database
from goldlabel.store.items import ItemRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work.called import Called
from goldlabel.work.media import BLOB

PAGE = 200


@dataclass(frozen=True, slots=True)
class Selection:
    """Which items: all, those with an answer, or the resolved ones; up to and with item `until`."""

    which: str = "all"
    until: int | None = None


def records(
    database: Database, project: ProjectRow, schema: Schema, blobs: Blobs | None = None, *,
    after: int = 0, selection: Selection = Selection(), page: int = PAGE,
) -> Iterator[tuple[int, Record]]:  # fmt: skip
    """(item id, record) of the project's items with id > `after`, by id. Items added meanwhile are left out."""
    until = selection.until
    if until is None:
        until = database.read(lambda tx: items.last_id(tx, project.id))
    while True:
        rows = database.read(lambda tx, start=after: _page(tx, project, schema, blobs, start, until, page))
        for item, record in rows:
            wanted = (
                selection.which == "all" or record.resolution or (record.annotations and selection.which == "labeled")
            )
            if wanted:
                yield item, record
        if not rows:
            return
        after = rows[-1][0]


def _page(
    tx: Tx, project: ProjectRow, schema: Schema, blobs: Blobs | None, after: int, until: int, limit: int
) -> list[tuple[int, Record]]:
    rows = [row for row in items.page(tx, project.id, after, limit) if row.id <= until]
    return list(zip([row.id for row in rows], records_of(tx, project.id, schema, rows, blobs), strict=True))


def records_of(
    tx: Tx, project: int, schema: Schema, rows: Sequence[ItemRow], blobs: Blobs | None = None
) -> list[Record]:
    """The items' records, in the order given."""
    ids = [row.id for row in rows]
    stored = annotations.stored_of_items(tx, ids)
    resolved = {id: row for id, row in resolutions.current_of(tx, ids).items() if row.state == "resolved"}
    called = Called(people=True)
    words = {str(row.labeler) for row, *_ in stored}
    called.learn(tx, words.union(*(labelers_in(row.evidence) for row in resolved.values())))
    labeled: dict[int, list[Labeled]] = {id: [] for id in ids}
    for row, body, _, kind in stored:
        labeled[row.item].append(_labeled(row, body, called.name(str(row.labeler)), kind))
    files = _media(tx, project, schema, rows, blobs)
    return [
        Record(
            data=row.data, key=row.key, meta=row.meta, annotations=labeled[row.id], media=files.get(row.id, {}),
            resolution=_resolution(resolved[row.id], called) if row.id in resolved else None, revision=row.revision,
        )
        for row in rows
    ]  # fmt: skip


def _labeled(row: annotations.AnnotationRow, body: str, name: str, kind: str) -> Labeled:
    return Labeled(
        _body(body), name, kind, _PURPOSES[row.purpose], seconds=row.seconds, counted=row.counted,
        schema_version=row.schema_version, guideline_version=row.guideline_version, item_revision=row.item_revision,
        created_at=row.created_at, cost=row.cost, confidence=row.confidence,
    )  # fmt: skip


_PURPOSES = {str(purpose): purpose for purpose in Purpose}
SHORT_BODY = 300


def _body(text: str) -> Body:
    """A body from its text. Short ones are often equal (one choice of four) and never change: each is read once."""
    return _short_body(text) if len(text) < SHORT_BODY else Body.model_validate_json(text)


@lru_cache(2000)
def _short_body(text: str) -> Body:
    return Body.model_validate_json(text)


def _resolution(row: resolutions.ResolutionRow, called: Called) -> Labeled:
    return Labeled(
        Body.model_validate(row.body), row.source, "resolution", Purpose.label, confidence=row.confidence,
        schema_version=row.schema_version, guideline_version=row.guideline_version, item_revision=row.item_revision,
        created_at=row.created_at, note=rename(row.evidence, called.name),
    )  # fmt: skip


def _media(
    tx: Tx, project: int, schema: Schema, rows: Sequence[ItemRow], blobs: Blobs | None
) -> dict[int, dict[str, MediaFile]]:
    sources = [field.source for field in schema.fields]
    used = [
        (row.id, source, value.removeprefix(BLOB))
        for row in rows for source in sources
        if isinstance(value := row.data.get(source), str) and value.startswith(BLOB)
    ]  # fmt: skip
    found = media.by_hashes(tx, project, {hash for _, _, hash in used}) if used else {}
    out: dict[int, dict[str, MediaFile]] = {}
    for item, source, hash in used:
        if (row := found.get(hash)) is not None:
            out.setdefault(item, {})[source] = MediaFile(
                row.name, _opener(blobs, hash), row.mime, hash, row.info.get("width"), row.info.get("height")
            )
    return out


def _opener(blobs: Blobs | None, hash: str):
    def read() -> bytes:
        assert blobs is not None, "these records were read without their files"
        return blobs.get(hash)

    return read
