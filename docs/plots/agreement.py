"""docs/plots/agreement.svg: coefficients of the same two workers as classes get lopsided.

python -m docs.plots.agreement
"""

from pathlib import Path

import matplotlib as mpl
import numpy as np

from goldlabel.agreement import report

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "goldlabel"
from matplotlib import pyplot as plt  # noqa: E402  (the backend comes first)

SHARES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98)
ITEMS, RIGHT = 20_000, 0.9
NAMES = {"percent": "equal pairs", "ac1": "Gwet's AC1", "alpha": "Krippendorff's α", "cohen_kappa": "Cohen's κ"}


def answers(share: float) -> dict[str, np.ndarray]:
    """Two workers, each right on 9 of 10 items; `share` of the items are of the first class."""
    rng = np.random.default_rng(0)
    truth = (rng.random(ITEMS) >= share).astype(int)
    said = [np.where(rng.random(ITEMS) < RIGHT, truth, 1 - truth) for _ in range(2)]
    item = np.tile(np.arange(ITEMS), 2)
    return {"item": item, "worker": np.repeat([0, 1], ITEMS), "label": np.concatenate(said)}


def main() -> None:
    found = [report(answers(share), draws=0) for share in SHARES]
    figure, axis = plt.subplots(figsize=(6, 3.4), constrained_layout=True)
    for (name, title), style in zip(NAMES.items(), ("-", "-", "-", "--"), strict=True):
        axis.plot([100 * share for share in SHARES], [one[name].value for one in found], style, label=title)
    axis.set(xlabel="share of the commonest class, %", ylabel="coefficient", ylim=(0, 1))
    axis.legend(frameon=False)
    figure.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})


if __name__ == "__main__":
    main()
