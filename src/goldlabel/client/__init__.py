"""The same face over HTTP: `connect(url, token)` gives what `goldlabel.open(folder)` gives."""

from goldlabel.workspace.face import Workspace

__all__ = ["connect"]


def connect(url: str, token: str | None = None) -> Workspace:
    """A workspace on a server. `token` (default: GOLDLABEL_TOKEN) is made in the web app or by `goldlabel users token`.

    Raises GoldlabelError when nobody answers there, Unauthorized for a wrong token.
    """
    import os

    from goldlabel.client.http import Http
    from goldlabel.client.workspace import RemoteWorkspace

    http = Http(url, token or os.environ.get("GOLDLABEL_TOKEN") or "")
    try:
        return RemoteWorkspace(http, http.get("/api/me"))
    except BaseException:
        http.close()
        raise
