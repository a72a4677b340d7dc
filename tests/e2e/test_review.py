"""A reviewer's and a lead's way in a browser: ties decided by keys alone, two releases, datasheet, diff, export."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldlabel.store import projects, resolutions
from goldlabel.work import items, jobs, label, people, resolve
from goldlabel.work import projects as work_projects
from tests.live import Live, answer

pytestmark = pytest.mark.browser
TEXTS: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [{"name": "mood", "kind": "choice", "config": {"values": ["good", "bad", "mixed"]}}],
}
COUNT = 6


def ties(live: Live) -> dict[str, int]:
    """Two people who agree on nothing but the last text; resolved. Items by key."""
    project = live.create("texts", TEXTS, overlap=2)

    def fill(tx: Any) -> tuple[dict[str, int], int]:
        row = projects.by_id(tx, project.id)
        ids = items.add_rows(tx, row, [{"key": f"t{n}", "data": {"text": f"Text {n}"}} for n in range(COUNT)]).ids
        for name, value in (("Ann", "good"), ("Bob", "bad")):
            who = people.add_person(tx, f"{name}@example.org", name, None, admin=False)
            people.set_member(tx, row, who.id, "annotator", None)
            for key, item in ids.items():
                task = label.claim_item(tx, row, who.labeler, item).slot.id
                body = answer("mood", "mixed" if key == f"t{COUNT - 1}" else value)
                label.submit(tx, row, who.labeler, label.Submission(task=task, body=body))
        return ids, resolve.start(tx, row)

    ids, job = live.workspace.database.write(fill)
    jobs.run_now(live.workspace, job)
    return ids


def decided(live: Live, ids: dict[str, int]) -> dict[str, Any]:
    """Value and note of what a person decided, by item's key."""
    now = live.workspace.database.read(lambda tx: resolutions.current_of(tx, list(ids.values())))
    return {
        key: (now[id].body["answers"][0]["value"], now[id].evidence.get("note"))
        for key, id in ids.items() if now[id].source == "adjudication"
    }  # fmt: skip


def test_from_ties_to_an_export(live: Live, page: Page) -> None:
    ids = ties(live)
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open texts")).to_be_visible()
    page.goto(f"{live.base}/p/texts/releases")
    release(page, "before")
    page.goto(f"{live.base}/p/texts/review")
    expect(page.get_by_role("link", name=re.compile("^Review"))).to_contain_text("5")
    page.get_by_role("link", name="Start").focus()
    review(page)
    page.wait_for_function("() => document.body.innerText.includes('This queue is worked off')")
    expected: dict[str, tuple[str, str | None]] = {
        f"t{n}": ("good" if n % 2 else "bad", None) for n in range(COUNT - 1)
    }
    expected["t0"] = ("good", "the first sentence")
    assert decided(live, ids) == expected
    page.goto(f"{live.base}/p/texts/releases")
    release(page, "after")
    datasheet_and_diff(page)
    export(page)


def review(page: Page) -> None:
    """By keys alone: a whole side, a value, a reason, and the last decision taken back and made otherwise."""
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Decide")).to_be_visible()
    for n in range(COUNT - 1):
        expect(page.get_by_text(f"Text {n}", exact=True)).to_be_visible()
        if n == 0:
            page.keyboard.press("y")
            page.keyboard.type("the first sentence")
            page.keyboard.press("Escape")
            expect(page.get_by_label("Reason")).to_have_value("the first sentence")
        page.keyboard.press("Alt+1" if n % 2 else "2")
        page.keyboard.press("Enter")
        if n == 0:
            expect(page.get_by_text("Text 1", exact=True)).to_be_visible()
            page.keyboard.press("Control+z")
            expect(page.get_by_text("Text 0", exact=True)).to_be_visible()
            expect(page.get_by_label("bad")).to_be_checked()
            expect(page.get_by_label("Reason")).to_have_value("the first sentence")
            page.keyboard.press("Alt+1")
            expect(page.get_by_label("good")).to_be_checked()
            page.keyboard.press("Enter")


def release(page: Page, title: str) -> None:
    page.get_by_role("button", name="Make a release").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("will be in it")).to_be_visible()
    if title == "before":
        expect(dialog.get_by_text("5 items tie and stay out")).to_be_visible()
    dialog.get_by_label("Title").fill(title)
    dialog.get_by_role("button", name="Make a release").click()
    expect(page.get_by_role("link", name=re.compile(f"^Release .*: {title}$"))).to_be_visible(timeout=20_000)


