"""The second half of a local project: from many answers to labels, releases and files."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from goldlabel.core.problem import NotFound
from goldlabel.store import annotations, browse, items, resolutions
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import chosen
from goldlabel.work import items as item_verbs
from goldlabel.work import projects as work
from goldlabel.work import search as text_search
from goldlabel.work.workspace import Workspace as Opened
from goldlabel.workspace import running
from goldlabel.workspace.cases import body_of_case, tie_of, whole_of
from goldlabel.workspace.files import deliver, place
from goldlabel.workspace.parts import Exported, Item, Job, Progress, Tie, Whole
from goldlabel.workspace.values import Labels, amended

if TYPE_CHECKING:
    from goldlabel.workspace.local import LocalWorkspace

T = TypeVar("T")
PAGE = 200


class Results:
    name: str
    opened: Opened
    workspace: "LocalWorkspace"

    def _read(self, fn: Callable[[Tx, ProjectRow], T]) -> T:
        raise NotImplementedError

    def _write(self, fn: Callable[[Tx, ProjectRow], T]) -> T:
        raise NotImplementedError

    # -- items

    def items(
        self, state: str | None = None, *, search: str | None = None, where: Sequence[Sequence[Any]] = ()
    ) -> Iterator[Item]:
        conditions = chosen.conditions([list(one) for one in where])
        if search and self._read(text_search.needs_work):
            job = self._write(text_search.catch_up)
            if job is not None:
                running.finish(self.opened, job)
        after: str | None = None
        while True:

            def page(tx: Tx, row: ProjectRow, start: str | None = after) -> browse.Page:
                query = browse.Query(state=state, limit=PAGE, after=start, search=search, where=conditions)
                return item_verbs.page(tx, row, query)

            found = self._read(page)
            for one in found.items:
                item = one.item
                yield Item(
                    item.id, item.key, item.data, item.revision, one.state, one.done, one.wanted, one.resolution
                )  # fmt: skip
            if (after := found.after) is None:
                return

    def item(self, item: int | str) -> Whole:
        return self._read(lambda tx, row: _whole(tx, row, self._id(tx, row, item)))

    def _id(self, tx: Tx, row: ProjectRow, item: int | str) -> int:
        """An item's id by id or key. Raises NotFound."""
        if isinstance(item, int):
            return items.by_id(tx, row.id, item).id
        if (found := items.ids_by_key(tx, row.id, [item]).get(item)) is None:
            raise NotFound(f"no item {item!r} in {self.name}")
        return found

    # -- from many answers to one

    def resolve(self, *, progress: Progress | None = None) -> Job:
        from goldlabel.work import resolve

        return running.finish(self.opened, self._write(lambda tx, row: resolve.start(tx, row)), progress)

    def agreement(self) -> dict[str, Any]:
        from goldlabel.work import agreement

        return agreement.measure(self.opened.database, self._read(lambda tx, row: row))

    def overview(self) -> dict[str, Any]:
        from goldlabel.work import measure, overview

        overview.catch_up(self.opened.database)
        measure.measure(self.opened.database, self._read(lambda tx, row: row), seconds=10)
        return self._read(overview.overview)

    def comments(self, state: Literal["open", "resolved", "all"] = "open") -> Iterator[dict[str, Any]]:
        from goldlabel.store import comments

        before: int = 2**53
        while True:

            def page(
                tx: Tx, row: ProjectRow, before: int = before
            ) -> list[tuple[comments.Thread, list[comments.Comment]]]:
                found = comments.page(tx, row.id, person=None, item=None, state=state, before=before, limit=PAGE)
                said = comments.said(tx, [one.id for one in found]) if found else {}
                return [(one, said[one.id]) for one in found]

            found = self._read(page)
            for thread, said in found:
                yield {
                    "id": thread.id, "item": thread.item, "by": said[0].name, "region": thread.pin,
                    "resolved": thread.resolved_at is not None,
                    "said": [{"name": one.name, "body": one.body, "created_at": one.created_at} for one in said],
                }  # fmt: skip
            if not found:
                return
            before = found[-1][0].id

    def ties(self) -> Iterator[Tie]:
        from goldlabel.work import adjudicate

        after = 0
        while True:

            def page(tx: Tx, row: ProjectRow, start: int = after) -> list[Tie]:
                schema = work.schema_of(tx, row)
                return [tie_of(schema, adjudicate.describe(case)) for case in adjudicate.ties(tx, row, start, PAGE)]

            found = self._read(page)
            yield from found
            if not found:
                return
            after = found[-1].item

    def adjudicate(self, item: Tie | int | str, labels: Labels, *, labeler: str | None = None, note: str = "") -> Whole:
        from goldlabel.work import adjudicate, review

        who = self.workspace.labeler_id(labeler)

        def decide(tx: Tx, row: ProjectRow) -> Whole:
            id = item.item if isinstance(item, Tie) else self._id(tx, row, item)
            base = body_of_case(adjudicate.describe(adjudicate.case(tx, row, id)))
            body = amended(work.schema_of(tx, row), base, labels)
            seen = item.resolution if isinstance(item, Tie) else None
            review.decide(tx, row, who, id, body, seen=seen, note=note)
            return _whole(tx, row, id)

        return self._write(decide)

    # -- out

    def release(self, *, title: str = "", names: bool = False, progress: Progress | None = None) -> dict[str, Any]:
        from goldlabel.work import release

        id = self._write(lambda tx, row: release.start(tx, row, title=title, names=names))
        return running.finish(self.opened, id, progress).result

    def releases(self) -> list[dict[str, Any]]:
        from goldlabel.work import release

        return self._read(release.listed)

    def withdraw_release(self, number: int) -> dict[str, Any]:
        from goldlabel.work import release, release_care

        return self._write(lambda tx, row: release.describe(release_care.withdraw(tx, row, number)))

    def datasheet(self, number: int) -> dict[str, Any]:
        from goldlabel.work import release

        return release.sheet_of(self.opened, self._read(lambda tx, row: row), number)

    def save_release(self, number: int, out: str | Path) -> Path:
        from goldlabel.work import release, release_care

        self._read(lambda tx, row: release_care.in_force(tx, row, number))
        with tempfile.TemporaryDirectory(dir=self.opened.exports) as folder:
            packed = Path(folder) / f"{self.name}-{number}.zip"
            release.pack(self.opened, self._read(lambda tx, row: row), number, packed)
            return place(packed, Path(out).expanduser(), move=True)

    def export(
        self,
        format: str,
        out: str | Path,
        *,
        release: int | None = None,
        select: str = "all",
        options: Mapping[str, Any] | None = None,
        progress: Progress | None = None,
    ) -> Exported:
        from goldlabel.store import jobs
        from goldlabel.work import exports

        settings: dict[str, Any] = {"options": dict(options or {}), "select": select}
        if release is not None:
            settings["release"] = release
        id = self._write(lambda tx, row: exports.start(tx, row, format, **settings))
        job = running.finish(self.opened, id, progress)
        row = self.opened.database.read(lambda tx: jobs.by_id(tx, id))
        files = deliver(exports.file_of(self.opened, row), Path(out))
        return Exported(files, job.result["records"], job.result["annotations"], job.result["losses"])


def _whole(tx: Tx, row: ProjectRow, id: int) -> Whole:
    item = items.by_id(tx, row.id, id)
    now = resolutions.current_of(tx, [id]).get(id)
    said = [
        {
            "labeler": name, "body": body, "purpose": one.purpose, "counted": one.counted, "seconds": one.seconds,
        }
        for one, body, name, _ in annotations.of_items(tx, [id])
    ]  # fmt: skip
    raw: dict[str, Any] = {"item": id, "key": item.key, "data": item.data, "meta": item.meta, "annotations": said}
    raw["resolution"] = None if now is None else {"state": now.state, "source": now.source, "body": now.body}
    return whole_of(work.schema_of(tx, row), raw)
