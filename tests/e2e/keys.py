"""Hands that have no mouse: Tab, Enter, arrows, shortcuts and the palette."""

import re

from playwright.sync_api import Page, expect

NAME = """() => { const e = document.activeElement; if (!e || e === document.body) return '';
  const label = e.labels && e.labels[0] ? e.labels[0].innerText : '';
  return (e.getAttribute('aria-label') || label || e.innerText || e.placeholder || '')
    .trim().replace(/\\s+/g, ' '); }"""
MOST = 120


def tab_to(page: Page, name: str) -> None:
    """Tab by Tab, as somebody does who sees what has the focus."""
    passed: list[str] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at = page.evaluate(NAME)
        if re.match(name, at):
            return
        passed.append(at)
    raise AssertionError(f"no Tab leads to {name}; there were {list(dict.fromkeys(passed))}")


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def go(page: Page, words: str) -> None:
    """By the palette."""
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type(words)
    expect(page.get_by_role("dialog").get_by_role("option").first).to_contain_text(words)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)


def choose(page: Page, words: str) -> None:
    """In the list that has the focus, by its first letters."""
    page.keyboard.type(words)
    chosen = "() => document.activeElement.selectedOptions[0].label"
    assert page.evaluate(chosen).startswith(words), page.evaluate(chosen)


def create(page: Page, template: str, people: int = 1) -> None:
    press(page, "^New project$")
    expect(page.get_by_placeholder("Find a task")).to_be_visible()
    press(page, f"^{template}")
    expect(page.get_by_label("Title")).to_have_value(template)
    if people > 1:
        tab_to(page, "^People per item$")
        page.keyboard.type(str(people))
    press(page, "^Create project$")
    expect(page.get_by_role("heading", name="Drop files or a folder here")).to_be_visible()


def finish_import(page: Page) -> None:
    expect(page.get_by_role("button", name=re.compile(r"^Import( \d+ rows?)?$"))).to_be_enabled(timeout=15_000)
    press(page, r"^Import( \d+ rows?)?$")
    expect(page.get_by_role("heading", name="Imported")).to_be_visible(timeout=20_000)


def paste_texts(page: Page, count: int) -> None:
    tab_to(page, "^Paste rows or text")
    for n in range(count):
        page.keyboard.type(f"Message number {n}\n")
    press(page, "^See the first rows$")
    finish_import(page)
