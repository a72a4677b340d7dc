"""What the image medium finds in a file's bytes, and what it says of files that are none."""

import io
import struct
from typing import Any

import pytest
from PIL import Image as Pillow
from PIL import ImageOps

from goldlabel.catalog import builtins
from goldlabel.core.kind import Extent
from goldlabel.core.problem import Invalid
from goldlabel.media import image as module

IMAGE = builtins().media["image"]


def make(format: str, size: tuple[int, int] = (60, 40), orientation: int | None = None, **options: Any) -> bytes:
    picture = Pillow.new("RGB", size, "#c04020")
    if orientation is not None:
        exif = Pillow.Exif()
        exif[module.ORIENTATION] = orientation
        options["exif"] = exif
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


@pytest.mark.parametrize(("format", "mime"), [(f, m) for f, m in module.MIMES.items() if f != "MPO"])
def test_formats(format: str, mime: str) -> None:
    facts = IMAGE.probe(make(format))
    assert {key: facts[key] for key in ("mime", "width", "height", "orientation", "frames")} == {
        "mime": mime,
        "width": 60,
        "height": 40,
        "orientation": 1,
        "frames": 1,
    }
    assert ("PNG" in facts.get("warning", "")) == (format == "TIFF"), "browsers cannot show TIFF alone"
    assert IMAGE.extent("blob:…", facts) == Extent(width=60, height=40)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_size_is_that_of_the_upright_picture(format: str, orientation: int) -> None:
    content = make(format, orientation=orientation)
    facts = IMAGE.probe(content)
    with Pillow.open(io.BytesIO(content)) as picture:
        picture.load()
        upright = ImageOps.exif_transpose(picture).size
    assert (facts["width"], facts["height"]) == upright
    assert facts["orientation"] == orientation
    assert upright == ((40, 60) if orientation >= 5 else (60, 40))


def test_nonsense_orientation_is_upright() -> None:
    assert IMAGE.probe(make("JPEG", orientation=77))["orientation"] == 1


def test_frames() -> None:
    more = [Pillow.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    assert IMAGE.probe(make("GIF", save_all=True, append_images=more))["frames"] == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG.*convert it to PNG"),
        (b"<?xml version='1.0'?>\n<!-- made by x -->\n<svg width='1'/>", "SVG"),
        (b"\n <!DOCTYPE html><html><body>404</body></html>", "web page"),
        (b"%PDF-1.7 ...", "PDF.*PNG"),
        (b"\x00\x00\x00\x18ftypheic....", "HEIC.*convert"),
        (b"PK\x03\x04....", "ZIP"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (b"just words", "known format"),
        (make("PNG")[:60], "broken|cut"),
        (make("JPEG", (400, 400))[:-200][:900], "broken or cut-off"),
        (make("PNG")[:45] + b"\x00\x00" + make("PNG")[47:], "broken"),
    ],
)
def test_what_is_no_picture_says_so(content: bytes, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        IMAGE.probe(content)


def test_decompression_bombs_are_not_decoded() -> None:
    def header(width: int, height: int) -> bytes:
        import zlib

        def chunk(name: bytes, data: bytes) -> bytes:
            return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

        size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        return (
            b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", size)
            + chunk(b"IDAT", zlib.compress(b"\0" * 100))
            + chunk(b"IEND", b"")
        )

    for width, height in ((60_000, 60_000), (13_000, 12_500)):
        with pytest.raises(Invalid, match="pixels; at most"):
            IMAGE.probe(header(width, height))


def test_values() -> None:
    for fine in ("cat.png", "a/b/c.jpg", "https://x.org/a.png", "blob:" + "0a" * 32):
        assert IMAGE.check(fine) == []
    for wrong in (
        "",
        None,
        3,
        "blob:xyz",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "a\x00b",
    ):
        assert IMAGE.check(wrong)
    text = builtins().media["text"]
    assert text.check("words") == []
    no_text: tuple[Any, ...] = ("", "  ", None, 3, ["a"], "a\x00", "\ud800")
    for wrong in no_text:
        assert text.check(wrong)
