"""The tokeniser of formats that need words: stated here, the same on every machine.

A word is a run of letters, digits, underscores and the marks that combine with them, with inner apostrophes
(`don't`); any other visible character is a word of its own, an emoji with all that modifies or joins it.
"""

import re
import unicodedata
from functools import cache

Token = tuple[int, int]
"""Start and end (exclusive) in code points."""


@cache
def _pattern() -> re.Pattern[str]:
    marks = "".join(
        f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _runs() if not chr(first).isspace()
    )
    modifiers = f"{marks}\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u20e3"
    word = rf"[\w{marks}\u200c\u200d]+(?:['’][\w{marks}\u200c\u200d]+)*"
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    symbol = rf"[^\w\s][{modifiers}]*(?:\u200d[^\w\s][{modifiers}]*)*"
    return re.compile(f"{word}|{flag}|{symbol}")


def _runs() -> list[tuple[int, int]]:
    """Ranges of combining characters (categories Mn, Mc, Me) up to the last assigned plane with any."""
    out: list[tuple[int, int]] = []
    for code in (*range(0x300, 0x1F000), *range(0xE0100, 0xE01F0)):
        if unicodedata.category(chr(code))[0] == "M":
            if out and out[-1][1] == code - 1:
                out[-1] = (out[-1][0], code)
            else:
                out.append((code, code))
    return out


def tokens(text: str) -> list[Token]:
    return [match.span() for match in _pattern().finditer(text)]


def covering(words: list[Token], start: int, end: int) -> tuple[int, int] | None:
    """First and last (exclusive) of the words that a span touches; None when it touches none."""
    inside = [index for index, (left, right) in enumerate(words) if right > start and left < end]
    return (inside[0], inside[-1] + 1) if inside else None
