"""A workspace folder opened in this process: verbs of `work/` on its database, jobs run here."""

import getpass
import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from goldlabel.core.change import Change
from goldlabel.core.problem import GoldlabelError, Invalid, NotFound
from goldlabel.core.schema import Schema
from goldlabel.store import annotations, jobs, people, projects
from goldlabel.store.projects import ProjectRow
from goldlabel.store.tx import Tx
from goldlabel.work import label, media, storages
from goldlabel.work import projects as work
from goldlabel.work.workspace import Workspace as Opened
from goldlabel.workspace import running
from goldlabel.workspace.local_results import Results
from goldlabel.workspace.parts import Abandoned, Job, Progress, Source, Submitted, Task, stored
from goldlabel.workspace.rows import write_rows
from goldlabel.workspace.values import Labels, body_of

T = TypeVar("T")


def schema_for(template: str | None, schema: Mapping[str, Any] | Schema | None) -> tuple[dict[str, Any], str]:
    """(schema as people write it, guideline) from exactly one of the two. Raises Invalid, NotFound."""
    if (template is None) == (schema is None):
        raise Invalid("a project needs exactly one of template and schema", where="schema")
    if template is not None:
        from goldlabel.templates import load

        found = load(template)
        return found.schema, found.guideline
    return (schema.model_dump(mode="json") if isinstance(schema, Schema) else dict(schema or {})), ""


class LocalWorkspace:
    """`face.Workspace` on a folder. `labeler`: who answers where a call does not say."""

    def __init__(self, opened: Opened, labeler: str | None = None) -> None:
        self.opened = opened
        self.labeler = labeler or _login()
        self._labelers: dict[str, int] = {}

    @property
    def where(self) -> str:
        return str(self.opened.path)

    @property
    def projects(self) -> list["LocalProject"]:
        rows = self.opened.database.read(projects.all_projects)
        return [LocalProject(self, row.name) for row in rows if row.archived_at is None]

    def project(self, name: str) -> "LocalProject":
        self.opened.database.read(lambda tx: self._row(tx, name))
        return LocalProject(self, name)

    def _row(self, tx: Tx, name: str) -> ProjectRow:
        try:
            return projects.by_name(tx, name)
        except NotFound:
            there = ", ".join(row.name for row in projects.all_projects(tx)) or "none yet"
            raise NotFound(f"no project {name!r} in {self.where}; there is {there}") from None

    def create(
        self,
        name: str,
        *,
        template: str | None = None,
        schema: Mapping[str, Any] | Schema | None = None,
        title: str = "",
        guideline: str | None = None,
        overlap: int | None = None,
    ) -> "LocalProject":
        raw, ready = schema_for(template, schema)
        settings = {} if overlap is None else {"overlap": overlap}
        text = ready if guideline is None else guideline
        self.opened.database.write(
            lambda tx: work.create(tx, name, raw, title=title, guideline=text, settings=settings)
        )
        return LocalProject(self, name)

    def labeler_id(self, name: str | None) -> int:
        """A person's labeler: by the e-mail address of an account, else by name, made on first use."""
        who = name or self.labeler
        if who not in self._labelers:
            self._labelers[who] = self.opened.database.write(lambda tx: _labeler(tx, who))
        return self._labelers[who]

    def close(self) -> None:
        self.opened.close()

    def __enter__(self) -> "LocalWorkspace":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None or not issubclass(kind, Abandoned):  # else a thread still uses the database
            self.close()

    def __repr__(self) -> str:
        return f"<workspace {self.where}>"


def _labeler(tx: Tx, who: str) -> int:
    account = people.person_by_email(tx, who.lower()) if "@" in who else None
    return account.labeler if account else annotations.labeler(tx, None, "person", who)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container's user without a name
        return "me"


