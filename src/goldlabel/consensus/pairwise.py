"""Which of two is better: votes of workers with a reliability and a favourite side, helped by how strong both are."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.consensus.dense import softmax
from goldlabel.consensus.parsed import Merged, Parsed, parse
from goldlabel.consensus.pooled import drawn
from goldlabel.consensus.result import Floats, Ints
from goldlabel.consensus.skills import share_skills
from goldlabel.consensus.strengths import Strengths, davidson
from goldlabel.core.problem import Invalid
from goldlabel.frames.answers import Answers
from goldlabel.frames.column import text_of

SIDES = ("left", "right", "tie")


@dataclass(frozen=True)
class BradleyTerry:
    """Bradley–Terry with ties, worker reliability and position bias.

    Model: the true outcome of an item (its first thing is better, its second, or neither) follows Davidson's
    Bradley–Terry on the strengths of both; worker w, shown a truth on his screen, says l with confusion[w, truth, l],
    drawn by `prior` answers to everybody's. A confusion that prefers a side is position bias, one that prefers `tie`
    indecision; both are told from reliability when the sides of a pair change between workers or items. EM: outcomes,
    then confusions and strengths. Items of one pair support each other through the strengths, and only through them:
    the same two systems on another prompt may end otherwise. Label: the likelier side as the item shows it; confidence
    its probability; skill the probability that an answer is right.
    Source: Davidson 1970 (ties), Chen et al. 2013 (Crowd-BT, reliability), Hunter 2004 (fit).
    Cost: rounds · (answers + steps · items). Not when preference is circular by nature (rock, paper, scissors).
    """

    prior: float = 5.0
    rounds: int = 30

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        pairs = _Pairs.of(parsed)
        q, strengths = self.fit(parsed, pairs)
        values: list[str] = []
        evidence: list[Any] = []
        for item, row in enumerate(q):
            best = np.flatnonzero(row >= row.max() - 1e-9)
            values.append(SIDES[int(best[_draw(parsed.items[item], seed, len(best))])])
            one, other = pairs.names[int(pairs.first[item])], pairs.names[int(pairs.second[item])]
            worth = np.log(strengths.worth[[pairs.first[item], pairs.second[item]]]).tolist()
            evidence.append(
                {
                    "left": one, "right": other, "strength": [round(float(x), 6) for x in worth],
                    "probability": {side: round(float(p), 6) for side, p in zip(SIDES, row, strict=True)},
                }
            )  # fmt: skip
        seen = _on_screen(q, parsed.item, pairs.turned)
        right = np.bincount(parsed.worker, seen[np.arange(len(seen)), pairs.said], len(parsed.workers))
        count = parsed.count_by_worker()
        skills = share_skills(parsed.workers, count, right.astype(np.float64), count.astype(np.float64))
        return Merged(values, q.max(1) if len(q) else np.zeros(0), skills, evidence)

    def fit(self, parsed: Parsed, pairs: "_Pairs") -> tuple[Floats, Strengths]:
        """float[items, outcomes], and the strengths."""
        workers = len(parsed.workers)
        cell = parsed.worker * 3 + pairs.said
        likely = np.eye(3) * 4 + 0.5
        q = _shares(parsed, pairs)
        strengths = davidson(pairs.first, pairs.second, q, len(pairs.names))
        for _ in range(self.rounds):
            seen = _on_screen(q, parsed.item, pairs.turned)
            counts = np.stack(
                [np.bincount(cell, seen[:, t], workers * 3).reshape(workers, 3) for t in range(3)], axis=1
            )  # fmt: skip
            votes = np.log(drawn(counts, likely, self.prior))[parsed.worker, :, pairs.said]
            votes = np.where(pairs.turned[:, None], votes[:, [1, 0, 2]], votes)
            scores = np.stack([np.bincount(parsed.item, votes[:, t], len(q)) for t in range(3)], axis=1).astype(
                np.float64
            )
            strengths = davidson(pairs.first, pairs.second, q, len(pairs.names))
            scores += np.log(np.maximum(strengths.chances(pairs.first, pairs.second), 1e-12))
            before, q = q, pairs.known(softmax(scores))
            if not q.size or float(np.abs(q - before).max()) < 1e-5:
                break
        return q, strengths


@dataclass(frozen=True)
class MajoritySide:
    """The side that most said; of equals one at random by seed. Confidence: its share. The baseline."""

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        pairs = _Pairs.of(parsed)
        q = _shares(parsed, pairs)
        values = [
            SIDES[int(best[_draw(name, seed, len(best))])]
            for name, row in zip(parsed.items, q, strict=True)
            if len(best := np.flatnonzero(row >= row.max() - 1e-9))
        ]
        seen = _on_screen(q, parsed.item, pairs.turned)
        right = np.bincount(parsed.worker, seen[np.arange(len(seen)), pairs.said], len(parsed.workers))
        count = parsed.count_by_worker()
        skills = share_skills(parsed.workers, count, right.astype(np.float64), count.astype(np.float64))
        return Merged(values, q.max(1) if len(q) else np.zeros(0), skills)


@dataclass(frozen=True)
class _Pairs:
    """`first` and `second` per item, places in `names`; per row what was `said` on screen, and whether the row showed
    the item's pair `turned` round; `gold` per item, −1 unknown."""

    names: list[str]
    first: Ints
    second: Ints
    said: Ints
    turned: Ints
    gold: Ints

    @staticmethod
    def of(parsed: Parsed) -> "_Pairs":
        if missing := [side for side in SIDES[:2] if side not in parsed.extra]:
            raise Invalid(f'pairwise answers need the column "{missing[0]}": what was compared', where=missing[0])
        left, right = ([text_of(one) for one in parsed.extra[side]] for side in SIDES[:2])
        names = sorted({*left, *right})
        at = {name: place for place, name in enumerate(names)}
        first, second = np.zeros(len(parsed.items), np.int64), np.zeros(len(parsed.items), np.int64)
        turned = np.zeros(len(parsed), bool)
        for item in range(len(parsed.items)):
            shown = [(left[row], right[row]) for row in parsed.rows_of(item)]
            one, other = max(sorted(set(shown)), key=shown.count)
            if wrong := [pair for pair in shown if {*pair} != {one, other}]:
                raise Invalid(
                    f"compares {one} with {other}, and {wrong[0][0]} with {wrong[0][1]}; an item is one pair",
                    where=f"item {parsed.items[item]}",
                )
            first[item], second[item] = at[one], at[other]
            rows = parsed.rows_of(item)
            turned[rows.start : rows.stop] = [pair != (one, other) for pair in shown]
        side = {name: place for place, name in enumerate(SIDES)}
        gold = np.array([-1 if known is None else side[known] for known in parsed.gold], np.int64)
        said = np.array([side[value] for value in parsed.value], np.int64)
        return _Pairs(names, first, second, said, turned.astype(np.int64), gold)

    def known(self, q: Floats) -> Floats:
        fixed = np.flatnonzero(self.gold >= 0)
        q[fixed] = 0.0
        q[fixed, self.gold[fixed]] = 1.0
        return q


