"""Label Studio as pip installs it (SQLite, its own server), on 127.0.0.1, without a person and without calls home."""

import http.client
import json
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.data import CLASSES
from bench.measure import say

VERSION = "1.23.2"
CONFIG = (
    '<View><Text name="text" value="$text"/><Choices name="c" toName="text">'
    + "".join(f'<Choice value="{name}"/>' for name in CLASSES)
    + "</Choices></View>"
)


def installed() -> Path:
    """Its program, installed once into a cache (GOLDLABEL_BENCH_CACHE, else ~/.cache/goldlabel-bench)."""
    cache = Path(os.environ.get("GOLDLABEL_BENCH_CACHE") or Path.home() / ".cache" / "goldlabel-bench")
    folder = cache / f"label-studio-{VERSION}"
    program = folder / "bin" / "label-studio"
    if not program.exists():
        say(f"installing Label Studio {VERSION} into {folder} (1 GB, some minutes)")
        subprocess.run([_python(), "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin" / "pip"), "install", "-q", f"label-studio=={VERSION}"]
        subprocess.run(["nice", "-n", "10", *pip], check=True, stdout=sys.stderr)
    return program


def _python() -> str:
    """Python 3.11, which its pinned dependencies have wheels for."""
    if sys.version_info[:2] == (3, 11):
        return getattr(sys, "_base_executable", sys.executable)
    return "python3.11"


class Client:
    """One kept connection. Acknowledges at once: its server sends head and body apart, which else costs 40 ms."""

    def __init__(self, port: int, token: str | None) -> None:
        self.headers = {"Authorization": f"Token {token}"} if token else {}
        self.port = port
        self.connection: http.client.HTTPConnection | None = None

    def call(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, http.client.HTTPMessage]:  # fmt: skip
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1800)
        try:
            self.connection.request(method, path, body, {**self.headers, **(headers or {})})
            self._acknowledge()
            reply = self.connection.getresponse()
            self._acknowledge()
            content = reply.read()
            if reply.will_close:
                self.close()
        except OSError:
            self.close()
            raise
        return reply.status, content, reply.headers

    def _acknowledge(self) -> None:
        if self.connection is not None and self.connection.sock is not None and hasattr(socket, "TCP_QUICKACK"):
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def json(self, method: str, path: str, body: Any = None) -> Any:
        raw = json.dumps(body).encode() if body is not None else None
        status, content, _ = self.call(method, path, raw, {"Content-Type": "application/json"})
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {content[:300]!r}")
        return json.loads(content) if content else None

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None


