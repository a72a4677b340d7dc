"""Agreement on a million answers: α and its companions with 1,000 resamplings of the items; bar 20 s.

`python -m bench.speed_alpha`, or as rows of `python -m bench.speed`.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from goldlabel.agreement import report

ANSWERS, PER_ITEM, WORKERS, BAR = 1_000_000, 5, 1000, 20.0
CASES = (("nominal", 4), ("nominal", 50), ("ordinal", 5), ("ordinal", 50))


@dataclass(frozen=True)
class Row:
    """Seconds from the columns to every coefficient with its interval."""

    name: str
    seconds: float
    bar: float

    @property
    def ok(self) -> bool:
        return self.seconds <= self.bar


def answers(classes: int, seed: int = 0) -> dict[str, np.ndarray]:
    """Workers who are right on 7 of 10 items, as columns."""
    rng = np.random.default_rng(seed)
    items = ANSWERS // PER_ITEM
    truth = rng.integers(0, classes, items)[:, None]
    right = rng.random((items, PER_ITEM)) < 0.7
    worker = np.arange(PER_ITEM) * (WORKERS // PER_ITEM) + rng.integers(0, WORKERS // PER_ITEM, (items, PER_ITEM))
    return {
        "item": np.repeat(np.arange(items), PER_ITEM),
        "worker": worker.ravel(),
        "label": np.where(right, truth, rng.integers(0, classes, (items, PER_ITEM))).ravel(),
    }


def rows() -> Iterator[Row]:
    for scale, classes in CASES:
        table = answers(classes)
        began = perf_counter()
        found = report(table, scale, draws=1000)
        assert found.low is not None
        yield Row(f"alpha {scale}, {classes} classes, 1 M answers, 1,000 resamplings", perf_counter() - began, BAR)


def main() -> int:
    missed = 0
    for row in rows():
        missed += not row.ok
        print(f"{row.name:60} {row.seconds:6.1f} s  bar {row.bar:.0f} s  {'ok' if row.ok else 'MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
