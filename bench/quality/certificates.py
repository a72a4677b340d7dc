"""Certificates: how many expert labels they save, and how often they are false, with the public defaults of `certify`.

References are those of research/quality_science.md §2.3: the published PAC procedure, and the exact hypergeometric rule
on confidence alone with a fixed number of draws (its K counted as cost), each over 100 runs.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean, stdev
from typing import Any

from bench.quality.data import columns
from bench.quality.rows import Row
from goldlabel.learning.certify import certify

RUNS = {"stance": 200, "imagenetv2": 200, "sentiment": 60}
TEXT = {"stance": "text", "sentiment": "phrase"}
LOSS = {"sentiment": "squared"}
CONFIDENCE = 0.95
PUBLISHED = {
    ("stance", 0.05): 28.2,
    ("stance", 0.1): 40.5,
    ("imagenetv2", 0.05): 39.1,
    ("imagenetv2", 0.1): 51.5,
    ("sentiment", 0.005): 15.6,
    ("sentiment", 0.01): 33.6,
    ("sentiment", 0.015): 51.2,
}
"""Labels saved, %; sentiment by the normal approximation, which promises less."""
EXACT = {("stance", 0.05): 30.9, ("stance", 0.1): 47.7, ("imagenetv2", 0.05): 41.2, ("imagenetv2", 0.1): 54.2}
CEILING = {
    ("stance", 0.05): 40.5,
    ("stance", 0.1): 62.0,
    ("imagenetv2", 0.05): 48.1,
    ("imagenetv2", 0.1): 61.7,
    ("sentiment", 0.005): 25.2,
    ("sentiment", 0.01): 46.7,
    ("sentiment", 0.015): 68.9,
}
"""What confidence as the order allows if all errors were known."""


@dataclass(frozen=True)
class Measured:
    saved: list[float]
    false: int
    seconds: float

    @property
    def deviation(self) -> float:
        """Of the mean."""
        return stdev(self.saved) / len(self.saved) ** 0.5


def rows() -> Iterator[Row]:
    for (name, target), published in PUBLISHED.items():
        got = measured(name, target, RUNS[name])
        runs = len(got.saved)
        exact = EXACT.get((name, target))
        references = {"PAC labels": published, "exact, same K": exact, "order's ceiling": CEILING[name, target]}
        bar = None if exact is None else exact - 2 * got.deviation
        note = f"± {got.deviation:.2f}, {runs} seeds"
        saved = mean(got.saved)
        yield Row("certificates", name, f"% saved at {target}", saved, bar, references, seconds=got.seconds, note=note)
        most = 1 - CONFIDENCE + 3.2 * ((1 - CONFIDENCE) * CONFIDENCE / runs) ** 0.5
        note = f"{got.false} of {runs}; 5 % are promised, the bar is 3.2 deviations above"
        share = 100 * got.false / runs
        yield Row("certificates", name, f"% false at {target}", share, 100 * most, higher=False, note=note)


def measured(name: str, target: float, runs: int, **options: Any) -> Measured:
    """Over seeds 0, 1, 2 …; `seconds` of one."""
    predictions, truth = world(name)
    saved: list[float] = []
    false = 0
    start = time.perf_counter()
    for seed in range(runs):
        result = certify(predictions, truth, target, CONFIDENCE, seed=seed, loss=LOSS.get(name, "zero_one"), **options)
        saved.append(100 * result.saved)
        false += error(name, truth, result.items, result.labels) > target + 1e-12
    return Measured(saved, false, (time.perf_counter() - start) / runs)


def world(name: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    table = columns(f"pac/{name}/data")
    predictions = {"item": table["item"], "label": table["model_label"], "confidence": table["confidence"]}
    if name in TEXT:
        predictions["text"] = table[TEXT[name]]
    return predictions, dict(zip(table["item"], table["truth"], strict=True))


def error(name: str, truth: dict[str, str], items: list[str], labels: list[str]) -> float:
    pairs = [(label, truth[item]) for item, label in zip(items, labels, strict=True)]
    if name in LOSS:
        return mean((float(label) - float(right)) ** 2 for label, right in pairs)
    return mean(label != right for label, right in pairs)
