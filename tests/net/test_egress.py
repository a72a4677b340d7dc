"""The one egress client: what it refuses, whatever the spelling; rebinding, redirects, caps."""

import io
import ipaddress
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from goldlabel.core.problem import TooLarge
from goldlabel.net import Egress, FetchFailed, Policy, Refused, addresses

PUBLIC = "93.184.216.34"


class Handler(BaseHTTPRequestHandler):
    """Paths: /ok, /host, /redirect?to, /big, /slow, /zip, /echo, /missing."""

    protocol_version = "HTTP/1.1"
    hits: ClassVar[list[str]] = []

    def log_message(self, *args: Any) -> None: ...

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        Handler.hits.append(self.path)
        path, _, query = self.path.partition("?")
        if path == "/redirect":
            self.reply(302, b"", location=query)
        elif path == "/host":
            self.reply(200, self.headers["host"].encode())
        elif path == "/big":
            self.send_response(200)
            self.send_header("connection", "close")
            self.end_headers()
            try:
                for _ in range(200):
                    self.wfile.write(b"x" * 65536)
            except OSError:
                pass
            self.close_connection = True
        elif path == "/slow":
            self.send_response(200)
            self.send_header("content-length", "100")
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                pass
        elif path == "/zip":
            self.reply(200, b"\x1f\x8b", content_encoding="gzip")
        elif path == "/missing":
            self.reply(404, b"")
        else:
            self.reply(200, b"hello", content_type="text/plain; charset=utf-8")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path.startswith("/redirect"):
            self.reply(307, b"", location="/ok")
        else:
            self.reply(200, body)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def egress(*allow: str, hosts: dict[str, list[str]] | None = None, **caps: Any) -> Egress:
    """With a resolver that knows `hosts`, and reads plain addresses as the system does."""

    def resolve(name: str, port: int) -> list[str]:
        if hosts and name in hosts:
            return hosts[name]
        return [str(entry[4][0]) for entry in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]

    MADE.append(Egress(Policy.of(allow, resolve), **caps))
    return MADE[-1]


MADE: list[Egress] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    while MADE:
        MADE.pop().close()


LOCAL = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://017700000001/",
    "http://0/", "http://0.0.0.0/", "http://localhost/", "http://LOCALHOST./", "http://[::1]/", "http://[::]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b:1::10.0.0.1]/", "http://[2002:7f00:1::]/", "http://[2001:0:7f00:1::]/", "http://10.0.0.1/",
    "http://172.16.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data", "http://100.64.0.1/",
    "http://100.100.100.200/", "http://[fd00:ec2::254]/", "http://[fe80::1]/", "http://[fec0::1]/", "http://224.0.0.1/",
    "http://[ff02::1]/", "http://255.255.255.255/", "http://198.18.0.1/", "http://192.0.0.192/", "http://240.0.0.1/",
    "http://127.0.0.1:22/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
]  # fmt: skip


@pytest.mark.parametrize("url", LOCAL)
def test_addresses_that_are_not_public_are_refused_however_they_are_spelled(url: str):
    with pytest.raises(Refused):
        egress(connect_seconds=0.2).fetch(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "gopher://x/", "ftp://example.org/", "//example.org/", "/etc/passwd", "", "http://",
        "http:///x", "javascript:alert(1)", "http://user:secret@example.org/", "http://example.org@127.0.0.1/",
        "http://127.0.0.1\\@example.org/", "http://exa mple.org/", "http://\x00/",
    ],
)  # fmt: skip
def test_only_plain_web_addresses_are_taken(url: str):
    with pytest.raises(Refused):
        egress(hosts={"example.org": [PUBLIC]}).fetch(url)


def test_one_private_address_among_public_ones_is_enough():
    with pytest.raises(Refused, match=r"10\.0\.0\.1"):
        egress(hosts={"mixed.example": [PUBLIC, "10.0.0.1"]}).check("https://mixed.example/")


def test_public_addresses_pass():
    assert (
        egress(hosts={"s3.example": [PUBLIC, "2606:2800:220:1::1"]}).check("https://s3.example") == "https://s3.example"
    )


def test_the_message_names_the_way_out():
    with pytest.raises(Refused, match=r'goldlabel.toml: \[network\] allow = \["minio.internal"\]'):
        egress(hosts={"minio.internal": ["10.1.2.3"]}).check("http://minio.internal:9000")


