"""Places marked in a real browser are the same places on the other side: code points of the stored text, pixels of the
upright picture."""

import io
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from goldlabel.work import items, media
from tests.e2e.test_first_job import PICTURES, bodies
from tests.live import Live

pytestmark = pytest.mark.browser
SPANS: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "region_sets": [{"name": "names", "field": "text", "shapes": ["span"]}],
    "questions": [{"name": "type", "kind": "choice", "about": "names", "config": {"values": ["PER", "LOC"]}}],
}
TEXT = (
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 Zoe\u0301 saw \U0001f44b\U0001f3fd Ann in Sa\u0303o\r\nPaulo.\r\n"
    "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd and \u0645\u0631\u062d\u0628\u0627 end \U0001f600"
)
WORDS = ["Zoe\u0301", "Ann", "Paulo", "\u05e2\u05d5\u05dc\u05dd", "\u0645\u0631\u062d\u0628\u0627", "end"]
RECT_OF = """(word) => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(word);
    if (at < 0 || !node.parentElement.closest("[data-text], .text-surface, [role=document], main")) continue;
    const range = document.createRange();
    range.setStart(node, at); range.setEnd(node, at + word.length);
    const box = range.getBoundingClientRect();
    return { x: box.x, y: box.y, width: box.width, height: box.height };
  }
  return null;
}"""


def test_spans_are_code_points_of_the_stored_text(live: Live, page: Page) -> None:
    project = live.create("texts", SPANS)
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, [{"key": "a", "data": {"text": TEXT}}]))
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open texts")).to_be_visible()
    page.goto(f"{live.base}/p/texts/label")
    expect(page.get_by_text("Regions (0)")).to_be_visible()
    for number, word in enumerate(WORDS):
        box = page.evaluate(RECT_OF, word)
        assert box, f"{word!r} is not on the page in one piece"
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 1, middle)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 2, middle, steps=4)
        page.mouse.move(box["x"] + box["width"] - 1, middle, steps=4)
        page.mouse.up()
        page.keyboard.press("1")
        expect(page.get_by_text(f"Regions ({number + 1})")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Submit").click()
    [(_, body)] = bodies(live, "texts", 1)
    places = [(region["value"]["start"], region["value"]["end"]) for region in body["regions"]]
    assert sorted(TEXT[start:end] for start, end in places) == sorted(WORDS)
    for start, end in places:
        assert TEXT.index(TEXT[start:end]) == start


def test_the_span_just_marked_keeps_its_label_and_keys_mark_words(live: Live, page: Page) -> None:
    project = live.create("names", SPANS)
    live.workspace.database.write(
        lambda tx: items.add_rows(tx, project, [{"key": "a", "data": {"text": "The Mona Lisa hangs in Paris."}}])
    )
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open names")).to_be_visible()
    page.goto(f"{live.base}/p/names/label")
    expect(page.get_by_text("Regions (0)")).to_be_visible()
    page.keyboard.press("1")  # in hand: PER
    box = page.evaluate(RECT_OF, "Paris")
    page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    expect(page.get_by_text("Regions (1)")).to_be_visible()
    page.keyboard.press("2")  # the next one will be LOC; this one stays what it is
    expect(page.get_by_role("button", name="PER “Paris”")).to_be_visible()
    page.locator(".region__name").first.click()
    page.keyboard.press("2")  # on purpose: it is LOC after all
    expect(page.get_by_role("button", name="LOC “Paris”")).to_be_visible()
    page.evaluate("""() => {
      const body = document.querySelector("[data-surface=text]");
      body.focus();
      document.getSelection().setBaseAndExtent(body.firstChild, 3, body.firstChild, 3);
    }""")
    for _ in range(5):  # " Mona"
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_timeout(100)
    page.keyboard.press("1")
    expect(page.get_by_text("Regions (2)")).to_be_visible()
    page.locator(".region__name").first.click()
    page.keyboard.press("Enter")  # submits, although the list was clicked
    [(_, body)] = bodies(live, "names", 1)
    spans = [(region["value"]["start"], region["value"]["end"]) for region in body["regions"]]
    assert [answer["value"] for answer in body["answers"]] == ["LOC", "PER"]
    assert spans == [(23, 28), (4, 8)]


def turned_photo() -> tuple[bytes, tuple[int, int, int, int]]:
    """A JPEG stored lying, to be shown upright (EXIF orientation 6), and where its red mark is when upright."""
    upright = Image.new("RGB", (300, 400), "white")
    mark = (60, 210, 160, 300)
    ImageDraw.Draw(upright).rectangle(mark, fill=(255, 0, 0))
    stored = upright.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    stored.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue(), mark


def red_on_screen(page: Page) -> tuple[float, float, float, float]:
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    red = shot.point(lambda value: value).split()
    mask = Image.eval(red[0], lambda v: 255 if v > 200 else 0)
    for channel in red[1:]:
        mask = Image.composite(mask, Image.new("L", shot.size), Image.eval(channel, lambda v: 255 if v < 90 else 0))
    found = mask.getbbox()
    assert found is not None, "the mark is not on the screen"
    return found


def test_boxes_are_pixels_of_the_upright_picture(live: Live, page: Page) -> None:
    photo, mark = turned_photo()
    project = live.create("pictures", PICTURES)
    kept = media.keep(live.workspace, project.id, photo, "turned.jpg")
    assert (kept.info["width"], kept.info["height"]) == (300, 400)
    rows = [{"key": "a", "data": {"picture": f"blob:{kept.hash}"}}]
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, rows))
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open pictures")).to_be_visible()
    page.goto(f"{live.base}/p/pictures/label")
    expect(page.get_by_text("Regions (0)")).to_be_visible()
    page.wait_for_timeout(700)  # the picture is decoded and painted; there is no event for that outside the app
    left, top, right, bottom = red_on_screen(page)
    page.keyboard.press("b")
    page.keyboard.press("1")
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2, steps=3)
    page.mouse.move(right, bottom, steps=3)
    page.mouse.up()
    expect(page.get_by_text("Regions (1)")).to_be_visible()
    page.keyboard.press("Enter")
    [(_, body)] = bodies(live, "pictures", 1)
    value = body["regions"][0]["value"]
    got = (value["x"], value["y"], value["x"] + value["width"], value["y"] + value["height"])
    assert got == pytest.approx(mark, abs=2.0)
