"""Numbers for answers that depend on who answered what together with whom, not on names or the order of rows.

Chance drawn from them is the same for the same data however it is written down. Colour refinement (Weisfeiler & Leman
1968) on the graph of items, workers and labels, with sums of mixed 64-bit numbers as colours.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from goldlabel.consensus.votes import Votes

Keys = NDArray[np.uint64]
ROUNDS = 3
SALT = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
SCALE = 2.0**-64


def fingerprints(votes: Votes, seed: int = 0) -> Keys:
    """A number for each answer. Items that were answered alike by the same people are told apart by a running number:
    which of them gets which does not matter. O(answers + items · log items)."""
    groups: list[tuple[NDArray[Any], int]] = [
        (votes.item, votes.items),
        (votes.worker, votes.workers),
        (votes.label, votes.classes),
    ]
    colours = [np.zeros(size, np.uint64) for _, size in groups]
    row = np.zeros(len(votes), np.uint64)
    start = np.uint64(seed % 2**63)
    for _ in range(ROUNDS):
        row[:] = start
        for (group, _), colour, salt in zip(groups, colours, SALT, strict=True):
            row = mixed(row ^ (colour * np.uint64(salt))[group])
        for at, (group, size) in enumerate(groups):
            total = np.zeros(size, np.uint64)
            np.add.at(total, group, row)
            colours[at] = mixed(total)
    return mixed(row ^ mixed(_running(colours[0]))[votes.item])


def _running(colours: Keys) -> Keys:
    """0, 1, 2 … among those of the same colour."""
    order = np.argsort(colours, kind="stable")
    ordered = colours[order]
    first = np.searchsorted(ordered, ordered, side="left")
    out = np.empty(len(colours), np.uint64)
    out[order] = (np.arange(len(colours)) - first).astype(np.uint64)
    return out


def mixed(keys: Keys) -> Keys:
    """A bijection that spreads every bit (splitmix64, Steele et al. 2014)."""
    keys = keys + np.uint64(SALT[0])
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))


def uniform(keys: Keys) -> NDArray[np.float64]:
    """As numbers from 0 to 1."""
    return keys.astype(np.float64) * SCALE
