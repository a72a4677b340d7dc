"""docs/plots/label_errors.svg: errors found among the first labels looked at, planted in digits and real in imdb.

python -m docs.plots.label_errors
"""

from pathlib import Path

import matplotlib as mpl
import numpy as np
from sklearn.datasets import load_digits

from bench.quality.data import columns
from bench.quality.errors import confirmed
from goldlabel.quality.errors import find_errors

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "goldlabel"
from matplotlib import pyplot as plt  # noqa: E402  (the backend comes first)


def planted() -> tuple[list[int], set[int]]:
    """Digits of which one in twenty got another label: items worst first, and the turned ones."""
    digits = load_digits()
    rng = np.random.default_rng(0)
    turned = rng.choice(len(digits.target), len(digits.target) // 20, replace=False)
    given = digits.target.copy()
    given[turned] = (given[turned] + rng.integers(1, 10, len(turned))) % 10
    table = {"item": list(range(len(given))), "label": given.tolist()}
    return find_errors(table, features=digits.data).items, set(turned.tolist())


def real() -> tuple[list[str], set[str]]:
    table = columns("label_errors/imdb/given_and_probs")
    probs = {name: cells for name, cells in table.items() if name != "given"}
    return find_errors({"item": table["item"], "label": table["given"]}, probs).items, confirmed("imdb")


def main() -> None:
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.4), constrained_layout=True)
    for axis, title, (items, wrong) in zip(
        axes,
        ("digits, planted errors, own model", "imdb, errors that people confirmed"),
        (planted(), real()),
        strict=True,
    ):
        shown = 4 * len(wrong)
        looked = np.arange(1, shown + 1)
        axis.plot(looked, np.minimum(looked, len(wrong)), color="0.7", label="at best")
        axis.plot(looked, np.cumsum([item in wrong for item in items[:shown]]), label="normalized margin")
        axis.plot(looked, looked * len(wrong) / len(items), "--", color="0.5", label="by chance")
        axis.set(title=title, xlabel=f"labels looked at, of {len(items):,}", ylabel="errors found")
        axis.spines[["top", "right"]].set_visible(False)
    axes[0].legend(frameon=False)
    figure.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})


if __name__ == "__main__":
    main()
