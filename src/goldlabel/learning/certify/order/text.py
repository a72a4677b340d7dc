"""A short vector for each text: latent semantic analysis (TF-IDF, truncated SVD), in NumPy alone.

S. Deerwester et al., "Indexing by latent semantic analysis", JASIS 41 (1990); the SVD by random projection of
N. Halko, P.-G. Martinsson and J. Tropp, SIAM Review 53 (2011), algorithm 4.4.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldlabel.learning.certify.draw import keys

Floats = NDArray[np.float64]
WORD = re.compile(r"\w+")
MOST_WORDS = 20_000
SIZE = 50
"""Chosen by looking at the stance set: 20 to 100 differ by under a point there."""
PIECE = 200_000
"""Entries that are multiplied at a time."""


@dataclass(frozen=True)
class _Sparse:
    """Rows of (column, weight): compressed sparse rows."""

    starts: NDArray[np.int64]
    column: NDArray[np.int64]
    weight: Floats
    columns: int

    def row(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def times(self, dense: Floats) -> Floats:
        return self._add(self.row(), self.column, dense, len(self.starts) - 1)

    def transposed_times(self, dense: Floats) -> Floats:
        return self._add(self.column, self.row(), dense, self.columns)

    def _add(self, into: NDArray[np.int64], of: NDArray[np.int64], dense: Floats, rows: int) -> Floats:
        out = np.zeros((rows, dense.shape[1]))
        for at in range(dense.shape[1]):
            out[:, at] = np.bincount(into, self.weight * dense[of, at], rows)
        return out


def vectors(texts: Sequence[str], size: int = SIZE) -> Floats:
    """float[texts, size or fewer]; rows of mean square length 1. Deterministic. O(words · size)."""
    sparse = _weights(texts)
    size = min(size, sparse.columns, len(texts))
    if not size:
        return np.zeros((len(texts), 0))
    wide = min(size + 10, sparse.columns)
    random = keys(0, "text", "projection", sparse.columns * wide)
    basis = np.where(random >> np.uint64(63), 1.0, -1.0).reshape(sparse.columns, wide)
    for _ in range(3):
        basis = np.linalg.qr(sparse.transposed_times(np.linalg.qr(sparse.times(basis))[0]))[0]
    left, values, _ = np.linalg.svd(sparse.times(basis), full_matrices=False)
    out = left[:, :size] * values[:size]
    length = float(np.sqrt((out**2).sum(axis=1).mean()))
    return out / length if length else out


def _weights(texts: Sequence[str]) -> _Sparse:
    """TF-IDF, (1 + log tf) · (1 + log((1 + n) / (1 + df))), rows of length 1; words of one text alone are left out."""
    counts = [Counter(WORD.findall(text.casefold())) for text in texts]
    seen = Counter[str]()
    for each in counts:
        seen.update(each.keys())
    common = sorted((word for word, times in seen.items() if times > 1), key=lambda word: (-seen[word], word))
    number = {word: at for at, word in enumerate(common[:MOST_WORDS])}
    column: list[int] = []
    times: list[int] = []
    starts = [0]
    for each in counts:
        for word in sorted(each):
            if word in number:
                column.append(number[word])
                times.append(each[word])
        starts.append(len(column))
    documents = np.array([seen[word] for word in number], np.float64)
    rarity = 1.0 + np.log((1.0 + len(texts)) / (1.0 + documents))
    columns = np.array(column, np.int64)
    weight = (1.0 + np.log(np.array(times, np.float64))) * rarity[columns]
    sparse = _Sparse(np.array(starts, np.int64), columns, weight, len(number))
    length = np.sqrt(np.bincount(sparse.row(), weight**2, len(texts)))
    return _Sparse(sparse.starts, columns, weight / length[sparse.row()], len(number))
