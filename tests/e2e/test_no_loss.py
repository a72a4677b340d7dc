"""Whatever happens while somebody labels, nothing is lost and nothing is silently overwritten: seen in the database."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from goldlabel.store import people as people_store
from goldlabel.store import projects as rows
from goldlabel.work import items, people, projects
from tests.e2e.conftest import FLAGS
from tests.e2e.team import PASSWORD, SCHEMA, Team
from tests.live import Live, running

pytestmark = pytest.mark.browser
GOOD, BAD = "1", "2"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with running(tmp_path_factory.mktemp("no-loss") / "ws", workers=0) as live:
        yield live


@pytest.fixture
def team(server: Live) -> Team:
    return Team(server)


@pytest.fixture
def desk(browser: Browser, team: Team) -> Iterator[tuple[BrowserContext, Page]]:
    """Ann's browser, at the first text."""
    context, page = team.at(browser, team.ann)
    expect(page.get_by_text("Text number 0", exact=True)).to_be_visible()
    yield context, page
    context.close()


def moods(team: Team) -> list[tuple[str, str, int, str]]:
    """(key, who, revision, mood)"""
    return [(key, who.rstrip("0123456789"), revision, json.loads(body)["answers"][0]["value"])
            for key, who, revision, body in team.stored()]  # fmt: skip


def offline(context: BrowserContext) -> None:
    context.route("**/api/**", lambda route: route.abort())


def online(context: BrowserContext) -> None:
    context.unroute("**/api/**")


def answer(page: Page, number: int, key: str) -> None:
    expect(page.get_by_text(f"Text number {number}", exact=True)).to_be_visible()
    page.keyboard.press(key)
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)


def saved(page: Page, words: str) -> None:
    expect(page.locator(".label__saved")).to_have_text(words)


def test_a_cut_network_and_a_closed_tab(desk: tuple[BrowserContext, Page], team: Team) -> None:
    context, page = desk
    offline(context)
    for number in range(2):
        answer(page, number, GOOD)
        page.keyboard.press("Enter")
    answer(page, 2, BAD)
    saved(page, "kept in this browser")
    page.close(run_before_unload=False)
    assert moods(team) == []
    online(context)
    again = team.open(context)
    assert team.until(lambda: len(moods(team)) == 2)
    expect(again.get_by_text("Text number 2", exact=True)).to_be_visible()
    expect(again.get_by_role("radio", name="bad", checked=True)).to_be_visible()
    again.keyboard.press("Enter")
    assert team.until(lambda: len(moods(team)) == 3)
    assert moods(team) == [("t0", "ann", 1, "good"), ("t1", "ann", 1, "good"), ("t2", "ann", 1, "bad")]


def test_a_killed_browser(playwright_of: Playwright, team: Team, tmp_path: Path) -> None:
    with Chromium(tmp_path) as killed:
        context = playwright_of.chromium.connect_over_cdp(killed.url).contexts[0]
        team.sign_in(context, team.ann)
        page = team.open(context)
        expect(page.get_by_text("next is ready")).to_be_visible()
        offline(context)
        answer(page, 0, GOOD)
        page.keyboard.press("Enter")
        answer(page, 1, BAD)
        saved(page, "kept in this browser")
        killed.kill()
    with Chromium(tmp_path) as second:
        browser = playwright_of.chromium.connect_over_cdp(second.url)
        team.sign_in(browser.contexts[0], team.ann)  # its cookies had not reached the disk
        page = team.open(browser.contexts[0])
        assert team.until(lambda: moods(team) == [("t0", "ann", 1, "good")])
        expect(page.get_by_role("radio", name="bad", checked=True)).to_be_visible()
        browser.close()


def test_an_expired_login_and_another_person_at_the_same_machine(desk: tuple[BrowserContext, Page], team: Team) -> None:
    context, page = desk
    team.write(lambda tx: people_store_end_sessions(tx, team.ann.id))
    answer(page, 0, GOOD)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_be_visible()
    assert moods(team) == []
    # Bob signs in instead, in another tab: Ann's page still shows Ann's work, which does not go out as his.
    team.sign_in(context, team.bob)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    other = team.open(context)
    answer(other, 3, BAD)  # Ann holds the first three
    other.keyboard.press("Enter")
    assert team.until(lambda: moods(team) == [("t3", "bob", 1, "bad")])
    expect(dialog).to_be_visible()
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_be_hidden()
    assert team.until(lambda: len(moods(team)) == 2)
    assert moods(team) == [("t0", "ann", 1, "good"), ("t3", "bob", 1, "bad")]


