"""Pictures: one file per item, shown upright."""

import io
import re
from collections.abc import Mapping
from typing import Any

from ..core.kind import Extent, Medium, Surface
from ..core.model import Json, unstorable
from ..core.problem import Invalid, Problem

MIMES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
ENDINGS = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".bmp": "image/bmp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".avif": "image/avif",
}
PIXELS = 150_000_000
"""A picture with more (about 12,000 × 12,000) is refused before it is decoded."""
ORIENTATION = 0x0112
BLOB = re.compile(r"blob:[0-9a-f]{64}")
CONVERT = "convert it to PNG or JPEG first"
TIFF = f"browsers cannot show TIFF: {CONVERT}, in the same size"

FOREIGN = (
    (
        re.compile(rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]", re.I | re.S),
        "an SVG drawing",
    ),
    (
        re.compile(rb"\s*(<!doctype html|<html|<head|<body|<script)", re.I),
        "a web page (HTML), perhaps an error page",
    ),
    (re.compile(rb"%PDF-"), "a PDF document"),
    (re.compile(rb"....ftyp(heic|heix|hevc|mif1|msf1)", re.S), "a HEIC photo"),
    (re.compile(rb"....ftypavi[fs]", re.S), "an AVIF picture"),
    (re.compile(rb"....ftyp", re.S), "a video"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive"),
    (re.compile(rb"version https://git-lfs"), "a Git LFS pointer, not the file it stands for"),
)


class Image(Medium):
    """A picture. The item's data holds `blob:<sha256>` once stored, a path or an http(s) address before."""

    name, surfaces = "image", (Surface.plane,)
    mimes = tuple(dict.fromkeys(MIMES.values()))
    endings = ENDINGS

    def check(self, value: Json) -> list[Problem]:
        if not isinstance(value, str) or not value.strip():
            return [Problem("", "must name a picture: a path, an http(s) address or blob:<sha256>")]
        if value.startswith("blob:") and not BLOB.fullmatch(value):
            return [Problem("", "blob: must be followed by 64 hexadecimal digits, the SHA-256 of the file")]
        if value.startswith(("data:", "file:", "javascript:", "ftp:")):
            return [Problem("", f"{value.split(':')[0]}: addresses are not taken; give a path or an http(s) address")]
        found = unstorable(value)
        return [found] if found else []

    def extent(self, value: Json, info: Mapping[str, Any]) -> Extent:
        return Extent(width=info.get("width"), height=info.get("height"))

    def probe(self, content: bytes) -> dict[str, Any]:
        """`mime` (from the content, not the name), `width` and `height` of the upright picture, `orientation`
        (EXIF, 1 to 8), `frames`, and `warning` where the file is fine but browsers cannot show it.

        Decodes the first frame in full: a file that passes here can be shown. Raises `Invalid`.
        """
        import PIL.Image

        PIL.Image.MAX_IMAGE_PIXELS = PIXELS  # Pillow's own guard, for the whole process: one limit, ours
        try:
            with PIL.Image.open(io.BytesIO(content), formats=[name for name in MIMES if name != "MPO"]) as opened:
                opened.verify()
            with PIL.Image.open(io.BytesIO(content), formats=[name for name in MIMES if name != "MPO"]) as picture:
                if picture.width * picture.height > PIXELS:
                    raise Invalid(_too_large(picture.width, picture.height))
                orientation = picture.getexif().get(ORIENTATION, 1)  # before load: Pillow turns TIFFs by itself
                picture.load()
                return _facts(picture, orientation if orientation in range(1, 9) else 1)
        except Invalid:
            raise
        except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning):
            raise Invalid(f"has too many pixels; at most {PIXELS:,} are taken, scale it down or cut it up") from None
        except PIL.UnidentifiedImageError:
            raise Invalid(_foreign(content)) from None
        except Exception as error:  # Pillow's plugins let struct.error, SyntaxError, IndexError and others through.
            raise Invalid(f"is a broken or cut-off picture ({error}); get the file again") from error


def _facts(picture: Any, orientation: int) -> dict[str, Any]:
    width, height = picture.size
    if orientation >= 5 and picture.format != "TIFF":
        width, height = height, width
    frames = 1 if picture.format == "MPO" else int(getattr(picture, "n_frames", 1))
    facts = {
        "mime": MIMES[picture.format],
        "width": width,
        "height": height,
        "orientation": orientation,
        "frames": frames,
    }
    return facts | ({"warning": TIFF} if picture.format == "TIFF" else {})


def _too_large(width: int, height: int) -> str:
    return f"has {width:,} × {height:,} pixels; at most {PIXELS:,} are taken, scale it down or cut it up"


def _foreign(content: bytes) -> str:
    if not content:
        return "is an empty file; get it again"
    for pattern, what in FOREIGN:
        if pattern.match(content[:2000]):
            way_out = CONVERT if "SVG" in what or "photo" in what or "AVIF" in what else "give the picture itself"
            if "PDF" in what:
                way_out = "convert its pages to PNG first"
            return f"is {what}, not a picture; {way_out}"
    return "is not a picture in a known format (PNG, JPEG, WebP, GIF, BMP, TIFF), or its beginning is damaged"
