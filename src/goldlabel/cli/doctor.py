"""`goldlabel doctor`: is everything sound?"""

from goldlabel.cli.common import Reporting, opened_here, print_json, say


def doctor(*, at: Reporting = Reporting()) -> int:
    """Check a workspace and this machine: integrity, durability, stored files, disk, versions, web app, plugins.

    Problems are listed with what to do about them; then the exit code is 1.

    Example: goldlabel doctor --workspace /srv/labels

    """
    from goldlabel.workspace.doctor import examine

    with opened_here(at, "an examination") as workspace:
        checks = examine(workspace.opened)
    bad = [check for check in checks if not check.ok]
    if at.json:
        from dataclasses import asdict

        print_json({"ok": not bad, "checks": [asdict(check) for check in checks]})
        return int(bool(bad))
    for check in checks:
        say(f"{'ok ' if check.ok else 'BAD'}  {check.name}: {check.found}")
        if not check.ok:
            say(f"       {check.way_out}")
    return int(bool(bad))
