"""A whole day on screen by pointer, from an empty workspace to a release whose export is read."""

import csv
import re
import zipfile
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live import Live

pytestmark = pytest.mark.browser
PASSWORD = "seven green lamps sing"
COUNT = 12
TABLE = "Nr,Message\n" + "".join(f"m{n:02},Message number {n} of the day\n" for n in range(COUNT))
DROP = """([text, name]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: "text/csv" }));
    document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
}"""
TIES = (2, 4)
SKIPPED, COMMENTED = 7, 5


def says(name: str, n: int) -> str:
    """What each says about message n: they differ on two."""
    return "Billing" if n % 2 or (name == "Bob Ray" and n in TIES) else "Technical"


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


def number_on(page: Page) -> int:
    """Which message is on the label screen."""
    shown = page.locator(".field-view").get_by_text(re.compile(r"^Message number \d+ of the day$"))
    expect(shown).to_have_count(1)
    found = re.search(r"\d+", shown.inner_text())
    assert found
    return int(found[0])


def test_a_day_by_pointer(live: Live, page: Page, browser: Browser) -> None:
    page.goto(live.link())
    new_project(page)
    bring_data(page)
    write_guideline(page)
    links = invite(page)
    with another(browser) as ann, another(browser) as bob, another(browser) as rea:
        for who, name in ((ann, "Ann Lee"), (bob, "Bob Ray"), (rea, "Rea View")):
            join(who, links[name.split()[0].lower()], name)
        page.get_by_role("link", name="Overview").click()
        label_all(ann, "Ann Lee", page)
        label_all(bob, "Bob Ray", page)
        answer_the_comment(page)
        page.get_by_role("link", name="Overview").click()
        page.get_by_role("button", name="Resolve").click()
        decide(rea)
    release(page)
    with another(browser) as vic:
        join(vic, links["vic"], "Vic Look")
        look(vic)
    labels = {row["key"]: row["topic"] for row in export(page)}
    decided = {f"m{n:02}": "Account" for n in TIES}
    # One message wants a second answer still: it is in no release.
    assert labels == {f"m{n:02}": says("Ann Lee", n) for n in range(COUNT) if n != SKIPPED} | decided


def new_project(page: Page) -> None:
    page.get_by_role("link", name="New project").click()
    page.get_by_role("link", name=re.compile("^Text classification")).click()
    page.get_by_label("Title").fill("Messages of the day")
    page.get_by_label("People per item").fill("2")
    page.get_by_role("button", name="Create project").click()
    page.wait_for_url("**/p/messages-of-the-day/import")


def bring_data(page: Page) -> None:
    page.get_by_role("heading", name="Drop files or a folder here").wait_for()
    page.evaluate(DROP, [TABLE, "messages.csv"])
    page.get_by_label("Nr: Goes to").select_option(label="Key: names the item")
    page.get_by_label("Message: Goes to").select_option("field:text")
    page.get_by_role("button", name=f"Import {COUNT} rows").click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible(timeout=20_000)


def write_guideline(page: Page) -> None:
    page.get_by_role("link", name="Guideline").click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_role("textbox", name="Text in Markdown").fill("# Messages\n\nOdd ones are about **money**.\n")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Messages", exact=True)).to_be_visible()


def invite(page: Page) -> dict[str, str]:
    """Their links by first name."""
    page.get_by_role("link", name="People").click()
    out: dict[str, str] = {}
    for role, names in (("Annotator", ["ann", "bob"]), ("Reviewer", ["rea"]), ("Viewer", ["vic"])):
        page.get_by_role("button", name="Invite people").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Email addresses").fill(", ".join(f"{name}@example.org" for name in names))
        dialog.get_by_role("radio", name=re.compile(f"^{role}")).check()
        dialog.get_by_role("button", name=re.compile("^Invite .* pe")).click()
        for name in names:
            out[name] = dialog.get_by_label(f"Link for {name}@example.org", exact=True).input_value()
        dialog.get_by_role("button", name="Done").click()
    return out


