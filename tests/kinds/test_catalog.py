"""Every kind is listed, generated files are fresh, every kind has its heading in the docs."""

import importlib
import inspect
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import goldlabel
from goldlabel.catalog import ANSWERS, MEDIA, SHAPES, catalog, plugin_problems
from goldlabel.core.kind import Answer, Medium, Shape
from goldlabel.dev import generate

ROOT = Path(__file__).parents[2]
PACKAGE = Path(goldlabel.__file__).parent


@pytest.mark.parametrize(
    ("folder", "listed", "base"), [("media", MEDIA, Medium), ("shapes", SHAPES, Shape), ("answers", ANSWERS, Answer)]
)
def test_every_module_is_listed_and_holds_one_kind(folder: str, listed: tuple[Any, ...], base: type) -> None:
    modules = {path.stem for path in (PACKAGE / folder).glob("*.py")} - {"__init__"}
    assert {kind.name for kind in listed} == modules, "one module per kind, named as the kind, listed in catalog.py"
    for kind in listed:
        module = importlib.import_module(f"goldlabel.{folder}.{kind.name}")
        own = [
            one
            for _, one in inspect.getmembers(module, inspect.isclass)
            if issubclass(one, base) and one.__module__ == module.__name__
        ]
        assert own == [type(kind)]
        assert kind.__doc__, f"{kind.name} has no docstring"


def test_generated_files_are_fresh() -> None:
    assert generate.stale() == [], "run python -m goldlabel.dev.generate"


def test_client_types_are_fresh() -> None:
    """By their stamps (see client_problems): what made them, from what, and that nobody edited them."""
    assert generate.client_problems() == [], "run make gen"


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        ("docs/openapi.json", '"openapi"', ' "openapi"', "from docs/openapi.json"),
        ("web/codegen/package.json", '"openapi-typescript": "', '"openapi-typescript": "9', "by openapi-typescript"),
        (generate.CLIENT, "interface paths", "interface  paths", "what follows"),
    ],
)
def test_stale_client_types_are_noticed(tmp_path: Path, path: str, old: str, new: str, problem: str) -> None:
    for name in ("docs/openapi.json", "web/codegen/package.json", generate.CLIENT):
        text = (ROOT / name).read_text("utf-8")
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text.replace(old, new) if name == path else text, "utf-8")
    (found,) = generate.client_problems(tmp_path)
    assert problem in found


def test_stale_files_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [path for path, _ in generate.FILES]
    assert generate.stale(tmp_path) == paths
    assert generate.write(tmp_path) == paths
    assert generate.stale(tmp_path) == []
    (tmp_path / paths[0]).write_text("old")
    monkeypatch.setattr(generate, "stale", lambda root=tmp_path, real=generate.stale: real(root))
    assert generate.main(["--check"]) == 1
    assert paths[0] in capsys.readouterr().out
    assert generate.main(["--nonsense"]) == 2


def test_docs_have_a_heading_for_every_kind() -> None:
    text = (ROOT / "docs" / "kinds.md").read_text("utf-8")
    parts = {title: text.split(f"\n## {title}\n")[1].split("\n## ")[0] for title in ("Media", "Shapes", "Answers")}
    for title, kinds in (("Media", MEDIA), ("Shapes", SHAPES), ("Answers", ANSWERS)):
        headings = [
            line.removeprefix("### ").strip("`") for line in parts[title].splitlines() if line.startswith("### ")
        ]
        assert headings == [kind.name for kind in kinds], f"headings under {title}, in the catalog's order"
    for title, kinds in (("Shapes", SHAPES), ("Answers", ANSWERS)):
        for kind in kinds:
            section = parts[title].split(f"### `{kind.name}`")[1].split("\n### ")[0]
            keys = [field.alias or key for key, field in kind.Config.model_fields.items()]
            missing = [key for key in keys if f"`{key}`" not in section]
            assert not missing, f"{kind.name}: settings {missing} are not in docs/kinds.md"


def test_catalog_is_made_once_without_problems() -> None:
    assert catalog() is catalog()
    assert plugin_problems() == []


def test_importing_the_catalog_loads_nothing_heavy() -> None:
    heavy = ("numpy", "PIL", "rapidfuzz", "pandas", "yaml", "duckdb", "hypothesis")
    script = (
        f"import sys, goldlabel.catalog, goldlabel.testing; print([one for one in {heavy!r} if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(PACKAGE.parent)},
    )
    assert done.stdout.strip() == "[]"
