"""Answers of other forms than a value to choose: which of two, an order, a date; by pointer and by keys."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldlabel.store import annotations, projects
from goldlabel.store import items as rows
from goldlabel.work import items
from tests.live import Live

pytestmark = pytest.mark.browser
SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [
        {"name": "better", "kind": "pairwise", "config": {"left": "Reply A", "right": "Reply B", "neither": True}},
        {"name": "order", "kind": "ranking", "config": {"values_from": "results"}},
        {"name": "day", "kind": "date", "config": {"earliest": "1900-01-01"}},
    ],
}


def stored(live: Live, name: str) -> list[dict[str, Any]]:
    def read(tx: Any) -> list[dict[str, Any]]:
        ids = [row.id for row in rows.page(tx, projects.by_name(tx, name).id, 0, 9)]
        bodies = [body for _, body, _, _ in annotations.of_items(tx, ids)]
        return [{answer["kind"]: answer["value"] for answer in body["answers"]} for body in bodies]

    return live.workspace.database.read(read)


def test_which_of_two_an_order_and_a_date(live: Live, page: Page) -> None:
    project = live.create("orders", SCHEMA)
    data = {"text": "Which?", "results": ["one", "two", "three"]}
    live.workspace.database.write(
        lambda tx: items.add_rows(tx, project, [{"key": key, "data": data} for key in ("a", "b")])
    )
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open orders")).to_be_visible()
    page.goto(f"{live.base}/p/orders/label")
    # By keys: the third of four, the order as it stands but with its first one place down, a date typed.
    expect(page.get_by_role("radio", name="Reply B")).to_be_visible()
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="Reply B")).to_be_checked()
    places = page.locator(".ranking__row")
    expect(places).to_have_text(["–one", "–two", "–three"])  # not an answer yet
    places.first.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(places).to_have_text(["1two", "2one", "3three"])
    expect(places.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(places.nth(2)).to_be_focused()
    day = page.get_by_role("textbox", name="day")
    day.fill("1899-12-31")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not before 1900-01-01").first).to_be_visible()
    day.fill("1950-02-28")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    # By pointer, the order dragged.
    expect(page.get_by_role("radio", name="Reply B")).not_to_be_checked()
    page.get_by_role("radio", name="Tie").check()
    places.nth(2).drag_to(places.first)
    expect(places).to_have_text(["1three", "2one", "3two"])
    page.get_by_role("button", name="Move two up").click()
    expect(places).to_have_text(["1three", "2two", "3one"])
    day.fill("2026-11-24")
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)
    expect(page.locator(".label__saved")).to_have_text("saved")
    assert stored(live, "orders") == [
        {"pairwise": "right", "ranking": ["two", "one", "three"], "date": "1950-02-28"},
        {"pairwise": "tie", "ranking": ["three", "two", "one"], "date": "2026-11-24"},
    ]


def test_a_conversation_is_read_turn_by_turn(live: Live, page: Page) -> None:
    project = live.create(
        "chats", {"fields": [{"name": "chat", "medium": "conversation", "source": "messages"}],
                  "questions": [{"name": "good", "kind": "yes_no"}]},
    )  # fmt: skip
    turns = [{"role": "user", "content": "Which river?"}, {"from": "gpt", "value": "The Po.\n\nNot the Tiber."}]
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, [{"key": "a", "data": {"messages": turns}}]))
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open chats")).to_be_visible()
    page.goto(f"{live.base}/p/chats/label")
    told = page.get_by_role("list", name="chat").get_by_role("listitem")
    expect(told).to_have_text(["UserWhich river?", "AssistantThe Po.\n\nNot the Tiber."])
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator(".label__saved")).to_have_text("saved")
    page.goto(f"{live.base}/p/chats/data")
    expect(page.get_by_text("Which river? · The Po.")).to_be_visible()
    assert stored(live, "chats") == [{"yes_no": True}]
