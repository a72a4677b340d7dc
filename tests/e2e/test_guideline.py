"""A lead writes a guideline with a picture and asks everybody to read it; an annotator does."""

import io
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from goldlabel.store import people as person_rows
from goldlabel.work import guideline, items, people
from tests.e2e.test_bring_in import TEXTS
from tests.live import Live

pytestmark = pytest.mark.browser
PASTE = """async (bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "room.png", { type: "image/png" }));
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
}"""


def picture() -> list[int]:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return list(out.getvalue())


def annotator(live: Live, browser: Browser) -> Page:
    """Somebody of the project, signed in, in a browser of their own."""

    def session(tx: Any) -> str:
        person = person_rows.person_by_email(tx, "ann@example.org")
        assert person is not None
        return people.start_session(tx, person, 1, "test")

    secret = live.workspace.database.write(session)
    cookie = "goldlabel_" + live.workspace.key_for("cookie").hex()[:8]
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": cookie, "value": secret, "url": live.base}])
    return context.new_page()


def test_a_guideline_with_a_picture_is_written_asked_for_and_read(live: Live, page: Page, browser: Browser) -> None:
    project = live.create("texts", TEXTS)
    live.person(project, "ann")
    rows = [{"data": {"text": "Text to label"}}]
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, rows))
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open texts")).to_be_visible()
    page.goto(f"{live.base}/p/texts/guideline")
    page.get_by_role("link", name="Write the guideline").click()
    text = page.get_by_role("textbox", name="Text in Markdown")
    text.fill("# Moods\n\nGood means **good**.\n")
    text.focus()
    page.keyboard.press("Control+End")
    page.evaluate(PASTE, picture())
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("img", name="room")).to_have_js_property("naturalWidth", 40)
    page.reload()  # what was written is still there
    expect(preview.get_by_role("img", name="room")).to_be_visible()

    live.workspace.database.write(lambda tx: guideline.change(tx, project, "Somebody else's words"))
    text.press("Control+s")
    expect(page.get_by_text("Version 2 was saved while you were writing")).to_be_visible()
    page.get_by_role("button", name="Save mine as the newest").click()
    page.get_by_role("button", name="Ask everybody to acknowledge it").click()
    expect(page.get_by_role("link", name="0 of 1 have read it")).to_be_visible()

    theirs = annotator(live, browser)
    theirs.goto(f"{live.base}/p/texts/label")
    theirs.get_by_role("button", name="Read it").click()
    shown = theirs.get_by_role("dialog")
    expect(shown.get_by_role("img", name="room")).to_have_js_property("naturalWidth", 40)
    shown.get_by_role("button", name="I have read it").click()
    expect(shown).to_have_count(0)
    expect(theirs.get_by_text("Read the guideline before you start")).to_have_count(0)
    theirs.context.close()

    page.reload()
    page.get_by_role("link", name="1 of 1 have read it").click()
    expect(page.get_by_role("row", name="ann")).not_to_contain_text("Not yet")
