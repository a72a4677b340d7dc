"""Label errors from given probabilities: how many of those that people confirmed stand at the top, beside cleanlab."""

import time
from collections.abc import Iterator

from bench.quality.data import columns
from bench.quality.rows import Row
from goldlabel.quality.errors import Errors, find_errors

TOP = {"imdb": {100: 75, 500: 312, 1000: 576}, "mnist": {100: 15}}
"""True errors among the first so many, by cleanlab 2.9.0's self-confidence (imdb) and all its scores (mnist)."""
FLAGGED = {"imdb": (1309, 725), "mnist": (15, 7)}
"""Flagged by cleanlab's `prune_by_noise_rate`, and how many of them are true errors."""


def rows() -> Iterator[Row]:
    for name, tops in TOP.items():
        table = columns(f"label_errors/{name}/given_and_probs")
        given = {"item": table["item"], "label": table["given"]}
        probs = {key: cells for key, cells in table.items() if key != "given"}
        start = time.perf_counter()
        found = find_errors(given, probs)
        seconds = time.perf_counter() - start
        wrong = confirmed(name)
        note = f"{len(wrong)} errors known in {len(found):,} labels"
        for top, cleanlab in tops.items():
            ours = sum(item in wrong for item in found.items[:top])
            yield Row("errors", name, f"errors in top {top}", ours, cleanlab, {"cleanlab": cleanlab}, seconds=seconds)
        yield from flags(name, found, wrong, note)


def flags(name: str, found: Errors, wrong: set[str], note: str) -> Iterator[Row]:
    flagged = found.table(flagged=True)["item"]
    count, right = FLAGGED[name]
    yield Row("errors", name, "flagged", len(flagged), None, {"cleanlab": count}, note=note)
    yield Row("errors", name, "errors flagged", sum(item in wrong for item in flagged), right, {"cleanlab": right})


def confirmed(name: str) -> set[str]:
    table = columns(f"label_errors/{name}/verified")
    return {item for item, error in zip(table["item"], table["is_error"], strict=True) if error == "1"}
