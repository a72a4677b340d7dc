"""Tables to files, whole or not at all."""

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import msgspec

from goldlabel.frames.column import text_of
from goldlabel.frames.files import ending, packed, whole

PIECE = 50_000


def write(path: Path, columns: Mapping[str, Sequence[Any]]) -> None:
    kind = ending(path)
    with whole(path) as temporary, temporary.open("wb") as raw:
        stream: Any = packed(raw, path)
        if kind in (".jsonl", ".ndjson"):
            _jsonl(stream, columns)
        elif kind in (".parquet", ".pq"):
            _parquet(stream, columns)
        else:
            _csv(stream, columns, "\t" if kind == ".tsv" else ",")
        if stream is not raw:
            stream.close()


def _csv(stream: IO[bytes], columns: Mapping[str, Sequence[Any]], delimiter: str) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(map(text_of, cells) for cells in columns.values()), strict=True))
    text.flush()
    text.detach()


def _jsonl(stream: IO[bytes], columns: Mapping[str, Sequence[Any]]) -> None:
    encode = msgspec.json.Encoder().encode
    for row in zip(*columns.values(), strict=True):
        stream.write(encode(dict(zip(columns, row, strict=True))) + b"\n")


def _parquet(stream: IO[bytes], columns: Mapping[str, Sequence[Any]]) -> None:
    """DuckDB writes it from lines of JSON: typed columns, text for what is mixed or nested."""
    import duckdb

    types = {name: _type(cells) for name, cells in columns.items()}
    with tempfile.TemporaryDirectory() as folder:
        lines, out = Path(folder, "rows.jsonl"), Path(folder, "rows.parquet")
        as_text = {n: list(map(_text, c)) if types[n] == "VARCHAR" else c for n, c in columns.items()}
        with lines.open("wb") as spool:
            _jsonl(spool, as_text)
        connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": False})
        try:
            connection.execute(
                "COPY (SELECT * FROM read_json(?, format='newline_delimited', columns=?)) "
                f"TO '{out}' (FORMAT parquet, COMPRESSION zstd)",
                [str(lines), types],
            )
        finally:
            connection.close()
        stream.write(out.read_bytes())


def _text(value: Any) -> str | None:
    return None if value is None else text_of(value)


def _type(cells: Sequence[Any]) -> str:
    kinds: set[type[Any]] = {type(cell) for cell in cells if cell is not None}
    if kinds == {bool}:
        return "BOOLEAN"
    if kinds == {int} and all(abs(cell) < 2**63 for cell in cells if cell is not None):
        return "BIGINT"
    return "DOUBLE" if kinds and kinds <= {int, float} else "VARCHAR"
