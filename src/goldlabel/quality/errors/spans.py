"""Spans in texts: wrong label, not a span, wrong end, and spans that were missed, from probabilities per token."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from goldlabel.core.problem import Invalid
from goldlabel.frames.column import text_of
from goldlabel.frames.regions import Region
from goldlabel.frames.scale import scale
from goldlabel.frames.table import Table, table_of
from goldlabel.frames.wide import TOLERANCE, numbers, read_labels
from goldlabel.quality.errors.reading import class_columns
from goldlabel.quality.errors.scores import Floats, Ints

OUTSIDE = "O"
KINDS = ("label", "extra", "boundary", "missed")


@dataclass(frozen=True, slots=True)
class SpanError:
    """One doubt. `kind`: `label` (another label fits better), `extra` (rather no span), `boundary` (another extent),
    `missed` (no span was given). `label` is None for a missed span, `suggested` None for an extra one. `score` 0 … 1:
    how well the given state fits, low is doubtful."""

    item: Any
    kind: str
    start: int
    end: int
    label: str | None
    suggested: str | None
    suggested_start: int
    suggested_end: int
    score: float


@dataclass(frozen=True, slots=True)
class SpanErrors:
    """Doubts worst first; `item_score`: each item's worst token, as in Wang and Mueller (2022)."""

    errors: list[SpanError]
    item_score: dict[Any, float]

    def table(self) -> dict[str, list[Any]]:
        return {name: [getattr(one, name) for one in self.errors] for name in SpanError.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class _Tokens:
    """One item's tokens in order."""

    start: Ints
    end: Ints
    p: Floats


def find_span_errors(given: Any, tokens: Any, *, item: str = "item", label: str = "label") -> SpanErrors:
    """Doubtful spans, worst first.

    `given`: item, label with labels such as `[[0, 5, "PER"]]`. `tokens`: one row per token with item, start, end (code
    points, as the spans'), a column per class and `O` for no span; rows add up to 1, foreseen out of fold.

    A span's score is the mean probability of its label over its tokens (Wang and Mueller, "Detecting label errors in
    token classification data", 2022, who take the worst token; the mean is steadier for long spans and the worst still
    ranks items). A run of tokens without a span whose best class is the same, is missed; its score is their mean
    probability of `O`. A span that would grow or shrink by tokens on which the model is of another mind, is `boundary`:
    its score is the mean probability of what these tokens were given. Raises Invalid for spans and tokens that do not
    fit. O(tokens · classes). Nested spans: the later one in the list has the token.
    """
    labels = read_labels(given, item=item, label=label)
    spans = {name: _parsed(raw, name, labels.name) for name, raw in zip(labels.items, labels.labels, strict=True)}
    used = list(dict.fromkeys(region.label for regions in spans.values() for region in regions))
    if OUTSIDE in used:
        raise Invalid(f"{OUTSIDE!r} means no span; no span can be labeled so", where=labels.name)
    source = table_of(tokens)
    classes = class_columns(source, [*used, OUTSIDE], item, ("start", "end", "token"))
    by_item = _by_item(source, item, classes)
    for name in spans:
        if name not in by_item and spans[name]:
            raise Invalid(f"has no tokens of item {text_of(name)}", where=source.name or "tokens")
    errors: list[SpanError] = []
    item_score: dict[Any, float] = {}
    for name, regions in spans.items():
        if name in by_item:
            found, worst = _doubts(name, regions, by_item[name], classes)
            errors += found
            item_score[name] = worst
    errors.sort(key=lambda one: (one.score, text_of(one.item), one.start, one.end, KINDS.index(one.kind)))
    return SpanErrors(errors, item_score)


def _parsed(raw: Any, item: Any, where: str) -> tuple[Region, ...]:
    try:
        return scale("spans").parse(raw)
    except ValueError as error:
        raise Invalid(f"the label of item {text_of(item)}: {error}", where=where) from None


def _by_item(source: Table, item: str, classes: list[str]) -> dict[Any, _Tokens]:
    p = np.stack([numbers(source, name, low=0.0, high=1.0) for name in classes], axis=1)
    total = p.sum(axis=1)
    if (wrong := np.abs(total - 1) > TOLERANCE).any():
        row = int(np.argmax(wrong))
        raise Invalid(f"the probabilities add up to {total[row]:g}, not to 1", where=source.place(row))
    start, end = numbers(source, "start", low=0.0), numbers(source, "end", low=0.0)
    if (wrong := end <= start).any():
        raise Invalid("a token ends after its start", where=source.place(int(np.argmax(wrong))))
    column = source.column(item)
    order = np.lexsort((start, column.codes))
    cuts = np.flatnonzero(np.diff(column.codes[order])) + 1
    return {
        column.values[int(column.codes[rows[0]])]: _Tokens(
            start[rows].astype(np.int64), end[rows].astype(np.int64), p[rows] / total[rows, None]
        )
        for rows in (np.split(order, cuts) if len(order) else [])
    }


def _doubts(
    item: Any, regions: tuple[Region, ...], tokens: _Tokens, classes: list[str]
) -> tuple[list[SpanError], float]:
    outside = classes.index(OUTSIDE)
    given = np.full(len(tokens.start), outside)
    covers: list[Ints] = []
    for region in regions:
        low, high = region.place
        rows = np.flatnonzero((tokens.start < high) & (tokens.end > low))
        if not len(rows):
            raise Invalid(f"no token of item {text_of(item)} lies in its span {low} … {high}", where="tokens")
        covers.append(rows)
        given[rows] = classes.index(region.label)
    best = tokens.p.argmax(axis=1)
    fit = tokens.p[np.arange(len(given)), given]
    taken = np.zeros(len(given), bool)
    out: list[SpanError] = []
    for region, rows in zip(regions, covers, strict=True):
        kind = classes.index(region.label)
        mean = tokens.p[rows].mean(axis=0)
        low, high = region.place
        likely = int(mean.argmax())
        if likely != kind:
            suggested = None if likely == outside else classes[likely]
            what = "extra" if likely == outside else "label"
            out.append(SpanError(item, what, low, high, region.label, suggested, low, high, float(mean[kind])))
            continue
        wanted = _extent(rows, best, kind, given, outside)
        changed = np.setxor1d(rows, wanted)
        taken[wanted] = True
        if len(changed):
            ends = int(tokens.start[wanted[0]]), int(tokens.end[wanted[-1]])
            out.append(
                SpanError(item, "boundary", low, high, region.label, region.label, *ends, float(fit[changed].mean()))
            )
    for rows in _runs(np.where((given == outside) & ~taken, best, outside), outside):
        ends = int(tokens.start[rows[0]]), int(tokens.end[rows[-1]])
        out.append(SpanError(item, "missed", *ends, None, classes[int(best[rows[0]])], *ends, float(fit[rows].mean())))
    return out, float(fit.min(initial=1.0))


def _extent(rows: Ints, best: Ints, kind: int, given: Ints, outside: int) -> Ints:
    """The span grown over free tokens that look like it, and shrunk off ends that look like no span."""
    first, last = int(rows[0]), int(rows[-1])
    while first < last and best[first] == outside:
        first += 1
    while last > first and best[last] == outside:
        last -= 1
    if first == rows[0]:
        while first > 0 and best[first - 1] == kind and given[first - 1] == outside:
            first -= 1
    if last == rows[-1]:
        while last + 1 < len(best) and best[last + 1] == kind and given[last + 1] == outside:
            last += 1
    return np.arange(first, last + 1)


def _runs(best: Ints, outside: int) -> list[Ints]:
    """Stretches of neighbouring tokens of one class, but `outside`."""
    cuts = np.flatnonzero(np.diff(best)) + 1
    return [rows for rows in np.split(np.arange(len(best)), cuts) if len(rows) and best[rows[0]] != outside]
