"""docs/plots/machines-and-people.svg: a reliability curve, and ECE of a calibrated labeler by sample size.

python -m docs.plots.machines-and-people
"""

from pathlib import Path

import matplotlib as mpl
import numpy as np

from goldlabel.quality.machines import calibration

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "goldlabel"
from matplotlib import pyplot as plt  # noqa: E402  (the backend comes first)

SIZES = (50, 100, 200, 500, 1000, 2000, 5000)
RUNS = 30


def calibrated(size: int, seed: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    stated = rng.uniform(0.4, 1, size)
    found = calibration(stated, rng.random(size) < stated, draws=0)
    return found.ece, found.ece_debiased


def main() -> None:
    rng = np.random.default_rng(0)
    stated = rng.uniform(0.4, 1, 2000)
    curve = calibration(stated, rng.random(2000) < stated - 0.1, draws=0).table()
    figure, (left, other) = plt.subplots(1, 2, figsize=(9, 3.6), constrained_layout=True)
    middle, share = np.array(curve["confidence"]), np.array(curve["right"])
    ends = np.array([share - curve["low"], curve["high"] - share])
    left.plot([0.3, 1], [0.3, 1], color="0.7", label="true confidence")
    left.errorbar(middle, share, yerr=ends, fmt="o-", capsize=2, label="too sure by .1")
    left.set(xlabel="stated confidence", ylabel="share right")
    left.legend(frameon=False)
    means = np.array([np.mean([calibrated(size, seed) for seed in range(RUNS)], axis=0) for size in SIZES])
    other.plot(SIZES, means[:, 0], "o-", label="ECE")
    other.plot(SIZES, means[:, 1], "o-", label="ECE debiased")
    other.axhline(0, color="0.7", label="true error: 0")
    other.set(xscale="log", xlabel="answers", ylabel="error of a calibrated labeler")
    other.legend(frameon=False)
    figure.savefig(Path(__file__).with_suffix(".svg"), metadata={"Date": None})


if __name__ == "__main__":
    main()
