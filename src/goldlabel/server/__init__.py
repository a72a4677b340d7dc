"""The HTTP face: routes by noun over the verbs of `work/`, accounts, one permission table, safe defaults."""
