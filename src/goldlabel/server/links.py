"""Addresses that people open. Secrets stand behind #, which browsers send to no server and no log."""

from typing import overload

from goldlabel.work.workspace import Workspace


def base_url(workspace: Workspace) -> str:
    """Where people reach the server; empty when only the request would know."""
    return (workspace.settings.server.public_url or "").rstrip("/")


def link_url(workspace: Workspace, secret: str, base: str | None = None) -> str:
    """A one-time sign-in link."""
    return f"{base or base_url(workspace)}/sign-in#link={secret}"


@overload
def invite_url(workspace: Workspace, secret: str, base: str | None = None) -> str: ...
@overload
def invite_url(workspace: Workspace, secret: None, base: str | None = None) -> None: ...
@overload
def invite_url(workspace: Workspace, secret: str | None, base: str | None = None) -> str | None: ...
def invite_url(workspace: Workspace, secret: str | None, base: str | None = None) -> str | None:
    """An invitation to make an account."""
    return None if secret is None else f"{base or base_url(workspace)}/sign-in#invite={secret}"
