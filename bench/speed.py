"""`python -m bench.speed [--small] [--large] [--no-peers] [--json FILE]`: consensus on millions of answers.

5 answers per item, 1,000 workers. Times are seconds within one run, ours and the reference's in turn, medians; bars are
ratios to the reference programs of ../shared/bench_peers/em_reference.py at the same number of rounds.
"""

import argparse
import dataclasses
import importlib.util
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench import speed_alpha
from bench.quality.rows import Row, report
from goldlabel.consensus import fast
from goldlabel.consensus.dawid_skene import DawidSkene
from goldlabel.consensus.mixture import Mixture
from goldlabel.frames.answers import Coded

PEERS = Path(__file__).resolve().parents[2] / "shared" / "bench_peers"
WORKERS, ANSWERS, ROUNDS, TURNS = 1000, 5, 10, 3
FAST_BAR, PLAIN_BAR = 1.0, 1.5
"""Our seconds against the quickest reference (with numba) and its bincount program (without)."""
LARGE_GB = 8.0


def crowd(items: int, classes: int, seed: int = 0) -> tuple[NDArray[np.int64], Coded]:
    """Truth and answers: workers right with .5 to .95, errors even over the other classes, no worker twice per item."""
    rng = np.random.default_rng(seed)
    skill = rng.uniform(0.5, 0.95, WORKERS)
    truth = rng.integers(0, classes, items)
    start, stride = rng.integers(0, WORKERS, items), rng.integers(1, WORKERS // ANSWERS, items)
    worker = (start[:, None] + stride[:, None] * np.arange(ANSWERS)) % WORKERS
    right = rng.random((items, ANSWERS)) < skill[worker]
    label = np.where(right, truth[:, None], (truth[:, None] + rng.integers(1, classes, (items, ANSWERS))) % classes)
    item = np.repeat(np.arange(items), ANSWERS)
    names = list(range(items)), list(range(WORKERS)), list(range(classes))
    return truth, Coded(*names, item, worker.ravel(), label.ravel())


def reference() -> Any:
    """The reference programs, None where they are not."""
    path = PEERS / "em_reference.py"
    if not path.exists():
        return None
    spec = importlib.util.spec_from_file_location("em_reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    out = work()
    return time.perf_counter() - start, out


def accuracy(q: NDArray[np.float64], truth: NDArray[np.int64]) -> float:
    return float(100 * (q.argmax(1) == truth).mean())


def rows(items: int, classes: int, peers: bool) -> Iterator[Row]:
    truth, coded = crowd(items, classes)
    theirs = reference()
    arrays = coded.item, coded.worker, coded.label, items, classes, WORKERS, ROUNDS
    programs: dict[str, Callable[[], Any]] = {"ours": lambda: _ours(coded)}
    if theirs:
        for name in ("ds_sparse", "ds_bincount", "ds_numba"):
            if getattr(theirs, name, None):
                programs[name] = lambda name=name: getattr(theirs, name)(*arrays)[0]
    programs["ours, no numba"] = lambda: _without_numba(lambda: _ours(coded))
    compiled = _compile(theirs, classes)
    seconds: dict[str, list[float]] = {name: [] for name in programs}
    found: dict[str, Any] = {}
    for _ in range(TURNS):
        for name, work in programs.items():
            took, found[name] = timed(work)
            seconds[name].append(took)
    middle = {name: statistics.median(times) for name, times in seconds.items()}
    others = {name: took for name, took in middle.items() if not name.startswith("ours")}
    best = min(others.values(), default=None)
    case = f"{items * ANSWERS / 1e6:g} M answers, {classes} classes"
    columns: dict[str, float | None] = dict(others)
    if peers:
        columns["crowd-kit"] = _crowd_kit(coded, truth)
    note = f"accuracy {accuracy(found['ours'], truth):.3f} %" + "".join(
        f", {name} {accuracy(found[name], truth):.3f} %" for name in others
    )
    yield Row("speed", case, "Dawid-Skene s", middle["ours"], best and best * FAST_BAR, columns, False, None, note)
    plain = others.get("ds_bincount")
    yield Row(
        "speed", case, "Dawid-Skene without numba s", middle["ours, no numba"],
        plain and plain * PLAIN_BAR, {"ds_bincount": plain}, False,
    )  # fmt: skip
    yield Row("speed", case, "compile s, once per machine", compiled[0], None, {"ds_numba": compiled[1]})
    runs = [timed(lambda: Mixture().fit_predict(coded)) for _ in range(TURNS)]
    auto, posterior = statistics.median(took for took, _ in runs), runs[0][1]
    note = f"accuracy {accuracy(posterior.q, truth):.3f} %; {posterior.why}"
    yield Row("speed", case, "auto s", auto, columns.get("crowd-kit"), columns, False, None, note)


def _ours(coded: Coded) -> NDArray[np.float64]:
    return DawidSkene(rounds=ROUNDS, tolerance=0.0).fit_predict(coded).q


def _without_numba(work: Callable[[], Any]) -> Any:
    before, fast.ENOUGH = fast.ENOUGH, sys.maxsize
    try:
        return work()
    finally:
        fast.ENOUGH = before


def _compile(theirs: Any, classes: int) -> tuple[float, float | None]:
    """Seconds of the first call on next to nothing."""
    _, small = crowd(1000, classes)
    before, fast.ENOUGH = fast.ENOUGH, 0
    try:
        ours, _ = timed(lambda: _ours(small))
    finally:
        fast.ENOUGH = before
    other = None
    if theirs and theirs.ds_numba:
        arrays = small.item, small.worker, small.label, 1000, classes, WORKERS, 1
        other, _ = timed(lambda: theirs.ds_numba(*arrays))
    return ours, other


def _crowd_kit(coded: Coded, truth: NDArray[np.int64]) -> float:
    import pandas
    from crowdkit.aggregation import DawidSkene as Theirs

    frame = pandas.DataFrame({"task": coded.item, "worker": coded.worker, "label": coded.label})
    took, labels = timed(lambda: Theirs(n_iter=ROUNDS, tol=0.0).fit_predict(frame))
    right = 100 * float((labels.reindex(range(len(truth))).to_numpy() == truth).mean())
    print(f"crowd-kit: {took:.1f} s, accuracy {right:.3f} %", file=sys.stderr)
    return took


def alpha() -> Iterator[Row]:
    for row in speed_alpha.rows():
        yield Row("speed", row.name, "seconds", row.seconds, row.bar, higher=False)


def large_rows(items: int = 10_000_000) -> Iterator[Row]:
    """50 M answers in a process of its own: seconds and peak memory."""
    for method in ("dawid-skene", "auto"):
        command = [sys.executable, "-m", "bench.speed", "--one", method, str(items)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        out = json.loads(done.stdout.splitlines()[-1])
        note = f"{out['seconds']:.1f} s, accuracy {out['accuracy']:.3f} %"
        case = f"{items * ANSWERS / 1e6:g} M answers, 4 classes"
        yield Row("speed", case, f"{method} peak GB", out["gb"], LARGE_GB, higher=False, note=note)


def one(method: str, items: int) -> None:
    truth, coded = crowd(items, 4)
    took, found = timed(lambda: (Mixture() if method == "auto" else DawidSkene(rounds=ROUNDS)).fit_predict(coded))
    gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps({"seconds": took, "gb": gb, "accuracy": accuracy(found.q, truth)}))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description="Consensus on millions of answers.")
    parser.add_argument("--small", action="store_true", help="tiny sizes: whether the bench still works; no bars")
    parser.add_argument("--large", action="store_true", help="also 10 M items x 5 answers")
    parser.add_argument("--no-peers", action="store_true", help="without crowd-kit, which takes minutes")
    parser.add_argument("--classes", type=int, nargs="*", default=[4, 50])
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--one", nargs=2, metavar=("METHOD", "ITEMS"), help=argparse.SUPPRESS)
    given = parser.parse_args(sys.argv[1:] if argv is None else argv)
    if given.one:
        one(given.one[0], int(given.one[1]))
        return 0
    out: list[Row] = []
    for classes in given.classes:
        out += rows(2000 if given.small else 1_000_000, classes, not given.no_peers)
    if not given.small:
        out += alpha()
    if given.large:
        out += large_rows()
    if given.small:
        out = [dataclasses.replace(row, bar=None) for row in out]
    if given.json:
        given.json.write_text(json.dumps([dataclasses.asdict(row) | {"ok": row.ok} for row in out], indent=1) + "\n")
    return 1 if report(out) else 0


if __name__ == "__main__":
    sys.exit(main())
