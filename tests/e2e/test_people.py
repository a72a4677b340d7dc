"""A lead's people: two are invited and come in, are paused and resumed, a token works, the log has it all."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from goldlabel.store import people as rows
from goldlabel.work import items, people
from tests.live import Live, ok

pytestmark = pytest.mark.browser
SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [{"name": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}}],
}
PASSWORD = "seven green lamps sing"


def set_up(live: Live) -> None:
    project = live.create("texts", SCHEMA)
    texts = [{"key": f"t{n}", "data": {"text": f"Text number {n}"}} for n in range(6)]
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, texts))
    lead = live.workspace.database.write(lambda tx: people.add_person(tx, "lead@example.org", "Lena Lead", None))
    live.workspace.database.write(lambda tx: people.set_member(tx, project, lead.id, "manager", None))


def link_for(live: Live, email: str) -> str:
    def make(tx: Any) -> str:
        found = rows.person_by_email(tx, email)
        assert found is not None
        return people.make_link(tx, found.id, None)

    return f"{live.base}/sign-in#link={live.workspace.database.write(make)}"


@contextmanager
def another(browser: Browser) -> Iterator[Page]:
    """Somebody else's browser."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    try:
        yield context.new_page()
    finally:
        context.close()


def invite(page: Page, live: Live) -> dict[str, str]:
    """The links by address, as the dialog shows them."""
    page.goto(f"{live.base}/p/texts/people")
    page.get_by_role("button", name="Invite people").click()
    page.get_by_label("Email addresses").fill("Ann Lee <ann@example.org>, bob@example.org\n")
    page.get_by_role("button", name="Invite 2 people").click()
    dialog = page.get_by_role("dialog")
    found = {who: dialog.get_by_label(f"Link for {who}@example.org", exact=True) for who in ("ann", "bob")}
    links = {who: field.input_value() for who, field in found.items()}
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="Withdraw the invitation of ann@example.org")).to_be_visible()
    return links


def accept(page: Page, live: Live, link: str, name: str) -> None:
    """Also from a page of the app, where the link changes only what stands after #."""
    page.goto(f"{live.base}/sign-in")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="Join texts")).to_be_visible()
    expect(page.get_by_text("Lena Lead invites you. You join as Annotator.")).to_be_visible()
    page.get_by_label("Name").fill(name)
    page.get_by_label("New password").fill("short")
    expect(page.get_by_text("5 more characters")).to_be_visible()
    page.get_by_label("New password").fill(PASSWORD)
    expect(page.get_by_text("Strong")).to_be_visible()
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url("**/p/texts")  # the one project there is for them


def row(page: Page, email: str) -> Any:
    return page.locator(f"tr[data-person='{email}']")


def test_people_come_pause_and_go_on(live: Live, page: Page, browser: Browser) -> None:
    set_up(live)
    page.goto(link_for(live, "lead@example.org"))
    expect(page.get_by_role("link", name="Open texts")).to_be_visible()
    links = invite(page, live)
    with another(browser) as ann, another(browser) as bob:
        accept(ann, live, links["ann"], "Ann Lee")
        accept(bob, live, links["bob"], "Bob Ray")
        expect(page.get_by_role("button", name="Pause Ann Lee")).to_be_visible()
        expect(page.get_by_text("They have not used their link yet.")).to_have_count(0)
        pauses(live, page, ann)
        keeps(page, live, bob)
        role_and_undo(page)
        token(live, bob)
    log_has_it(page, live)


