"""Large JSON documents value by value, with a bound on each value and the line of each mistake (RFC 8259)."""

import codecs
import json
import math
import re
from collections.abc import Iterator
from typing import Any

from goldlabel.core.model import unstorable
from goldlabel.core.problem import Invalid
from goldlabel.formats.parts import limits
from goldlabel.formats.parts.lines import Readable

_SPACE = re.compile(r"[ \t\r\n]*")


class JsonStream:
    """A cursor over a JSON document: `peek` what comes, walk `elements` and `members`, or take a whole
    `value`.
    """

    def __init__(self, stream: Readable, where: str) -> None:
        self.where = where
        self.flaw: str | None = None
        """What was wrong inside the value taken last, though it could be read: NaN, a key twice."""
        self._stream = stream
        self._text = codecs.getincrementaldecoder("utf-8")()
        self._buffer, self._at, self._end = "", 0, False
        self._lines, self._column, self._bytes = 1, 0, 0
        """Line of the buffer's first character, how many stand before it in that line, bytes read so far."""
        self._counted = (0, 0)
        """Place in the buffer up to which line ends were counted, and how many there are."""
        self._decode = json.JSONDecoder(
            object_pairs_hook=self._pairs, parse_constant=self._constant, parse_float=self._float
        ).raw_decode

    @property
    def line(self) -> int:
        """Line number (from 1) of the cursor."""
        if self._at < self._counted[0]:
            self._counted = (0, 0)
        at, lines = self._counted
        self._counted = (self._at, lines + self._buffer.count("\n", at, self._at))
        return self._lines + self._counted[1]

    def peek(self) -> str:
        """The next character that is not space; empty at the end."""
        while True:
            match = _SPACE.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def take(self, char: str) -> None:
        found = self.peek()
        if found != char:
            raise self._broken(f"expected {char!r}, found {found!r}" if found else f"ends where {char!r} is due")
        self._at += 1

    def elements(self) -> Iterator[int]:
        """Walks an array; the caller takes the value of each number (from 1) given."""
        self.take("[")
        number = 0
        while self.peek() != "]":
            if number:
                self.take(",")
                self.peek()
            number += 1
            yield number
        self.take("]")

    def members(self) -> Iterator[str]:
        """Walks an object; the caller takes the value of each key given."""
        self.take("{")
        first = True
        while self.peek() != "}":
            if not first:
                self.take(",")
            first = False
            key = self.value()
            if not isinstance(key, str):
                raise self._broken("a key is not text")
            self.take(":")
            yield key
        self.take("}")

    def value(self) -> Any:
        """The next value, whole."""
        self.peek()
        self.flaw = None
        while True:
            try:
                value, end = self._decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                near_end = error.pos > len(self._buffer) - 64 or error.msg.startswith("Unterminated")
                if near_end and self._more():
                    continue
                raise self._broken(error.msg, error.pos) from None
            except (RecursionError, ValueError) as error:
                why = "is nested too deeply" if isinstance(error, RecursionError) else str(error)
                raise self._broken(why) from None
            if end == len(self._buffer) and self._more():
                continue
            if self.flaw is None and self._buffer.find("\\u", self._at, end) >= 0 and (problem := unstorable(value)):
                self.flaw = str(problem)
            self._at = end
            return value

    def skip(self) -> None:
        """Passes over the next value; a long array or object need not fit into memory."""
        following = self.peek()
        if following == "[":
            for _ in self.elements():
                self.value()
        else:
            self.value()

    def _more(self) -> bool:
        """Reads on; False at the end of the file."""
        if self._end:
            return False
        held = len(self._buffer) - self._at
        if held > limits.MAX_VALUE:
            raise Invalid(
                f"the value at line {self.line} is larger than {limits.size(limits.MAX_VALUE)}; write the "
                "items as "
                "an array of objects or as JSON Lines, and large contents as files",
                where=self.where,
            )
        self._lines += self._buffer.count("\n", 0, self._at)
        last = self._buffer.rfind("\n", 0, self._at)
        self._column = self._at - last - 1 if last >= 0 else self._column + self._at
        chunk = self._stream.read(max(limits.BLOCK, min(held, limits.MAX_VALUE)))
        self._end = not chunk
        try:
            text = self._text.decode(chunk, self._end)
        except UnicodeDecodeError as error:
            byte, offset = error.object[error.start], self._bytes + error.start
            raise Invalid(
                f"is not UTF-8: byte {byte:#04x} near offset {offset:,} (after line {self._lines}); for "
                "another "
                "encoding pass it, for example --option encoding=cp1252",
                where=self.where,
            ) from None
        self._bytes += len(chunk)
        self._buffer = self._buffer[self._at :] + text
        self._at, self._counted = 0, (0, 0)
        return True

    def _broken(self, why: str, at: int | None = None) -> Invalid:
        place = self._at if at is None else at
        line = self._lines + self._buffer.count("\n", 0, place)
        last = self._buffer.rfind("\n", 0, place)
        column = place - last if last >= 0 else self._column + place + 1
        why = why[0].lower() + why[1:]
        return Invalid(
            f"cannot be read from line {line}, column {column} on: {why}; nothing after it was read", where=self.where
        )

    def _pairs(self, found: list[tuple[str, Any]]) -> dict[str, Any]:
        out = dict(found)
        if len(out) != len(found):
            names = [name for name, _ in found]
            twice = next(name for name in names if names.count(name) > 1)
            self.flaw = f"has the key {twice[:80]!r} twice in one object; keep one"
        return out

    def _float(self, text: str) -> float:
        value = float(text)
        if math.isinf(value):
            self.flaw = f"holds {text[:40]}, a number too large for JSON readers (over 1.8e308)"
        return value

    def _constant(self, name: str) -> None:
        self.flaw = f"holds {name}, which JSON does not have; use null"
