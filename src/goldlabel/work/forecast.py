"""When a project will be done, at the pace of its last days, and how sure that is.

The days are 24-hour spans back from now, days without work included, at most two weeks of them. With k days of mean
m and standard deviation s, the answers of n further days are about normal with mean n·m and variance
n·s² + n²·s²/k: the days differ, and m is known only so well. The interval is where 80 % of it reaches what is left.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from goldlabel.store.activity import HOUR

DAYS = 14
ENOUGH = 3
"""Days with answers; before that a pace is a guess."""
LONGEST = 3650
DAY_HOURS = 24
Z_80 = 1.2816


@dataclass(frozen=True, slots=True)
class Forecast:
    """`likely`, `early`, `late`: days from now; `late` None: at this pace perhaps never. `note` says why there is
    none: `done`, `too_little`, `no_pace`."""

    left: int
    per_day: float | None = None
    days: int = 0
    """So many days stand behind it."""
    likely: float | None = None
    early: float | None = None
    late: float | None = None
    note: str = ""


def forecast(hours: Sequence[tuple[int, int]], left: int, now: int) -> Forecast:
    """`hours`: (hour since 1970, answers), `left`: answers still wanted, `now` in µs."""
    if left <= 0:
        return Forecast(0, note="done")
    counts = daily(hours, now)
    if sum(count > 0 for count in counts) < ENOUGH:
        return Forecast(left, days=len(counts), note="too_little")
    mean = sum(counts) / len(counts)
    spread = math.sqrt(sum((count - mean) ** 2 for count in counts) / (len(counts) - 1))
    likely = left / mean
    return Forecast(
        left, round(mean, 2), len(counts), round(likely, 2),
        _reach(left, mean, spread, len(counts), Z_80), _reach(left, mean, spread, len(counts), -Z_80),
    )  # fmt: skip


def daily(hours: Sequence[tuple[int, int]], now: int) -> list[int]:
    """Answers of the last days, the newest first, back to the first day with any."""
    this_hour = now // HOUR
    counts = [0] * DAYS
    for hour, answers in hours:
        day = (this_hour - hour) // DAY_HOURS
        if 0 <= day < DAYS:
            counts[day] += answers
    while counts and counts[-1] == 0:
        counts.pop()
    return counts


def _reach(left: int, mean: float, spread: float, days: int, z: float) -> float | None:
    """The days after which `mean + z·deviation` comes to what is left; None when it never does."""

    def done(n: float) -> float:
        return n * mean + z * spread * math.sqrt(n + n * n / days)

    low, high = 0.0, 1.0
    while done(high) < left:
        low, high = high, high * 2
        if high > LONGEST:
            return None
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if done(middle) < left else (low, middle)
    return round(high, 2)
