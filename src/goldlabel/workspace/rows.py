"""Tables in memory as JSON Lines, the form in which they go through an import like any file."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import msgspec

from goldlabel.core.model import unstorable
from goldlabel.core.problem import Invalid

CHUNK = 10_000
_encode = msgspec.json.Encoder(enc_hook=lambda value: _plain(value)).encode


def write_rows(source: Any, out: Path) -> int:
    """Writes rows or a table to `out`; how many rows. Raises Invalid for what is neither.

    What no database keeps (NaN in a row, NUL) is written so that the import refuses that row by its line.
    In a table NaN is how a missing cell looks, so it is left empty.
    """
    count = 0
    with out.open("wb") as file:
        for line in lines_of(source):
            file.write(line)
            file.write(b"\n")
            count += 1
    return count


def lines_of(source: Any) -> Iterator[bytes]:
    if isinstance(source, Mapping):
        columns = cast(Mapping[Any, Any], source)
        yield from _from_columns({str(name): column for name, column in columns.items()})
    elif hasattr(source, "columns") or hasattr(source, "column_names"):
        yield from _from_frame(source)
    elif isinstance(source, Iterable) and not isinstance(source, (str, bytes)):
        for number, row in enumerate(cast(Iterable[Any], source), 1):
            if not isinstance(row, Mapping):
                raise Invalid(f"must be an object, not {type(row).__name__}", where=f"row {number}")
            yield _line(dict(cast(Mapping[str, Any], row)))
    else:
        kind = type(source).__name__
        raise Invalid(f"cannot add {kind}: give a path, an address, a list of dicts, a dict of columns or a data frame")


def _line(row: dict[str, Any]) -> bytes:
    """JSON of a row. NaN and lone surrogates stay visible for the reader to refuse."""
    if unstorable(row) is None:
        return _encode(row)
    return json.dumps(row, default=_plain).encode()


def _from_frame(frame: Any) -> Iterator[bytes]:
    """pandas, polars, Arrow: by chunks, so that memory stays flat."""
    names = [str(name) for name in getattr(frame, "column_names", None) or frame.columns]
    cut: Any = frame.iloc if hasattr(frame, "iloc") else frame
    for start in range(0, len(frame), CHUNK):
        part = cut[start : start + CHUNK]
        yield from _from_columns({name: part[name] for name in names})


def _from_columns(columns: Mapping[str, Any]) -> Iterator[bytes]:
    lists = {name: _values(column) for name, column in columns.items()}
    lengths = {name: len(values) for name, values in lists.items()}
    if len(set(lengths.values())) > 1:
        raise Invalid(f"the columns have different lengths: {lengths}")
    for cells in zip(*lists.values(), strict=True):
        yield _encode(dict(zip(lists, cells, strict=True)))  # msgspec writes NaN as null


def _values(column: Any) -> list[Any]:
    for way in ("tolist", "to_list", "to_pylist"):
        if hasattr(column, way):
            return getattr(column, way)()
    return list(column)


def _plain(value: Any) -> Any:
    """What numpy and pandas put into cells, as plain values; missing cells as None."""
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if hasattr(value, "tolist"):
        return value.tolist()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise Invalid(f"a cell holds {type(value).__name__}, which is no JSON value")
