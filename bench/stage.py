"""Workspaces to measure in: made through the real verbs and the real import job, served by the real server."""

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import data
from bench.measure import say

PROJECT = "bench"


@dataclass
class Stage:
    """One folder on disk for a whole run; removed at its end."""

    folder: Path
    made: dict[str, Path] = field(default_factory=dict)

    def workspace(self, count: int, **how: Any) -> Path:
        """A workspace with `count` items, made once per run and kind."""
        name = f"{count}-" + "-".join(f"{k}" for k in sorted(how))
        if name not in self.made:
            say(f"making a workspace with {count:,} items {' '.join(how)}")
            self.made[name] = self.folder / f"workspace-{name}"
            new_workspace(self.made[name], **how)
            run_import(self.made[name], data.rows_file(self.folder, count, labels=bool(how.get("labels"))))
        return self.made[name]


@contextmanager
def stage(near: Path | None) -> Iterator[Stage]:
    """`near` picks the disk; a folder in the default temporary place otherwise. Ended from outside, a bench takes
    its servers and folder with it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
    folder = Path(tempfile.mkdtemp(prefix="goldlabel-bench-", dir=near))
    try:
        yield Stage(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_workspace(folder: Path, *, indexed: bool = False, labels: bool = False) -> None:
    from goldlabel.work import projects
    from goldlabel.work.workspace import open_workspace

    settings = {"indexed": ["text"]} if indexed else {}
    with open_workspace(folder) as workspace:
        workspace.database.write(lambda tx: projects.create(tx, PROJECT, data.SCHEMA, settings=settings))


def child(*args: str | Path) -> dict[str, Any]:
    """Runs `python -m bench.child …`; what it printed."""
    command = [sys.executable, "-m", "bench.child", *map(str, args)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parent.parent)
    return json.loads(done.stdout.splitlines()[-1])


def run_import(folder: Path, source: Path) -> dict[str, Any]:
    """The import job in a process of its own: `seconds`, `peak_mib`, `result`. Fails unless all went in."""
    done = child("import", folder, source)
    assert done["state"] == "done", done
    return done


def queue_import(folder: Path, source: Path) -> int:
    """An import job for the server's worker; its id."""
    from goldlabel.store import projects
    from goldlabel.work import imports
    from goldlabel.work.workspace import open_workspace

    with open_workspace(folder) as workspace:
        return workspace.database.write(
            lambda tx: imports.start(tx, projects.by_name(tx, PROJECT), {"path": str(source)})
        )


def queue_export(folder: Path) -> int:
    from goldlabel.store import projects
    from goldlabel.work import exports
    from goldlabel.work.workspace import open_workspace

    with open_workspace(folder) as workspace:
        return workspace.database.write(lambda tx: exports.start(tx, projects.by_name(tx, PROJECT), "jsonl"))


def labelers(folder: Path, count: int, role: str = "annotator") -> list[str]:
    """New people in the project; a token for each."""
    from goldlabel.store import projects
    from goldlabel.store.tx import Tx
    from goldlabel.work import people
    from goldlabel.work.workspace import open_workspace

    def make(tx: Tx) -> str:
        name = f"w{secrets.token_hex(6)}"
        person = people.add_person(tx, f"{name}@example.org", name, None)
        people.set_member(tx, projects.by_name(tx, PROJECT), person.id, role, None)  # type: ignore[arg-type]
        return people.make_token(tx, person.id, "bench", "all")[1]

    with open_workspace(folder) as workspace:
        return [workspace.database.write(make) for _ in range(count)]


def label_many(folder: Path, token: str, count: int) -> None:
    """`count` items labeled by the owner of the token, straight through the verbs."""
    from goldlabel.store import projects, sessions
    from goldlabel.store.tx import Tx
    from goldlabel.work import label, people
    from goldlabel.work.workspace import open_workspace

    with open_workspace(folder) as workspace:
        database = workspace.database
        project = database.read(lambda tx: projects.by_name(tx, PROJECT))
        who = database.read(lambda tx: sessions.visitor_by_token(tx, people.fingerprint(token), PROJECT))
        assert who is not None

        def some(tx: Tx) -> int:
            done = 0
            for _ in range(10):
                for task in label.next_tasks(tx, project, who.labeler, 20):
                    label.submit(tx, project, who.labeler, label.Submission(task.slot.id, data.body(done)))
                    done += 1
            return done

        left = count
        while left > 0 and (done := database.bulk(some)):
            left -= done


@contextmanager
def server(folder: Path, workers: int = 0) -> Iterator["Served"]:
    """`goldlabel serve` on a free port of 127.0.0.1."""
    command = [sys.executable, "-m", "goldlabel", "serve", "--port", "0", "--workers", str(workers)]
    process = subprocess.Popen(
        [*command, "--workspace", str(folder)], stdout=subprocess.PIPE, start_new_session=True, text=True
    )
    assert process.stdout is not None
    try:
        port = 0
        for line in process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                port = int(found[1])
                break
        if not port:
            raise RuntimeError("the server did not start")
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield Served(port, process.pid, folder)
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


@dataclass(frozen=True)
class Served:
    port: int
    pid: int
    folder: Path

    def job(self, id: int) -> Any:
        import sqlite3

        with sqlite3.connect(f"file:{self.folder / 'goldlabel.db'}?mode=ro", uri=True) as db:
            return db.execute("SELECT state, done FROM job WHERE id = ?", (id,)).fetchone()

    def wait(self, id: int, seconds: float = 1800) -> str:
        until = time.monotonic() + seconds
        while (state := self.job(id)[0]) in ("waiting", "running") and time.monotonic() < until:
            time.sleep(0.1)
        return state