@pytest.mark.parametrize("allow", ["127.0.0.1", "127.0.0.0/8", "localhost"])
def test_what_the_admin_allows_is_reached(port: int, allow: str):
    host = "localhost" if allow == "localhost" else "127.0.0.1"
    got = egress(allow).fetch(f"http://{host}:{port}/ok?x=1")
    assert (got.content, got.size, got.mime, got.name) == (b"hello", 5, "text/plain", "ok")


def test_allowing_a_network_does_not_allow_another():
    with pytest.raises(Refused):
        egress("10.0.0.0/8").check("http://192.168.0.1/")


def test_a_name_that_answers_differently_the_second_time_changes_nothing(port: int, monkeypatch: pytest.MonkeyPatch):
    """DNS rebinding: public when checked, loopback a moment later. We connect to what was checked."""
    asked: list[str] = []

    def rebinding(name: str, port: int) -> list[str]:
        asked.append(name)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    connected: list[str] = []

    def connect(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        connected.append(address[0])
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "create_connection", connect)
    Handler.hits.clear()
    with pytest.raises(FetchFailed):
        Egress(Policy.of((), rebinding)).fetch(f"http://rebind.example:{port}/ok")
    assert connected == [PUBLIC]
    assert Handler.hits == []
    with pytest.raises(Refused):
        Egress(Policy.of((), rebinding)).fetch(f"http://rebind.example:{port}/ok")


def test_the_host_header_keeps_the_name(port: int):
    got = egress("files.example", hosts={"files.example": ["127.0.0.1"]}).fetch(f"http://files.example:{port}/host")
    assert got.content == f"files.example:{port}".encode()


def test_redirects_are_followed_and_checked_anew(port: int):
    one = egress("files.example", hosts={"files.example": ["127.0.0.1"]})
    assert one.fetch(f"http://files.example:{port}/redirect?/ok").content == b"hello"
    for target in (f"http://127.0.0.1:{port}/ok", "http://169.254.169.254/", "file:///etc/passwd", "http://a@b/"):
        Handler.hits.clear()
        with pytest.raises(Refused):
            one.fetch(f"http://files.example:{port}/redirect?{target}")
        assert len(Handler.hits) == 1


def test_redirects_end(port: int):
    loop = "/redirect?" * 6 + "/ok"
    with pytest.raises(FetchFailed, match="more than 5"):
        egress("127.0.0.1").fetch(f"http://127.0.0.1:{port}{loop}")


def test_size_is_capped(port: int):
    with pytest.raises(TooLarge):
        egress("127.0.0.1").fetch(f"http://127.0.0.1:{port}/big", max_bytes=100_000)
    with pytest.raises(TooLarge):
        egress("127.0.0.1", max_bytes=100_000).download(f"http://127.0.0.1:{port}/big", io.BytesIO())


def test_time_is_capped(port: int):
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="longer"):
        egress("127.0.0.1", seconds=0.3).fetch(f"http://127.0.0.1:{port}/slow")
    assert time.monotonic() - started < 3


def test_compressed_answers_are_refused(port: int):
    with pytest.raises(FetchFailed, match="compressed"):
        egress("127.0.0.1").fetch(f"http://127.0.0.1:{port}/zip")


def test_errors_are_told_without_the_query(port: int):
    with pytest.raises(FetchFailed) as caught:
        egress("127.0.0.1").fetch(f"http://127.0.0.1:{port}/missing?signature=secret")
    assert "404" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_posts_go_through_the_same_rule_and_do_not_follow_redirects(port: int):
    got = egress("127.0.0.1").post(f"http://127.0.0.1:{port}/echo", {"a": 1})
    assert json.loads(got.content) == {"a": 1}
    with pytest.raises(FetchFailed, match="redirects"):
        egress("127.0.0.1").post(f"http://127.0.0.1:{port}/redirect", {})
    with pytest.raises(Refused):
        egress().post(f"http://127.0.0.1:{port}/echo", {})


def test_proxies_of_the_environment_are_not_used(port: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
    Handler.hits.clear()
    with pytest.raises((Refused, FetchFailed)):
        egress(hosts={"other.example": ["240.0.0.1"]}).fetch("http://other.example/")
    assert Handler.hits == []


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "fe80::1",
        "fc00::1",
        "::1",
    ],
)
def test_our_own_list_is_enough(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the Python at hand calls global."""
    for family in (ipaddress.IPv4Address, ipaddress.IPv6Address):
        monkeypatch.setattr(family, "is_global", property(lambda _: True))
    assert not addresses.is_public(ipaddress.ip_address(text))
    if "." in text:
        for spelled in (f"::ffff:{text}", f"64:ff9b::{text}", f"::{text}"):
            assert not addresses.is_public(ipaddress.ip_address(spelled)), spelled
