"""Keys and the palette: one list of commands, found everywhere, with a person's own keys."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.team import Team
from tests.live import Live

pytestmark = pytest.mark.browser


@pytest.fixture
def team(live: Live) -> Team:
    return Team(live)


@pytest.fixture
def page(browser: Browser, team: Team) -> Iterator[Page]:
    context, opened = team.at(browser, team.ann)
    expect(opened.get_by_text("Text number 0", exact=True)).to_be_visible()
    yield opened
    context.close()


def preferences(team: Team) -> dict[str, Any]:
    [(settings,)] = team.rows("SELECT settings FROM person WHERE id = :ann", ann=team.ann.id)
    return json.loads(settings)


def press(page: Page, key: str, code: str) -> None:
    """As a keyboard of another layout sends it."""
    page.evaluate(
        """([key, code]) => (document.activeElement ?? document.body).dispatchEvent(
            new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))""",
        [key, code],
    )


def test_the_palette_answers_and_leads_anywhere(page: Page, team: Team) -> None:
    find = page.get_by_role("combobox", name="Find a command or place")
    page.keyboard.press("Control+k")
    expect(find).to_be_focused()
    page.keyboard.type("good")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="good", checked=True)).to_be_visible()
    # Also while typing, and with the focus back where it was.
    page.get_by_role("textbox", name="why").focus()
    page.keyboard.press("Control+k")
    expect(find).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name="why")).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("all pro")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{team.live.base}/")
    page.keyboard.press("Control+k")
    page.keyboard.type(team.name)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{team.live.base}/p/{team.name}")
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("l")
    expect(page).to_have_url(f"{team.live.base}/p/{team.name}/label")


def test_own_keys_hold_on_the_label_screen_and_other_layouts_work(page: Page, team: Team) -> None:
    press(page, "ч", "KeyX")  # where X lies on a Russian keyboard
    expect(page.get_by_role("dialog", name="Skip this item")).to_be_visible()
    page.keyboard.press("Escape")
    press(page, "é", "Digit2")  # the row of digits of a French one
    expect(page.get_by_role("radio", name="bad", checked=True)).to_be_visible()
    page.goto(f"{team.live.base}/account/shortcuts")
    page.get_by_role("button", name="Skip: X. Change").click()
    page.keyboard.press("Control+t")
    expect(page.get_by_text("belongs to the browser")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_text("N is the key of “Next region”")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Skip: U. Change")).to_be_visible()
    team.until(lambda: "keys" in preferences(team))
    assert preferences(team)["keys"] == {"skip": "u"}
    page.get_by_role("checkbox").uncheck()
    team.until(lambda: "single_keys" in preferences(team))
    assert preferences(team)["single_keys"] is False
    page.goto(f"{team.live.base}/p/{team.name}/label")
    expect(page.get_by_text("draft kept")).to_be_visible()
    page.keyboard.press("u")
    page.keyboard.press("1")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("radio", name="bad", checked=True)).to_be_visible()
    page.goto(f"{team.live.base}/account/shortcuts")
    page.get_by_role("checkbox").check()
    team.until(lambda: "single_keys" not in preferences(team))
    page.goto(f"{team.live.base}/p/{team.name}/label")
    expect(page.get_by_role("button", name="Skip")).to_contain_text("U")
    page.keyboard.press("u")
    expect(page.get_by_role("dialog", name="Skip this item")).to_be_visible()
