"""The app in other languages: chosen at the sign-in page, right to left where it is written so, numbers as there."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldlabel.work import items, people
from tests.live import Live

pytestmark = pytest.mark.browser
ENGLISH = Path(__file__).resolve().parents[2] / "web" / "src" / "i18n" / "en"
SCHEMA: dict[str, Any] = {
    "fields": [{"name": "satz", "medium": "text"}],
    "questions": [
        {"name": "laune", "kind": "choice", "config": {"values": ["froh", "trist"]}},
        {"name": "art", "about": "orte", "kind": "choice", "config": {"values": ["dorf", "stadt"]}},
    ],
    "region_sets": [{"name": "orte", "field": "satz", "shapes": ["span"]}],
}
SAID = """() => [document.body.innerText.split("\\n"),
    ...[...document.querySelectorAll("[aria-label], [title], [placeholder]")].filter((e) => e.checkVisibility())
        .map((e) => ["aria-label", "title", "placeholder"].map((name) => e.getAttribute(name) ?? ""))]
    .flat().map((text) => text.trim())"""


ADMIN = "Admin"
"""The name of who set the server up."""


def english() -> set[str]:
    """What the app says in English, whole sentences and words (names and formats are the same everywhere)."""
    source = "\n".join(path.read_text() for path in ENGLISH.glob("*.ts"))
    return set(re.findall(r': "([^"{]*[a-z]{2}[^"{]*)"', source)) - {"goldlabel", ADMIN}


def left_in_english(page: Page) -> set[str]:
    return english() & set(page.evaluate(SAID))


def set_up(live: Live, rows: int) -> None:
    project = live.create("reisen", SCHEMA)
    data = [{"key": f"t{n}", "data": {"satz": f"Satz {n} aus Wien"}} for n in range(rows)]
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, data))
    lead = live.workspace.database.write(lambda tx: people.add_person(tx, "lead@example.org", "Lena Lead", None))
    live.workspace.database.write(lambda tx: people.set_member(tx, project, lead.id, "manager", None))


def test_a_person_who_reads_arabic_and_one_who_reads_german(live: Live, page: Page) -> None:
    set_up(live, 1234)
    page.goto(live.base + "/sign-in")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert {"Sign in", "Password"} <= left_in_english(page)
    page.get_by_label("Language").select_option("العربية")
    expect(page.get_by_role("heading", name="تسجيل الدخول")).to_be_visible()
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert left_in_english(page) == set()
    email, button = page.get_by_label("البريد الإلكتروني").bounding_box(), page.locator("select").bounding_box()
    assert email
    assert button
    assert abs(email["x"] + email["width"] - button["x"] - button["width"]) < 2  # both begin at the right

    page.goto(live.link())
    expect(page.get_by_role("heading", name="المشاريع")).to_be_visible()
    assert left_in_english(page) == set()
    page.goto(live.base + "/p/reisen/label")
    expect(page.get_by_text("Satz 0 aus Wien")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert left_in_english(page) == set()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Satz 1 aus Wien")).to_be_visible()
    assert left_in_english(page) == set()

    page.goto(live.base + "/p/reisen")
    page.get_by_role("button", name=re.compile("الحساب")).click()
    page.get_by_label("اللغة").select_option("Deutsch")
    expect(page.get_by_text("1.234").first).to_be_visible()
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["de", "ltr"]
