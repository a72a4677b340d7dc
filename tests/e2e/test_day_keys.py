"""A whole day by keyboard alone: Tab, Enter, arrows, shortcuts and the palette; there is no mouse in this file."""

import io
import re
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


def test_pictures_by_keys(live: Live, page: Page) -> None:
    page.on("filechooser", lambda _: None)  # the browser must know of it before the key press
    page.goto(live.link())
    expect(page.get_by_role("heading", name="No projects yet")).to_be_visible()
    create(page, "Image classification")
    tab_to(page, "^Choose files$")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    colours = ("green", "brown")
    chooser.value.set_files(
        [{"name": f"{colour}.png", "mimeType": "image/png", "buffer": picture(colour)} for colour in colours]
    )
    finish_import(page)
    go(page, "Label")
    for _ in colours:
        expect(page.get_by_role("radio").first).not_to_be_checked()
        page.keyboard.press("1")
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)
    for _ in range(100):  # the last answer is still on its way when the page says that nothing is left
        if len(stored(live, "image-classification")) == 2:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the answers did not arrive")
