"""A plugin kind: installed, used, uninstalled, nothing lost. Broken plugins are reported and left out.

The sample is laid out as pip would install it (a package and a `.dist-info` with its entry points), so that no
build and no network is needed; what runs then are real processes that find it, or do not.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from goldlabel.answers.choice import Choice
from goldlabel.catalog import builtins, with_plugins

SAMPLE = Path(__file__).parents[1] / "plugin_sample"
SRC = Path(__file__).parents[2] / "src"

SCRIPT = """
import json, sys
from goldlabel.catalog import catalog, plugin_problems
from goldlabel.core.annotation import Body
from goldlabel.core.change import carry
from goldlabel.core.check import Checker
from goldlabel.core.read import read_schema
from goldlabel.core.schema import Schema
from goldlabel.core.write import write_schema

told = json.load(sys.stdin)
if told["stored"]:
    schema = Schema.model_validate(told["stored"])
else:
    schema = read_schema(told["raw"], catalog()).schema
body = Body.model_validate(told["body"])
checker = Checker(schema, catalog())
again = read_schema(write_schema(schema), catalog(), schema).schema
json.dump({
    "kinds": list(catalog().answers), "reported": [str(one) for one in plugin_problems()],
    "schema": schema.model_dump(mode="json"), "again": again.model_dump(mode="json"),
    "problems": [str(one) for one in checker.check(body)],
    "clean": checker.clean(body).model_dump(mode="json"),
    "carried": carry(body, schema, again)[0].model_dump(mode="json"),
}, sys.stdout)
"""
RAW = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [
        {"name": "mood", "kind": "colour", "config": {"grey": True}},
        {"name": "why", "kind": "text", "required": False},
    ],
}


def ask(path: Path, stored: Any, *answers: dict[str, Any]) -> Any:
    """Runs the script in a process that sees the packages in `path`."""
    told = {
        "raw": RAW,
        "stored": stored,
        "body": {"answers": [{"question": "mood", "kind": "colour"} | one for one in answers]},
    }
    environment = os.environ | {"PYTHONPATH": f"{SRC}{os.pathsep}{path}"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(told),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def install(path: Path) -> None:
    project = tomllib.loads((SAMPLE / "pyproject.toml").read_text())["project"]
    shutil.copytree(SAMPLE / "goldlabel_colour", path / "goldlabel_colour")
    info = path / f"goldlabel_colour-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = project["entry-points"]["goldlabel.kinds"]
    (info / "entry_points.txt").write_text(
        "[goldlabel.kinds]\n" + "".join(f"{name} = {target}\n" for name, target in points.items())
    )


def test_installed_used_uninstalled(tmp_path: Path) -> None:
    install(tmp_path)
    grey, red = {"red": 7, "green": 7, "blue": 7}, {"red": 255, "green": 0, "blue": 0}
    used = ask(tmp_path, None, {"value": grey, "version": 2})
    assert used["kinds"][-1] == "colour"
    assert used["problems"] == []
    assert "shade of grey" in ask(tmp_path, used["schema"], {"value": red, "version": 2})["problems"][0]
    upgraded = ask(tmp_path, used["schema"], {"value": "#070707", "version": 1})
    assert upgraded["problems"] == []
    assert upgraded["clean"]["answers"][0]["value"] == grey
    assert upgraded["clean"]["answers"][0]["version"] == 2

    shutil.rmtree(tmp_path / "goldlabel_colour")
    shutil.rmtree(tmp_path / "goldlabel_colour-2.0.dist-info")
    gone = ask(tmp_path, used["schema"], {"value": red, "version": 2})
    assert "colour" not in gone["kinds"]
    assert gone["problems"] == [], "a stored value of a kind that is gone is not judged"
    for form in ("clean", "carried"):
        assert gone[form]["answers"][0]["value"] == red
        assert gone[form]["answers"][0]["version"] == 2
    assert gone["again"] == used["schema"], "its question and config stay when the schema is edited"


def test_broken_plugin_is_reported_and_others_load(tmp_path: Path) -> None:
    install(tmp_path)
    (tmp_path / "goldlabel_colour" / "__init__.py").write_text("raise RuntimeError('no licence')")
    broken = ask(tmp_path, builtin_schema())
    assert broken["reported"] == ["colour (goldlabel-colour): left out: RuntimeError: no licence"]
    assert broken["kinds"] == list(builtins().answers)


@pytest.mark.parametrize(
    ("offered", "message"),
    [(Choice, 'a kind named "choice" is there already'), (object, "is no Medium, Shape or Answer")],
)
def test_what_is_no_new_kind_is_left_out(offered: Any, message: str) -> None:
    point = SimpleNamespace(name="mine", dist=None, load=lambda: offered)
    catalog, problems = with_plugins(builtins(), [point])
    assert list(catalog.answers) == list(builtins().answers)
    assert message in problems[0].message


def test_sample_keeps_the_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SAMPLE))
    from goldlabel_colour import Colour  # pyright: ignore[reportMissingImports]

    from goldlabel.testing import checks, run

    for check in checks():
        run(check, Colour())


def builtin_schema() -> dict[str, Any]:
    question = {"id": "mood", "name": "mood", "kind": "colour", "required": False}
    field = {"id": "text", "name": "text", "medium": "text", "source": "text"}
    return {"fields": [field], "questions": [question]}
