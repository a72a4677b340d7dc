"""One module per migration, `NNNN_what.py`, each with `UP`: statements that bring the database one version on.

A landed migration never changes. Each adds a small frozen database to `tests/store/frozen/`, from which the
suite upgrades to today's version.
"""

from importlib import import_module
from pkgutil import iter_modules


def all_migrations() -> list[tuple[int, str, list[str]]]:
    """Every migration as (version, name, statements), in order."""
    out: list[tuple[int, str, list[str]]] = []
    for module in sorted(iter_modules(__path__), key=lambda found: found.name):
        number, _, name = module.name.partition("_")
        statements = [part.strip() for part in import_module(f"{__name__}.{module.name}").UP.split(";")]
        out.append((int(number), name, [statement for statement in statements if statement]))
    return out
