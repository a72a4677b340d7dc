"""Every page for everyone: WCAG 2.2 AA by axe in every theme, by keyboard, on a phone, from right to left, zoomed.

A new page is found in the router and has to be named here; a dialog or a panel wants a line in STATES.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from goldlabel import templates
from goldlabel.demo.build import build
from goldlabel.store import items as item_rows
from goldlabel.work import items
from tests.e2e import walk
from tests.e2e.test_offers import TEXT, suggest
from tests.live import Live, running

pytestmark = pytest.mark.browser

# The router's address, and where to look at it; more than one where it has several faces.
PAGES: dict[str, list[str]] = {
    "/": ["/", "/?q=nothing+like+it"],
    "/new": ["/new", "/new?from=choice"],
    "/account": ["/account"],
    "/account/security": ["/account/security"],
    "/account/tokens": ["/account/tokens"],
    "/account/shortcuts": ["/account/shortcuts"],
    "/admin": ["/admin"],
    "/admin/people": ["/admin/people"],
    "/admin/log": ["/admin/log"],
    "/p/$project": ["/p/support", "/p/empty", "/p/nowhere"],
    "/p/$project/data": ["/p/streets/data", "/p/empty/data"],
    "/p/$project/data/$item": ["/p/support/data/1", "/p/support/data/99999"],
    "/p/$project/review": ["/p/support/review", "/p/support/review?show=done", "/p/empty/review"],
    "/p/$project/review/$item": ["/p/support/review/next?queue=ties", "/p/streets/review/next?queue=unreviewed"],
    "/p/$project/releases": ["/p/support/releases", "/p/support/releases?show=export", "/p/empty/releases"],
    "/p/$project/releases/$number": ["/p/support/releases/1"],
    "/p/$project/jobs": ["/p/support/jobs", "/p/empty/jobs"],
    "/p/$project/jobs/$job": ["/p/support/jobs/1"],
    "/p/$project/import": ["/p/support/import"],
    "/p/$project/comments": ["/p/joined/comments", "/p/empty/comments"],
    "/p/$project/task": ["/p/streets/task", "/p/support/task?view=both", "/p/support/task?view=yaml"],
    "/p/$project/guideline": [
        "/p/support/guideline", "/p/support/guideline?show=edit", "/p/support/guideline?show=versions",
        "/p/support/guideline?show=readers", "/p/empty/guideline",
    ],
    "/p/$project/people": ["/p/support/people"],
    "/p/$project/settings": ["/p/support/settings"],
    "/p/$project/settings/log": ["/p/support/settings/log"],
    "/p/$project/label": [
        "/p/support/label", "/p/news/label", "/p/streets/label", "/p/leaves/label", "/p/joined/label", "/p/empty/label",
    ],
}  # fmt: skip
SIGNED_OUT = {"/sign-in": ["/sign-in"], "/invite": ["/invite", "/invite#invite=wrong"]}


def button(name: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        page.get_by_role("button", name=re.compile(name)).first.focus()
        page.evaluate("() => { window.before = document.activeElement }")
        page.keyboard.press("Enter")

    return press


def keys(*names: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        page.evaluate("() => { window.before = document.activeElement }")
        for name in names:
            page.keyboard.press(name)

    return press


# What is opened on a page, and how.
STATES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "palette": ("/p/support/label", keys("Control+k")),
    "help": ("/p/support/label", keys("?")),
    "skip": ("/p/support/label", keys("x")),
    "guideline beside the item": ("/p/support/label", keys("g")),
    "account menu": ("/", button("^Account")),
    "bell": ("/", button("^Notifications")),
    "token": ("/account/tokens", button("^New token")),
    "invite": ("/p/support/people", button("^Invite people")),
    "release": ("/p/support/releases", button("^Make a release")),
    "columns": ("/p/support/data", button("^Columns")),
    "filter": ("/p/support/data", button("^Filter")),
    "views": ("/p/support/data", button("All items")),
    "send back": ("/p/streets/review/next?queue=unreviewed", button("Send back")),
    "more for somebody": ("/p/support/people", button("^More for")),
}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The demo's projects with answers, ties and a release; one with relations and suggestions; an empty one."""
    with running(tmp_path_factory.mktemp("ws") / "ws") as server:
        build(server.workspace, lambda _: None, count=6)
        server.create("empty", templates.load("relations").schema)
        yield server


@pytest.fixture(scope="module")
def page(browser: Browser, live: Live) -> Iterator[Page]:
    joined = live.create("joined", templates.load("relations").schema)
    rows = [{"key": key, "data": {"text": TEXT}} for key in "ab"]
    live.workspace.database.write(lambda tx: items.add_rows(tx, joined, rows))
    first = live.workspace.database.read(lambda tx: item_rows.page(tx, joined.id, 0, 1))[0]
    live.workspace.database.write(lambda tx: suggest(tx, joined, first))
    context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    opened = context.new_page()
    opened.goto(live.link())
    expect(opened.get_by_role("link", name="Open support")).to_be_visible()
    yield opened
    context.close()


def test_no_page_is_forgotten() -> None:
    assert walk.addresses() == {*PAGES, *SIGNED_OUT}


