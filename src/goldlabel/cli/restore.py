"""`goldlabel restore`: a workspace from a backup."""

from pathlib import Path

from goldlabel.cli.common import Reporting, Usage, counted, files_progress, is_address, print_json, say


def restore(backup: Path, /, *, at: Reporting = Reporting()) -> None:
    """Make a workspace from a backup, every hash checked. The folder must be new or empty.

    Example: goldlabel restore /backups/labels.zip --workspace /srv/labels

    Parameters
    ----------
    backup
        A file that `goldlabel backup` made.
    """
    from goldlabel.workspace.backup import restore as run

    if is_address(at.workspace):
        raise Usage("restore makes a workspace's folder; give that, not an address")
    with files_progress("restore") as tell:
        done = run(backup, Path(at.workspace).expanduser().absolute(), tell)
    if at.json:
        print_json(done)
        return
    say(f"{done['workspace']}: {counted(done['files'], 'file')} restored, every hash is right")
    if done["dump"]:
        say(f"load the PostgreSQL database yourself: pg_restore --dbname=URL {done['dump']}")
