"""A conversation of people and machines: turns in order, held in the item's data itself."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from ..core.kind import Extent, Medium, Surface
from ..core.model import Json, unstorable
from ..core.problem import Problem

MOST = 10_000
"""Turns; more are a log, not a conversation."""
ROLE, SAID = ("role", "from", "speaker"), ("content", "value", "text")
"""What files call who speaks and what is said: chat APIs and their data sets, ShareGPT, transcripts."""


class Conversation(Medium):
    """Turns `{role, content}`; `content` is text, or the parts of a chat API, of which the text is shown."""

    name, surfaces = "conversation", cast(tuple[Surface, ...], ())

    def check(self, value: Json) -> list[Problem]:
        if not isinstance(value, list):
            return [Problem("", 'must be a list of turns, each {"role": "user", "content": "…"}')]
        if len(value) > MOST:
            return [Problem("", f"has {len(value):,} turns; at most {MOST:,} are shown")]
        for at, turn in enumerate(value):
            if not isinstance(turn, dict) or not isinstance(_first(turn, ROLE), str):
                return [Problem(f"[{at}]", f"says nobody who speaks: a turn needs {' or '.join(ROLE)}, a text")]
            if _said(turn) is None:
                return [Problem(f"[{at}]", f"says nothing: a turn needs {' or '.join(SAID)}, a text")]
        if not self.words(value):
            return [Problem("", "is empty; there is nothing to label")]
        found = unstorable(value)
        return [found] if found else []

    def extent(self, value: Json, info: Mapping[str, Any]) -> Extent:
        return Extent()

    def words(self, value: Json) -> str:
        turns = value if isinstance(value, list) else []
        return "\n".join(
            said.strip() for turn in turns if isinstance(turn, dict) and (said := _said(turn) or "").strip()
        )


def _first(turn: Mapping[str, Json], names: Sequence[str]) -> Json:
    return next((turn[name] for name in names if name in turn), None)


def _said(turn: Mapping[str, Json]) -> str | None:
    """The text of a turn; empty where it only calls tools or shows pictures; None where it is none."""
    said = _first(turn, SAID)
    if isinstance(said, list):
        parts = [part.get("text") for part in said if isinstance(part, dict)]
        return "\n".join(part for part in parts if isinstance(part, str))
    if said is None and turn.get("tool_calls"):
        return ""
    return said if isinstance(said, str) else None
