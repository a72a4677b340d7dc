"""What is learnt from labels, and what can be said of them for certain."""

from goldlabel.learning.certify import certify

__all__ = ["certify"]
