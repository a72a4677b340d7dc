"""Plain text, held in the item's data itself."""

from collections.abc import Mapping
from typing import Any

from ..core.kind import Extent, Medium, Surface
from ..core.model import Json, unstorable
from ..core.problem import Problem


class Text(Medium):
    """Plain text, never normalised: its code points are what spans count."""

    name, surfaces = "text", (Surface.text,)

    def check(self, value: Json) -> list[Problem]:
        if not isinstance(value, str):
            return [Problem("", f"must be text, not {_kind_of(value)}")]
        if not value.strip():
            return [Problem("", "is empty; there is nothing to label")]
        found = unstorable(value)
        return [found] if found else []

    def extent(self, value: Json, info: Mapping[str, Any]) -> Extent:
        return Extent(length=len(value)) if isinstance(value, str) else Extent()


def _kind_of(value: Json) -> str:
    names: dict[type, str] = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), "nothing")
