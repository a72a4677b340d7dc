"""ZIP archives from strangers: what is refused before anything is unpacked.

Names are never used as paths of this machine; entries whose name tries (`../x`, `/etc/x`, `C:\\x`, links) are
listed as rejects. Archives that would unpack to far more than they are, that hold too many files, or whose
entries overlap (Fifield, "A better zip bomb", 2019) are refused as a whole, since none of them is honest.
"""

import stat
import struct
import zipfile
from pathlib import Path
from typing import BinaryIO

from goldlabel.core.problem import Invalid, TooLarge
from goldlabel.core.record import Reject
from goldlabel.formats.parts import limits

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")


def open_archive(path: Path, name: str) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo], list[Reject]]:
    """The archive, its usable entries sorted by name, and the entries refused by name."""
    with path.open("rb") as file:
        _check_directory(file, name)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise Invalid(f"is not a readable ZIP archive ({error}); pack it again", where=name) from None
    try:
        entries = archive.infolist()
        _check_sizes(entries, name, path.stat().st_size)
        good, rejects = _sort_out(entries, name)
    except BaseException:
        archive.close()
        raise
    return archive, good, rejects


def _check_directory(file: BinaryIO, name: str) -> None:
    """Counts from the end record (APPNOTE.TXT 6.3.10, 4.3.14-4.3.16), before the list of files is read into
    memory.
    """
    file.seek(0, 2)
    total = file.tell()
    start = max(0, total - 65_557)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise Invalid("is not a ZIP archive, or its end is missing; was the upload cut?", where=name)
    _, _, _, _, count, length, _, _ = _END.unpack_from(tail, at)
    if (count == 0xFFFF or length == 0xFFFFFFFF) and start + at >= _LOCATOR.size:
        file.seek(start + at - _LOCATOR.size)
        magic, _, offset, _ = _LOCATOR.unpack(file.read(_LOCATOR.size))
        if magic == b"PK\x06\x07" and offset + _END64.size <= total:
            file.seek(offset)
            record = _END64.unpack(file.read(_END64.size))
            count, length = record[7], record[8]
    if count > limits.MAX_ENTRIES:
        raise TooLarge(f"{name} holds {count:,} files; the limit is {limits.MAX_ENTRIES:,}. Split it")
    if length > limits.MAX_DIRECTORY:
        raise TooLarge(
            f"{name} has a list of files of {limits.size(length)}; the limit is {limits.size(limits.MAX_DIRECTORY)}"
        )


def _check_sizes(entries: list[zipfile.ZipInfo], name: str, total: int) -> None:
    if len(entries) > limits.MAX_ENTRIES:
        raise TooLarge(f"{name} holds {len(entries):,} files; the limit is {limits.MAX_ENTRIES:,}. Split it")
    unpacked = 0
    for entry in entries:
        unpacked += entry.file_size
        if entry.file_size > limits.RATIO_FREE and entry.file_size > limits.MAX_RATIO * max(entry.compress_size, 1):
            ratio = entry.file_size // max(entry.compress_size, 1)
            raise TooLarge(
                f"{name}: {entry.filename!r} would unpack to {limits.size(entry.file_size)}, {ratio:,} "
                "times its packed "
                f"size; the limit is {limits.MAX_RATIO} times. This looks like a zip bomb"
            )
    if unpacked > limits.MAX_UNPACKED:
        raise TooLarge(
            f"{name} would unpack to {limits.size(unpacked)}; the limit is {limits.size(limits.MAX_UNPACKED)}. Split it"
        )
    if unpacked > limits.RATIO_FREE and unpacked > limits.MAX_RATIO * max(total, 1):
        raise TooLarge(
            f"{name} is {limits.size(total)} and would unpack to {limits.size(unpacked)}; "
            f"the limit is {limits.MAX_RATIO} times. This looks like a zip bomb"
        )
    ends = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < ends:
            raise TooLarge(f"{name}: {entry.filename!r} overlaps another entry. This looks like a zip bomb")
        ends = entry.header_offset + entry.compress_size


def _sort_out(entries: list[zipfile.ZipInfo], name: str) -> tuple[list[zipfile.ZipInfo], list[Reject]]:
    good: dict[str, zipfile.ZipInfo] = {}
    rejects: list[Reject] = []
    for entry in entries:
        if entry.is_dir() or is_noise(entry.filename):
            continue
        why = unsafe(entry.filename)
        if stat.S_ISLNK(entry.external_attr >> 16):
            why = "is a link; pack the file itself"
        elif entry.flag_bits & 1:
            why = "is encrypted; pack it without a password"
        elif entry.filename in good:
            why = "stands twice in the archive; the first one was taken"
        if why:
            rejects.append(Reject(f"{name} entry {entry.filename!r}"[:500], why))
        else:
            good[entry.filename] = entry
    return [good[key] for key in sorted(good)], rejects


def unsafe(name: str) -> str | None:
    """What makes a file's name in an archive one to refuse, as a sentence; None when it is fine."""
    if "\x00" in name or any(ord(c) < 32 for c in name):
        return "has control characters in its name"
    if "\\" in name:
        return "has a backslash in its name; use forward slashes"
    if name.startswith("/") or (len(name) > 1 and name[1] == ":"):
        return "has an absolute path; paths must be relative"
    if any(part == ".." for part in name.split("/")):
        return "has a path that leaves the archive (..)"
    if len(name) > 1_000:
        return "has a name of more than 1,000 characters"
    return None


def is_noise(name: str) -> bool:
    """Files that systems leave behind: `__MACOSX/`, `.DS_Store`, `Thumbs.db`, hidden ones."""
    parts = name.split("/")
    hidden = any(p.startswith(".") and p not in (".", "..") for p in parts)
    return hidden or parts[0] == "__MACOSX" or parts[-1] in ("Thumbs.db", "desktop.ini")