def people_store_end_sessions(tx: Any, person: int) -> None:
    tx.run("DELETE FROM session WHERE person = :person", person=person)


def test_two_tabs_on_the_same_item(desk: tuple[BrowserContext, Page], team: Team) -> None:
    context, one = desk
    two = team.open(context)
    answer(two, 0, BAD)
    saved(two, "draft kept")
    answer(one, 0, GOOD)
    saved(one, "two versions")
    [(draft,)] = team.rows("SELECT body FROM draft d JOIN slot s ON s.id = d.slot WHERE s.project = :project")
    assert json.loads(draft)["answers"][0]["value"] == "bad"
    # Submitting asks first; the choice is made part by part.
    one.keyboard.press("Enter")
    dialog = one.get_by_role("dialog", name="This draft was changed elsewhere")
    expect(dialog.get_by_role("radio", checked=True)).to_have_count(1)
    dialog.get_by_role("button", name="Use this").click()
    one.keyboard.press("Enter")
    assert team.until(lambda: moods(team) == [("t0", "ann", 1, "good")])
    # The other tab submits its own on top of what it does not know: a conflict, nothing overwritten.
    two.keyboard.press("Enter")
    needs = two.get_by_role("button", name="1 needs you")
    expect(needs).to_be_visible()
    assert moods(team) == [("t0", "ann", 1, "good")]
    needs.click()
    two.get_by_role("button", name="Compare").click()
    dialog = two.get_by_role("dialog", name="This item was submitted elsewhere")
    expect(dialog.get_by_role("row", name="mood")).to_contain_text("good")
    dialog.get_by_role("button", name="Use this").click()
    two.keyboard.press("Enter")
    assert team.until(lambda: len(moods(team)) == 2)
    assert moods(team) == [("t0", "ann", 1, "good"), ("t0", "ann", 2, "bad")]


def test_a_refused_submit_waits_until_its_maker_decides(desk: tuple[BrowserContext, Page], team: Team) -> None:
    context, one = desk
    two = team.open(context)
    answer(two, 0, GOOD)
    two.keyboard.press("Enter")
    assert team.until(lambda: moods(team) == [("t0", "ann", 1, "good")])
    saved(two, "saved")  # else the other tab sends it once more, in case it was lost on its way
    two.close()
    one.route("**/draft", lambda route: route.abort())  # else the draft may hear of it before the submit does
    answer(one, 0, BAD)
    one.keyboard.press("Enter")
    expect(one.locator(".toast", has_text="Not stored")).to_be_visible()
    needs = one.get_by_role("button", name="1 needs you")
    dialog = one.get_by_role("dialog", name="This item was submitted elsewhere")

    def compare() -> None:
        needs.click()
        one.get_by_role("dialog").get_by_role("button", name="Compare").click()
        expect(dialog.get_by_role("row", name="mood")).to_contain_text("bad")

    compare()
    sent: list[str] = []
    one.on("request", lambda request: sent.append(request.url) if request.url.endswith("/submit") else None)
    one.keyboard.press("Escape")
    expect(needs).to_be_visible()
    # Away without a choice, and back by another way: it waits, and nothing asks the server again.
    one.locator(".label__project").click()
    expect(one.locator(".label")).to_have_count(0)
    expect(needs).to_be_visible()
    one.reload()
    compare()
    one.reload()
    compare()
    assert (sent, moods(team)) == ([], [("t0", "ann", 1, "good")])
    one.unroute("**/draft")
    dialog.get_by_role("button", name="Use this").click()
    expect(needs).to_be_hidden()
    one.keyboard.press("Enter")
    assert team.until(lambda: len(moods(team)) == 2)
    assert moods(team) == [("t0", "ann", 1, "good"), ("t0", "ann", 2, "bad")]
    one.reload()
    expect(one.get_by_text("Text number 1", exact=True)).to_be_visible()
    expect(needs).to_be_hidden()


