"""Writes every generated file: `python -m goldlabel.dev.generate`; `--check` exits 1 and names those that are stale.

To add one, add its path from the root of the checkout and the function that makes its text to `FILES`.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from goldlabel.server.openapi import page as api_page
from goldlabel.server.openapi import text as openapi_text

from .catalog_ts import catalog_ts, examples_json
from .cli_md import cli_md

ROOT = Path(__file__).resolve().parents[3]

FILES: list[tuple[str, Callable[[], str]]] = [
    ("web/src/catalog.gen.ts", catalog_ts),
    ("web/src/examples.gen.json", examples_json),
    ("docs/openapi.json", openapi_text),
    ("docs/api.md", api_page),
    ("docs/cli.md", cli_md),
]


def stale(root: Path = ROOT) -> list[str]:
    """Paths of generated files that are missing or differ from what would be written now."""
    return [path for path, make in FILES if not (root / path).exists() or (root / path).read_text("utf-8") != make()]


def write(root: Path = ROOT) -> list[str]:
    """Writes what is stale; its paths."""
    paths = stale(root)
    for path, make in FILES:
        if path in paths:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(make(), "utf-8")
    return paths


def main(args: Sequence[str]) -> int:
    if list(args) not in ([], ["--check"]):
        print("usage: python -m goldlabel.dev.generate [--check]", file=sys.stderr)
        return 2
    if args:
        found = stale()
        for path in found:
            print(f"{path} is stale: run python -m goldlabel.dev.generate")
        return 1 if found else 0
    for path in write():
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
