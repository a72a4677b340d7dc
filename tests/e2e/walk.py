"""What a walk through all pages looks for: see test_accessible.py."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

WEB = Path(__file__).resolve().parents[2] / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
# Keys and shapes beside a name are hints, not part of it. Nothing may be half-way through a change when it is measured.
STILL = ".kbd, .region__more { display: none !important } * { transition: none !important; animation: none !important }"
SPACED = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
ADOPT = "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }"

# A card of the task and the preview of the same field have one name.
MAY = re.compile(r"[-a-z]+ \(minor\)|landmark-unique \(moderate\): \.card")
LOOKS = (("light", "light"), ("dark", "dark"), ("contrast", "light"), ("contrast", "dark"))
# Nothing is fetched for it: the one rule that wants the style sheets' text is about turning the screen.
CHECK = """async only => (await axe.run(document, {
    resultTypes: ["violations"], preload: false,
    runOnly: only ? [only] : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})).violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target, html }) => `${id} (${impact}): ${target.join(" ")} ${html.slice(0, 140)}`))"""

FRAME = """() => {
    const wrong = [];
    const count = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility()).length;
    if (count("main") !== 1) wrong.push(`${count("main")} main landmarks`);
    if (count("h1") === 0) wrong.push("no h1");
    if (!document.documentElement.lang) wrong.push("no language");
    return wrong;
}"""

# What lies beyond the sides and in no scroller of its own.
SIDEWAYS = """() => {
    const wide = document.documentElement.clientWidth;
    const wrong = [];
    if (document.documentElement.scrollWidth > wide) wrong.push(`page ${document.documentElement.scrollWidth}`);
    const held = (e) => {
        for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
            if (getComputedStyle(p).overflowX !== "visible") return true;
        return false;
    };
    for (const e of document.querySelectorAll("body *")) {
        const { left, right, width, height } = e.getBoundingClientRect();
        if (!width || !height || (right <= wide + 1 && left >= -1)) continue;
        if (e.closest(".sr-only, .skip-link") || !e.checkVisibility({ visibilityProperty: true }) || held(e)) continue;
        wrong.push(`${e.tagName}.${e.getAttribute("class") ?? ""} ${Math.round(left)}..${Math.round(right)}`);
    }
    return wrong.slice(0, 5);
}"""

# Words that their control or heading has no room for.
CUT = """() => {
    const wrong = [];
    for (const e of document.querySelectorAll("button, a, label, legend, h1, h2, h3, p, th")) {
        if (!e.innerText?.trim() || !e.checkVisibility() || e.closest(".sr-only, .skip-link, svg")) continue;
        const style = getComputedStyle(e);
        const { overflowX, overflowY, textOverflow, webkitLineClamp } = style;
        const cut = overflowX === "hidden" && textOverflow !== "ellipsis" && e.scrollWidth > e.clientWidth + 1;
        const low = overflowY === "hidden" && webkitLineClamp === "none" && e.scrollHeight > e.clientHeight + 4;
        if (cut || low) wrong.push(`cut: ${e.className} ${e.innerText.slice(0, 30)}`);
        if (!e.matches(".btn")) continue;
        const range = document.createRange();
        range.selectNodeContents(e);
        if (range.getBoundingClientRect().width > e.getBoundingClientRect().width + 2)
            wrong.push(`spills: ${e.className} ${e.innerText.slice(0, 30)}`);
    }
    return wrong.slice(0, 5);
}"""

# Every stop of the Tab key: seen, in sight, not under something else, and seen to have the focus.
STOPS = """most => {
    const opened = [...document.querySelectorAll("dialog[open], :popover-open, .pop__panel")];
    const root = opened.at(-1) ?? document;
    const may = "a[href], button, input, select, textarea, summary, [tabindex]";
    const all = [...root.querySelectorAll(may)].filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility());
    const wrong = [];
    const looks = (e) => {
        const out = [];
        for (let at = e, n = 0; at && n < 4; at = at.parentElement, n++) {
            const s = getComputedStyle(at);
            out.push(s.outlineStyle + s.outlineWidth + s.boxShadow + s.borderColor + s.backgroundColor);
            out.push(getComputedStyle(at, "::before").content);
        }
        return out.join();
    };
    for (const e of all.slice(0, most)) {
        document.activeElement?.blur();
        const before = looks(e);
        e.focus();
        const words = e.ariaLabel ?? e.innerText?.slice(0, 20) ?? "";
        const name = `${e.tagName}.${e.className?.baseVal ?? e.className} ${words}`;
        if (document.activeElement !== e) { wrong.push(`takes no focus: ${name}`); continue; }
        if (looks(e) === before) wrong.push(`focus is not seen: ${name}`);
        const box = (e.matches("input") && e.closest("label") || e).getBoundingClientRect();
        if (box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth || !box.width) {
            wrong.push(`out of sight: ${name}`);
            continue;
        }
        const xs = [0.5, 0.1, 0.9].map((f) => Math.min(innerWidth - 1, Math.max(0, box.left + box.width * f)));
        const ys = [0.5, 0.1, 0.9].map((f) => Math.min(innerHeight - 1, Math.max(0, box.top + box.height * f)));
        const own = e.closest("label") ?? e;
        const hit = xs.some((x) => ys.some((y) => {
            const found = document.elementFromPoint(x, y);
            return found && (own.contains(found) || found.contains(own) && found.closest("label") === found);
        }));
        if (!hit) wrong.push(`covered: ${name}`);
    }
    return wrong;
}"""


def keeps_focus(page: Page) -> list[str]:
    """What has opened has the focus (a menu has it with the next Tab), and a dialog keeps it."""
    if not page.evaluate(INSIDE):
        if page.evaluate(f"() => {OPENED}.querySelectorAll('{STOP}').length") == 0:
            return []  # nothing but words
        page.keyboard.press("Tab")
    if not page.evaluate(INSIDE):
        return ["the focus stays outside"]
    if not page.evaluate(MODAL):
        return []
    for _ in range(page.evaluate(f"() => {OPENED}.querySelectorAll('{STOP}').length") + 2):
        page.keyboard.press("Tab")
        if not page.evaluate(KEPT):
            return [f"Tab leaves it: {page.evaluate('() => document.activeElement.outerHTML.slice(0, 120)')}"]
    return []


def gives_back(page: Page) -> list[str]:
    """Escape closes it, and the focus is where it was (`window.before`)."""
    inside = page.evaluate(INSIDE)
    page.keyboard.press("Escape")
    page.wait_for_function(f"() => !{OPENED}")
    if not inside:  # nothing but words: the focus went on
        return []
    at = "() => [window.before, document.activeElement].map((e) => e.outerHTML.slice(0, 100))"
    return [] if page.evaluate("() => window.before === document.activeElement") else [str(page.evaluate(at))]


def heard(page: Page, words: str) -> None:
    """Until a screen reader was told."""
    page.wait_for_function("words => window.heard.some((one) => one.includes(words))", arg=words)


SIZES = ((390, 844, "ltr"), (390, 844, "rtl"), (820, 1180, "ltr"), (683, 384, "ltr"), (320, 640, "ltr"))
TURN = """dir => new Promise((done) => {
    document.documentElement.dir = dir;
    requestAnimationFrame(() => requestAnimationFrame(done));
})"""


OPENED = "[...document.querySelectorAll('dialog[open], :popover-open, .pop__panel')].at(-1)"
STOP = "a, button, input, select, textarea"
INSIDE = f"() => {OPENED}?.contains(document.activeElement) ?? false"
MODAL = f"() => {OPENED}?.matches('dialog:modal') ?? false"
# Between the last stop and the first lies the browser's own bar: nothing of the page.
KEPT = f"() => document.activeElement === document.body || {OPENED}.contains(document.activeElement)"
HEARD = """() => {
    window.heard = [];
    const look = () => {
        for (const e of document.querySelectorAll("[role=status], [role=alert], [aria-live=polite]"))
            if (!e.closest("[inert]") && e.innerText.trim()) window.heard.push(e.innerText.trim());
    };
    new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""


def addresses() -> set[str]:
    """The address of every page in the router: routes that draw something and do not only frame others."""
    text = (WEB / "src" / "pages" / "router.tsx").read_text(encoding="utf-8")
    made = re.compile(r'(?:const (\w+) = )?createRoute\(\{\s*getParentRoute: \(\) => (\w+),\s*(path|id): "([^"]*)"')
    found = [(m[1] or f"#{n}", m[2], m[4] if m[3] == "path" else "") for n, m in enumerate(made.finditer(text))]
    parents = {name: (parent, path) for name, parent, path in found}

    def full(name: str) -> str:
        if name not in parents:
            return ""
        parent, path = parents[name]
        return f"{full(parent)}/{path.strip('/')}".rstrip("/")

    # `path: "/"` is the page of its parent's own address; a page with another inside still stands alone.
    framing = {parent for _, parent, path in found if path == "/"} | {n for n, _, p in found if p == ""}
    return {full(name) or "/" for name in parents if name not in framing and name != "project"}


def visit(page: Page, place: str) -> None:
    """To another address of the app without loading it anew."""
    page.evaluate("href => window.__TSR_ROUTER__.navigate({ href })", place)
    ready(page)


def ready(page: Page) -> None:
    """Until what is asked from the server is drawn."""
    page.wait_for_function(
        "() => document.querySelector('main, dialog[open], .empty') && "
        "!document.querySelector('.skeleton, main[aria-busy=true], main [aria-busy=true]')"
    )


def look(page: Page, looks: Sequence[tuple[str, str]] = LOOKS) -> list[str]:
    """Findings of axe in these themes; in the later ones only of colours, as nothing else differs."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(ADOPT, STILL)
    wrong: list[str] = []
    for theme, scheme in looks:
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        page.evaluate("t => { document.documentElement.dataset.theme = t }", theme)
        found: list[str] = page.evaluate(CHECK, None if theme == "light" else "color-contrast")
        wrong += [f"{theme}/{scheme}: {one}" for one in found if not MAY.match(one)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate("() => { document.documentElement.dataset.theme = 'light' }")
    return wrong


def stops(page: Page, most: int = 60) -> list[str]:
    page.keyboard.press("Tab")
    return page.evaluate(STOPS, most)


def sizes(page: Page, few: bool = False) -> list[str]:
    """No sideways scrolling on a phone (either direction of writing), at 200 and 400 % zoom, with wide spacing."""
    wrong: list[str] = []
    wide = page.viewport_size
    for width, height, dir in (SIZES[0], SIZES[-1]) if few else SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(TURN, dir)
        wrong += [f"{width} {dir}: {one}" for one in page.evaluate(SIDEWAYS)]
    page.set_viewport_size(wide or {"width": 1366, "height": 768})
    page.evaluate("() => { document.documentElement.dir = 'rtl' }")
    wrong += [f"rtl: {one}" for one in page.evaluate(SIDEWAYS)]
    page.evaluate("() => { document.documentElement.dir = 'ltr' }")
    page.evaluate(ADOPT, SPACED)
    wrong += [f"spaced: {one}" for one in [*page.evaluate(SIDEWAYS), *page.evaluate(CUT)]]
    page.evaluate(ADOPT, STILL)
    return wrong


def told(found: dict[str, Any]) -> str:
    return json.dumps({key: value for key, value in found.items() if value}, indent=1, ensure_ascii=False)
