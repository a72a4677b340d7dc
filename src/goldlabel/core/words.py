"""Words of a text, for search: the same on every database because they are cut here.

A search finds items that have all its words, in any order: words of three letters and more by their beginning,
shorter ones whole. Upper and lower case are the same; Chinese and Japanese signs are words of their own.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

MAX_TEXT = 200_000
MAX_WORD = 60
BEGINNING = 3
"""A word of a search with so many letters also finds longer ones."""
_RUN = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"[぀-ヿ㐀-䶿一-鿿豈-﫿]")


def words_of(text: str) -> set[str]:
    out: set[str] = set()
    for run in _RUN.findall(text[:MAX_TEXT].casefold()):
        if run.isascii() or not (signs := _SIGN.findall(run)):
            out.add(run[:MAX_WORD])
        else:
            out.update(signs)
            out.update(part[:MAX_WORD] for part in _SIGN.split(run) if part)
    return out


def text_of(key: str, data: Mapping[str, Any], meta: Mapping[str, Any]) -> str:
    """All that is searched of an item: its key and every text in its data and meta, but no addresses of files."""
    out = [key]
    _collect([*data.values(), *meta.values()], out)
    return "\n".join(out)


def _collect(values: Iterable[Any], out: list[str]) -> None:
    for value in values:
        if isinstance(value, str):
            if not value.startswith("blob:"):
                out.append(value)
        elif isinstance(value, Mapping):
            _collect(cast(Mapping[str, Any], value).values(), out)
        elif isinstance(value, list):
            _collect(cast(list[Any], value), out)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            out.append(str(value))


def matches(words: set[str], wanted: Iterable[str]) -> bool:
    """Whether an item with these words is found by a search for `wanted`."""
    return all(
        one in words or (len(one) >= BEGINNING and any(word.startswith(one) for word in words)) for one in wanted
    )
