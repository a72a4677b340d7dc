"""`goldlabel errors`: which labels are likely wrong, offline."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from goldlabel.cli.common import Usage, counted, print_json, say
from goldlabel.cli.offline import listed, read_file, rounded, stage, writable


def errors(
    given: Path,
    /,
    *,
    out: Path,
    probs: Path | None = None,
    text: str | None = None,
    method: Literal["normalized_margin", "self_confidence", "confidence_weighted_entropy"] = "normalized_margin",
    filter: Literal[
        "prune_by_noise_rate", "prune_by_class", "both", "confident_learning", "predicted_neq_given"
    ] = "prune_by_noise_rate",
    flagged: Annotated[bool, Parameter(show_default=False)] = False,
    item: str = "item",
    label: str = "label",
    ignore: str | None = None,
    seed: int = 0,
    json: Annotated[bool, Parameter(show_default=False)] = False,
    debug: Annotated[bool, Parameter(show_default=False)] = False,
) -> int:
    """Labels in the order in which they should be looked at again, worst first.

    Example: goldlabel errors labels.csv --probs probs.csv --out ranked.csv

    Parameters
    ----------
    given
        A table item, label: CSV, TSV, JSONL or Parquet, gzipped or not.
    out
        Where to: item, label, suggested, score.
    probs
        A table with item and one column per class: out-of-fold probabilities, of a model that did not see the
        item's own label. It may be the same file.
    text
        Without probs, the column of the given table that a model is trained on here, by cross-validation.
    method
        The score: how well a label fits.
    filter
        What counts as flagged.
    flagged
        Write the flagged labels alone.
    item
        The column that names the item.
    label
        The column with the given label.
    ignore
        Columns of the probabilities that are no classes, between commas.
    seed
        Makes chance repeatable.
    json
        Print the result as JSON.
    debug
        Show where an error came from.
    """
    from goldlabel.frames import write_table
    from goldlabel.quality import find_errors

    if (probs is None) == (text is None):
        raise Usage("say what the labels are compared with: --probs FILE, or --text COLUMN to train a model on it")
    writable(out, given, probs)
    names = {"item": item, "label": label, **({"text": text} if text else {})}
    labels = read_file(given, list(names.values()), names)
    foreseen = read_file(probs, (), {"item": item}) if probs is not None else None
    with stage(f"looking at {counted(len(labels), 'label')}"):
        found = find_errors(
            labels, foreseen, method, filter=filter, text=text, item=item, label=label, ignore=listed(ignore) or (),
            seed=seed,
        )  # fmt: skip
    made = found.table(flagged)
    write_table(out, {**made, "score": rounded(made["score"])})
    marked = int(found.flagged.sum())
    if json:
        facts = {"out": str(out), "labels": len(found), "flagged": marked, "estimated": round(found.estimated, 2)}
        print_json({**facts, "classes": found.classes, "method": found.method, "filter": found.filter})
        return 0
    look = f"{marked:,} flagged, about {found.estimated:,.0f} expected to be wrong"
    say(f"{out}: {counted(len(made['item']), 'label')}, worst first; {look}")
    return 0
