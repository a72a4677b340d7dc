"""For those who work on goldlabel itself: what is generated from the Python models."""
