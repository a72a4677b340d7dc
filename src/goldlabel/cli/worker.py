"""`goldlabel worker`: a process that runs jobs."""

from goldlabel.cli.common import Usage, Where, is_address, note


def worker(*, at: Where = Where()) -> None:
    """Run imports, exports, resolves and releases of a workspace in this process until Ctrl-C.

    `goldlabel serve` starts workers of its own; this adds one, here or on another machine with the same database.

    Example: goldlabel worker --workspace /srv/labels
    """
    from goldlabel.server.worker import run

    if is_address(at.workspace):
        raise Usage("a worker needs the workspace's folder (its settings name the database), not its address")
    note(f"running jobs of {at.workspace}; Ctrl-C ends it after the current step")
    run(at.workspace)
