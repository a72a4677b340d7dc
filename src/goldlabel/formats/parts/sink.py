"""Where output goes: a temporary place beside the target, renamed when whole; names that data cannot
steer.
"""

import gzip
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, cast

from goldlabel.core.problem import Conflict
from goldlabel.core.record import MediaFile, Record, Report

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


@contextmanager
def whole_file(out: Path) -> Generator[Path]:
    """A path to write to; after the block it is synced and takes the place of `out` at once."""
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.is_dir():
        raise Conflict(f"{out} is a folder; give the name of a file")
    temporary = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(out)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def scratch(out: Path) -> Generator[Path]:
    """A path beside the target (same disk, room to be expected) that is gone after the block."""
    out.parent.mkdir(parents=True, exist_ok=True)
    path = out.with_name(f".{out.name}.{secrets.token_hex(4)}.tmp")
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def whole_folder(out: Path) -> Generator[Path]:
    """The same for a folder. An existing one is not written over, unless it is empty."""
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Conflict(f"{out} exists; choose a new folder")
    temporary = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    temporary.mkdir()
    try:
        yield temporary
        if out.exists():
            out.rmdir()
        temporary.replace(out)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def text_out(path: Path, name: str) -> TextIO:
    """UTF-8 with line feeds as written; packed when the final name ends in .gz."""
    if name.lower().endswith(".gz"):
        return cast(TextIO, gzip.open(path, "wt", compresslevel=5, encoding="utf-8", newline=""))
    return path.open("w", encoding="utf-8", newline="")


def listed(folder: Path, report: Report, prefix: str = "") -> None:
    """Puts the files of a finished folder into the report; many of one kind as their folder."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            inside = sum(1 for part in path.rglob("*") if part.is_file())
            if inside > 20:
                report.files.append(f"{prefix}{path.name}/ ({inside:,} files)")
            else:
                listed(path, report, f"{prefix}{path.name}/")
        else:
            report.files.append(f"{prefix}{path.name}")


def safe_name(name: str, default: str = "item") -> str:
    """A plain file name from anything: no folders, no control characters, at most 120 bytes, not a device of
    Windows.
    """
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    base = re.sub(r"[^\w.\- ]+", "_", base).strip(". ") or default
    stem, dot, ending = base.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = base, ""
    if stem.lower() in _RESERVED:
        stem = f"_{stem}"
    while len(stem.encode()) > 100:
        stem = stem[:-1]
    return f"{stem}.{ending}" if ending else stem


class FlatNames:
    """File names that no two records share, also where case does not count. Costs some 100 bytes per name."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def give(self, name: str, default: str = "item") -> str:
        name = safe_name(name, default)
        stem, dot, ending = name.rpartition(".")
        if not dot:
            stem, ending = name, ""
        candidate, number = name, 2
        while (mark := hash(unicodedata.normalize("NFKC", candidate).casefold())) in self._taken:
            candidate, number = f"{stem}-{number}{dot}{ending}", number + 1
        self._taken.add(mark)
        return candidate


def called(record: Record, source: str, number: int) -> str:
    """What the file of a record is called, for a file of its own: its name, else its address or key."""
    media = record.media.get(source)
    return (media.name if media is not None else "") or pointed(record, source, number)


def pointed(record: Record, source: str, number: int) -> str:
    """Where the file of a record lies, as text in an output: the path or address in its data, else its key.

    No absolute paths and no `..`, since readers join it to a folder of theirs.
    """
    media, value = record.media.get(source), record.data.get(source)
    if not isinstance(value, str) or not value or value.startswith(("blob:", "data:")) or len(value) > 1_000:
        name = media.name if media is not None else ""
        value = record.key if record.key and record.key.endswith(name) else name or record.key or f"item_{number}"
    if value.startswith(("http://", "https://")):
        return value
    parts = [part for part in value.replace("\\", "/").split("/") if part not in ("", ".", "..") and ":" not in part]
    return "/".join(parts) or f"item_{number}"


def copy_media(media: MediaFile, to: Path) -> bool:
    """Writes the file's bytes; False when they cannot be had."""
    try:
        content = media.open()
    except (OSError, ValueError, RuntimeError, LookupError):
        return False
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_bytes(content)
    return True
