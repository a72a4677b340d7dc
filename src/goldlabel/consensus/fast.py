"""Whether numba is there, and worth waking: it takes half a second to import, and the same numbers come without."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module, util
from itertools import pairwise
from types import ModuleType
from typing import Any

ENOUGH = 2_000_000
"""Sums in one round (answers · columns) from which waking numba pays."""


CHUNKS = 4
"""Parts of the items that are worked on at the same time. A fixed number: sums do not depend on the machine."""
ROOM = 6_000_000
"""Numbers in a table up to which every chunk gets one of its own."""


@cache
def compiled() -> ModuleType | None:
    """The module of compiled rounds, None without numba."""
    return import_module("goldlabel.consensus.compiled") if util.find_spec("numba") else None


def kernels(sums: int) -> ModuleType | None:
    """The compiled rounds for so many sums, or None where numpy is done sooner."""
    return compiled() if sums >= ENOUGH else None


def chunks(items: int, table: int) -> list[tuple[int, int]]:
    """Ranges of items to work on at the same time, for tables of so many numbers."""
    count = CHUNKS if table <= ROOM else 1
    edges = [items * at // count for at in range(count + 1)]
    return list(pairwise(edges))


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(CHUNKS, os.cpu_count() or 1), thread_name_prefix="consensus")


def together(work: Callable[..., Any], parts: Sequence[tuple[Any, ...]]) -> list[Any]:
    """work(*part) for all parts, on all cores; compiled rounds let go of the interpreter."""

    def one(part: tuple[Any, ...]) -> Any:
        return work(*part)

    return [one(parts[0])] if len(parts) == 1 else list(_pool().map(one, parts))