def datasheet_and_diff(page: Page) -> None:
    page.get_by_role("link", name="Release 2: after", exact=True).click()
    expect(page.get_by_text("mood: answered for 6 of 6")).to_be_visible()
    expect(page.get_by_text("A reviewer's decision")).to_be_visible()
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("Every file is as it was released.")).to_be_visible()
    page.get_by_label("Compare with").select_option("1")
    expect(page.get_by_role("heading", name="From release 1 to release 2")).to_be_visible()
    expect(page.get_by_text("1 item as before")).to_be_visible()
    expect(page.get_by_text("New items")).to_be_visible()
    expect(page.get_by_text("t0", exact=True)).to_be_visible()


def export(page: Page) -> None:
    page.get_by_role("link", name="Releases", exact=True).click()
    page.get_by_role("radio", name="Export", exact=True).check(force=True)
    room = page.get_by_text("Every kind of label of this task fits into it.")
    expect(room).to_be_visible()
    page.get_by_label("Which items").select_option("resolved")
    page.get_by_label("Whose labels").select_option("resolution")
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_text("6 items written.")).to_be_visible(timeout=20_000)
    expect(room).to_have_count(0)  # what was written is the only verdict now
    with page.expect_download() as got:
        page.get_by_role("link", name=re.compile("^Download")).click()
    rows = [json.loads(line) for line in got.value.path().read_text().splitlines()]
    assert {row["key"] for row in rows if "key" in row} == {f"t{n}" for n in range(COUNT)}
    page.get_by_role("link", name="Jobs").click()
    expect(page.get_by_role("link", name=re.compile("^Export"))).to_be_visible()


def test_an_answer_goes_back_to_its_author(live: Live, page: Page) -> None:
    ids = ties(live)
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open texts")).to_be_visible()
    page.goto(f"{live.base}/p/texts/review/{ids['t0']}")
    expect(page.get_by_text("Text 0", exact=True)).to_be_visible()
    page.keyboard.press("t")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Bob").check()
    dialog.get_by_label("What to look at").fill("Read the end again.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Text 1", exact=True)).to_be_visible()
    page.goto(f"{live.base}/p/texts/review?show=sent_back")
    expect(page.get_by_role("row", name=re.compile("t0.*Bob.*Read the end again"))).to_be_visible()


def test_a_tie_about_a_region_and_a_decision_for_nothing(live: Live, page: Page) -> None:
    project = live.create(
        "names", {"fields": [{"name": "text", "medium": "text"}],
                  "region_sets": [{"name": "names", "field": "text", "shapes": ["span"]}]}, overlap=2,
    )  # fmt: skip

    def fill(tx: Any) -> int:
        row = projects.by_id(tx, project.id)
        set_id = work_projects.schema_of(tx, row).region_sets[0].id
        ids = items.add_rows(tx, row, [{"key": "t0", "data": {"text": "Berlin " + "is long " * 900}}]).ids
        for name, marked in (("Bob", True), ("Ann", False)):
            who = people.add_person(tx, f"{name}@example.org", name, None, admin=False)
            people.set_member(tx, row, who.id, "annotator", None)
            region = {
                "id": "r1", "set": set_id, "shape": "span", "version": 1, "value": {"start": 0, "end": 6},
                "keyframes": [],
            }  # fmt: skip
            body: dict[str, Any] = {"regions": [region] if marked else [], "answers": []}
            task = label.claim_item(tx, row, who.labeler, ids["t0"]).slot.id
            label.submit(tx, row, who.labeler, label.Submission(task=task, body=body))
        return resolve.start(tx, row)

    jobs.run_now(live.workspace, live.workspace.database.write(fill))
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open names")).to_be_visible()
    page.goto(f"{live.base}/p/names/review")
    page.get_by_role("link", name="Start").click()
    expect(page.locator(".desk__ties")).to_have_text("namesBerlinhalf of the labelers drew this region")
    heads = page.locator(".side__name")
    expect(heads).to_have_text(["Ann", "Bob"])  # by name, whoever was first
    expect(heads.first).to_be_in_viewport()  # beside a long text
    expect(page.get_by_text("They differ in 1 place")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".bottom__ask")).to_contain_text("Nothing marked")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.body.innerText.includes('This queue is worked off')")
    page.goto(f"{live.base}/p/names/review?show=done")
    expect(page.get_by_role("row", name=re.compile("t0"))).to_contain_text("Nothing marked")
    page.goto(f"{live.base}/p/names/data")
    expect(page.get_by_role("row", name=re.compile("t0"))).to_contain_text("Nothing marked")
