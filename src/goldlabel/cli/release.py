"""`goldlabel release`, `diff` and `verify` share how a release is named: a path, or PROJECT@NUMBER."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from goldlabel.cli.common import Reporting, counted, opened, print_json, progress, say, table
from goldlabel.cli.options import shown


def release(
    project: str,
    /,
    *,
    title: str = "",
    names: Annotated[bool, Parameter(show_default=False)] = False,
    out: Path | None = None,
    list_: Annotated[bool, Parameter(name="--list", show_default=False)] = False,
    at: Reporting = Reporting(),
) -> None:
    """Make an immutable release of the resolved labels: rows with their evidence, schema, guideline, datasheet, hash.

    Example: goldlabel release reviews --title "first batch" --out reviews-1.zip

    Parameters
    ----------
    project
        Its name.
    title
        What it is for.
    names
        People stand in it under their names, not as numbers.
    out
        Write it to a ZIP, too.
    list_
        List the releases there are instead.
    """
    with opened(at) as workspace:
        found = workspace.project(project)
        if list_:
            every = found.releases()
            if at.json:
                print_json(every)
            else:
                lines = [(one["number"], one["items"], one["hash"][:16], one["title"]) for one in every]
                table(("release", "items", "hash", "title"), lines) if lines else say("no releases yet")
            return
        with progress(at, f"release {project}") as tell:
            made = found.release(title=title, names=names, progress=tell)
        if out is not None:
            found.save_release(made["number"], out)
    if at.json:
        print_json({**made, **({"out": str(out)} if out else {})})
        return
    left = f", {made['left_out']:,} left out" if made["left_out"] else ""
    say(f"release {made['number']} of {project}: {counted(made['items'], 'item')}{left}")
    say(f"  hash {made['hash']}")
    if out is not None:
        say(f"  written to {out}")
    say(f"  check it: goldlabel verify {out or f'{project}@' + str(made['number'])}{'' if out else shown(at)}")
