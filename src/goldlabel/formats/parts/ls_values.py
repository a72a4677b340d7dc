"""Label Studio's coordinates and times as ours. Its geometry is in percent of the picture's width and height."""

import datetime
import math
import re
from typing import Any

from goldlabel.formats.parts.shapes import rings

Size = tuple[float, float]
"""Width and height in pixels."""


def plane(shape: str, value: dict[str, Any], size: Size) -> tuple[str, Any]:
    """A polygon, point, box or (when it is turned) rotated box in pixels; `ValueError` for a degenerate one."""
    width, height = size
    if shape == "polygon":
        found = rings([[number for point in value["points"] for number in pixels(point, width, height)]])
        if not found:
            raise ValueError("the polygon has no area")
        return "polygon", {"parts": [[list(point) for point in found[0]]]}
    x, y = pixels([value["x"], value["y"]], width, height)
    if shape == "point":
        return "point", {"x": x, "y": y}
    w, h = pixels([value["width"], value["height"]], width, height)
    angle = float(value.get("rotation") or 0)
    if not angle:
        return "box", {"x": x, "y": y, "width": w, "height": h}
    # Label Studio turns about the top left corner, goldlabel about the centre.
    turn = math.radians(angle)
    centre_x = x + w / 2 * math.cos(turn) - h / 2 * math.sin(turn)
    centre_y = y + w / 2 * math.sin(turn) + h / 2 * math.cos(turn)
    return "rotated_box", {"x": centre_x, "y": centre_y, "width": w, "height": h, "rotation": angle % 360}


def pixels(point: list[Any], width: float, height: float) -> tuple[float, float]:
    x, y = float(point[0]) * width / 100, float(point[1]) * height / 100
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError("holds NaN or infinity")
    return x, y


def moved(text: str, stated: str, start: int) -> tuple[int, int]:
    """Where the span's own text stands nearest to its offset; line ends may have been counted otherwise (CRLF)."""
    places = [match.start() for match in re.finditer(re.escape(stated).replace(r"\\n", "\n"), text)]
    spread = re.escape(stated).replace("\\\n", r"\r?\n").replace("\n", r"\r?\n")
    found = [match.span() for match in re.finditer(spread, text)] if not places else []
    spans = [(place, place + len(stated)) for place in places] or found
    if not stated or not spans:
        raise ValueError(f"its text {stated[:40]!r} does not stand at its offsets")
    return min(spans, key=lambda span: abs(span[0] - start))


def microseconds(raw: Any) -> int | None:
    if not isinstance(raw, str):
        return None
    try:
        moment = datetime.datetime.fromisoformat(raw)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return (moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)) // datetime.timedelta(microseconds=1)
