"""Which region of one labeler is which region of another: matched once, generically, by the shape's distance.

Two regions can be the same thing when they lie in one region set, have the same shape, and their distance is
at most `THRESHOLD`. Among all ways to pair them up, the one with the largest total likeness (Σ 1 − distance;
for boxes, polygons and spans: the largest total IoU) is taken, exactly, by the Hungarian method (Kuhn 1955;
the O(n³) form of Jonker and Volgenant 1987) on each connected group of candidates. Regions that lie alike are
told apart by their answers, so that a place marked twice, as PER and as LOC, is matched by label.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Any

THRESHOLD = 0.5
"""For the shapes with IoU: overlap of at least half, the usual bar (PASCAL VOC, Everingham et al. 2010)."""
ANSWERS_WEIGH = 1e-6
"""How much differing answers count beside the distance: only where places are alike to a millionth."""

Extent = tuple[float, float, float, float]
"""Left, top, right, bottom; of a stretch of text its start and end, with 0 for top and bottom."""
Pair = tuple[int, int, float]
"""Index in the first list, index in the second, distance."""


def match(
    first: Sequence[Any],
    second: Sequence[Any],
    distance: Callable[[Any, Any], float],
    threshold: float = THRESHOLD,
    differ: Callable[[int, int], float] = lambda a, b: 0.0,
    extents: tuple[Sequence[Extent], Sequence[Extent]] | None = None,
) -> list[Pair]:
    """The best pairs, by index in `first`. `differ` (0 … 1) says how much two regions' answers differ, by index.

    With `extents` (of both lists), only regions whose extents touch are measured.
    """
    near: dict[int, list[tuple[int, float]]] = {}
    beside = _Beside(extents, len(second))
    for i, a in enumerate(first):
        row = [(j, d) for j in beside.of(i) if (d := distance(a, second[j])) <= threshold]
        if row:
            near[i] = row
    out: list[Pair] = []
    for rows, columns in _groups(near):
        gaps = {(i, j): d for i in rows for j, d in near[i]}
        if len(rows) == len(columns) == 1:
            out.append((rows[0], columns[0], gaps[rows[0], columns[0]]))
            continue
        gains = [
            [1 - gaps[i, j] - ANSWERS_WEIGH * differ(i, j) if (i, j) in gaps else 0.0 for j in columns] for i in rows
        ]
        chosen = [(rows[at], columns[to]) for at, to in assign(gains)]
        out.extend((i, j, gaps[i, j]) for i, j in chosen if (i, j) in gaps)
    return sorted(out)


class _Beside:
    """Which of the second list may be near one of the first: those whose extents touch; all without extents."""

    def __init__(self, extents: tuple[Sequence[Extent], Sequence[Extent]] | None, count: int) -> None:
        self.extents, self.count = extents, count
        others = extents[1] if extents else ()
        self.order = sorted(range(len(others)), key=lambda j: others[j][0])
        self.lefts = [others[j][0] for j in self.order]
        self.widest = max((other[2] - other[0] for other in others), default=0.0)

    def of(self, i: int) -> Iterable[int]:
        if self.extents is None:
            return range(self.count)
        (left, top, right, bottom), others = self.extents[0][i], self.extents[1]
        window = self.order[bisect_left(self.lefts, left - self.widest * (1 + 1e-9)) : bisect_right(self.lefts, right)]
        return sorted(j for j in window if left <= others[j][2] and others[j][1] <= bottom and top <= others[j][3])


def _groups(near: dict[int, list[tuple[int, float]]]) -> list[tuple[list[int], list[int]]]:
    """Rows and columns that hang together by candidates; the assignment of each is independent of the
    others."""
    row_of: dict[int, list[int]] = {}
    for i, row in near.items():
        for j, _ in row:
            row_of.setdefault(j, []).append(i)
    seen: set[int] = set()
    out: list[tuple[list[int], list[int]]] = []
    for start in near:
        if start in seen:
            continue
        seen.add(start)
        rows, columns, todo = [start], set[int](), [start]
        while todo:
            for j, _ in near[todo.pop()]:
                if j not in columns:
                    columns.add(j)
                    fresh = [i for i in row_of[j] if i not in seen]
                    seen.update(fresh)
                    rows.extend(fresh)
                    todo.extend(fresh)
        out.append((sorted(rows), sorted(columns)))
    return out


def assign(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The assignment of rows to distinct columns with the largest total gain, by row; O(rows² · columns).

    Every gain is >= 0; rows (or columns) that are too many stay out.
    """
    if not gains or not gains[0]:
        return []
    if len(gains) > len(gains[0]):
        turned = [[row[j] for row in gains] for j in range(len(gains[0]))]
        return sorted((i, j) for j, i in assign(turned))
    width = len(gains[0])
    row_price = [0.0] * (len(gains) + 1)
    column_price = [0.0] * (width + 1)
    holder = [0] * (width + 1)  # row (from 1) that has each column (from 1); column 0 is where the search starts
    for row in range(1, len(gains) + 1):
        holder[0] = row
        _augment(gains, width, row_price, column_price, holder)
    return sorted((holder[column] - 1, column - 1) for column in range(1, width + 1) if holder[column])


def _augment(
    gains: Sequence[Sequence[float]],
    width: int,
    row_price: list[float],
    column_price: list[float],
    holder: list[int],
) -> None:
    """Gives the row in `holder[0]` a column, moving others along the cheapest path (cost = −gain)."""
    cheapest = [float("inf")] * (width + 1)
    came_from = [0] * (width + 1)
    used = [False] * (width + 1)
    column = 0
    while holder[column]:
        used[column] = True
        row, delta, following = holder[column], float("inf"), 0
        for j in range(1, width + 1):
            if used[j]:
                continue
            cost = -gains[row - 1][j - 1] - row_price[row] - column_price[j]
            if cost < cheapest[j]:
                cheapest[j], came_from[j] = cost, column
            if cheapest[j] < delta:
                delta, following = cheapest[j], j
        for j in range(width + 1):
            if used[j]:
                row_price[holder[j]] += delta
                column_price[j] -= delta
            else:
                cheapest[j] -= delta
        column = following
    while column:
        holder[column] = holder[came_from[column]]
        column = came_from[column]
