"""The second half of a project on a server: from many answers to labels, releases and files."""

import json
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from goldlabel.client import running
from goldlabel.client.http import Http
from goldlabel.core.problem import NotFound
from goldlabel.core.schema import Schema
from goldlabel.formats.parts.own import SCHEMA, stem
from goldlabel.workspace.cases import body_of_case, tie_of, whole_of
from goldlabel.workspace.files import deliver, place
from goldlabel.workspace.parts import Exported, Item, Job, Progress, Tie, Whole
from goldlabel.workspace.values import Labels, amended

PAGE = 200
PATIENCE_SECONDS = 30
MEASURED_SECONDS = 10


class RemoteResults:
    name: str
    place: str
    http: Http

    @property
    def schema(self) -> Schema:
        raise NotImplementedError

    def schema_version(self, version: int) -> Schema:
        raise NotImplementedError

    def _is_me(self, labeler: str | None) -> None:
        raise NotImplementedError

    # -- items

    def items(
        self, state: str | None = None, *, search: str | None = None, where: Sequence[Sequence[Any]] = ()
    ) -> Iterator[Item]:
        asked: dict[str, Any] = {"state": state, "search": search, "limit": PAGE}
        if where:
            asked["where"] = json.dumps([list(one) for one in where])
        if search:
            self._indexed(asked)
        after: str | None = None
        while True:
            page = self.http.get(f"{self.place}/items", **asked, after=after)
            for raw in page["items"]:
                known = {
                    name: raw[name] for name in ("key", "data", "revision", "state", "done", "wanted", "resolution")
                }
                yield Item(int(raw["item"]), **known)
            if (after := page["after"]) is None:
                return

    def _indexed(self, asked: dict[str, Any]) -> None:
        """Waits while the server reads in what it has not searched yet; goes on when it makes no headway."""
        reached, until = -1, 0.0
        while (now := self.http.get(f"{self.place}/items", **{**asked, "limit": 1})["search"])["behind"]:
            if now["indexed"] > reached:
                reached, until = now["indexed"], time.monotonic() + PATIENCE_SECONDS
            if time.monotonic() > until:
                return
            time.sleep(0.2)

    def item(self, item: int | str) -> Whole:
        return whole_of(self.schema, self.http.get(f"{self.place}/items/{self._id(item)}"))

    def _id(self, item: int | str) -> int:
        """An item's id by id or key. Raises NotFound."""
        if isinstance(item, int):
            return item
        found = self.http.get(f"{self.place}/items", key=item, sort="key", limit=1)["items"]
        if not found or found[0]["key"] != item:
            raise NotFound(f"no item {item!r} in {self.name}")
        return int(found[0]["item"])

    # -- from many answers to one

    def resolve(self, *, progress: Progress | None = None) -> Job:
        return running.finish(self.http, self.name, self.http.post(f"{self.place}/resolve")["id"], progress)

    def agreement(self) -> dict[str, Any]:
        return self.http.get(f"{self.place}/agreement")

    def overview(self) -> dict[str, Any]:
        found = self.http.get(f"{self.place}/overview")
        until = time.monotonic() + MEASURED_SECONDS
        while found["stale"] and time.monotonic() < until:  # the server measures; wait for what is new
            time.sleep(0.2)
            found = self.http.get(f"{self.place}/overview")
        return found

    def comments(self, state: Literal["open", "resolved", "all"] = "open") -> Iterator[dict[str, Any]]:
        before: int | None = 2**53
        while before is not None:
            page = self.http.get(f"{self.place}/comments", state=state, before=before, limit=PAGE)
            for thread in page["threads"]:
                said = [{name: one[name] for name in ("name", "body", "created_at")} for one in thread["comments"]]
                same = {name: thread[name] for name in ("id", "by", "region", "resolved")}
                yield {**same, "item": int(thread["item"]), "said": said}
            before = page["before"]

    def ties(self) -> Iterator[Tie]:
        after: int | None = 0
        schema = self.schema
        while after is not None:
            page = self.http.get(f"{self.place}/adjudication", after=after, limit=PAGE)
            yield from (tie_of(schema, case) for case in page["cases"])
            after = page["after"]

    def adjudicate(self, item: Tie | int | str, labels: Labels, *, labeler: str | None = None, note: str = "") -> Whole:
        self._is_me(labeler)
        id = item.item if isinstance(item, Tie) else self._id(item)
        case = f"{self.place}/adjudication/{id}"
        body = amended(self.schema, body_of_case(self.http.get(case)), labels)
        given: dict[str, Any] = {"body": body.model_dump(mode="json"), "note": note}
        if isinstance(item, Tie) and item.resolution:
            given["seen"] = item.resolution
        self.http.post(case, given)
        return self.item(id)

    # -- out

    def release(self, *, title: str = "", names: bool = False, progress: Progress | None = None) -> dict[str, Any]:
        job = self.http.post(f"{self.place}/releases", {"title": title, "names": names})
        return running.finish(self.http, self.name, job["id"], progress).result

    def releases(self) -> list[dict[str, Any]]:
        return self.http.get(f"{self.place}/releases")

    def withdraw_release(self, number: int) -> dict[str, Any]:
        return self.http.post(f"{self.place}/releases/{number}/withdraw")

    def datasheet(self, number: int) -> dict[str, Any]:
        return self.http.get(f"{self.place}/releases/{number}")["datasheet"]

    def save_release(self, number: int, out: str | Path) -> Path:
        with tempfile.TemporaryDirectory(prefix="goldlabel-") as folder:
            packed = Path(folder) / f"{self.name}-{number}.zip"
            self.http.download(f"{self.place}/releases/{number}/file", packed)
            return place(packed, Path(out).expanduser())

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
        given: dict[str, Any] = {"format": format, "select": select, "options": dict(options or {})}
        if release is not None:
            given["release"] = release
        job = running.finish(self.http, self.name, self.http.post(f"{self.place}/exports", given)["id"], progress)
        with tempfile.TemporaryDirectory(prefix="goldlabel-") as folder:
            packed = Path(folder) / Path(job.result["file"]).name
            self.http.download(f"{self.place}/jobs/{job.id}/file", packed)
            if format == "jsonl":
                beside = packed.with_name(stem(packed.name) + SCHEMA)
                schema = self._schema_of(release)
                beside.write_text(schema.model_dump_json(indent=1, exclude_defaults=True), encoding="utf-8")
            files = deliver(packed, Path(out), move=True)
        return Exported(files, job.result["records"], job.result["annotations"], job.result["losses"])

    def _schema_of(self, release: int | None) -> Schema:
        """What was asked: today, or of a release."""
        return (
            self.schema
            if release is None
            else self.schema_version(self.datasheet(release)["project"]["schema_version"])
        )

    # -- long work

    def jobs(self, limit: int = 50) -> list[Job]:
        out: list[Job] = []
        before: int | None = None
        while len(out) < limit:
            page = self.http.get(f"{self.place}/jobs", limit=min(PAGE, limit - len(out)), before=before)
            out += [running.job_of(self.name, raw) for raw in page]
            if not page:
                break
            before = page[-1]["id"]
        return out

    def job(self, id: int) -> Job:
        return running.job_of(self.name, self.http.get(f"{self.place}/jobs/{id}"))

    def cancel(self, id: int) -> Job:
        return running.job_of(self.name, self.http.post(f"{self.place}/jobs/{id}/cancel", again=True))

    def resume(self, id: int, *, progress: Progress | None = None) -> Job:
        job = self.job(id)
        if job.state == "done":
            return job
        if job.state in ("failed", "cancelled"):
            self.http.post(f"{self.place}/jobs/{id}/resume")
        return running.finish(self.http, self.name, id, progress)

    def undo_import(self, id: int, *, progress: Progress | None = None) -> Job:
        started = self.http.post(f"{self.place}/jobs/{id}/undo")
        return running.finish(self.http, self.name, started["id"], progress)

    def rejects(self, id: int) -> Iterator[dict[str, str]]:
        for line in self.http.lines(f"{self.place}/jobs/{id}/rejects", format="jsonl"):
            raw = json.loads(line)
            yield {"where": raw["place"], "message": raw["message"], "raw": raw["row"]}
