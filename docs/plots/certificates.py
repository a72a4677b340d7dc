"""docs/plots/certificates.svg: share of labels saved against the target error, on stance and imagenetv2.

python -m docs.plots.certificates
"""

from pathlib import Path
from statistics import mean

import matplotlib as mpl
import numpy as np

from bench.quality.certificates import measured, world

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "goldlabel"
from matplotlib import pyplot as plt  # noqa: E402  (the backend comes first)

TARGETS = (0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15)
RUNS = 12
DRAWS = {"stance": 500, "imagenetv2": 1_000}


def ceiling(name: str, target: float) -> float:
    """What confidence as the order allows if all errors were known, ties by chance."""
    predictions, truth = world(name)
    wrong = np.array(
        [truth[item] != label for item, label in zip(predictions["item"], predictions["label"], strict=True)]
    )
    score = np.array(predictions["confidence"], float)
    order = np.lexsort((np.random.default_rng(0).random(len(score)), -score))
    return 100 * np.searchsorted(np.cumsum(wrong[order]), target * len(wrong), side="right") / len(wrong)


def main() -> None:
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.6), constrained_layout=True, sharey=True)
    for axis, (name, draws) in zip(axes, DRAWS.items(), strict=True):
        ours = [measured(name, target, RUNS).saved for target in TARGETS]
        fixed = [measured(name, target, RUNS, order="confidence", pilot=0, draws=draws).saved for target in TARGETS]
        percent = [100 * target for target in TARGETS]
        axis.plot(percent, [ceiling(name, target) for target in TARGETS], color="0.7", label="confidence, errors known")
        axis.plot(percent, [mean(one) for one in ours], marker="o", label="certify, as it comes")
        axis.fill_between(percent, [min(one) for one in ours], [max(one) for one in ours], alpha=0.15)
        axis.plot(
            percent, [mean(one) for one in fixed], "--", color="0.4", label=f"exact rule on confidence, K = {draws:,}"
        )
        axis.set(title=name, xlabel="target error, %", xlim=(0, None), ylim=(0, None))
        axis.spines[["top", "right"]].set_visible(False)
        axis.legend(frameon=False, loc="lower right")
    axes[0].set_ylabel("labels saved, %")
    figure.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})


if __name__ == "__main__":
    main()
