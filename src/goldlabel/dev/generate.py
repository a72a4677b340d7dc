"""Writes every generated file: `python -m goldlabel.dev.generate`; `--check` exits 1 and names those that are stale.

To add one, add its path from the root of the checkout and the function that makes its text to `FILES`.
The web client's types are made from one of them by Node (`make gen` does both); here they are only looked at.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from goldlabel.server.openapi import page as api_page
from goldlabel.server.openapi import text as openapi_text

from .catalog_ts import catalog_ts, examples_json
from .cli_md import cli_md
from .gallery import gallery_md

ROOT = Path(__file__).resolve().parents[3]

FILES: list[tuple[str, Callable[[], str]]] = [
    ("web/src/catalog.gen.ts", catalog_ts),
    ("web/src/examples.gen.json", examples_json),
    ("docs/openapi.json", openapi_text),
    ("docs/api.md", api_page),
    ("docs/cli.md", cli_md),
    ("docs/gallery.md", gallery_md),
]

CLIENT = "web/src/api/schema.gen.ts"


def stale(root: Path = ROOT) -> list[str]:
    """Paths of generated files that are missing or differ from what would be written now."""
    return [path for path, make in FILES if not (root / path).exists() or (root / path).read_text("utf-8") != make()]


def write(root: Path = ROOT) -> list[str]:
    """Writes what is stale; its paths."""
    paths = stale(root)
    for path, make in FILES:
        if path in paths:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(make(), "utf-8")
    return paths


def client_problems(root: Path = ROOT) -> list[str]:
    """Why the client's types are not what web/codegen makes now, by the stamps in their head: it needs no Node.

    The stamps say from which bytes, by which version and that nobody edited the text; they do not run the generator.
    """
    codegen = json.loads((root / "web/codegen/package.json").read_text("utf-8"))
    origin = (root / "docs/openapi.json").read_bytes()
    _, *stamps, text = (root / CLIENT).read_text("utf-8").split("\n", 4)
    wanted = [
        f"// from docs/openapi.json sha256:{hashlib.sha256(origin).hexdigest()}",
        f"// by openapi-typescript {codegen['devDependencies']['openapi-typescript']}",
        f"// what follows, sha256:{hashlib.sha256(text.encode()).hexdigest()}",
    ]
    return [f"{CLIENT} does not say “{want}”" for want, is_ in zip(wanted, stamps, strict=True) if want != is_]


def main(args: Sequence[str]) -> int:
    if list(args) not in ([], ["--check"]):
        print("usage: python -m goldlabel.dev.generate [--check]", file=sys.stderr)
        return 2
    if args:
        found = stale()
        for path in found:
            print(f"{path} is stale: run python -m goldlabel.dev.generate")
        client = client_problems()
        for problem in client:
            print(f"{problem}: run make gen")
        return 1 if found or client else 0
    for path in write():
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
