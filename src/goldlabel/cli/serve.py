"""`goldlabel serve`: the server with the web app."""

from collections.abc import Callable
from typing import Annotated

from cyclopts import Parameter

from goldlabel.cli.common import Usage, Where, is_address


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int | None = None,
    browser: Annotated[bool, Parameter(show_default=False)] = False,
    at: Where = Where(),
) -> None:
    """Run the server with the web app until Ctrl-C; prints a link that signs you in once.

    It listens on this machine alone. To let others in, make an admin (`goldlabel users add … --admin`), name the
    public address in goldlabel.toml, and put it behind a proxy with TLS or give --host.

    Example: goldlabel serve --port 8000 --workspace /srv/labels

    Parameters
    ----------
    host
        The address to listen on.
    port
        0 takes a free one.
    workers
        Job processes beside the server; 1 unless goldlabel.toml says otherwise.
    browser
        Open the link.
    """
    if is_address(at.workspace):
        raise Usage("serve needs a workspace's folder, not an address")
    from goldlabel.server.serve import serve as run
    from goldlabel.work.workspace import open_workspace

    with open_workspace(at.workspace) as workspace:
        run(workspace, host, port, workers=workers, say=sayer(browser))


def sayer(browser: bool) -> Callable[[str], None]:
    """Prints lines for the person at the console; opens the sign-in link if wanted."""

    def say(line: str) -> None:
        print(line, flush=True)
        link = next((word for word in line.split() if "#link=" in word), None)
        if browser and link:
            import webbrowser

            webbrowser.open(link)

    return say
