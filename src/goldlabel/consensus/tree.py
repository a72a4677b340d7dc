"""One place in a hierarchy for many: the node that is nearest to where the truth may be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.answers.tree import Path, alike
from goldlabel.consensus.em import clamp, shares
from goldlabel.consensus.parsed import Merged, Parsed
from goldlabel.consensus.pooled import pooled_dawid_skene
from goldlabel.consensus.result import Floats, Ints
from goldlabel.consensus.skills import share_skills
from goldlabel.frames.answers import Coded


@dataclass(frozen=True)
class NearestNode:
    """The node with the smallest expected tree distance.

    The paths that were answered are classes of a Dawid–Skene with pooled workers, in which confusing two paths is
    beforehand as likely as they are alike (Wu and Palmer 1994). Of all nodes on the way to them, the label minimises
    Σ P(path) · (1 − likeness): a leaf where one is sure enough, else the branch that holds. Confidence: probability of
    the node or one below it. Skill: mean likeness of the worker's paths to the probable truth.
    O(rounds · answers · paths); not for thousands of different paths, where nearly every answer is its own: `deepest`.
    """

    prior: float = 5.0

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        coded, gold = _coded(parsed)
        likely = _likeness(coded.classes, coded.classes)
        q = pooled_dawid_skene(coded, likely**2 + np.eye(len(likely)), prior=self.prior, gold=gold).q
        return _told(parsed, coded, q, _nearest)


@dataclass(frozen=True)
class DeepestNode:
    """As far down as more than half of the item's workers went together; where they share nothing, the path that most
    gave. Confidence: the share that went through. O(answers · depth)."""

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        coded, gold = _coded(parsed)
        return _told(parsed, coded, clamp(shares(coded), gold), _deepest)


Choose = Callable[[list[Path], Floats], Path]


def _coded(parsed: Parsed) -> tuple[Coded, Ints]:
    names: list[Any] = sorted({*parsed.value, *(one for one in parsed.gold if one is not None)})
    at = {name: place for place, name in enumerate(names)}
    label = np.array([at[value] for value in parsed.value], np.int64)
    gold = np.array([-1 if value is None else at[value] for value in parsed.gold], np.int64)
    return Coded(parsed.items, parsed.workers, names, parsed.item, parsed.worker, label), gold


def _likeness(one: list[Path], other: list[Path]) -> Floats:
    return np.array([[alike(a, b) for b in other] for a in one], np.float64).reshape(len(one), len(other))


def _nearest(paths: list[Path], p: Floats) -> Path:
    nodes = sorted({path[:depth] for path in paths for depth in range(1, len(path) + 1)})
    gain = _likeness(nodes, paths) @ p
    return nodes[max(range(len(nodes)), key=lambda at: (round(float(gain[at]), 12), len(nodes[at]), nodes[at]))]


def _deepest(paths: list[Path], p: Floats) -> Path:
    through: dict[Path, float] = {}
    for path, share in zip(paths, p.tolist(), strict=True):
        for depth in range(1, len(path) + 1):
            through[path[:depth]] = through.get(path[:depth], 0.0) + share
    kept = [node for node, share in through.items() if share > 0.5 + 1e-9]
    return max(kept, key=len) if kept else paths[int(np.argmax(p))]


def _told(parsed: Parsed, coded: Coded, q: Floats, choose: Choose) -> Merged:
    values: list[Any] = []
    confidence = np.ones(len(q))
    evidence: list[Any] = []
    for item, row in enumerate(q):
        possible = np.flatnonzero(row > 1e-6)
        paths: list[Path] = [coded.classes[at] for at in possible.tolist()]
        p = row[possible]
        node = coded.classes[int(np.argmax(row))] if parsed.gold[item] is not None else choose(paths, p)
        values.append(node)
        confidence[item] = min(
            1.0, float(sum(s for path, s in zip(paths, p, strict=True) if path[: len(node)] == node))
        )
        evidence.append({"paths": [["/".join(path), round(float(s), 6)] for path, s in zip(paths, p, strict=True)]})
    count = parsed.count_by_worker()
    near = [alike(value, values[item]) for item, value in zip(parsed.item.tolist(), parsed.value, strict=True)]
    right = np.bincount(parsed.worker, near, len(parsed.workers)).astype(np.float64)
    return Merged(values, confidence, share_skills(parsed.workers, count, right, count.astype(np.float64)), evidence)
