"""The first whole job in a browser: sign in, label ten texts and ten pictures, resolve, release, see it."""

import io
import time
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from goldlabel.store import annotations, items, projects
from goldlabel.work import items as item_verbs
from goldlabel.work import media
from tests.live import Live

pytestmark = pytest.mark.browser
TEXTS: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [{"name": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}}],
}
PICTURES: dict[str, Any] = {
    "fields": [{"name": "picture", "medium": "image"}],
    "region_sets": [{"name": "things", "field": "picture", "shapes": ["box"]}],
    "questions": [{"name": "class", "kind": "choice", "about": "things", "config": {"values": ["ball", "stick"]}}],
}


def bodies(live: Live, project: str, count: int) -> list[tuple[str, dict[str, Any]]]:
    """(item's key, body) of every annotation, by item, once `count` have arrived: the page sends in its own time."""

    def read(tx: Any) -> list[tuple[str, dict[str, Any]]]:
        row = projects.by_name(tx, project)
        all_items = items.page(tx, row.id, 0, 1000)
        keys = {item.id: item.key for item in all_items}
        return [(keys[a.item], body) for a, body, _, _ in annotations.of_items(tx, list(keys))]

    until = time.monotonic() + 15
    while len(found := live.workspace.database.read(read)) < count and time.monotonic() < until:
        time.sleep(0.05)
    return found


def picture(x: int, colour: str) -> bytes:
    image = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(image).ellipse((x, 100, x + 80, 180), fill=colour)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def add_pictures(live: Live) -> None:
    project = live.create("pictures", PICTURES)
    rows = []
    for n in range(10):
        kept = media.keep(live.workspace, project.id, picture(20 * n, "red"), f"{n}.png")
        rows.append({"key": f"p{n}", "data": {"picture": f"blob:{kept.hash}"}})
    live.workspace.database.write(lambda tx: item_verbs.add_rows(tx, project, rows))


def test_ten_texts_ten_pictures_and_a_release(live: Live, page: Page) -> None:
    project = live.create("texts", TEXTS)
    rows = [{"key": f"t{n}", "data": {"text": f"Text number {n}"}} for n in range(10)]
    live.workspace.database.write(lambda tx: item_verbs.add_rows(tx, project, rows))
    add_pictures(live)
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open texts")).to_be_visible()
    label_texts(live, page)
    label_pictures(live, page)
    release(live, page)


def label_texts(live: Live, page: Page) -> None:
    page.goto(f"{live.base}/p/texts/label")
    for n in range(10):
        expect(page.get_by_text(f"Text number {n}", exact=True)).to_be_visible()
        page.keyboard.press("1" if n % 2 else "2")
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)
    said = {key: body["answers"][0]["value"] for key, body in bodies(live, "texts", 10)}
    assert said == {f"t{n}": "good" if n % 2 else "bad" for n in range(10)}


def label_pictures(live: Live, page: Page) -> None:
    page.goto(f"{live.base}/p/pictures/label")
    canvas = page.locator("canvas").first
    for n in range(10):
        expect(page.get_by_text("Regions (0)")).to_be_visible()
        page.keyboard.press("b")
        page.keyboard.press("1")
        area = canvas.bounding_box()
        assert area is not None
        x, y = area["x"] + area["width"] * 0.3, area["y"] + area["height"] * 0.3
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 60, y + 30)
        page.mouse.move(x + 120, y + 90)
        page.mouse.up()
        expect(page.get_by_text("Regions (1)")).to_be_visible()
        if n == 0:  # undo and redo, then the same picture once more
            page.keyboard.press("Control+z")
            expect(page.get_by_text("Regions (0)")).to_be_visible()
            page.keyboard.press("Control+Shift+z")
            expect(page.get_by_text("Regions (1)")).to_be_visible()
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)
    done = bodies(live, "pictures", 10)
    assert len(done) == 10
    for _, body in done:
        value = body["regions"][0]["value"]
        assert value["width"] / value["height"] == pytest.approx(120 / 90, rel=0.05)
        assert body["answers"][0] == {
            "question": "class", "kind": "choice", "value": "ball", "version": 1, "region": body["regions"][0]["id"]
        }  # fmt: skip


def release(live: Live, page: Page) -> None:
    page.goto(f"{live.base}/p/texts")
    page.get_by_role("button", name="Resolve").click()
    page.get_by_role("link", name="Make a release").click()
    page.get_by_role("button", name="Make a release").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("10 items will be in it.")).to_be_visible()
    dialog.get_by_role("button", name="Make a release").click()
    expect(page.get_by_role("link", name="Release 1", exact=True)).to_be_visible(timeout=20_000)
    hash = live.workspace.database.read(lambda tx: tx.value("SELECT hash FROM release"))
    expect(page.get_by_text(hash[:12])).to_be_visible()
