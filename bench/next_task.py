""" "next" over HTTP at growing sizes, with 1 and 16 clients, and for somebody who has done 50 k items already."""

from contextlib import ExitStack

from bench import data, labeling, stage
from bench.labeling import Seen
from bench.measure import Results, median
from bench.sizes import Sizes
from bench.stage import Served, Stage


def bench(results: Results, place: Stage, sizes: Sizes) -> None:
    with ExitStack() as stack:
        served = {n: stack.enter_context(stage.server(place.workspace(n))) for n in sizes.nexts}
        for clients in (1, 16):
            tokens = {n: stage.labelers(served[n].folder, clients) for n in served}
            _compare(results, sizes, served, tokens, f"{clients} client{'s' * (clients > 1)}")
        small, large = sizes.nexts[0], sizes.nexts[-1]
        tokens = {n: stage.labelers(served[n].folder, 1) for n in (small, large)}
        # A quick machine has labeled all of the small one by now.
        stage.run_import(served[small].folder, data.fresh_rows(data.rows_file(place.folder, small)))
        stage.label_many(served[large].folder, tokens[large][0], sizes.done_by_one)
        name = f"1 client, after {sizes.done_by_one:,} done at {large:,}"
        _compare(results, sizes, {n: served[n] for n in (small, large)}, tokens, name)


def _compare(
    results: Results, sizes: Sizes, served: dict[int, Served], tokens: dict[int, list[str]], name: str
) -> None:  # fmt: skip
    """All sizes in turn, run by run, so that a busy moment hits all of them; the p99 of the largest by the smallest."""
    seconds = min(sizes.seconds, 4 if served[max(served)] else 0) / 2
    seen: dict[int, list[Seen]] = {n: [] for n in served}
    for n in served:
        labeling.run(served[n], tokens[n], min(1.0, seconds))
    for _ in range(sizes.runs):
        for n in served:
            seen[n].append(labeling.run(served[n], tokens[n], seconds))
    for n, runs in seen.items():
        p50, p95, p99 = (median(run.p("next", q)[0] for run in runs) for q in (50, 95, 99))
        results.add("next", f"{n:,} items, {name}: p99", p99, "ms", p50_ms=p50, p95_ms=p95,
                    calls=sum(len(run.next) for run in runs), runs=[run.p("next", 99)[0] for run in runs])  # fmt: skip
    small, *_, large = seen
    ratios = [b.p("next", 99)[0] / a.p("next", 99)[0] for a, b in zip(seen[small], seen[large], strict=True)]
    results.add("next", f"{name}: p99 at {large:,} by {small:,}", median(ratios), "x", most=1.5, runs=ratios)
