"""Many short tag sequences at once: forward-backward under BIO rules.

Tags: 0 outside; 1 + 2x begins a stretch of label x; 2 + 2x goes on with one, which only follows 1 + 2x and 2 + 2x.
A step's probability is the tag's own share among the tags that may follow. All chains advance together, the long ones
first, so that the Python loop is as long as the longest chain, not as all of them; O(units · tags).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from goldlabel.consensus.result import Floats, Ints

TINY = 1e-300


@dataclass(frozen=True)
class Chains:
    """Units stand chain after chain; chain i has the units offsets[i] … offsets[i + 1]."""

    offsets: Ints

    @cached_property
    def lengths(self) -> Ints:
        return np.diff(self.offsets)

    @cached_property
    def steps(self) -> list[Ints]:
        """At each step the units that stand there, of the chains that are that long, longest chain first."""
        by_length = np.argsort(-self.lengths, kind="stable")
        sizes = self.lengths[by_length]
        longest = int(sizes[0]) if len(sizes) else 0
        alive = np.searchsorted(-sizes, -np.arange(longest), side="left")
        return [self.offsets[by_length[:count]] + step for step, count in enumerate(alive.tolist())]


@dataclass(frozen=True)
class Beliefs:
    """Per unit and tag. `q`: probability. `ahead`: of the tag given what comes up to the unit. `behind`: likelihood of
    what comes after, scaled so that ahead · behind = q. `likelihood` · `scale`: of the unit's own votes."""

    q: Floats
    ahead: Floats
    behind: Floats
    likelihood: Floats


def beliefs(chains: Chains, scores: Floats, share: Floats) -> Beliefs:
    """`scores`: log likelihood of what the workers said, float[units, tags]; `share` of each tag, float[tags]."""
    likelihood = np.exp(scores - scores.max(1, keepdims=True)) if scores.size else scores
    ahead, behind = np.empty_like(likelihood), np.ones_like(likelihood)
    scaled = likelihood * share
    leave = 1 / leaving(share)
    for step, units in enumerate(chains.steps):
        now = scaled[units]
        if step == 0:
            now[:, 2::2] = 0
            now /= 1 - share[2::2].sum()
        else:
            before = ahead[chains.steps[step - 1][: len(units)]] * leave
            now[:, 2::2] *= before[:, 1::2] + before[:, 2::2]
            everything = before.sum(1, keepdims=True)
            now[:, 0:1] *= everything
            now[:, 1::2] *= everything
        scale = np.maximum(now.sum(1, keepdims=True), TINY)
        ahead[units] = now / scale
        scaled[units] /= scale
    for step in range(len(chains.steps) - 1, 0, -1):
        units = chains.steps[step]
        after = scaled[units] * behind[units]
        back = np.repeat(after[:, :1] + after[:, 1::2].sum(1, keepdims=True), behind.shape[1], 1)
        back[:, 1::2] += after[:, 2::2]
        back[:, 2::2] += after[:, 2::2]
        behind[units - 1] = back * leave
    q = ahead * behind
    return Beliefs(q / np.maximum(q.sum(1, keepdims=True), TINY), ahead, behind, scaled)


def leaving(share: Floats) -> Floats:
    """Per tag, the share of all tags that may follow it."""
    out = np.full(len(share), 1 - share[2::2].sum())
    out[1::2] += share[2::2]
    out[2::2] += share[2::2]
    return np.maximum(out, TINY)


@dataclass(frozen=True, slots=True)
class Candidate:
    """The units first … last (both included) as one stretch of label number `label`."""

    first: int
    last: int
    label: int
    probability: float


def candidates(chains: Chains, found: Beliefs, share: Floats, chain: int, least: float) -> list[Candidate]:
    """Every stretch that exists, exactly so, with at least the probability `least`."""
    start, stop = int(chains.offsets[chain]), int(chains.offsets[chain + 1])
    leave = leaving(share)
    out: list[Candidate] = []
    begins = np.argwhere(found.q[start:stop, 1::2] >= least)
    for at, label in begins.tolist():
        first, begin, on = start + at, 1 + 2 * label, 2 + 2 * label
        path, tag = float(found.ahead[first, begin]), begin
        for last in range(first, stop):
            if last > first:
                path *= float(found.likelihood[last, on] / leave[tag])
                tag = on
            through = path * float(found.behind[last, tag])
            if through < least:
                break
            further = 0.0
            if last + 1 < stop:
                further = path * float(found.likelihood[last + 1, on] * found.behind[last + 1, on] / leave[tag])
            if through - further >= least:
                out.append(Candidate(first, last, label, min(through - further, 1.0)))
    return out
