"""`goldlabel demo`: something to look at, or the whole job without a screen."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from goldlabel.cli.common import note, print_json, say, table

if TYPE_CHECKING:
    from goldlabel.demo.headless import Made

FOLDER = Path("goldlabel-demo")


def demo(
    *,
    headless: Annotated[bool, Parameter(show_default=False)] = False,
    workspace: Path | None = None,
    port: int = 8000,
    seed: int = 1,
    items: int | None = None,
    browser: Annotated[bool, Parameter(show_default=False)] = False,
    json: Annotated[bool, Parameter(show_default=False)] = False,
    debug: Annotated[bool, Parameter(show_default=False)] = False,
) -> int:
    """Ready projects on sample data with several labelers' answers, served until Ctrl-C.

    With --headless the whole job runs through the API of a server of its own: create, import, three simulated
    people label, resolve, adjudicate, release, export, verify; what was made is printed and stays there.

    Example: goldlabel demo --headless --workspace /tmp/look

    Parameters
    ----------
    headless
        Run the whole job without a screen, then end.
    workspace
        Where to make it: ./goldlabel-demo, or a new temporary folder with --headless.
    port
        To serve on; 0 takes a free one.
    seed
        Another number gives other pictures and other answers.
    items
        Of each project: 44 served, 30 headless.
    browser
        Open the sign-in link.
    json
        Print what --headless made as JSON.
    debug
        Show where an error came from.
    """
    if headless:
        return _headless(workspace, seed, items, json)
    from goldlabel.cli.serve import sayer
    from goldlabel.demo.build import COUNT, build
    from goldlabel.server.serve import listen, serve
    from goldlabel.work.workspace import open_workspace

    # A taken port is said before anything is made.
    with listen(port=port) as listening, open_workspace(workspace or FOLDER) as opened:
        build(opened, note, seed, items or COUNT)
        serve(opened, say=sayer(browser), listening=listening)
    return 0


def _headless(workspace: Path | None, seed: int, items: int | None, json: bool) -> int:
    import time

    from goldlabel.demo.headless import COUNT, run

    began = time.monotonic()
    folder = (workspace or Path(tempfile.mkdtemp(prefix="goldlabel-demo-"))).absolute()
    out = folder / "out"
    made = run(folder, out, note, seed=seed, count=items or COUNT)
    problems = [f"{one.project}: {problem}" for one in made for problem in one.problems]
    if json:
        print_json({"workspace": str(folder), "projects": [_plain(one) for one in made], "problems": problems})
        return int(bool(problems))
    head = ("project", "items", "answers", "labels", "ties decided", "alpha", "release")
    lines = [
        (one.project, one.items, one.annotations, one.resolved, one.ties, _alpha(one.alpha), one.hash[:16])
        for one in made
    ]
    table(head, lines)
    for one in made:
        say(f"{one.project}: {', '.join(file.name for file in one.files)}")
        for loss in one.losses:
            say(f"  left out of {loss['format']}: {loss['what']} × {loss['count']} ({loss['why']})")
    for problem in problems:
        note(problem)
    say(f"all of it lies in {out}; every release was verified" if not problems else f"see {out}")
    say(f"look at it: goldlabel serve --workspace {folder}")
    note(f"{time.monotonic() - began:.1f} s")
    return int(bool(problems))


def _alpha(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _plain(one: "Made") -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(one)
