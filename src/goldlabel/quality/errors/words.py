"""Texts as sparse rows: words and pairs of neighbouring words, weighed by tf-idf, each row of length 1."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from goldlabel.quality.errors.scores import Floats, Ints

WORD = re.compile(r"\w+")
WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that leave no space between words: Thai, Lao, Burmese, Khmer, kana, Chinese."""
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
CHUNK = 1 << 20


@dataclass(frozen=True)
class Sparse:
    """Rows of a matrix, compressed: `cells[starts[i] : starts[i + 1]]` stand in `columns[…]` of row i."""

    starts: Ints
    columns: Ints
    cells: Floats
    width: int

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.starts) - 1, self.width

    @property
    def sizes(self) -> Ints:
        return self.starts[1:] - self.starts[:-1]

    def __matmul__(self, other: Floats) -> Floats:
        """The product with float[width, n]. O(cells · n), in pieces of about a million cells."""
        out = np.zeros((self.shape[0], other.shape[1]))
        filled = np.flatnonzero(self.sizes)
        begins: list[int] = self.starts[filled].tolist()
        begin = 0
        while begin < len(filled):
            first = begins[begin]
            room = first + CHUNK // int(other.shape[1])
            end = max(begin + 1, bisect_left(begins, room))
            last = int(self.starts[filled[end - 1] + 1])
            part: Floats = self.cells[first:last, None] * other[self.columns[first:last]]
            rows: Ints = filled[begin:end]
            out[rows] = np.add.reduceat(part, self.starts[rows] - first)
            begin = end
        return out

    @cached_property
    def T(self) -> "Sparse":
        order = np.argsort(self.columns, kind="stable")
        rows = np.repeat(np.arange(self.shape[0]), self.sizes)
        return Sparse(
            _starts(np.bincount(self.columns, minlength=self.width)), rows[order], self.cells[order], self.shape[0]
        )

    def take(self, rows: Ints) -> "Sparse":
        sizes = self.sizes[rows]
        starts = _starts(sizes)
        gaps: Ints = self.starts[rows] - starts[:-1]
        at = np.arange(int(starts[-1]), dtype=np.int64)
        at += np.repeat(gaps, sizes)
        return Sparse(starts, self.columns[at], self.cells[at], self.width)


def _starts(sizes: Ints) -> Ints:
    out = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=out[1:])
    return out


def normal(text: str) -> str:
    """Compatibility forms, case and runs of white space made alike; signs that are not seen left out."""
    return " ".join(UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold().split())


def words(text: str) -> Iterator[str]:
    """Words and pairs of words; where a script leaves no spaces, letters and pairs of letters."""
    before = ""
    for found in WORD.findall(normal(text)):
        for word in found if WITHOUT_SPACES.search(found) else (found,):
            yield word
            if before:
                yield f"{before} {word}"
            before = word


def tf_idf(texts: Sequence[str]) -> Sparse:
    """(1 + log count) · log(texts / texts with the word), scaled to length 1; words of one text alone are left out.

    Salton and Buckley, "Term-weighting approaches in automatic text retrieval" (1988). O(words).
    """
    places: dict[str, int] = {}
    columns: list[int] = []
    counts: list[int] = []
    starts = [0]
    for text in texts:
        own: dict[int, int] = {}
        for word in words(text):
            place = places.setdefault(word, len(places))
            own[place] = own.get(place, 0) + 1
        columns += own.keys()
        counts += own.values()
        starts.append(len(columns))
    column = np.array(columns, np.int64)
    spread = np.bincount(column, minlength=len(places))
    kept = spread[column] > 1
    place = np.cumsum(spread > 1) - 1
    cells = (1 + np.log(np.array(counts, np.float64)[kept])) * np.log(max(len(texts), 1) / spread[column[kept]])
    before = _starts(kept.astype(np.int64))[np.array(starts)]
    rows = np.repeat(np.arange(len(texts)), before[1:] - before[:-1])
    length = np.sqrt(np.bincount(rows, weights=cells**2, minlength=len(texts)))
    cells = np.divide(cells, length[rows], out=np.zeros_like(cells), where=length[rows] > 0)
    return Sparse(before, place[column[kept]], cells, int((spread > 1).sum()))
