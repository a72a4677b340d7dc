"""Around every request: host and origin checks, size limits, security headers, and no leaks from errors."""

import ipaddress
import logging
import secrets
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import msgspec
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from goldlabel.core.problem import GoldlabelError
from goldlabel.work.workspace import ServerSettings

log = logging.getLogger("goldlabel.server")

CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
HEADERS = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class BodyTooLarge(GoldlabelError):
    status = 413


class Guard:
    """ASGI middleware. `hosts` are the names that we answer to besides loopback and plain IP addresses.

    A page of another site can make a browser send requests here under a name of its own (DNS rebinding) but
    never under an IP address or `localhost`, so those need no list.
    """

    def __init__(self, app: ASGIApp, settings: ServerSettings, hosts: Iterable[str] = ()) -> None:
        self.app = app
        public = urlsplit(settings.public_url or "")
        names = [*settings.hosts, *hosts, *([public.hostname] if public.hostname else [])]
        self.hosts = {name.lower() for name in names}
        self.max_body = settings.max_body_bytes
        self.max_upload = settings.max_upload_bytes
        self.headers = list(HEADERS)
        if public.scheme == "https":
            self.headers.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = _Exchange(self, scope, receive, send)
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if refusal := self.refusal(scope, headers):
            await exchange.answer(*refusal)
            return
        try:
            await self.app(scope, exchange.receive, exchange.send)
        except BodyTooLarge as error:
            await exchange.answer(413, error.message)
        except ClientDisconnect:
            log.info("%s %s broke off", scope["method"], scope["path"])
        except Exception:
            number = secrets.token_hex(4)
            log.exception("error %s in %s %s", number, scope["method"], scope["path"])
            message = f"something went wrong on our side; the server's log has it under {number}"
            if exchange.started:
                raise
            await exchange.answer(500, message, id=number)

    def refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[int, str] | None:
        """Why the request goes no further, before any of it is looked at."""
        host = headers.get(b"host", b"").decode("latin-1")
        if not self.knows(host):
            name = host_name(host) or "none"
            return (
                421,
                f'this server does not answer to {name!r}; add it to goldlabel.toml: [server] hosts = ["{name}"]',
            )
        if scope["method"] in UNSAFE and not headers.get(b"authorization") and not from_here(headers, host):
            return 403, "this request comes from another site; open goldlabel itself and try again"
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
            return 400, "the address contains a NUL character"
        length = headers.get(b"content-length", b"0")
        if not length.isdigit():
            return 400, "the Content-Length is not a number"
        if int(length) > (limit := self.limit(scope)):
            return 413, too_large(limit)
        return None

    def knows(self, host: str) -> bool:
        name = host_name(host)
        if name is None:
            return False
        if name == "localhost" or name.endswith(".localhost") or name in self.hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def limit(self, scope: Scope) -> int:
        """Bytes of body that this request may have."""
        upload = scope["method"] == "PATCH" and "/uploads/" in scope["path"]
        return self.max_upload if upload else self.max_body


class _Exchange:
    """One request and its response, watched."""

    def __init__(self, guard: Guard, scope: Scope, receive: Receive, send: Send) -> None:
        self.guard, self.scope = guard, scope
        self._receive, self._send = receive, send
        self.started = False
        self.too_large = False
        self.got = 0

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self.got += len(message.get("body", b""))
            if self.got > (limit := self.guard.limit(self.scope)):
                self.too_large = True
                raise BodyTooLarge(too_large(limit))
        return message

    async def send(self, message: Message) -> None:
        if self.too_large:  # whatever the application makes of the broken-off body, this is the reason
            await self.answer(413, too_large(self.guard.limit(self.scope)))
            return
        await self._pass_on(message)

    async def _pass_on(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers: list[tuple[bytes, bytes]] = message.setdefault("headers", [])
            have = {name.lower() for name, _ in headers}
            headers.extend(header for header in self.guard.headers if header[0] not in have)
            if b"cache-control" not in have:
                headers.append((b"cache-control", b"no-store"))
        await self._send(message)

    async def answer(self, status: int, message: str, **more: Any) -> None:
        if self.started:
            return
        body = msgspec.json.encode({"error": {"message": message, **more}})
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        if status == 413:
            headers.append((b"connection", b"close"))
        await self._pass_on({"type": "http.response.start", "status": status, "headers": headers})
        await self._pass_on({"type": "http.response.body", "body": body})


def too_large(limit: int) -> str:
    return f"the request has more than {limit:,} bytes; send large data as an upload"


def host_name(host: str) -> str | None:
    """The name in a Host header, without port and brackets; None when it is not one."""
    try:
        parsed = urlsplit(f"//{host}")
        _ = parsed.port
    except ValueError:
        return None
    return parsed.hostname if not (parsed.username or parsed.path or parsed.query) else None


def from_here(headers: dict[bytes, bytes], host: str) -> bool:
    """Whether a state-changing request may use the cookie: sent by our own pages, or not by a browser at all."""
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in (b"same-origin", b"none")
    origin = headers.get(b"origin")
    return origin is None or urlsplit(origin.decode("latin-1")).netloc.lower() == host.lower()
