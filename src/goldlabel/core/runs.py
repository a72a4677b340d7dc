"""Masks as COCO writes them: run lengths down the columns, beginning with the background; counts as a list or packed.

Packed counts are text: each number (from the third on its difference to the one two before) in groups of 5 bits, low
ones first, plus 32 where more follow and 48 for a printable sign. Everything here works on the runs, never on pixels.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from .geometry import Point, area

LARGEST = 1 << 28
"""Pixels of one mask."""
Stretch = tuple[int, int]
"""Rows of one column, the second not included."""


@dataclass(frozen=True, slots=True)
class Mask:
    height: int
    width: int
    runs: tuple[int, ...]
    """Lengths of background, mask, background …, down the columns; they add up to height × width."""

    @property
    def area(self) -> int:
        return sum(self.runs[1::2])

    def rle(self) -> dict[str, Any]:
        """COCO's object with packed counts."""
        return {"size": [self.height, self.width], "counts": pack(self.runs)}


def mask_of(raw: Any) -> Mask:
    """From COCO's `{"size": [height, width], "counts": …}`. Raises ValueError with what is wrong."""
    if not isinstance(raw, dict) or not {"size", "counts"} <= raw.keys():
        raise ValueError("is no COCO run-length mask with size and counts")
    parts = cast(dict[str, Any], raw)
    size, counts = parts["size"], parts["counts"]
    if not isinstance(size, (list, tuple)) or len(cast(list[Any], size)) != 2:
        raise ValueError("has a size that is not [height, width]")
    height, width = cast(list[Any], size)
    if not all(type(side) is int and side > 0 for side in (height, width)) or height * width > LARGEST:
        raise ValueError(f"has the size {height} × {width}; both are whole numbers above 0, {LARGEST:,} pixels at most")
    runs = unpack(counts) if isinstance(counts, str) else counts
    if not isinstance(runs, (list, tuple)) or any(type(run) is not int or run < 0 for run in cast(list[Any], runs)):
        raise ValueError("has counts that are no list of whole numbers from 0")
    lengths = cast(list[int], runs)
    if sum(lengths) != height * width:
        raise ValueError(f"has counts of {sum(lengths):,} pixels together; its size says {height * width:,}")
    return Mask(height, width, _tidy(lengths))


def _tidy(runs: Sequence[int]) -> tuple[int, ...]:
    """Without empty runs inside, so that equal masks are equal values."""
    out: list[int] = [0]
    for at, run in enumerate(runs):
        if run and (len(out) - 1) % 2 != at % 2:
            out.append(run)
        elif run:
            out[-1] += run
    return tuple(out)


def shared(a: Mask, b: Mask) -> int:
    """Pixels of both, of masks of one size. O(runs)."""
    total = at = i = j = 0
    end_a, end_b = a.runs[0], b.runs[0]
    while i < len(a.runs) and j < len(b.runs):
        end = min(end_a, end_b)
        if i % 2 and j % 2:
            total += end - at
        at = end
        if end_a == end:
            i += 1
            end_a += a.runs[i] if i < len(a.runs) else 0
        if end_b == end:
            j += 1
            end_b += b.runs[j] if j < len(b.runs) else 0
    return total


def majority(masks: Sequence[Mask], weights: Sequence[float]) -> Mask:
    """The pixels that more than half of the weight has, of masks of one size. O(runs · log runs)."""
    steps: list[tuple[int, float]] = []
    for mask, weight in zip(masks, weights, strict=True):
        at = 0
        for index, run in enumerate(mask.runs):
            if index:
                steps.append((at, weight if index % 2 else -weight))
            at += run
    steps.sort()
    half = sum(weights) / 2 * (1 + 1e-9)
    runs, begun, held, on, index = list[int](), 0, 0.0, False, 0
    while index < len(steps):
        at = steps[index][0]
        while index < len(steps) and steps[index][0] == at:
            held += steps[index][1]
            index += 1
        if (held > half) != on:
            runs.append(at - begun)
            begun, on = at, not on
    height, width = masks[0].height, masks[0].width
    return Mask(height, width, _tidy([*runs, height * width - begun]))


