"""goldlabel: raw data in, gold labels out, with proof."""

__version__ = "0.1.0"
