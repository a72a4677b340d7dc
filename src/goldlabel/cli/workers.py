"""`goldlabel workers`: how good each worker is, offline."""

from pathlib import Path

from goldlabel.cli.common import note, print_json, table
from goldlabel.cli.offline import Columns, Scale, aggregated, read_answers, writable


def workers(
    answers: Path,
    /,
    *,
    scale: Scale = "nominal",
    method: str = "auto",
    gold: Path | None = None,
    classes: str | None = None,
    seed: int = 0,
    out: Path | None = None,
    columns: Columns = Columns(),
) -> int:
    """Each worker's skill with its 95 % interval, the least skilled first.

    Example: goldlabel workers answers.csv --json

    Parameters
    ----------
    answers
        A table with one answer per row, item, worker, label: CSV, TSV, JSONL or Parquet, gzipped or not.
    scale
        What a label is; see goldlabel consensus.
    method
        The consensus that workers are measured against; auto chooses by the evidence.
    gold
        A table item, label of items whose label is known.
    classes
        Every label there is, between commas; of an ordinal scale from low to high.
    seed
        Makes chance repeatable.
    out
        Where to write the table as well.
    """
    from goldlabel.frames import write_table

    if out is not None:
        writable(out, answers, gold)
    read = read_answers(answers, scale, columns)
    result = aggregated(read, scale, method, columns, gold=gold, classes=classes, seed=seed)
    found = sorted(result.workers, key=lambda one: (one.skill, -one.answers, str(one.worker)))
    rows = [(one.worker, one.answers, *(round(x, 4) for x in (one.skill, one.low, one.high))) for one in found]
    names = ("worker", "answers", "skill", "low", "high")
    if out is not None:
        write_table(out, dict(zip(names, zip(*rows, strict=True), strict=True)))
    if columns.json:
        facts = {"scale": scale, "method": result.method, "why": result.why, **read.facts}
        print_json({**facts, "workers": [dict(zip(names, row, strict=True)) for row in rows]})
    else:
        table(names, [(*row[:2], *(f"{x:.3f}" for x in row[2:])) for row in rows])
        note(f"{result.method}: {result.why}")
    return int(read.told)
