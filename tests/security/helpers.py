"""Pictures, attacks, and the sources of the package for rules about them."""

import io
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src/goldlabel"
WEB = ROOT / "web/src"
SCRIPT = "<script>alert(1)</script>"
IMG = '"><img src=x onerror=alert(1)>'


def png(size: tuple[int, int] = (8, 8)) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size).save(out, "PNG")
    return out.getvalue()


def sources(*suffixes: str, root: Path = SRC) -> list[tuple[str, str]]:
    """(name, text) of the source files, without what is built and without tests."""
    return [
        (name, path.read_text("utf-8"))
        for path in sorted(root.rglob("*"))
        if path.suffix in suffixes
        and not (name := path.relative_to(root).as_posix()).startswith(("static/", "tests/"))
        and "node_modules" not in name
        and ".test." not in name
    ]


def files(root: Path) -> set[Path]:
    return {path for path in root.rglob("*") if path.is_file()}
