"""Named entities: spans of 46 workers against experts, with `aggregate(answers, "spans")` as anybody calls it."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

from bench.quality.data import answers, truth
from bench.quality.rows import Row
from goldlabel.consensus import aggregate

SET = "ner_spans_a"
EXACT: dict[str, float | None] = {
    "mean worker": 55.8,
    "token majority": 67.3,
    "span vote 30 %": 70.1,
    "weighted span vote": 70.6,
    "token DS": 72.5,
}
TOKEN: dict[str, float | None] = {"token DS": 77.1}
BAR = 72.5
Span = tuple[int, int, str]


def rows() -> Iterator[Row]:
    right = {item: spans(label) for item, label in truth(SET).items()}
    for method in ("auto", "sequence"):
        start = time.perf_counter()
        result = aggregate(answers(SET), "spans", method)
        seconds = time.perf_counter() - start
        found = {item: spans(label) for item, label in zip(result.items, result.labels, strict=True)}
        name = SET if method == "auto" else f"{SET}, {method}"
        bar = BAR if method == "auto" else None
        yield Row("ner", name, "exact-span F1 %", f1(found, right), bar, EXACT, seconds=seconds, note=result.why)
        yield Row("ner", name, "token F1 %", f1(tokens(found), tokens(right)), None, TOKEN)


def spans(label: Any) -> set[Span]:
    return {(one[0], one[1], one[2]) for one in (json.loads(label) if isinstance(label, str) else label)}


def tokens(found: Mapping[Any, set[Span]]) -> dict[Any, set[tuple[int, str]]]:
    return {item: {(at, kind) for start, end, kind in own for at in range(start, end)} for item, own in found.items()}


def f1(found: Mapping[Any, set[Any]], right: Mapping[Any, set[Any]]) -> float:
    """Over all items of the truth together; one that nobody answered (d5, 341 entities) counts as missed."""
    hit = sum(len(found.get(item, set()) & true) for item, true in right.items())
    size = sum(len(found.get(item, ())) + len(true) for item, true in right.items())
    return 200 * hit / size if size else 0.0
