"""Adaptive redundancy: how many answers the rule buys, and what that loses against all. Three orders of arrival."""

from collections.abc import Iterator

import numpy as np

from bench.quality.data import answers, truth
from bench.quality.rows import Row, mean
from bench.quality.scores import expected_accuracy
from goldlabel.consensus.mixture import Mixture
from goldlabel.consensus.redundancy import Redundancy
from goldlabel.consensus.votes import votes
from goldlabel.frames.answers import read_answers

SHARE = {"rte": 60.0, "dog": 60.0, "sp_amt": 20.0}
"""Percent of the answers that may be used."""
LOSS = 1.0
ORDERS = 3


def rows() -> Iterator[Row]:
    for name, most in SHARE.items():
        coded, right = read_answers(answers(name)).coded(), truth(name)
        every = votes(coded)
        full = expected_accuracy(coded.items, coded.classes, Mixture().posterior(every).q, right)
        shares: list[float] = []
        kept: list[float] = []
        for seed in range(ORDERS):
            bought = Redundancy().replay(every, arrival(every.item, seed))
            shares.append(100 * len(bought) / len(every))
            kept.append(expected_accuracy(coded.items, coded.classes, Mixture().posterior(bought).q, right))
        yield Row("redundancy", name, "answers used %", mean(shares), most, higher=False)
        yield Row("redundancy", name, "accuracy %", mean(kept), full - LOSS, {"all answers": full})


def arrival(item: np.ndarray, seed: int) -> np.ndarray:
    """Each answer's place in a random order at its item; items are sorted."""
    shuffled = np.lexsort((np.random.default_rng(seed).random(len(item)), item))
    rank = np.empty(len(item), np.int64)
    rank[shuffled] = np.arange(len(item)) - np.searchsorted(item, item)
    return rank
