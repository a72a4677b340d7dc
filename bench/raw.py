"""References: the same bytes with nothing around them, on the same disk, in the same run."""

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from bench.measure import median


def _open(folder: Path) -> sqlite3.Connection:
    db = sqlite3.connect(folder / "raw.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    return db


def executemany(source: Path, near: Path) -> float:
    """Seconds to insert the file's rows as (id, data) in one transaction."""
    rows = list(enumerate(source.read_text(encoding="utf-8").splitlines()))
    with tempfile.TemporaryDirectory(dir=near) as folder:
        db = _open(Path(folder))
        db.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, data TEXT NOT NULL)")
        start = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        db.executemany("INSERT INTO row VALUES (?, ?)", rows)
        db.execute("COMMIT")
        took = time.perf_counter() - start
        db.close()
    return took


def commits_per_second(near: Path, seconds: float = 1.5) -> float:
    """Synced commits of one small row each: what the disk gives to a single writer."""
    text = json.dumps([{"question": "class", "kind": "choice", "value": "alpha"}])
    with tempfile.TemporaryDirectory(dir=near) as folder:
        db = _open(Path(folder))
        db.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, item INT, who INT, body TEXT, at REAL)")
        count, start = 0, time.perf_counter()
        while (now := time.perf_counter()) - start < seconds:
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO answer (item, who, body, at) VALUES (?, 1, ?, ?)", (count, text, now))
            db.execute("COMMIT")
            count += 1
        db.close()
    return count / (now - start)


def dump_rates(exported: Path, near: Path, sample: int = 100_000) -> dict[str, float]:
    """Rows per second of json.dumps and of msgspec, each line by line to a synced file, of an export's own rows."""
    with exported.open("rb") as lines:
        rows: list[Any] = [msgspec.json.decode(line) for line, _ in zip(lines, range(sample), strict=False)]
    return {
        "json": _written(rows, lambda row: json.dumps(row).encode(), near),
        "msgspec": _written(rows, msgspec.json.Encoder().encode, near),
    }


def _written(rows: list[Any], encode: Callable[[Any], bytes], near: Path) -> float:
    def once() -> float:
        with tempfile.NamedTemporaryFile(dir=near) as out:
            start = time.perf_counter()
            for row in rows:
                out.write(encode(row) + b"\n")
            out.flush()
            return len(rows) / (time.perf_counter() - start)

    return median(once() for _ in range(3))


def chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
