"""Next and submit, as fast as 1 and 16 clients can, as a share of the commits that the disk gives to one writer."""

from bench import labeling, raw, stage
from bench.measure import Results, median
from bench.sizes import Sizes
from bench.stage import Stage


def bench(results: Results, place: Stage, sizes: Sizes) -> None:
    folder = place.workspace(sizes.large)
    with stage.server(folder) as served:
        for clients in (1, 16):
            tokens = stage.labelers(folder, clients)
            labeling.run(served, tokens, min(1.0, sizes.seconds))
            rates: list[float] = []
            shares: list[float] = []
            commits: list[float] = []
            for _ in range(sizes.runs):
                commits.append(raw.commits_per_second(place.folder, min(1.0, sizes.seconds)))
                rates.append(labeling.run(served, tokens, sizes.seconds).loops_per_second)
                shares.append(rates[-1] / commits[-1])
            name = f"{clients} client{'s' * (clients > 1)} at {sizes.large:,} items"
            results.add("loop", f"{name}: loops by synced commits", median(shares), "x", runs=shares,
                        loops_per_s=median(rates), commits_per_s=median(commits))  # fmt: skip
