"""The list of commands, and what happens when one goes wrong."""

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError, Group, Parameter

from goldlabel import __version__
from goldlabel.core.problem import GoldlabelError, Invalid

COMMANDS: dict[str, dict[str, str]] = {
    "Start": {
        "demo": "Ready projects on sample data, served; or the whole job without a screen.",
        "init": "Make a project from a template, a schema, or labeled files.",
        "templates": "List the ready-made tasks, or show one.",
        "schema": "Show a project's schema; plan and make a change.",
        "serve": "Run the server with the web app.",
    },
    "Data": {
        "add": "Bring data in, with labels if it has some.",
        "export": "Write labels in any format.",
        "convert": "From one format to another, without a project.",
    },
    "Labels": {
        "resolve": "From many answers to one.",
        "adjudicate": "Decide ties, side by side.",
        "release": "Make an immutable release, or list them.",
        "diff": "What changed between two releases.",
        "verify": "Check a release or a certificate.",
    },
    "Offline": {
        "consensus": "One label per item, from a table of answers.",
        "agreement": "How far people agree, with intervals.",
        "workers": "Each worker's skill, with its interval.",
        "label-model": "One label per item, from labeling functions.",
        "errors": "Which labels are likely wrong, worst first.",
        "certify": "Labels with an error that is proven small.",
    },
    "Running": {
        "jobs": "Long work: list, cancel, resume, rejected rows.",
        "worker": "Run jobs of a workspace in this process.",
        "users": "Accounts: invite, list, tokens, disable.",
        "backup": "Copy a workspace while it is in use.",
        "restore": "Make a workspace from a backup, every hash checked.",
        "doctor": "Check that a workspace and this machine are sound.",
    },
}
"""Each command `goldlabel.cli.<name>:<name>` with its line, in the order of the help."""

USERS: dict[str, str] = {
    "add": "Invite somebody; prints the link.",
    "list": "Who has an account or is invited, and their roles.",
    "withdraw": "End an invitation.",
    "link": "A one-time sign-in link for somebody with an account.",
    "token": "A token for programs; shown this once.",
    "disable": "End somebody's sessions and stop their tokens.",
    "enable": "Undo disable.",
}


def make_app(arguments: Sequence[str] = ()) -> App:
    """The program. Of commands that `arguments` do not name, only their line here is known: nothing is imported."""
    app = App(
        name="goldlabel",
        help="Raw data in, gold labels out, with proof.",
        version=__version__,
        default_parameter=Parameter(negative=()),
        help_format="markdown",
        group_commands=Group("Also", sort_key=99),
        suppress_keyboard_interrupt=False,
    )
    named = list(arguments[:2])
    for place, (title, commands) in enumerate(COMMANDS.items()):
        group = Group(title, sort_key=place)
        for name, line in commands.items():
            if name == "users":
                app.command(_users(line, group, named[1:] if named[:1] == ["users"] else []))
            else:
                whole = {} if name in named[:1] else {"help": line}  # else the docstring of its function
                module = name.replace("-", "_")
                app.command(f"goldlabel.cli.{module}:{module}", name=name, group=group, **whole)
    return app


def _users(line: str, group: Group, named: Sequence[str]) -> App:
    users = App(name="users", help=line, group=group)
    for name, line in USERS.items():
        whole = {} if name in named else {"help": line}
        users.command(f"goldlabel.cli.users:{name}_", name=name, **whole)
    return users


def run_app(arguments: Sequence[str]) -> int:
    debug = "--debug" in arguments or bool(os.environ.get("GOLDLABEL_DEBUG"))
    try:
        result = make_app(arguments)(list(arguments), exit_on_error=False, result_action="return_value")
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except CycloptsError:
        return 2  # cyclopts has said what is wrong
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt as stopped:
        _say(str(getattr(stopped, "way_out", "")) or "stopped")
        if type(stopped).__name__ == "Abandoned":
            os._exit(130)  # its thread is inside the database, which the end of the interpreter would pull away
        return 130
    except GoldlabelError as error:
        if debug:
            raise
        return _refuse(error)
    except Exception as error:
        if debug:
            raise
        _say(f"error: {type(error).__name__}: {error}")
        _say("This is a mistake in goldlabel or on this machine; --debug shows where it happened.")
        return 1


def _refuse(error: GoldlabelError) -> int:
    from goldlabel.cli.common import Usage

    problems = error.problems if isinstance(error, Invalid) else []
    if len(problems) > 1:
        _say(f"error: {len(problems)} problems")
        for problem in problems:
            _say(f"  {problem}")
    else:
        _say(f"error: {error.message}")
    return 2 if isinstance(error, Usage) else 1


def _say(line: str) -> None:
    print(line, file=sys.stderr)
