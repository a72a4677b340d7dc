"""Between offsets of JavaScript (UTF-16 code units) and ours (Unicode code points)."""

from bisect import bisect_left


class Utf16:
    """Both ways for one text; costs nothing for texts without characters above U+FFFF."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self._wide = [i for i, c in enumerate(text) if c > "\uffff"] if text and max(text) > "\uffff" else []
        self._units = [index + number for number, index in enumerate(self._wide)]
        """Where the characters that take two units begin, in units."""

    def to_points(self, offset: int) -> int:
        """Code points from code units; `ValueError` inside a character or outside the text."""
        before = bisect_left(self._units, offset)
        if before and self._units[before - 1] == offset - 1:
            raise ValueError(f"offset {offset} lies inside a character")
        point = offset - before
        if not 0 <= point <= self.length:
            raise ValueError(f"offset {offset} lies outside the text")
        return point

    def to_units(self, point: int) -> int:
        return point + bisect_left(self._wide, point)
