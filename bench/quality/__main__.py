"""`python -m bench.quality [NAME…] [--json FILE]`; exit 1 when a bar is missed."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from bench.quality.rows import Row, report

FAMILIES = ["categorical", "redundancy", "ner", "speech", "numeric", "errors", "label_model", "certificates"]
"""Modules of bench.quality with `rows() -> Iterator[Row]`."""


def family(name: str) -> Callable[[], Iterator[Row]]:
    return import_module(f"bench.quality.{name}").rows


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description="Quality with the public defaults.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(FAMILIES)}; default: all")
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    given = parser.parse_args(sys.argv[1:] if argv is None else argv)
    if unknown := [name for name in given.names if name not in FAMILIES]:
        parser.error(f"no family {unknown[0]!r}; there are {', '.join(FAMILIES)}")
    rows: list[Row] = []
    for name in given.names or FAMILIES:
        for row in family(name)():
            print(f"{row.family}: {row.set} {row.measure} {row.ours:.4g}", file=sys.stderr, flush=True)
            rows.append(row)
    if given.json:
        given.json.write_text(json.dumps([dataclasses.asdict(row) | {"ok": row.ok} for row in rows], indent=1) + "\n")
    return 1 if report(rows) else 0


if __name__ == "__main__":
    sys.exit(main())
