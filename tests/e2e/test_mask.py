"""Masks on a picture: painted, erased and undone by pointer, then by keys alone."""

from typing import Any

import pytest
from playwright.sync_api import Page

from goldlabel.core.runs import Mask, extent, mask_of
from tests.e2e.test_first_job import bodies
from tests.e2e.test_surfaces import area, counted, drag, picture_rows, start
from tests.live import Live

pytestmark = pytest.mark.browser
MASKS: dict[str, Any] = {
    "fields": [{"name": "picture", "medium": "image"}],
    "region_sets": [{"name": "things", "field": "picture", "shapes": ["mask", "box"]}],
    "questions": [{"name": "class", "kind": "choice", "about": "things", "required": False,
                   "config": {"values": ["ball", "stick"]}}],
}  # fmt: skip


def painted(body: dict[str, Any]) -> list[Mask]:
    assert {region["shape"] for region in body["regions"]} == {"mask"}
    return [mask_of(region["value"]) for region in body["regions"]]


def test_painted_erased_and_undone(live: Live, page: Page) -> None:
    picture_rows(live, 2, MASKS)
    start(live, page, "pictures")
    at = area(page)
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    page.keyboard.press("m")
    drag(page, x - 150, y, x - 50, y)
    counted(page, 1)
    page.keyboard.press("1")
    drag(page, x - 100, y - 80, x - 100, y + 80)  # onto the same region: a cross
    counted(page, 1)
    drag(page, x - 200, y - 80, x - 100, y + 40)
    page.keyboard.press("Control+z")  # one stroke, one step
    page.keyboard.press("z")
    drag(page, x - 150, y, x - 120, y)  # the eraser takes the left arm
    page.keyboard.press("z")
    page.keyboard.press("Escape")
    page.keyboard.press("]")
    page.keyboard.press("2")
    page.mouse.click(x + 100, y)  # a dab begins the next one
    counted(page, 2)
    page.keyboard.press("z")
    drag(page, x + 60, y - 20, x + 140, y + 20)
    drag(page, x + 60, y + 20, x + 140, y - 20)
    counted(page, 1)  # erased to the last pixel, it is gone
    page.keyboard.press("Control+z")
    counted(page, 2)
    page.keyboard.press("z")
    page.keyboard.press("Enter")
    counted(page, 0)
    # By keys: in the middle, then a dab further right onto it.
    area(page)
    page.keyboard.press("i")
    counted(page, 1)
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    (_, first), (_, second) = bodies(live, "pictures", 2)
    cross, dab = painted(first)
    assert [one["value"] for one in first["answers"]] == ["ball", "stick"]
    left, top, right, bottom = extent(cross) or (0, 0, 0, 0)
    middle = (left + right) / 2
    assert bottom - top > right - left, "the upright stroke is the longer one, and one arm is gone"
    assert cross.area < 0.7 * (right - left) * (bottom - top)
    sides = extent(dab)
    assert sides is not None
    assert sides[0] > middle
    assert sides[2] - sides[0] == pytest.approx(sides[3] - sides[1], abs=1)
    [keyed] = painted(second)
    sides = extent(keyed)
    assert sides is not None
    assert sides[2] - sides[0] > sides[3] - sides[1] + 10