def everything(page: Page, first: bool = True) -> list[str]:
    """A page's other faces are made of the same parts: they are looked at in one theme and in few sizes."""
    return [
        *walk.look(page, walk.LOOKS if first else walk.LOOKS[:1]),
        *page.evaluate(walk.FRAME),
        *walk.stops(page),
        *walk.sizes(page, few=not first),
    ]


def test_every_page(page: Page, live: Live) -> None:
    found: dict[str, Any] = {}
    titles: dict[str, str] = {}
    for pattern, places in PAGES.items():
        for place in places:
            walk.visit(page, place)
            titles[pattern] = page.title()
            found[place] = everything(page, place == places[0])
    assert not any(found.values()), walk.told(found)
    same = {title for title in titles.values() if list(titles.values()).count(title) > 1}
    assert not same, f"pages of one title: {same}"


def test_what_opens_on_pages(page: Page, live: Live) -> None:
    found: dict[str, Any] = {}
    for name, (place, act) in STATES.items():
        page.goto(live.base + place)
        walk.ready(page)
        before = page.content()
        act(page)
        page.wait_for_function("before => document.body.outerHTML.length !== before", arg=len(before))
        aside = name == "guideline beside the item"
        if not aside:
            page.wait_for_function(f"() => {walk.OPENED}")
        found[name] = [] if aside else walk.keeps_focus(page)
        found[name] += [*walk.look(page, walk.LOOKS[:2]), *walk.stops(page)]
        found[name] += [] if aside else walk.gives_back(page)
    assert not any(found.values()), walk.told(found)


ON_A_PHONE = {
    "item": "", "guideline": "g", "skip": "x", "comments": "c", "my items": "h", "help": "?", "palette": "Control+k",
}  # fmt: skip


def test_the_label_screen_on_a_phone(page: Page, live: Live) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    found: dict[str, Any] = {}
    for place in ("/p/support/label", "/p/streets/label"):
        page.goto(live.base + place)
        walk.ready(page)
        for name, key in ON_A_PHONE.items():
            if key:
                page.keyboard.press(key)
                page.wait_for_timeout(120)
            found[f"{place} {name}"] = [*page.evaluate(walk.SIDEWAYS), *walk.look(page, walk.LOOKS[:1])]
            page.keyboard.press("Escape")
    page.set_viewport_size({"width": 1366, "height": 768})
    assert not any(found.values()), walk.told(found)


def test_errors_and_conflicts(page: Page, live: Live) -> None:
    found: dict[str, Any] = {}

    def refuse(route: Route) -> None:
        route.fulfill(status=400, json={"error": {"message": "The disk is full."}})

    for place, asked in (("/p/support/data", "items*"), ("/p/support/jobs", "jobs*"), ("/p/support/label", "next")):
        page.route(f"**/api/projects/support/{asked}", refuse)
        page.goto(live.base + place)
        expect(page.get_by_role("alert").get_by_text("The disk is full.").first).to_be_visible()
        found[place] = [*walk.look(page), *walk.stops(page), *walk.sizes(page, few=True)]
        page.unroute(f"**/api/projects/support/{asked}")
    other = page.context.new_page()
    for tab, key in ((page, "1"), (other, "2")):
        tab.goto(f"{live.base}/p/support/label")
        walk.ready(tab)
        tab.keyboard.press(key)
        expect(tab.locator(".label__saved")).to_have_text(re.compile("draft kept|two versions"))
    page.keyboard.press("3")
    expect(page.locator(".label__saved")).to_have_text("two versions")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="This draft was changed elsewhere")).to_be_visible()
    found["conflict"] = [*walk.keeps_focus(page), *walk.look(page), *walk.stops(page)]
    other.close()
    assert not any(found.values()), walk.told(found)


def test_what_happens_is_said(page: Page, live: Live) -> None:
    page.goto(f"{live.base}/p/leaves/label")
    walk.ready(page)
    page.evaluate(walk.HEARD)
    page.keyboard.press("Enter")
    walk.heard(page, "One thing is missing")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    walk.heard(page, "Submitted. Next item.")
    walk.visit(page, "/p/support/settings")
    wanted = page.get_by_label("Answers wanted per item")
    wanted.fill("0")
    wanted.press("Enter")
    walk.heard(page, "A whole number from 1 to 100")
    wanted.fill("4")
    wanted.press("Enter")
    walk.heard(page, "Saved")
    walk.visit(page, "/account/tokens")
    button("^New token")(page)
    page.keyboard.type("notebook")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Token")).to_be_visible()
    page.evaluate("() => { window.heard = [] }")
    page.get_by_role("dialog").get_by_role("button", name="Copy Token").click()
    page.wait_for_function(f"() => {walk.OPENED}.querySelector('[role=status]').innerText.includes('opied')")


def test_signed_out(browser: Browser, live: Live) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    page = context.new_page()
    found: dict[str, Any] = {}
    for place in [one for places in SIGNED_OUT.values() for one in places]:
        page.goto("about:blank")
        page.goto(live.base + place)
        walk.ready(page)
        found[place] = everything(page)
    context.close()
    assert not any(found.values()), walk.told(found)
