"""The item list of a manager at a million items: first page, deep, filtered, sorted, jumped into, searched."""

import json
import time
from pathlib import Path
from urllib.parse import urlencode

from bench import stage
from bench.http import Load, Script, request
from bench.measure import Results, percentiles
from bench.sizes import Sizes
from bench.stage import PROJECT, Stage

CALLS = 100


def bench(results: Results, place: Stage, sizes: Sizes) -> None:
    folder = place.workspace(sizes.large, labels=True, indexed=True)
    deep = int(sizes.large * 0.9)
    pages = {
        "first page": {},
        "deep page": {"after": json.dumps([deep, deep])},
        "last page": {"descending": "true"},
        "filtered by state done, deep": {"state": "done", "after": json.dumps([deep, deep])},
        "filtered by state open": {"state": "open"},
        "filtered by key": {"key": "a7"},
        "sorted by key, deep": {"sort": "key", "after": json.dumps(["e", deep])},
        "sorted by key downwards, deep": {"sort": "key", "descending": "true", "after": json.dumps(["e", deep])},
        "sorted by an indexed field": {"sort": "text"},
        "sorted by it, deep": {"sort": "text", "after": json.dumps(["#5", deep])},
        "sorted by it, downwards": {"sort": "text", "descending": "true"},
        "the middle by offset": {"offset": str(sizes.large // 2)},
        "the end by offset": {"offset": str(sizes.large - 50)},
        "the middle of what is done, by offset": {"offset": str(sizes.large // 4), **_where(["state", "is", "done"])},
        "answered alpha": _where(["answer.class", "is", "alpha"]),
        "answered alpha, not done": _where(["answer.class", "is", "alpha"], ["state", "is_not", "done"]),
        "a value nobody indexed": _where(["data.text", "contains", "#99"]),
    }
    searches = {
        "search, few hits": {"search": f"{sizes.large - 7} order"},
        "search, three letters": {"search": "ord"},
        "search, a word of nearly all": {"search": "order"},
        "search, three words": {"search": "order screen refund"},
        "search, deep": {"search": "order", "after": json.dumps([deep, deep])},
        "search and sorted by key": {"search": "order", "sort": "key"},
        "search and filtered": {"search": "order", **_where(["state", "is", "done"], ["answer.class", "is", "beta"])},
    }
    with stage.server(folder) as served:
        token = stage.labelers(folder, 1, "manager")[0]
        first = 0.0
        for name, query in pages.items():
            p50, p99, rows = _page(served.port, token, query, max(5, CALLS * sizes.runs // 5))
            first = first or p50
            results.add("list", f"{sizes.large:,} items: {name}: p50", p50, "ms", p99_ms=p99, rows=rows,
                        by_first_page=p50 / first)  # fmt: skip
        for name in ("all", "state is done"):
            where = _where(["state", "is", "done"]) if name != "all" else {}
            p50, p99, _ = _page(served.port, token, where, CALLS // 5, "/count")
            results.add("list", f"{sizes.large:,} items: count of {name}: p50", p50, "ms", p99_ms=p99)
    seconds = _index(folder)
    results.add("list", f"{sizes.large:,} items: text index made, per item", seconds / sizes.large * 1e6, "µs",
                seconds=seconds)  # fmt: skip
    with stage.server(folder) as served:
        token = stage.labelers(folder, 1, "manager")[0]
        for name, query in searches.items():
            p50, p99, rows = _page(served.port, token, query, max(5, CALLS * sizes.runs // 10))
            results.add("list", f"{sizes.large:,} items: {name}: p50", p50, "ms", p99_ms=p99, rows=rows,
                        by_first_page=p50 / first)  # fmt: skip


def _where(*conditions: list[str]) -> dict[str, str]:
    return {"where": json.dumps(conditions)}


def _index(folder: Path) -> float:
    """The job that makes the text index, in this process; seconds."""
    from goldlabel.store import jobs, projects
    from goldlabel.work import jobs as running
    from goldlabel.work import search
    from goldlabel.work.workspace import open_workspace

    with open_workspace(folder) as workspace:
        project = workspace.database.read(lambda tx: projects.by_name(tx, PROJECT))
        start = time.monotonic()
        id = workspace.database.write(lambda tx: jobs.insert(tx, project.id, search.KIND, {}, None))
        row = running.run_now(workspace, id)
        if row.state != "done":
            raise RuntimeError(f"the text index was not made: {row.error}")
        return time.monotonic() - start


def _page(port: int, token: str, query: dict[str, str], calls: int, part: str = "") -> tuple[float, float, int]:
    """p50 and p99 in ms of a page of 50, and how many rows it had."""
    took: list[float] = []
    rows = [0]
    message = request(
        "GET", f"/api/projects/{PROJECT}/items{part}?{urlencode({**({} if part else {'limit': '50'}), **query})}", token
    )

    def script() -> Script:
        for number in range(calls + 3):
            status, body, seconds = yield message
            if status != 200:
                raise RuntimeError(f"{query}: {status} {body[:300]!r}")
            rows[0] = 0 if part else len(json.loads(body)["items"])
            if number >= 3:
                took.append(seconds * 1e3)

    Load(port, [script()], 120).run()
    p50, p99 = percentiles(took, 50, 99)
    return p50, p99, rows[0]
