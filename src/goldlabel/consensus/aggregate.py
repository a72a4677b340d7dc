"""Consensus offline, on a table of answers: a dict of columns, or a data frame of pandas or polars."""

from typing import Any

from goldlabel.agreement.reading import Ready, Reply
from goldlabel.agreement.report import rows
from goldlabel.consensus.majority import nominal
from goldlabel.core.model import canonical
from goldlabel.core.problem import Invalid

PLAIN = Ready("choice", None, None)


def aggregate(
    answers: Any, scale: str = "nominal", *, item: str = "item", worker: str = "worker", label: str = "label"
) -> dict[str, list[Any]]:
    """The majority label of each item, in order of first appearance.

        aggregate({"item": [1, 1, 1], "worker": ["a", "b", "c"], "label": ["x", "x", "y"]})
        {"item": [1], "label": ["x"], "confidence": [0.667]}

    `confidence` is the share of workers behind the label. A tie has label None: no coin is tossed. A worker's
    last answer to an item is the one that counts. Only the nominal scale is known here so far; others raise
    Invalid.
    """
    if scale != "nominal":
        raise Invalid(f"offline consensus knows the nominal scale so far, not {scale!r}", where="scale")
    votes: dict[Any, dict[Any, Reply]] = {}
    for one, who, what in rows(answers, item, worker, label):
        votes.setdefault(one, {})[who] = Reply(what, what, canonical(what).decode())
    out: dict[str, list[Any]] = {"item": [], "label": [], "confidence": []}
    for one, by_worker in votes.items():
        verdict = nominal(PLAIN, list(by_worker.values()), len(by_worker))
        out["item"].append(one)
        out["label"].append(verdict.value)
        out["confidence"].append(verdict.support)
    return out
