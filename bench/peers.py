"""`python -m bench.peers`: the same work beside Label Studio, over HTTP on both sides, in one run, at the same size."""

import argparse
import json
import sqlite3
import sys
import time
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
    parser.add_argument("--seconds", type=float, default=40, help="of Label Studio's label loop")
    parser.add_argument("--runs", type=int, default=3, help="exports and loads whose median counts")
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    parser.add_argument("--disk", type=Path, help="a folder on the disk to measure (default: the temporary folder)")
    given = parser.parse_args(sys.argv[1:] if argv is None else argv)
    results = Results("python -m bench.peers " + " ".join(sys.argv[1:] if argv is None else argv))
    label_studio.installed()
    try:
        with stage.stage(given.disk) as place:
            theirs = their_figures(place, given)
            ours = our_figures(place, given)
            compare(results, theirs, ours, given)
    finally:
        results.report(given.json)
    return 0


Figures = dict[str, Any]


def compare(results: Results, theirs: Figures, ours: Figures, given: argparse.Namespace) -> None:
    for name, title, least in (
        ("import", f"import of {given.items:,} rows", 6),
        ("annotated", f"import of {given.annotated:,} annotated rows", None),
        ("export", f"export of {given.annotated:,} annotated rows", 50),
        ("loops", f"label loop, {CLIENTS} clients, {given.items:,} items", 100),
        ("loops 1", f"label loop, 1 client, {given.items:,} items", None),
    ):
        ratio = ours[name] / theirs[name]
        results.add(
            "peers", f"{title}: ours by theirs", ratio, "x", least=least, ours_per_s=ours[name],
            theirs_per_s=theirs[name], raw_executemany_per_s=ours["raw"] if name == "import" else None,
        )  # fmt: skip
    for who, figures in (("theirs", theirs), ("ours", ours)):
        over, of = figures["over"]
        limit = 0 if who == "ours" else None
        results.add("peers", f"tasks answered by more than wanted, {who}", over, f"of {of:,}", most=limit)


def their_figures(place: Stage, given: argparse.Namespace) -> Figures:
    with label_studio.running(place.folder / "label-studio") as server:
        out = _their_imports(server, given)
        project = out["project"]
        tokens = server.annotators(CLIENTS)
        say("Label Studio: label loop")
        count, took = server.loops(project, tokens[:1], given.seconds / 2, 1000)
        out["loops 1"] = count / took
        count, took = server.loops(project, tokens, given.seconds, 1000)
        out["loops"] = max(count, 1) / took
        out["over"] = server.over_answered(project)
    return out


def _their_imports(server: LabelStudio, given: argparse.Namespace) -> Figures:
    say("Label Studio: import and export")
    project = server.project()
    took = server.bring_in(project, [{"data": {"text": text}} for text in data.texts(given.items)])
    annotated = server.project()
    tasks = [
        {"data": {"text": text}, "annotations": [label_studio.result(number)]}
        for number, text in enumerate(data.texts(given.annotated))
    ]
    took_annotated = server.bring_in(annotated, tasks)
    exports = [server.take_out(annotated) for _ in range(given.runs)]
    assert all(count == given.annotated for _, count in exports)
    return {
        "import": given.items / took, "annotated": given.annotated / took_annotated,
        "export": given.annotated / median(seconds for seconds, _ in exports), "project": project,
    }  # fmt: skip


def our_figures(place: Stage, given: argparse.Namespace) -> Figures:
    say("goldlabel: the same")
    rows = data.rows_file(place.folder, given.items)
    out: Figures = {"raw": given.items / raw.executemany(rows, place.folder)}
    folder = place.folder / "ours"
    stage.new_workspace(folder)
    with stage.server(folder, workers=1) as served:
        manager = stage.labelers(folder, 1, "manager")[0]
        time.sleep(2)  # the worker is up
        out["import"] = given.items / bring_in(served, manager, rows)
        tokens = stage.labelers(folder, CLIENTS)
        labeling.run(served, tokens, 1)
        out["loops 1"] = median(labeling.run(served, tokens[:1], 4).loops_per_second for _ in range(given.runs))
        out["loops"] = median(labeling.run(served, tokens, 4).loops_per_second for _ in range(given.runs))
    with sqlite3.connect(folder / "goldlabel.db") as db:
        counts = [row[0] for row in db.execute("SELECT count(*) FROM annotation GROUP BY item")]
    out["over"] = sum(count > 1 for count in counts), len(counts)
    return out | _our_export(place, given)


def _our_export(place: Stage, given: argparse.Namespace) -> Figures:
    rows = data.rows_file(place.folder, given.annotated, labels=True, share=1.0)
    folder = place.folder / "ours-annotated"
    stage.new_workspace(folder)
    with stage.server(folder, workers=1) as served:
        manager = stage.labelers(folder, 1, "manager")[0]
        time.sleep(2)
        took = bring_in(served, manager, rows)
        exports = [take_out(served, manager, given.annotated) for _ in range(given.runs)]
    return {"annotated": given.annotated / took, "export": given.annotated / median(exports)}


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
        time.sleep(0.02)


def _ok(served: Served, method: str, path: str, token: str, body: Any = None) -> Any:
    raw_body = json.dumps(body).encode() if body is not None else b""
    status, content, _ = once(served.port, request(method, path, token, raw_body))
    if status >= 300:
        raise RuntimeError(f"{method} {path}: {status} {content[:300]!r}")
    return json.loads(content)


if __name__ == "__main__":
    sys.exit(main())
