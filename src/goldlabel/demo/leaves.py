"""Leaves for image classification: healthy, spotted, mildewed or dried out, slightly to severely."""

import math
from dataclasses import dataclass

import numpy as np

from goldlabel.demo.brush import Canvas, Colour, Point, mix

WIDTH, HEIGHT = 640, 440
CONDITIONS = ("Healthy", "Leaf spot", "Mildew", "Dried out")


@dataclass(frozen=True, slots=True)
class Leaf:
    picture: bytes
    condition: str
    severity: int | None


def leaf(seed: int) -> Leaf:
    rng = np.random.default_rng([seed, 72])
    condition = CONDITIONS[int(rng.choice(4, p=[0.34, 0.26, 0.2, 0.2]))]
    severity = None if condition == "Healthy" else int(rng.integers(1, 4))
    ground = [(242, 238, 230), (226, 230, 236), (214, 204, 188), (236, 236, 232)][rng.integers(4)]
    canvas = Canvas(WIDTH, HEIGHT, ground, mix(ground, (120, 116, 108), 0.18), rng)
    green: Colour = (int(rng.integers(62, 104)), int(rng.integers(132, 168)), int(rng.integers(52, 84)))
    worn = 0.28 + 0.2 * (severity or 0) if condition == "Dried out" else 0.0
    blade = mix(green, (166, 122, 66), worn)
    _leaf(canvas, rng, blade, condition, severity or 0)
    return Leaf(canvas.jpeg(4.0), condition, severity)


class _Frame:
    """The leaf's own axes: along it from stem to tip 0 … 1, across it −1 … 1."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.turn = rng.uniform(-0.5, 0.5)
        self.long, self.wide = rng.uniform(420, 500), rng.uniform(105, 150)
        self.middle = (WIDTH / 2 + rng.uniform(-16, 16), HEIGHT / 2 + rng.uniform(-12, 12))
        self.bow = rng.uniform(-26, 26)

    def half(self, along: float) -> float:
        return self.wide * math.sin(math.pi * along**0.8) ** 0.9

    def at(self, along: float, across: float) -> Point:
        x = (along - 0.5) * self.long
        y = across * self.half(min(max(along, 0.0), 1.0)) + self.bow * math.sin(math.pi * along)
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return self.middle[0] + x * cos - y * sin, self.middle[1] + x * sin + y * cos


def _leaf(canvas: Canvas, rng: np.random.Generator, blade: Colour, condition: str, severity: int) -> None:
    frame = _Frame(rng)
    steps = [number / 60 for number in range(61)]
    ragged = 0.05 * severity if condition == "Dried out" else 0.012
    edge = {side: 1 + rng.normal(0, ragged, len(steps)) for side in (-1, 1)}
    outline = [frame.at(step, edge[1][n]) for n, step in enumerate(steps)]
    outline += [frame.at(step, -edge[-1][n]) for n, step in reversed(list(enumerate(steps)))]
    x, y = frame.middle
    canvas.shadow(x - frame.long / 2 + 14, y - frame.wide * 0.6 + 26, frame.long, frame.wide * 1.3, 0.25)
    canvas.line([frame.at(-0.12, 0), frame.at(0.02, 0)], mix(blade, (70, 52, 30), 0.5), 7)
    canvas.shape(outline, blade)
    canvas.shape(
        [frame.at(s, 0) for s in steps] + [frame.at(s, -0.96) for s in reversed(steps)],
        mix(blade, (255, 255, 210), 0.1),
    )
    vein = mix(blade, (230, 236, 190), 0.45)
    for number in range(1, 9):
        start = 0.06 + number * 0.095
        for side in (-1, 1):
            canvas.line([frame.at(start, 0), frame.at(min(start + 0.12, 0.97), side * 0.86)], vein, 2)
    canvas.line([frame.at(step, 0) for step in steps[:-1]], vein, 5)
    {"Leaf spot": _spots, "Mildew": _mildew, "Dried out": _dry, "Healthy": _blemish}[condition](
        canvas, rng, frame, severity
    )


def _place(rng: np.random.Generator, frame: _Frame) -> Point:
    return frame.at(rng.uniform(0.16, 0.86), rng.uniform(-0.72, 0.72))


def _spots(canvas: Canvas, rng: np.random.Generator, frame: _Frame, severity: int) -> None:
    for _ in range(int(rng.integers(3, 6)) + 8 * (severity - 1)):
        x, y = _place(rng, frame)
        size = rng.uniform(6, 13 + 3 * severity)
        canvas.oval(x - size * 1.25, y - size * 1.15, size * 2.5, size * 2.3, (196, 170, 74))
        canvas.oval(x - size, y - size * 0.9, size * 2, size * 1.8, (110, 66, 34))
        canvas.oval(x - size * 0.45, y - size * 0.4, size * 0.9, size * 0.8, (146, 104, 66))


def _mildew(canvas: Canvas, rng: np.random.Generator, frame: _Frame, severity: int) -> None:
    for _ in range(2 + 3 * severity):
        along, across = rng.uniform(0.16, 0.86), rng.uniform(-0.7, 0.7)
        for _ in range(70):
            here = along + rng.normal(0, 0.03 + 0.012 * severity)
            beside = across + rng.normal(0, 0.1 + 0.04 * severity)
            if 0.02 < here < 0.97 and abs(beside) < 0.93:
                (x, y), size = frame.at(here, beside), rng.uniform(2, 5)
                grey = mix((226, 232, 222), (196, 208, 192), float(rng.random()))
                canvas.oval(x - size, y - size, size * 2, size * 1.7, grey)


def _dry(canvas: Canvas, rng: np.random.Generator, frame: _Frame, severity: int) -> None:
    for _ in range(5 * severity):
        along, side = rng.uniform(0.2, 0.95), rng.choice([-1, 1])
        reach = rng.uniform(0.1, 0.14 + 0.1 * severity)
        brown = mix((138, 96, 50), (98, 66, 38), float(rng.random()))
        canvas.shape(
            [frame.at(along - 0.05, side), frame.at(along + 0.05, side), frame.at(along, side * (1 - reach * 2))], brown
        )


def _blemish(canvas: Canvas, rng: np.random.Generator, frame: _Frame, severity: int) -> None:
    """Now and then a hole without a rim, which is no disease."""
    if rng.random() < 0.3:
        x, y = _place(rng, frame)
        canvas.oval(x - 8, y - 7, 16, 14, (226, 222, 214))
