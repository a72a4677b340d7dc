"""One module per medium: a kind of data that is shown."""
