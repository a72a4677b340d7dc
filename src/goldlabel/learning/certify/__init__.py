"""Certificates: labels of models and people with a bound on their error that is proven, not estimated."""

from goldlabel.learning.certify.audit import Audited, audit, audit_size
from goldlabel.learning.certify.betting import Interval, Watch
from goldlabel.learning.certify.certificate import Certified
from goldlabel.learning.certify.checking import is_certificate, verify
from goldlabel.learning.certify.experts import ExpertCheck
from goldlabel.learning.certify.oracle import OracleFile
from goldlabel.learning.certify.route import Routed, route
from goldlabel.learning.certify.run import certify

__all__ = [
    "Audited",
    "Certified",
    "ExpertCheck",
    "Interval",
    "OracleFile",
    "Routed",
    "Watch",
    "audit",
    "audit_size",
    "certify",
    "is_certificate",
    "route",
    "verify",
]
