"""docs/plots/consensus_text.svg: word error rate by the number of transcripts per clip, ROVER beside the medoid.

python -m docs.plots.consensus_text
"""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from rapidfuzz.distance import Levenshtein

from bench.quality.data import answers, truth
from bench.quality.speech import SET, words
from goldlabel.consensus import aggregate

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "goldlabel"
from matplotlib import pyplot as plt  # noqa: E402  (the backend comes first)

MANY = range(1, 8)
METHODS = {"rover": "words voted on (auto)", "medoid": "nearest whole transcript"}


def rate(method: str, each: int) -> float:
    """Word error rate in percent with `each` transcripts per clip, drawn with a fixed seed."""
    table, right = answers(SET), truth(SET)
    order = np.random.default_rng(0).permutation(len(table["item"])).tolist()
    seen: dict[str, int] = {}
    rows: list[int] = []
    for row in order:
        item = table["item"][row]
        seen[item] = seen.get(item, 0) + 1
        if seen[item] <= each:
            rows.append(row)
    found = aggregate({name: [column[row] for row in rows] for name, column in table.items()}, "text", method)
    labels = dict(zip(found.items, found.labels, strict=True))
    edits = sum(Levenshtein.distance(words(labels.get(item, "")), words(text)) for item, text in right.items())
    return 100 * edits / sum(len(words(text)) for text in right.values())


def main() -> None:
    figure, axis = plt.subplots(figsize=(6, 3.4), constrained_layout=True)
    for method, name in METHODS.items():
        axis.plot(MANY, [rate(method, each) for each in MANY], marker=".", label=name)
    axis.axhline(6.05, linestyle="--", color="0.5", label="ROVER as published, 7 transcripts")
    axis.set(xlabel="transcripts per clip", ylabel="word error rate, %", ylim=(0, None))
    axis.spines[["top", "right"]].set_visible(False)
    axis.legend(frameon=False)
    figure.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})


if __name__ == "__main__":
    main()
