"""`goldlabel export`: labels out."""

from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter

from goldlabel.cli.common import Reporting, counted, opened, print_json, print_losses, progress, say
from goldlabel.cli.options import known, pairs, writable


def export(
    project: str,
    /,
    *,
    format: str,
    out: Path,
    release: int | None = None,
    select: Literal["all", "labeled", "resolved"] = "all",
    which: Literal["auto", "resolution", "annotations"] = "auto",
    media: Literal["none", "copy"] = "none",
    option: Annotated[list[str] | None, Parameter(negative=())] = None,
    at: Reporting = Reporting(),
) -> None:
    """Write a project's labels, or those of a release, in any format. What a format cannot carry is counted.

    Example: goldlabel export reviews --release 1 --format parquet --out reviews.parquet

    Parameters
    ----------
    project
        Its name.
    format
        One of `goldlabel convert --formats`.
    out
        A file, packed if it ends in .gz; for formats of several files a new folder, or a .zip.
    release
        A release's number; without it, what is there now.
    select
        Which items.
    which
        The resolved label, everyone's annotations, or (auto) the resolved one, else the only one.
    media
        Whether pictures are written too.
    option
        NAME=VALUE for the format, e.g. task=segment, language=de.
    """
    from goldlabel.formats import WriteOptions

    writable(format)
    options: dict[str, Any] = {
        **known(pairs(option, "--option"), WriteOptions, "--option"),
        "which": which,
        "media": media,
    }
    with opened(at) as workspace:
        found = workspace.project(project)
        with progress(at, f"export {project}") as tell:
            done = found.export(format, out, release=release, select=select, options=options, progress=tell)
    if at.json:
        files = [str(file) for file in done.files]
        print_json({"files": files, "records": done.records, "annotations": done.annotations, "losses": done.losses})
        return
    files = ", ".join(str(file) for file in done.files)
    say(f"{files}: {counted(done.records, 'record')}, {counted(done.annotations, 'annotation')}")
    print_losses(done.losses)