@dataclass
class LabelStudio:
    port: int
    folder: Path
    token: str

    @property
    def database(self) -> Path:
        return self.folder / "label_studio.sqlite3"

    def client(self) -> Client:
        return Client(self.port, self.token)

    def project(self) -> int:
        made = self.client().json("POST", "/api/projects", {"title": "bench", "label_config": CONFIG})
        return int(made["id"])

    def bring_in(self, project: int, tasks: list[dict[str, Any]]) -> float:
        """Seconds of an import over its API."""
        raw = json.dumps(tasks).encode()
        start = time.perf_counter()
        status, content, _ = self.client().call(
            "POST", f"/api/projects/{project}/import", raw, {"Content-Type": "application/json"}
        )
        took = time.perf_counter() - start
        if status not in (200, 201):
            raise RuntimeError(f"import: {status} {content[:300]!r}")
        with sqlite3.connect(self.database, timeout=60) as db:
            stored = db.execute("SELECT count(*) FROM task WHERE project_id = ?", (project,)).fetchone()[0]
        assert stored == len(tasks), f"{stored} of {len(tasks)} tasks are there"
        return took

    def take_out(self, project: int) -> tuple[float, int]:
        """Seconds of an export of the annotated tasks as JSON, and their number."""
        start = time.perf_counter()
        status, content, _ = self.client().call(
            "GET", f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=false"
        )
        took = time.perf_counter() - start
        if status != 200:
            raise RuntimeError(f"export: {status} {content[:300]!r}")
        return took, len(json.loads(content))

    def annotators(self, count: int) -> list[str]:
        """People who signed up; their tokens are put into the database file."""
        before = self._people()
        for _ in range(count):
            self._sign_up()
        tokens: list[str] = []
        with sqlite3.connect(self.database, timeout=60) as db:
            for person in sorted(self._people() - before):
                tokens.append(secrets.token_hex(20))
                db.execute("DELETE FROM authtoken_token WHERE user_id = ?", (person,))
                db.execute(
                    "INSERT INTO authtoken_token (key, created, user_id) VALUES (?, datetime('now'), ?)",
                    (tokens[-1], person),
                )
        assert len(tokens) == count, f"{len(tokens)} of {count} people could sign up"
        return tokens

    def _people(self) -> set[int]:
        with sqlite3.connect(self.database, timeout=60) as db:
            return {row[0] for row in db.execute("SELECT id FROM htx_user")}

    def _sign_up(self) -> None:
        client = Client(self.port, None)
        cookies = client.call("GET", "/user/signup/")[2].get_all("Set-Cookie") or []
        jar = "; ".join(cookie.split(";")[0] for cookie in cookies)
        token = dict(part.split("=", 1) for part in jar.split("; ") if "=" in part).get("csrftoken", "")
        form = {
            "csrfmiddlewaretoken": token, "email": f"w{secrets.token_hex(5)}@example.com",
            "password": secrets.token_hex(8), "allow_newsletters": "false",
        }  # fmt: skip
        headers = {
            "Cookie": jar, "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://127.0.0.1:{self.port}",
        }  # fmt: skip
        client.call("POST", "/user/signup/", urllib.parse.urlencode(form).encode(), headers)
        client.close()

    def loops(self, project: int, tokens: list[str], seconds: float, most: int) -> tuple[int, float]:
        """Next and submit by one thread per token: (loops, the seconds they took). Bounded in both."""
        done, lock = [0], threading.Lock()
        until = time.perf_counter() + seconds

        def work(token: str) -> None:
            client = Client(self.port, token)
            while time.perf_counter() < until and done[0] < most:
                try:
                    status, content, _ = client.call("GET", f"/api/projects/{project}/next")
                    if status != 200:
                        continue
                    task = json.loads(content)["id"]
                    raw = json.dumps(result(task)).encode()
                    path = f"/api/tasks/{task}/annotations"
                    status = client.call("POST", path, raw, {"Content-Type": "application/json"})[0]
                except (OSError, http.client.HTTPException):
                    continue
                with lock:
                    done[0] += status == 201
            client.close()

        start = time.perf_counter()
        threads = [threading.Thread(target=work, args=(token,)) for token in tokens]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return done[0], time.perf_counter() - start

    def over_answered(self, project: int) -> tuple[int, int]:
        """Tasks with more than the one annotation that was wanted, of those with any."""
        with sqlite3.connect(self.database, timeout=60) as db:
            counts = [
                row[0]
                for row in db.execute(
                    "SELECT count(*) FROM task_completion WHERE project_id = ? GROUP BY task_id", (project,)
                )
            ]
        return sum(count > 1 for count in counts), len(counts)


def result(number: int) -> dict[str, Any]:
    choice = {"choices": [CLASSES[number % len(CLASSES)]]}
    one = {"from_name": "c", "to_name": "text", "type": "choices", "value": choice}
    return {"result": [one], "lead_time": 1.5}


@contextmanager
def running(folder: Path) -> Iterator[LabelStudio]:
    """A server with an empty database of its own, stopped at the end."""
    folder.mkdir(parents=True)
    found = LabelStudio(_free_port(), folder, secrets.token_hex(20))
    environment = {
        **os.environ, "COLLECT_ANALYTICS": "false", "collect_analytics": "false", "LATEST_VERSION_CHECK": "false",
        "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "", "LOG_LEVEL": "ERROR", "LABEL_STUDIO_BASE_DATA_DIR": str(folder),
    }  # fmt: skip
    command = [
        str(installed()), "start", "--no-browser", "--data-dir", str(folder), "--internal-host", "127.0.0.1", "--port",
        str(found.port), "--username", "a@example.com", "--password", secrets.token_hex(8), "--user-token",
        found.token, "--enable-legacy-api-token", "--log-level", "ERROR",
    ]  # fmt: skip
    say("starting Label Studio (the first start makes its database: half a minute)")
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        _await(process, found)
        yield found
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _await(process: subprocess.Popen[bytes], server: LabelStudio) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"Label Studio ended; see {server.folder / 'server.log'}")
        try:
            if Client(server.port, None).call("GET", "/user/login/")[0] == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.2)
    raise RuntimeError("Label Studio does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
