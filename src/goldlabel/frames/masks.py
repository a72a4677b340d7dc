"""Masks as arrays: pixels from runs and back, and their overlap. The runs themselves: `core/runs.py`."""

import numpy as np
from numpy.typing import NDArray

from goldlabel.core.runs import LARGEST, Mask, mask_of, pack, unpack

__all__ = ["LARGEST", "Mask", "mask_from", "mask_of", "overlap", "pack", "pixels", "unpack"]


def pixels(mask: Mask) -> NDArray[np.bool_]:
    """bool[height, width]."""
    on = np.arange(len(mask.runs)) % 2 == 1
    return np.repeat(on, mask.runs).reshape(mask.width, mask.height).T


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
