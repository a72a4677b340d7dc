"""Masks as COCO writes them: run lengths down the columns, beginning with the background; counts as a list or packed.

Packed counts are text: each number (from the third on its difference to the one two before) in groups of 5 bits, low
ones first, plus 32 where more follow and 48 for a printable sign.
"""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

LARGEST = 1 << 28
"""Pixels of one mask."""


@dataclass(frozen=True, slots=True)
class Mask:
    height: int
    width: int
    runs: tuple[int, ...]
    """Lengths of background, mask, background …, down the columns; they add up to height × width."""

    @property
    def area(self) -> int:
        return sum(self.runs[1::2])

    def pixels(self) -> NDArray[np.bool_]:
        """bool[height, width]."""
        on = np.arange(len(self.runs)) % 2 == 1
        return np.repeat(on, self.runs).reshape(self.width, self.height).T

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


def _tidy(runs: list[int]) -> tuple[int, ...]:
    """Without empty runs inside, so that equal masks are equal values."""
    out: list[int] = [0]
    for at, run in enumerate(runs):
        if run and (len(out) - 1) % 2 != at % 2:
            out.append(run)
        elif run:
            out[-1] += run
    return tuple(out)


def mask_from(pixels: NDArray[np.bool_]) -> Mask:
    """From bool[height, width]."""
    height, width = pixels.shape
    flat = np.asarray(pixels, bool).T.reshape(-1)
    edges = np.flatnonzero(np.diff(flat)) + 1
    runs = np.diff(np.r_[0, edges, len(flat)]).tolist()
    return Mask(height, width, tuple([0, *runs] if len(flat) and flat[0] else runs))


def overlap(a: Mask, b: Mask) -> int:
    """Pixels of both. Raises ValueError for masks of different sizes."""
    if (a.height, a.width) != (b.height, b.width):
        raise ValueError(f"masks of {a.height} × {a.width} and {b.height} × {b.width} pixels cannot be compared")
    ends = np.cumsum(a.runs), np.cumsum(b.runs)
    cuts = np.union1d(*ends)
    lengths = np.diff(np.r_[0, cuts])
    inside = [np.searchsorted(own, cuts, side="left") % 2 == 1 for own in ends]
    return int(lengths[inside[0] & inside[1]].sum())


def pack(runs: tuple[int, ...]) -> str:
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
