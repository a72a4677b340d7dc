"""What the offline commands share: tables in, answers with their double ones told, results out."""

import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from goldlabel.cli.common import Usage, counted, note

if TYPE_CHECKING:
    from goldlabel.consensus.result import Consensus
    from goldlabel.frames import Answers, Table
    from goldlabel.frames.wide import Labels

Scale = Literal[
    "nominal", "ordinal", "numeric", "text", "tree", "set", "ranking", "pairwise",
    "spans", "segments", "boxes", "polygons", "points", "masks",
]  # fmt: skip
Duplicates = Literal["last", "first", "all", "error"]


@Parameter(name="*")
@dataclass(frozen=True)
class Columns:
    item: Annotated[str, Parameter(name="--item")] = "item"
    """The column that names the item."""
    worker: Annotated[str, Parameter(name="--worker")] = "worker"
    """The column that says who answered."""
    label: Annotated[str, Parameter(name="--label")] = "label"
    """The column with the answer."""
    duplicates: Duplicates | None = None
    """Which answers count where a worker gave one item several. Unless chosen, the last; if they differ, exit 1."""
    json: Annotated[bool, Parameter(show_default=False)] = False
    """Print the result as JSON."""
    debug: Annotated[bool, Parameter(show_default=False)] = False
    """Show where an error came from."""


@dataclass(frozen=True)
class Read:
    """The answers of a command, and what was wrong with them."""

    answers: "Answers"
    told: bool
    """Whether different answers were listed that nobody chose between."""

    @property
    def facts(self) -> dict[str, Any]:
        """For --json."""
        answers, repeats = self.answers, self.answers.repeats
        return {
            "answers": len(answers),
            "items": len(answers.items),
            "workers": len(answers.workers),
            "without_label": answers.unlabeled,
            "duplicates": {
                "identical": repeats.identical,
                "conflicting": repeats.conflicts,
                "dropped": repeats.dropped,
                "examples": [
                    {"item": one.item, "worker": one.worker, "rows": one.rows, "labels": one.labels}
                    for one in repeats.examples
                ],
            },
        }


def read_answers(path: Path, scale: str, columns: Columns, by: Sequence[str] = ()) -> Read:
    """The answers of a file. Different answers of one worker to one item are listed unless --duplicates chose.

    `by`: parts of an agreement report; those that are columns are read too.

    Raises Usage for a missing file, Invalid for what is wrong in it.
    """
    from goldlabel.frames import read_answers
    from goldlabel.frames.answers import conflict_lines

    names = {"item": columns.item, "worker": columns.worker, "label": columns.label}
    extra = [name for name in by if name not in ("item", "worker", "value")]
    table = read_file(path, [*names.values(), "left", "right", *extra], names, scale)
    if "question" in extra:
        from goldlabel.agreement.breakdown import with_unit

        table = with_unit(table, [*names.values(), *extra], columns.item, "question", scale)
    how = columns.duplicates or "last"
    found = read_answers(table, **names, scale=scale, duplicates=how, extra=extra)
    if not len(found):
        raise no_rows(path)
    if found.unlabeled:
        note(f"{path}: {counted(found.unlabeled, 'row')} without a label left out")
    if scale == "nominal":
        _hint(found)
    told = found.repeats.conflicts > 0 and columns.duplicates is None
    if told:
        first, *more = conflict_lines(found.repeats)
        note("\n  ".join([f"{path}: {first}", *more]))
        note("The last one counts. Choose with --duplicates last, first, all or error; a choice exits with 0")
    return Read(found, told)


WITH_CLASSES = ("nominal", "ordinal")
SHOWN = 5
MANY = 30
"""Distinct labels from which a nominal scale is doubted."""


def _hint(answers: "Answers") -> None:
    """Says so when labels do not look like classes: the scale was forgotten, most likely."""
    from goldlabel.frames.scale import number

    labels = answers.labels
    if all(isinstance(label, (list, dict)) or str(label).lstrip().startswith(("[", "{")) for label in labels):
        note(
            "Labels look like lists: say of what, with --scale set, ranking, spans, segments, boxes, polygons or masks"
        )
        return
    if len(labels) < MANY:
        return
    try:
        for label in labels:
            number(label)
        note(f"There are {len(labels):,} different numbers as labels: are they classes, or --scale numeric or ordinal?")
    except ValueError:
        if 2 * len(labels) > len(answers):
            note(f"There are {len(labels):,} different labels in {len(answers):,} answers: are they --scale text?")


