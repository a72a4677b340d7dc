"""One thing to label: its data, its metadata, and the hash that says whether they changed."""

from typing import Any

from pydantic import Field

from .model import Json, Model, content_hash


class Item(Model):
    """An item before it is stored. `key` is the owner's own name for it; without one, its content names it."""

    data: dict[str, Json]
    key: str | None = Field(default=None, max_length=500)
    meta: dict[str, Json] = Field(default_factory=dict)


def item_hash(data: dict[str, Any], meta: dict[str, Any]) -> str:
    """SHA-256 (hex) over data and metadata in canonical JSON: equal exactly when both are."""
    return content_hash([data, meta] if meta else [data])
