"""The data table over 20,000 items: scrolled to its end, searched, filtered, kept as a view, changed in bulk."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldlabel.core.annotation import Body
from goldlabel.store.tx import Tx
from goldlabel.work import items, label, people, resolve
from tests.live import Live

pytestmark = pytest.mark.browser
SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "region_sets": [{"name": "Names", "field": "text", "shapes": ["span"]}],
    "questions": [{"name": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}}],
}
COUNT = 20_000


def body(schema: Any, n: int, who: int) -> Body:
    mood = next(one for one in schema.questions if one.name == "mood")
    return Body.model_validate({
        "answers": [{"question": mood.id, "kind": "choice", "value": ["good", "bad"][who if n == 2 else 0]}],
        "regions": [
            {"id": "r", "set": schema.region_sets[0].id, "shape": "span",
             "value": {"start": 0, "end": 3 + 4 * who * (n == 2)}}
        ],
    })  # fmt: skip


def fill(live: Live) -> None:
    """20,000 items; five of them answered by two people, who differ on one."""
    from goldlabel.work import projects

    project = live.create("big", SCHEMA, overlap=2)
    rows = [{"key": f"k{n:05d}", "data": {"text": f"row {n} {'zebra' if n % 1000 == 7 else 'horse'}"},
             "meta": {"source": "web" if n % 2 else "mail"}} for n in range(COUNT)]  # fmt: skip

    def answer(tx: Tx) -> None:
        schema = projects.schema_of(tx, project)
        for number, name in enumerate(("Ann", "Ben")):
            person = people.add_person(tx, f"{name}@example.org", name, None)
            for n, task in enumerate(label.next_tasks(tx, project, person.labeler, 5)):
                given = label.Submission(task.slot.id, body(schema, n, number).model_dump(mode="json"), seconds=4)
                label.submit(tx, project, person.labeler, given)
        resolve.resolve_chunk(tx, project, seconds=None)

    for first in range(0, COUNT, 4000):
        live.workspace.database.write(lambda tx, first=first: items.add_rows(tx, project, rows[first : first + 4000]))
    live.workspace.database.write(answer)


def test_a_lead_finds_keeps_and_changes_items(live: Live, page: Page) -> None:
    fill(live)
    page.goto(live.link())
    expect(page.get_by_text("big").first).to_be_visible()
    page.goto(f"{live.base}/p/big/data")
    grid = page.get_by_role("grid", name="Items")
    expect(page.get_by_text("20,000 items")).to_be_visible()
    expect(grid.get_by_text("k00000", exact=True)).to_be_visible()
    assert grid.get_by_role("row").count() < 80, "only the rows in sight are there"

    # By the scrollbar into the middle, by keyboard to the end.
    grid.evaluate("grid => { grid.scrollTop = grid.scrollHeight / 2 }")
    expect(grid.get_by_text(re.compile(r"^k(099|100)\d\d$")).first).to_be_visible()
    grid.focus()
    page.keyboard.press("End")
    expect(grid.get_by_text("k19999", exact=True)).to_be_visible()

    # The first search has the index made; the list grows to what there is.
    page.get_by_role("searchbox").fill("zebra")
    expect(page.get_by_text("20 found")).to_be_visible(timeout=30_000)
    expect(grid.get_by_text("k00007", exact=True)).to_be_visible()

    # A filter, as a sentence, in the address; kept as a view.
    page.get_by_role("searchbox").fill("")
    expect(page.get_by_text("20,000 items")).to_be_visible()
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_label("What").select_option(label="State")
    page.get_by_label("Value").select_option(label="Tie")
    page.get_by_role("button", name="Add filter").click()
    expect(page.get_by_text("1 found")).to_be_visible()
    assert "tie" in page.url
    page.get_by_role("button", name="View: All items").click()
    page.get_by_role("button", name="Save as a new view").click()
    page.get_by_label("Name").fill("Ties to settle")
    page.get_by_role("button", name="Save view").click()
    expect(page.get_by_role("button", name="View: Ties to settle")).to_be_visible()

    # The item beside the table: who said what, where they differ; then the next one by key.
    grid.get_by_text("k00002", exact=True).click()
    panel = page.get_by_role("complementary", name="Item")
    expect(panel.get_by_text("They differ in 3 places.")).to_be_visible()
    expect(panel.get_by_role("columnheader", name=re.compile("Ben"))).to_be_visible()
    expect(panel.get_by_role("link", name="Decide")).to_be_visible()
    panel.get_by_role("checkbox", name=re.compile("Ann")).uncheck()
    page.keyboard.press("j")
    expect(panel.get_by_role("heading", name="k00003")).to_be_visible()
    page.reload()
    expect(panel.get_by_role("heading", name="k00003")).to_be_visible()
    page.keyboard.press("Escape")

    # All, and the view again, from its name.
    page.goto(f"{live.base}/p/big/data")
    expect(page.get_by_text("20,000 items")).to_be_visible()
    page.get_by_role("button", name="View: All items").click()
    page.get_by_role("button", name=re.compile("Ties to settle")).click()
    expect(page.get_by_text("1 found")).to_be_visible()

    # Chosen by clicks and a range, changed by a job.
    page.goto(f"{live.base}/p/big/data?sort=-key")
    expect(grid.get_by_text("k19999", exact=True)).to_be_visible()
    page.get_by_role("checkbox", name="Choose k19999").click()
    page.get_by_role("checkbox", name="Choose k19996").click(modifiers=["Shift"])
    expect(page.get_by_text("4 chosen")).to_be_visible()
    page.get_by_role("button", name="Set priority").click()
    page.get_by_role("button", name="First", exact=True).click()
    expect(page.get_by_text("4 items changed").first).to_be_visible(timeout=15_000)
    project = live.workspace.database.read(lambda tx: _project(tx))
    carl = live.workspace.database.write(lambda tx: people.add_person(tx, "carl@example.org", "Carl", None))
    tasks = live.workspace.database.write(lambda tx: label.next_tasks(tx, project, carl.labeler, 4))
    assert {task.item.key for task in tasks} == {"k19999", "k19998", "k19997", "k19996"}


def _project(tx: Tx) -> Any:
    from goldlabel.store import projects

    return projects.by_name(tx, "big")
