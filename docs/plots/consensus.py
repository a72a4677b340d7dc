"""docs/plots/consensus.svg: accuracy by the number of answers per item, `auto` beside majority and Dawid–Skene.

python -m docs.plots.consensus
"""

from pathlib import Path

import matplotlib as mpl
import numpy as np

from bench.quality.data import answers, truth
from bench.quality.redundancy import arrival
from bench.quality.scores import expected_accuracy
from goldlabel.consensus.dawid_skene import DawidSkene
from goldlabel.consensus.mixture import Mixture
from goldlabel.consensus.plurality import Plurality
from goldlabel.consensus.votes import votes
from goldlabel.frames.answers import read_answers

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "goldlabel"
from matplotlib import pyplot as plt  # noqa: E402  (the backend comes first)

SETS = ("rte", "dog", "bluebird")
MANY = {"rte": range(1, 11), "dog": range(1, 11), "bluebird": (1, 2, 3, 5, 8, 12, 16, 20, 25, 30, 39)}
METHODS = {"auto": Mixture(), "Dawid–Skene": DawidSkene(), "majority": Plurality()}


def curves(name: str) -> dict[str, list[float]]:
    """Percent right with so many answers per item, taken in a random order, by method."""
    coded, right = read_answers(answers(name)).coded(), truth(name)
    every = votes(coded)
    rank = arrival(every.item, seed=0)
    parts = [every.rows(rank < each) for each in MANY[name]]
    return {
        method: [expected_accuracy(coded.items, coded.classes, one.posterior(part).q, right) for part in parts]
        for method, one in METHODS.items()
    }


def main() -> None:
    figure, axes = plt.subplots(1, len(SETS), figsize=(10, 3), constrained_layout=True)
    for axis, name in zip(np.ravel(axes), SETS, strict=True):
        for method, line in curves(name).items():
            axis.plot(list(MANY[name]), line, marker=".", label=method)
        axis.set(title=name, xlabel="answers per item")
    np.ravel(axes)[0].set(ylabel="accuracy %")
    np.ravel(axes)[0].legend(frameon=False)
    figure.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})


if __name__ == "__main__":
    main()
