"""The shape of a certificate's document: which keys there are, and of what kind."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from goldlabel.core.problem import Problem
from goldlabel.formats.parts.plain import is_list, is_number, is_object
from goldlabel.learning.certify.certificate import unpacked


@dataclass(frozen=True)
class _Sort:
    named: str
    holds: Callable[[Any], bool]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


_COUNT = _Sort("a number of items", _is_count)
_NUMBER = _Sort("a number", is_number)
_TEXT = _Sort("text", lambda value: isinstance(value, str))
_FLAG = _Sort("true or false", lambda value: isinstance(value, bool))
_OBJECT = _Sort("an object", is_object)
_MAYBE_OBJECT = _Sort("an object or null", lambda value: value is None or is_object(value))
_LIST = _Sort("a list", is_list)
_ROWS = _Sort("a list of objects", lambda value: is_list(value) and all(is_object(one) for one in value))
_ANY = _Sort("anything", lambda value: True)

_WHOLE = {
    "hash": _TEXT,
    "items": _COUNT,
    "oracle_labels_used": _COUNT,
    "not_asked": _COUNT,
    "target_error": _NUMBER,
    "confidence": _NUMBER,
    "reached": _FLAG,
    "claim": _TEXT,
    "request": _OBJECT,
    "hashes": _OBJECT,
    "parts": _ROWS,
    "expert": _MAYBE_OBJECT,
}
_PART = {
    "slice": _ANY,
    "items": _COUNT,
    "alpha": _NUMBER,
    "unit": _NUMBER,
    "reached": _FLAG,
    "why": _TEXT,
    "frozen": _TEXT,
    "pilot": _ROWS,
    "population": _TEXT,
    "plan": _MAYBE_OBJECT,
    "sample": _ROWS,
    "region": _OBJECT,
}
_ROW = {"item": _TEXT, "model": _ANY, "expert": _ANY, "inside": _FLAG}
_INSIDE: dict[str, dict[str, _Sort]] = {
    "request": {"seed": _NUMBER, "loss": _TEXT, "bounds": _LIST, "rule": _TEXT},
    "hashes": {"labels": _TEXT, "predictions": _TEXT},
    "expert": {"checked": _COUNT, "wrong": _COUNT, "confidence": _NUMBER},
}


def misshapen(told: dict[str, Any]) -> Iterator[Problem]:
    """Keys that are missing or hold something of another kind. Empty: every key that is always there can be read."""
    yield from _keys(told, _WHOLE, "")
    for name, sorts in _INSIDE.items():
        if is_object(inner := told.get(name)):
            yield from _keys(inner, sorts, f"{name}.")
    parts = told.get("parts")
    for at, part in enumerate(parts if is_list(parts) else []):
        if is_object(part):
            yield from _part(part, f"parts[{at}].")


def _part(part: dict[str, Any], place: str) -> Iterator[Problem]:
    yield from _keys(part, _PART, place)
    if is_object(region := part.get("region")):
        yield from _keys(region, {"items": _COUNT, "accepted": _COUNT}, f"{place}region.")
    for name in ("pilot", "sample"):
        rows = part.get(name)
        for at, row in enumerate(rows if is_list(rows) else []):
            if is_object(row):
                yield from _keys(row, _ROW, f"{place}{name}[{at}].")
    if isinstance(part.get("population"), str) and _is_count(part.get("items")):
        try:
            unpacked(part["population"], part["items"])
        except ValueError:
            yield Problem("", f'is damaged: "{place}population" is not a packed set of items')


def _keys(told: Mapping[str, Any], sorts: Mapping[str, _Sort], place: str) -> Iterator[Problem]:
    for name, sort in sorts.items():
        if name not in told:
            yield Problem("", f'is damaged: lacks "{place}{name}"')
        elif not sort.holds(told[name]):
            shown = repr(told[name])
            yield Problem(
                "", f'is damaged: "{place}{name}" is {shown if len(shown) < 40 else "something else"}, not {sort.named}'
            )
