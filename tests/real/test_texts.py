"""Real texts and real crowd answers through a real server: what people said comes out as they said it."""

import csv
import gzip
import io
import random
import threading
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import httpx2
import pytest

from goldlabel.store import resolutions
from goldlabel.work import imports, jobs, resolve
from tests.conftest import SHARED
from tests.live import Live, answer, ok, running

pytestmark = pytest.mark.shared_data
STANCE = SHARED / "data" / "pac" / "stance" / "data.csv.gz"
RTE = SHARED / "data" / "crowd" / "rte"


def rows_of(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        pytest.skip(f"{path} is not there")
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


def question(values: list[str]) -> dict[str, Any]:
    return {
        "fields": [{"name": "text", "medium": "text"}],
        "questions": [{"name": "q", "kind": "choice", "config": {"values": values}}],
    }


def settle(live: Live, project: Any) -> None:
    """Resolves everything that is complete."""
    job = live.workspace.database.write(lambda tx: resolve.start(tx, project))
    row = jobs.run_now(live.workspace, job)
    assert row.state == "done", row.error


@pytest.mark.parametrize("count", [250, pytest.param(None, marks=pytest.mark.long)])
def test_stance_by_three_people(tmp_path: Path, count: int | None) -> None:
    """Each of three seeded people errs in a tenth of the texts; two of three agreeing is the label."""
    rows = rows_of(STANCE)[:count]
    values = sorted({row["truth"] for row in rows})
    with running(tmp_path / "ws", workers=0) as live:
        project = live.create("stance", question(values), overlap=3)
        truth = {row["item"]: row["truth"] for row in rows}
        texts = {row["item"]: row["text"] for row in rows}
        admin = live.person(project, "lead", "manager")
        with live.client(admin) as client:
            for start in range(0, len(rows), 500):
                batch = [{"key": row["item"], "data": {"text": row["text"]}} for row in rows[start : start + 500]]
                ok(client.post("/api/projects/stance/items", json={"items": batch}))
        crew = [
            threading.Thread(target=label_all, args=(live, live.person(project, f"p{n}"), n, texts, truth))
            for n in (1, 2, 3)
        ]
        for person in crew:
            person.start()
        for person in crew:
            person.join()
        settle(live, project)
        check_majority(live, project, len(rows))


def label_all(live: Live, token: str, seed: int, texts: dict[str, str], truth: dict[str, str]) -> None:
    by_text = {text: key for key, text in texts.items()}
    values = sorted(set(truth.values()))
    with live.client(token) as client:
        while tasks := ok(client.post("/api/projects/stance/next", json={"count": 10}))["tasks"]:
            for task in tasks:
                key = by_text[task["data"]["text"]]
                errs = random.Random(f"{seed}{key}").random() < 0.1
                value = random.Random(f"{key}{seed}").choice(values) if errs else truth[key]
                body = {"task": task["task"], "body": answer("q", value), "seconds": 1.0}
                headers = {"idempotency-key": f"{seed}-{task['task']}"}
                ok(client.post("/api/projects/stance/submit", json=body, headers=headers))


def check_majority(live: Live, project: Any, items: int) -> None:
    """The resolutions are what a count of the stored answers says, ties included."""
    database = live.workspace.database
    said: dict[int, Counter[str]] = defaultdict(Counter)
    for item, key in database.read(
        lambda tx: tx.all(
            "SELECT a.item, s.key FROM annotation a JOIN answer s ON s.annotation = a.id WHERE a.counted = 1"
        )
    ):
        said[item][key] += 1
    assert len(said) == items
    current = database.read(lambda tx: resolutions.current_of(tx, list(said)))
    assert len(current) == items
    for item, votes in said.items():
        (top, most), *rest = votes.most_common()
        tie = any(number == most for _, number in rest)
        assert current[item].state == ("tie" if tie else "resolved")
        if not tie:
            assert current[item].body["answers"][0]["value"] == top


@pytest.mark.parametrize("count", [40, pytest.param(800, marks=pytest.mark.long)])
def test_rte_worker_by_worker(tmp_path: Path, count: int) -> None:
    """Every worker's answers, given by that worker on just those items, come out as they went in."""
    answers = [row for row in rows_of(RTE / "answers.csv") if int(row["item"]) < count]
    workers: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in answers:
        workers[row["worker"]].append(row)
    with running(tmp_path / "ws", workers=0) as live:
        project = live.create("rte", question(["0", "1"]), overlap=10)
        with live.client(live.person(project, "lead", "manager")) as client:
            batch = [{"key": str(n), "data": {"text": f"pair {n}"}} for n in range(count)]
            ok(client.post("/api/projects/rte/items", json={"items": batch}))
        ids = live.workspace.database.read(lambda tx: dict(tx.all("SELECT key, id FROM item")))
        for worker, rows in workers.items():
            with live.client(live.person(project, worker, "service")) as client:
                replay(client, rows, ids)
        stored = live.workspace.database.read(
            lambda tx: tx.all(
                "SELECT i.key, l.name, s.key FROM annotation a JOIN item i ON i.id = a.item "
                "JOIN labeler l ON l.id = a.labeler JOIN answer s ON s.annotation = a.id WHERE a.counted = 1"
            )
        )
        assert {(item, name.split("@")[0], value) for item, name, value in stored} == {
            (row["item"], row["worker"], row["label"]) for row in answers
        }
        assert len(stored) == len(answers) == 10 * count
        settle(live, project)
        check_majority(live, project, count)


def replay(client: httpx2.Client, rows: list[dict[str, str]], ids: dict[str, int]) -> None:
    for row in rows:
        task = ok(client.post(f"/api/projects/rte/items/{ids[row['item']]}/claim"))
        task = task.get("task", task) if isinstance(task.get("task"), dict) else task
        ok(client.post("/api/projects/rte/submit", json={"task": task["task"], "body": answer("q", row["label"])}))


def test_rte_as_a_file(tmp_path: Path) -> None:
    """The same answers as label columns of tables, one for each worker, through the import job."""
    answers = [row for row in rows_of(RTE / "answers.csv") if int(row["item"]) < 100]
    with running(tmp_path / "ws", workers=0) as live:
        project = live.create("rte", question(["0", "1"]), overlap=10)
        for worker in sorted({row["worker"] for row in answers}):
            path = tmp_path / f"{worker}.csv"
            lines = [f"{row['item']},pair {row['item']},{row['label']}" for row in answers if row["worker"] == worker]
            path.write_text("key,text,label\n" + "\n".join(lines) + "\n")
            options = {"labels": {"label": "q"}, "labeler": worker}
            job = live.workspace.database.write(
                lambda tx, path=path, options=options: imports.start(tx, project, {"path": str(path)}, options=options)
            )
            assert jobs.run_now(live.workspace, job).state == "done"
        counted = live.workspace.database.read(lambda tx: tx.value("SELECT count(*) FROM annotation WHERE counted = 1"))
        assert counted == len(answers) == 1000
        settle(live, project)
        check_majority(live, project, 100)
