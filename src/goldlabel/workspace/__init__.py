"""Workspaces for Python: `open` takes a folder here or a server's address; both offer the same (`face`)."""

from pathlib import Path

from goldlabel.workspace.face import Workspace

__all__ = ["Workspace", "open"]


def open(where: str | Path | None = None, *, create: bool = True, labeler: str | None = None) -> Workspace:
    """A workspace by folder (default GOLDLABEL_WORKSPACE, else ./goldlabel-data) or address (GOLDLABEL_TOKEN).

    `labeler` is who answers where a call does not say: by default the name you are signed in with on this
    machine. Over HTTP it is always the person whose token is used.
    """
    import os

    chosen = str(where or os.environ.get("GOLDLABEL_WORKSPACE") or "goldlabel-data")
    if chosen.startswith(("http://", "https://")):
        from goldlabel.client import connect

        return connect(chosen, os.environ.get("GOLDLABEL_TOKEN"))
    from goldlabel.work.workspace import open_workspace
    from goldlabel.workspace.local import LocalWorkspace

    return LocalWorkspace(open_workspace(chosen, create=create), labeler)
