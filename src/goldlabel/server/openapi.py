"""The API's description: `docs/openapi.json`, from which the web app's client types are made."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.openapi.utils import get_openapi

from goldlabel import __version__
from goldlabel.server.access import May
from goldlabel.server.permissions import ADMIN, ANYONE, SIGNED_IN, TABLE
from goldlabel.server.routes import all_routers
from goldlabel.server.wire import Error

BEGIN = "<!-- routes: written by `python -m goldlabel.dev.generate` -->"
END = "<!-- /routes -->"
ERRORS = {
    "401": "nobody is signed in", "403": "you may not do this", "404": "no such thing, or none that you may see",
    "409": "somebody changed it first, or it is not in a state for this", "413": "more bytes than allowed",
    "422": "the request breaks a rule; every problem is listed", "429": "asked too often; see Retry-After",
}  # fmt: skip


def build() -> dict[str, Any]:
    """The document as a dict; the same for every workspace."""
    routes = [route for router in all_routers() for route in router.routes]
    document = get_openapi(
        title="goldlabel",
        version=__version__,
        description="Raw data in, gold labels out, with proof. Every error is `{error: {message, problems?, …}}`.",
        routes=routes,
    )
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    error = Error.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(error.pop("$defs"))
    schemas["Error"] = error
    document["components"]["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": "goldlabel_…", "description": "set by signing in"},
        "token": {"type": "http", "scheme": "bearer", "description": "made under /api/tokens"},
    }
    for route in routes:
        for method in getattr(route, "methods", None) or ():
            operation = document["paths"].get(getattr(route, "path", ""), {}).get(method.lower())
            if operation is not None:
                _complete(operation, route)
    return document


def _complete(operation: dict[str, Any], route: Any) -> None:
    """Errors in our own form, who may, and a short stable name for generated clients."""
    responses = operation["responses"]
    responses.pop("422", None)
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    for status, what in ERRORS.items():
        responses[status] = {"description": what, "content": content}
    may = next(d.call for d in route.dependant.dependencies if isinstance(d.call, May))
    operation["x-permission"] = may.permission
    if ANYONE not in may.rule.roles:
        operation["security"] = [{"session": []}, *([{"token": []}] if may.rule.scopes else [])]
        operation["x-roles"] = sorted(may.rule.roles | {ADMIN})
    operation["operationId"] = route.name


@cache
def text() -> str:
    """The document as it is committed."""
    return json.dumps(build(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def page() -> str:
    """`docs/api.md` with its table of routes as they are."""
    path = Path(__file__).parents[3] / "docs/api.md"
    before, rest = path.read_text("utf-8").split(BEGIN)
    after = rest.split(END)[1]
    rows = ["| route | does | who | token scopes |", "| --- | --- | --- | --- |"]
    for address, methods in build()["paths"].items():
        for method, operation in methods.items():
            rule = TABLE[operation["x-permission"]]
            who = ", ".join(sorted(rule.roles)) + ("" if rule.roles & {ANYONE, SIGNED_IN, ADMIN} else ", admin")
            does = operation["description"].partition("\n")[0].replace("|", "\\|")
            scopes = "no token" if not rule.scopes else ", ".join(sorted(rule.scopes))
            rows.append(f"| `{method.upper()} {address}` | {does} | {who} | {scopes} |")
    return f"{before}{BEGIN}\n" + "\n".join(rows) + f"\n{END}{after}"
