"""What the label screen loads at a first visit: Label Studio's is 1,845 kB of gzipped JavaScript, ours stays small."""

import gzip
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldlabel.work import items
from tests.e2e.test_first_job import TEXTS, add_pictures
from tests.live import Live

pytestmark = pytest.mark.browser
MOST = 350_000


def test_the_label_screen_loads_little_code(live: Live, page: Page) -> None:
    project = live.create("texts", TEXTS)
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, [{"key": "a", "data": {"text": "Fine"}}]))
    add_pictures(live)
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open texts")).to_be_visible()
    for name in ("texts", "pictures"):
        scripts: dict[str, int] = {}

        def keep(response: Any, scripts: dict[str, int] = scripts) -> None:
            if response.request.resource_type == "script":
                scripts[response.url] = len(gzip.compress(response.body(), 9, mtime=0))

        page.on("response", keep)
        page.goto(f"{live.base}/p/{name}/label")
        expect(page.get_by_role("button", name="Submit")).to_be_visible()
        page.wait_for_load_state("networkidle")
        page.remove_listener("response", keep)
        assert len(scripts) > 5, "looked at the wrong thing"
        assert sum(scripts.values()) <= MOST, sorted(scripts.items(), key=lambda one: -one[1])[:5]
