"""What is wrong with labels, and how machines compare with people."""

from goldlabel.quality import machines
from goldlabel.quality.errors import find_errors

__all__ = ["find_errors", "machines"]
