"""OpenAPI for hot routes, which read their bodies by themselves."""

from typing import Any

from pydantic import BaseModel


def documented(body: type[BaseModel], *, key: bool = False) -> dict[str, Any]:
    """Arguments for a route's decorator: its body, and the Idempotency-Key header where it takes one."""
    schema = body.model_json_schema(ref_template="#/components/schemas/{model}")
    extra: dict[str, Any] = {
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "parameters": [
            {"name": "project", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 60}}
        ],
    }
    if key:
        extra["parameters"].append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
                "description": "Makes a retry harmless: the same key with the same body gives the first answer again.",
            }
        )
    return {"tags": ["label"], "openapi_extra": extra}
