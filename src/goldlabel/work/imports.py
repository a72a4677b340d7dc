"""Import: a durable job that streams a source into items, its labels into annotations, its files into blobs.

The cursor is the number of records taken from the reader, which gives the same ones in the same order again:
a job that was killed goes on after its last chunk. Bad rows are kept with their place and reason; the rest
goes in.
"""

import secrets
import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any

import msgspec

from goldlabel.core.annotation import Purpose
from goldlabel.core.kind import validated
from goldlabel.core.problem import GoldlabelError, Invalid
from goldlabel.core.record import Loss, Record, Reject
from goldlabel.core.schema import Schema
from goldlabel.formats import Source, by_name, detect
from goldlabel.formats.base import Got, ReadOptions
from goldlabel.formats.parts.rows import KEY, reject
from goldlabel.jobs import Running
from goldlabel.store import jobs, projects
from goldlabel.store.items import NewItem
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import storages, undo, uploads
from goldlabel.work.import_labels import Labels
from goldlabel.work.import_media import Files
from goldlabel.work.items import Shown, add, prepare
from goldlabel.work.projects import schema_of
from goldlabel.work.workspace import Workspace

CHUNK_SECONDS = 0.002
"""How long a chunk's transaction should take: what somebody who labels has to wait for at the most."""
LONG_CHUNK_SECONDS = 0.4
"""The same while nobody else has written for ALONE_SECONDS: large chunks write far less (see docs/benchmarks.md)."""
ALONE_SECONDS = 5
LARGEST_CHUNK = 20_000
COUNTS = ("added", "changed", "unchanged", "duplicates", "rejected", "labels")


def start(tx: Tx, project: ProjectRow, source: dict[str, str], *, by: int | None = None, **settings: Any) -> int:
    """Queues an import; the job's id. `source` is {upload: id}, {url: address}, {storage: name, path: file or
    folder in it} or (not over HTTP) {path: file}.

    Settings: `name` (what the source is called), `format` (default: found out), `options` (see
    `formats.base.ReadOptions`), `purpose` of labels that come along (label, suggestion, gold), `priority` 0 … 1,
    `columns` of a table (the next preview of the same ones offers these options again).
    Raises Invalid for unknown or wrong ones.
    """
    unknown = set(settings) - {"name", "format", "options", "purpose", "priority", "columns"}
    if unknown:
        raise Invalid("is no setting of an import", where=sorted(unknown)[0])
    if settings.get("format"):
        by_name(settings["format"])
    validated(ReadOptions, settings.get("options"), "options")
    if settings.get("purpose", "label") not in ("label", "suggestion", "gold"):
        raise Invalid("must be label, suggestion or gold", where="purpose")
    priority = settings.get("priority", 0.5)
    if isinstance(priority, bool) or not isinstance(priority, (int, float)) or not 0 <= priority <= 1:
        raise Invalid("must be a number from 0 to 1", where="priority")
    return jobs.insert(tx, project.id, "import", {"source": source, **settings}, by)


def run(job: Running) -> dict[str, Any]:
    """The job's handler. `job.resources` is the workspace."""
    workspace: Workspace = job.resources
    assert job.row.project is not None
    project = workspace.database.read(lambda tx: projects.by_id(tx, job.row.project or 0))
    schema = workspace.database.read(lambda tx: schema_of(tx, project))
    with opened(workspace, project.name, job.params) as source:
        wanted = job.params.get("format")
        format = by_name(wanted) if wanted else detect(source)
        job.log(f"reading {source.name} as {format.title}")
        options = validated(ReadOptions, job.params.get("options"), "options")
        reader = format.read(source, schema, options)
        importer = _Importer(
            job,
            project,
            Files(workspace, project, schema, source),
            Shown(schema, workspace.catalog),
            _labels(project, job),
            total_of(source),
            _columns(schema, options),
        )
        for _ in islice(reader, job.cursor.get("seen", 0)):
            pass  # done before this job was interrupted
        importer.take_all(reader)
    return {name: job.cursor.get(name, 0) for name in COUNTS} | {"losses": job.cursor.get("losses", [])}


