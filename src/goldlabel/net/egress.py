"""The one egress client: every URL that goldlabel fetches or posts to goes through here.

Names are resolved once, the addresses checked (`addresses.Policy`), and the connection made to a checked
address: a name server that answers differently the second time changes nothing. Redirects are followed by
hand (at most 5), each hop checked anew. Only http and https; size and time are capped; proxies of the
environment are not used, since they would resolve names again.
"""

import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import unquote

import httpcore2
import httpx2

from goldlabel.core.problem import GoldlabelError, TooLarge
from goldlabel.net.addresses import Policy, Refused

REDIRECTS = 5


class FetchFailed(GoldlabelError):
    """The other side did not answer, or not with what was asked for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back. `mime` is what the other side claims; nothing may be served by it. `name` is for display."""

    url: str
    status: int
    size: int
    mime: str
    name: str
    content: bytes = b""


class _Pinned(httpcore2.NetworkBackend):
    """Connects to checked addresses only; TLS and the Host header go on seeing the name."""

    def __init__(self, policy: Policy, plain: httpcore2.NetworkBackend | None = None) -> None:
        self._policy = policy
        self._plain = plain or httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception | None = None
        for address in self._policy.addresses(host, port):
            try:
                return self._plain.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore2.ConnectError(f"no address of {host} answers")

    def connect_unix_socket(self, path: str, timeout: float | None = None, socket_options: Any = None) -> Any:
        raise Refused("unix sockets are not reached through goldlabel")


class _Transport(httpx2.HTTPTransport):
    def __init__(self, policy: Policy) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False),
            max_connections=20,
            max_keepalive_connections=10,
            keepalive_expiry=10,
            network_backend=_Pinned(policy),
        )


class Egress:
    """Shared by threads. `max_bytes` and `seconds` cap each request as a whole, redirects included."""

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        max_bytes: int = 2 << 30,
        seconds: float = 600,
        connect_seconds: float = 10,
    ) -> None:
        self.policy = policy or Policy()
        self.max_bytes = max_bytes
        self.seconds = seconds
        self._connect_seconds = connect_seconds

    @cached_property
    def _client(self) -> httpx2.Client:
        """Made on first use: certificates take longer to load than a workspace to open."""
        return httpx2.Client(
            transport=_Transport(self.policy),
            timeout=httpx2.Timeout(30, connect=self._connect_seconds),
            follow_redirects=False,
            trust_env=False,
            headers={"user-agent": "goldlabel", "accept-encoding": "identity"},
        )

    def close(self) -> None:
        if "_client" in self.__dict__:
            self._client.close()

    def check(self, url: str) -> str:
        """The URL, if it is one that may be reached; for addresses that another library will connect to.

        Raises `Refused`.
        """
        parsed = _parse(url)
        self.policy.addresses(parsed.host, parsed.port or (443 if parsed.scheme == "https" else 80))
        return url

    def fetch(self, url: str, *, max_bytes: int | None = None, headers: dict[str, str] | None = None) -> Fetched:
        """A small thing, in memory. Raises `Refused`, `FetchFailed`, `TooLarge`."""
        parts: list[bytes] = []
        with self._stream("GET", url, headers=headers) as (response, until):
            size = self._pump(response, parts.append, max_bytes or min(self.max_bytes, 64 << 20), until)
            return _fetched(response, size, b"".join(parts))

    def download(self, url: str, to: BinaryIO, *, max_bytes: int | None = None) -> Fetched:
        """Streams into an open file. Raises `Refused`, `FetchFailed`, `TooLarge`."""
        with self._stream("GET", url) as (response, until):
            return _fetched(response, self._pump(response, to.write, max_bytes or self.max_bytes, until))

    def head(self, url: str, to: BinaryIO, *, max_bytes: int, seconds: float = 20) -> tuple[Fetched, bool]:
        """The first bytes into an open file, and whether they are all. Raises `Refused`, `FetchFailed`."""
        with self._stream("GET", url, seconds=seconds) as (response, until):
            start = to.tell()
            try:
                self._pump(response, to.write, max_bytes, until)
                whole = True
            except TooLarge:
                whole = False
            return _fetched(response, to.tell() - start), whole

    def post(
        self, url: str, json: Any, *, headers: dict[str, str] | None = None, max_bytes: int = 16 << 20
    ) -> Fetched:  # fmt: skip
        """Posts JSON and reads the answer. Redirects of a POST are refused: they would move the body elsewhere."""
        parts: list[bytes] = []
        with self._stream("POST", url, headers=headers, json=json) as (response, until):
            size = self._pump(response, parts.append, max_bytes, until)
            return _fetched(response, size, b"".join(parts))

    @contextmanager
    def _stream(
        self, method: str, url: str, *, seconds: float | None = None, **request: Any
    ) -> Generator[tuple[httpx2.Response, float]]:
        """The final response, unread, and the moment at which it must be through."""
        seconds = self.seconds if seconds is None else min(seconds, self.seconds)
        until = time.monotonic() + seconds
        current = _parse(url)
        try:
            for _ in range(REDIRECTS + 1):
                with self._client.stream(method, current, **request) as response:
                    if not response.has_redirect_location:
                        if response.status_code >= 400:
                            raise FetchFailed(f"{_shown(current)} answered {response.status_code}")
                        yield response, until
                        return
                    if method != "GET":
                        raise FetchFailed(f"{_shown(current)} redirects; give the address it leads to")
                    current = _parse(str(current.join(response.headers["location"])))
                    request.pop("headers", None)  # may hold credentials that the next host must not see
                if time.monotonic() > until:
                    raise FetchFailed(f"{_shown(current)} took longer than {seconds:.0f} s")
            raise FetchFailed(f"{_shown(_parse(url))} redirects more than {REDIRECTS} times")
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError) as error:
            raise FetchFailed(f"{_shown(current)} did not answer: {error or type(error).__name__}") from error

    def _pump(self, response: httpx2.Response, write: Any, limit: int, until: float) -> int:
        if response.headers.get("content-encoding", "identity").lower() not in ("identity", ""):
            raise FetchFailed(f"{_shown(response.url)} sends compressed content although none was asked for")
        size = 0
        for chunk in response.iter_raw():
            size += len(chunk)
            if size > limit:
                raise TooLarge(f"{_shown(response.url)} is larger than {limit:,} bytes")
            if time.monotonic() > until:
                raise FetchFailed(f"{_shown(response.url)} took longer than it may")
            write(chunk)
        return size


def _parse(url: str) -> httpx2.URL:
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, UnicodeError, TypeError, ValueError) as error:
        raise Refused(f"{url[:200]!r} is not a web address") from error
    if parsed.scheme not in ("http", "https"):
        raise Refused(f"{url[:200]!r} is neither http nor https; only these are fetched")
    if parsed.userinfo:
        raise Refused("an address with a name or password before @ is not fetched; they would end up in logs")
    if not parsed.host:
        raise Refused(f"{url[:200]!r} names no host")
    return parsed


def _shown(url: httpx2.URL) -> str:
    """For messages: without query, which may hold a signature."""
    return str(url.copy_with(query=None, fragment=None))[:200]


def _fetched(response: httpx2.Response, size: int, content: bytes = b"") -> Fetched:
    mime = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    name = PurePosixPath(unquote(response.url.path)).name[:200]
    return Fetched(str(response.url), response.status_code, size, mime, name, content)
