"""Relations, suggestions, comments and one's own history on the label screen, by keyboard and by pointer."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldlabel import templates
from goldlabel.core.annotation import Body, Purpose
from goldlabel.core.record import Labeled, Record
from goldlabel.store import annotations
from goldlabel.store import items as rows
from goldlabel.store.items import ItemRow, NewItem
from goldlabel.store.projects import ProjectRow
from goldlabel.work import items
from goldlabel.work.import_labels import Labels
from goldlabel.work.items import Added
from tests.live import Live

pytestmark = pytest.mark.browser
TEXT = "Ada met Charles in London. She wrote of his engine."


def span(id: str, words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"id": id, "set": "entities", "shape": "span", "value": {"start": start, "end": start + len(words)}}


def typed(id: str, value: str) -> dict[str, Any]:
    return {"question": "type", "kind": "choice", "region": id, "value": value}


SUGGESTED = {
    "regions": [span("p", "Ada"), span("c", "Charles"), span("l", "London")],
    "answers": [typed("p", "Person"), typed("c", "Person"), typed("l", "Organisation")],
}


@pytest.fixture
def project(live: Live) -> ProjectRow:
    """Two items; machines suggest regions for the first, one of them wrong."""
    made = live.create("joined", templates.load("relations").schema)
    data = [{"key": key, "data": {"text": TEXT}} for key in "ab"]
    live.workspace.database.write(lambda tx: items.add_rows(tx, made, data))
    item = live.workspace.database.read(lambda tx: rows.page(tx, made.id, 0, 1))[0]
    live.workspace.database.write(lambda tx: suggest(tx, made, item))
    return made


def suggest(tx: Any, project: ProjectRow, item: ItemRow) -> None:
    given = Labeled(Body.model_validate(SUGGESTED), "tagger 3", "model", Purpose.suggestion, confidence=0.9)
    labels = Labels(project, Purpose.suggestion)
    record = Record(item.data, item.key, annotations=[given])
    found = labels.ready(tx, [(NewItem(item.key, item.hash, "", ""), record)], [])
    labels.store(tx, Added(ids={item.key: item.id}), found)


def stored(live: Live) -> list[tuple[str, dict[str, Any]]]:
    """(what was seen, body) of every answer, in the order they came."""

    def read(tx: Any) -> list[tuple[str, dict[str, Any]]]:
        found = tx.all("SELECT id, saw FROM annotation WHERE purpose = 'label' ORDER BY id")
        return [(saw, annotations.body_of(tx, id)) for id, saw in found]

    return live.workspace.database.read(read)


def begin(page: Page, live: Live) -> None:
    page.goto(live.link())
    page.wait_for_url(f"{live.base}/")
    page.goto(f"{live.base}/p/joined/label")
    expect(page.locator(".text__body")).to_be_visible()


def names(body: dict[str, Any]) -> dict[str, str]:
    """Region ids by their words."""
    return {region["id"]: TEXT[region["value"]["start"] : region["value"]["end"]] for region in body["regions"]}


def test_by_keyboard(page: Page, live: Live, project: ProjectRow) -> None:
    begin(page, live)
    keys = page.keyboard
    bar = page.locator(".suggestions")
    expect(bar).to_contain_text("3 suggestions")
    expect(page.locator(".regions")).to_have_count(0)
    for key in "saad":
        keys.press(key)
    expect(bar).to_contain_text("0 suggestions")
    expect(page.locator(".regions").first.locator("li")).to_have_count(2)
    keys.press("n")
    for key in ("j", "n"):
        keys.press(key)
    expect(page.locator(".link-hint")).to_contain_text("Join “Ada” with “Charles”")
    keys.press("Enter")
    keys.press("1")
    expect(page.locator(".arc__label")).to_have_text("works for")
    keys.press("Control+z")
    keys.press("Control+z")
    expect(page.locator(".arc__label")).to_have_count(0)
    keys.press("Control+y")
    keys.press("Control+y")
    keys.press("c")
    keys.type("Did they work together?")
    keys.press("Control+Enter")
    expect(page.locator(".talk__words")).to_have_text("Did they work together?")
    keys.press("Escape")
    keys.press("c")
    keys.press("Enter")
    expect(page.locator(".label__position")).to_contain_text("1 of 2")
    ((saw, body),) = stored(live)
    (relation,) = body["relations"]
    ends = names(body)
    assert (ends[relation["from_id"]], ends[relation["to_id"]]) == ("Ada", "Charles")
    assert {
        "question": "relation",
        "kind": "choice",
        "value": "works_for",
        "region": relation["id"],
        "version": 1,
    } in body["answers"]
    assert saw == "[1]", "which suggestions were on screen is kept, the ignored one too"
    # Back to it through one's own history, by what it said.
    keys.press("h")
    page.get_by_placeholder("Find in what was shown").fill("charles engine")
    row = page.locator(".history__row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("comment open")
    row.focus()
    keys.press("Enter")
    expect(page.get_by_role("button", name="Submit change")).to_be_visible()
    expect(page.locator(".arc__label")).to_have_text("works for")


def test_by_pointer(page: Page, live: Live, project: ProjectRow) -> None:
    begin(page, live)
    page.get_by_role("button", name="Accept all").click()
    regions = page.locator(".region")
    expect(regions).to_have_count(3)
    regions.nth(0).hover()
    regions.nth(0).get_by_role("button", name="Join with another region").click()
    page.locator(".span__label").nth(2).click()
    page.locator(".question").get_by_text("located in").click()
    expect(page.locator(".arc__label")).to_have_text("located in")
    # Hidden it is not drawn, its relation neither; shown again it is.
    page.locator(".region", has_text="London").first.hover()
    hide = page.locator(".region", has_text="London").first.get_by_role("button", name="Hide or show")
    hide.click()
    expect(page.locator(".arc__label")).to_have_count(0)
    hide.click()
    page.locator(".arc__label").click()
    expect(page.locator(".relation-ends")).to_contain_text("“London”")
    # A skip is taken back from the message that says so.
    page.get_by_role("button", name="Skip").click()
    page.locator(".dialog").get_by_role("button", name="Skip").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".arc__label")).to_have_text("located in")
    page.get_by_role("button", name="Submit").click()
    expect(page.locator(".label__position")).to_contain_text("1 of 2")
    ((_, body),) = stored(live)
    assert len(body["relations"]) == 1
