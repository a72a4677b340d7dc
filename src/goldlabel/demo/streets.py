"""Street scenes for object detection: houses, a road, cars, buses, people and traffic lights with their boxes."""

from dataclasses import dataclass, field

import numpy as np

from goldlabel.demo.brush import Canvas, Colour, mix

WIDTH, HEIGHT = 800, 500
GROUND = 300
"""Where the houses stand."""
PAINTS: list[Colour] = [
    (178, 43, 38), (38, 92, 152), (232, 232, 228), (52, 56, 62), (196, 158, 48), (86, 122, 84), (140, 146, 152)
]  # fmt: skip
WALLS: list[Colour] = [
    (201, 172, 140), (172, 122, 100), (214, 200, 170), (158, 160, 168), (190, 140, 120), (226, 214, 196)
]  # fmt: skip
COATS: list[Colour] = [
    (63, 143, 95),
    (142, 68, 173),
    (211, 84, 0),
    (41, 98, 160),
    (192, 57, 76),
    (90, 90, 96),
    (230, 190, 60),
]
SKINS: list[Colour] = [(236, 196, 164), (214, 166, 130), (168, 118, 84), (112, 76, 54)]
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Street:
    """A picture and what is to be found in it: (class, x, y, width, height), from back to front."""

    picture: bytes = b""
    objects: list[tuple[str, Box]] = field(default_factory=list[tuple[str, Box]])


def street(seed: int) -> Street:
    rng = np.random.default_rng([seed, 71])
    dusk = float(rng.random()) ** 2 * 0.75
    sky, haze = mix((132, 178, 222), (46, 50, 84), dusk), mix((226, 236, 242), (214, 150, 120), dusk)
    canvas = Canvas(WIDTH, HEIGHT, sky, haze, rng)
    _houses(canvas, rng, dusk)
    _road(canvas, rng, dusk)
    found = Street()
    for _ in range(int(rng.integers(0, 3))):
        found.objects.append(("Traffic light", _traffic_light(canvas, rng)))
    for _ in range(int(rng.integers(0, 4))):
        found.objects.append(("Person", _person(canvas, rng, GROUND + rng.uniform(6, 30), rng.uniform(0.55, 0.75))))
    left = rng.uniform(-10, 120)
    while left < WIDTH - 120:
        bus = rng.random() < 0.25
        box = (
            _bus(canvas, rng, left)
            if bus
            else _car(canvas, rng, left, GROUND + rng.uniform(78, 98), rng.uniform(0.8, 1.0))
        )
        found.objects.append(("Bus" if bus else "Car", box))
        left += box[2] + rng.uniform(40, 260)
    for _ in range(int(rng.integers(0, 3))):
        found.objects.append(("Person", _person(canvas, rng, HEIGHT - rng.uniform(14, 40), rng.uniform(1.0, 1.35))))
    found.objects = [(name, _inside(box)) for name, box in found.objects]
    found.picture = canvas.jpeg()
    return found


def _inside(box: Box) -> Box:
    """What of a box is in the picture, to a tenth of a pixel."""
    x, y = max(0.0, box[0]), max(0.0, box[1])
    right, bottom = min(float(WIDTH), box[0] + box[2]), min(float(HEIGHT), box[1] + box[3])
    return round(x, 1), round(y, 1), round(right - x, 1), round(bottom - y, 1)


