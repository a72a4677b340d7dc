"""Clocks, memory, medians and tables."""

import json
import os
import platform
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any


def percentiles(values: Iterable[float], *wanted: float) -> list[float]:
    ordered = sorted(values)
    if not ordered:
        return [float("nan")] * len(wanted)
    return [ordered[min(len(ordered) - 1, round(q / 100 * (len(ordered) - 1)))] for q in wanted]


def median(values: Iterable[float]) -> float:
    return statistics.median(values)


def timed(fn: Callable[[], Any]) -> float:
    start = time.perf_counter()
    fn()
    return time.perf_counter() - start


def spin_ms() -> float:
    """Wall milliseconds of a fixed loop, median of 5: how fast and how busy the machine is right now."""

    def loop() -> None:
        x = 0
        for i in range(300_000):
            x += i & 7

    return round(median(timed(loop) for _ in range(5)) * 1e3, 1)


def machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "load": [round(x, 1) for x in os.getloadavg()],
        "spin_ms": spin_ms(),
        "system": platform.platform(),
    }


# -- memory and size


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                parent = int(Path(f"/proc/{name}/stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(name))
    out, todo = [], [pid]
    while todo:
        out.append(todo.pop())
        todo += children.get(out[-1], [])
    return out


def rss_mib(pid: int) -> float:
    """Resident memory of the process and its descendants."""
    total = 0
    for each in tree(pid):
        try:
            total += int(Path(f"/proc/{each}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
    return total / 2**20


class Watch:
    """Looks at some numbers every 50 ms while the block runs; keeps the highest of each."""

    def __init__(self, **probes: Callable[[], float]) -> None:
        self.probes, self.peak = probes, dict.fromkeys(probes, 0.0)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        while True:
            for name, probe in self.probes.items():
                self.peak[name] = max(self.peak[name], probe())
            if self._stop.wait(0.05):
                return

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def file_mib(path: Path) -> float:
    try:
        return path.stat().st_size / 2**20
    except FileNotFoundError:
        return 0.0


# -- results


class Results:
    """Rows of figures; a row with a limit is met or not."""

    def __init__(self, command: str, *, limits: bool = True) -> None:
        self.command, self.limits, self.rows = command, limits, list[dict[str, Any]]()
        self.start = machine()

    def add(
        self, bench: str, what: str, value: float | None, unit: str = "", *, most: float | None = None,
        least: float | None = None, runs: Sequence[float] = (), **detail: Any,
    ) -> None:  # fmt: skip
        """One figure: `most` and `least` are its limits."""
        met = None
        if self.limits and value is not None and (most is not None or least is not None):
            met = (most is None or value <= most) and (least is None or value >= least)
        row = {"bench": bench, "what": what, "value": value, "unit": unit, "most": most, "least": least, "met": met}
        self.rows.append({**row, "runs": list(runs), **detail})
        print(_line(self.rows[-1]), flush=True)

    def report(self, file: Path | None) -> None:
        end = machine()
        print(f"\n{self.command}\nspin {self.start['spin_ms']} ms before, {end['spin_ms']} ms after; "
              f"{end['cpus']} CPUs, Python {end['python']}")  # fmt: skip
        missed = [row for row in self.rows if row["met"] is False]
        print("" if not self.limits else "all limits met" if not missed else f"{len(missed)} limits missed:")
        for row in missed:
            print("  " + _line(row))
        if file:
            content = {"command": self.command, "before": self.start, "after": end, "rows": self.rows}
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _line(row: dict[str, Any]) -> str:
    limit = (
        f"<= {row['most']:g}" if row["most"] is not None else f">= {row['least']:g}" if row["least"] is not None else ""
    )
    mark = {True: "ok", False: "MISSED", None: ""}[row["met"]]
    value = (
        "-" if row["value"] is None else f"{row['value']:,.4g}" if abs(row["value"]) < 1000 else f"{row['value']:,.0f}"
    )
    extra = ", ".join(f"{k} {_short(v)}" for k, v in row.items() if k not in _HEAD and v not in (None, [], ""))
    return f"{row['bench']:8} {row['what']:52} {value:>10} {row['unit']:8} {limit:>9} {mark:6} {extra}"


_HEAD = ("bench", "what", "value", "unit", "most", "least", "met", "runs")


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def say(text: str) -> None:
    print(f"# {text}", file=sys.stderr, flush=True)
