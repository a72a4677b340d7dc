"""Media: files that items show. Probed, stored by content, then named by a row; served under signed addresses.

Order matters: the blob is durable before the row that names it exists, so there is never a row without its file.
"""

import hashlib
import hmac
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any, BinaryIO, cast

from goldlabel.core.kind import Catalog
from goldlabel.core.problem import Invalid, NotFound
from goldlabel.core.schema import Schema
from goldlabel.store import media
from goldlabel.store.blobs import Blobs
from goldlabel.store.database import Database
from goldlabel.store.media import MediaRow
from goldlabel.store.tx import Tx
from goldlabel.work.workspace import Workspace

BLOB = "blob:"


def keep(
    workspace: Workspace,
    project: int,
    content: bytes | Path,
    name: str,
    *,
    source: str | None = None,
    medium: str | None = None,
) -> MediaRow:
    """Stores a file for a project, once. `medium` names what it must be; without, any medium that knows it.

    Raises Invalid for a file that no medium takes: broken, foreign, too large.
    """
    info = probe(workspace.catalog, content, medium)
    hash, size = workspace.blobs.put(content)
    return workspace.database.write(
        lambda tx: add_media(tx, project, hash, shown_name(name), size=size, info=info, source=source)
    )


def fetch(workspace: Workspace, project: int, url: str, *, medium: str | None = None) -> MediaRow:
    """Stores what a web address holds, through the egress rule; an address is fetched once and pinned by hash.

    Raises Refused, FetchFailed, TooLarge, Invalid.
    """
    if known := workspace.database.read(lambda tx: media.by_source(tx, project, url)):
        return known
    with tempfile.NamedTemporaryFile(prefix="goldlabel-") as file:
        limit = min(workspace.settings.network.max_bytes, _largest(workspace.catalog, medium))
        fetched = workspace.egress.download(url, cast(BinaryIO, file), max_bytes=limit)
        file.flush()
        return keep(workspace, project, Path(file.name), fetched.name or "file", source=url, medium=medium)


def probe(catalog: Catalog, content: bytes | Path, medium: str | None = None) -> dict[str, Any]:
    """What the medium finds in a file (`mime`, `width`, …). Raises Invalid."""
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    refusal: Invalid | None = None
    for candidate in catalog.media.values():
        if not candidate.mimes or medium not in (None, candidate.name):
            continue
        if size > candidate.max_bytes:
            limit = f"{candidate.name} files may have {candidate.max_bytes:,} at the most"
            refusal = refusal or Invalid(f"has {size:,} bytes; {limit}")
            continue
        try:
            info = candidate.probe(content) if isinstance(content, bytes) else candidate.probe_file(content)
        except Invalid as error:
            refusal = refusal or error
            continue
        if info.get("mime") not in candidate.mimes:
            raise Invalid(f"is {info.get('mime')}, which {candidate.name} does not show")
        return info
    raise refusal or Invalid("no medium takes files of this kind")


def _largest(catalog: Catalog, medium: str | None) -> int:
    """Bytes that a file of the medium, or of any, may have."""
    return max(one.max_bytes for one in catalog.media.values() if one.mimes and medium in (None, one.name))


def add_media(
    tx: Tx, project: int, hash: str, name: str, *, size: int, info: dict[str, Any], source: str | None = None
) -> MediaRow:
    """Names a stored blob in a project; the caller has put it into the blobs before."""
    media.add(tx, project, hash, shown_name(name), str(info["mime"]), size, info, source)
    row = media.by_hash(tx, project, hash)
    assert row is not None
    return row


def shown_name(name: str) -> str:
    """The last part of a file's name, for people; never used as a path."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:200] or "file"


def find(tx: Tx, project: int, hash: str) -> MediaRow:
    row = media.by_hash(tx, project, hash)
    if row is None:
        raise NotFound("no such file in this project")
    return row


def used_by(
    tx: Tx, project: int, schema: Schema, catalog: Catalog, rows: Iterable[Mapping[str, Any]]
) -> dict[str, MediaRow]:
    """The files that items' data name in fields of the schema, by hash."""
    sources = file_sources(schema, catalog)
    hashes = {
        value.removeprefix(BLOB)
        for data in rows for source in sources
        if isinstance(value := data.get(source), str) and value.startswith(BLOB)
    }  # fmt: skip
    return media.by_hashes(tx, project, hashes) if hashes else {}


def file_sources(schema: Schema, catalog: Catalog) -> list[str]:
    """The keys of an item's data that hold files."""
    return [
        field.source
        for field in schema.fields
        if (medium := catalog.media.get(field.medium)) is not None and medium.mimes
    ]


# -- signed addresses


def media_url(key: bytes, project: str, hash: str, now: int, hours: int) -> str:
    """An address that shows this file of this project to whoever has it, for between `hours` and 2 × `hours`.

    The end is rounded, so that an address stays the same for a while and browsers can keep the file.
    """
    span = hours * 3600
    until = (now // 1_000_000 // span + 2) * span
    return f"/media/{project}/{hash}?e={until}&s={_signature(key, project, hash, until)}"


def check_url(key: bytes, project: str, hash: str, until: str | None, signature: str | None, now: int) -> bool:
    """Whether the signature is ours, for this project and file, and not yet over."""
    if not until or not signature or not until.isascii() or not until.isdigit() or len(until) > 12:
        return False
    right = _signature(key, project, hash, int(until))
    return hmac.compare_digest(right.encode(), signature.encode()) and int(until) > now // 1_000_000


def _signature(key: bytes, project: str, hash: str, until: int) -> str:
    return hmac.new(key, f"{project}\n{hash}\n{until}".encode(), hashlib.sha256).hexdigest()


# -- erasure


def erase(database: Database, blobs: Blobs, project: int, hash: str) -> None:
    """Removes a file from a project, and its bytes when no other project has it."""
    if database.write(lambda tx: media.remove(tx, project, hash)):
        blobs.delete(hash)
