"""Export of annotated items by the real job in a process of its own, against writing the same rows as JSON lines."""

import shutil
from pathlib import Path

from bench import raw, stage
from bench.measure import Results, median
from bench.sizes import Sizes
from bench.stage import Stage


def bench(results: Results, place: Stage, sizes: Sizes) -> None:
    for format in ("jsonl", "parquet"):
        peaks: list[float] = []
        for count in sizes.flat:
            folder = place.workspace(count, labels=True, indexed=True)
            done = [stage.child("export", folder, format) for _ in range(sizes.runs)]
            assert all(one["state"] == "done" for one in done), done
            seconds = [one["seconds"] for one in done]
            peaks.append(median(one["peak_mib"] for one in done))
            rate = count / median(seconds)
            by: dict[str, float] = {}
            if format == "jsonl":
                references = raw.dump_rates(Path(done[-1]["file"]), place.folder)
                by = {f"by_{name}": reference / rate for name, reference in references.items()}
            results.add("export", f"{count:,} annotated items to {format}", rate, "rows/s", runs=seconds, **by,
                        peak_mib=peaks[-1])  # fmt: skip
            shutil.rmtree(folder / "exports")
        name = f"{format}: memory at {sizes.flat[1]:,} by memory at {sizes.flat[0]:,}"
        results.add("export", name, peaks[1] / peaks[0], "x", most=1.25)