def join(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.get_by_label("Name").fill(name)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Messages of the day")).to_be_visible()


def label_all(page: Page, name: str, lead: Page) -> None:
    """By clicking: one skips a message and says why, the other asks about one. The lead's screen follows."""
    page.get_by_role("link", name="Label", exact=True).first.click()
    seen: set[int] = set()
    while len(seen) < COUNT:
        n = number_on(page)
        assert n not in seen
        seen.add(n)
        if name == "Ann Lee" and n == SKIPPED:
            page.get_by_role("button", name="Skip").click()
            dialog = page.get_by_role("dialog")
            dialog.get_by_text("Broken").click()
            dialog.get_by_role("button", name="Skip").click()
        else:
            if name == "Bob Ray" and n == COMMENTED:
                comment(page)
            page.get_by_role("radio", name=re.compile(f"^{says(name, n)}")).click()
            page.get_by_role("button", name="Submit").click()
        if len(seen) < COUNT:
            expect(page.get_by_text(f"Message number {n} of the day")).to_have_count(0)
        if len(seen) == 3:
            expect(lead.get_by_text(f"{name} labels now")).to_be_visible()
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)


def comment(page: Page) -> None:
    page.get_by_role("button", name="Comments").click()
    page.get_by_label("Comment to the lead").fill("Is this about money?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Is this about money?")).to_be_visible()
    page.get_by_role("button", name="Comments").click()


def answer_the_comment(page: Page) -> None:
    expect(page.get_by_text("1 comment is open.")).to_be_visible()
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_role("button", name="Answer", exact=True).click()
    page.get_by_label("Answer to this comment").fill("Yes, money.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Yes, money.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Resolve").click()


def decide(page: Page) -> None:
    """The reviewer settles the ties with an answer that nobody gave."""
    page.get_by_role("link", name=re.compile("^Review")).click()
    page.get_by_role("link", name="Start").click()
    for n in TIES:
        expect(page.get_by_text(f"Message number {n} of the day")).to_be_visible()
        page.get_by_role("radio", name=re.compile("^Account")).click()
        page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("This queue is worked off")).to_be_visible()


def release(page: Page) -> None:
    page.get_by_role("link", name="Make a release").click()
    page.get_by_role("button", name="Make a release").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(f"{COUNT - 1} items will be in it.")).to_be_visible()
    expect(dialog.get_by_text("1 item still waits for answers")).to_be_visible()
    dialog.get_by_label("Title").fill("the first day")
    dialog.get_by_role("button", name="Make a release").click()
    page.get_by_role("link", name="Release 1: the first day", exact=True).click()
    expect(page.get_by_text(f"topic: answered for {COUNT - 1} of {COUNT - 1}")).to_be_visible()
    expect(page.get_by_text("A reviewer's decision")).to_be_visible()


def look(page: Page) -> None:
    """A viewer sees how it went and takes the release along; nothing is offered that they may not do."""
    expect(page.get_by_role("region", name="Progress")).to_contain_text(re.compile(rf"Done\s*{COUNT - 1}"))
    page.get_by_role("link", name="Releases", exact=True).click()
    with page.expect_download(timeout=20_000) as got:
        page.get_by_role("link", name=re.compile("^Download")).click()
    with zipfile.ZipFile(got.value.path()) as packed:
        assert any(name.endswith("datasheet.md") for name in packed.namelist()), packed.namelist()
    for name in ("Label", "Make a release", "People", "Export"):
        expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)


def export(page: Page) -> list[dict[str, str]]:
    page.get_by_role("link", name="Releases", exact=True).click()
    page.get_by_text("Export", exact=True).click()
    page.get_by_label("Format", exact=True).select_option("csv")
    page.get_by_label("What", exact=True).select_option(label="Release 1: the first day")
    page.get_by_role("button", name="Export").click()
    with page.expect_download(timeout=20_000) as got:
        page.get_by_role("link", name=re.compile("^Download")).click()
    return list(csv.DictReader(got.value.path().read_text("utf-8-sig").splitlines()))
