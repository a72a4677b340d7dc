"""How often two functions vote together, and alike."""

import numpy as np

from goldlabel.consensus.label_model.votes import Votes
from goldlabel.consensus.result import Floats

CHUNK = 1 << 16


def together(votes: Votes) -> tuple[Floats, Floats]:
    """Items on which both of two functions vote, and on which both vote the same; two float[functions, functions].

    The diagonals hold each function's votes. O(items · functions²).
    """
    count = len(votes.functions)
    both, same = np.zeros((count, count)), np.zeros((count, count))
    for start in range(0, len(votes.items), CHUNK):
        part = votes.vote[start : start + CHUNK]
        fired = (part >= 0).astype(np.float32)
        both += fired.T @ fired
        for label in range(len(votes.classes)):
            says = (part == label).astype(np.float32)
            same += says.T @ says
    return both, same


def alike(votes: Votes) -> Floats:
    """float[functions, functions]: items on which both vote the same, of those on which either votes; 0 if neither."""
    both, same = together(votes)
    own = np.diagonal(both)
    either = own[:, None] + own[None, :] - both
    return np.divide(same, either, out=np.zeros_like(same), where=either > 0)
