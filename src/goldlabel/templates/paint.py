"""Draws a scene: a background and shapes on it, from bottom to top.

size: [640, 420]
ground: "#dfe7ee"
draw:
  - [rect, [x, y, width, height], colour]
  - [turned, [centre x, centre y, width, height, degrees clockwise], colour]
  - [ellipse, [x, y, width, height], colour]
  - [polygon, [[x, y], …], colour]
  - [line, [[x, y], …], colour, width]
  - [text, [x, y], words, colour, height]
"""

import io
import math
from collections.abc import Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont

FINE = 2
"""Drawn so many times larger, then scaled down: smooth edges."""


def paint(scene: dict[str, Any]) -> bytes:
    """The scene as a PNG file."""
    width, height = scene.get("size", (640, 420))
    image = Image.new("RGB", (width * FINE, height * FINE), scene.get("ground", "#ffffff"))
    pen = ImageDraw.Draw(image)
    for step in scene["draw"]:
        _draw(pen, step)
    out = io.BytesIO()
    image.resize((width, height), Image.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(pen: ImageDraw.ImageDraw, step: Sequence[Any]) -> None:
    what, place, *rest = step
    if what in ("rect", "ellipse"):
        x, y, width, height = (value * FINE for value in place)
        box = (x, y, x + width, y + height)
        (pen.rectangle if what == "rect" else pen.ellipse)(box, fill=rest[0])
    elif what == "turned":
        pen.polygon([(x * FINE, y * FINE) for x, y in turned(*place)], fill=rest[0])
    elif what == "polygon":
        pen.polygon([(x * FINE, y * FINE) for x, y in place], fill=rest[0])
    elif what == "line":
        pen.line([(x * FINE, y * FINE) for x, y in place], fill=rest[0], width=rest[1] * FINE, joint="curve")
    elif what == "text":
        words, colour, height = rest
        font = ImageFont.load_default(size=height * FINE)
        pen.text((place[0] * FINE, place[1] * FINE), words, fill=colour, font=font)
    else:
        raise ValueError(f"a scene has no {what}")


def turned(x: float, y: float, width: float, height: float, degrees: float) -> list[tuple[float, float]]:
    """Corners of a rectangle turned clockwise about its centre."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    half = ((-width / 2, -height / 2), (width / 2, -height / 2), (width / 2, height / 2), (-width / 2, height / 2))
    return [(x + dx * cos - dy * sin, y + dx * sin + dy * cos) for dx, dy in half]
