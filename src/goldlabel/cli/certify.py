"""`goldlabel certify`: labels whose error is proven small, offline."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from goldlabel.cli.common import Usage, counted, note, print_json, say
from goldlabel.cli.offline import existing, read_file, stage

if TYPE_CHECKING:
    from goldlabel.frames import Table
    from goldlabel.learning.certify import Certified


def certify(
    predictions: Path,
    /,
    *,
    labels: Path,
    out: Path,
    target_error: float = 0.05,
    confidence: float = 0.95,
    seed: int = 0,
    loss: Literal["zero_one", "squared", "absolute"] = "zero_one",
    bounds: str = "0,1",
    rule: Literal["auto", "exact", "betting", "sequential"] = "auto",
    budget: int | None = None,
    slices: str | None = None,
    item: str = "item",
    label: str = "label",
    score: str = "confidence",
    text: str = "text",
    oracle_item: str = "item",
    oracle_label: str = "label",
    json: Annotated[bool, Parameter(show_default=False)] = False,
    debug: Annotated[bool, Parameter(show_default=False)] = False,
) -> int:
    """Labels of which at most a share is wrong, with a given confidence, for as few expert labels as it takes.

    The expert's table is read only for the items that are asked. It says when the target cannot be reached; then, too,
    the exit code is 0.

    Example: goldlabel certify predictions.csv --labels oracle.csv --target-error 0.05 --confidence 0.95 --out certified

    Parameters
    ----------
    predictions
        A table item, label, confidence (and text, if there is one): CSV, TSV, JSONL or Parquet, gzipped or not.
    labels
        The expert's table item, label.
    out
        The folder for labels.csv (item, label, source) and certificate.json.
    target_error
        The share of wrong labels, or the mean loss, that is allowed.
    confidence
        How sure the statement is.
    seed
        Decides which items are drawn; choose it once, before looking.
    loss
        How wrong a label is: wrong or right; for numbers their squared or absolute difference.
    bounds
        Of numbers: the least and the largest there can be, with a comma between.
    rule
        exact for wrong or right, betting for numbers, sequential draws only while it pays.
    budget
        The most expert labels to use.
    slices
        A column, or label: every slice gets a certificate of its own, and all hold together.
    item
        The column that names the item.
    label
        The column with the predicted label.
    score
        The column with the confidence; any number that is higher for surer labels.
    text
        The column with the text, which helps to find wrong labels.
    oracle_item
        The column of the expert's table that names the item.
    oracle_label
        The column of the expert's table with the label.
    json
        Print the result as JSON.
    debug
        Show where an error came from.
    """
    from goldlabel.learning.certify import OracleFile
    from goldlabel.learning.certify import certify as run
    from goldlabel.learning.certify.certificate import sealed

    if out.exists() and not out.is_dir():
        raise Usage(f"--out {out} is a file; name a folder")
    existing(labels)
    names = {"item": item, "label": label, "score": score}
    table = read_file(predictions, [*names.values(), text, *([slices] if slices else [])], names)
    read_file(labels, [oracle_item, oracle_label], {"oracle-item": oracle_item, "oracle-label": oracle_label})
    oracle = OracleFile(labels, oracle_item, oracle_label)
    own = {"item": item, "label": label, "confidence": score, "text": text}
    frozen = renamed(table, own)
    with stage("asking the expert"):
        result = run(
            frozen, oracle, target_error, confidence, seed=seed, loss=loss, bounds=_bounds(bounds), rule=rule,
            slices=slices, budget=budget,
        )  # fmt: skip
    columns = {"predictions": own, "labels": {"item": oracle_item, "label": oracle_label}}
    if any(given != name for names in columns.values() for name, given in names.items()):
        result = replace(result, certificate=sealed(result.certificate | {"columns": columns}))
    result.write(out)
    if loss == "zero_one":
        _warn_of_other_classes(frozen, result)
    if json:
        print_json({"out": str(out), **_short(result)})
        return 0
    told = result.certificate
    say(told["claim"])
    say(f"{out}: {counted(len(result.items), 'label')}, {result.oracle_labels_used:,} of them the expert's")
    if not result.reached:
        _outlook(told)
    return 0


def _bounds(given: str) -> tuple[float, float]:
    try:
        low, high = (float(end) for end in given.split(","))
    except ValueError:
        raise Usage(f"--bounds takes two numbers, such as 0,1, not {given}") from None
    return low, high


def renamed(table: "Table", names: dict[str, str]) -> "Table":
    """With the names that the certificate knows."""
    own = {name: table.columns[given] for name, given in names.items() if given in table.columns}
    return replace(table, columns={**table.columns, **own})


def _warn_of_other_classes(frozen: "Table", result: "Certified") -> None:
    """Says so when the expert's classes are none of the model's: they are named differently, most likely."""
    from goldlabel.frames.column import text_of

    said = {text_of(label) for label in frozen.column("label").values}
    told = {text_of(one) for one, by in zip(result.labels, result.source, strict=True) if by == "expert"}
    if told and not said & told:
        note(
            f"None of the expert's classes ({_some(told)}) is one of the model's ({_some(said)}), so every label "
            "counts as wrong: name them alike"
        )


def _some(names: set[str]) -> str:
    first = sorted(names)[:5]
    return ", ".join(first) + (f" and {len(names) - 5:,} more" if len(names) > 5 else "")


def _short(result: "Certified") -> dict[str, Any]:
    told = result.certificate
    names = ("items", "oracle_labels_used", "target_error", "confidence", "reached", "claim", "rule", "hash")
    parts = [
        {name: part[name] for name in ("slice", "items", "reached", "why", "would_take")} for part in told["parts"]
    ]
    return {**{name: told[name] for name in names}, "saved": round(result.saved, 4), "parts": parts}


def _outlook(told: dict[str, Any]) -> None:
    for part in told["parts"]:
        view = part["would_take"]
        where = f"{part['slice']}: " if part["slice"] is not None else ""
        if view is None:
            if not part["reached"]:
                note(f"{where}too few items were asked to tell what would be reachable; allow a larger --budget")
            continue
        if error := view["model_error"]:
            note(f"{where}the model is wrong on about {error['estimate']:.1%} (at most {error['upper']:.1%})")
        for one in view["reachable"][:3]:
            note(f"{where}an error of {one['target_error']:g} would take about {one['expert_labels']:,} expert labels")
