"""Whether numba is there, and worth waking: it takes half a second to import, and the same numbers come without."""

from functools import cache
from importlib import import_module, util
from types import ModuleType

ENOUGH = 2_000_000
"""Sums in one round (answers · columns) from which waking numba pays."""


@cache
def compiled() -> ModuleType | None:
    """The module of compiled rounds, None without numba."""
    return import_module("goldlabel.consensus.compiled") if util.find_spec("numba") else None


def kernels(sums: int) -> ModuleType | None:
    """The compiled rounds for so many sums, or None where numpy is done sooner."""
    return compiled() if sums >= ENOUGH else None
