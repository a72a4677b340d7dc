"""`python -m bench.peers`: the same work beside Label Studio, over HTTP on both sides, in one run, at the same size."""

import argparse
import json
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import data, label_studio, labeling, raw, stage
from bench.http import once, request
from bench.label_studio import LabelStudio
from bench.measure import Results, median, say
from bench.stage import PROJECT, Served, Stage

CLIENTS = 16
BASE = f"/api/projects/{PROJECT}"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description="Side by side with Label Studio.")
    parser.add_argument("--items", type=int, default=100_000, help="tasks to import and to label in")
    parser.add_argument("--annotated", type=int, default=10_000, help="annotated tasks to export")
    parser.add_argument("--only-export", action="store_true", help="nothing but the export")
    parser.add_argument("--seconds", type=float, default=40, help="of each of Label Studio's two label loops")
    parser.add_argument("--runs", type=int, default=3, help="imports, exports and loads whose median counts")
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    parser.add_argument("--disk", type=Path, help="a folder on the disk to measure (default: the temporary folder)")
    given = parser.parse_args(sys.argv[1:] if argv is None else argv)
    results = Results("python -m bench.peers " + " ".join(sys.argv[1:] if argv is None else argv))
    label_studio.installed()
    try:
        with stage.stage(given.disk) as place, label_studio.running(place.folder / "label-studio") as theirs:
            exports(results, place, theirs, given)
            if not given.only_export:
                loops(results, place, theirs, imports(results, place, theirs, given), given)
    finally:
        results.report(given.json)
    return 0


@dataclass(frozen=True)
class Ours:
    served: Served
    manager: str


@contextmanager
def ours(place: Stage, name: str) -> Iterator[Ours]:
    folder = place.folder / name
    if not folder.exists():
        stage.new_workspace(folder)
    with stage.server(folder, workers=1) as served:
        manager = stage.labelers(folder, 1, "manager")[0]
        time.sleep(2)  # the worker is up
        yield Ours(served, manager)


def compare(
    results: Results, what: str, mine: list[float], theirs: list[float], least: float | None = None, **more: Any
) -> None:  # fmt: skip
    """Rates of both sides, measured in turn: the median of the ratios of neighbours."""
    ratios = [a / b for a, b in zip(mine, theirs, strict=True)]
    results.add("peers", f"{what}: ours by theirs", median(ratios), "x", least=least, runs=ratios,
                ours_per_s=median(mine), theirs_per_s=median(theirs), **more)  # fmt: skip


def imports(results: Results, place: Stage, theirs: LabelStudio, given: argparse.Namespace) -> int:
    """Their last project; ours is the workspace "ours"."""
    say("import")
    rows = data.rows_file(place.folder, given.items)
    tasks = [{"data": {"text": text}} for text in data.texts(given.items)]
    mine: list[float] = []
    others: list[float] = []
    project = 0
    for _ in range(given.runs):
        shutil.rmtree(place.folder / "ours", ignore_errors=True)
        project = theirs.project()
        others.append(given.items / theirs.bring_in(project, tasks))
        with ours(place, "ours") as us:
            mine.append(given.items / bring_in(us.served, us.manager, rows))
    raw_rate = given.items / raw.executemany(rows, place.folder)
    compare(results, f"import of {given.items:,} rows", mine, others, 6, raw_executemany_per_s=raw_rate)
    return project


def exports(results: Results, place: Stage, theirs: LabelStudio, given: argparse.Namespace) -> None:
    say("export")
    count, project = given.annotated, theirs.project()
    tasks = [
        {"data": {"text": text}, "annotations": [label_studio.result(number)]}
        for number, text in enumerate(data.texts(count))
    ]
    took = theirs.bring_in(project, tasks)
    with ours(place, "ours-annotated") as us:
        rows = data.rows_file(place.folder, count, labels=True, share=1.0)
        rate = count / bring_in(us.served, us.manager, rows)
        compare(results, f"import of {count:,} annotated rows", [rate], [count / took])
        mine: list[float] = []
        others: list[float] = []
        for _ in range(given.runs):
            seconds, got = theirs.take_out(project)
            assert got == count, f"{got} of {count} came out"
            others.append(count / seconds)
            mine.append(count / median(take_out(us.served, us.manager, count) for _ in range(3)))
        compare(results, f"export of {count:,} annotated rows", mine, others, 50)


def loops(results: Results, place: Stage, theirs: LabelStudio, project: int, given: argparse.Namespace) -> None:
    say("label loop")
    tokens = theirs.annotators(CLIENTS)
    with ours(place, "ours") as us:
        people = stage.labelers(us.served.folder, CLIENTS)
        labeling.run(us.served, people, 1)
        for clients, least in ((1, None), (CLIENTS, 100)):
            mine: list[float] = []
            others: list[float] = []
            for _ in range(given.runs):
                count, took = theirs.loops(project, tokens[:clients], given.seconds / given.runs, 1000)
                others.append(max(count, 1) / took)
                mine.append(labeling.run(us.served, people[:clients], 3).loops_per_second)
            what = f"label loop, {clients} client{'s' * (clients > 1)}, {given.items:,} items"
            compare(results, what, mine, others, least)
    with sqlite3.connect(place.folder / "ours" / "goldlabel.db") as db:
        counts = [row[0] for row in db.execute("SELECT count(*) FROM annotation GROUP BY item")]
    for who, (over, of), most in (
        ("theirs", theirs.over_answered(project), None),
        ("ours", (sum(count > 1 for count in counts), len(counts)), 0),
    ):
        results.add("peers", f"tasks answered by more than wanted, {who}", over, f"of {of:,}", most=most)


def bring_in(served: Served, token: str, rows: Path) -> float:
    """Seconds from the first byte of the upload until the import job is done."""
    content = rows.read_bytes()
    start = time.perf_counter()
    upload = _ok(served, "POST", f"{BASE}/uploads", token, {"name": rows.name, "size": len(content)})["upload"]
    status, reply, _ = once(
        served.port, request("PATCH", f"{BASE}/uploads/{upload}", token, content, "Upload-Offset: 0\r\n")
    )
    assert status == 200, reply[:300]
    job = _ok(served, "POST", f"{BASE}/imports", token, {"upload": upload})
    assert _wait(served, token, job["id"])["rejected"] == 0
    return time.perf_counter() - start


def take_out(served: Served, token: str, count: int) -> float:
    """Seconds from asking for the export until its file is here."""
    start = time.perf_counter()
    job = _ok(served, "POST", f"{BASE}/exports", token, {"format": "jsonl"})["id"]
    assert _wait(served, token, job)["annotations"] == count
    status, content, _ = once(served.port, request("GET", f"{BASE}/jobs/{job}/file", token))
    took = time.perf_counter() - start
    assert status == 200, content[:300]
    assert content.count(b"\n") == count
    return took


def _wait(served: Served, token: str, job: int) -> dict[str, Any]:
    while True:
        row = _ok(served, "GET", f"{BASE}/jobs/{job}", token)
        if row["state"] not in ("waiting", "running"):
            assert row["state"] == "done", row
            return row["result"]
        time.sleep(0.005)


def _ok(served: Served, method: str, path: str, token: str, body: Any = None) -> Any:
    raw_body = json.dumps(body).encode() if body is not None else b""
    status, content, _ = once(served.port, request(method, path, token, raw_body))
    if status >= 300:
        raise RuntimeError(f"{method} {path}: {status} {content[:300]!r}")
    return json.loads(content)


if __name__ == "__main__":
    sys.exit(main())
