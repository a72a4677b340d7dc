"""`goldlabel verify`: is a release what it says?"""

from goldlabel.cli.common import Reporting, print_json, say
from goldlabel.cli.named_release import release_file


def verify(release: str, /, *, at: Reporting = Reporting()) -> int:
    """Check a release: every hash, and every number of its datasheet computed again from the rows.

    Each problem is listed; then the exit code is 1.

    Example: goldlabel verify reviews-1.zip

    Parameters
    ----------
    release
        Its folder or ZIP, or PROJECT@NUMBER of the workspace.
    """
    from goldlabel.release.files import MANIFEST, Files
    from goldlabel.release.verify import verify as check

    with release_file(release, at) as path:
        problems = check(path)
        hash = ""
        if not problems:
            with Files(path) as files:
                hash = files.json(MANIFEST)["hash"]
    if at.json:
        found = [{"where": problem.where, "message": problem.message} for problem in problems]
        print_json({"release": release, "ok": not problems, "hash": hash or None, "problems": found})
        return int(bool(problems))
    for problem in problems:
        say(f"{problem.where}: {problem.message}")
    say(f"{release} is not what it says" if problems else f"{release} is whole and true: hash {hash}")
    return int(bool(problems))