def test_an_item_that_is_imported_anew_meanwhile(desk: tuple[BrowserContext, Page], team: Team) -> None:
    context, page = desk
    answer(page, 0, GOOD)
    saved(page, "draft kept")
    rows = [{"key": "t0", "data": {"text": "New"}}, {"key": "t1", "data": {"text": "Also new"}}]
    team.write(lambda tx: items.add_rows(tx, team.project, rows))
    page.keyboard.press("Enter")
    expect(page.locator(".toast", has_text="The item was changed while you worked")).to_be_visible()
    found = team.rows(
        "SELECT i.key, a.item_revision, a.counted FROM annotation a JOIN item i ON i.id = a.item "
        "WHERE a.project = :project"
    )
    assert found == [("t0", 1, 0)]
    # A draft of before is kept beside the changed item, to be taken over or left.
    answer(page, 1, BAD)
    saved(page, "draft kept")
    context.clear_cookies()
    page.close()
    team.sign_in(context, team.ann)
    again = team.open(context)
    expect(again.get_by_text("next is ready")).to_be_visible()
    while not again.get_by_text("Also new", exact=True).is_visible():
        again.keyboard.press(GOOD)
        again.keyboard.press("Enter")
    expect(again.get_by_text("The item was changed after you began")).to_be_visible()
    [(draft,)] = team.rows("SELECT body FROM draft d JOIN slot s ON s.id = d.slot WHERE s.project = :project")
    assert json.loads(draft)["answers"][0]["value"] == "bad"
    again.get_by_role("button", name="Compare").click()
    expect(again.get_by_role("dialog").get_by_role("row", name="mood")).to_contain_text("bad")
    again.get_by_role("dialog").get_by_role("button", name="Use this").click()
    expect(again.get_by_role("radio", name="bad", checked=True)).to_be_visible()


def test_a_value_that_is_removed_meanwhile(desk: tuple[BrowserContext, Page], team: Team) -> None:
    context, page = desk
    answer(page, 0, BAD)
    narrower = json.loads(json.dumps(SCHEMA))
    narrower["questions"][0]["config"]["values"] = ["good", "mixed"]
    team.write(lambda tx: projects.change_schema(tx, team.project, narrower))
    page.keyboard.press("Enter")
    assert team.until(lambda: moods(team) == [("t0", "ann", 1, "bad")])
    assert team.rows("SELECT schema_version FROM annotation WHERE project = :project") == [(1,)]
    # A draft of before is mapped when it is opened again, on any machine; what does not fit is named.
    answer(page, 1, BAD)
    page.get_by_role("textbox", name="why").fill("because")
    saved(page, "draft kept")
    narrower["questions"][0]["config"]["values"] = ["good", "fine"]  # whichever task the draft was begun under
    team.write(lambda tx: projects.change_schema(tx, rows.by_id(tx, team.project.id), narrower))
    page.close()
    again = team.open(context)
    expect(again.get_by_text("Text number 1", exact=True)).to_be_visible()
    expect(again.get_by_text("Left out, and kept in the earlier version")).to_contain_text("answers to mood")
    expect(again.get_by_role("radio", name="fine")).to_be_visible()
    expect(again.get_by_role("textbox", name="why")).to_have_value("because")
    [(draft,)] = team.rows("SELECT body FROM draft d JOIN slot s ON s.id = d.slot WHERE s.project = :project")
    assert "bad" in draft or "mixed" in draft, "what did not fit is not overwritten by looking"


def test_a_full_storage(browser: Browser, team: Team) -> None:
    context, page = team.at(browser, team.ann)
    full = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }"
    page.add_init_script(full)
    page.reload()
    expect(page.get_by_text("next is ready")).to_be_visible()
    offline(context)
    answer(page, 0, GOOD)
    saved(page, "kept in this tab only")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="1 only in this tab")).to_be_visible()
    page.get_by_role("button", name="1 only in this tab").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save all as JSON").click()
    [kept] = json.loads(Path(download.value.path()).read_text())
    assert kept["body"]["answers"][0]["value"] == "good"
    online(context)
    assert team.until(lambda: moods(team) == [("t0", "ann", 1, "good")])
    context.close()


