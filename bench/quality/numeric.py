"""Numbers: how strong an emotion is, 0 … 100, with `aggregate(answers, "numeric")` as anybody calls it."""

import math
import time
from collections.abc import Iterator

from bench.quality.data import answers, truth
from bench.quality.rows import Row
from goldlabel.consensus import aggregate

SET = "emotion_numeric"
MAE = {"mean": 12.02, "median": 13.5, "variance-weighted": 11.9, "bias + variance EM": 12.2}
RMSE = {"mean": 17.84, "median": 21.3, "variance-weighted": 18.4, "bias + variance EM": 18.3}
ROUNDING = 0.005
"""The published means have two decimals."""


def rows() -> Iterator[Row]:
    right = {item: float(value) for item, value in truth(SET).items()}
    for method in ("auto", "median", "trimmed", "variance", "weighted"):
        start = time.perf_counter()
        result = aggregate(answers(SET), "numeric", method)
        seconds = time.perf_counter() - start
        found = dict(zip(result.items, result.labels, strict=True))
        off = [found[item] - value for item, value in right.items()]
        mae = sum(map(abs, off)) / len(off)
        rmse = math.sqrt(sum(one * one for one in off) / len(off))
        judged = method == "auto"
        name = SET if judged else f"{SET}, {method}"
        bars = (MAE["mean"] + ROUNDING, RMSE["mean"] + ROUNDING) if judged else (None, None)
        yield Row("numeric", name, "MAE", mae, bars[0], dict(MAE), higher=False, seconds=seconds, note=result.why)
        yield Row("numeric", name, "RMSE", rmse, bars[1], dict(RMSE), higher=False)
