"""`face.Project` on a server."""

import secrets
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from goldlabel.client import running
from goldlabel.client.http import Http
from goldlabel.client.results import RemoteResults
from goldlabel.core.change import Change
from goldlabel.core.problem import Forbidden, GoldlabelError, NotFound
from goldlabel.core.schema import Schema
from goldlabel.workspace.parts import Job, Progress, Source, Submitted, Task, stored
from goldlabel.workspace.rows import write_rows
from goldlabel.workspace.values import Labels, body_of

if TYPE_CHECKING:
    from goldlabel.client.workspace import RemoteWorkspace


class RemoteProject(RemoteResults):
    def __init__(self, workspace: "RemoteWorkspace", name: str) -> None:
        self.workspace = workspace
        self.http: Http = workspace.http
        self.name = name
        self.place = f"/api/projects/{quote(name, safe='')}"
        self._schemas: dict[int, Schema] = {}

    def __repr__(self) -> str:
        return f"<project {self.name} at {self.http.url}>"

    def describe(self, schema_version: int | None = None) -> dict[str, Any]:
        return self.http.get(self.place, schema_version=schema_version)

    # -- what is asked

    @property
    def title(self) -> str:
        return self.describe()["title"]

    @property
    def schema(self) -> Schema:
        return Schema.model_validate(self.describe()["schema"])

    @property
    def guideline(self) -> str:
        return self.describe()["guideline"]

    def schema_version(self, version: int) -> Schema:
        """Versions never change, so each is asked for once."""
        if version not in self._schemas:
            self._schemas[version] = Schema.model_validate(self.describe(version)["schema"])
        return self._schemas[version]

    def plan(self, schema: Mapping[str, Any]) -> list[Change]:
        raw = self.http.post(f"{self.place}/schema/plan", {"schema": dict(schema)}, again=True)
        return [Change(**change) for change in raw["changes"]]

    def change_schema(self, schema: Mapping[str, Any]) -> list[Change]:
        raw = self.http.put(f"{self.place}/schema", {"schema": dict(schema)})
        return [Change(**change) for change in raw["changes"]]

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
        merged = dict(options or {}) | ({"key": key} if key else {}) | ({"labels": dict(labels)} if labels else {})
        given: dict[str, Any] = {"options": merged, "purpose": purpose, "priority": priority}
        if isinstance(source, str) and source.startswith(("http://", "https://")):
            given["url"] = source
        elif where := stored(source):
            given.update(where)
        elif isinstance(source, (str, Path)):
            given["upload"] = self._send(Path(source).expanduser())
        else:
            format = "jsonl"
            given["upload"] = self._send_rows(source)
        if format:
            given["format"] = format
        job = self.http.post(f"{self.place}/imports", given)
        return running.finish(self.http, self.name, job["id"], progress)

    def _send(self, path: Path) -> str:
        """Uploads a file, or a folder as a ZIP."""
        if not path.exists():
            raise NotFound(f"there is no file or folder {path}")
        if path.is_file():
            return self.http.upload(self.name, path, path.name)
        with tempfile.TemporaryDirectory(prefix="goldlabel-") as folder:
            packed = Path(folder) / "folder.zip"
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
                for file in sorted(path.rglob("*")):
                    if file.is_file():
                        archive.write(file, file.relative_to(path).as_posix())
            return self.http.upload(self.name, packed, f"{path.resolve().name}.zip")

    def _send_rows(self, source: Any) -> str:
        with tempfile.TemporaryDirectory(prefix="goldlabel-") as folder:
            rows = Path(folder) / "rows.jsonl"
            write_rows(source, rows)
            return self.http.upload(self.name, rows, "rows")

    # -- labels in

    def _is_me(self, labeler: str | None) -> None:
        """Over HTTP a person answers as themselves."""
        me = self.workspace.me
        if labeler is not None and labeler not in (me["name"], me["email"]):
            raise Forbidden(f"this token answers as {me['name']}, not as {labeler}; connect with their own token")

    def next(self, labeler: str | None = None) -> Task | None:
        self._is_me(labeler)
        tasks = self.http.post(f"{self.place}/next", {"count": 1}, again=True)["tasks"]
        return _task(tasks[0]) if tasks else None

    def tasks(self, labeler: str | None = None) -> Iterator[Task]:
        before = 0
        while (task := self.next(labeler)) is not None:
            if task.id == before:
                raise GoldlabelError("the last task was neither submitted nor skipped; do one of both to go on")
            before = task.id
            yield task

    def file(self, of: Task | int | str, source: str) -> bytes:
        media = of.media if isinstance(of, Task) else self.http.get(f"{self.place}/items/{self._id(of)}")["media"]
        if source not in media:
            raise NotFound(f"there is no file under {source!r}")
        return self.http.content(media[source]["url"])

    def submit(
        self, task: Task, labels: Labels, *, labeler: str | None = None, seconds: float | None = None
    ) -> Submitted:
        self._is_me(labeler)
        body = body_of(self.schema_version(task.schema_version), labels)
        given: dict[str, Any] = {
            "task": task.id, "body": body.model_dump(mode="json"), "schema_version": task.schema_version,
            "base_revision": task.revision, "item_revision": task.item_revision, "seconds": seconds,
        }  # fmt: skip
        done = self.http.post(f"{self.place}/submit", given, key=secrets.token_hex(16))
        return Submitted(int(done["annotation"]), done["revision"], done["counted"])

    def reopen(self, annotation: int, labeler: str | None = None) -> Task:
        self._is_me(labeler)
        return _task(self.http.post(f"{self.place}/mine/{annotation}/open", again=True))

    def skip(self, task: Task, reason: str = "", *, labeler: str | None = None) -> None:
        self._is_me(labeler)
        self.http.post(f"{self.place}/skip", {"task": task.id, "reason": reason}, again=True)

    def progress(self, labeler: str | None = None) -> dict[str, int]:
        self._is_me(labeler)
        return self.describe()["progress"]


def _task(raw: dict[str, Any]) -> Task:
    annotation = None if raw["annotation"] is None else int(raw["annotation"])
    return Task(
        int(raw["task"]), int(raw["item"]), raw["data"], raw["schema_version"], raw["item_revision"], annotation,
        raw["revision"], raw["draft"], raw["media"],
    )  # fmt: skip