def _columns(schema: Schema, options: ReadOptions) -> dict[str, str]:
    sources = {name: field.source for field in schema.fields for name in (field.id, field.name)}
    return {sources[name]: column for column, name in options.fields.items() if name in sources}


def _labels(project: ProjectRow, job: Running) -> Labels:
    return Labels(project, Purpose(job.params.get("purpose") or "label"))


@contextmanager
def opened(workspace: Workspace, project: str, params: dict[str, Any]) -> Generator[Source]:
    """The source that an import names; what it fetched is removed afterwards."""
    where, name = params["source"], params.get("name")
    if "storage" in where:
        named = name or storages.called(where)
        with storages.opened(workspace, project, where) as (path, _), Source(path, named) as source:
            yield source
    elif "path" in where:
        with Source(Path(where["path"]), name) as source:
            yield source
    elif "upload" in where:
        path, given = uploads.file_of(workspace, where["upload"])
        with Source(path, name or given) as source:
            yield source
    else:
        target = workspace.uploads / f"fetched-{secrets.token_hex(12)}"
        try:
            with target.open("wb") as file:
                workspace.egress.download(where["url"], file)
            with Source(target, name or where["url"].split("?")[0].rstrip("/").rsplit("/", 1)[-1]) as source:
                yield source
        finally:
            target.unlink(missing_ok=True)


def total_of(source: Source) -> int | None:
    """About how many records there are, where counting lines is quick and tells."""
    file = source.single
    if (
        file is None
        or file.path is None
        or file.zipped
        or file.ending not in (".jsonl", ".ndjson", ".csv", ".tsv", ".txt")
    ):
        return None
    with file.path.open("rb") as stream:
        lines = sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
    return lines - (file.ending in (".csv", ".tsv"))


@dataclass(slots=True)
class _Batch:
    size: int = 0
    """Records taken from the reader."""
    items: dict[str, tuple[NewItem, str]] = field(default_factory=dict[str, tuple[NewItem, str]])
    """By key, with their places; of several rows with one key the last counts."""
    duplicates: int = 0
    """Rows that say the same as another one of the batch."""
    labeled: list[tuple[NewItem, Record]] = field(default_factory=list[tuple[NewItem, Record]])
    """Those that bring labels; the other records are let go at once."""
    rejects: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    losses: list[Loss] = field(default_factory=list[Loss])
    written: Event = field(default_factory=Event)
    """Set when only its commit is left, or it failed."""


