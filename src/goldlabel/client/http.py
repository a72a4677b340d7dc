"""Requests to a goldlabel server: its errors as ours, retries where a second try can do no harm."""

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import httpx2

from goldlabel.core.problem import (
    Conflict,
    Forbidden,
    GoldlabelError,
    Invalid,
    NotFound,
    Problem,
    TooLarge,
    TooMany,
    Unauthorized,
)

TRIES = 5
PATIENCE = 30.0
"""Longest wait, in seconds, that a server which asks for one is given."""
PIECE = 4 << 20
BUSY = (502, 503, 504)
KINDS: dict[int, type[GoldlabelError]] = {
    401: Unauthorized, 403: Forbidden, 404: NotFound, 409: Conflict, 413: TooLarge
}  # fmt: skip


NO_TOKEN = "this server wants a token, and GOLDLABEL_TOKEN holds none"
WRONG_TOKEN = "the server does not take the token (GOLDLABEL_TOKEN): it is wrong, ran out or was withdrawn"
GET_TOKEN = "`goldlabel users token EMAIL`, on the machine of the server, makes one"


class Http:
    def __init__(self, url: str, token: str) -> None:
        self.url = url.rstrip("/")
        headers = {"authorization": f"Bearer {token}"} if token else {}
        timeout = httpx2.Timeout(60.0, connect=10.0)
        self._client = httpx2.Client(base_url=self.url, headers=headers, timeout=timeout)

    def close(self) -> None:
        self._client.close()

    # -- requests

    def get(self, path: str, **params: Any) -> Any:
        given = {name: value for name, value in params.items() if value is not None}
        return self._send("GET", path, again=True, params=given).json()

    def content(self, path: str) -> bytes:
        return self._send("GET", path, again=True).content

    def post(self, path: str, body: Any = None, *, again: bool = False, key: str | None = None) -> Any:
        """`again`: repeating it does no harm. With an idempotency `key` nothing does."""
        headers = {"idempotency-key": key} if key else {}
        return self._send("POST", path, again=again or key is not None, json=body, headers=headers).json()

    def put(self, path: str, body: Any) -> Any:
        return self._send("PUT", path, again=True, json=body).json()

    def _send(self, method: str, path: str, *, again: bool, **given: Any) -> httpx2.Response:
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            try:
                response = self._client.request(method, path, **given)
            except httpx2.TransportError as error:
                if last or not (again or isinstance(error, httpx2.ConnectError)):
                    raise GoldlabelError(f"{self.url} does not answer: {error or type(error).__name__}") from None
                time.sleep(0.2 * 2**attempt)
                continue
            if response.is_success:
                return response
            error = error_of(response)
            if isinstance(error, TooMany) and not last and error.retry_after <= PATIENCE:
                time.sleep(error.retry_after)
            elif response.status_code in BUSY and again and not last:
                time.sleep(0.2 * 2**attempt)
            else:
                raise error
        raise AssertionError("the last try returns or raises")

    @contextmanager
    def stream(self, path: str, **params: Any) -> Generator[httpx2.Response]:
        """A response whose body is read in pieces."""
        with self._client.stream("GET", path, params=params) as response:
            if not response.is_success:
                response.read()
                raise error_of(response)
            yield response

    def lines(self, path: str, **params: Any) -> Iterator[str]:
        with self.stream(path, **params) as response:
            for line in response.iter_lines():
                if line:
                    yield line

    def download(self, path: str, out: Path) -> str:
        """Writes the body to `out`; the name that the server gives the file."""
        with self.stream(path) as response, out.open("wb") as file:
            for part in response.iter_bytes(1 << 20):
                file.write(part)
            return _name(response.headers.get("content-disposition", "")) or out.name

    # -- uploads

    def upload(self, project: str, path: Path, name: str) -> str:
        """Sends a file in pieces, going on from where it stands after a break; the upload's id."""
        uploads = f"/api/projects/{project}/uploads"
        made = self.post(uploads, {"name": name, "size": path.stat().st_size})
        place = f"{uploads}/{made['upload']}"
        with path.open("rb") as file:
            offset, failures = 0, 0
            while offset < made["size"]:
                try:
                    offset, failures = self._piece(place, file, offset), 0
                except (httpx2.TransportError, Conflict) as error:
                    failures += 1
                    if failures == TRIES:
                        raise GoldlabelError(f"the upload of {name} breaks off again and again: {error}") from None
                    time.sleep(0.2 * 2**failures)
                    offset = int(self.get(place)["offset"])
        return str(made["upload"])

    def _piece(self, place: str, file: BinaryIO, offset: int) -> int:
        file.seek(offset)
        content = file.read(PIECE)
        headers = {"upload-offset": str(offset), "content-type": "application/octet-stream"}
        response = self._client.patch(place, content=content, headers=headers)
        if not response.is_success:
            raise error_of(response)
        return int(response.json()["offset"])


def error_of(response: httpx2.Response) -> GoldlabelError:
    """The server's error as it was raised there."""
    try:
        raw: Any = response.json()["error"]
        message = str(raw["message"])
    except (ValueError, KeyError, TypeError):
        where = f"{response.request.method} {response.request.url.path}"
        return GoldlabelError(f"the server answered {where} with {response.status_code}; is it goldlabel?")
    detail = {key: part for key, part in raw.items() if key != "message"}
    if response.status_code == 422:
        listed = cast(list[dict[str, str]], raw.get("problems") or [])
        problems = [Problem(one.get("where", ""), one.get("message", "")) for one in listed]
        return Invalid(problems) if problems else Invalid(message)
    if response.status_code == 429:
        return TooMany(
            message, retry_after=float(detail.get("retry_after") or response.headers.get("retry-after") or 1)
        )
    if response.status_code == 401:
        had = "authorization" in response.request.headers
        return Unauthorized(f"{WRONG_TOKEN if had else NO_TOKEN}; {GET_TOKEN}", detail=detail)
    return KINDS.get(response.status_code, GoldlabelError)(message, detail=detail)


def _name(disposition: str) -> str:
    """The file name of a Content-Disposition, without any folder."""
    from email.message import Message

    header = Message()
    header["content-disposition"] = disposition
    return Path((header.get_filename() or "").replace("\\", "/")).name