def _houses(canvas: Canvas, rng: np.random.Generator, dusk: float) -> None:
    left = -rng.uniform(0, 60)
    while left < WIDTH:
        wide, high = rng.uniform(90, 190), rng.uniform(120, 250)
        wall = mix(WALLS[rng.integers(len(WALLS))], (40, 42, 60), dusk * 0.6)
        top = GROUND - high
        canvas.box(left, top, wide, high, wall)
        if rng.random() < 0.5:
            roof = mix((126, 62, 48), (30, 30, 40), dusk * 0.6)
            canvas.shape([(left - 4, top), (left + wide / 2, top - rng.uniform(24, 52)), (left + wide + 4, top)], roof)
        columns, rows = max(2, int(wide // 38)), max(2, int(high // 46))
        for row in range(rows):
            for column in range(columns):
                lit = rng.random() < dusk
                pane = (250, 214, 130) if lit else mix((116, 150, 176), (34, 40, 58), dusk)
                x = left + (column + 0.5) * wide / columns - 9
                y = top + 16 + row * (high - 50) / rows
                canvas.box(x - 2, y - 2, 22, 30, mix(wall, (255, 255, 255), 0.35))
                canvas.box(x, y, 18, 26, pane)
        canvas.box(left + wide * 0.42, GROUND - 34, 20, 34, mix((92, 64, 46), (20, 20, 26), dusk * 0.5))
        left += wide + rng.choice([0, 0, 26])


def _road(canvas: Canvas, rng: np.random.Generator, dusk: float) -> None:
    walk, tar = mix((186, 182, 176), (60, 60, 76), dusk * 0.7), mix((96, 99, 104), (36, 38, 46), dusk * 0.7)
    canvas.box(0, GROUND, WIDTH, 40, walk)
    canvas.box(0, GROUND + 40, WIDTH, 130, tar)
    canvas.box(0, GROUND + 170, WIDTH, HEIGHT, mix(walk, (255, 255, 255), 0.06))
    canvas.box(0, GROUND + 37, WIDTH, 4, mix(walk, (0, 0, 0), 0.3))
    start = rng.uniform(-40, 0)
    for number in range(14):
        canvas.box(start + number * 66, GROUND + 103, 36, 5, mix((236, 236, 230), tar, dusk * 0.4))


def _car(canvas: Canvas, rng: np.random.Generator, left: float, bottom: float, size: float) -> Box:
    wide, high = 150 * size, 58 * size
    paint = PAINTS[rng.integers(len(PAINTS))]
    top, right = bottom - high, left + wide
    canvas.shadow(left, bottom - 8, wide, 14)
    cabin = [(left + 0.2 * wide, top + 0.5 * high), (left + 0.33 * wide, top), (left + 0.7 * wide, top),
             (left + 0.86 * wide, top + 0.5 * high)]  # fmt: skip
    canvas.shape(cabin, mix(paint, (0, 0, 0), 0.12))
    glass = mix((150, 190, 210), (40, 50, 66), 0.35)
    for a, b in ((0.27, 0.49), (0.53, 0.79)):
        canvas.shape(
            [(left + a * wide, top + 0.46 * high), (left + (a + 0.08) * wide, top + 0.1 * high),
             (left + (b - 0.07) * wide, top + 0.1 * high), (left + b * wide, top + 0.46 * high)], glass)  # fmt: skip
    canvas.box(left, top + 0.44 * high, wide, 0.38 * high, paint, 9 * size)
    canvas.box(left + 0.03 * wide, top + 0.62 * high, wide * 0.94, 2, mix(paint, (0, 0, 0), 0.3))
    canvas.box(left + 1, top + 0.52 * high, 9, 8, (250, 236, 180), 3)
    canvas.box(right - 9, top + 0.52 * high, 8, 8, (190, 30, 30), 3)
    for middle in (0.22, 0.78):
        radius = 0.21 * high
        x, y = left + middle * wide - radius, bottom - 2 * radius
        canvas.oval(x, y, 2 * radius, 2 * radius, (26, 26, 28))
        canvas.oval(x + radius * 0.5, y + radius * 0.5, radius, radius, (170, 172, 176))
    return left, top, wide, high


def _bus(canvas: Canvas, rng: np.random.Generator, left: float) -> Box:
    wide, high = rng.uniform(240, 280), 118.0
    bottom = GROUND + 96
    paint = [(222, 176, 54), (190, 46, 44), (64, 118, 168)][rng.integers(3)]
    canvas.shadow(left, bottom - 9, wide, 16)
    top = bottom - high
    canvas.box(left, top, wide, high - 12, paint, 10)
    canvas.box(left + 6, top + 6, wide - 12, 6, mix(paint, (255, 255, 255), 0.3), 3)
    panes = int(wide // 44)
    for number in range(panes):
        canvas.box(left + 12 + number * (wide - 20) / panes, top + 22, (wide - 20) / panes - 8, 36, (150, 186, 204), 4)
    canvas.box(left + wide * 0.45, top + 22, 26, 78, mix(paint, (20, 20, 20), 0.35), 3)
    canvas.box(left, top + 72, wide, 4, mix(paint, (255, 255, 255), 0.5))
    for middle in (0.18, 0.82):
        x = left + middle * wide - 17
        canvas.oval(x, bottom - 34, 34, 34, (26, 26, 28))
        canvas.oval(x + 9, bottom - 25, 16, 16, (150, 152, 156))
    return left, top, wide, high


def _person(canvas: Canvas, rng: np.random.Generator, bottom: float, size: float) -> Box:
    high = 92 * size
    wide = 30 * size
    left = rng.uniform(10, WIDTH - 40)
    top = bottom - high
    coat, skin = COATS[rng.integers(len(COATS))], SKINS[rng.integers(len(SKINS))]
    middle, stride = left + wide / 2, rng.uniform(0.1, 0.45) * wide
    canvas.shadow(left - 4, bottom - 5, wide + 8, 9, 0.3)
    trousers = mix((44, 52, 70), (86, 72, 58), float(rng.random()))
    for side in (-1, 1):
        canvas.line([(middle, top + 0.56 * high), (middle + side * stride, bottom - 2)], trousers, 0.28 * wide)
        shoulder = (middle + side * wide * 0.3, top + 0.27 * high)
        canvas.line(
            [shoulder, (middle + side * wide * 0.42, top + 0.55 * high)], mix(coat, (0, 0, 0), 0.15), 0.2 * wide
        )
    canvas.box(middle - 0.33 * wide, top + 0.2 * high, 0.66 * wide, 0.42 * high, coat, 0.2 * wide)
    head = 0.17 * high
    canvas.oval(middle - head / 2, top, head, head * 1.15, skin)
    hair = [(40, 28, 20), (90, 60, 34), (24, 22, 24), (150, 110, 60)][rng.integers(4)]
    canvas.pen.chord(
        tuple(2 * part for part in (middle - head / 2, top - 1, middle + head / 2, top + head)), 180, 360, hair
    )
    reach = max(0.52 * wide, stride + 0.14 * wide)
    return middle - reach, top, 2 * reach, high


def _traffic_light(canvas: Canvas, rng: np.random.Generator) -> Box:
    left, top = rng.uniform(30, WIDTH - 50), GROUND - rng.uniform(118, 150)
    canvas.box(left + 9, top + 50, 5, GROUND + 34 - top - 50, (58, 60, 64))
    canvas.box(left, top, 23, 58, (30, 31, 34), 5)
    on = int(rng.integers(3))
    for number, colour in enumerate([(232, 64, 52), (246, 190, 60), (84, 200, 110)]):
        canvas.oval(
            left + 5, top + 4 + number * 17.5, 13, 13, colour if number == on else mix(colour, (24, 24, 26), 0.8)
        )
    return left, top, 23.0, 58.0