def aggregated(
    read: Read,
    scale: str,
    method: str,
    columns: Columns,
    *,
    gold: Path | None,
    classes: str | None,
    seed: int,
    **more: Any,
) -> "Consensus":
    """The consensus of the answers. Raises Usage for an unknown method, naming those there are."""
    from goldlabel.consensus import aggregate
    from goldlabel.core.problem import Invalid
    from goldlabel.frames.wide import read_labels

    if classes is not None and scale not in WITH_CLASSES:
        raise Usage(f"--classes are those of the scales {' and '.join(WITH_CLASSES)}; leave them out for {scale}")
    known: Any = None
    if gold is not None:
        names = {"item": columns.item, "label": columns.label}
        labels = read_labels(read_file(gold, list(names.values()), names), **names)
        _known(read.answers, labels, gold, scale)
        known = {"item": labels.items, "label": labels.labels}
    try:
        with stage(f"consensus of {counted(len(read.answers), 'answer')}"):
            return aggregate(read.answers, scale, method, gold=known, classes=listed(classes), seed=seed, **more)
    except Invalid as error:
        if error.problems[0].where == "method":
            raise Usage(f"--method: {error.problems[0].message}") from None
        raise


def _known(answers: "Answers", gold: "Labels", path: Path, scale: str) -> None:
    """Raises Invalid for gold of none of the items; says so of a class that nobody answered."""
    from goldlabel.core.problem import Invalid
    from goldlabel.frames.column import matched, text_of

    if not (matched(gold.items, answers.items) >= 0).any():
        raise Invalid("gold has none of the items that have answers; compare the two item columns", where=str(path))
    if scale not in WITH_CLASSES:
        return
    classes = list(dict.fromkeys(gold.labels))
    unused = [
        text_of(one) for one, at in zip(classes, matched(classes, answers.labels).tolist(), strict=True) if at < 0
    ]
    if unused:
        note(f"{path}: nobody answered {', '.join(unused[:SHOWN])}{' …' * (len(unused) > SHOWN)}; is it spelled alike?")


def read_file(path: Path, wanted: Sequence[str], names: Mapping[str, str], scale: str = "") -> "Table":
    """A table's columns. Raises Usage for a missing file, Invalid for a missing column, naming the option for it."""
    from goldlabel.core.problem import Invalid
    from goldlabel.frames import read_table
    from goldlabel.frames.table import missing

    existing(path)
    with stage(f"reading {path}"):
        table = read_table(path, wanted or None)
    there = table.names
    for option, name in names.items():
        paired = option == "item" and scale == "pairwise" and "left" in there
        if name not in there and not paired:
            said = missing(name, there)
            end = "" if said.endswith("?") else "."
            raise Invalid(f"{said}{end} Name the column: --{option} COLUMN", where=str(path))
    return table


def existing(path: Path) -> None:
    """Raises Usage for a file that is not there, or whose ending says no format."""
    from goldlabel.core.problem import Invalid
    from goldlabel.frames.files import ending

    if not path.exists():
        raise Usage(f"there is no file {path}")
    try:
        ending(path)
    except Invalid as error:
        raise Usage(error.message) from None


def writable(out: Path, *read: Path | None, option: str = "--out", beside: Path | None = None) -> None:
    """Makes the folder of a file to be written. Raises Usage for an ending of no format, a file that is read, and one
    that is also written `beside`."""
    from goldlabel.core.problem import Invalid
    from goldlabel.frames.files import ending

    try:
        ending(out)
    except Invalid as error:
        raise Usage(f"{option} {error.message}") from None
    if out.is_dir():
        raise Usage(f"{option} {out} is a folder; name a file in it")
    if any(path is not None and path.exists() and out.exists() and out.samefile(path) for path in read):
        raise Usage(f"{option} {out} is a file that is read; name another")
    if beside is not None and out.resolve() == beside.resolve():
        raise Usage(f"{option} {out} is also the file of --out; name another")
    out.parent.mkdir(parents=True, exist_ok=True)


def no_rows(path: Path) -> Exception:
    from goldlabel.core.problem import Invalid

    return Invalid("has a header and no rows; nothing to do", where=str(path))


def listed(given: str | None) -> list[str] | None:
    """`low,medium,high` as a list."""
    return [part.strip() for part in given.split(",") if part.strip()] if given is not None else None


def rounded(values: Sequence[float], digits: int = 6) -> list[float]:
    return [round(float(value), digits) for value in values]


@contextmanager
def stage(what: str) -> Generator[None]:
    """Shows what is going on and for how long, when somebody looks."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TimeElapsedColumn())
    with Progress("{task.description}", *columns, console=Console(stderr=True), transient=True) as shown:
        shown.add_task(what, total=None)
        yield
