"""The label screen on a phone and on a laptop."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldlabel.work import items
from tests.e2e.test_first_job import TEXTS
from tests.live import Live

pytestmark = pytest.mark.browser
TITLE = "Moods in letters to the editor, second round"


def test_the_top_bar_fits_a_phone_and_uses_a_laptop(live: Live, page: Page) -> None:
    project = live.create("moods", TEXTS)
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, [{"key": "a", "data": {"text": "Fine"}}]))

    def titled(route: Any) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, json={**reply.json(), "title": TITLE})

    page.route("**/api/projects/moods", titled)
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open moods")).to_be_visible()
    page.goto(f"{live.base}/p/moods/label")
    title = page.locator(".label__project span")
    expect(title).to_have_text(TITLE)
    assert title.evaluate("(e) => e.scrollWidth <= e.clientWidth"), "the title is cut though there is room"
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(100)
    wide = "() => [document.documentElement.scrollWidth, document.querySelector('.label__bar').scrollWidth]"
    assert page.evaluate(wide) == [390, 390]
    expect(page.get_by_role("button", name="Guideline")).to_be_visible()
