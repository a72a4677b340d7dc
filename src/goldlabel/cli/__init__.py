"""The command line. `goldlabel --help` imports no command: each lies in a module of its own, loaded when it runs."""

from collections.abc import Sequence


def main() -> None:
    """The program's entry point."""
    import sys

    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs one command; its exit code: 0 done, 1 the work found problems, 2 usage, 130 stopped by Ctrl-C."""
    try:
        from goldlabel.cli.app import run_app

        return run_app(list(arguments))
    except KeyboardInterrupt:  # before there was anything to stop
        return 130
