"""Media rows: which files a project has, and as what they are served."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from goldlabel.store.tx import Tx


@dataclass(frozen=True, slots=True)
class MediaRow:
    project: int
    hash: str
    name: str
    mime: str
    size: int
    info: dict[str, Any]
    source: str | None
    created_at: int


_COLUMNS = "project, hash, name, mime, size, info, source, created_at"


def _media(row: tuple[Any, ...]) -> MediaRow:
    return MediaRow(*row[:5], info=json.loads(row[5]), source=row[6], created_at=row[7])


def add(
    tx: Tx, project: int, hash: str, name: str, mime: str, size: int, info: dict[str, Any], source: str | None
) -> bool:  # fmt: skip
    """Names a stored file in a project; False when the project has it already (the first row stays)."""
    return tx.run(
        f"INSERT INTO media ({_COLUMNS}) VALUES (:project, :hash, :name, :mime, :size, :info, :source, @now) "
        "ON CONFLICT (project, hash) DO NOTHING",
        project=project, hash=hash, name=name, mime=mime, size=size, info=json.dumps(info), source=source,
    ) > 0  # fmt: skip


def by_hash(tx: Tx, project: int, hash: str) -> MediaRow | None:
    row = tx.one(f"SELECT {_COLUMNS} FROM media WHERE project = :project AND hash = :hash", project=project, hash=hash)
    return _media(row) if row else None


def by_hashes(tx: Tx, project: int, hashes: Iterable[str]) -> dict[str, MediaRow]:
    """The project's rows for those hashes, by hash."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM media WHERE project = :project AND hash IN @in(hashes)",
        project=project, hashes=json.dumps(sorted(set(hashes))),
    )  # fmt: skip
    return {row[1]: _media(row) for row in rows}


def by_source(tx: Tx, project: int, source: str) -> MediaRow | None:
    """The file that was fetched from an address earlier."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM media WHERE project = :project AND source = :source LIMIT 1",
        project=project, source=source,
    )  # fmt: skip
    return _media(row) if row else None


def remove(tx: Tx, project: int, hash: str) -> bool:
    """Forgets a file in a project; True when no other project names it, so that its blob may go."""
    tx.run("DELETE FROM media WHERE project = :project AND hash = :hash", project=project, hash=hash)
    return tx.one("SELECT 1 FROM media WHERE hash = :hash LIMIT 1", hash=hash) is None
