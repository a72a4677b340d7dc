"""One measured row, and the table of all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """`bar` None: shown, not judged. `higher` False: smaller is better (error rates). `references`: published
    numbers and other libraries, by name; None where they have none."""

    family: str
    set: str
    measure: str
    ours: float
    bar: float | None = None
    references: dict[str, float | None] = field(default_factory=dict)
    higher: bool = True
    seconds: float | None = None
    note: str = ""

    @property
    def ok(self) -> bool:
        if self.bar is None:
            return True
        return self.ours >= self.bar - 1e-9 if self.higher else self.ours <= self.bar + 1e-9


def report(rows: Sequence[Row], console: Console | None = None) -> int:
    """One table per family; the number of missed bars."""
    console = console or Console(width=170, highlight=False)
    for family in dict.fromkeys(row.family for row in rows):
        own = [row for row in rows if row.family == family]
        names = list(dict.fromkeys(name for row in own for name in row.references))
        table = Table(title=family, title_justify="left", box=None)
        for column in ("set", "measure", "ours", "bar", *names, "s", "", "note"):
            table.add_column(column, justify="left" if column in ("set", "measure", "note", "") else "right")
        for row in own:
            cells = [row.set, row.measure, number(row.ours), number(row.bar)]
            cells += [number(row.references.get(name)) for name in names]
            table.add_row(*cells, number(row.seconds), verdict(row), row.note)
        console.print(table, "")
    missed = [row for row in rows if not row.ok]
    console.print(f"{sum(row.bar is not None for row in rows)} bars, {len(missed)} missed")
    for row in missed:
        console.print(f"  missed: {row.family} {row.set} {row.measure}: {number(row.ours)}, bar {number(row.bar)}")
    return len(missed)


def verdict(row: Row) -> str:
    if row.bar is None:
        return ""
    return "ok" if row.ok else "MISSED"


def number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if 0 < abs(value) < 0.1 else f"{value:.2f}"


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else float("nan")
