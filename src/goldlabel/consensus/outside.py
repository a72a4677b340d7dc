"""What is known about items apart from people's answers: gold labels, and a machine's class probabilities."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from goldlabel.consensus.dense import softmax
from goldlabel.consensus.result import Floats, Ints
from goldlabel.core.problem import Invalid

RULED_OUT = -1e9
TINY = 1e-12
STEPS = 5
TRUST = (0.0, 3.0)


@dataclass
class Outside:
    """`gold` int64[items], -1 = unknown. `log_p` float[items, classes]: log probabilities of one machine.

    The machine is one more voice: its log probabilities count `trust` times, and as far as it is trusted it takes the
    place of the class prior. `trust` moves each round towards the value that makes the people's answers likeliest
    (expectation-maximisation of one exponent, the logistic calibration of Platt 1999 without truth): 0 for a machine
    that knows nothing, under 1 for an overconfident one. Cost: O(items · classes) a round.
    """

    gold: Ints | None = None
    log_p: Floats | None = None
    trust: float = 0.5

    def start(self, shares: Floats) -> Floats:
        """Where the rounds begin."""
        q = shares if self.log_p is None else softmax(np.log(np.maximum(shares, 0.05)) + self.trust * self.log_p)
        return self.clamp(q)

    def clamp(self, q: Floats) -> Floats:
        """With known items fixed; overwrites its argument."""
        if self.gold is not None:
            known = np.flatnonzero(self.gold >= 0)
            q[known] = 0.0
            q[known, self.gold[known]] = 1.0
        return q

    def rows(self, keep: NDArray[np.bool_] | slice) -> "Outside":
        """Only some items, with the trust reached so far."""
        gold = None if self.gold is None else self.gold[keep]
        return Outside(gold, None if self.log_p is None else self.log_p[keep], self.trust)

    def add(self, scores: Floats, prior: Floats, parts: int = 1) -> Floats:
        """Scores of the answers, plus the log prior of the columns, plus what is known outside; overwrites."""
        scores += prior
        if self.log_p is not None:
            usual = np.log(_folded(np.exp(prior)[None, :], parts))
            believed = self.clamp(_folded(softmax(scores + self._shift(usual, parts)), parts))
            self.trust = _calibrated(self.log_p, believed, self.trust)
            scores += self._shift(usual, parts)
        if self.gold is not None:
            known = np.flatnonzero(self.gold >= 0)
            classes: Ints = np.arange(len(prior)) // parts
            wrong = classes != self.gold[known, None]
            scores[known] += np.where(wrong, RULED_OUT, 0.0)
        return scores

    def _shift(self, usual: Floats, parts: int) -> Floats:
        assert self.log_p is not None
        shift: Floats = self.trust * self.log_p - min(self.trust, 1.0) * usual
        return shift if parts == 1 else np.repeat(shift, parts, axis=1)


def outside(gold: Ints | None, probabilities: Floats | None, items: int, classes: int) -> Outside | None:
    """None where nothing is known. Raises Invalid for arrays of another shape."""
    if gold is not None and gold.shape != (items,):
        raise Invalid(f"gold needs one class for each of the {items} items (-1: unknown)", where="gold")
    if gold is not None and len(gold) and int(gold.max()) >= classes:
        raise Invalid(f"gold names class {int(gold.max())}; there are 0 … {classes - 1}", where="gold")
    if probabilities is not None and probabilities.shape != (items, classes):
        raise Invalid(f"probabilities need the shape {items} × {classes}", where="probabilities")
    if gold is not None and not (gold >= 0).any():
        gold = None
    if gold is None and probabilities is None:
        return None
    return Outside(gold, None if probabilities is None else np.log(np.maximum(probabilities, TINY)))


def _folded(q: Floats, parts: int) -> Floats:
    return q if parts == 1 else q.reshape(len(q), q.shape[1] // parts, parts).sum(2)


def _calibrated(log_p: Floats, target: Floats, trust: float) -> float:
    """The exponent that maximises Σ target · log softmax(exponent · log_p); concave, by Newton's steps."""
    for _ in range(STEPS):
        q = softmax(trust * log_p)
        mean = (q * log_p).sum(1)
        slope = float((target * log_p).sum() - mean.sum())
        bend = float((q * log_p * log_p).sum() - (mean * mean).sum())
        if bend <= TINY:
            break
        trust = float(np.clip(trust + slope / bend, *TRUST))
    return trust
