"""Agreement offline, on a table of answers: a dict of columns, or a data frame of pandas or polars."""

from collections.abc import Iterable
from typing import Any

from goldlabel.agreement.alpha import Accumulator, Alpha, Coincidences, Squares, by_unit
from goldlabel.core.model import canonical
from goldlabel.core.problem import Invalid

SCALES = ("nominal", "ordinal", "numeric")


def report(
    answers: Any, scale: str = "nominal", *, item: str = "item", worker: str = "worker", label: str = "label"
) -> Alpha:
    """Krippendorff's α and percent agreement of a table of answers; scale nominal, ordinal or numeric.

    A worker's last answer to an item is the one that counts. Raises Invalid for a missing column or another
    scale.
    """
    if scale not in SCALES:
        raise Invalid(f"offline agreement knows {', '.join(SCALES)} so far, not {scale!r}", where="scale")
    into: Accumulator = Squares() if scale == "numeric" else Coincidences(scale)
    last: dict[tuple[Any, Any], Any] = {}
    for one, who, what in rows(answers, item, worker, label):
        last[one, who] = canonical(what).decode() if scale == "nominal" else float(what)
    for unit in by_unit((one, what) for (one, _), what in last.items()):
        into.add(unit)
    return into.result()


def rows(answers: Any, *columns: str) -> Iterable[tuple[Any, ...]]:
    """The table's rows as plain Python values. Raises Invalid when a column is missing or of another
    length."""
    parts: list[list[Any]] = []
    for column in columns:
        try:
            part: Any = answers[column]
        except Exception as error:  # KeyError, or polars' own class
            raise Invalid(f"the table has no column {column!r}", where=column) from error
        to_list: Any = getattr(part, "tolist", None) or getattr(part, "to_list", None)
        parts.append(to_list() if to_list else list(part))
    if len({len(part) for part in parts}) > 1:
        raise Invalid("the columns have different lengths")
    return zip(*parts, strict=True)
