"""A column of a table in dictionary form: its distinct values once, in order of first appearance, and a code per row.

Names of items and workers repeat, so this is small (8 bytes a row), quick to compare, and what the algorithms
need anyway. 1, 1.0, True and "1" are four values; NaN, NaT, None and a masked cell are one: missing (None).
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.model import canonical

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Column:
    """`values[codes[row]]` is the cell of a row; a missing cell is None."""

    values: list[Any]
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def list(self) -> list[Any]:
        """The cells, one per row."""
        values = self.values
        return [values[code] for code in self.codes.tolist()]

    def rows(self, keep: NDArray[Any]) -> "Column":
        """The same column with only some rows (mask or indices), without the values that this leaves unused."""
        codes = self.codes[keep]
        used = np.bincount(codes, minlength=len(self.values)) > 0
        if used.all():
            return Column(self.values, codes)
        values = [self.values[code] for code in np.flatnonzero(used).tolist()]
        return Column(values, (np.cumsum(used) - 1)[codes])


class _Numbers(dict[Any, int]):
    """Gives each new key the next number."""

    def __missing__(self, key: Any) -> int:
        self[key] = number = len(self)
        return number


class Coder:
    """Codes a column that comes in pieces."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._codes: list[Codes] = []

    def texts(self, cells: Sequence[str]) -> None:
        """Cells that are all text."""
        self._codes.append(np.fromiter(map(self._numbers.__getitem__, cells), np.int64, len(cells)))

    def cells(self, cells: Sequence[Any]) -> None:
        """Cells of any type."""
        keys = cells if set(map(type, cells)) <= {str} else [_key(plain(cell)) for cell in cells]
        self._codes.append(np.fromiter(map(self._numbers.__getitem__, keys), np.int64, len(cells)))

    def column(self) -> Column:
        codes = np.concatenate(self._codes) if self._codes else np.empty(0, np.int64)
        return Column([_value(key) for key in self._numbers], codes)


def _key(cell: Any) -> Any:
    """What tells a plain cell from all that are not the same."""
    if type(cell) is str:
        return cell
    return (type(cell), cell) if cell is None or isinstance(cell, (bool, int, float)) else (bytes, canonical(cell))


def _value(key: Any) -> Any:
    if type(key) is str:
        return key
    return json.loads(key[1]) if key[0] is bytes else key[1]


def plain(cell: Any) -> Any:
    """A cell as a plain JSON value: numpy's scalars and arrays become Python's, NaN becomes None."""
    if type(cell) is str or cell is None:
        return cell
    if isinstance(cell, float):
        return None if math.isnan(cell) else float(cell)
    if isinstance(cell, (bool, int)):
        return cell
    if isinstance(cell, (np.generic, np.ndarray)):
        return plain(cast(Any, cell).tolist())
    if isinstance(cell, (list, tuple, set, frozenset)):
        parts = cast(Iterable[Any], cell)
        return [plain(part) for part in (sorted(parts, key=str) if isinstance(cell, (set, frozenset)) else parts)]
    if isinstance(cell, dict):
        return {str(key): plain(part) for key, part in cast(dict[Any, Any], cell).items()}
    return None if cell != cell or str(cell) == "<NA>" else str(cell)  # pandas.NaT, pandas.NA; dates and the like


def coded(cells: Any) -> Column:
    """A column from a list, numpy array, pandas or polars Series, or Arrow array."""
    if isinstance(cells, Column):
        return cells
    if isinstance(cells, np.ma.MaskedArray):
        cells = _unmasked(cast("np.ma.MaskedArray[Any, Any]", cells))
    kind = getattr(getattr(cells, "dtype", None), "kind", None)
    if kind in ("i", "u", "b", "f"):
        return _numbers(np.asarray(cells))
    for name in ("to_list", "tolist", "to_pylist"):
        if hasattr(cells, name):
            cells = getattr(cells, name)()
            break
    coder = Coder()
    coder.cells(cast(Sequence[Any], cells) if isinstance(cells, (list, tuple)) else list(cells))
    return coder.column()


def _unmasked(cells: "np.ma.MaskedArray[Any, Any]") -> NDArray[Any]:
    masked = np.ma.getmaskarray(cells)
    if not masked.any():
        return np.asarray(cells.data)
    out = cells.data.astype(object)
    out[masked] = None
    return out


def _numbers(cells: NDArray[Any]) -> Column:
    """Of numbers, by sorting: O(rows · log rows), without an object per row."""
    missing = np.isnan(cells) if cells.dtype.kind == "f" else None
    if missing is not None and missing.any():
        whole = _numbers(cells[~missing])
        codes = np.full(len(cells), len(whole.values), np.int64)
        codes[~missing] = whole.codes
        return Column([*whole.values, None], codes)
    values, first, inverse = np.unique(cells, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return Column(values[order].tolist(), rank[inverse])


def text_of(value: Any) -> str:
    """How a value stands in a CSV file, and names from files of different types are compared: 1.0 and "1" are alike."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value) if isinstance(value, (int, float)) else canonical(value).decode()


def matched(names: Sequence[Any], known: Sequence[Any]) -> Codes:
    """For each name its place in `known`, or -1. Equal values match; else equal texts (see `text_of`)."""
    exact = {_key(value): place for place, value in enumerate(known)}
    loose: dict[str, int] = {}
    for place, value in enumerate(known):
        loose.setdefault(text_of(value), place)
    out = [exact[key] if (key := _key(name)) in exact else loose.get(text_of(name), -1) for name in names]
    return np.array(out, np.int64)
