"""What the demo's pictures are drawn with: supersampled shapes on a Pillow canvas, gradients, grain."""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

FINE = 2
"""Drawn so many times larger, then scaled down: smooth edges."""
Colour = tuple[int, int, int]
Point = tuple[float, float]


class Canvas:
    def __init__(self, width: int, height: int, top: Colour, bottom: Colour, rng: np.random.Generator) -> None:
        """A vertical gradient to draw on; coordinates are those of the finished picture."""
        self.width, self.height, self.rng = width, height, rng
        share = np.linspace(0, 1, height * FINE)[:, None, None]
        rows = (1 - share) * np.array(top) + share * np.array(bottom)
        pixels = np.repeat(rows, width * FINE, axis=1).astype(np.uint8)
        self.image = Image.fromarray(pixels)
        self.pen = ImageDraw.Draw(self.image)

    def box(self, x: float, y: float, w: float, h: float, colour: Colour, round: float = 0) -> None:
        place = tuple(part * FINE for part in (x, y, x + w, y + h))
        self.pen.rounded_rectangle(place, radius=round * FINE, fill=colour)

    def oval(self, x: float, y: float, w: float, h: float, colour: Colour) -> None:
        self.pen.ellipse(tuple(part * FINE for part in (x, y, x + w, y + h)), fill=colour)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        self.pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=colour)

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        self.pen.line([(x * FINE, y * FINE) for x, y in points], fill=colour, width=round(width * FINE), joint="curve")

    def shadow(self, x: float, y: float, w: float, h: float, strength: float = 0.35) -> None:
        """A soft dark oval on the ground."""
        soft = 4 * FINE
        size = (round(w * FINE) + 6 * soft, round(h * FINE) + 6 * soft)
        mask = Image.new("L", size, 0)
        inner = (3 * soft, 3 * soft, size[0] - 3 * soft, size[1] - 3 * soft)
        ImageDraw.Draw(mask).ellipse(inner, fill=round(255 * strength))
        mask = mask.filter(ImageFilter.BoxBlur(soft)).filter(ImageFilter.BoxBlur(soft / 2))
        self.image.paste((20, 22, 28), (round(x * FINE) - 3 * soft, round(y * FINE) - 3 * soft), mask)

    def jpeg(self, grain: float = 5.0) -> bytes:
        """The finished picture, with the grain of a camera."""
        small = self.image.resize((self.width, self.height), Image.Resampling.BOX)
        pixels = np.array(small, dtype=np.float32)
        pixels += self.rng.standard_normal((self.height, self.width, 1), dtype=np.float32) * grain
        out = io.BytesIO()
        Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=88)
        return out.getvalue()


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """`share` of b in a."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue
