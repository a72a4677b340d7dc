"""Plain audits: what a uniform sample says about labels that are all accepted, slice by slice, all slices at once."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldlabel.core.problem import Invalid
from goldlabel.frames.column import text_of
from goldlabel.frames.table import table_of
from goldlabel.learning.certify.exact import allowed_errors
from goldlabel.learning.certify.tails import beta_upper, binomial_cdf, hypergeometric_cdf, hypergeometric_upper


@dataclass(frozen=True, slots=True)
class Audited:
    """One slice. `upper` bounds its error together with those of all others (Bonferroni). `p`: of the hypothesis that
    its error is above the target; `adjusted` by Holm; `holds`: refuted, that is, the target is met."""

    slice: str
    checked: int
    wrong: int
    upper: float
    p: float
    adjusted: float
    holds: bool


def audit(
    sample: Any,
    target_error: float = 0.05,
    confidence: float = 0.95,
    *,
    slices: str | None = None,
    sizes: Mapping[str, int] | int | None = None,
) -> list[Audited]:
    """Per slice, whether the error of all its labels is at most the target; simultaneous over the slices.

    sample: a table `item, label, truth` of items drawn uniformly (within each slice), and the `slices` column.
    sizes: items per slice (without slices: of the list) that the sample was drawn from; where it is known the bounds
    are hypergeometric, else binomial (Clopper–Pearson).

    Upper bounds use alpha / slices each (Bonferroni). Verdicts use Holm's step-down on exact one-sided p-values (Scand.
    J. Stat. 6, 1979), which refutes whatever Bonferroni refutes, and more: the chance that any slice is wrongly said to
    hold is at most alpha. When not to use it: where only some labels are to be accepted; `certify` finds those.
    """
    if not (0 < confidence < 1 and 0 <= target_error < 1):
        raise Invalid("target_error must lie in 0 … 1 and confidence between 0 and 1", where="audit")
    counts = _counts(sample, slices)
    alpha = 1 - confidence
    found: list[tuple[str, int, int, float, float]] = []
    for name, (checked, wrong) in counts.items():
        size = sizes.get(name) if isinstance(sizes, Mapping) else sizes
        if size is not None and size < checked:
            raise Invalid(f"{checked} checked of {size} items is impossible", where=f"slice {name!r}")
        upper = _upper(checked, wrong, size, alpha / len(counts))
        found.append((name, checked, wrong, upper, _p(checked, wrong, size, target_error)))
    adjusted = holm([p for *_, p in found])
    return [Audited(*one, each, each <= alpha) for one, each in zip(found, adjusted, strict=True)]


def holm(p: list[float]) -> list[float]:
    """Holm's adjusted p-values: max over the smaller ones of (tests left) · p, at most 1."""
    out, highest = [0.0] * len(p), 0.0
    for place, at in enumerate(sorted(range(len(p)), key=p.__getitem__)):
        highest = max(highest, min(1.0, (len(p) - place) * p[at]))
        out[at] = highest
    return out


def audit_size(target_error: float, confidence: float = 0.95, population: int | None = None) -> int:
    """The fewest labels to check which, all being right, show an error of at most `target_error`: ln alpha /
    ln(1 − eps); 59 for .05 and 299 for .01 at 95 %. With a population, hypergeometric: fewer."""
    if not (0 < confidence < 1 and 0 < target_error < 1):
        raise Invalid("target_error and confidence must lie between 0 and 1", where="audit_size")
    alpha = 1 - confidence
    plain = math.ceil(math.log(alpha) / math.log1p(-target_error) - 1e-9)
    if population is None:
        return plain
    low, high = 0, population
    while low < high:
        middle = (low + high) // 2
        if _p(middle, 0, population, target_error) <= alpha:
            high = middle
        else:
            low = middle + 1
    return low


def _counts(sample: Any, slices: str | None) -> dict[str, tuple[int, int]]:
    table = table_of(sample, ["item", "label", "truth", *([slices] if slices else [])])
    table.column("item")
    columns = [table.column("label").list(), table.column("truth").list()]
    names = [text_of(cell) for cell in table.column(slices).list()] if slices else ["all"] * len(table)
    if not len(table):
        raise Invalid("has no rows; there is nothing to audit", where=table.name or "sample")
    counts: dict[str, tuple[int, int]] = {}
    for name, label, truth in zip(names, *columns, strict=True):
        checked, wrong = counts.get(name, (0, 0))
        counts[name] = (checked + 1, wrong + (text_of(label) != text_of(truth)))
    return dict(sorted(counts.items()))


def _upper(checked: int, wrong: int, size: int | None, alpha: float) -> float:
    if size is None:
        return beta_upper(wrong, checked, alpha)
    return hypergeometric_upper(wrong, size, checked, alpha) / size


def _p(checked: int, wrong: int, size: int | None, target: float) -> float:
    """P(so few wrong ones or fewer), were the error the least one above the target."""
    if size is None:
        return binomial_cdf(wrong, checked, target)
    least = allowed_errors(size, target) + 1
    return hypergeometric_cdf(wrong, size, least, checked) if least <= size else 0.0
