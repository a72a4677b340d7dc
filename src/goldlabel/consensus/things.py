"""Regions of all workers about all items, gathered into things."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.agreement.gather import Likeness, gather
from goldlabel.consensus.parsed import Parsed
from goldlabel.consensus.places import Place
from goldlabel.consensus.result import Ints
from goldlabel.frames.answers import Coded
from goldlabel.frames.regions import Region


@dataclass(frozen=True)
class Thing:
    """Regions of several workers that are one thing. `rows`: who drew it, by the row of his answer."""

    item: int
    rows: list[int]
    regions: list[Region]
    gold: Region | None = None


def gathered(parsed: Parsed, place: Place, apart: float) -> list[Thing]:
    """By item, from left to right; matched by place, and by label where places are alike."""
    like: Likeness[Region] = Likeness(
        lambda a, b: place.apart(a.place, b.place),
        lambda a, b: float(a.label != b.label),
        lambda one: place.extent(one.place) if place.covers else None,
    )
    out: list[Thing] = []
    for item in range(len(parsed.items)):
        drawn = _drawn(parsed, item, place)
        found = gather(list(drawn.values()), like, apart).clusters
        out += sorted((_thing(item, drawn, members) for members in found), key=lambda one: _where(one, place))
    return out


def by_label(parsed: Parsed, place: Place) -> list[Thing]:
    """By item and label, wherever they lie: for answers that mark each label once per item."""
    out: list[Thing] = []
    for item in range(len(parsed.items)):
        drawn = _drawn(parsed, item, place)
        for label in sorted({one.label for regions in drawn.values() for one in regions}):
            members = {
                who: at for who, own in enumerate(drawn.values()) for at, one in enumerate(own) if one.label == label
            }
            out.append(_thing(item, drawn, members))
    return out


GOLD = -1


def _drawn(parsed: Parsed, item: int, place: Place) -> dict[int, list[Region]]:
    """By row; the gold's under `GOLD`, last."""
    out = {row: _once(parsed.value[row], place) for row in parsed.rows_of(item)}
    if parsed.gold[item] is not None:
        out[GOLD] = _once(parsed.gold[item], place)
    return out


def _once(regions: Sequence[Region], place: Place) -> list[Region]:
    """A region drawn twice by one worker counts once."""
    return sorted(dict.fromkeys(regions), key=lambda one: (place.extent(one.place), one.label))


def _where(thing: Thing, place: Place) -> tuple[Any, ...]:
    """Orders things by what was drawn, not by who drew it."""
    return min((place.extent(one.place), one.label) for one in (*thing.regions, *([thing.gold] if thing.gold else [])))


def _thing(item: int, drawn: dict[int, list[Region]], members: dict[int, int]) -> Thing:
    rows = list(drawn)
    own = {rows[who]: drawn[rows[who]][at] for who, at in members.items()}
    known = own.pop(GOLD, None)
    return Thing(item, list(own), list(own.values()), known)


def coded(parsed: Parsed, things: Sequence[Thing]) -> tuple[Coded, Ints]:
    """Every worker's label for every thing of the items he was asked about, and the gold; class 0: nothing."""
    found = {one.label for thing in things for one in (*thing.regions, *([thing.gold] if thing.gold else []))}
    names: list[Any] = [None, *sorted(found)]
    at = {name: number for number, name in enumerate(names)}
    sizes = np.diff(parsed.starts)[[thing.item for thing in things]] if things else np.zeros(0, np.int64)
    ends = np.cumsum(sizes)
    label = np.zeros(int(sizes.sum()), np.int64)
    rows = np.zeros(len(label), np.int64)
    for thing, size, end in zip(things, sizes.tolist(), ends.tolist(), strict=True):
        first = int(parsed.starts[thing.item])
        rows[end - size : end] = np.arange(first, first + size)
        for row, one in zip(thing.rows, thing.regions, strict=True):
            label[end - size + row - first] = at[one.label]
    gold = [
        -1 if parsed.gold[thing.item] is None else at[thing.gold.label] if thing.gold else 0 for thing in things
    ]  # fmt: skip
    table = Coded(
        items=list(range(len(things))), workers=parsed.workers, classes=names,
        item=np.repeat(np.arange(len(things)), sizes), worker=parsed.worker[rows], label=label,
    )  # fmt: skip
    return table, np.array(gold, np.int64)
