"""Programmatic labels: what labeling functions do, and one label per item from their votes."""

from goldlabel.consensus.label_model.analysis import Analysis, Function, Pair
from goldlabel.consensus.label_model.gold import Check
from goldlabel.consensus.label_model.model import LabelModel, analyse, label_model

__all__ = ["Analysis", "Check", "Function", "LabelModel", "Pair", "analyse", "label_model"]