def columns(mask: Mask) -> Iterator[tuple[int, list[Stretch]]]:
    """Each column that has any pixels of the mask, from the left, with its stretches from the top."""
    at, column, found = 0, 0, list[Stretch]()
    for index, run in enumerate(mask.runs):
        start, at = at, at + run
        if index % 2 == 0:
            continue
        while start < at:
            x, top = divmod(start, mask.height)
            length = min(at - start, mask.height - top)
            if x != column and found:
                yield column, found
                found = []
            column = x
            found.append((top, top + length))
            start += length
    if found:
        yield column, found


def extent(mask: Mask) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom of what is covered, right and bottom not included; None when nothing is."""
    sides: tuple[int, int, int, int] | None = None
    for x, stretches in columns(mask):
        left, top, _, bottom = sides or (x, mask.height, x, 0)
        sides = left, min(top, stretches[0][0]), x + 1, max(bottom, stretches[-1][1])
    return sides


def outlines(mask: Mask) -> list[list[Point]]:
    """Rings along the edges of the pixels around each connected part (by sides, not corners), clockwise.

    Holes are not among them: rings that stand for a mask fill them.
    """
    ways: dict[Stretch, list[Stretch]] = {}
    before, last = list[Stretch](), -1
    for x, stretches in [*columns(mask), (mask.width, list[Stretch]())]:
        if x != last + 1 or x == mask.width:
            _side(ways, last + 1, before, [])
            before = []
        if stretches:
            _side(ways, x, before, stretches)
        for top, bottom in stretches:
            ways.setdefault((x, top), []).append((x + 1, top))
            ways.setdefault((x + 1, bottom), []).append((x, bottom))
        before, last = stretches, x
    rings: list[list[Point]] = []
    while ways:
        ring = _ring(ways)
        if area(ring) > 0:
            rings.append(ring)
    return rings


def _side(ways: dict[Stretch, list[Stretch]], x: int, left: list[Stretch], right: list[Stretch]) -> None:
    """The edges at `x` between a column and the next: down where only the left one covers, up where only the right."""
    cuts = sorted({end for part in (*left, *right) for end in part})
    for top, bottom in itertools.pairwise(cuts):
        has_left = any(a <= top < b for a, b in left)
        has_right = any(a <= top < b for a, b in right)
        if has_left and not has_right:
            ways.setdefault((x, top), []).append((x, bottom))
        elif has_right and not has_left:
            ways.setdefault((x, bottom), []).append((x, top))


def _ring(ways: dict[Stretch, list[Stretch]]) -> list[Point]:
    """Takes one ring out of the edges. Where two parts touch at a corner it turns right, so they stay apart."""
    start = at = next(iter(ways))
    heading = (0, 0)
    ring: list[Point] = []
    while True:
        going = ways[at]
        turned = (-heading[1], heading[0])
        nearest = [to for to in going if _sign(to[0] - at[0], to[1] - at[1]) == turned]
        to = nearest[0] if nearest else going[0]
        going.remove(to)
        if not going:
            del ways[at]
        now = _sign(to[0] - at[0], to[1] - at[1])
        if now != heading:
            ring.append((float(at[0]), float(at[1])))
        at, heading = to, now
        if at == start and (at not in ways or len(ring) > 2):
            break
    if len(ring) > 4 and _sign(ring[1][0] - ring[0][0], ring[1][1] - ring[0][1]) == heading:
        ring.pop(0)
    return ring


def _sign(dx: float, dy: float) -> Stretch:
    return (dx > 0) - (dx < 0), (dy > 0) - (dy < 0)


def pack(runs: Sequence[int]) -> str:
    out: list[str] = []
    for at, run in enumerate(runs):
        number = run - runs[at - 2] if at > 2 else run
        while True:
            bits, number = number & 31, number >> 5
            more = number != (-1 if bits & 16 else 0)
            out.append(chr(48 + bits + 32 * more))
            if not more:
                break
    return "".join(out)


def unpack(packed: str) -> list[int]:
    """Raises ValueError for text that is no packed counts."""
    runs: list[int] = []
    number, shift = 0, 0
    for sign in packed:
        group = ord(sign) - 48
        if not 0 <= group < 64 or shift > 40:
            raise ValueError("has counts that are not packed as COCO does it")
        number |= (group & 31) << shift
        shift += 5
        if group & 32:
            continue
        if group & 16:
            number -= 1 << shift
        runs.append(number + (runs[-2] if len(runs) > 2 else 0))
        number, shift = 0, 0
    if shift:
        raise ValueError("has counts that are cut")
    return runs
