"""What every consensus algorithm hands back: `Posterior` on coded arrays, `Consensus` with names on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COLUMNS = ("item", "label", "confidence")


@dataclass(frozen=True, slots=True)
class Posterior:
    """What a nominal algorithm believes after reading the answers.

    `q` float[items, classes]: probability of each class, rows sum to 1. `skill` float[workers]: probability that
    an answer of the worker is right. `confusion` float[workers, true class, answered class], where the algorithm
    has one. `right` float[workers]: expected number of right answers, the evidence behind `skill`.
    """

    q: Floats
    skill: Floats
    right: Floats
    confusion: Floats | None = None
    rounds: int = 0
    method: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Skill:
    """One worker: `skill` with its 95 % credible interval `low` … `high`, from `answers` answers.

    What skill means is the scale's: nominal, the probability that an answer is right; see the algorithm.
    `confusion` float[true class, answered class] where there is one.
    """

    worker: Any
    answers: int
    skill: float
    low: float
    high: float
    confusion: Floats | None = None


@dataclass(frozen=True, slots=True)
class Consensus:
    """One label per item with its confidence, and every worker's skill.

    `items`, `labels`, `confidence` (0 … 1) run in parallel, in order of first appearance. `method` names the
    algorithm, `why` says in words why it was taken. `posterior` float[items, classes] over `classes` where the
    scale has classes.
    """

    items: list[Any]
    labels: list[Any]
    confidence: Floats
    workers: list[Skill] = field(default_factory=list["Skill"])
    method: str = ""
    why: str = ""
    posterior: Floats | None = None
    classes: list[Any] | None = None
    evidence: list[Any] | None = None
    """Per item, what the label rests on; regions: every cluster with its probability and who marked it."""

    def table(self) -> dict[str, list[Any]]:
        """Columns item, label, confidence: `pandas.DataFrame(result.table())`."""
        return {"item": self.items, "label": self.labels, "confidence": [float(one) for one in self.confidence]}

    def worker_table(self) -> dict[str, list[Any]]:
        """Columns worker, answers, skill, low, high."""
        names = ("worker", "answers", "skill", "low", "high")
        return {name: [getattr(one, name) for one in self.workers] for name in names}

    def keys(self) -> tuple[str, ...]:
        """So that `dict(result)` is the table."""
        return COLUMNS

    def __getitem__(self, column: str) -> list[Any]:
        return self.table()[column]

    def __iter__(self) -> Iterator[str]:
        return iter(COLUMNS)

    def __len__(self) -> int:
        return len(self.items)
