"""The tools on pictures and in text: each by mouse and by keys, pictures by touch too."""

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, expect

from goldlabel.work import items, media
from tests.e2e.test_first_job import bodies
from tests.live import Live

pytestmark = pytest.mark.browser
SHAPES = ["box", "rotated_box", "ellipse", "polygon", "polyline", "point"]
PLANE: dict[str, Any] = {
    "fields": [{"name": "picture", "medium": "image"}],
    "region_sets": [{"name": "things", "field": "picture", "shapes": SHAPES}],
    "questions": [{"name": "class", "kind": "choice", "about": "things", "required": False,
                   "config": {"values": ["ball", "stick"]}}],
}  # fmt: skip
TEXT: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "region_sets": [{"name": "names", "field": "text", "shapes": ["span"]}],
    "questions": [{"name": "type", "kind": "choice", "about": "names", "config": {"values": ["PER", "LOC"]}}],
}
WORDS = "Ann met Bob in Paris. \U0001f469\u200d\U0001f467 ANN left, ann stayed."


def pictures(live: Live, count: int) -> None:
    picture_rows(live, count, PLANE)


def picture_rows(live: Live, count: int, schema: dict[str, Any]) -> None:
    project = live.create("pictures", schema)
    rows = []
    for n in range(count):
        out = io.BytesIO()
        Image.new("RGB", (600, 400), (200, 200, 200 + n)).save(out, "PNG")
        kept = media.keep(live.workspace, project.id, out.getvalue(), f"{n}.png")
        rows.append({"key": f"p{n}", "data": {"picture": f"blob:{kept.hash}"}})
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, rows))


def start(live: Live, page: Page, project: str) -> None:
    page.goto(live.link())
    expect(page.get_by_role("link", name=f"Open {project}")).to_be_visible()
    page.goto(f"{live.base}/p/{project}/label")
    counted(page, 0)


def counted(page: Page, count: int) -> None:
    expect(page.get_by_text(f"Regions ({count})")).to_be_visible()


def drag(page: Page, x1: float, y1: float, x2: float, y2: float) -> None:
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move((x1 + x2) / 2, (y1 + y2) / 2)
    page.mouse.move(x2, y2)
    page.mouse.up()


def area(page: Page) -> FloatRect:
    expect(page.locator(".plane__wait")).to_have_count(0)
    box = page.locator("[data-surface=plane]").bounding_box()
    assert box is not None
    return box


def test_each_tool_by_mouse_and_by_keys(live: Live, page: Page) -> None:
    pictures(live, 2)
    start(live, page, "pictures")
    at = area(page)
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    page.keyboard.press("b")
    drag(page, x - 200, y - 150, x - 100, y - 80)
    counted(page, 1)
    page.keyboard.press("r")
    drag(page, x + 50, y - 150, x + 150, y - 80)
    counted(page, 2)
    page.keyboard.press("p")
    for dx, dy in ((-200, 50), (-100, 50), (-150, 120)):
        page.mouse.click(x + dx, y + dy)
    page.keyboard.press("Enter")
    counted(page, 3)
    page.keyboard.press("l")
    for dx, dy in ((50, 50), (100, 80), (150, 50)):
        page.mouse.click(x + dx, y + dy)
    page.keyboard.press("Enter")
    counted(page, 4)
    page.keyboard.press("o")
    page.mouse.click(x, y)
    counted(page, 5)
    page.keyboard.press("q")
    drag(page, x - 60, y - 150, x - 20, y - 100)
    counted(page, 6)
    # Without a pointer: put down in the middle, moved and resized by arrows.
    page.keyboard.press("b")
    page.keyboard.press("i")
    counted(page, 7)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Alt+Shift+ArrowDown")
    # Several: by Shift, labelled and copied as one step each.
    page.keyboard.press("v")
    page.keyboard.press("Escape")
    page.mouse.click(x - 150, y - 115)
    page.keyboard.down("Shift")
    page.mouse.click(x + 100, y - 115)
    page.keyboard.up("Shift")
    expect(page.get_by_role("heading", name="2 regions selected")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_role("button", name="ball")).not_to_have_count(0)
    page.keyboard.press("Control+d")
    counted(page, 9)
    page.keyboard.press("Delete")
    counted(page, 7)
    page.keyboard.press("Control+z")
    counted(page, 9)
    page.keyboard.press("Alt+a")
    expect(page.get_by_role("heading", name="9 regions selected")).to_be_visible()
    page.keyboard.press("Alt+c")
    page.keyboard.press("Enter")
    counted(page, 0)
    page.keyboard.press("Alt+v")
    counted(page, 9)
    page.keyboard.press("Shift+F")
    page.keyboard.press("Alt+0")
    page.keyboard.press("Shift+R")
    page.mouse.move(x, y)
    page.keyboard.press("f")
    page.keyboard.press("Enter")
    stored = bodies(live, "pictures", 2)
    shapes = sorted(region["shape"] for region in stored[0][1]["regions"])
    assert shapes == sorted([*SHAPES, "box", "box", "rotated_box"])
    assert len([one for one in stored[0][1]["answers"] if one["value"] == "ball"]) == 4
    assert len(stored[1][1]["regions"]) == 9


