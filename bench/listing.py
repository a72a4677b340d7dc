"""The item list of a manager at a million items: first page, deep, filtered, sorted."""

import json
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
    }
    with stage.server(folder) as served:
        token = stage.labelers(folder, 1, "manager")[0]
        first = 0.0
        for name, query in pages.items():
            p50, p99, rows = _page(served.port, token, query, max(5, CALLS * sizes.runs // 5))
            first = first or p50
            results.add("list", f"{sizes.large:,} items: {name}: p50", p50, "ms", p99_ms=p99, rows=rows,
                        by_first_page=p50 / first)  # fmt: skip


def _page(port: int, token: str, query: dict[str, str], calls: int) -> tuple[float, float, int]:
    """p50 and p99 in ms of a page of 50, and how many rows it had."""
    took: list[float] = []
    rows = [0]
    message = request("GET", f"/api/projects/{PROJECT}/items?{urlencode({'limit': '50', **query})}", token)

    def script() -> Script:
        for number in range(calls + 3):
            status, body, seconds = yield message
            if status != 200:
                raise RuntimeError(f"{query}: {status} {body[:300]!r}")
            rows[0] = len(json.loads(body)["items"])
            if number >= 3:
                took.append(seconds * 1e3)

    Load(port, [script()], 120).run()
    p50, p99 = percentiles(took, 50, 99)
    return p50, p99, rows[0]
