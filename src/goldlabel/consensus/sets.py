"""One set for many: every label a yes-or-no question of its own, workers shared between labels."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.consensus.existence import Cells, existence
from goldlabel.consensus.parsed import Merged, Parsed
from goldlabel.consensus.result import Ints
from goldlabel.consensus.skills import share_skills


@dataclass(frozen=True)
class BinaryLabels:
    """Per-label binary Dawid–Skene: `existence` on every label that anybody chose for the item.

    A label belongs to the set when its probability is above 1/2 (at 1/2 it does not). Confidence: the probability that
    the whole set is right, Π max(p, 1 − p) over the labels, as if they were independent. Skill: F1 of the worker's
    labels against the probable truth. Labels that nobody chose for an item count as agreed absent.
    Cost: rounds · Σ answers · labels chosen for the item. Not for sets in which one label excludes another: make the
    groups of exclusive labels nominal questions.
    """

    prior: float = 5.0

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        cells, labels, offsets = _cells(parsed)
        found = existence(cells, prior=self.prior)
        values: list[Any] = []
        confidence = np.ones(len(parsed.items))
        evidence: list[Any] = []
        for item in range(len(parsed.items)):
            own = range(int(offsets[item]), int(offsets[item + 1]))
            p = found.q[own.start : own.stop]
            values.append(tuple(labels[cell] for cell in own if found.q[cell] > 0.5 + 1e-9))
            confidence[item] = float(np.maximum(p, 1 - p).prod())
            evidence.append({"labels": [[labels[cell], round(float(found.q[cell]), 6)] for cell in own]})
        skills = share_skills(parsed.workers, parsed.count_by_worker(), found.right, found.total)
        return Merged(values, confidence, skills, evidence)


@dataclass(frozen=True)
class MajorityLabels:
    """Every label that more than half of an item's workers chose. Confidence: the smallest share that agrees with a
    decision. The baseline: no worker is known."""

    def merge(self, parsed: Parsed, seed: int = 0) -> Merged:
        values: list[Any] = []
        confidence = np.ones(len(parsed.items))
        hits, total = np.zeros(len(parsed.workers)), np.zeros(len(parsed.workers))
        for item, known in enumerate(parsed.gold):
            rows = parsed.rows_of(item)
            votes: dict[str, int] = {}
            for row in rows:
                for label in parsed.value[row]:
                    votes[label] = votes.get(label, 0) + 1
            kept = sorted(label for label, count in votes.items() if 2 * count > len(rows)) if known is None else known
            values.append(tuple(kept))
            if known is None:
                confidence[item] = min((max(n, len(rows) - n) / len(rows) for n in votes.values()), default=1.0)
            for row in rows:
                hits[parsed.worker[row]] += len({*kept} & {*parsed.value[row]})
                total[parsed.worker[row]] += (len(kept) + len(parsed.value[row])) / 2
        return Merged(values, confidence, share_skills(parsed.workers, parsed.count_by_worker(), hits, total))


def _cells(parsed: Parsed) -> tuple[Cells, list[str], Ints]:
    """The cells, the label of each, and where each item's begin."""
    golden = [value for value in parsed.gold if value is not None]
    names = sorted({label for value in (*parsed.value, *golden) for label in value})
    number = {name: at for at, name in enumerate(names)}
    labels: list[str] = []
    known: list[int] = []
    offsets = np.zeros(len(parsed.items) + 1, np.int64)
    cell: list[Ints] = []
    worker: list[Ints] = []
    yes: list[float] = []
    asked = np.zeros(len(parsed.workers))
    chosen = np.zeros((len(parsed.workers), len(names)))
    for item, gold in enumerate(parsed.gold):
        rows = parsed.rows_of(item)
        own = sorted({label for row in rows for label in parsed.value[row]} | set(gold or ()))
        place = np.arange(len(labels), len(labels) + len(own))
        labels += own
        known += [-1 if gold is None else int(label in gold) for label in own]
        offsets[item + 1] = len(labels)
        for row in rows:
            cell.append(place)
            worker.append(np.full(len(own), parsed.worker[row]))
            yes += [float(label in parsed.value[row]) for label in own]
            asked[parsed.worker[row]] += 1
            chosen[parsed.worker[row], [number[label] for label in own]] += 1
    none = np.zeros(0, np.int64)
    cells = Cells(
        count=len(labels), workers=len(parsed.workers), cell=np.concatenate([none, *cell]),
        worker=np.concatenate([none, *worker]), yes=np.array(yes, np.float64),
        group=np.array([number[label] for label in labels], np.int64), weight=np.ones(len(labels)),
        never=asked[:, None] - chosen,
        asked=np.full(len(names), float(len(parsed.items))), gold=np.array(known, np.int64),
    )  # fmt: skip
    return cells, labels, offsets
