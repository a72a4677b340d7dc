"""Texts as words that can be compared: what a word is, and how it is written again."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

# Han, kana and Thai-like scripts put no space between words; each of their characters is a word here
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
PIECES = re.compile(rf"[{UNSPACED}]|[^\s{UNSPACED}]+")
ALONE = re.compile(rf"[{UNSPACED}]")
SILENT = re.compile(r"[^\w']+")


class Word(NamedTuple):
    key: str
    """What is compared: without case and punctuation."""
    written: str


def words_of(text: str) -> tuple[Word, ...]:
    """Pieces between spaces; a piece of punctuation alone is no word, but stays written with the word before it."""
    out: list[Word] = []
    for piece in PIECES.findall(text):
        key = SILENT.sub("", unicodedata.normalize("NFKC", piece).casefold().replace("\u2019", "'")).strip("'_")
        if key:
            out.append(Word(key, piece))
        elif out:
            space = "" if ALONE.fullmatch(out[-1].written) else " "
            out[-1] = Word(out[-1].key, out[-1].written + space + piece)
    return tuple(out)


def joined(written: Sequence[str]) -> str:
    out: list[str] = []
    for piece in written:
        if out and not (ALONE.match(out[-1][-1]) or ALONE.match(piece[0])):
            out.append(" ")
        out.append(piece)
    return "".join(out)
