"""The rows an import left out, as a table to mend and import again: the source's own columns, then why and where."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import msgspec

WHY = (("problem", "place"), ("import problem", "import place"))
"""What the last two columns are called; the second pair where the source has one of the first itself."""
MOST_COLUMNS = 1000
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
_DELIMITERS = (",", ";", "\t", "|")

Reject = tuple[int, str, str, str]
"""(id, place, why, the row), as `store.jobs.rejects` gives them."""


def notes_of(columns: Iterable[str]) -> tuple[str, ...]:
    """The columns that such a table has besides the source's own: what an import leaves out by itself."""
    names = set(columns)
    return next((pair for pair in reversed(WHY) if names.issuperset(pair)), ())


class Mend:
    """Made for one job. `see` every row first: the header has to name all columns."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        options: dict[str, Any] = params.get("options") or {}
        self._delimiter: str | None = options.get("delimiter")
        known = [name for name in params.get("columns") or () if isinstance(name, str)]
        notes = notes_of(known)
        self._columns = dict.fromkeys(name for name in known if name not in notes)
        self._given = len(self._columns)

    def see(self, rows: Iterable[Reject]) -> None:
        for _, _, _, raw in rows:
            for name in self._values(raw):
                if len(self._columns) < MOST_COLUMNS:
                    self._columns.setdefault(name)

    def header(self) -> list[str]:
        why = next((pair for pair in WHY if not self._columns.keys() & set(pair)), WHY[-1])
        return [*self._columns, *why]

    def lines(self, rows: Iterable[Reject]) -> Iterator[list[str]]:
        for _, place, why, raw in rows:
            values = self._values(raw)
            if raw.strip() and not values:
                why = f"{why} (the row is not given here: mend it in the source)"
            yield [*(text(values.get(name)) for name in self._columns), why, place]

    def _values(self, raw: str) -> dict[str, Any]:
        """Those of an object, or the cells of a line of a table; none of what cannot be cut into columns."""
        try:
            found: Any = msgspec.json.decode(raw)
        except msgspec.DecodeError:
            found = None
        if isinstance(found, dict):
            own = cast(dict[str, Any], found)
            notes = notes_of(own)
            return {name: value for name, value in own.items() if name not in notes}
        if self._given < 2 or not raw.strip() or raw.lstrip()[:1] in "{[":
            return {}
        return self._cells(raw, list(self._columns)[: self._given])

    def _cells(self, raw: str, columns: Sequence[str]) -> dict[str, Any]:
        """Cells too many stay together in the last column."""
        cuts = [(_cut(raw, mark), mark) for mark in ([self._delimiter] if self._delimiter else _DELIMITERS)]
        cells, mark = min(cuts, key=lambda cut: (len(cut[0]) < 2, abs(len(cut[0]) - len(columns))))
        if len(cells) > len(columns):
            cells = [*cells[: len(columns) - 1], mark.join(cells[len(columns) - 1 :])]
        return dict(zip(columns, cells, strict=False))


def _cut(raw: str, mark: str) -> list[str]:
    try:
        return next(csv.reader(raw.splitlines(keepends=True), delimiter=mark))
    except (csv.Error, StopIteration):
        return []


def text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def cell(value: str) -> str:
    """Spreadsheets run cells that begin so as formulas; an apostrophe makes them text. Numbers are left alone."""
    formula = value[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(value)
    return f"'{value}" if formula else value
