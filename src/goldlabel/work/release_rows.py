"""The rows of a release, page by page: each item's label as it stood at the mark, and the annotations that it stands
on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from goldlabel.consensus.evidence import labelers_in, rename
from goldlabel.core.annotation import Body, Purpose
from goldlabel.core.record import Labeled, MediaFile, Record
from goldlabel.store import items, media, releases, resolutions
from goldlabel.store.items import ItemRow
from goldlabel.store.projects import ProjectRow
from goldlabel.store.releases import AnnotationAt, Marks
from goldlabel.store.resolutions import ResolutionRow
from goldlabel.store.tx import Tx
from goldlabel.work.bodies import BLOB
from goldlabel.work.called import Called
from goldlabel.work.projects import schema_of
from goldlabel.work.resolve import carrier_of

PAGE = 100


@dataclass(slots=True)
class Page:
    """Some items with id up to `after`; `last`: there are no more."""

    after: int
    last: bool
    records: list[Record] = field(default_factory=list[Record])
    left_out: dict[str, int] = field(default_factory=dict[str, int])
    losses: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])


class Pages:
    """Reads pages up to the marks, under the schema version that `project` says."""

    def __init__(self, project: ProjectRow, marks: Marks, *, names: bool = False) -> None:
        self.project, self.marks = project, marks
        self._called = Called(people=names)

    def read(self, tx: Tx, after: int, limit: int = PAGE) -> Page:
        rows = [row for row in items.page(tx, self.project.id, after, limit) if row.id <= self.marks.item]
        page = Page(rows[-1].id if rows else after, len(rows) < limit)
        if not rows:
            return page
        found = resolutions.at_mark(tx, [row.id for row in rows], self.marks.resolution)
        complete = releases.complete(tx, [row.id for row in rows])
        kept: list[tuple[ItemRow, ResolutionRow]] = []
        for row in rows:
            resolution = found.get(row.id)
            if why := _left_out(row, resolution, row.id in complete):
                page.left_out[why] = page.left_out.get(why, 0) + 1
            elif resolution is not None:
                kept.append((row, resolution))
        page.records = self._records(tx, kept, page)
        return page

    def _records(self, tx: Tx, kept: Sequence[tuple[ItemRow, ResolutionRow]], page: Page) -> list[Record]:
        wanted = [(id, revision) for _, resolution in kept for id, revision in resolution.basis["annotations"]]
        said = releases.annotations_at(tx, wanted) if wanted else {}
        shown = self._media(tx, [row for row, _ in kept])
        words = {str(one.labeler) for one in said.values()}
        self._called.learn(tx, words.union(*(labelers_in(resolution.evidence) for _, resolution in kept)))
        return [
            Record(
                data=row.data, key=row.key, meta=row.meta, revision=row.revision, media=shown.get(row.id, {}),
                resolution=self._label(tx, resolution, page),
                annotations=[
                    self._annotation(tx, said[id], page)
                    for id, _ in resolution.basis["annotations"] if id in said
                ],
            )
            for row, resolution in kept
        ]  # fmt: skip

    def _label(self, tx: Tx, row: ResolutionRow, page: Page) -> Labeled:
        return Labeled(
            self._body(tx, row.schema_version, row.body, page), row.source, "resolution", Purpose.label,
            confidence=row.confidence, schema_version=row.schema_version, guideline_version=row.guideline_version,
            item_revision=row.item_revision, created_at=row.created_at,
            note=rename(row.evidence, self._called.name),
        )  # fmt: skip

    def _annotation(self, tx: Tx, one: AnnotationAt, page: Page) -> Labeled:
        name, kind = self._called.of(str(one.labeler))
        body = self._body(tx, one.schema_version, msgspec.json.decode(one.body), page)
        return Labeled(
            body, name, kind, Purpose(one.purpose), seconds=one.seconds, cost=one.cost, confidence=one.confidence,
            counted=one.counted, schema_version=one.schema_version, guideline_version=one.guideline_version,
            item_revision=one.item_revision, created_at=one.created_at,
            note={"annotation": one.id, "revision": one.revision},
        )  # fmt: skip

    def _body(self, tx: Tx, version: int, raw: dict[str, Any], page: Page) -> Body:
        """Under the release's schema; what it cannot hold is counted."""
        body = Body.model_validate(raw)
        if (carrier := carrier_of(tx, self.project, version)) is None:
            return body
        carried, losses = carrier.carry(body)
        for loss in losses:
            page.losses[loss.what, loss.why] = page.losses.get((loss.what, loss.why), 0) + loss.count
        return carried

    def _media(self, tx: Tx, rows: Sequence[ItemRow]) -> dict[int, dict[str, MediaFile]]:
        sources = [field.source for field in schema_of(tx, self.project).fields]
        used = [
            (row.id, source, value.removeprefix(BLOB))
            for row in rows for source in sources
            if isinstance(value := row.data.get(source), str) and value.startswith(BLOB)
        ]  # fmt: skip
        found = media.by_hashes(tx, self.project.id, {hash for _, _, hash in used}) if used else {}
        out: dict[int, dict[str, MediaFile]] = {}
        for item, source, hash in used:
            if (row := found.get(hash)) is not None:
                width, height = row.info.get("width"), row.info.get("height")
                out.setdefault(item, {})[source] = MediaFile(row.name, _absent, row.mime, hash, width, height)
        return out


def _absent() -> bytes:
    raise FileNotFoundError("a release names files by their hash; it does not contain them")


def _left_out(item: ItemRow, resolution: ResolutionRow | None, complete: bool) -> str:
    """Why an item has no label to release, as a key of `datasheet.LEFT_OUT`; empty when it has one."""
    if resolution is None or resolution.state == "undone":
        return "unresolved" if complete else "incomplete"
    if resolution.item_revision != item.revision:
        return "changed"
    return "" if resolution.state == "resolved" else "tie"
