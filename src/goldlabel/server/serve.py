"""`goldlabel serve`: the server on loopback, its job workers beside it, a one-time link to sign in by."""

import ipaddress
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn

from goldlabel.core.problem import GoldlabelError
from goldlabel.server.app import create_app
from goldlabel.server.links import link_url
from goldlabel.server.memory import settle
from goldlabel.store import people as rows
from goldlabel.store.people import Person
from goldlabel.store.tx import Tx
from goldlabel.work import people
from goldlabel.work.workspace import Workspace

log = logging.getLogger("goldlabel.server")
PORT = 8000
FIRST_ADMIN = "admin@localhost"
GRACE_SECONDS = 10
RUNNING = "server.json"
"""In the workspace while a server runs: its address and process."""


def serve(
    workspace: Workspace,
    host: str = "127.0.0.1",
    port: int = PORT,
    *,
    workers: int | None = None,
    say: Callable[[str], None] = print,
    ready: Callable[[str], None] | None = None,
    listening: socket.socket | None = None,
) -> None:
    """Serves until SIGINT or SIGTERM. `say` gets lines for the person at the console, `ready` the base address.

    Port 0 takes a free one; `listening` is one that was taken before (see `listen`). Raises GoldlabelError for an
    address that others can reach while no admin has a password, and for one that is taken.
    """
    public = not is_loopback(host)
    if public and not workspace.database.read(_has_accounts):
        raise GoldlabelError(
            f"{host} can be reached by others, and no admin has a password yet; make one with `goldlabel users add "
            "EMAIL --admin`, or serve on 127.0.0.1"
        )
    listening = listening or listen(host, port)
    base = _base(workspace, host, listening.getsockname()[1])
    crew = Workers(workspace, workspace.settings.server.workers if workers is None else workers)
    app = create_app(workspace, hosts=[host, *([socket.gethostname()] if public else [])], wake_workers=crew.wake)

    def started() -> None:
        _record(workspace, base)
        _announce(workspace, base, public, say, ready)

    server = _Server(uvicorn.Config(app, **_options(workspace)), started, app.state.context.live.close)
    try:
        with crew:
            server.run(sockets=[listening])
    finally:
        _forget(workspace)
        listening.close()


def running_base(workspace: Workspace) -> str:
    """The address of a server that runs on this workspace now, on this machine; empty when there is none."""
    try:
        known: Any = json.loads((workspace.path / RUNNING).read_text(encoding="utf-8"))
        base, pid = str(known["base"]), int(known["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return base if _alive(pid) else ""


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def _record(workspace: Workspace, base: str) -> None:
    """Leaves word of where we listen, for the links that `goldlabel users` prints."""
    file = workspace.path / RUNNING
    draft = file.with_name(f".{RUNNING}.{os.getpid()}")
    draft.write_text(json.dumps({"base": base, "pid": os.getpid()}) + "\n", encoding="utf-8")
    draft.replace(file)


def _forget(workspace: Workspace) -> None:
    """Takes our word back, not that of another server."""
    file = workspace.path / RUNNING
    with suppress(OSError, ValueError, KeyError, TypeError):
        if json.loads(file.read_text(encoding="utf-8"))["pid"] == os.getpid():
            file.unlink()


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _has_accounts(tx: Tx) -> bool:
    return any(person.admin and person.password and person.disabled_at is None for person in rows.persons(tx))


def first_admin(workspace: Workspace) -> Person:
    """The first admin, made on a workspace that has none."""

    def find(tx: Tx) -> Person:
        return rows.first_admin(tx) or people.add_person(tx, FIRST_ADMIN, "Admin", None, admin=True)

    return workspace.database.write(find)


def sign_in_link(workspace: Workspace, base: str) -> str:
    """A link that signs the first admin in, once, within 15 minutes."""
    admin = first_admin(workspace)
    return link_url(workspace, workspace.database.write(lambda tx: people.make_link(tx, admin.id, None)), base)


def listen(host: str = "127.0.0.1", port: int = PORT) -> socket.socket:
    """Bound before anything else starts, so that a taken port is said at once: raises GoldlabelError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise GoldlabelError(f"cannot listen on {host} port {port}: {error.strerror or error}; try --port 0") from error
    listening.set_inheritable(False)
    return listening


def _base(workspace: Workspace, host: str, port: int) -> str:
    if workspace.settings.server.public_url:
        return workspace.settings.server.public_url.rstrip("/")
    shown = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(host, host)
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


def _options(workspace: Workspace) -> dict[str, Any]:
    """Forwarded headers count only from proxies that the admin names: else anybody could choose their address."""
    proxies = list(workspace.settings.server.trusted_proxies)
    return {
        "proxy_headers": bool(proxies),
        "forwarded_allow_ips": proxies or [],
        "access_log": False,
        "log_level": "warning",
        "server_header": False,
        "ws": "none",
        "timeout_keep_alive": 65,
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }


def _announce(
    workspace: Workspace, base: str, public: bool, say: Callable[[str], None], ready: Callable[[str], None] | None
) -> None:
    folder = f"workspace {workspace.path}; Ctrl-C ends it"
    if public:
        say(f"goldlabel runs at {base} ({folder})")
    else:
        # Without the bare address: it leads to a password that nobody has set yet.
        say(f"sign in with this link, once, within {people.LINK_MINUTES} minutes: {sign_in_link(workspace, base)}")
        say(f"another one: goldlabel users link {first_admin(workspace).email} --workspace {workspace.path}")
        say(f"({folder})")
    if ready is not None:
        ready(base)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: Callable[[], None], ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._started, self._ending = started, ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            settle()
            self._started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending()  # streams that browsers hold open would keep us for the whole grace
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """SIGINT and SIGTERM end the server and nothing else: uvicorn would raise them again before we are through."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class Workers:
    """Job processes beside the server: started again when they die, ended with it."""

    def __init__(self, workspace: Workspace, count: int) -> None:
        self._command = [sys.executable, "-m", "goldlabel.server.worker", str(workspace.path)]
        self._count = count
        self._running: list[subprocess.Popen[bytes]] = []
        self._ending = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="goldlabel-workers", daemon=True)

    def __enter__(self) -> "Workers":
        self._running = [self._start() for _ in range(self._count)]
        self._keeper.start()
        return self

    def _start(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C at the console reaches the server alone, which then ends its workers.
        process = subprocess.Popen(self._command, stdin=subprocess.PIPE, start_new_session=True)
        assert process.stdin is not None
        os.set_blocking(process.stdin.fileno(), False)  # a worker that hangs must not hold up who wakes it
        return process

    def wake(self) -> None:
        """Has the workers look for a job now. One that cannot be told finds it by itself a little later."""
        for process in list(self._running):
            if process.stdin is not None:
                with suppress(OSError, ValueError):
                    os.write(process.stdin.fileno(), b"\n")

    def _keep(self) -> None:
        wait = 1.0
        while not self._ending.wait(wait):
            ended = [number for number, process in enumerate(self._running) if process.poll() is not None]
            wait = min(60.0, wait * 2) if ended else 1.0  # one that cannot start must not be tried all the time
            for number in ended:
                log.error("a job worker ended with code %s; starting another", self._running[number].returncode)
                self._running[number] = self._start()

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._keeper.join()
        for process in self._running:
            process.terminate()
        until = time.monotonic() + GRACE_SECONDS
        for process in self._running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdin:
                process.stdin.close()
