"""The verbs: plain functions on a transaction, by noun. Command line, server and library call the same ones."""
