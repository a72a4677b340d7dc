"""Files as streams of bytes: gzipped or not by the ending, with errors that name the file."""

import gzip
import os
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from goldlabel.core.problem import Invalid
from goldlabel.frames.table import ENDINGS

GZIP = b"\x1f\x8b"


def ending(path: Path) -> str:
    """`.csv` of answers.csv.gz. Raises Invalid for one that is not known."""
    name = path.name.lower().removesuffix(".gz")
    found = next((known for known in ENDINGS if name.endswith(known)), None)
    if found is None:
        raise Invalid(f"ends in none of {', '.join(ENDINGS)} (each also with .gz)", where=str(path))
    return found


def zipped(path: Path) -> bool:
    return path.name.lower().endswith(".gz")


@contextmanager
def opened(path: Path) -> Generator[IO[bytes]]:
    """The unpacked bytes. Raises Invalid for a file that is missing or whose packing is broken, also while reading."""
    try:
        with path.open("rb") as raw:
            if not zipped(path):
                yield raw
                return
            if (head := raw.read(2)) != GZIP:
                wrong = "is empty" if not head else "is not gzip, though its name ends in .gz; rename it or pack it"
                raise Invalid(wrong, where=str(path))
            raw.seek(0)
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield cast(IO[bytes], unpacked)
    except FileNotFoundError:
        raise Invalid("there is no such file", where=str(path)) from None
    except IsADirectoryError:
        raise Invalid("is a folder, not a file", where=str(path)) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Invalid(f"is broken or cut gzip ({error}); pack it again", where=str(path)) from None
    except PermissionError:
        raise Invalid("may not be read by you", where=str(path)) from None


@contextmanager
def whole(path: Path) -> Generator[Path]:
    """A file beside `path` to write into; it takes its name when all went well, and is deleted otherwise."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
        temporary.replace(path)
    except FileNotFoundError:
        raise Invalid("its folder does not exist", where=str(path)) from None
    except IsADirectoryError:
        raise Invalid("is a folder, not a file", where=str(path)) from None
    except PermissionError:
        raise Invalid("may not be written by you", where=str(path)) from None
    finally:
        temporary.unlink(missing_ok=True)


def packed(raw: IO[bytes], path: Path) -> Any:
    """A stream that packs where the path says so; the same bytes for the same content (no time stamp)."""
    return gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) if zipped(path) else raw
