"""A server inside that nobody outside may reach; it counts who does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Internal:
    """`/redirect?<address>` leads there; everything else answers with a secret."""

    def __init__(self) -> None:
        self.hits: list[str] = []
        self.port = 0


@contextmanager
def running() -> Iterator[Internal]:
    internal = Internal()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None: ...

        def do_GET(self) -> None:
            internal.hits.append(self.path)
            path, _, query = self.path.partition("?")
            self.send_response(302 if path == "/redirect" else 200)
            if path == "/redirect":
                self.send_header("location", query)
            self.send_header("content-length", "6")
            self.end_headers()
            self.wfile.write(b"secret")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    internal.port = server.server_address[1]
    try:
        yield internal
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
