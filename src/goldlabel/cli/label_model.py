"""`goldlabel label-model`: one label per item from labeling functions, offline."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from goldlabel.cli.common import counted, note, print_json, say, table
from goldlabel.cli.offline import listed, read_file, rounded, stage, writable

if TYPE_CHECKING:
    from goldlabel.consensus.label_model import LabelModel


def label_model(
    votes: Path,
    /,
    *,
    out: Path,
    gold: Path | None = None,
    abstain: Annotated[str, Parameter(allow_leading_hyphen=True)] = "-1",
    functions: str | None = None,
    ignore: str | None = None,
    item: str = "item",
    soft: Path | None = None,
    json: Annotated[bool, Parameter(show_default=False)] = False,
    debug: Annotated[bool, Parameter(show_default=False)] = False,
) -> int:
    """One label per item with its confidence, from the votes of labeling functions; and what each function does.

    Example: goldlabel label-model votes.csv --out labels.csv --gold gold.csv

    Parameters
    ----------
    votes
        A table with item and one column per labeling function: CSV, TSV, JSONL or Parquet, gzipped or not.
    out
        Where to: item, label, confidence.
    gold
        A table item, label of a random sample of the items, better 100 than 10.
    abstain
        What a function without an opinion says; an empty cell says the same.
    functions
        The columns that are functions, between commas; unless named, all that can be.
    ignore
        Columns that are none, between commas.
    item
        The column that names the item.
    soft
        Where to write the probability of each class: item and one column per class.
    json
        Print the result as JSON.
    debug
        Show where an error came from.
    """
    from goldlabel.consensus.label_model import label_model as run
    from goldlabel.frames import write_table

    writable(out, votes, gold)
    if soft is not None:
        writable(soft, votes, gold, option="--soft", beside=out)
    source = read_file(votes, (), {"item": item})
    known = read_file(gold, (), {"item": item}) if gold is not None else None
    with stage(f"label model of {counted(len(source), 'item')}"):
        result = run(source, known, abstain=abstain, item=item, columns=listed(functions), ignore=listed(ignore) or ())
    made = result.table()
    write_table(out, {**made, "confidence": rounded(made["confidence"])})
    if soft is not None:
        write_table(soft, result.soft_table())
    if json:
        facts = {"out": str(out), "items": len(result.items), "method": result.method, "why": result.why}
        print_json({**facts, "left_out": result.left_out, "functions": _functions(result)})
        return 0
    _show(result)
    say(f"{out}: {counted(len(result.items), 'item')}")
    note(f"{result.method}: {result.why}")
    return 0


def _functions(result: "LabelModel") -> list[dict[str, Any]]:
    names = ("function", "votes", "coverage", "overlaps", "conflicts", "polarity", "gold_votes", "gold_right",
             "precision", "low", "high")  # fmt: skip
    functions = result.functions.functions if result.functions else []
    return [{name: getattr(one, name) for name in names} for one in functions]


def _show(result: "LabelModel") -> None:
    rows: list[tuple[Any, ...]] = []
    for one in result.functions.functions if result.functions else []:
        known = one.precision is not None
        right = f"{one.precision:.2f} ({one.low:.2f} … {one.high:.2f})" if known else "-"
        shares = (f"{share:.3f}" for share in (one.coverage, one.overlaps, one.conflicts))
        rows.append((one.function, one.votes, *shares, ", ".join(map(str, one.polarity)), right))
    table(("function", "votes", "coverage", "overlaps", "conflicts", "labels", "precision on gold"), rows)
