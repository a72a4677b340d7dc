"""A lean load generator: many keep-alive connections in one thread, because it shares two cores with the server."""

import heapq
import selectors
import socket
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

Reply = tuple[int, bytes, float]
"""Status, body, seconds from the first byte sent to the last received."""
Script = Generator["bytes | float", Reply, None]
"""What one client does: yields a request and gets its reply, or yields seconds to wait."""


def request(method: str, path: str, token: str, body: bytes = b"", extra: str = "") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n{extra}"
    if body or method != "GET":
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


@dataclass(slots=True)
class _Client:
    script: Script
    connection: socket.socket
    sent: float = 0.0
    got: bytearray = field(default_factory=bytearray)
    head: int = 0
    length: int = 0


class Load:
    """Runs the scripts against 127.0.0.1 until all have ended or the time is up (then open replies are awaited)."""

    def __init__(self, port: int, scripts: Sequence[Script], seconds: float) -> None:
        self.selector = selectors.DefaultSelector()
        self.until = time.perf_counter() + seconds
        self.waiting: list[tuple[float, int]] = []
        self.clients = [_Client(script, _connect(port)) for script in scripts]
        self.open = 0

    def run(self) -> float:
        """The seconds that it took."""
        start = time.perf_counter()
        try:
            for number, client in enumerate(self.clients):
                self.selector.register(client.connection, selectors.EVENT_READ, number)
                self._go_on(number, None)
            while self.open or self.waiting:
                self._turn()
        finally:
            self.selector.close()
            for client in self.clients:
                client.script.close()
                client.connection.close()
        return time.perf_counter() - start

    def _turn(self) -> None:
        pause = 1.0
        if self.waiting:
            pause = max(0.0, self.waiting[0][0] - time.perf_counter())
        for key, _ in self.selector.select(pause):
            self._receive(key.data)
        now = time.perf_counter()
        while self.waiting and self.waiting[0][0] <= now:
            self._go_on(heapq.heappop(self.waiting)[1], (0, b"", 0.0))

    def _go_on(self, number: int, reply: Reply | None) -> None:
        client = self.clients[number]
        try:
            step = next(client.script) if reply is None else client.script.send(reply)
        except StopIteration:
            return
        now = time.perf_counter()
        if now >= self.until:
            client.script.close()
        elif not isinstance(step, bytes):
            heapq.heappush(self.waiting, (now + step, number))
        else:
            client.got.clear()
            client.head, client.sent = 0, now
            client.connection.sendall(step)
            self.open += 1

    def _receive(self, number: int) -> None:
        client = self.clients[number]
        part = client.connection.recv(262_144)
        if not part:
            raise ConnectionError("the server closed the connection")
        client.got += part
        if not client.head:
            end = client.got.find(b"\r\n\r\n")
            if end < 0:
                return
            client.head = end + 4
            head = bytes(client.got[:end]).lower()
            at = head.find(b"content-length:")
            client.length = int(head[at + 15 :].split(b"\r\n", 1)[0])
        if len(client.got) >= client.head + client.length:
            self.open -= 1
            took = time.perf_counter() - client.sent
            self._go_on(number, (int(client.got[9:12]), bytes(client.got[client.head :]), took))


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=60)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def once(port: int, message: bytes) -> Reply:
    """A single request."""
    replies: list[Reply] = []

    def script() -> Script:
        replies.append((yield message))

    Load(port, [script()], 600).run()
    return replies[0]