def pauses(live: Live, page: Page, ann: Page) -> None:
    ann.goto(f"{live.base}/p/texts/label")
    expect(ann.get_by_text(re.compile("Text number"))).to_be_visible()
    expect(row(page, "ann@example.org").get_by_text("Labeling now")).to_be_visible()
    page.get_by_role("button", name="Pause Ann Lee").click()
    expect(page.get_by_text(re.compile("Ann Lee gets no more tasks")).last).to_be_visible()
    ann.reload()
    expect(ann.get_by_role("heading", name="You are paused in this project")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Pause Ann Lee")).to_be_visible()
    ann.get_by_role("button", name="Look again").click()
    expect(ann.get_by_text(re.compile("Text number"))).to_be_visible()


def keeps(page: Page, live: Live, bob: Page) -> None:
    page.get_by_role("button", name="More for Bob Ray").click()
    page.get_by_role("button", name="Keep items for them").click()
    page.get_by_label("How many items").fill("2")
    page.get_by_role("button", name="Keep them").click()
    expect(row(page, "bob@example.org").get_by_text("2 items kept")).to_be_visible()
    bob.goto(f"{live.base}/p/texts/label")
    expect(bob.get_by_text(re.compile("Text number"))).to_be_visible()


def role_and_undo(page: Page) -> None:
    role = page.get_by_label("Role of Bob Ray")
    role.select_option("reviewer")
    toast = page.locator(".toast", has_text="Bob Ray is Reviewer now")
    expect(toast).to_be_visible()
    toast.get_by_role("button", name="Undo").click()
    expect(role).to_have_value("annotator")


def token(live: Live, bob: Page) -> None:
    bob.goto(f"{live.base}/account/tokens")
    bob.get_by_role("button", name="New token").click()
    bob.get_by_label("What it is for").fill("notebook")
    bob.get_by_role("radio", name=re.compile("^Read")).check()
    bob.get_by_role("button", name="Make token").click()
    secret = bob.get_by_role("textbox", name="Token").input_value()
    bob.get_by_role("button", name="Done").click()
    with live.client(secret) as program:
        assert ok(program.get("/api/projects/texts"))["role"] == "annotator"
        assert program.post("/api/projects/texts/next", json={}).status_code == 403
    bob.reload()
    expect(bob.get_by_text("last used just now")).to_be_visible()
    bob.get_by_role("button", name="Revoke notebook").click()
    bob.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(bob.get_by_text("No tokens yet")).to_be_visible()
    with live.client(secret) as program:
        assert program.get("/api/me").status_code == 401


def log_has_it(page: Page, live: Live) -> None:
    page.goto(f"{live.base}/p/texts/settings/log")
    for said in (
        "invited ann@example.org", "gave ann@example.org the role of Annotator", "paused ann@example.org",
        "resumed ann@example.org", "kept 2 items for bob@example.org", "gave bob@example.org the role of Reviewer",
    ):  # fmt: skip
        expect(page.get_by_text(f"Lena Lead {said}").first).to_be_visible()
    page.get_by_label("What").select_option("invite")
    expect(page.get_by_text("paused ann@example.org")).to_have_count(0)
    assert "action=invite" in page.url


def test_looks_come_along_to_another_machine_and_sessions_end(live: Live, page: Page, browser: Browser) -> None:
    set_up(live)
    page.goto(link_for(live, "lead@example.org"))
    expect(page.get_by_role("link", name="Open texts")).to_be_visible()
    page.goto(f"{live.base}/account")
    compact = page.locator("main").get_by_role("radio", name="Compact")
    # Both at once: neither may write over the other.
    with page.expect_response(lambda reply: reply.request.method == "PATCH" and "compact" in reply.text()):
        page.get_by_role("radio", name="High contrast").first.check(force=True)
        compact.check(force=True)
    expect(page.locator("html[data-theme=contrast][data-density=compact]")).to_have_count(1)
    with another(browser) as elsewhere:
        elsewhere.goto(link_for(live, "lead@example.org"))
        expect(elsewhere.locator("html[data-theme=contrast][data-density=compact]")).to_have_count(1)
        page.goto(f"{live.base}/account/security")
        page.get_by_role("button", name="Sign out everywhere else").click()
        expect(page.get_by_text("Signed out there").last).to_be_visible()
        elsewhere.goto(f"{live.base}/account")
        expect(elsewhere.get_by_role("heading", name="Sign in")).to_be_visible()


def test_settings_are_saved_as_they_change(live: Live, page: Page) -> None:
    set_up(live)
    page.goto(link_for(live, "lead@example.org"))
    expect(page.get_by_role("link", name="Open texts")).to_be_visible()
    page.goto(f"{live.base}/p/texts/settings")
    wanted = page.get_by_label("Answers wanted per item")
    wanted.fill("3")
    wanted.press("Enter")
    toast = page.locator(".toast", has_text="Saved")
    toast.get_by_role("button", name="Undo").click()
    expect(wanted).to_have_value("1")
    wanted.fill("0")
    wanted.press("Enter")
    expect(page.get_by_text("A whole number from 1 to 100")).to_be_visible()
    page.get_by_role("switch", name="Pause the project").click()
    expect(page.get_by_role("switch", name="Pause the project")).to_be_checked()
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("This project is archived")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_text("This project is archived")).to_have_count(0)
