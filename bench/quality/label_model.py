"""Labels from labeling functions: mean over 20 draws of 100 gold labels, on the items that were not drawn."""

import time
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from bench.quality.data import columns
from bench.quality.rows import Row, mean
from bench.quality.scores import expected_accuracy, macro_f1
from goldlabel.consensus.label_model import LabelModel, label_model

KNOWN = {"sms": (82.5, 56.5, 79.0), "youtube": (73.1, 42.5, 87.2)}
"""Published with the data: majority (uncovered items: the commonest class), Dawid–Skene, naive Bayes with 100 gold."""
KNOWN_F1 = {"sms": (73.9, None, 70.8), "youtube": (73.0, None, 87.1)}
NAMES = ("majority", "DS", "naive Bayes")
DRAWS, GOLD = 20, 100


def rows() -> Iterator[Row]:
    for name, known in KNOWN.items():
        votes, truth = columns(f"weak/{name}/lf_votes"), columns(f"weak/{name}/truth")
        right = dict(zip(truth["item"], truth["label"], strict=True))
        accuracy: list[float] = []
        f1: list[float] = []
        majority: list[float] = []
        start = time.perf_counter()
        for draw in range(DRAWS):
            picked = np.random.default_rng(draw).choice(len(right), GOLD, replace=False).tolist()
            gold = {key: [truth[key][at] for at in picked] for key in ("item", "label")}
            others = {item: label for item, label in right.items() if item not in set(gold["item"])}
            found = label_model(votes, gold)
            accuracy.append(score(found, others))
            f1.append(macro_f1(found.items, found.labels, others))
            majority.append(plain_majority(votes, others))
        seconds = (time.perf_counter() - start) / DRAWS
        references = dict(zip(NAMES, known, strict=True))
        note = f"majority on the same items {mean(majority):.1f}; worst draw {min(accuracy):.1f}"
        bar = max(known[0], mean(majority)) - 0.5
        yield Row("label_model", name, "accuracy %", mean(accuracy), bar, references, seconds=seconds, note=note)
        f1_references = dict(zip(NAMES, KNOWN_F1[name], strict=True))
        yield Row("label_model", name, "macro F1 %", mean(f1), None, f1_references)
        alone = label_model(votes)
        yield Row("label_model", name, "accuracy % without gold", score(alone, right), None, note=alone.method)


def score(found: LabelModel, truth: Mapping[Any, Any]) -> float:
    assert found.posterior is not None
    assert found.classes is not None
    return expected_accuracy(found.items, found.classes, found.posterior, truth)


def plain_majority(votes: Mapping[str, list[str]], truth: Mapping[str, str]) -> float:
    """Expected percent right: ties at random; the commonest true class where nobody votes."""
    labels = list(truth.values())
    commonest = max(sorted(set(labels)), key=labels.count)
    functions = [cells for name, cells in votes.items() if name.startswith("lf")]
    total = 0.0
    for at, item in enumerate(votes["item"]):
        if item in truth:
            said = [cells[at] for cells in functions if cells[at] != "-1"] or [commonest]
            best = max(said.count(label) for label in said)
            winners = {label for label in said if said.count(label) == best}
            total += (truth[item] in winners) / len(winners)
    return 100 * total / len(truth)
