"""The built web app, from `goldlabel/static`: looked up in a list of its files, so no path is ever followed."""

import gzip
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import Response

FOLDER = Path(__file__).parent.parent / "static"
TEXT = ("text/", "application/javascript", "application/json", "image/svg+xml")
NOT_BUILT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>goldlabel</title></head><body>
<h1>The web app is not built</h1>
<p>The server and its API run, but this checkout has no built app. Run <code>make web</code> and start again.
Installed packages carry the app with them.</p></body></html>"""


@dataclass
class File:
    path: Path
    hashed: bool
    mime: str
    _stamp: tuple[int, int] = (0, 0)
    _plain: bytes = b""
    _small: bytes | None = field(default=None, repr=False)

    def response(self, accepts: str) -> Response:
        stat = self.path.stat()
        if (stat.st_mtime_ns, stat.st_size) != self._stamp:
            self._plain = self.path.read_bytes()
            self._stamp = (stat.st_mtime_ns, stat.st_size)
            squeezes = self.mime.startswith(TEXT) and len(self._plain) > 1024
            self._small = gzip.compress(self._plain, 9, mtime=0) if squeezes else None
        headers = {"cache-control": "public, max-age=31536000, immutable" if self.hashed else "no-cache"}
        body = self._plain
        if self._small is not None:
            headers["vary"] = "accept-encoding"
            if "gzip" in accepts:
                body, headers["content-encoding"] = self._small, "gzip"
        return Response(body, headers=headers, media_type=self.mime)


class Files:
    """Hashed assets never change; everything else is asked for anew. A rebuild is seen without a restart."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._built: int | None = None
        self._files: dict[str, File] = {}

    def get(self, path: str) -> File | None:
        try:
            built = (self._folder / "index.html").stat().st_mtime_ns
        except OSError:
            return None
        if built != self._built:
            self._built, self._files = built, self._scan()
        found = self._files.get(path)
        return found if found is not None and found.path.is_file() else None

    def _scan(self) -> dict[str, File]:
        out: dict[str, File] = {}
        for path in self._folder.rglob("*"):
            name = path.relative_to(self._folder).as_posix()
            if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
                mime = "text/javascript" if path.suffix in (".js", ".mjs") else mimetypes.guess_type(name)[0]
                out[name] = File(path, name.startswith("assets/"), mime or "application/octet-stream")
        return out