def test_access_that_is_withdrawn_and_given_back(desk: tuple[BrowserContext, Page], team: Team) -> None:
    context, page = desk
    answer(page, 0, GOOD)
    team.write(lambda tx: people_store.end_member(tx, team.project.id, team.ann.id))
    page.keyboard.press("Enter")
    page.get_by_role("button", name="1 needs you").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("no longer there for you")).to_be_visible()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    dialog.get_by_role("button", name="Copy as JSON").click()
    expect(page.locator(".toast", has_text="Copied")).to_be_visible()
    kept = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert (kept["project"], kept["body"]["answers"][0]["value"]) == (team.name, "good")
    assert moods(team) == []
    people_back(team)
    dialog.get_by_role("button", name="Send again").click()
    assert team.until(lambda: moods(team) == [("t0", "ann", 1, "good")])


def people_back(team: Team) -> None:
    team.write(lambda tx: people.set_member(tx, team.project, team.ann.id, "annotator", None))


def test_an_item_that_is_erased_meanwhile(desk: tuple[BrowserContext, Page], team: Team) -> None:
    context, page = desk
    answer(page, 0, GOOD)
    saved(page, "draft kept")
    erase(team, "t0")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="1 needs you")).to_be_visible()
    # Its maker still has it after a reload, and decides.
    page.close()
    again = team.open(context)
    again.get_by_role("button", name="1 needs you").click()
    with again.expect_download() as download:
        again.get_by_role("button", name="Save as JSON").click()
    assert json.loads(Path(download.value.path()).read_text())["body"]["answers"][0]["value"] == "good"
    again.get_by_role("button", name="Let it go").click()
    expect(again.get_by_role("button", name="1 needs you")).to_be_hidden()
    again.locator(".toast").get_by_role("button", name="Undo").click()
    expect(again.get_by_role("button", name="1 needs you")).to_be_visible()


def erase(team: Team, key: str) -> None:
    def gone(tx: Any) -> None:
        item = tx.value("SELECT id FROM item WHERE project = :project AND key = :key", project=team.project.id, key=key)
        tx.run("DELETE FROM draft WHERE slot IN (SELECT id FROM slot WHERE item = :item)", item=item)
        for table in ("slot", "queue"):
            tx.run(f"DELETE FROM {table} WHERE item = :item", item=item)
        tx.run("DELETE FROM item WHERE id = :item", item=item)

    team.write(gone)


def test_a_draft_on_another_machine(browser: Browser, desk: tuple[BrowserContext, Page], team: Team) -> None:
    _, page = desk
    answer(page, 0, BAD)
    page.get_by_role("textbox", name="why").fill("half a sen")
    saved(page, "draft kept")
    elsewhere, there = team.at(browser, team.ann)
    expect(there.get_by_role("radio", name="bad", checked=True)).to_be_visible()
    there.get_by_role("textbox", name="why").fill("half a sentence")
    saved(there, "draft kept")
    # Back at the first machine, the newer words are not typed over.
    page.get_by_role("textbox", name="why").fill("half a sen, other")
    saved(page, "two versions")
    [(draft,)] = team.rows("SELECT body FROM draft d JOIN slot s ON s.id = d.slot WHERE s.project = :project")
    assert json.loads(draft)["answers"][1]["value"] == "half a sentence"
    elsewhere.close()


def test_undo_reaches_over_a_submit_and_redo_goes_on(desk: tuple[BrowserContext, Page], team: Team) -> None:
    _, page = desk
    answer(page, 0, GOOD)
    page.keyboard.press("Enter")
    answer(page, 1, BAD)
    page.keyboard.press("Control+z")  # the answer
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.keyboard.press("Control+z")  # the submit before it
    expect(page.get_by_text("Text number 0", exact=True)).to_be_visible()
    page.keyboard.press("Control+Shift+z")
    expect(page.get_by_text("Text number 1", exact=True)).to_be_visible()
    page.keyboard.press("Control+Shift+z")
    expect(page.get_by_role("radio", name="bad", checked=True)).to_be_visible()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.keyboard.press(BAD)
    page.keyboard.press("Enter")
    assert team.until(lambda: len(moods(team)) == 2)
    assert moods(team) == [("t0", "ann", 1, "good"), ("t0", "ann", 2, "bad")]


class Chromium:
    """A browser in a process of its own that can be killed; its profile outlives it."""

    def __init__(self, profile: Path) -> None:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        assert path is not None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [
            path,
            *FLAGS,
            "--headless=new",
            "--window-size=1366,768",
            f"--remote-debugging-port={port}",
            f"--user-data-dir={profile}",
        ]
        self.process = subprocess.Popen(
            [*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.03)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def __enter__(self) -> "Chromium":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()
