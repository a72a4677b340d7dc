"""Text files as lines: encodings found out, wrong ones named with byte and line, lines of bounded length.

Everything is brought to UTF-8 bytes first (UTF-8 itself is passed through), then cut at line feeds alone, so
that
carriage returns, form feeds and U+2028 stay what they are in the data.
"""

import codecs
import io
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from goldlabel.core.problem import Invalid
from goldlabel.formats.parts import limits
from goldlabel.formats.parts.source import File

_SAMPLE = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@contextmanager
def utf8(file: File, encoding: str | None) -> Generator[Readable]:
    """The file's content as UTF-8 without byte order mark. Raises `Invalid` when it is plainly of another
    encoding.
    """
    encoding, skip = detect(file, encoding)
    with file.open() as stream:
        stream.read(skip)
        yield stream if encoding == "utf-8" else _Transcoded(stream, encoding)


def detect(file: File, wanted: str | None) -> tuple[str, int]:
    """The encoding and the length of its mark."""
    head = file.head(_SAMPLE)
    mark, skip = next(((name, len(mark)) for mark, name in _MARKS if head.startswith(mark)), (None, 0))
    if wanted is not None:
        try:
            name = codecs.lookup(wanted).name
        except (LookupError, ValueError):
            raise Invalid(f"there is no encoding {wanted!r}; try utf-8, cp1252, utf-16", where=file.name) from None
        if mark is not None and (name == mark or name in ("utf-16", "utf-32", "utf-8-sig")):
            return mark, skip
        return ("utf-16-le" if name == "utf-16" else "utf-8" if name == "utf-8-sig" else name), 0
    if mark is not None:
        return mark, skip
    _refuse_utf16(head, file.name)
    _refuse_other(head, file.name)
    return "utf-8", 0


def likely(file: File) -> str | None:
    """The encoding to try on a file that `detect` refuses; None where it takes the file as it is."""
    try:
        detect(file, None)
    except Invalid:
        return _utf16(file.head(_SAMPLE)) or "cp1252"
    return None


def _refuse_utf16(head: bytes, name: str) -> None:
    if encoding := _utf16(head):
        raise Invalid(f"looks like UTF-16 without its mark; pass --option encoding={encoding}", where=name)


def _utf16(head: bytes) -> str | None:
    sample = head[:4096]
    half = len(sample) // 2
    if half >= 4:
        for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
            if sample[offset::2].count(0) > 0.7 * half and sample[1 - offset :: 2].count(0) < 0.1 * half:
                return encoding
    return None


def _refuse_other(head: bytes, name: str) -> None:
    """Another 8-bit encoding shows by bytes that are no UTF-8 outnumbering sequences that are."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return
    except UnicodeDecodeError as error:
        at = error.start
    text = head.decode("utf-8", "surrogateescape")
    bad = sum("\udc80" <= char <= "\udcff" for char in text)
    if bad * 2 > sum(char > "\x7f" for char in text):
        line = head.count(b"\n", 0, at) + 1
        raise Invalid(
            f"is not UTF-8: byte {head[at]:#04x} at offset {at:,} (line {line:,}). Save it as UTF-8, or "
            "say what it "
            "is, for example --option encoding=cp1252",
            where=name,
        )


def _mark_bad(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + max(byte, 0x80)) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("goldlabel.mark", _mark_bad)


class _Transcoded:
    """Another encoding read as UTF-8. Bytes that it does not have stay in as they are: invalid, found per
    row.
    """

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("goldlabel.mark")
        self._ready = b""

    def read(self, size: int, /) -> bytes:
        while not self._ready:
            chunk = self._stream.read(size)
            self._ready = self._decoder.decode(chunk, not chunk).encode("utf-8", "surrogateescape")
            if not chunk:
                break
        out, self._ready = self._ready[:size], self._ready[size:]
        return out


def blocks(stream: Readable) -> Iterator[bytes | int]:
    """Runs of whole lines; for a line over the limit, its length in bytes instead of it."""
    parts: list[bytes] = []
    held = 0
    while chunk := stream.read(limits.BLOCK):
        cut = chunk.rfind(b"\n") + 1
        if not cut:
            held += len(chunk)
            if held <= limits.MAX_VALUE:
                parts.append(chunk)
            else:
                parts.clear()
            continue
        if held > limits.MAX_VALUE:
            first = chunk.index(b"\n") + 1
            yield held + first
            parts, held = [], 0
            if cut > first:
                yield chunk[first:cut]
        else:
            parts.append(chunk[:cut])
            yield b"".join(parts) if len(parts) > 1 else parts[0]
        parts = [chunk[cut:]] if cut < len(chunk) else []
        held = len(chunk) - cut
    if held > limits.MAX_VALUE:
        yield held
    elif held:
        yield b"".join(parts)


class TextLines:
    """Text lines for the csv module: remembers the ones since the last `clear`, and whether they look odd."""

    def __init__(self, stream: Readable, where: str) -> None:
        self._blocks = blocks(stream)
        self.where = where
        self.number = 0
        """Of the line given last, from 1."""
        self.suspect = False
        """Whether a line near here holds NUL or bytes that are no text."""
        self.pending: list[str] = []
        self.too_long: list[tuple[int, int]] = []
        """Line numbers and lengths of lines that were left out."""

    def __iter__(self) -> Iterator[str]:
        before = False
        remember = self.pending.append
        for block in self._blocks:
            if isinstance(block, int):
                self.number += 1
                self.too_long.append((self.number, block))
                continue
            text, odd = _text(block)
            self.suspect, before = odd or before, odd
            for line in io.StringIO(text, newline="\n"):
                self.number += 1
                remember(line)
                yield line


def _text(block: bytes) -> tuple[str, bool]:
    if b"\r" in block and b"\n" not in block:
        block = block.replace(b"\r", b"\n")
    try:
        return block.decode(), b"\x00" in block
    except UnicodeDecodeError:
        return block.decode("utf-8", "surrogateescape"), True


def odd(text: str) -> str | None:
    """What is wrong with a piece of text from a suspect line, as a sentence; None when nothing is."""
    if "\x00" in text:
        return "contains a NUL character; remove it"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        if 0xDC80 <= code <= 0xDCFF:
            return (
                f"contains byte {code - 0xDC00:#04x} that its encoding does not have; if the whole file "
                "is in another "
                "one, pass it, for example --option encoding=cp1252"
            )
        return "contains half of a surrogate pair; the file was cut or decoded wrongly"
    return None
