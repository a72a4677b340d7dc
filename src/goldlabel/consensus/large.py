"""The mixture on many answers: the models are learned from a sample of the items, then all workers from all answers.

A worker's skill is known well from a few hundred answers, so fitting every model to tens of millions of them buys
nothing. The sample decides what the models and their weights are; one pass over everything then counts each worker's
answers under that, a second one makes the posteriors, block by block in bounded memory.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from goldlabel.consensus.em import Fit, counted, fold, posterior
from goldlabel.consensus.fingerprint import mixed, uniform
from goldlabel.consensus.model import Model
from goldlabel.consensus.outside import Outside
from goldlabel.consensus.result import Floats
from goldlabel.consensus.votes import Votes
from goldlabel.consensus.weighted_vote import split

LARGE = 400_000
"""Answers from which a sample of about so many stands for all."""
BLOCK = 200_000
"""Items at a time."""
WARM = 3


def sample(votes: Votes) -> NDArray[np.bool_]:
    """Which items stand for all: chosen by what was answered, not by names or rows. O(answers)."""
    share = LARGE / max(len(votes), 1)
    total = np.bincount(votes.cell, minlength=votes.workers * votes.classes).reshape(votes.workers, votes.classes)
    workers, labels = (mixed(total.sum(axis).astype(np.uint64)) for axis in (1, 0))
    colour = mixed(workers[:, None] ^ mixed(labels)[None, :]).reshape(-1)
    running = np.concatenate((np.zeros(1, np.uint64), np.cumsum(colour[votes.cell], dtype=np.uint64)))
    return uniform(mixed(running[votes.start[1:]] - running[votes.start[:-1]])) < share


def blocks(votes: Votes, known: Outside | None) -> Iterator[tuple[slice, Votes, Outside | None]]:
    for first in range(0, votes.items, BLOCK):
        part = slice(first, min(first + BLOCK, votes.items))
        yield part, votes.block(part.start, part.stop), None if known is None else known.rows(part)


def spread(votes: Votes, model: Model, learned: Fit, known: Outside | None) -> tuple[Floats, Floats]:
    """Table and prior of the model for all workers, from one pass over all answers under what the sample taught."""
    rule = model.rule(votes)
    for _ in range(WARM):
        rule(learned.counts, learned.mass)
    counts, mass = np.zeros_like(learned.counts), np.zeros_like(learned.mass)
    for _, part, outside in blocks(votes, known):
        found = counted(part, learned.table, learned.prior, model.parts, outside)
        counts += found[0]
        mass += found[1]
    return rule(counts, mass)


def add_model(q: Floats, share: float, votes: Votes, model: Model, learned: Fit, known: Outside | None) -> Floats:
    """Adds the model's posterior of every item, `share` times, to q; the model's table."""
    table, prior = spread(votes, model, learned, known)
    for at, part, outside in blocks(votes, known):
        q[at] += share * fold(posterior(part, table, prior, model.parts, outside), model.parts)
    return table


def add_vote(q: Floats, share: float, votes: Votes, shown: Votes, skill: Floats, known: Outside | None) -> None:
    """Adds the vote weighted by skill; workers outside the sample weigh what others do on average."""
    seen = shown.per_worker > 0
    skill = np.where(seen, skill, skill[seen].mean() if seen.any() else 1.0)
    for at, part, outside in blocks(votes, known):
        q[at] += share * split(part, skill, outside)
