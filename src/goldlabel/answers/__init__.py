"""One module per answer kind: what was said."""
