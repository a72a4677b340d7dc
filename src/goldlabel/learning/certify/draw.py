"""Chance that everybody can repeat: keys of items from the seed and the frozen list.

The keys are raw 64-bit outputs of PCG64, whose stream NumPy guarantees for ever (NEP 19), seeded with SHA-256 of the
seed, of the hash of the list and of what the draw is for. Items are keyed in the order of their names, so the order of
rows has no say.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray


def keys(seed: int, frozen: str, purpose: str, items: int) -> NDArray[np.uint64]:
    """One random key per item. The K items with the smallest keys are a uniform draw without replacement."""
    said = f"goldlabel certificate\n{seed}\n{frozen}\n{purpose}".encode()
    bits = np.random.PCG64(int.from_bytes(hashlib.sha256(said).digest(), "big"))
    return np.asarray(bits.random_raw(items), np.uint64)


def smallest(key: NDArray[np.uint64], among: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """The `count` of `among` with the smallest keys, in the order of their keys."""
    return among[np.argsort(key[among], kind="stable")[:count]]
