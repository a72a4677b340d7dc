"""The base of every pydantic model here, and JSON in its one canonical form."""

import hashlib
import math
from typing import Any, TypeVar, cast

import msgspec
from pydantic import BaseModel, ConfigDict, JsonValue, RootModel

from .problem import Problem

Json = JsonValue
"""Any JSON value."""

T = TypeVar("T")


class Model(BaseModel):
    """Strict by default: unknown keys and NaN are errors, and instances do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Plain(RootModel[T]):
    """A value that is a bare JSON value: `"cat"`, `3`, `["a", "b"]`."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)


_canonical = msgspec.json.Encoder(order="deterministic")


def canonical(value: Any) -> bytes:
    """JSON bytes that are equal exactly when the values are: keys sorted, no spaces, UTF-8."""
    return _canonical.encode(value)


def content_hash(value: Any) -> str:
    """SHA-256 (hex) of the canonical JSON of `value`."""
    return hashlib.sha256(canonical(value)).hexdigest()


def unstorable(value: Any, where: str = "") -> Problem | None:
    """The first thing in a JSON value that no database here keeps: NUL, NaN, infinity, a lone surrogate."""
    if isinstance(value, str):
        if "\x00" in value:
            return Problem(where, "contains a NUL character; remove it")
        try:
            value.encode()
        except UnicodeEncodeError:
            return Problem(where, "contains half of a surrogate pair; the file was cut or decoded wrongly")
    elif isinstance(value, float):
        if not math.isfinite(value):
            return Problem(where, f"is {value}; JSON has no such number, leave it empty instead")
    elif isinstance(value, dict):
        for key, part in cast(dict[str, Any], value).items():
            found = unstorable(key, f"{where}.{key!r}") or unstorable(part, f"{where}.{key}" if where else str(key))
            if found:
                return found
    elif isinstance(value, list):
        for index, part in enumerate(cast(list[Any], value)):
            if found := unstorable(part, f"{where}[{index}]"):
                return found
    return None