class LocalProject(Results):
    """`face.Project` on a folder."""

    def __init__(self, workspace: LocalWorkspace, name: str) -> None:
        self.workspace = workspace
        self.opened = workspace.opened
        self.name = name

    def __repr__(self) -> str:
        return f"<project {self.name}>"

    def _read(self, fn: Callable[[Tx, ProjectRow], T]) -> T:
        return self.opened.database.read(lambda tx: fn(tx, projects.by_name(tx, self.name)))

    def _write(self, fn: Callable[[Tx, ProjectRow], T]) -> T:
        return self.opened.database.write(lambda tx: fn(tx, projects.by_name(tx, self.name)))

    # -- what is asked

    @property
    def title(self) -> str:
        return self._read(lambda tx, row: row.title)

    @property
    def schema(self) -> Schema:
        return self._read(work.schema_of)

    @property
    def guideline(self) -> str:
        return self._read(lambda tx, row: projects.guideline(tx, row.id, row.guideline_version))

    def plan(self, schema: Mapping[str, Any]) -> list[Change]:
        return self._read(lambda tx, row: work.plan_schema(tx, row, schema))[1]

    def change_schema(self, schema: Mapping[str, Any]) -> list[Change]:
        return self._write(lambda tx, row: work.change_schema(tx, row, schema))[1]

    # -- data in

    def add(
        self,
        source: Source,
        *,
        format: str | None = None,
        key: str | None = None,
        labels: Mapping[str, str] | None = None,
        purpose: str = "label",
        priority: float = 0.5,
        options: Mapping[str, Any] | None = None,
        progress: Progress | None = None,
    ) -> Job:
        from goldlabel.work import imports

        merged = dict(options or {}) | ({"key": key} if key else {}) | ({"labels": dict(labels)} if labels else {})
        where, name, rows = self._source(source)
        settings: dict[str, Any] = {"name": name, "options": merged, "purpose": purpose, "priority": priority}
        if wanted := "jsonl" if rows else format:
            settings["format"] = wanted
        id = self._write(lambda tx, row: imports.start(tx, row, where, **settings))
        job = running.finish(self.opened, id, progress)
        if rows is not None:
            rows.unlink(missing_ok=True)
        return job

    def _source(self, source: Source) -> tuple[dict[str, str], str, Path | None]:
        """(where an import finds it, what it is called, the file made of rows in memory)."""
        if isinstance(source, str) and source.startswith(("http://", "https://")):
            return {"url": source}, source.split("?")[0].rstrip("/").rsplit("/", 1)[-1], None
        if where := stored(source):
            storages.check(self.opened, self.name, where["storage"], where["path"])
            return where, storages.called(where), None
        if isinstance(source, (str, Path)):
            path = Path(source).expanduser().absolute()
            if not path.exists():
                raise NotFound(f"there is no file or folder {path}")
            return {"path": str(path)}, path.name, None
        rows = self.opened.uploads / f"rows-{secrets.token_hex(12)}.jsonl"
        try:
            write_rows(source, rows)
        except BaseException:
            rows.unlink(missing_ok=True)
            raise
        return {"path": str(rows)}, "rows", rows

    # -- labels in

    def next(self, labeler: str | None = None) -> Task | None:
        who = self.workspace.labeler_id(labeler)
        found = self._write(lambda tx, row: label.next_tasks(tx, row, who, 1))
        return self._read(lambda tx, row: self._task(tx, row, found[0])) if found else None

    def _task(self, tx: Tx, row: ProjectRow, task: label.Task) -> Task:
        data, catalog = task.item.data, self.opened.catalog
        schema = work.schema_of(tx, row)
        files = media.used_by(tx, row.id, schema, catalog, [data])
        shown = {
            source: {
                "mime": file.mime,
                "name": file.name,
                "width": file.info.get("width"),
                "height": file.info.get("height"),
            }
            for source in media.file_sources(schema, catalog)
            if (file := files.get(str(data.get(source)).removeprefix(media.BLOB))) is not None
        }
        draft = task.draft if task.draft is not None else task.body
        return Task(
            task.slot.id, task.item.id, data, row.schema_version, task.item.revision, task.annotation, task.revision,
            draft, shown,
        )  # fmt: skip

    def file(self, of: Task | int | str, source: str) -> bytes:
        data = of.data if isinstance(of, Task) else self.item(of).data
        value = data.get(source)
        if not isinstance(value, str) or not value.startswith(media.BLOB):
            raise NotFound(f"there is no file under {source!r}")
        hash = value.removeprefix(media.BLOB)
        self._read(lambda tx, row: media.find(tx, row.id, hash))
        return self.opened.blobs.get(hash)

    def tasks(self, labeler: str | None = None) -> Iterator[Task]:
        before = 0
        while (task := self.next(labeler)) is not None:
            if task.id == before:
                raise GoldlabelError("the last task was neither submitted nor skipped; do one of both to go on")
            before = task.id
            yield task

    def submit(
        self, task: Task, labels: Labels, *, labeler: str | None = None, seconds: float | None = None
    ) -> Submitted:
        who = self.workspace.labeler_id(labeler)

        def submit(tx: Tx, row: ProjectRow) -> Submitted:
            body = body_of(work.schema_of(tx, row, task.schema_version), labels)
            given = label.Submission(
                task=task.id, body=body.model_dump(mode="json"), schema_version=task.schema_version,
                base_revision=task.revision, item_revision=task.item_revision, seconds=seconds,
            )  # fmt: skip
            done = label.submit(tx, row, who, given)
            return Submitted(done.annotation, done.revision, done.counted)

        return self._write(submit)

    def reopen(self, annotation: int, labeler: str | None = None) -> Task:
        who = self.workspace.labeler_id(labeler)
        return self._write(lambda tx, row: self._task(tx, row, label.reopen(tx, row, who, annotation)))

    def skip(self, task: Task, reason: str = "", *, labeler: str | None = None) -> None:
        who = self.workspace.labeler_id(labeler)
        self._write(lambda tx, row: label.skip(tx, row, who, task.id, reason))

    def progress(self, labeler: str | None = None) -> dict[str, int]:
        who = self.workspace.labeler_id(labeler)
        return self._read(lambda tx, row: label.progress(tx, row, who))

    # -- long work

    def jobs(self, limit: int = 50) -> list[Job]:
        def page(tx: Tx, row: ProjectRow) -> list[Job]:
            return [running.job_of(tx, job) for job in jobs.of_project(tx, row.id, 2**62, limit)]

        return self._read(page)

    def job(self, id: int) -> Job:
        return self._read(lambda tx, row: running.job_of(tx, jobs.by_id(tx, id, row.id)))

    def cancel(self, id: int) -> Job:
        self.job(id)
        return running.cancel(self.opened, id)

    def resume(self, id: int, *, progress: Progress | None = None) -> Job:
        job = self.job(id)
        if job.state == "done":
            return job
        self.opened.database.write(lambda tx: jobs.resume(tx, id))
        return running.finish(self.opened, id, progress)

    def undo_import(self, id: int, *, progress: Progress | None = None) -> Job:
        from goldlabel.work import undo

        started = self._write(lambda tx, row: undo.start(tx, row, id))
        return running.finish(self.opened, started, progress)

    def rejects(self, id: int) -> Iterator[dict[str, str]]:
        self.job(id)
        after = 0
        while page := self.opened.database.read(lambda tx, start=after: jobs.rejects(tx, id, start)):
            for _, where, message, raw in page:
                yield {"where": where, "message": message, "raw": raw}
            after = page[-1][0]
