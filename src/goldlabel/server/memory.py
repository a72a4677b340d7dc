"""Garbage collection in processes that answer people."""

import gc


def settle() -> None:
    """To be called once a process is up: what it holds by then stays, so the collector need not look at it again.

    Otherwise each full collection walks all modules, routes and models, and every request waits 50 ms for it.
    """
    gc.collect()
    gc.freeze()
