"""Nominal consensus on the nine categorical sets, with `aggregate(answers)` as anybody calls it."""

import time
from collections.abc import Iterator

from bench.quality.data import answers, truth
from bench.quality.rows import Row, mean
from bench.quality.scores import expected_accuracy, macro_f1
from goldlabel.consensus import aggregate

COLUMNS = ("majority", "DS", "one-coin", "Wawa", "DS diagonal", "iBCC", "EBCC")
"""Accuracy of crowd-kit 1.4.2 (first four), of a numpy prototype, and as published (last two)."""
KNOWN: dict[str, tuple[float, ...]] = {
    "adult": (76.0, 76.6, 71.5, 76.3, 75.1, 74.5, 74.8),
    "bluebird": (75.9, 88.9, 58.3, 75.9, 89.8, 88.9, 86.1),
    "cf": (88.0, 83.0, 88.7, 89.3, 88.7, 88.3, 88.3),
    "dog": (81.2, 84.3, 83.0, 82.9, 84.3, 83.9, 84.0),
    "ms": (70.7, 76.9, 79.3, 79.9, 78.0, 79.0, 78.7),
    "product": (89.7, 94.0, 90.8, 89.7, 94.0, 93.8, 93.5),
    "rte": (87.5, 92.8, 92.5, 92.1, 92.8, 92.8, 93.1),
    "sp_amt": (94.4, 94.4, 94.6, 94.4, 94.4, 94.4, 94.4),
    "trec": (66.1, 70.2, 56.0, 64.6, 70.6, 70.6, 70.4),
}
MEAN_BAR = 85.3
"""The best single method's mean over the nine."""


def rows() -> Iterator[Row]:
    found: list[float] = []
    for name, known in KNOWN.items():
        right = truth(name)
        start = time.perf_counter()
        result = aggregate(answers(name))
        seconds = time.perf_counter() - start
        assert result.posterior is not None
        assert result.classes is not None
        accuracy = expected_accuracy(result.items, result.classes, result.posterior, right)
        references = dict(zip(COLUMNS, known, strict=True))
        bar = max(known[:2]) - max(0.5, 200 / len(right))
        found.append(accuracy)
        yield Row("categorical", name, "accuracy %", accuracy, bar, references, seconds=seconds, note=result.why)
        yield Row("categorical", name, "macro F1 %", macro_f1(result.items, result.labels, right))
    means = {column: mean(known[at] for known in KNOWN.values()) for at, column in enumerate(COLUMNS)}
    yield Row("categorical", "mean of nine", "accuracy %", mean(found), MEAN_BAR, means)
