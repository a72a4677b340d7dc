"""Evidence names labelers by one word each; here the words are exchanged, for people or for a release."""

from collections.abc import Callable
from typing import Any

LISTS = ("labelers", "drawn", "not_drawn")


def labelers_in(evidence: dict[str, Any]) -> set[str]:
    """Every labeler that the evidence names."""
    found: set[str] = set()

    def note(word: str) -> str:
        found.add(word)
        return word

    rename(evidence, note)
    return found


def rename(evidence: dict[str, Any], call: Callable[[str], str]) -> dict[str, Any]:
    """The evidence with every labeler called by `call(word)`."""
    out: dict[str, Any] = {}
    for key, part in evidence.items():
        if key in LISTS:
            out[key] = [call(word) for word in part]
        elif key == "counts":
            out[key] = {call(word): count for word, count in part.items()}
        elif key == "by":
            out[key] = call(part)
        elif key in ("votes", "answers", "regions", "relations", "ties"):
            out[key] = [rename(one, call) for one in part]
        elif key == "before":
            out[key] = rename(part, call)
        else:
            out[key] = part
    return out
