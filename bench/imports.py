"""Import of rows to durable and claimable, through the real job in a process of its own."""

import shutil

from bench import data, raw, stage
from bench.measure import Results, median
from bench.sizes import Sizes
from bench.stage import Stage


def bench(results: Results, place: Stage, sizes: Sizes) -> None:
    peaks = [_import(results, place, sizes, count, keys=False) for count in sizes.imports]
    _import(results, place, sizes, sizes.imports[-1], keys=True)
    name = f"memory at {sizes.imports[-1]:,} by memory at {sizes.imports[0]:,} rows"
    results.add("import", name, peaks[-1] / peaks[0], "x", most=1.25)


def _import(results: Results, place: Stage, sizes: Sizes, count: int, *, keys: bool) -> float:
    """Reference and import in turn, run by run; the median peak of the importing process."""
    source = data.rows_file(place.folder, count, keys=keys)
    ratios: list[float] = []
    seconds: list[float] = []
    peak: list[float] = []
    for _ in range(sizes.runs):
        reference = raw.executemany(source, place.folder)
        folder = place.folder / "import"
        stage.new_workspace(folder)
        done = stage.run_import(folder, source)
        assert done["result"]["added"] == count, done
        assert claimable(folder) == count
        shutil.rmtree(folder)
        seconds.append(done["seconds"])
        ratios.append(done["seconds"] / reference)
        peak.append(done["peak_mib"])
    name = f"{count:,} rows{' with keys in order' if keys else ''}: time by raw executemany"
    results.add("import", name, median(ratios), "x", most=12, runs=ratios, rows_per_s=count / median(seconds),
                peak_mib=median(peak))  # fmt: skip
    return median(peak)


def claimable(folder: stage.Path) -> int:
    import sqlite3

    with sqlite3.connect(folder / "goldlabel.db") as db:
        return db.execute("SELECT count(*) FROM queue WHERE open > 0").fetchone()[0]
