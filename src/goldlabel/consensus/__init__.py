"""From many answers to one: majority by scale, regions clustered once, ties named."""

from goldlabel.consensus import label_model
from goldlabel.consensus.aggregate import aggregate
from goldlabel.consensus.resolve import Outcome, Resolver, resolve

__all__ = ["Outcome", "Resolver", "aggregate", "label_model", "resolve"]
