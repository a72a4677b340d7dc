"""`goldlabel backup`: a workspace in one file."""

from datetime import UTC, datetime
from pathlib import Path

from goldlabel.cli.common import Reporting, counted, files_progress, opened_here, print_json, say


def backup(*, out: Path | None = None, at: Reporting = Reporting()) -> None:
    """Copy a workspace into one file while people work in it: database, pictures, releases, settings, secret.

    Keep it as safe as the workspace itself. `goldlabel restore` checks every hash.

    Example: goldlabel backup --out /backups/labels.zip --workspace /srv/labels

    Parameters
    ----------
    out
        Where to; by default backups/ in the workspace, named after the time.
    """
    from goldlabel.workspace.backup import backup as run

    with opened_here(at, "a backup") as workspace:
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        target = out or workspace.opened.path / "backups" / f"goldlabel-{stamp}.zip"
        with files_progress("backup") as tell:
            done = run(workspace.opened, target, tell)
    if at.json:
        print_json(done)
    else:
        say(f"{done['file']}: {counted(done['files'], 'file')}, {done['bytes']:,} bytes")
