"""Imports only point down (docs/architecture.md). Imports inside functions count too: there is no back door."""

import ast
import re
from pathlib import Path

import pytest

from goldlabel import __file__ as package_file

ROOT = Path(package_file).parent
LAYERS: list[tuple[str, ...]] = [
    ("cli", "demo", "dev", "server", "client", "workspace", "__init__", "__main__", "testing"),
    ("work",),
    ("release", "formats", "templates", "labelers", "quality", "learning", "consensus", "agreement", "frames"),
    ("catalog",),
    ("media", "shapes", "answers"),
    ("core",),
]
"""From the top down; a layer may import those below it and itself."""
BESIDE = {"store": {"core"}, "jobs": {"core", "store"}, "net": {"core"}}
"""What lasts and what reaches out."""
MAY_REACH_OUT = {"cli", "demo", "dev", "server", "client", "workspace", "__init__", "__main__", "testing", "work"}
"""Only these may import store, jobs and net (labelers may import net)."""


def layer_of(name: str) -> int | None:
    return next((index for index, layer in enumerate(LAYERS) if name in layer), None)


def imports(path: Path) -> list[tuple[str, int]]:
    """(top-level part of goldlabel, line) of every import in the file, relative ones resolved."""
    package = path.relative_to(ROOT).with_suffix("").parts
    out: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            base = list(package[: len(package) - node.level]) if node.level else []
            module = ".".join([*(["goldlabel"] if node.level else []), *base, *([node.module] if node.module else [])])
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "goldlabel" else [module]
        for name in names:
            parts = name.split(".")
            if parts[0] == "goldlabel" and len(parts) > 1 and parts[1] != "__version__":
                out.append((parts[1], node.lineno))
    return out


def wrong(path: Path) -> list[str]:
    own = path.relative_to(ROOT).parts[0].removesuffix(".py")
    out: list[str] = []
    for target, line in imports(path):
        if target == own:
            continue
        place = f"{path.relative_to(ROOT)}:{line} imports {target}"
        if own in BESIDE:
            if target not in BESIDE[own]:
                out.append(f"{place}; {own} may import {', '.join(sorted(BESIDE[own]))}")
        elif target in BESIDE:
            if own not in MAY_REACH_OUT and (own, target) != ("labelers", "net"):
                out.append(f"{place}; only work and what stands above it may")
        else:
            above, below = layer_of(own), layer_of(target)
            if above is None or below is None:
                out.append(f"{place}; one of them is in no layer (add it to LAYERS)")
            elif below < above:
                out.append(f"{place}, which stands above it")
    return out


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    assert not (found := wrong(path)), "\n".join(found)


def test_kinds_do_not_know_each_other() -> None:
    """A kind imports core; a shape may import the shapes that it lowers to."""
    for folder in ("media", "answers"):
        for path in (ROOT / folder).glob("*.py"):
            assert {target for target, _ in imports(path)} <= {"core"}, path


def test_sql_stays_in_the_store() -> None:
    statement = re.compile(r"\b(SELECT\b.+\bFROM\b|INSERT INTO \w|UPDATE \w+ SET\b|DELETE FROM \w)", re.DOTALL)
    for path in ROOT.rglob("*.py"):
        part = path.relative_to(ROOT).parts[0]
        if part in ("store", "static"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and statement.search(node.value):
                reads_own = part in ("formats", "cli", "frames") and "read_" in path.read_text(encoding="utf-8")
                assert reads_own, f"{path.relative_to(ROOT)}:{node.lineno} holds SQL"


def test_a_wrong_import_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test itself can fail."""
    (tmp_path / "core").mkdir()
    bad = tmp_path / "core" / "bad.py"
    bad.write_text("def f():\n    from ..store import Tx\n    from goldlabel.formats import convert\n")
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    assert len(wrong(bad)) == 2
