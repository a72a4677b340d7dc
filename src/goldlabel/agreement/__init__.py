"""How far labelers agree: `report` for tables of any scale, and each coefficient as a function of its own."""

from goldlabel.agreement.alpha import Alpha, Coincidences, Spread, Squares, alpha
from goldlabel.agreement.bland_altman import Limits, bland_altman
from goldlabel.agreement.cohen import Kappa, cohen
from goldlabel.agreement.fleiss import fleiss
from goldlabel.agreement.gwet import gwet
from goldlabel.agreement.icc import Icc, icc
from goldlabel.agreement.kendall import kendall_w
from goldlabel.agreement.krippendorff import krippendorff
from goldlabel.agreement.measures import Found
from goldlabel.agreement.percent import percent
from goldlabel.agreement.report import Report, report
from goldlabel.agreement.transcripts import error_rate

__all__ = [
    "Alpha", "Coincidences", "Found", "Icc", "Kappa", "Limits", "Report", "Spread", "Squares", "alpha", "bland_altman",
    "cohen", "error_rate", "fleiss", "gwet", "icc", "kendall_w", "krippendorff", "percent", "report",
]  # fmt: skip
