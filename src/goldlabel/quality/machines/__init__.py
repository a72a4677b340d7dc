"""Machines beside people: may one replace a person, how many votes several are worth, is their confidence true."""

from goldlabel.quality.machines.alternative import AltTest, alt_test
from goldlabel.quality.machines.auroc import Auroc, auroc
from goldlabel.quality.machines.calibration import Calibration, brier, calibration
from goldlabel.quality.machines.votes import Votes, effective_votes

__all__ = [
    "AltTest", "Auroc", "Calibration", "Votes", "alt_test", "auroc", "brier", "calibration", "effective_votes",
]  # fmt: skip
