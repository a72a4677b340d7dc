"""gzip for JSON of more than 1 kB. Not for media, and not for what a hot route says it is not worth."""

import gzip
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SMALLEST = 1024
TYPES = (b"application/json", b"text/", b"application/javascript", b"image/svg+xml", b"application/manifest")
PLAIN = "goldlabel.plain"
"""A key of the scope: leave this answer as it is."""


class Compress:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _accepted(scope):
            await self.app(scope, receive, send)
            return
        start: Message | None = None

        async def watch(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and not scope.get(PLAIN) and _worth(message):
                start = message
                return
            if start is not None and message["type"] == "http.response.body":
                head, start = start, None
                if not message.get("more_body"):
                    message = _squeeze(head, message)
                await send(head)
            await send(message)

        await self.app(scope, receive, watch)


def _accepted(scope: Scope) -> bool:
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])


def _worth(message: Message) -> bool:
    headers: dict[bytes, bytes] = dict(message.get("headers", ()))
    return (
        message["status"] == 200
        and headers.get(b"content-type", b"").startswith(TYPES)
        and b"content-encoding" not in headers
        and int(headers.get(b"content-length", b"0")) > SMALLEST
    )


def _squeeze(head: Message, message: Message) -> Message:
    body = gzip.compress(message.get("body", b""), compresslevel=5, mtime=0)
    headers: list[tuple[bytes, bytes]] = [h for h in head["headers"] if h[0] != b"content-length"]
    headers += [
        (b"content-encoding", b"gzip"),
        (b"content-length", str(len(body)).encode()),
        (b"vary", b"accept-encoding"),
    ]
    head["headers"] = headers
    squeezed: dict[str, Any] = {**message, "body": body}
    return squeezed
