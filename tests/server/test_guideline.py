"""The guideline: versions, conflicts, pictures, acknowledgement; on both databases."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from goldlabel.core.problem import Conflict
from goldlabel.server.app import create_app
from goldlabel.store import guidelines
from goldlabel.store import projects as rows
from goldlabel.work import guideline, items
from goldlabel.work.workspace import open_workspace
from tests.server.conftest import CHEAP, World, fill

pytestmark = pytest.mark.anyio
URL = "/api/projects/own/guideline"


@pytest.fixture
def both(tmp_path: Path, database_url: str) -> Iterator[World]:
    with open_workspace(tmp_path / "workspace", passwords=CHEAP, database=database_url) as opened:
        yield World(opened, create_app(opened), fill(opened))


async def test_nobody_overwrites_what_somebody_saved_meanwhile(both: World) -> None:
    async with both.as_("manager") as lead, both.as_("admin") as admin:
        assert (await lead.put(URL, json={"guideline": "mine", "base": 1})).json()["version"] == 2
        late = await admin.put(URL, json={"guideline": "theirs", "base": 1})
        assert late.status_code == 409
        assert late.json()["error"]["version"] == 2
        assert late.json()["error"]["guideline"] == "mine"
        assert (await admin.put(URL, json={"guideline": "theirs", "base": 2})).json()["by"] == "Admin"
        assert (await admin.put(URL, json={"guideline": "theirs", "base": 3})).json()["version"] == 3, "no change"
        seen = (await lead.get(f"{URL}/versions", params={"limit": 2})).json()
        assert [(v["version"], v["by"]) for v in seen] == [(3, "Admin"), (2, "Manager")]
        assert [v["version"] for v in (await lead.get(f"{URL}/versions", params={"before": 2})).json()] == [1]
        assert (await lead.get(f"{URL}/versions/2")).json()["guideline"] == "mine"
        assert (await lead.get(f"{URL}/versions/9")).status_code == 404


def test_a_base_that_is_old_is_a_conflict_in_the_verb(both: World) -> None:
    def twice(tx: object) -> None:
        project = rows.by_name(tx, "own")  # type: ignore[arg-type]
        changed = guideline.change(tx, project, "a", base=1)  # type: ignore[arg-type]
        with pytest.raises(Conflict):
            guideline.change(tx, changed, "b", base=1)  # type: ignore[arg-type]

    both.run(twice)


async def test_everybody_is_asked_and_says_so(both: World) -> None:
    async with both.as_("manager") as lead, both.as_("annotator") as annotator:
        assert (await annotator.get(URL)).json()["asked"] is None
        await lead.put(URL, json={"guideline": "new"})
        assert (await lead.post(f"{URL}/ask", json={"version": 2})).json()["asked"] == 2
        assert (await lead.post(f"{URL}/ask", json={"version": 7})).status_code == 404
        before = (await annotator.get(URL)).json()
        assert (before["asked"], before["acknowledged"]) == (2, None)
        for _ in range(2):
            assert (await annotator.post(f"{URL}/acknowledge", json={"version": 2})).status_code == 200
        assert (await annotator.get(URL)).json()["acknowledged"] == 2
        assert (await annotator.post(f"{URL}/acknowledge", json={"version": 9})).status_code == 404
        read = {r["name"]: r["version"] for r in (await lead.get(f"{URL}/readers")).json()}
        assert read == {"Manager": 2, "Annotator": 2, "Reviewer": None, "Viewer": None}
        assert (await annotator.get(f"{URL}/readers")).status_code == 403

    own = both.run(lambda tx: rows.by_name(tx, "own"))
    waits = both.run(lambda tx: [guideline.to_read(tx, own, both.people[who]) for who in ("annotator", "viewer")])
    assert waits == [False, True]
    assert both.run(lambda tx: guidelines.asked(tx, rows.by_name(tx, "other").id)) is None


async def test_pictures_stay_reachable_and_only_those_of_the_guideline(world: World) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    async with world.as_("manager") as lead, world.as_("annotator") as annotator:
        said = await lead.post(f"{URL}/pictures", params={"name": "red.png"}, content=out.getvalue())
        reference = said.json()["reference"]
        where = f"{URL}/pictures/{reference.removeprefix('media:')}"
        assert (await annotator.get(where)).status_code == 404, "no version shows it yet"
        assert (await lead.get(where)).status_code == 307, "whoever writes sees it at once"
        await lead.put(URL, json={"guideline": f"![red]({reference})"})
        leads_to = (await annotator.get(where)).headers["location"]
        assert (await annotator.get(leads_to)).content == out.getvalue()
        assert (await lead.post(f"{URL}/pictures", content=b"<svg onload=alert(1)>")).status_code == 422
        assert (await lead.get(f"{URL}/pictures/..%2fx")).status_code == 404
    async with world.as_("admin") as admin:
        assert (await admin.get(where.replace("own", "other"))).status_code == 404


async def test_the_list_of_projects_says_what_waits_and_shows_only_who_may_look(both: World) -> None:
    own = both.run(lambda tx: rows.by_name(tx, "own"))
    both.run(lambda tx: items.add_rows(tx, own, [{"data": {"text": "So \n good"}}]))
    both.run(lambda tx: guideline.ask(tx, own, 1, both.people["manager"]))
    async with both.as_("manager") as lead, both.as_("annotator") as annotator, both.as_("viewer") as viewer:
        await lead.put(URL, json={"guideline": "new"})
        [theirs], [seen], [led] = [(await one.get("/api/projects")).json() for one in (annotator, viewer, lead)]
    assert (theirs["waits"], theirs["text"]) == ({"guideline": 1}, None), "nobody gave them this item"
    assert (seen["waits"], seen["text"]) == ({"guideline": 1}, "So good")
    assert led["waits"] == {}
    assert led["active_at"] > own.created_at
