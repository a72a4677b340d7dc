"""Regions for formats that know fewer shapes: each is carried, lowered (counted) or left out (counted)."""

from typing import Any

from pydantic import ValidationError

from goldlabel.catalog import catalog
from goldlabel.core.annotation import Region
from goldlabel.core.geometry import Point, area, bounds, polygon_areas, tidy_ring
from goldlabel.core.record import Record, Report
from goldlabel.core.schema import RegionSet
from goldlabel.formats.parts.pictures import upright_size
from goldlabel.formats.parts.plain import is_list, is_object

Ring = list[Point]
SIZES = "sizes"
"""Key in an item's meta: stated width and height, by field, of pictures that lie elsewhere (addresses)."""


def lowered(region: Region, wanted: tuple[str, ...], format: str, report: Report) -> tuple[str, Any] | None:
    """The region's shape and value (a model of its kind) in one of the `wanted` shapes, best first; None if in none."""
    kind = catalog().shapes.get(region.shape)
    if kind is None:
        report.lose(f"{region.shape} region", f"{format} has no such shape, and its plugin is not installed")
        return None
    try:
        value = kind.Value.model_validate(region.value)
    except ValidationError:
        report.lose(f"{region.shape} region", "its value is broken")
        return None
    if region.shape in wanted:
        return region.shape, value
    simpler = kind.lower(value)
    found = next((shape for shape in wanted if shape in simpler), None)
    if found is None:
        report.lose(f"{region.shape} region", f"{format} has no such shape; not written")
        return None
    report.lose(f"{region.shape} region", f"{format} has no such shape; written as {found.replace('_', ' ')}")
    return found, simpler[found]


def fit(group: RegionSet, shape: str, value: Any, report: Report) -> tuple[str, Any] | None:
    """A shape that was read, or the nearest one that its set allows (counted); None when it allows none."""
    if shape in group.shapes:
        return shape, value
    if shape == "box" and "rotated_box" in group.shapes:
        centre = {"x": value["x"] + value["width"] / 2, "y": value["y"] + value["height"] / 2}
        return "rotated_box", centre | {"width": value["width"], "height": value["height"], "rotation": 0.0}
    kind = catalog().shapes[shape]
    simpler = kind.lower(kind.Value.model_validate(value))
    found = next((other for other in group.shapes if other in simpler), None)
    why = f'the set "{group.name}" does not allow it'
    report.lose(shape.replace("_", " "), f"{why}; kept as {found}" if found else why)
    return (found, simpler[found].model_dump(mode="json")) if found else None


def box_of(points: list[Point]) -> tuple[float, float, float, float]:
    """x, y, width, height of the upright box around the points."""
    left, top, right, bottom = bounds(points)
    return left, top, right - left, bottom - top


def covered(parts: list[Ring]) -> float:
    """Square pixels that the union of the rings covers."""
    return abs(area(parts[0])) if len(parts) == 1 else polygon_areas(parts, ())[1]


def rings(flat: list[Any]) -> list[Ring]:
    """Tidy rings of at least three points from lists `[x1, y1, x2, y2, …]`; degenerate ones are left out."""
    out: list[Ring] = []
    for numbers in flat:
        ring = tidy_ring([(float(x), float(y)) for x, y in zip(numbers[::2], numbers[1::2], strict=True)])
        if len(ring) >= 3 and area(ring) != 0 and ring not in out:
            out.append(ring)
    return out


def size_of(record: Record, source: str) -> tuple[int, int] | None:
    """Upright width and height of the record's picture: as stated, else from the file; None when unknown."""
    import io

    media = record.media.get(source)
    if media is None:
        stated: Any = record.meta.get(SIZES)
        size = stated.get(source) if is_object(stated) else None
        return (size[0], size[1]) if is_list(size) and len(size) == 2 else None
    if media.width and media.height:
        return media.width, media.height
    try:
        content = media.open()
    except (OSError, ValueError, RuntimeError, LookupError):
        return None
    return upright_size(lambda: io.BytesIO(content))
