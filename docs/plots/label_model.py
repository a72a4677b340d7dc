"""docs/plots/label_model.svg: accuracy of the label model by number of gold labels, beside majority.

python -m docs.plots.label_model
"""

from pathlib import Path

import matplotlib as mpl
import numpy as np

from bench.quality.data import columns
from bench.quality.label_model import KNOWN, plain_majority, score
from bench.quality.rows import mean
from goldlabel.consensus.label_model import label_model

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "goldlabel"
from matplotlib import pyplot as plt  # noqa: E402  (the backend comes first)

SIZES = (10, 20, 30, 50, 75, 100, 150, 200, 300)
DRAWS = 10


def curve(name: str) -> tuple[list[float], list[float], float]:
    """Mean and least accuracy per number of gold labels; majority's."""
    votes, truth = columns(f"weak/{name}/lf_votes"), columns(f"weak/{name}/truth")
    right = dict(zip(truth["item"], truth["label"], strict=True))
    means: list[float] = []
    least: list[float] = []
    for size in SIZES:
        found: list[float] = []
        for draw in range(DRAWS):
            picked = np.random.default_rng(draw).choice(len(right), size, replace=False).tolist()
            gold = {key: [truth[key][at] for at in picked] for key in ("item", "label")}
            others = {item: label for item, label in right.items() if item not in set(gold["item"])}
            found.append(score(label_model(votes, gold), others))
        means.append(mean(found))
        least.append(min(found))
    return means, least, plain_majority(votes, right)


def main() -> None:
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.4), constrained_layout=True, sharey=True)
    for axis, name in zip(axes, KNOWN, strict=True):
        means, least, majority = curve(name)
        axis.plot(SIZES, means, marker=".", label=f"label model, mean of {DRAWS} draws")
        axis.fill_between(SIZES, least, means, alpha=0.2, label="down to the worst draw")
        axis.axhline(majority, linestyle="--", color="0.5", label="majority")
        axis.set(title=name, xlabel="gold labels", ylabel="accuracy on the others, %")
        axis.spines[["top", "right"]].set_visible(False)
    axes[1].legend(frameon=False, loc="center right")
    figure.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})


if __name__ == "__main__":
    main()
