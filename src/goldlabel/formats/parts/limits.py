"""Bounds on what a file may ask of this machine. One place, so that messages and documents agree."""

MB = 1024 * 1024

MAX_VALUE = 16 * MB
"""Bytes of one row, line, JSON value or text file read as one item."""
MAX_KEY = 500
"""Characters of an item's key (`core.item.Item.key`)."""
MAX_NAME = 1_000
"""Characters of one column's or JSON key's name."""
MAX_COLUMNS = 10_000
MAX_MEDIA = 2_048 * MB
"""Bytes of one media file."""
MAX_ENTRIES = 1_000_000
"""Files in a ZIP archive or folder."""
MAX_UNPACKED = 256 * 1024 * MB
"""Bytes that all files of an archive (or one gzip file) may unpack to."""
MAX_RATIO = 200
"""Unpacked by packed size of files that unpack to more than `RATIO_FREE` bytes; ordinary text packs to
3-20.
"""
RATIO_FREE = 16 * MB
MAX_DIRECTORY = 256 * MB
"""Bytes of a ZIP archive's own list of files, which is read into memory."""
BLOCK = MB
"""Bytes read at a time."""
CUT = 2_000
"""Characters of a rejected row that are kept."""


def size(count: float) -> str:
    """`16 MB`, `2.5 kB`: for messages."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1024 or unit == "GB":
            return f"{count:.3g} {unit}"
        count /= 1024
    raise AssertionError
