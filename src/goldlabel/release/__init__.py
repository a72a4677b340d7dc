"""A release: an immutable folder or ZIP of resolved labels with evidence, hashes and a datasheet; pure, no database."""

from goldlabel.release.diff import diff
from goldlabel.release.verify import verify

__all__ = ["diff", "verify"]
