"""The lead changes the task and the guideline while somebody labels."""

import pytest
from playwright.sync_api import Browser, Page, expect

from goldlabel.store.tx import Tx
from goldlabel.work import guideline, projects
from tests.e2e.team import SCHEMA, Team
from tests.live import Live

pytestmark = pytest.mark.browser
MIXED = {**SCHEMA, "questions": [{**SCHEMA["questions"][0], "config": {"values": ["good", "bad", "mixed"]}}]}


def change(team: Team, text: str) -> None:
    def both(tx: Tx) -> None:
        row, _ = projects.change_schema(tx, team.project, MIXED)
        guideline.change(tx, row, text)

    team.write(both)


def test_the_next_items_are_asked_the_new_way_and_it_is_said(browser: Browser, live: Live) -> None:
    team = Team(live)
    context, page = team.at(browser, team.ann)
    expect(page.locator(".text__body")).to_have_text("Text number 0")
    page.keyboard.press("1")
    change(team, "Mixed: when both are said.")
    page.keyboard.press("Enter")
    expect(page.locator(".text__body")).to_have_text("Text number 1")
    news = page.locator(".notice", has_text="The task and the guideline were changed")
    expect(news).to_contain_text("mixed")
    # Only just opened, it is asked the new way by itself; where that took so long that it may be read, on demand.
    mixed, renew = page.get_by_role("radio", name="mixed"), page.get_by_role("button", name="Ask this item the new way")
    expect(mixed.or_(renew).first).to_be_visible()
    if renew.is_visible():
        renew.click()
    expect(mixed).to_be_visible()
    page.keyboard.press("3")
    expect(mixed).to_be_checked()
    look(page)
    page.keyboard.press("Enter")
    expect(page.locator(".text__body")).to_have_text("Text number 2")
    said = team.until(lambda: len(team.stored()) == 2 and [body for *_, body in team.stored()])
    assert ["good" in said[0], "mixed" in said[1]] == [True, True], said
    versions = team.rows("SELECT schema_version FROM annotation WHERE project = :project ORDER BY id")
    assert versions == [(1,), (2,)], "what was begun was answered under its own task"
    news.get_by_role("button", name="Close").click()
    expect(news).to_have_count(0)
    context.close()


def look(page: Page) -> None:
    page.get_by_role("button", name="See what changed").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("mixed")
    expect(dialog.locator(".difference")).to_contain_text("Mixed: when both are said.")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
