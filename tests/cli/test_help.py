"""Help: light, whole, with an example each; and docs/cli.md says the same."""

import inspect
import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from goldlabel.cli.app import COMMANDS, USERS
from goldlabel.dev.cli_md import cli_md, help_of
from tests.cli.conftest import Cli

ROOT = Path(__file__).resolve().parents[2]
NAMES = [name for commands in COMMANDS.values() for name in commands if name != "users"]
EVERY = [*NAMES, *(f"users {name}" for name in USERS)]
LIGHT = {
    "annotated_types", "attrs", "attr", "cyclopts", "docstring_parser", "goldlabel", "markdown_it", "mdurl", "pygments",
    "rich", "rich_rst", "sitecustomize", "typing_extensions", "typing_inspection",
}  # fmt: skip
"""What `goldlabel --help` may import besides the standard library: some 0.1 s of work."""

IMPORTS = """
import json, sys
sys.argv = ["goldlabel", *sys.argv[1:]]
before = set(sys.modules)
try:
    from goldlabel.cli import main
    main()
except SystemExit:
    pass
print("\\n" + json.dumps(sorted(set(sys.modules) - before)))
"""


def imported(*words: str) -> set[str]:
    ran = subprocess.run([sys.executable, "-c", IMPORTS, *words], capture_output=True, text=True, check=True)
    return set(json.loads(ran.stdout.rstrip().rsplit("\n", 1)[1]))


def test_help_imports_no_command_and_nothing_heavy() -> None:
    found = imported("--help")
    tops = {name.split(".")[0] for name in found} - set(sys.stdlib_module_names)
    assert {name for name in tops if not name.startswith("_")} <= LIGHT
    assert {name for name in found if name.startswith("goldlabel")} == {
        "goldlabel", "goldlabel.cli", "goldlabel.cli.app", "goldlabel.core", "goldlabel.core.problem",
    }  # fmt: skip


def test_a_commands_help_imports_that_command_alone() -> None:
    found = {name.removeprefix("goldlabel.cli.") for name in imported("add", "--help") if "goldlabel.cli." in name}
    assert found & set(NAMES) == {"add"}


def test_the_public_face_imports_nothing_until_it_is_used() -> None:
    code = "import sys; import goldlabel; print(*(n for n in sys.modules if n.startswith(('goldlabel', 'pydantic'))))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["goldlabel"]


def test_the_first_page_lists_every_command(cli: Cli) -> None:
    ran = cli("--help")
    assert ran.code == 0
    for title, commands in COMMANDS.items():
        assert title in ran.out
        for name, line in commands.items():
            assert name in ran.out
            assert " ".join(line.split()[:4]) in ran.out
    assert cli().out == ran.out


@pytest.mark.parametrize("command", EVERY)
def test_each_help_has_an_example_and_explains_every_parameter(command: str) -> None:
    text = help_of(command)
    assert "Example: " in text
    assert f"goldlabel {command}" in text.split("Example: ")[1].split("\n\n")[0]
    words = command.split()
    module = words[0].replace("-", "_")
    function = getattr(import_module(f"goldlabel.cli.{module}"), f"{words[1]}_" if len(words) > 1 else module)
    for name, parameter in inspect.signature(function).parameters.items():
        if name in ("at", "columns"):
            continue
        shown = name.rstrip("_").replace("_", "-")
        assert re.search(rf"^  (--{shown}|{shown.upper()})( [A-Z.]+)?: \w", text, re.MULTILINE), f"{command}: {name}"
        assert parameter.annotation is not inspect.Parameter.empty


def test_every_command_of_the_folder_is_listed() -> None:
    shared = {"__init__", "app", "common", "named_release", "offline", "options", "side_by_side"}
    files = {path.stem.replace("_", "-") for path in (ROOT / "src" / "goldlabel" / "cli").glob("*.py")} - {
        name.replace("_", "-") for name in shared
    }
    assert files == {*NAMES, "users"}


def test_the_page_says_what_the_commands_say() -> None:
    page = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert page == cli_md(), "run python -m goldlabel.dev.generate"
    for command in EVERY:
        assert f"### goldlabel {command}\n" in page


def test_the_port_of_the_help_is_the_servers() -> None:
    from goldlabel.cli.demo import demo
    from goldlabel.cli.serve import serve
    from goldlabel.server.serve import PORT

    for command in (demo, serve):
        assert inspect.signature(command).parameters["port"].default == PORT
