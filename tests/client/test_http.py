"""The client's requests against a server that misbehaves."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from goldlabel.client import connect
from goldlabel.client.http import Http
from goldlabel.core.problem import Conflict, Forbidden, GoldlabelError, Invalid, NotFound, TooMany, Unauthorized

Handler = Callable[[httpx2.Request], httpx2.Response]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


def client(handler: Handler) -> Http:
    http = Http("http://test.example/", "gl_secret")
    http._client = httpx2.Client(base_url=http.url, transport=httpx2.MockTransport(handler))
    return http


class Server:
    """Answers in the order given; remembers what it was asked."""

    def __init__(self, *replies: httpx2.Response | Exception) -> None:
        self.replies, self.asked = list(replies), list[httpx2.Request]()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply


def refusal(status: int, message: str, **detail: Any) -> httpx2.Response:
    return httpx2.Response(status, json={"error": {"message": message, **detail}})


def test_what_can_be_repeated_is_repeated() -> None:
    server = Server(httpx2.ReadError("gone"), httpx2.Response(503), httpx2.Response(200, json={"a": 1}))
    assert client(server).get("/x") == {"a": 1}
    assert len(server.asked) == 3


def test_a_submit_is_repeated_under_the_same_key() -> None:
    server = Server(httpx2.ReadTimeout("slow"), httpx2.Response(200, json={}))
    client(server).post("/submit", {"a": 1}, key="k1")
    assert [request.headers["idempotency-key"] for request in server.asked] == ["k1", "k1"]


def test_what_may_have_happened_is_not_repeated() -> None:
    server = Server(httpx2.ReadError("gone"))
    with pytest.raises(GoldlabelError, match="does not answer"):
        client(server).post("/imports", {})
    assert len(server.asked) == 1
    never_sent = Server(httpx2.ConnectError("refused"), httpx2.Response(200, json={}))
    client(never_sent).post("/imports", {})
    assert len(never_sent.asked) == 2


def test_a_server_that_stays_away_is_said_once() -> None:
    server = Server(*(httpx2.ConnectError("refused") for _ in range(9)))
    with pytest.raises(GoldlabelError, match=r"http://test.example does not answer: refused"):
        client(server).get("/x")
    assert len(server.asked) == 5


def test_a_server_that_asks_for_patience_gets_it(no_waiting: list[float]) -> None:
    server = Server(refusal(429, "too often", retry_after=7), httpx2.Response(200, json=[]))
    assert client(server).get("/x") == []
    assert no_waiting == [7]
    with pytest.raises(TooMany) as raised:
        client(Server(refusal(429, "too often", retry_after=3600))).get("/x")
    assert raised.value.retry_after == 3600


@pytest.mark.parametrize(
    ("status", "kind"), [(403, Forbidden), (404, NotFound), (409, Conflict), (400, GoldlabelError)]
)
def test_errors_are_those_that_the_server_raised(status: int, kind: type[GoldlabelError]) -> None:
    with pytest.raises(kind) as raised:
        client(Server(refusal(status, "the sentence", theirs=1))).get("/x")
    assert type(raised.value) is kind
    assert (raised.value.message, raised.value.detail["theirs"]) == ("the sentence", 1)


def test_problems_keep_their_places() -> None:
    problems = [{"where": "a", "message": "is wrong"}, {"where": "b", "message": "too"}]
    with pytest.raises(Invalid) as raised:
        client(Server(refusal(422, "all of it", problems=problems))).get("/x")
    assert [str(problem) for problem in raised.value.problems] == ["a: is wrong", "b: too"]


def test_a_stranger_at_the_address_is_named_so() -> None:
    with pytest.raises(GoldlabelError, match="is it goldlabel"):
        client(Server(httpx2.Response(404, text="<html>nginx</html>"))).get("/x")


def test_nobody_at_the_address() -> None:
    with pytest.raises(GoldlabelError, match="does not answer"):
        connect("http://127.0.0.1:9", "gl_x")


def test_an_upload_goes_on_from_where_it_broke_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goldlabel.client.http.PIECE", 10)
    path, stored, breaks = tmp_path / "data.bin", bytearray(), [True, True]
    path.write_bytes(bytes(range(35)))

    def handler(request: httpx2.Request) -> httpx2.Response:
        if request.method == "POST":
            assert json.loads(request.content) == {"name": "data.bin", "size": 35}
            return httpx2.Response(201, json={"upload": "u1", "size": 35})
        if request.method == "PATCH":
            if int(request.headers["upload-offset"]) != len(stored):
                return refusal(409, "stands elsewhere", offset=len(stored))
            stored.extend(request.content)
            if breaks and len(stored) in (20, 30):
                breaks.pop()
                raise httpx2.ReadError("the reply was lost")
        return httpx2.Response(200, json={"offset": len(stored)})

    assert client(handler).upload("p", path, "data.bin") == "u1"
    assert bytes(stored) == path.read_bytes()
    assert breaks == []


def test_an_upload_that_never_gets_through_ends(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x")

    def handler(request: httpx2.Request) -> httpx2.Response:
        if request.method == "PATCH":
            raise httpx2.WriteError("no")
        return httpx2.Response(200, json={"upload": "u", "size": 1, "offset": 0})

    with pytest.raises(GoldlabelError, match="breaks off again and again"):
        client(handler).upload("p", path, "x")


def test_a_download_takes_no_folder_from_the_server(tmp_path: Path) -> None:
    headers = {"content-disposition": 'attachment; filename="../../evil.csv"'}
    name = client(Server(httpx2.Response(200, content=b"1", headers=headers))).download("/f", tmp_path / "got")
    assert name == "evil.csv"
    assert (tmp_path / "got").read_bytes() == b"1"


@pytest.mark.parametrize(("token", "said"), [("", "GOLDLABEL_TOKEN holds none"), ("gl_x", "wrong, ran out")])
def test_a_token_that_is_not_taken_says_where_to_get_one(token: str, said: str) -> None:
    http = Http("http://test.example/", token)
    transport = httpx2.MockTransport(lambda request: refusal(401, "sign in first"))
    http._client = httpx2.Client(base_url=http.url, headers=http._client.headers, transport=transport)
    with pytest.raises(Unauthorized, match=said) as refused:
        http.get("/api/me")
    assert "GOLDLABEL_TOKEN" in str(refused.value)
    assert "goldlabel users token" in str(refused.value)
