"""Labeling while a million rows come in and a million go out: how long 16 people wait, and how long the log grows.

The people are paced (each starts a loop 5 times a second): at full speed the two cores would be measured, not the
waiting for one another. A second row per part shows them at full speed, without a limit.
"""

from bench import data, labeling, stage
from bench.labeling import Seen
from bench.measure import Results, Watch, file_mib, median
from bench.sizes import Sizes
from bench.stage import Served, Stage

PACE = 0.2
CLIENTS = 16


def bench(results: Results, place: Stage, sizes: Sizes) -> None:
    folder = place.workspace(sizes.large)
    source = data.rows_file(place.folder, sizes.large)
    other = data.fresh_rows(source)
    log = folder / "goldlabel.db-wal"
    with stage.server(folder, workers=1) as served:
        tokens = stage.labelers(folder, CLIENTS)
        labeling.run(served, tokens, min(1.0, sizes.seconds))
        for what in ("import", "export"):
            idle = [labeling.run(served, tokens, sizes.seconds * 2, PACE) for _ in range(2)]
            job = stage.queue_import(folder, other) if what == "import" else stage.queue_export(folder)
            with Watch(wal=lambda: file_mib(log)) as watch:
                under, full = _while(served, job, tokens, sizes)
                state = served.wait(job)
            assert state == "done", state
            for part in ("next", "submit"):
                before = median(run.p(part, 99)[0] for run in idle)
                during = [run.p(part, 99)[0] for run in under]
                results.add("busy", f"{part} p99 while {sizes.large:,} rows {what}, by idle", median(during) / before,
                            "x", most=3, runs=[d / before for d in during], idle_ms=before, busy_ms=median(during),
                            loops_per_s=median(run.loops_per_second for run in under))  # fmt: skip
                if full.next:
                    results.add("busy", f"  the same at full speed: {part} p99", full.p(part, 99)[0], "ms",
                                loops_per_s=full.loops_per_second)  # fmt: skip
            results.add("busy", f"write-ahead log while {what}", watch.peak["wal"], "MiB", most=256)


def _while(served: Served, job: int, tokens: list[str], sizes: Sizes) -> tuple[list[Seen], Seen]:
    """Paced loads while the job runs, at least one, and one at full speed."""
    runs: list[Seen] = []
    full = Seen(seconds=1)
    while not runs or (len(runs) < sizes.runs and served.job(job)[0] in ("waiting", "running")):
        runs.append(labeling.run(served, tokens, sizes.seconds, PACE))
    if served.job(job)[0] == "running":
        full = labeling.run(served, tokens, sizes.seconds / 2)
    return runs, full
