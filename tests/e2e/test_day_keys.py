"""A whole day by keyboard alone: Tab, Enter, arrows, shortcuts and the palette; there is no mouse in this file."""

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from goldlabel.store import annotations, items, projects
from tests.e2e.keys import create, finish_import, go, paste_texts, press, tab_to
from tests.live import Live

pytestmark = pytest.mark.browser


def stored(live: Live, name: str) -> dict[str, Any]:
    """The first answer to each item, by key."""

    def read(tx: Any) -> dict[str, Any]:
        rows = items.page(tx, projects.by_name(tx, name).id, 0, 100)
        keys = {row.id: row.key for row in rows}
        return {keys[a.item]: body["answers"][0]["value"] for a, body, _, _ in annotations.of_items(tx, list(keys))}

    return live.workspace.database.read(read)


def label(page: Page, count: int) -> None:
    go(page, "Label")
    for n in range(count):
        expect(page.get_by_text(f"{n} of {count}")).to_be_visible()
        expect(page.get_by_role("radio").first).not_to_be_checked()
        page.keyboard.press("1" if n % 2 else "2")
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)


def test_texts_from_nothing_to_a_release(live: Live, page: Page) -> None:
    page.goto(live.link())
    expect(page.get_by_role("heading", name="No projects yet")).to_be_visible()
    create(page, "Text classification")
    paste_texts(page, 4)
    label(page, 4)
    assert sorted(stored(live, "text-classification").values()) != []
    go(page, "Overview")
    press(page, "^Resolve$")
    press(page, "^Make a release$")
    expect(page.get_by_role("heading", name="Releases").or_(page.get_by_text("No releases")).first).to_be_visible()
    press(page, "^Make a release$")
    expect(page.get_by_role("dialog").get_by_text("4 items will be in it.")).to_be_visible()
    page.keyboard.type("by keys")
    press(page, "^Make a release$")
    expect(page.get_by_role("link", name="Release 1: by keys", exact=True)).to_be_visible(timeout=20_000)


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (120, 80), colour).save(out, "PNG")
    return out.getvalue()


def boxes(live: Live, name: str) -> list[tuple[str, dict[str, float]]]:
    """(label, place) of every box that arrived, in the order of the items."""

    def read(tx: Any) -> list[tuple[str, dict[str, float]]]:
        ids = [row.id for row in items.page(tx, projects.by_name(tx, name).id, 0, 100)]
        bodies = {found.item: body for found, body, _, _ in annotations.of_items(tx, ids)}
        ordered = [bodies[id] for id in ids if id in bodies]
        return [(body["answers"][0]["value"], one["value"]) for body in ordered for one in body["regions"]]

    return live.workspace.database.read(read)


def test_boxes_by_keys(live: Live, page: Page) -> None:
    page.on("filechooser", lambda _: None)  # the browser must know of it before the key press
    page.goto(live.link())
    expect(page.get_by_role("heading", name="No projects yet")).to_be_visible()
    create(page, "Object detection")
    tab_to(page, "^Choose files$")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(
        [{"name": f"{c}.png", "mimeType": "image/png", "buffer": picture(c)} for c in ("brown", "green")]
    )
    finish_import(page)
    go(page, "Label")
    # A box in the middle, moved and made wider.
    expect(page.get_by_text("Regions (0)")).to_be_visible()
    expect(page.locator(".plane__wait")).to_have_count(0)
    for key in ("b", "2", "i", "Shift+ArrowLeft", "Alt+ArrowRight"):
        page.keyboard.press(key)
    expect(page.get_by_text("Regions (1)")).to_be_visible()
    page.keyboard.press("Enter")
    # From corner to corner; the label in hand is not its own.
    expect(page.get_by_text("Regions (0)")).to_be_visible()
    expect(page.locator(".plane__wait")).to_have_count(0)
    for key in ("ArrowUp", "ArrowLeft", " ", "Shift+ArrowRight", "Shift+ArrowDown", " "):
        page.keyboard.press(key)
    expect(page.get_by_text("Regions (1)")).to_be_visible()
    for key in ("n", "3", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)
    for _ in range(100):  # the last answer is still on its way when the page says that nothing is left
        if len(boxes(live, "object-detection")) == 2:
            break
        page.wait_for_timeout(50)
    [(bus, first), (person, second)] = boxes(live, "object-detection")
    assert (bus, person) == ("Bus", "Person")
    middle = {"x": 46.67, "y": 26.67, "width": 26.67, "height": 26.67}
    assert first == {**middle, "x": middle["x"] - 10, "width": 27.67}
    assert second == {"x": 56, "y": 36, "width": 40, "height": 40}