@dataclass(slots=True)
class _Importer:
    job: Running
    project: ProjectRow
    files: Files
    shown: Shown
    labels: Labels
    total: int | None
    columns: dict[str, str]
    """What the data are called in the source, by what they are called here, where that differs."""

    def take_all(self, reader: Iterator[Got]) -> None:
        """Chunk by chunk; their size follows the time that the last one took.

        While a chunk is on its way to disk, the next one is read and prepared.
        """
        self.job.database.others_wrote()  # what was before this import is no reason to hurry
        size, start = 200, time.monotonic()
        batch = self._read(reader, size)
        with ThreadPoolExecutor(1, "goldlabel-chunk") as beside:
            while batch.size:
                chunk = beside.submit(self.chunk, batch)
                batch.written.wait()
                following = self._read(reader, size)
                took = chunk.result()
                alone = self.job.database.others_wrote() <= max(start, time.monotonic() - ALONE_SECONDS)
                goal = LONG_CHUNK_SECONDS if alone else CHUNK_SECONDS
                size = max(20, min(LARGEST_CHUNK, int(batch.size * min(4.0, goal / max(took, 1e-4)))))
                batch = following

    def _read(self, reader: Iterator[Got], size: int) -> _Batch:
        """The next records, made ready to be stored."""
        batch = _Batch()
        for got in islice(reader, size):
            batch.size += 1
            if isinstance(got, Record):
                self._prepare(got, batch)
            elif isinstance(got, Reject):
                batch.rejects.append((got.where, got.message, got.raw[:2000]))
            else:
                batch.losses.append(got)
        return batch

    def chunk(self, batch: _Batch) -> float:
        """Stores a batch with the job's new cursor; how many seconds the transaction took."""
        seen = self.job.cursor.get("seen", 0) + batch.size
        started = 0.0

        def store(tx: Tx) -> tuple[dict[str, int], set[int]]:
            nonlocal started
            started = time.monotonic()
            return self._store(tx, batch, list(batch.rejects))

        def cursor(found: tuple[dict[str, int], set[int]]) -> dict[str, Any]:
            return self._cursor(seen, found[0], batch.losses) | {
                undo.MADE: undo.noted(self.job.cursor.get(undo.MADE, []), found[1])
            }

        try:
            total = max(seen, self.total) if self.total else None
            self.job.commit(store, cursor=cursor, done=seen, total=total, before_disk=batch.written.set)
        finally:
            batch.written.set()
        return time.monotonic() - started

    def _prepare(self, record: Record, batch: _Batch) -> None:
        try:
            self.files.keep(record)
            if problems := self.shown.problems(record.data):
                raise Invalid(problems)
            item = prepare(record.data, record.meta, record.key)
        except GoldlabelError as error:
            said = reject(record.where, error.message, record.data if record.row is None else record.row)
            batch.rejects.append((said.where, said.message, said.raw))
            return
        if (before := batch.items.get(item.key)) is not None:
            if before[0].hash == item.hash:
                batch.duplicates += 1
            else:
                why = f"a row further down has the same key {item.key!r} and other content; that one was taken"
                batch.rejects.append((before[1], why, self._as_it_was(before[0])))
                batch.labeled = [pair for pair in batch.labeled if pair[0].key != item.key]
        batch.items[item.key] = (item, record.where)
        if record.annotations:
            batch.labeled.append((item, record))

    def _as_it_was(self, item: NewItem) -> str:
        """The row that an item was made of, as far as it is kept: under its columns' names, with its key."""
        data: dict[str, Any] = msgspec.json.decode(item.data)
        row = {self.columns.get(name, name): value for name, value in data.items()} | msgspec.json.decode(item.meta)
        return reject("", "", {self.job.params.get("options", {}).get("key") or KEY: item.key, **row}).raw

    def _store(self, tx: Tx, batch: _Batch, rejects: list[tuple[str, str, str]]) -> tuple[dict[str, int], set[int]]:
        """What became of the rows, and the ids of the new items."""
        bodies = self.labels.ready(tx, batch.labeled, rejects)
        priority = float(self.job.params.get("priority", 0.5))
        done = add(
            tx,
            self.project,
            [item for item, _ in batch.items.values()],
            priority=priority,
            labels=self.labels.brought(bodies),
        )
        taken = self.labels.store(tx, done, bodies)
        jobs.reject(tx, self.job.row.id, rejects)
        counts = {
            "added": done.added, "changed": done.changed, "unchanged": done.unchanged,
            "duplicates": batch.duplicates, "rejected": len(rejects), "labels": taken,
        }  # fmt: skip
        return counts, done.new

    def _cursor(self, seen: int, counts: dict[str, int], losses: list[Loss]) -> dict[str, Any]:
        before = self.job.cursor
        added_up = {(what, why): count for what, why, count in before.get("losses", [])}
        for loss in losses:
            added_up[loss.what, loss.why] = added_up.get((loss.what, loss.why), 0) + loss.count
        return {
            "seen": seen,
            **{name: before.get(name, 0) + counts[name] for name in COUNTS},
            "losses": [[what, why, count] for (what, why), count in sorted(added_up.items())],
        }
