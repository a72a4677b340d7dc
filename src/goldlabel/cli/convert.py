"""`goldlabel convert`: from one format to another."""

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from goldlabel.cli.common import Usage, counted, note, print_json, print_losses, say, table
from goldlabel.cli.options import known, pairs, writable

UNASKED = "the schema has no such"
"""So begins why a label was dropped whose question is not in the schema beside the file."""


def convert(
    source: Path | None = None,
    /,
    *,
    from_: Annotated[str, Parameter(name="--from")] = "auto",
    to: str | None = None,
    out: Path | None = None,
    labels: Annotated[list[str] | None, Parameter(negative=())] = None,
    which: Literal["auto", "resolution", "annotations"] = "auto",
    media: Literal["none", "copy"] = "none",
    option: Annotated[list[str] | None, Parameter(negative=())] = None,
    write_option: Annotated[list[str] | None, Parameter(negative=())] = None,
    formats: Annotated[bool, Parameter(show_default=False)] = False,
    json: Annotated[bool, Parameter(show_default=False)] = False,
) -> int:
    """From one format to another, without a project. What is lost or refused is listed; refusals exit with 1.

    Example: goldlabel convert instances.json --from coco --to yolo --out yolo

    Parameters
    ----------
    source
        A file, folder or ZIP.
    from_
        Its format; found out by itself.
    to
        The format to write.
    out
        Where to.
    labels
        COLUMN=QUESTION: a table's column that holds labels; may be given several times.
    which
        The resolved label, everyone's annotations, or (auto) the resolved one, else the only one.
    media
        Whether pictures are written too.
    option
        NAME=VALUE for reading, e.g. encoding=cp1252.
    write_option
        NAME=VALUE for writing, e.g. task=segment.
    formats
        List the formats instead.
    json
        Print the result as JSON.
    """
    from goldlabel.formats import FORMATS, ReadOptions, WriteOptions
    from goldlabel.formats import convert as run

    if formats:
        _list(json)
        return 0
    if source is None or to is None or out is None:
        names = ", ".join(format.name for format in FORMATS)
        raise Usage(f"say what to convert: SOURCE --to FORMAT --out PATH (formats: {names})")
    writable(to)
    read: dict[str, Any] = {**known(pairs(option, "--option"), ReadOptions, "--option")}
    if columns := pairs(labels, "--labels"):
        read["labels"] = columns
    write: dict[str, Any] = {
        **known(pairs(write_option, "--write-option"), WriteOptions, "--write-option"),
        "which": which,
        "media": media,
    }
    report = run(
        source, from_, to, out, read=ReadOptions.model_validate(read), write=WriteOptions.model_validate(write)
    )
    losses = report.loss_list()
    unasked = [loss for loss in losses if loss["why"].startswith(UNASKED)]
    if json:
        done = {"out": str(out), "records": report.records, "annotations": report.annotations, "files": report.files}
        print_json({**done, "rejects": report.rejects, "losses": losses})
    else:
        say(f"{out}: {counted(report.records, 'record')}, {counted(report.annotations, 'annotation')}")
        print_losses(losses)
        if report.rejects:
            note(f"{counted(report.rejects, 'row')} could not be taken")
    if unasked:
        dropped = counted(sum(loss["count"] for loss in unasked), "label")
        schema = source.name.removesuffix(".gz").removesuffix(".jsonl") + ".schema.json"
        note(f"{dropped} dropped: {source} came without what was asked. Keep {schema} beside it, or export again")
    return int(report.rejects > 0 or bool(unasked))


def _list(json: bool) -> None:
    from goldlabel.formats import FORMATS

    if json:
        words = ("name", "title", "reads", "writes", "about")
        print_json([{word: getattr(format, word) for word in words} for format in FORMATS])
        return
    rows = [(f.name, "in" if f.reads else "", "out" if f.writes else "", f.about) for f in FORMATS]
    table(("name", "", "", "what it is"), rows)
