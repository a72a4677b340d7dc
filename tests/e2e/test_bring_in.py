"""A lead brings a table in whose columns have odd names, over a network that breaks off; what is wrong comes back."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from goldlabel.store import annotations, items, projects
from tests.live import Live, running

pytestmark = pytest.mark.browser
TEXTS: dict[str, Any] = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [{"name": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}}],
}
ODD = (
    "Nr.,What the guest wrote,Verdict,Hotel,internal note\n"
    "17,We would come again,good,Alpha,x\n"
    "18,Never again,bad,Beta,y\n"
    "19,Neither nor,so so,Gamma,z\n"
)
DROP = """([text, name]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: "text/csv" }));
    document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
}"""


def drop(page: Page, text: str, name: str) -> None:
    page.get_by_role("heading", name="Drop files or a folder here").wait_for()
    page.evaluate(DROP, [text, name])


def test_a_lead_looks_through_a_storage_and_takes_a_folder(tmp_path: Path, page: Page) -> None:
    lab = tmp_path / "lab" / "march"
    lab.mkdir(parents=True)
    (lab / "guests.csv").write_text(ODD)
    (tmp_path / "workspace").mkdir()
    (tmp_path / "workspace" / "goldlabel.toml").write_text(f"[storages.lab]\nurl = {json.dumps(str(lab.parent))}\n")
    with running(tmp_path / "workspace") as live:
        live.create("hotels", TEXTS)
        page.goto(live.link())
        page.get_by_role("link", name="Bring data in: hotels").click()
        page.get_by_role("button", name="march/").press("Enter")
        expect(page.get_by_role("navigation", name="Where you are in the storage")).to_have_text("labmarch")
        page.get_by_role("button", name="guests.csv").press("Enter")
        expect(page.get_by_text("We would come again").first).to_be_visible()
        page.get_by_role("button", name=re.compile("^Import (about )?3 rows")).click()
        expect(page.get_by_role("heading", name="Imported")).to_be_visible(timeout=20_000)


def test_odd_columns_are_mapped_imported_and_the_reject_is_downloaded(live: Live, page: Page) -> None:
    live.create("hotels", TEXTS)
    page.goto(live.link())
    page.get_by_role("link", name="Bring data in: hotels").click()
    cut: list[str] = []

    def breaks_off(route: Route) -> None:
        if route.request.method == "PATCH" and not cut:
            cut.append(route.request.url)
            return route.abort("connectionreset")
        return route.continue_()

    page.route("**/uploads/*", breaks_off)
    drop(page, ODD, "guests.csv")
    expect(page.get_by_text("The network is away")).to_be_visible()

    def goes(column: str) -> Any:
        return page.get_by_label(f"{column}: Goes to")

    expect(goes("What the guest wrote")).to_have_value("field:text")
    goes("Nr.").select_option(label="Key: names the item")
    goes("Verdict").select_option(label="Answer to mood")
    goes("Hotel").select_option(label="Metadata")
    goes("internal note").select_option(label="Leave out")
    expect(page.get_by_text('"so so" is not a value')).to_be_visible()
    page.get_by_text("Gold", exact=True).click()
    expect(page.get_by_text("mood", exact=True)).to_be_visible()
    page.get_by_role("button", name="Import 2 rows").click()

    expect(page.get_by_role("heading", name="Imported")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("row", name="guests.csv row 4")).to_contain_text("so so")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert "so so" in download.value.path().read_text("utf-8")

    def stored(tx: Any) -> tuple[list[Any], list[Any]]:
        rows = items.page(tx, projects.by_name(tx, "hotels").id, 0, 9)
        said = annotations.of_items(tx, [row.id for row in rows])
        return [(r.key, r.data, r.meta) for r in rows], [
            (a.purpose, body["answers"][0]["value"]) for a, body, _, _ in said
        ]

    taken, labels = live.workspace.database.read(stored)
    assert taken == [
        ("17", {"text": "We would come again"}, {"Hotel": "Alpha"}),
        ("18", {"text": "Never again"}, {"Hotel": "Beta"}),
    ]
    assert sorted(labels) == [("gold", "bad"), ("gold", "good")]

    page.get_by_role("button", name="Import another file").click()
    drop(page, ODD.replace("so so", "good"), "mended.csv")
    expect(page.get_by_text("As in the last import of these columns.")).to_be_visible()
    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.get_by_text("Unchanged")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("heading", name="Rows left out")).to_have_count(0)
