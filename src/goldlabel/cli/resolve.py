"""`goldlabel resolve`: from many answers to one."""

from typing import Annotated, Any

from cyclopts import Parameter

from goldlabel.cli.common import Reporting, counted, opened, print_json, progress, say, table
from goldlabel.cli.options import shown


def resolve(
    project: str,
    /,
    *,
    agreement: Annotated[bool, Parameter(show_default=False)] = False,
    at: Reporting = Reporting(),
) -> None:
    """From many answers to one, for every item that has as many as are wanted. Ties wait for `adjudicate`.

    Example: goldlabel resolve reviews --agreement

    Parameters
    ----------
    project
        Its name.
    agreement
        Measure how far the labelers agree, too.
    """
    with opened(at) as workspace:
        found = workspace.project(project)
        with progress(at, f"resolve {project}") as tell:
            job = found.resolve(progress=tell)
        measured = found.agreement() if agreement else None
    if at.json:
        print_json({"job": job.id, **job.result, **({"agreement": measured} if measured else {})})
        return
    done = job.result
    kept = f", {done['kept']:,} as before" if done["kept"] else ""
    say(f"{counted(done['items'], 'item')}: {done['resolved']:,} resolved, {counted(done['ties'], 'tie')}{kept}")
    if measured:
        _show(measured)
    if done["open_ties"]:
        say(f"to decide: {counted(done['open_ties'], 'tie')}, by `goldlabel adjudicate {project}{shown(at)}`")


def _show(measured: dict[str, Any]) -> None:
    """α and plain agreement of each question; F1 of each region set."""
    asked = [
        (part["name"], _number(part["value"]), _number(part["agreement"])) for part in measured["questions"].values()
    ]
    drawn = [(part["name"], "", f"F1 {_number(part['f1'])}") for part in measured["region_sets"].values()]
    table(("agreement on", "alpha", "plain"), [*asked, *drawn])


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
