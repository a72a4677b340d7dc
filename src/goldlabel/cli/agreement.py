"""`goldlabel agreement`: how far workers agree, offline."""

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from goldlabel.cli.common import counted, print_json, say, table
from goldlabel.cli.offline import Columns, Scale, listed, read_answers, stage


def agreement(
    answers: Path,
    /,
    *,
    scale: Scale = "nominal",
    by: Annotated[list[str] | None, Parameter(negative=())] = None,
    pairs: Annotated[bool, Parameter(show_default=False)] = False,
    metric: Literal["interval", "ratio"] | None = None,
    classes: str | None = None,
    draws: int = 1000,
    seed: int = 0,
    columns: Columns = Columns(),
) -> int:
    """Coefficients of agreement with 95 % intervals: Krippendorff's alpha and what else fits the scale.

    Example: goldlabel agreement answers.csv --by worker --json

    Parameters
    ----------
    answers
        A table with one answer per row, item, worker, label: CSV, TSV, JSONL or Parquet, gzipped or not.
    scale
        What a label is; see goldlabel consensus.
    by
        item, worker, value, or a further column, each of whose values is a slice; may be given several times. A
        column named question tells apart the answers of one worker to one item.
    pairs
        Every two workers as well.
    metric
        How numbers are apart; ratio for those with a true zero.
    classes
        Every label there is, between commas; of an ordinal scale from low to high.
    draws
        Resamplings of the items for the intervals; 0 for none.
    seed
        Makes chance repeatable.
    """
    from goldlabel.agreement import report

    asked = [part for one in by or () for part in listed(one) or ()]
    read = read_answers(answers, scale, columns, by=asked)
    with stage(f"agreement of {counted(len(read.answers), 'answer')}"):
        found = report(
            read.answers, scale, by=asked, classes=listed(classes), metric=metric, draws=draws, seed=seed,
            intervals=draws > 0,
        )  # fmt: skip
    if columns.json:
        print_json({**found.json(pairs), **{name: read.facts[name] for name in ("without_label", "duplicates")}})
        return int(read.told)
    say(str(found))
    for name, part in found.by.items():
        _show(f"by {name}", part)
    if pairs:
        _show("pairs of workers", found.pairs)
    return int(read.told)


def _show(title: str, part: dict[str, list[Any]]) -> None:
    say()
    say(title)
    names = [name for name, cells in part.items() if any(cell not in (None, "") for cell in cells)]
    table(names, zip(*([_cell(cell) for cell in part[name]] for name in names), strict=True))


def _cell(value: Any) -> Any:
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else value
