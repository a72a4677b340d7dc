"""What the tests of formats share."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from goldlabel.core.record import Loss, Record, Reject
from goldlabel.core.schema import Schema
from goldlabel.formats import Source, by_name, detect
from goldlabel.formats.base import Got, ReadOptions

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


def read(path: Path, name: str = "auto", schema: Schema | None = None, **options: Any) -> list[Got]:
    with Source(path) as source:
        format = detect(source) if name == "auto" else by_name(name)
        return list(format.read(source, schema, ReadOptions(**options)))


def records(got: Iterable[Got]) -> list[Record]:
    return [part for part in got if isinstance(part, Record)]


def rejects(got: Iterable[Got]) -> list[Reject]:
    return [part for part in got if isinstance(part, Reject)]


def losses(got: Iterable[Got]) -> list[Loss]:
    return [part for part in got if isinstance(part, Loss)]


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
