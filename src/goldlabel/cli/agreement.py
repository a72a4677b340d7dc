"""`goldlabel agreement`: how far workers agree, offline."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from goldlabel.cli.common import Usage, counted, print_json, say, table
from goldlabel.cli.offline import Columns, Scale, listed, read_answers, stage

if TYPE_CHECKING:
    from goldlabel.frames import Answers
    from goldlabel.quality.machines import AltTest


def agreement(
    answers: Path,
    /,
    *,
    scale: Scale = "nominal",
    by: Annotated[list[str] | None, Parameter(negative=())] = None,
    pairs: Annotated[bool, Parameter(show_default=False)] = False,
    metric: Literal["interval", "ratio"] | None = None,
    classes: str | None = None,
    machine: str | None = None,
    epsilon: str = "crowd",
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
    machine
        A worker that is a machine: may it take a person's place (alternative annotator test)? All else is then about
        the others alone.
    epsilon
        What a machine's being cheap is worth in that test: crowd (.1), skilled (.15), experts (.2), or a number.
    draws
        Resamplings of the items for the intervals; 0 for none.
    seed
        Makes chance repeatable.
    """
    from goldlabel.agreement import report

    if draws < 0:
        raise Usage(f"--draws is 0 or more, not {draws}")
    asked = [part for one in by or () for part in listed(one) or ()]
    read = read_answers(answers, scale, columns, by=asked)
    beside = _beside(read.answers, scale, machine, epsilon, draws, seed) if machine is not None else None
    people = read.answers if machine is None else _without(read.answers, machine)
    with stage(f"agreement of {counted(len(people), 'answer')}"):
        found = report(
            people, scale, by=asked, classes=listed(classes), metric=metric, draws=draws, seed=seed,
            intervals=draws > 0,
        )  # fmt: skip
    if columns.json:
        facts = {name: read.facts[name] for name in ("without_label", "duplicates")}
        print_json({**found.json(pairs), **({"machine": asdict(beside)} if beside else {}), **facts})
        return int(read.told)
    say(str(found))
    for name, part in found.by.items():
        _show(f"by {name}", part)
    if pairs:
        _show("pairs of workers", found.pairs)
    if beside is not None:
        _verdict(beside)
    return int(read.told)


def _beside(answers: "Answers", scale: str, machine: str, epsilon: str, draws: int, seed: int) -> "AltTest":
    from goldlabel.quality.machines import alt_test
    from goldlabel.quality.machines.alternative import EPSILON

    try:
        allowed = epsilon if epsilon in EPSILON else float(epsilon)
    except ValueError:
        raise Usage(f"--epsilon is {', '.join(EPSILON)} or a number, not {epsilon}") from None
    with stage(f"{machine} beside people"):
        return alt_test(answers, machine, epsilon=allowed, scale=scale, draws=draws, seed=seed)


def _without(answers: "Answers", machine: str) -> "Answers":
    from goldlabel.frames.column import matched

    return answers.keep(answers.worker != int(matched([machine], answers.workers)[0]))


def _verdict(found: "AltTest") -> None:
    _show(f"{found.machine} beside people (alternative annotator test, epsilon {found.epsilon:g})", found.table())
    say()
    if found.winning_rate is not None and found.advantage is not None:
        ends = f" ({found.low:.3f} … {found.high:.3f})" if found.low is not None and found.high is not None else ""
        verdict = "may take a person's place" if found.passed else "may not take a person's place"
        say(f"{found.machine} {verdict}: it beats {found.winning_rate:.0%} of the people (50% are needed)")
        say(f"advantage probability {found.advantage:.3f}{ends}")
    for one in found.notes:
        say(one)


def _show(title: str, part: dict[str, list[Any]]) -> None:
    say()
    say(title)
    names = [name for name, cells in part.items() if any(cell not in (None, "") for cell in cells)]
    table(names, zip(*([_cell(cell) for cell in part[name]] for name in names), strict=True))


def _cell(value: Any) -> Any:
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else value
