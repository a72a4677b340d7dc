"""`python -m bench [NAME…] [--small] [--runs N] [--json FILE] [--disk FOLDER]`"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from bench import busy, export, imports, listing, loop, next_task, screen
from bench.measure import Results
from bench.sizes import FULL, SMALL, Sizes
from bench.stage import Stage, stage

BENCHES: dict[str, Callable[[Results, Stage, Sizes], None]] = {
    "import": imports.bench,
    "next": next_task.bench,
    "loop": loop.bench,
    "list": listing.bench,
    "export": export.bench,
    "busy": busy.bench,
    "screen": screen.bench,
}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Speed as ratios within one run.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}; default: all")
    parser.add_argument("--small", action="store_true", help="tiny sizes: whether the benches still work")
    parser.add_argument("--runs", type=int, help="runs of each measurement, whose median counts (default 5)")
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    parser.add_argument("--disk", type=Path, help="a folder on the disk to measure (default: the temporary folder)")
    given = parser.parse_args(sys.argv[1:] if argv is None else argv)
    if unknown := [name for name in given.names if name not in BENCHES]:
        parser.error(f"no bench {unknown[0]!r}; there are {', '.join(BENCHES)}")
    sizes = SMALL if given.small else FULL
    if given.runs:
        sizes = sizes.with_runs(given.runs)
    results = Results("python -m bench " + " ".join(sys.argv[1:] if argv is None else argv), limits=not given.small)
    try:
        with stage(given.disk) as place:
            for name in given.names or BENCHES:
                BENCHES[name](results, place, sizes)
    finally:
        results.report(given.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
