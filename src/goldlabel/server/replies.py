"""How answers and errors look on the wire, and how hot routes read and write it."""

import logging
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar, cast

import msgspec
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from goldlabel.core.kind import problems_of
from goldlabel.core.problem import GoldlabelError, Invalid, Problem, TooMany
from goldlabel.server.access import Access, May
from goldlabel.server.wire import Out

T = TypeVar("T")
log = logging.getLogger("goldlabel.server")
BIGGEST = 2**53
Id = Annotated[int, msgspec.Meta(ge=1, le=BIGGEST)]
"""Ids in requests may be numbers or strings of digits; tasks, items and annotations go out as strings."""
_encode = msgspec.json.Encoder().encode


class Json(Response):
    """A response of bytes that are JSON already or become it here."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return content if isinstance(content, bytes) else _encode(content)


def problem_json(error: GoldlabelError) -> Json:
    headers = {"retry-after": str(int(error.retry_after))} if isinstance(error, TooMany) else None
    return Json({"error": {"message": error.message, **error.detail}}, error.status, headers)


async def decode(request: Request, type: type[T]) -> T:
    """The body as a msgspec type. Raises Invalid with the place of the first mistake."""
    raw = await request.body()
    try:
        return msgspec.json.decode(raw, type=type, strict=False)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        raise Invalid(message, where=place.rstrip("`").lstrip(".")) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"the body is not JSON: {error}") from None


class HotRoute(APIRoute):
    """A route without FastAPI's machinery: `endpoint(request, access) -> Response`, nothing else is solved.

    It is documented like any other; `access` is still its dependency, so the permission tests see it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard = next(d.call for d in self.dependant.dependencies if isinstance(d.call, May))
        endpoint = cast(Callable[[Request, Access], Awaitable[Response]], self.endpoint)

        async def run(scope: Scope, receive: Receive, send: Send) -> None:
            request = Request(scope, receive)
            response = await endpoint(request, await guard(request))
            await response(scope, receive, send)

        self.app = run


def hot_router() -> APIRouter:
    return APIRouter(route_class=HotRoute)


def add_error_handlers(app: FastAPI) -> None:
    async def ours(_: Request, error: Exception) -> Response:
        return problem_json(cast(GoldlabelError, error))

    async def invalid(_: Request, error: Exception) -> Response:
        problems: list[Problem] = []
        for detail in cast(RequestValidationError, error).errors():
            kind, *path = detail["loc"] or ("body",)
            where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
            message = str(detail["msg"]).removeprefix("Value error, ")
            problems.append(Problem(where or str(kind), message))
        return problem_json(Invalid(problems))

    async def http(_: Request, error: Exception) -> Response:
        found = cast(HTTPException, error)
        message = {404: "there is nothing at this address", 405: "this address does not take that method"}
        body = {"error": {"message": message.get(found.status_code, str(found.detail))}}
        return Json(body, found.status_code, dict(found.headers or {}))

    async def too_deep(_: Request, error: Exception) -> Response:
        return problem_json(Invalid("the body is nested too deeply"))

    async def too_big(_: Request, error: Exception) -> Response:
        return problem_json(Invalid("a number is too large to be stored"))

    async def misfit(_: Request, error: Exception) -> Response:
        """A part of the body that only the verbs know the form of: a format's options. Never an answer of ours."""
        found = cast(ValidationError, error)
        if found.title in {model.__name__ for model in Out.__subclasses__()}:
            raise error
        return problem_json(Invalid(problems_of(found)))

    app.add_exception_handler(GoldlabelError, ours)
    app.add_exception_handler(ValidationError, misfit)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RecursionError, too_deep)
    app.add_exception_handler(OverflowError, too_big)
