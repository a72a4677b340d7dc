"""kill -9 of the server at random moments of submits and imports: what was acknowledged is there, once."""

import json
import random
import threading
import time
import uuid
from pathlib import Path

import httpx2
import pytest

from goldlabel.work import imports, jobs
from tests.live import Live, answer

SCHEMA = {
    "fields": [{"name": "text", "medium": "text"}],
    "questions": [{"name": "q", "kind": "choice", "config": {"values": ["yes", "no"]}}],
}
LABELERS = 6


class Labeler(threading.Thread):
    """Labels until told to stop; while the server is gone it sends the same submit again, as the browser does."""

    def __init__(self, live: Live, token: str, stop: threading.Event) -> None:
        super().__init__()
        self.live, self.stop = live, stop
        self.client = live.client(token)
        self.acknowledged: list[tuple[int, int]] = []

    def run(self) -> None:
        while not self.stop.is_set():
            found = self.call("next", {"count": 2})
            for task in found["tasks"] if found else ():
                body = {"task": task["task"], "body": answer("q", "yes"), "item_revision": task["item_revision"]}
                done = self.call("submit", body, uuid.uuid4().hex)
                if done:
                    self.acknowledged.append((int(task["item"]), int(done["annotation"])))
            if found and not found["tasks"]:
                time.sleep(0.05)
        self.client.close()

    def call(self, verb: str, body: object, key: str = "") -> dict | None:
        headers = {"idempotency-key": key} if key else {}
        while not self.stop.is_set():
            try:
                response = self.client.post(f"/api/projects/p/{verb}", json=body, headers=headers)
            except httpx2.TransportError:
                time.sleep(0.02)
                continue
            assert response.status_code == 200, response.text
            return response.json()
        return None


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.long)])
def test_nothing_acknowledged_is_lost(tmp_path: Path, kills: int) -> None:
    rows = 40_000 if kills == 5 else 400_000
    source = tmp_path / "rows.jsonl"
    source.write_text("".join(json.dumps({"text": f"text {n}"}) + "\n" for n in range(rows)))
    live = Live(tmp_path / "ws")
    project = live.create("p", SCHEMA, overlap=2)
    stop = threading.Event()
    crew = [Labeler(live, live.person(project, f"l{n}"), stop) for n in range(LABELERS)]
    database = live.workspace.database
    job = database.write(lambda tx: imports.start(tx, project, {"path": str(source)}))
    for labeler in crew:
        labeler.start()
    chance = random.Random(3)
    for _ in range(kills):
        time.sleep(chance.uniform(0.3, 1.0))
        live.kill()
        live.start()
    final = jobs.run_now(live.workspace, job)
    time.sleep(0.5)
    stop.set()
    for labeler in crew:
        labeler.join()
    _check(live, crew, rows)
    assert final.state == "done", final.error
    live.close()


def _check(live: Live, crew: list[Labeler], rows: int) -> None:
    database = live.workspace.database
    acknowledged = [pair for labeler in crew for pair in labeler.acknowledged]
    stored = set(database.read(lambda tx: tx.all("SELECT item, id FROM annotation")))
    assert len(acknowledged) > LABELERS, "too little was labeled to prove anything"
    assert len(acknowledged) == len(set(acknowledged))
    assert set(acknowledged) <= stored, "an acknowledged submit is gone"
    assert database.read(lambda tx: tx.value("SELECT count(*) FROM item")) == rows
    assert database.read(lambda tx: tx.value("SELECT count(*) FROM queue")) == rows
    doubled = "SELECT item, labeler FROM annotation GROUP BY item, labeler HAVING count(*) > 1"
    assert database.read(lambda tx: tx.all(doubled)) == []
    over = "SELECT item FROM annotation WHERE counted = 1 GROUP BY item HAVING count(*) > 2"
    assert database.read(lambda tx: tx.all(over)) == []
    assert database.check() == []