def test_labels_stay_and_nothing_is_said_twice(live: Live, page: Page) -> None:
    pictures(live, 3)
    start(live, page, "pictures")
    at = area(page)
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    asked = page.locator(".bottom__ask")
    page.keyboard.down("Enter")
    page.keyboard.down("Enter")  # held down, it repeats
    page.keyboard.up("Enter")
    expect(asked).to_have_text("Nothing marked. Enter again to say there is nothing")
    page.keyboard.press("f")  # anything else takes the question away
    expect(asked).to_have_count(0)
    page.get_by_role("button", name="Submit").click()
    expect(asked).to_be_visible()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".label__position")).to_contain_text("1 by you")
    counted(page, 0)
    page.keyboard.press("b")
    page.keyboard.press("1")
    drag(page, x - 200, y - 150, x - 100, y - 80)
    page.keyboard.press("2")  # for the next one
    drag(page, x + 50, y - 150, x + 150, y - 80)
    counted(page, 2)
    page.keyboard.press("Enter")
    counted(page, 0)
    area(page)
    drag(page, x - 200, y - 150, x - 100, y - 80)  # tool and label are still in hand
    counted(page, 1)
    page.keyboard.press("Enter")
    stored = [body for _, body in bodies(live, "pictures", 3)]
    assert [[one["value"] for one in body["answers"]] for body in stored] == [[], ["ball", "stick"], ["stick"]]


def test_text_is_found_marked_and_labelled_at_once(live: Live, page: Page) -> None:
    project = live.create("texts", TEXT)
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, [{"key": "a", "data": {"text": WORDS}}]))
    start(live, page, "texts")
    page.keyboard.press("/")
    page.keyboard.type("ann")
    expect(page.get_by_text("1 of 3")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 of 3")).to_be_visible()
    page.get_by_role("button", name="Mark all").click()
    counted(page, 3)
    page.keyboard.press("1")
    expect(page.get_by_role("button", name="PER “")).to_have_count(3)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    counted(page, 0)
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+y")
    # One of them grows by a word, by keys alone.
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.press(".")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.get_by_text("“Ann met”")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    [(_, body)] = bodies(live, "texts", 1)
    spans = [WORDS[r["value"]["start"] : r["value"]["end"]] for r in body["regions"]]
    assert spans == ["Ann met", "ANN", "ann"]
    assert [answer["value"] for answer in body["answers"]] == ["PER"] * 3


def test_by_touch_one_finger_draws_and_two_move_the_picture(live: Live, browser: Browser) -> None:
    pictures(live, 1)
    context = browser.new_context(viewport={"width": 820, "height": 1180}, has_touch=True, is_mobile=True)
    page = context.new_page()
    start(live, page, "pictures")
    at = area(page)
    x, y = at["x"] + at["width"] / 2, at["y"] + at["height"] / 2
    cdp = context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": px, "y": py, "id": n} for n, (px, py) in enumerate(points)]
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    page.get_by_role("button", name="Box", exact=True).tap()
    touch("touchStart", (x - 60, y - 60))
    touch("touchMove", (x, y))
    touch("touchMove", (x + 60, y + 60))
    touch("touchEnd")
    counted(page, 1)
    zoom = page.locator(".plane__chip--wide")
    before = zoom.inner_text()
    touch("touchStart", (x - 40, y))
    touch("touchStart", (x - 40, y), (x + 40, y))
    touch("touchMove", (x - 90, y), (x + 90, y))
    touch("touchMove", (x - 120, y), (x + 120, y))
    touch("touchEnd")
    expect(zoom).not_to_have_text(before)
    counted(page, 1)
    context.close()
