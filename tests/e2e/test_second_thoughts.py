"""What people take back or do a second time: an import, a pasted heading, a save from anywhere, a box on a phone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from goldlabel.store import items as rows
from tests.e2e.team import SCHEMA, Team
from tests.live import Live

pytestmark = pytest.mark.browser
YAML = """fields:
  - name: text
    medium: text
questions:
  - name: mood
    kind: choice
    config:
      values: [good, bad, mixed]
  - name: why
    kind: text
    required: false
"""
PASTED = "Message\nI was charged twice this month.\nThe app closes by itself.\nHow do I change my name?\n"


def keys(live: Live, project: Any) -> int:
    return live.workspace.database.read(lambda tx: len(rows.page(tx, project.id, 0, 100)))


def test_a_pasted_column_goes_in_without_its_heading_and_out_again(live: Live, page: Page) -> None:
    project = live.create("moods", SCHEMA)
    page.goto(live.link())
    page.get_by_role("link", name="Bring data in: moods").click()
    page.get_by_label("Paste rows or text").fill(PASTED)
    page.get_by_role("button", name="See the first rows").click()
    heading = page.get_by_role("checkbox", name="The first line is a heading, no item")
    expect(heading).to_be_checked()
    heading.uncheck()
    expect(page.get_by_role("button", name=re.compile("^Import (about )?4 rows"))).to_be_visible()
    heading.check()
    page.get_by_role("button", name=re.compile("^Import (about )?3 rows")).click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible(timeout=20_000)
    assert keys(live, project) == 3
    page.get_by_role("button", name="Remove these items again").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("dd").first).to_have_text("3")
    dialog.get_by_role("button", name="Remove these items again").click()
    expect(page.locator(".toast")).to_contain_text("Removed: 3.", timeout=20_000)
    assert keys(live, project) == 0
    page.goto(f"{live.base}/admin/log?project=moods")
    expect(page.get_by_text("took import 1 back")).to_be_visible()
    page.get_by_label("From", exact=True).fill("2001-01-01")
    page.get_by_label("To", exact=True).fill("2001-01-02")
    expect(page.get_by_text("Nothing of that kind is in the log.")).to_be_visible()


def test_the_guideline_is_saved_wherever_the_focus_is(live: Live, page: Page) -> None:
    live.create("moods", SCHEMA)
    page.goto(live.link())
    page.wait_for_url(f"{live.base}/")
    page.goto(f"{live.base}/p/moods/guideline")
    page.get_by_role("link", name="Write the guideline").click()
    page.get_by_role("textbox", name="Text in Markdown").fill("Good means good.")
    page.get_by_role("region", name="Preview").focus()
    page.keyboard.press("Control+s")
    expect(page.locator(".toast")).to_contain_text("Saved as version 2")


def test_a_phone_stays_where_it_is_when_a_region_is_marked(browser: Browser, live: Live) -> None:
    schema = {
        "fields": [{"name": "text", "medium": "text"}],
        "region_sets": [{"name": "parts", "field": "text", "shapes": ["span"]}],
        "questions": [
            {"name": "kind", "kind": "choice", "about": "parts", "config": {"values": ["a", "b"]}},
            *({"name": f"q{n}", "kind": "text", "required": False} for n in range(8)),
        ],
    }
    team = Team(live, schema)
    context = browser.new_context(viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True)
    team.sign_in(context, team.ann)
    page = team.open(context)
    text = page.locator(".text__body")
    expect(text).to_have_text("Text number 0")
    text.focus()
    page.keyboard.press("1")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function("() => getSelection().toString().length === 4")
    page.keyboard.press("1")
    expect(page.locator(".region")).to_have_count(1)
    page.wait_for_timeout(300)
    where = "() => [scrollY, document.querySelector('.label__middle').scrollTop]"
    assert page.evaluate(where) == [0, 0]
    context.close()


def test_after_a_new_value_the_way_to_ask_again_is_said(live: Live, page: Page) -> None:
    team = Team(live)
    page.goto(live.link())
    page.wait_for_url(f"{live.base}/")
    context = page.context
    other, label = team.at(context.browser, team.ann)  # type: ignore[arg-type]
    expect(label.locator(".text__body")).to_have_text("Text number 0")
    label.keyboard.press("1")
    label.keyboard.press("Enter")
    assert team.until(team.stored)
    other.close()
    page.goto(f"{live.base}/p/{team.name}/task?view=yaml")
    area = page.get_by_label("The task as YAML")
    expect(area).to_have_value(re.compile("bad"))
    area.fill(YAML)
    page.get_by_role("button", name="Save…").click()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Choose answered items").click()
    expect(page.get_by_role("row", name=re.compile("t0"))).to_be_visible()
