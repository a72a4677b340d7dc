"""How much is measured: in full, and small (whether the benches still work; the figures mean nothing then)."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Sizes:
    imports: tuple[int, ...]
    nexts: tuple[int, ...]
    large: int
    flat: tuple[int, int]
    done_by_one: int
    runs: int
    seconds: float
    """Of each load."""

    def with_runs(self, runs: int) -> "Sizes":
        return replace(self, runs=runs)


FULL = Sizes((100_000, 1_000_000), (10_000, 100_000, 1_000_000), 1_000_000, (100_000, 1_000_000), 50_000, 5, 5.0)
SMALL = Sizes((1000, 3000), (1000, 20_000), 20_000, (1000, 20_000), 200, 1, 0.4)
