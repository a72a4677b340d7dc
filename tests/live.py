"""A real server in a process of its own, for tests that drive it from outside (and may kill it)."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from goldlabel.server.serve import sign_in_link
from goldlabel.store.projects import ProjectRow
from goldlabel.work import people, projects
from goldlabel.work.workspace import Workspace, open_workspace

SERVE = """
import sys
from goldlabel.server.serve import serve
from goldlabel.work.workspace import open_workspace
with open_workspace(sys.argv[1], passwords={"time_cost": 1, "memory_kib": 8, "parallelism": 1}) as workspace:
    serve(workspace, port=int(sys.argv[3]), workers=int(sys.argv[2]), say=lambda _: None,
          ready=lambda base: print(base, flush=True))
"""


class Live:
    """`workspace` is the same one that the server has open, for setting things up through the verbs."""

    def __init__(self, folder: Path, workers: int = 1) -> None:
        self.workspace: Workspace = open_workspace(folder)
        self._workers, self._port = workers, 0
        self.start()

    def start(self) -> None:
        """Starts the server, at the same address as before."""
        command = [sys.executable, "-c", SERVE, str(self.workspace.path), str(self._workers), str(self._port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.base = self.process.stdout.readline().strip()
        assert self.base.startswith("http://"), "the server did not start"
        self._port = int(self.base.rsplit(":", 1)[1])

    def kill(self) -> None:
        """Like a power cut for the process."""
        self.process.send_signal(signal.SIGKILL)
        self._ended()

    def close(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self._ended()
        self.workspace.close()

    def _ended(self) -> None:
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def link(self) -> str:
        """Signs the first admin in, once."""
        return sign_in_link(self.workspace, self.base)

    def create(self, name: str, schema: dict[str, Any], **settings: Any) -> ProjectRow:
        return self.workspace.database.write(lambda tx: projects.create(tx, name, schema, settings=settings))

    def person(self, project: ProjectRow, name: str, role: Any = "annotator") -> str:
        """Somebody new in the project; their token."""

        def make(tx: Any) -> str:
            made = people.add_person(tx, f"{name}@example.org", name, None, admin=False)
            people.set_member(tx, project, made.id, role, None)
            return people.make_token(tx, made.id, "test", "all", project=project.name)[1]

        return self.workspace.database.write(make)

    def client(self, token: str) -> httpx2.Client:
        return httpx2.Client(base_url=self.base, headers={"authorization": f"Bearer {token}"}, timeout=60)


@contextmanager
def running(folder: Path, workers: int = 1) -> Iterator[Live]:
    live = Live(folder, workers)
    try:
        yield live
    finally:
        live.close()


def answer(question: str, value: Any, kind: str = "choice") -> dict[str, Any]:
    """A body with one answer about the item."""
    return {"answers": [{"question": question, "kind": kind, "value": value}]}


def ok(response: httpx2.Response) -> Any:
    """The reply's JSON; a failed test with the server's words when it refused."""
    assert response.is_success, f"{response.status_code} {response.text}"
    return response.json()
