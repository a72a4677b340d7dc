"""Who was disabled is out at once, by every way in; guessing links is slowed down like guessing passwords."""

import httpx2
import pytest

from goldlabel.work import people as verbs
from tests.server.conftest import PASSWORD, World

pytestmark = pytest.mark.anyio


async def test_disabled_is_out_by_every_way(world: World) -> None:
    async with world.as_("annotator") as browser, world.bearer("annotator") as program, world.client() as stranger:
        assert (await browser.get("/api/me")).status_code == 200
        assert (await program.get("/api/me")).status_code == 200
        world.run(lambda tx: verbs.disable(tx, world.people["annotator"], None))
        assert (await browser.get("/api/me")).status_code == 401
        assert (await program.get("/api/me")).status_code == 401
        given = {"email": "annotator@example.org", "password": PASSWORD}
        assert (await stranger.post("/api/auth/sign-in", json=given)).status_code == 401
        world.run(lambda tx: verbs.enable(tx, world.people["annotator"], None))
        assert (await stranger.post("/api/auth/sign-in", json=given)).status_code == 200


async def test_guessing_links_is_slowed_down_for_who_guesses(world: World) -> None:
    async with world.client() as stranger:
        answers = [(await stranger.post("/api/auth/link", json={"token": f"guess-{n}"})).status_code for n in range(40)]
    assert (answers[0], answers[-1]) == (401, 429)
    elsewhere = httpx2.ASGITransport(world.app, client=("192.0.2.7", 4711))
    async with httpx2.AsyncClient(transport=elsewhere, base_url="http://localhost") as somebody:
        assert (await somebody.post("/api/auth/link", json={"token": "mine"})).status_code == 401
