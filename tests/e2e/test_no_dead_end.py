"""Every link of every page is followed, as each role, and what opens is opened: no blank page, no error, no refusal."""

import re
from collections.abc import Generator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from goldlabel.demo.build import build
from goldlabel.store import people as rows
from goldlabel.store import projects
from goldlabel.work import people
from tests.live import Live, running

pytestmark = pytest.mark.browser
PROJECT = "support"
KINDS = re.compile(r"/(data|review|jobs|releases)/\d+")
"""Pages that are alike but for a number: one of them is enough."""
MOST = 45
LINKS = """() => [...document.querySelectorAll('a[href]')].filter((a) => !a.hasAttribute('download'))
  .map((a) => a.href).filter((href) => href.startsWith(location.origin) && !href.includes('/api/'))"""
STANDS = """() => { const main = document.querySelector('main');
  return main && main.innerText.trim().length > 3 && !document.querySelector('[aria-busy=true], .skeleton'); }"""
OPENERS = """() => {
  const words = /^(New|Invite|Make a release|Filter|Columns|More|View|Keep|Skip|Comments|Guideline|Help|Find|Add)\\b/;
  const name = (e) => e.ariaLabel ?? e.innerText.trim();
  return [...document.querySelectorAll('button')]
    .filter((e) => e.checkVisibility() && !e.disabled && !e.closest('.shortcuts'))
    .filter((e) => e.matches('[aria-expanded], [popovertarget]') || words.test(name(e))).map(name);
}"""
"""Buttons that only open something."""
BAR = ("Find a command or place", "Notifications", "Account")
ERRORS = "This page broke|Nothing here"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Generator[Live]:
    with running(tmp_path_factory.mktemp("demo") / "ws") as live:
        build(live.workspace, lambda _: None, count=6)
        yield live


class Crawl:
    """One person's browser that notes what goes wrong on which page."""

    def __init__(self, live: Live, page: Page) -> None:
        self.base, self.page, self.wrong = live.base, page, list[str]()
        self.pressed = set[str]()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: self.note(str(error)))
        page.on("console", lambda said: self.note(said.text) if said.type == "error" else None)
        page.on("response", self._answered)

    def note(self, what: str) -> None:
        self.wrong.append(f"{self.page.url.removeprefix(self.base)}: {what}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.note(f"{response.status} {response.request.method} {response.url.removeprefix(self.base)}")

    def stands(self) -> None:
        try:
            self.page.wait_for_function(STANDS)
        except Exception:
            self.note("blank, or waiting for ever")
        if found := re.search(ERRORS, self.page.locator("body").inner_text()):
            self.note(found[0])

    def opens(self, path: str) -> None:
        """Presses what opens a dialog, a menu or a panel, and Escape."""
        for name in dict.fromkeys(self.page.evaluate(OPENERS)):
            # One of each kind: what is for one person or question is so for the next; the bar is the same everywhere.
            kind = re.sub(r"(for|Open) .*|\n.*|: .*", "", name)
            where = "" if kind in BAR else re.sub(r"[?].*", "", KINDS.sub(r"/\1", path))
            if f"{where} {kind}" in self.pressed:
                continue
            self.pressed.add(f"{where} {kind}")
            button = self.page.get_by_role("button", name=name, exact=True).first
            if not button.is_visible():
                continue
            button.click()
            self.page.wait_for_timeout(60)
            self.stands()
            self.page.keyboard.press("Escape")
            if self.page.url != self.base + path:
                self.page.goto(self.base + path)
                self.stands()

    def all_links(self, start: str, press: bool = False) -> set[str]:
        """Follows every link there is, each kind of page once."""
        todo, seen, kinds = [start], set[str](), set[str]()
        while todo and len(seen) < MOST:
            path = todo.pop(0)
            kind = KINDS.sub(r"/\1/N", path)
            kind = re.sub(r"^/p/(?!support)[^/?]+.*", "/p/other", kind)
            kind = re.sub(r"^/new[?].*", "/new?from", kind)  # every template has a test of its own
            if kind in kinds:
                continue
            kinds.add(kind)
            seen.add(path)
            self.page.goto(self.base + path)
            self.stands()
            if press:
                self.opens(path)
            todo += [link.removeprefix(self.base).split("#")[0] or "/" for link in self.page.evaluate(LINKS)]
        return kinds


def signed_in(live: Live, browser: Browser, role: Any) -> Page:
    """Somebody with that role in the demo's project, in a browser of their own."""

    def session(tx: Any) -> str:
        admin = role == "admin"
        person = people.add_person(tx, f"{role}@example.org", f"A {role}", None, admin=admin)
        if not admin:
            people.set_member(tx, projects.by_name(tx, PROJECT), person.id, role, None)
        found = rows.person_by_email(tx, f"{role}@example.org")
        assert found is not None
        return people.start_session(tx, found, 1, "test")

    secret = live.workspace.database.write(session)
    cookie = "goldlabel_" + live.workspace.key_for("cookie").hex()[:8]
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": cookie, "value": secret, "url": live.base}])
    return context.new_page()


def test_a_newcomer_labels_and_finds_the_export(demo: Live, page: Page) -> None:
    page.goto(demo.link())
    page.get_by_role("link", name="Label: Support messages by topic").click()
    page.get_by_role("radio").first.click()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("radio").first).not_to_be_checked()  # the next one is there
    page.goto(f"{demo.base}/p/{PROJECT}")
    page.get_by_role("link", name="Export", exact=True).click()
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_role("link", name=re.compile("^Download"))).to_be_visible(timeout=20_000)


LEAST = {"annotator": 6, "viewer": 8, "reviewer": 10, "manager": 14, "admin": 24}

PRESSES = {"annotator": 5, "admin": 20}
"""Who presses buttons too: the admin has all of them; how many at least."""


@pytest.mark.parametrize("role", list(LEAST))
def test_every_link_leads_somewhere(demo: Live, browser: Browser, role: str) -> None:
    crawl = Crawl(demo, signed_in(demo, browser, role))
    kinds = crawl.all_links("/", press=role in PRESSES)
    crawl.page.context.close()
    assert not crawl.wrong, "\n".join(crawl.wrong)
    assert len(kinds) >= LEAST[role], sorted(kinds)
    assert len(crawl.pressed) >= PRESSES.get(role, 0), sorted(crawl.pressed)
