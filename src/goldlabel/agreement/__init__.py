"""How far labelers agree: regions matched once, then one coefficient for every scale."""

from goldlabel.agreement.alpha import Alpha, Coincidences, Spread, Squares, alpha
from goldlabel.agreement.report import report

__all__ = ["Alpha", "Coincidences", "Spread", "Squares", "alpha", "report"]
