"""One module per shape: where a region lies."""
