"""The network goes away and comes back while somebody labels."""

import pytest
from playwright.sync_api import Page, expect

from goldlabel.work import items
from tests.e2e.test_first_job import TEXTS, bodies
from tests.live import Live

pytestmark = pytest.mark.browser


def test_work_done_offline_is_sent_as_soon_as_the_server_answers(live: Live, page: Page) -> None:
    project = live.create("moods", TEXTS)
    rows = [{"key": f"t{n}", "data": {"text": f"Text number {n}"}} for n in range(3)]
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, rows))
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open moods")).to_be_visible()
    page.goto(f"{live.base}/p/moods/label")
    expect(page.get_by_text("Text number 0", exact=True)).to_be_visible()
    page.route("**/api/**", lambda route: route.abort())  # no `online` event tells when this ends
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    waiting = page.get_by_text("offline, 1 waiting")
    expect(waiting).to_be_visible()
    page.wait_for_timeout(5000)  # long enough for the tries to be as far apart as they get
    page.unroute("**/api/**")
    expect(waiting).to_be_hidden(timeout=3000)
    assert len(bodies(live, "moods", 1)) == 1