def _shares(parsed: Parsed, pairs: _Pairs) -> Floats:
    outcome = np.where((pairs.turned == 1) & (pairs.said < 2), 1 - pairs.said, pairs.said)
    votes = np.bincount(parsed.item * 3 + outcome, minlength=3 * len(parsed.items)).reshape(-1, 3)
    return pairs.known(votes / np.maximum(votes.sum(1, keepdims=True), 1))


def _on_screen(q: Floats, item: Ints, turned: Ints) -> Floats:
    """Per row, the outcome as the worker saw it."""
    own = q[item]
    return np.where(turned[:, None] == 1, own[:, [1, 0, 2]], own)


def _draw(item: Any, seed: int, count: int) -> int:
    return zlib.crc32(f"{seed}/{text_of(item)}".encode()) % count


def strengths(answers: Answers, gold: dict[Any, Any] | None = None) -> dict[str, Sequence[Any]]:
    """How strong every compared thing is, best first: columns name, strength (log worth, mean 0), comparisons.

    Pairwise answers as for `aggregate`; the fit is that of `BradleyTerry`.
    """
    parsed = parse(answers, "pairwise", gold=gold)
    pairs = _Pairs.of(parsed)
    _, found = BradleyTerry().fit(parsed, pairs)
    log_worth = np.log(found.worth)
    count = np.bincount(pairs.first[parsed.item], minlength=len(pairs.names))
    count += np.bincount(pairs.second[parsed.item], minlength=len(pairs.names))
    order = sorted(range(len(pairs.names)), key=lambda at: (-round(float(log_worth[at]), 9), pairs.names[at]))
    return {
        "name": [pairs.names[at] for at in order],
        "strength": [float(log_worth[at]) for at in order],
        "comparisons": [int(count[at]) for at in order],
    }
