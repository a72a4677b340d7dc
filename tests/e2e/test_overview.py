"""The overview in a browser: it changes while somebody labels, plots are read by keys and saved, the bell rings."""

import csv
import io
import random
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

from goldlabel.store import people, projects
from goldlabel.store.projects import ProjectRow
from goldlabel.work import items, notifications
from tests.live import Live, answer, ok

pytestmark = pytest.mark.browser
SCHEMA: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [
        {"name": "mood", "kind": "choice", "text": "How does it sound?", "config": {"values": ["good", "bad"]}}
    ],
}


def made(live: Live) -> tuple[ProjectRow, list[str]]:
    project = live.create("texts", SCHEMA, overlap=2)
    rows = [{"key": f"t{n}", "data": {"text": f"Text {n}"}} for n in range(40)]
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, rows))
    return project, [live.person(project, name) for name in ("Ann", "Ben")]


def label(client: httpx2.Client, count: int, rng: random.Random) -> None:
    for _ in range(count):
        (task,) = ok(client.post("/api/projects/texts/next", json={"count": 1}))["tasks"]
        mood = "good" if rng.random() < 0.8 else "bad"
        body = {"task": task["task"], "body": answer("mood", mood), "seconds": 6}
        ok(client.post("/api/projects/texts/submit", json=body))


def test_the_overview_changes_while_somebody_labels(live: Live, page: Page, tmp_path: Path) -> None:
    project, (ann, ben) = made(live)
    rng = random.Random(1)
    page.goto(live.link())
    expect(page.get_by_role("link", name="Open texts")).to_be_visible()
    page.goto(f"{live.base}/p/texts")
    expect(page.get_by_text("40 items are not done yet.")).to_be_visible()
    expect(page.get_by_text("With the first answers you see here")).to_be_visible()
    with live.client(ann) as client:
        label(client, 12, rng)
        ok(client.post("/api/projects/texts/next", json={"count": 1}))
        # Nobody touches the page: all of this comes by itself.
        expect(page.get_by_text("Ann labels now")).to_be_visible()
        expect(page.get_by_role("row", name="Ann")).to_contain_text("12")
    with live.client(ben) as client:
        label(client, 12, rng)
    expect(page.get_by_text("28 items are not done yet.")).to_be_visible()
    expect(page.get_by_text("12 items have all their answers but no resolved label yet.")).to_be_visible()
    plot = page.get_by_role("figure", name="How does it sound?")
    expect(plot.get_by_role("img")).to_be_visible(timeout=15_000)
    save(page, live, plot, tmp_path)
    ring(page, live, project)


def save(page: Page, live: Live, plot: Any, folder: Path) -> None:
    """Arrow keys tell the numbers; the file holds the same."""
    plot.get_by_role("img").focus()
    page.keyboard.press("ArrowRight")
    expect(plot.locator(".plot__tip")).to_contain_text("of 24")
    plot.get_by_role("button").click()
    with page.expect_download() as numbers:
        page.get_by_role("button", name="Save numbers as CSV").locator("visible=true").first.click()
    numbers.value.save_as(folder / "plot.csv")
    rows = list(csv.reader(io.StringIO((folder / "plot.csv").read_text("utf-8"))))

    def counts(tx: Any) -> dict[str, int]:
        return dict(tx.all("SELECT key, count(*) FROM answer GROUP BY key"))

    assert {name: int(count) for name, count, _ in rows[1:]} == live.workspace.database.read(counts)
    plot.get_by_role("button").click()
    with page.expect_download() as picture:
        page.get_by_role("button", name="Save as PNG picture").locator("visible=true").first.click()
    picture.value.save_as(folder / "plot.png")
    assert (folder / "plot.png").read_bytes().startswith(b"\x89PNG")


def ring(page: Page, live: Live, project: ProjectRow) -> None:
    def tell(tx: Any) -> None:
        lead = people.first_admin(tx)
        assert lead is not None
        row = projects.by_id(tx, project.id)
        notifications.tell(tx, [lead.id], "guideline", project=row.id, version=row.guideline_version)

    live.workspace.database.write(tell)
    bell = page.get_by_role("button", name="1 unread notification")
    expect(bell).to_be_visible()
    bell.click()
    page.get_by_role("button", name="The guideline changed to version 1").click()
    expect(page).to_have_url(f"{live.base}/p/texts/guideline")
    expect(page.get_by_role("button", name="Notifications")).to_be_visible()
