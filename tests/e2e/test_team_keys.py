"""A team's day without a mouse: guideline, invitation, two people's answers, review, a tie, release and export."""

import csv
import re
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.keys import choose, create, go, paste_texts, press, tab_to
from tests.live import Live

pytestmark = pytest.mark.browser
COUNT = 4
TIE = 3
PASSWORD = "seven green lamps sing"


@contextmanager
def another(browser: Browser) -> Generator[Page]:
    """Somebody else's browser."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    try:
        opened = context.new_page()
        opened.set_default_timeout(8000)
        yield opened
    finally:
        context.close()


def shown(page: Page, n: int) -> Locator:
    return page.locator(".field-view").get_by_text(f"Message number {n}", exact=True)


def test_a_team_s_day_by_keys(live: Live, page: Page, browser: Browser) -> None:
    page.goto(live.link())
    expect(page.get_by_role("heading", name="No projects yet")).to_be_visible()
    create(page, "Text classification", people=2)
    paste_texts(page, COUNT)
    write_guideline(page)
    link = invite(page)
    with another(browser) as ann:
        join(ann, link)
        read_guideline(ann)
        label(ann, "2")
        label(page, "1")
        go(page, "Overview")
        press(page, "^Resolve$")
        settle_tie(page)
        review(page)
        answer_again(ann)
    release(page)
    assert export(page) == ["Billing", "Technical", "Billing", "Account"]


def write_guideline(page: Page) -> None:
    go(page, "Guideline")
    press(page, "^Edit$")
    tab_to(page, "^Text in Markdown$")
    page.keyboard.press("Control+a")
    page.keyboard.type("# Messages\n\nOdd ones are about ")
    page.keyboard.press("Control+b")
    page.keyboard.type("money")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", name="Messages", exact=True)).to_be_visible()
    expect(page.locator("strong", has_text="money")).to_be_visible()
    press(page, "^Ask everybody to acknowledge it$")
    expect(page.get_by_role("link", name=re.compile("have read it"))).to_be_visible()


def invite(page: Page) -> str:
    """The link, as the invited gets it."""
    go(page, "People")
    press(page, "^Invite people$")
    page.keyboard.type("ann@example.org")
    press(page, "^Invite 1 person$")
    expect(page.get_by_role("heading", name="Invited")).to_be_visible()
    tab_to(page, "^Link for ann@example.org$")
    link: str = page.evaluate("() => document.activeElement.value")
    press(page, "^Done$")
    return link


def join(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name=re.compile("^Join"))).to_be_visible()
    tab_to(page, "^Name")
    page.keyboard.type("Ann Lee")
    tab_to(page, "^New password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()


def read_guideline(page: Page) -> None:
    go(page, "Label")
    press(page, "^Read it$")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Messages", exact=True)).to_be_visible()
    press(page, "^I have read it$")
    expect(dialog).to_have_count(0)


def label(page: Page, last: str) -> None:
    """They agree on all but the last."""
    if "/label" not in page.url:
        go(page, "Label")
    for n in range(COUNT):
        expect(shown(page, n)).to_be_visible()
        page.keyboard.press(last if n == TIE else "1")
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)


def settle_tie(page: Page) -> None:
    go(page, "Review")
    expect(page.get_by_role("radio", name=re.compile(r"^Ties.*1"))).to_be_checked()
    press(page, "^Start$")
    expect(shown(page, TIE)).to_be_visible()
    page.keyboard.press("Alt+2")
    page.keyboard.press("3")  # an answer that nobody gave
    page.keyboard.press("y")
    page.keyboard.type("about the account")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This queue is worked off")).to_be_visible()


def review(page: Page) -> None:
    """One goes back, one is mended, one accepted."""
    go(page, "Review")
    tab_to(page, "^Ties")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name=re.compile("^Not reviewed"))).to_be_checked()
    press(page, "^Start$")
    for n in range(3):
        expect(shown(page, n)).to_be_visible()
        if n == 0:
            page.keyboard.press("t")
            expect(page.get_by_role("dialog")).to_be_visible()
            if "Ann" not in page.evaluate("() => document.activeElement.labels[0].innerText"):
                page.keyboard.press("ArrowDown")
            tab_to(page, "^What to look at$")
            page.keyboard.type("Is this about money?")
            page.keyboard.press("Control+Enter")
        else:
            if n == 1:
                page.keyboard.press("2")
            page.keyboard.press("Enter")
    expect(page.get_by_text("This queue is worked off")).to_be_visible()


def answer_again(page: Page) -> None:
    """What came back is the next thing she sees."""
    press(page, "^Look again$")
    expect(page.get_by_text("Is this about money?")).to_be_visible()
    expect(shown(page, 0)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)


def release(page: Page) -> None:
    go(page, "Releases")
    press(page, "^Make a release$")
    expect(page.get_by_role("dialog").get_by_text(f"{COUNT} items will be in it.")).to_be_visible()
    page.keyboard.type("by keys")
    press(page, "^Make a release$")
    expect(page.get_by_role("link", name="Release 1: by keys", exact=True)).to_be_visible(timeout=20_000)


def export(page: Page) -> list[str]:
    """The labels in the file, in the order of the messages."""
    go(page, "Export")
    tab_to(page, "^Format$")
    choose(page, "CSV")
    tab_to(page, "^What$")
    choose(page, "Release 1: by keys")
    press(page, "^Export$")
    tab_to(page, "^Download")
    with page.expect_download(timeout=20_000) as got:
        page.keyboard.press("Enter")
    rows = csv.DictReader(got.value.path().read_text("utf-8-sig").splitlines())
    return [row["topic"] for row in sorted(rows, key=lambda row: row["text"])]
